// A claim or a fact shows where it was said: data-turns="1 5" marks those turns on hover and focus, also of what stands
// round it as [data-said]; a click goes there.
// A turn that is not on the page (too long ago, or in another desk's frame) is fetched and shown beside.
export function turns(element) {
  const said = () => (element.dataset.turns ?? "").split(/[\s,]+/).filter(Boolean)
    .map((position) => document.querySelector(`[data-position="${CSS.escape(position)}"]`)).filter(Boolean);
  const mark = (on) => () => said().forEach((turn) => turn.toggleAttribute("data-marked", on));
  const [area, gone] = [element.closest("[data-said]") ?? element, new AbortController()];
  for (const [event, on] of [["pointerenter", true], ["focusin", true], ["pointerleave", false], ["focusout", false]]) {
    area.addEventListener(event, mark(on), { signal: gone.signal });
  }
  element.addEventListener("click", (event) => {
    const [first] = said();
    event.preventDefault();
    if (!first) return fetchBeside(element, parseInt(element.dataset.turns));
    document.getElementById("pane-talk")?.click();
    first.scrollIntoView({ block: "center" });
    first.focus({ preventScroll: true });
  });
  return () => (gone.abort(), mark(false)());
}

function fetchBeside(source, position) {
  const target = document.getElementById("beside");
  htmx.ajax("GET", `${target.dataset.turn}?position=${position}`, { source, target, swap: "innerHTML" });
}
