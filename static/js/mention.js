// After "@" the colleagues are listed below the box; up and down choose, Enter, Tab or a press names one. A box of
// several lines may not be a combobox, so aria-activedescendant alone tells that the list is there, and who is chosen.
export function mention(form) {
  const [text, list] = [form.elements.text, form.querySelector("[data-mentions]")];
  const names = () => [...list.querySelectorAll("[data-name]")];
  let [shown, chosen] = [[], null];

  const typedName = () => /(?:^|\s)@([^\s@][^@\n]{0,30})?$/.exec(text.value.slice(0, text.selectionStart));
  const look = () => {
    const begun = typedName();
    const wanted = (begun?.[1] ?? "").toLowerCase();
    shown = begun ? names().filter((one) => one.dataset.name.toLowerCase().includes(wanted)) : [];
    for (const one of names()) one.hidden = !shown.includes(one);
    list.hidden = shown.length === 0;
    choose(shown.includes(chosen) ? chosen : shown[0]);
  };
  const choose = (one) => {
    chosen = one;
    for (const other of names()) other.setAttribute("aria-selected", String(other === chosen));
    text.setAttribute("aria-activedescendant", chosen?.id ?? "");
  };
  const name = (one) => {
    const [end, begun] = [text.selectionStart, typedName()];
    const start = end - (begun[1]?.length ?? 0);
    text.setRangeText(`${one.dataset.name} `, start, end, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const moved of ["input", "keyup", "click"]) text.addEventListener(moved, look);
  text.addEventListener("keydown", (event) => {
    if (!shown.length || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) event.preventDefault(), choose(shown[(shown.indexOf(chosen) + step + shown.length) % shown.length]);
    if (event.key === "Enter" || event.key === "Tab") event.preventDefault(), name(chosen);
  });
  list.addEventListener("click", (event) => event.target.dataset.name && name(event.target));
}
