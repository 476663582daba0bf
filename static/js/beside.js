// What opens beside the conversation: shown when something was fetched into it, closed by its button, Escape, or
// when its form was taken. The page stays in use, and focus goes back where it came from.
export function beside(element) {
  let opener;
  const close = () => {
    if (element.hidden) return;
    element.hidden = true;
    element.replaceChildren();
    opener?.isConnected ? opener.focus() : document.getElementById(opener?.id)?.focus();
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
  element.addEventListener("click", (event) => event.target.closest("[data-close]") && close());
  element.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("htmx:after:swap", opened);
  document.addEventListener("htmx:finally:request", answered);
  return () => {
    document.removeEventListener("htmx:after:swap", opened);
    document.removeEventListener("htmx:finally:request", answered);
  };
}
