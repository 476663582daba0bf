// A text box as tall as its words, up to what its style allows.
export function grow(box) {
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 1}px`;
  };
  box.addEventListener("input", fit);
  new ResizeObserver(fit).observe(box.parentElement);
  fit();
}
