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
  const place = `${form.dataset.agent} ${url}`; // another agent may sign in in the same tab
  const elsewhere = () => (form.closest(".composer") ?? form).querySelector("[data-elsewhere]");
  let [timer, saving, sending, sent, last] = [0, false, false, 0, text.value];

  const say = (name, trouble = false) => {
    saved.textContent = name && word(name);
    saved.toggleAttribute("data-trouble", trouble);
  };
  const later = (after = PAUSE) => {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  };
  const keep = () => sessionStorage.setItem(place, JSON.stringify({ text: text.value, revision: form.dataset.revision }));
  const fields = () => ({ text: text.value, revision: form.dataset.revision, draft: form.elements.draft?.value ?? "", is_note: form.elements.is_note?.value ?? "" });

  async function save() {
    if (saving || sending) return later();
    if (text.value === last) return say("");
    saving = true;
    const [value, before] = [text.value, sent];
    keep();
    try {
      const response = await post(url, fields());
      if (response.ok) form.dataset.revision = Math.max(form.dataset.revision, response.headers.get("X-Revision"));
      if (sent !== before) return; // and what was sent has made it old
      if (response.status === 401 || response.status === 403) return say("unsaved", true), signedOut();
      if (!response.ok && response.status !== 409) throw new Error(response.status);
      await htmx.swap({ sourceElement: form, target: form, swap: "none", text: await response.text() });
      if (response.status === 409) return say("elsewhere", true);
      last = value;
      if (text.value === value) sessionStorage.removeItem(place), say("saved");
      else later();
    } catch {
      say("unsaved", true);
      later(AGAIN);
    } finally {
      saving = false;
    }
  }

  function typed() {
    if (text.value !== last) say("saving"), keep(), later();
  }

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
    if (!kept || kept.text === text.value) return sessionStorage.removeItem(place);
    // Kept here because the server could not be told; a newer revision there means another tab, and it is asked.
    if (kept.text) text.value = kept.text;
    form.dataset.revision = kept.revision;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const renew = () => form.elements.token && (form.elements.token.value = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join(""));
  const send = ({ detail: { ctx } }) => {
    if (ctx.sourceElement === form) sending = true, sent += 1;
  };
  const answered = ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form) return;
    sending = false;
    later(); // what is typed and not sent
    const { status, headers } = ctx.response ?? {};
    if (status !== 200 && status !== 409) return; // the same token once more: it may have got through
    renew();
    if (headers.has("X-Revision")) form.dataset.revision = headers.get("X-Revision"), elsewhere().replaceChildren(), say("");
    if (status === 200) taken(ctx.request.body.get("text"));
  };
  const taken = (words) => {
    sessionStorage.removeItem(place);
    if (text.value === words) last = text.value = "";
    if (form.contains(document.activeElement) && matchMedia("(pointer: fine)").matches) text.focus({ preventScroll: true });
    form.elements.draft && (form.elements.draft.value = "");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    say("");
  };
  const resolve = ({ target }) => {
    const part = elsewhere();
    if (!part.contains(target) || !target.matches("[data-theirs], [data-mine]")) return;
    form.dataset.revision = part.dataset.revision;
    if (target.matches("[data-theirs]")) text.value = last = part.dataset.text, sessionStorage.removeItem(place);
    else last = null;
    part.replaceChildren();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    save();
  };
  const leaving = () => text.value !== last && post(url, fields(), { keepalive: true }).catch(() => {});

  text.addEventListener("input", typed);
  text.addEventListener("filled", () => (last = text.value)); // not by the agent: nothing to keep
  text.addEventListener("held", () => ((last = null), later(0)));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") text.blur(); // single keys work again
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.preventDefault(), text.value.trim() && form.requestSubmit();
  });
  form.addEventListener("htmx:before:request", send);
  form.addEventListener("htmx:finally:request", answered);
  elsewhere().parentElement.addEventListener("click", resolve);
  const back = () => later(0);
  addEventListener("pagehide", leaving);
  addEventListener("online", back);
  renew();
  restore();
  return () => (clearTimeout(timer), removeEventListener("pagehide", leaving), removeEventListener("online", back));
}
