// As tall as it has ever been on this page: a text that gets shorter pulls nothing up from below it, under the pointer.
export function keepHeight(part) {
  let width = 0;
  const keep = () => {
    if (part.offsetWidth !== width) part.style.minHeight = ""; // another width, other lines
    width = part.offsetWidth;
    part.style.minHeight = `${part.getBoundingClientRect().height}px`;
  };
  const observer = new ResizeObserver(keep);
  observer.observe(part);
  return () => observer.disconnect();
}
