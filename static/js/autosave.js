// Keeps what is typed: on the server half a second after the last key, with the revision this tab knows; in this
// browser while the server cannot be reached or the agent is signed out. Sent once per token, so twice is once.
import { post } from "./token.js";
import { signedOut } from "./trouble.js";
import { word } from "./words.js";

const PAUSE = 500; // milliseconds after the last key
const AGAIN = 4000; // until the next try when one failed

export function autosave(form) {
  const [text, saved] = [form.elements.text, form.querySelector("[data-saved]")];
  const url = form.dataset.unsent;
  const composer = form.closest(".composer");
  let [timer, sending, last] = [0, false, text.value];

  const say = (name, trouble = false) => {
    saved.textContent = name && word(name);
    saved.toggleAttribute("data-trouble", trouble);
  };
  const later = (after = PAUSE) => {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  };
  const keep = () => sessionStorage.setItem(url, JSON.stringify({ text: text.value, revision: form.dataset.revision }));

  async function save() {
    if (sending) return later();
    if (text.value === last) return say("");
    sending = true;
    const value = text.value;
    keep();
    try {
      const fields = { text: value, revision: form.dataset.revision, draft: form.elements.draft?.value ?? "", is_note: form.elements.is_note?.value ?? "" };
      const response = await post(url, fields);
      if (response.status === 401 || response.status === 403) return say("unsaved", true), signedOut();
      if (!response.ok && response.status !== 409) throw new Error(response.status);
      await htmx.swap({ sourceElement: form, target: form, swap: "none", text: await response.text() });
      if (response.status === 409) return say("elsewhere", true);
      form.dataset.revision = response.headers.get("X-Revision");
      last = value;
      if (text.value === value) sessionStorage.removeItem(url), say("saved");
      else later();
    } catch {
      say("unsaved", true);
      later(AGAIN);
    } finally {
      sending = false;
    }
  }

  function typed() {
    if (text.value !== last) say("saving"), keep(), later();
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(url) ?? "null");
    if (!kept || kept.text === text.value) return sessionStorage.removeItem(url);
    // Kept here because the server could not be told; a newer revision there means another tab, and it is asked.
    if (kept.text) text.value = kept.text;
    form.dataset.revision = kept.revision;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const renew = () => form.elements.token && (form.elements.token.value = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join(""));
  let sent = null;
  const before = () => (sent = text.value);
  const after = ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form || ctx.response?.status !== 200) return;
    renew();
    clearTimeout(timer);
    sessionStorage.removeItem(url);
    form.dataset.revision = Number(form.dataset.revision) + 1;
    if (text.value === sent) last = text.value = "";
    if (form.contains(document.activeElement) && matchMedia("(pointer: fine)").matches) text.focus({ preventScroll: true });
    form.elements.draft && (form.elements.draft.value = "");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    say("");
  };
  const resolve = (event) => {
    const elsewhere = event.target.closest("[data-theirs], [data-mine]");
    const part = elsewhere?.closest("[data-revision]");
    if (!part) return;
    form.dataset.revision = part.dataset.revision;
    if (elsewhere.matches("[data-theirs]")) text.value = last = part.dataset.text;
    else last = null;
    part.replaceChildren();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    save();
  };
  const leaving = () => text.value !== last && post(url, { text: text.value, revision: form.dataset.revision, draft: form.elements.draft?.value ?? "", is_note: form.elements.is_note?.value ?? "" }, { keepalive: true }).catch(() => {});

  text.addEventListener("input", typed);
  text.addEventListener("filled", () => (last = text.value)); // not by the agent: nothing to keep
  text.addEventListener("held", () => ((last = null), later(0)));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") text.blur(); // single keys work again
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.preventDefault(), text.value.trim() && form.requestSubmit();
  });
  form.addEventListener("htmx:before:request", before);
  form.addEventListener("htmx:finally:request", after);
  (composer ?? form).addEventListener("click", resolve);
  const back = () => later(0);
  addEventListener("pagehide", leaving);
  addEventListener("online", back);
  renew();
  restore();
  return () => (clearTimeout(timer), removeEventListener("pagehide", leaving), removeEventListener("online", back));
}
