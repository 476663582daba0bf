// One key each for what the page offers: [data-command="claim"][data-key="c"]. Keys can be changed in the settings, or
// all of them switched off, and never act while someone types. "?" lists them.
import { preferences } from "./preferences.js";

const chosen = preferences.shortcuts ?? {};

/** The elements the page offers as commands now, in page order, one for each name. */
export function commands() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-command]")) {
    const offered = !element.disabled && !element.closest("[inert]") && element.checkVisibility();
    if (offered && !found.has(element.dataset.command)) found.set(element.dataset.command, element);
  }
  return [...found.values()];
}

const words = (element) => [...element.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();

export const label = (element) => element.dataset.label || element.ariaLabel || words(element);

/** The key of a command as its agent chose it; empty when there is none. */
export const keyOf = (element) =>
  (preferences.shortcuts_off ? "" : chosen[element.dataset.command] ?? element.dataset.key ?? "");

export function press(element) {
  if (element.dataset.press === "focus") {
    (element.matches("input, textarea, [tabindex]") ? element : element.querySelector("a, button, input"))?.focus();
  } else element.click();
}

export function shortcuts(dialog) {
  const list = dialog.querySelector("#shortcuts-list");
  const open = () => {
    list.replaceChildren(...commands().filter(keyOf).flatMap((one) => line(label(one), keyOf(one))));
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-command="shortcuts"]')) open();
  });
  document.addEventListener("keydown", chord);
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?" && !preferences.shortcuts_off) return event.preventDefault(), open();
    const wanted = commands().find((one) => keyOf(one) && keyOf(one) === event.key);
    if (wanted) event.preventDefault(), press(wanted);
  });
}

// Sending is the one chord; in the box it is the box's own. The focus goes there too, so that a second press finds it
// empty and not filled with the next suggestion.
function chord(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target.closest("a, button, summary, input, textarea, select, dialog")) return;
  const [box, send] = ["composer", "send"].map((name) => commands().find((one) => one.dataset.command === name));
  if (box && send) box.focus({ preventScroll: true }), send.click();
}

function line(name, key) {
  const term = Object.assign(document.createElement("dt"), { textContent: name });
  const definition = document.createElement("dd");
  definition.append(Object.assign(document.createElement("span"), { className: "key", textContent: key }));
  return [term, definition];
}

function typing(element) {
  return element.isContentEditable || element.matches?.("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])");
}
