// What has become ready is said once, politely, and its text is not in a live region: a part that carries
// data-announced has news when that changes, and says so by the word in data-as. Of several, the first named speaks.
import { word } from "./words.js";

export function announce(region) {
  const parts = () => region.dataset.of.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const seen = new Map(parts().map((part) => [part.id, part.dataset.announced]));
  const look = () => {
    const fresh = parts().filter(({ id, dataset }) => dataset.announced && seen.get(id) !== dataset.announced);
    fresh.forEach(({ id, dataset }) => seen.set(id, dataset.announced));
    // A node of its own, so that the same words are said again.
    if (fresh.length) region.replaceChildren(document.createTextNode(word(fresh[0].dataset.as)));
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-announced"] });
  return () => watch.disconnect();
}
