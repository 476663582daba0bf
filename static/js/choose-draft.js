// A suggestion comes into the box when the agent says so, or when the box is empty and nobody is in it; who is in the
// empty box sees it in grey and takes it with the right arrow, or finds it there after leaving. Taking one is an edit like
// any other: the browser's undo brings back what was there. One that came by itself is nobody's words: it is kept on the
// server only once it is touched, or a newer one is to be compared with it, so it never competes with words of another tab.
import { put } from "./insert.js";

export function chooseDraft(form) {
  const text = form.elements.text;
  const box = form.closest(".composer");
  const part = () => document.getElementById(form.dataset.part);
  const offered = () => ({ draft: part()?.dataset.draft ?? "", text: part()?.dataset.text ?? "" });
  // What the box was filled with, when that is known; anything else in it is the agent's own.
  let filled = offered().draft && offered().draft === form.elements.draft.value ? offered().text : null;
  let [asked, compared] = [false, null];

  const isIn = () => document.activeElement === text && document.hasFocus();
  const fill = (offer) => {
    form.elements.draft.value = offer.draft;
    filled = text.value = offer.text;
    text.dispatchEvent(new Event("filled"));
    update();
  };
  const compare = (offer) => {
    compared = offer.draft; // once
    text.dispatchEvent(new Event("held"));
  };
  const take = () => {
    const offer = offered();
    if (!offer.draft) return;
    form.elements.draft.value = offer.draft;
    filled = offer.text;
    part().querySelector(".offer__new")?.remove();
    put(text, offer.text, { whole: true });
    update();
  };
  const untouched = () => text.value.trim() === "" || text.value === filled;
  const update = () => {
    const offer = offered();
    box.toggleAttribute("data-typed", text.value.trim() !== "" && text.value !== filled);
    const mine = part()?.classList.contains("offer--mine");
    part()?.querySelectorAll(".offer__use").forEach((one) => (one.hidden = text.value === offer.text));
    text.placeholder = (mine && offer.text) || " ";
    if (!mine || !offer.draft || text.value === offer.text) return;
    if (asked && untouched()) asked = false, take();
    else if (form.elements.draft.value === offer.draft) return;
    else if (text.value === "" && !isIn()) fill(offer);
    else if (text.value && text.value === filled && compared !== offer.draft && !document.hidden) compare(offer);
  };
  // A press on something of the composer meets what was in it when it began.
  const left = (event) => box.contains(event.relatedTarget) || box.matches(":active") || setTimeout(update);
  const pressed = (event) => {
    if (event.target.closest("[data-use]")) take();
    if (event.target.closest("[data-keep]")) {
      form.elements.draft.value = offered().draft; // seen, and not wanted: it is not offered again
      event.target.closest("details").remove();
    }
    if (event.target.closest("[data-asks]")) asked = true;
    if (event.target.closest("[data-discard]")) {
      if (text.value === filled) put(text, "", { whole: true });
      filled = null;
    }
  };
  const typed = (event) => {
    if (event.key === "ArrowRight" && text.value === "" && text.placeholder.trim()) event.preventDefault(), take();
  };
  box.addEventListener("click", pressed);
  text.addEventListener("keydown", typed);
  text.addEventListener("input", update);
  box.addEventListener("focusout", left);
  const watch = new MutationObserver(update);
  watch.observe(box, { subtree: true, attributes: true, attributeFilter: ["data-draft", "class"], childList: true });
  update();
  return () => watch.disconnect();
}
