// Light, dark, or as the system says: at once here, and kept by the server for every other browser.
import { post } from "./token.js";

export function theme(element) {
  const root = document.documentElement;
  const mine = element.querySelector(`[value="${root.dataset.theme}"]`);
  if (mine) mine.checked = true;
  element.addEventListener("change", (event) => {
    root.dataset.theme = event.target.value;
    if (element.dataset.url) post(element.dataset.url, { theme: event.target.value }).catch(() => {});
  });
}
