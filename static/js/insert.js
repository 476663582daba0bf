// Press to put data-text into the reply, where the caret is.
export function insert(element) {
  element.addEventListener("click", () => {
    const box = document.getElementById("reply-text");
    if (box) put(box, element.dataset.text);
  });
}

/** Type `words` for the agent, so that the browser's own undo takes them out again. */
export function put(box, words, { whole = false } = {}) {
  box.focus({ preventScroll: true });
  if (whole) box.select();
  else if (box.selectionStart && !/\s/.test(box.value[box.selectionStart - 1])) words = ` ${words}`;
  const done = document.execCommand(words ? "insertText" : "delete", false, words);
  if (!done) {
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
