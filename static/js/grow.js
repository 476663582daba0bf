// A text box as tall as its words, up to what its style allows.
export function grow(box) {
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 1}px`;
  };
  box.addEventListener("input", fit);
  box.addEventListener("filled", fit);
  new MutationObserver(fit).observe(box, { attributeFilter: ["placeholder"] }); // as tall as the words seen in grey
  new ResizeObserver(fit).observe(box.parentElement);
  fit();
}
