// What is on the screen counts as read: the log is at its end, and the page is in front.
import { post } from "./token.js";

export function markRead(log) {
  let told = 0;
  const last = () => Number([...log.querySelectorAll("[data-position]")].at(-1)?.dataset.position ?? 0);
  const look = () => {
    const end = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    if (document.hidden || !end || !log.clientHeight || last() <= told) return;
    told = last();
    post(log.dataset.read, { position: told }).catch(() => (told = 0));
  };
  const watch = new MutationObserver(look);
  watch.observe(log, { childList: true, subtree: true });
  log.addEventListener("scroll", look, { passive: true });
  document.addEventListener("visibilitychange", look);
  look();
  return () => (watch.disconnect(), document.removeEventListener("visibilitychange", look));
}
