// Interface words used by scripts, translated by the page: <template id="words" data-...>.
const source = document.getElementById("words");

/** The word of that name, with {placeholders} filled. */
export function word(name, values = {}) {
  const text = source?.dataset[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
