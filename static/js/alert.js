// News of the lists while the page is elsewhere: a count in the title, and by choice a sound and a notification. A chat
// that a colleague gives or the bot did not take, and a note that names the agent, are said on the page too.
import { say } from "./notices.js";
import { preferences } from "./preferences.js";
import { word } from "./words.js";

const title = document.title;
let sounding;

export function alert(list) {
  const by = (name, value) => new Map([...list.querySelectorAll(`[data-${name}]`)].map((row) => [value(row), row]));
  const seen = () => ({
    waiting: by("waiting", (row) => row.dataset.waiting),
    mine: by("unread", (row) => row.pathname),
    answered: by("unread", (row) => `${row.pathname} ${row.dataset.unread}`),
    back: by("back", (row) => row.pathname),
    named: by("named", (row) => row.dataset.named),
  });
  const unread = () => [...list.querySelectorAll("[data-unread]")].reduce((sum, row) => sum + Number(row.dataset.unread), 0);
  let before = seen();

  const look = () => {
    const now = seen();
    const isNew = (kind) => [...now[kind]].filter(([key]) => !before[kind].has(key)).map(([, row]) => row);
    const told = [
      ...isNew("back").map((row) => here(row, word("cameBack", { name: row.dataset.name, why: row.dataset.back }))),
      ...isNew("named").map((row) => here(row, word("named", { name: row.dataset.name }))),
      ...isNew("mine").map((row) => here(row, word("given", { name: row.dataset.name }))),
      ...isNew("answered").filter((row) => rose(row, before)).map((row) => word("newAnswer", { name: row.dataset.name })),
      ...isNew("waiting").map(() => word("newChat")),
    ];
    before = now;
    const count = unread() + now.named.size;
    document.title = count ? `(${count}) ${title}` : title;
    if (told.length && (document.hidden || !document.hasFocus())) tell(told[0]);
  };
  const ask = () => preferences.notifications && globalThis.Notification?.permission === "default" && Notification.requestPermission();
  const watch = new MutationObserver(look);
  watch.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-unread", "data-waiting", "data-back", "data-named"] });
  document.addEventListener("click", ask, { once: true }); // browsers want a press before the question
  look();
  return () => watch.disconnect();
}

// Whether more is unread in it than before; reading it is no answer.
function rose(row, { answered }) {
  const was = [...answered.keys()].find((key) => key.startsWith(`${row.pathname} `));
  return was && Number(row.dataset.unread) > Number(was.split(" ")[1]);
}

function here(row, text) {
  if (row.pathname !== location.pathname) say(text, { level: "warning", link: { href: row.href, text: word("open") } });
  return text;
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
