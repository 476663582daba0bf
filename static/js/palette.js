// Ctrl/Cmd+K: every command of the page by name. Enter presses it.
import { commands, keyOf, label, press } from "./shortcuts.js";

export function palette(dialog) {
  const [ask, list, none] = ["input", "[role=listbox]", ".palette__none"].map((part) => dialog.querySelector(part));
  let at = 0;

  const draw = () => {
    const words = ask.value.toLowerCase().split(/\s+/);
    const found = dialog.offered.filter((one) => words.every((word) => label(one).toLowerCase().includes(word)));
    found.sort((one, other) => begins(other, words[0]) - begins(one, words[0]));
    at = Math.min(at, Math.max(found.length - 1, 0));
    list.replaceChildren(...found.map((one, index) => option(one, index)));
    none.hidden = found.length > 0;
    mark();
  };
  const begins = (one, word) => label(one).toLowerCase().split(/\s+/).some((part) => part.startsWith(word));
  const mark = () => {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    ask.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const option = (command, index) => {
    const item = Object.assign(document.createElement("div"), { id: `palette-${index}`, role: "option", className: "palette__item", textContent: label(command) });
    if (keyOf(command)) item.append(Object.assign(document.createElement("kbd"), { textContent: keyOf(command) }));
    item.addEventListener("click", () => run(command));
    item.command = command;
    return item;
  };
  const run = (command) => {
    dialog.close();
    press(command);
  };
  const open = () => {
    // What the page itself offers comes before the ways to other pages.
    const all = commands().filter((one) => one.dataset.command !== "palette");
    dialog.offered = [...all.filter((one) => !one.matches(".rail *")), ...all.filter((one) => one.matches(".rail *"))];
    ask.value = "";
    at = 0;
    draw();
    dialog.showModal();
  };

  ask.addEventListener("input", () => { at = 0; draw(); });
  ask.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at = (at + step + list.children.length) % Math.max(list.children.length, 1);
      mark();
    } else if (event.key === "Enter" && list.children[at]) {
      event.preventDefault();
      run(list.children[at].command);
    }
  });
  document.addEventListener("click", (event) => event.target.closest('[data-command="palette"]') && open());
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      dialog.open ? dialog.close() : open();
    }
  });
}
