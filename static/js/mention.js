// After "@" the colleagues are listed below the box; arrows choose, Enter or a press names one.
export function mention(form) {
  const [text, list] = [form.elements.text, form.querySelector("[data-mentions]")];
  const names = () => [...list.querySelectorAll("[data-name]")];
  let shown = [];

  const typedName = () => /(?:^|\s)@([^\s@][^@\n]{0,30})?$/.exec(text.value.slice(0, text.selectionStart));
  const look = () => {
    const begun = typedName();
    const wanted = (begun?.[1] ?? "").toLowerCase();
    shown = begun ? names().filter((one) => one.dataset.name.toLowerCase().includes(wanted)) : [];
    for (const one of names()) one.hidden = !shown.includes(one);
    list.hidden = shown.length === 0;
    choose(0);
  };
  const choose = (index) => names().forEach((one) => one.setAttribute("aria-selected", String(one === shown[index])));
  const chosen = () => shown.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const name = (one) => {
    const [end, begun] = [text.selectionStart, typedName()];
    const start = end - (begun[1]?.length ?? 0);
    text.setRangeText(`${one.dataset.name} `, start, end, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  text.addEventListener("input", look);
  text.addEventListener("keydown", (event) => {
    if (!shown.length || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) event.preventDefault(), choose((chosen() + step + shown.length) % shown.length);
    if (event.key === "Enter" || event.key === "Tab") event.preventDefault(), name(shown[Math.max(chosen(), 0)]);
  });
  list.addEventListener("click", (event) => event.target.dataset.name && name(event.target));
}
