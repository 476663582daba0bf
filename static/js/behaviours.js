// Gives elements the behaviours they ask for: <div data-behaviour="keep-scroll copy">. Elements that come later,
// by a swap or the socket, are found too. A behaviour may return a function that is called when its element goes.
import { alert } from "./alert.js";
import { announce } from "./announce.js";
import { autosave } from "./autosave.js";
import { beside } from "./beside.js";
import { chooseDraft } from "./choose-draft.js";
import { copy } from "./copy.js";
import { countdown } from "./countdown.js";
import { current } from "./current.js";
import { dialogs } from "./dialogs.js";
import { grow } from "./grow.js";
import { insert } from "./insert.js";
import { keepHeight } from "./keep-height.js";
import { keepScroll } from "./keep-scroll.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { markRead } from "./mark-read.js";
import { mention } from "./mention.js";
import { notices } from "./notices.js";
import { palette } from "./palette.js";
import { shortcuts } from "./shortcuts.js";
import { theme } from "./theme.js";
import { turns } from "./turns.js";
import { unfold } from "./unfold.js";
import "./first-error.js";
import "./times.js";
import "./token.js";
import "./trouble.js";
import "./zone.js";

const behaviours = {
  alert,
  announce,
  autosave,
  beside,
  "choose-draft": chooseDraft,
  copy,
  countdown,
  current,
  dialogs,
  grow,
  insert,
  "keep-height": keepHeight,
  "keep-scroll": keepScroll,
  keys,
  live,
  "mark-read": markRead,
  mention,
  notices,
  palette,
  shortcuts,
  theme,
  turns,
  unfold,
};

const attached = new WeakMap();

function attach(element) {
  const given = attached.get(element) ?? attached.set(element, new Map()).get(element);
  for (const name of element.dataset.behaviour.split(/\s+/)) {
    if (name && !given.has(name)) given.set(name, behaviours[name]?.(element));
  }
}

function detach(element) {
  for (const leave of attached.get(element)?.values() ?? []) leave?.();
  attached.delete(element);
}

function each(node, act) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.matches("[data-behaviour]")) act(node);
  node.querySelectorAll("[data-behaviour]").forEach(act);
}

each(document.documentElement, attach);
new MutationObserver((changes) => {
  for (const { addedNodes, removedNodes } of changes) {
    for (const node of removedNodes) if (!node.isConnected) each(node, detach);
    for (const node of addedNodes) if (node.isConnected) each(node, attach);
  }
}).observe(document.documentElement, { childList: true, subtree: true });
