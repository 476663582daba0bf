// What opens beside the conversation: shown when something was fetched into it, closed by its button, Escape, or
// when its form was taken. The page stays in use, and focus goes back where it came from. What was edited in it is
// neither closed nor replaced before the agent has said so.
export function beside(element) {
  let opener, next;
  const isEdited = () => [...element.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue);
  const question = () => element.querySelector("[data-question]");
  const close = () => {
    if (element.hidden) return;
    element.hidden = true;
    element.replaceChildren();
    opener?.isConnected ? opener.focus() : document.getElementById(opener?.id)?.focus();
  };
  const ask = (then) => {
    next = then;
    question().hidden = false;
    question().querySelector("button").focus();
  };
  const leave = () => (isEdited() ? ask() : close());
  const pressed = ({ target }) => {
    if (target.closest("[data-close]")) leave();
    if (target.closest("[data-discard]")) close(), next?.click();
    if (target.closest("[data-go-on]")) (question().hidden = true), element.focus();
  };
  const keyed = ({ key, target }) => {
    if (key === "Escape") target.matches("input, textarea") ? element.focus() : leave();
  };
  const asked = (event) => {
    const { target, sourceElement } = event.detail.ctx;
    if (target === element && isEdited()) event.preventDefault(), ask(sourceElement);
  };
  const opened = ({ detail: { ctx } }) => {
    if (ctx.target !== element || !element.children.length) return;
    opener = ctx.sourceElement;
    element.hidden = false;
    element.focus();
  };
  const answered = ({ detail: { ctx } }) => {
    if (element.contains(ctx.sourceElement) && ctx.sourceElement.matches("form") && ctx.response?.status < 400) close();
  };
  const heard = { "htmx:before:request": asked, "htmx:after:swap": opened, "htmx:finally:request": answered };
  element.addEventListener("click", pressed);
  element.addEventListener("keydown", keyed);
  for (const name in heard) document.addEventListener(name, heard[name]);
  return () => {
    for (const name in heard) document.removeEventListener(name, heard[name]);
  };
}
