// Keys of a row while it has the focus: [data-key="4"] is pressed by 4. They go no further, so no shortcut hears them.
export function keys(element) {
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const wanted = element.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    event.stopPropagation();
    wanted.focus();
    wanted.click();
  });
}
