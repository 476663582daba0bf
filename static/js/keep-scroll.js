// A log that stays where it is read: at its end it follows, above it says how much is new. Turns that fall out of a
// repaint's last thirty stay above it, and when too much was missed to join up, the page is fetched again.
import { word } from "./words.js";

const NEAR = 48; // pixels that still count as the end

export function keepScroll(log) {
  const chip = log.querySelector("[data-new]");
  const [earlier, tail] = log.querySelectorAll("ol");
  let [following, fresh] = [true, 0];

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  const down = () => {
    log.scrollTop = log.scrollHeight;
    settle();
  };
  const settle = () => {
    following = atEnd();
    if (following) fresh = 0;
    chip.hidden = fresh === 0;
    chip.textContent = fresh === 1 ? word("oneNew") : word("someNew", { n: fresh });
  };
  const grew = (changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.nodeType === 1 && !known.has(node.id));
    added.forEach((node) => known.add(node.id));
    if (!added.length) return;
    if (following) down();
    else fresh += added.filter((node) => node.matches(".log__item--customer, .log__item--agent, .log__item--bot, .log__item--note")).length, settle();
  };
  const known = new Set([...tail.children].map((item) => item.id));
  const place = (item) => item?.dataset.at?.split(".").map(Number) ?? [];

  const keepOlder = ({ detail }) => {
    const task = detail.tasks?.find((one) => one.target === tail && one.swapSpec?.style === "outerMorph");
    const next = task?.fragment.querySelector("li[data-at]");
    if (!next) return;
    const [first] = place(next);
    const last = Math.max(0, ...[...tail.children].map((item) => place(item)[0] ?? 0));
    if (last && first > last + 1) return location.reload();
    earlier.append(...[...tail.children].filter((item) => place(item)[0] < first && place(item)[0] > 0));
  };

  log.addEventListener("scroll", settle, { passive: true });
  chip.addEventListener("click", down);
  new MutationObserver(grew).observe(tail, { childList: true });
  new ResizeObserver(() => following && down()).observe(log);
  document.addEventListener("htmx:before:swap", keepOlder);
  const asked = log.querySelector(":target"); // a link led to one turn
  if (asked) asked.scrollIntoView({ block: "center" }), settle();
  else down();
  return () => document.removeEventListener("htmx:before:swap", keepOlder);
}
