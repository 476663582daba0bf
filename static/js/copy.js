// Press to copy: data-copy, or the element's own text.
import { say } from "./notices.js";
import { word } from "./words.js";

export function copy(element) {
  element.addEventListener("click", async () => {
    const text = element.dataset.copy ?? element.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      selectAndCopy(text); // no clipboard without https
    }
    say(word("copied"), { level: "good" });
  });
}

function selectAndCopy(text) {
  const box = Object.assign(document.createElement("textarea"), { value: text });
  const focused = document.activeElement;
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
  focused?.focus();
}
