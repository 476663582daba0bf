// A claim or a fact shows where it was said: data-turns="1 5" marks those turns on hover and focus; a click goes there.
// A turn that is not on the page (too long ago, or in another desk's frame) is fetched and shown beside.
export function turns(element) {
  const said = () => (element.dataset.turns ?? "").split(/[\s,]+/).filter(Boolean)
    .map((position) => document.querySelector(`[data-position="${CSS.escape(position)}"]`)).filter(Boolean);
  const mark = (on) => () => said().forEach((turn) => turn.classList.toggle("message--marked", on));
  element.addEventListener("pointerenter", mark(true));
  element.addEventListener("focusin", mark(true));
  element.addEventListener("pointerleave", mark(false));
  element.addEventListener("focusout", mark(false));
  element.addEventListener("click", (event) => {
    if (event.target.closest("form, [data-behaviour~=copy]")) return;
    const [first] = said();
    event.preventDefault();
    if (!first) return fetchBeside(element, parseInt(element.dataset.turns));
    document.getElementById("pane-talk")?.click();
    first.scrollIntoView({ block: "center" });
    first.focus({ preventScroll: true });
  });
  return mark(false);
}

function fetchBeside(source, position) {
  const target = document.getElementById("beside");
  htmx.ajax("GET", `${target.dataset.turn}?position=${position}`, { source, target, swap: "innerHTML" });
}
