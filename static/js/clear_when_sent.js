// A line leaves its box once the request that carries it has been made, so that the next one can be typed at once. One
// that did not get through comes back, before what was typed since, and the form says so.
for (const form of document.querySelectorAll('[data-behaviour~="clear-when-sent"]')) {
  const [box, trouble] = [form.elements.text, form.querySelector("[data-trouble]")];
  const bringBack = ({ detail }) => {
    const line = detail.ctx?.request.body?.get("text");
    if (!line) return;
    box.value = [line, box.value].filter(Boolean).join(" ");
    trouble.hidden = false;
  };
  form.addEventListener("htmx:before:request", () => queueMicrotask(() => form.reset()));
  form.addEventListener("htmx:error", bringBack);
  form.addEventListener("htmx:response:error", bringBack);
  form.addEventListener("htmx:after:swap", () => (trouble.hidden = true));
}
