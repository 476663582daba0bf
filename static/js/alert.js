// A new chat or an answer while the page is elsewhere: a count in the title, and by choice a sound and a notification.
import { word } from "./words.js";

const preferences = JSON.parse(document.getElementById("preferences")?.textContent || "{}") || {};
const title = document.title;
let sounding;

export function alert(list) {
  const waiting = () => new Set([...list.querySelectorAll("[data-waiting]")].map((row) => row.dataset.waiting));
  const unread = () => new Map([...list.querySelectorAll("[data-unread]")].map((row) => [row.dataset.name, Number(row.dataset.unread)]));
  let [queue, answers] = [waiting(), unread()];

  const look = () => {
    const [queueNow, answersNow] = [waiting(), unread()];
    const arrived = [...queueNow].some((one) => !queue.has(one));
    const answered = [...answersNow].find(([name, count]) => count > (answers.get(name) ?? 0));
    [queue, answers] = [queueNow, answersNow];
    const count = [...answersNow.values()].reduce((sum, one) => sum + one, 0);
    document.title = count ? `(${count}) ${title}` : title;
    if (!document.hidden) return;
    if (answered) tell(word("newAnswer", { name: answered[0] }));
    else if (arrived) tell(word("newChat"));
  };
  const ask = () => preferences.notifications && globalThis.Notification?.permission === "default" && Notification.requestPermission();
  const watch = new MutationObserver(look);
  watch.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-unread", "data-waiting"] });
  document.addEventListener("click", ask, { once: true }); // browsers want a press before the question
  look();
  return () => watch.disconnect();
}

function tell(text) {
  if (preferences.sound) sound();
  if (preferences.notifications && globalThis.Notification?.permission === "granted") {
    new Notification(text, { tag: "console" }).onclick = () => globalThis.focus();
  }
}

function sound() {
  sounding ??= new AudioContext();
  const [tone, loudness] = [sounding.createOscillator(), sounding.createGain()];
  tone.frequency.setValueAtTime(660, sounding.currentTime);
  tone.frequency.setValueAtTime(880, sounding.currentTime + 0.09);
  loudness.gain.setValueAtTime(0.08, sounding.currentTime);
  loudness.gain.exponentialRampToValueAtTime(0.0001, sounding.currentTime + 0.35);
  tone.connect(loudness).connect(sounding.destination);
  tone.start();
  tone.stop(sounding.currentTime + 0.36);
}
