// <time datetime data-show="clock|date|moment|ago|timer"> in the viewer's zone and language, ticking where it must.
// A timer turns amber, then red, at data-amber and data-red seconds.
import { word } from "./words.js";

const server = Date.parse(document.querySelector('meta[name="server-time"]')?.content ?? "");
const skew = Number.isNaN(server) ? 0 : server - Date.now() + performance.now(); // a wrong clock here changes nothing
// The page says which language, the browser in which manner: 21/11 or 11/21.
const language = navigator.languages.find((one) => one.split("-")[0] === document.documentElement.lang.split("-")[0]) || document.documentElement.lang || undefined;
const zone = document.documentElement.dataset.zone || undefined;
const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayClock = format({ weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = format({ dateStyle: "medium" });
const day = format({ dateStyle: "medium", timeZone: "UTC" }); // a date without a time is the same day everywhere
const moment = format({ dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
const whole = format({ dateStyle: "full", timeStyle: "medium" });

/** The server's present, in milliseconds. */
export const now = () => Date.now() + skew;

function duration(seconds) {
  const [s, m, h] = [seconds % 60, Math.floor(seconds / 60) % 60, Math.floor(seconds / 3600)];
  const two = (n) => String(n).padStart(2, "0");
  if (h >= 48) return word("days", { n: Math.floor(h / 24) });
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function ago(seconds) {
  if (seconds < 5) return word("now");
  if (seconds < 60) return word("seconds", { n: seconds });
  if (seconds < 3600) return word("minutes", { n: Math.floor(seconds / 60) });
  return seconds < 86400 ? word("hours", { n: Math.floor(seconds / 3600) }) : null;
}

const shows = {
  clock: (at) => (now() - at < 20 * 3600e3 ? clock : now() - at < 6 * 86400e3 ? dayClock : date).format(at),
  date: (at) => date.format(at),
  moment: (at) => moment.format(at),
  ago: (at, seconds) => ago(seconds) ?? date.format(at),
  timer: (at, seconds) => duration(seconds),
};

export function show(element) {
  const at = Date.parse(element.dateTime);
  if (Number.isNaN(at)) return;
  const seconds = Math.max(0, Math.floor((now() - at) / 1000));
  const isDay = !element.dateTime.includes(":");
  const text = isDay ? day.format(at) : shows[element.dataset.show]?.(at, seconds);
  if (text && element.textContent !== text) element.textContent = text;
  if (element.dataset.show !== "timer" && !isDay && !element.title) element.title = whole.format(at);
  const { amber, red } = element.dataset;
  const level = red && seconds >= red ? "bad" : amber && seconds >= amber ? "warn" : "";
  if ((element.dataset.level ?? "") !== level) element.dataset.level = level;
  const said = level && word(level === "bad" ? "overdue" : "waitsLong");
  if (red && element.title !== said) element.title = said; // a repaint takes it away
}

const everything = (root) => root.querySelectorAll?.("time[data-show]").forEach(show);

everything(document);
setInterval(() => document.querySelectorAll('time[data-show="timer"], time[data-show="ago"]').forEach(show), 1000);
// A repaint brings the server's own text back; put ours in its place before anyone sees it.
new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) {
    const within = (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest("time[data-show]");
    if (within) show(within);
    for (const node of addedNodes) {
      if (node.matches?.("time[data-show]")) show(node);
      everything(node);
    }
  }
}).observe(document.body, { childList: true, characterData: true, attributes: true, attributeFilter: ["datetime"], subtree: true });
