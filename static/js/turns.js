// A claim or a fact shows where it was said: data-turns="1 5" marks those turns on hover and focus; a click goes there.
export function turns(element) {
  const said = () => (element.dataset.turns ?? "").split(/[\s,]+/).filter(Boolean)
    .map((position) => document.querySelector(`[data-position="${CSS.escape(position)}"]`)).filter(Boolean);
  const mark = (on) => () => said().forEach((turn) => turn.classList.toggle("message--marked", on));
  element.addEventListener("pointerenter", mark(true));
  element.addEventListener("focusin", mark(true));
  element.addEventListener("pointerleave", mark(false));
  element.addEventListener("focusout", mark(false));
  element.addEventListener("click", (event) => {
    const [first] = said();
    if (!first || event.target.closest("form, [data-behaviour~=copy]")) return;
    event.preventDefault();
    document.getElementById("pane-talk")?.click();
    first.scrollIntoView({ block: "center" });
    first.focus({ preventScroll: true });
  });
  return mark(false);
}
