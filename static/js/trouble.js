// A click whose answer never came, or came broken, says so. Answers that bring a notice of their own are left alone.
import { say } from "./notices.js";
import { word } from "./words.js";

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx) say(word("unreached"), { level: "error" });
});

document.addEventListener("htmx:response:error", (event) => {
  const { status, headers } = event.detail.ctx.response;
  if (status === 401 || status === 403) return signedOut();
  if (!headers.get("X-Notice")) say(word("refused"), { level: "error" });
});

/** Offer the way back to this page; whatever was typed is kept by autosave. A page with a socket has a line for it. */
export function signedOut() {
  const line = document.querySelector("[data-behaviour~=live]");
  if (line) return line.dispatchEvent(new Event("signed-out"));
  const href = `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
  say(word("signedOut"), { level: "error", link: { href, text: word("signIn") } });
}
