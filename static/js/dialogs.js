// Opens dialogs by name: <button data-dialog="transfer">, and empties and closes them, and popovers,
// after their form was answered.
export function dialogs(page) {
  page.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("dialog")?.close();
    const opener = event.target.closest("[data-dialog]");
    if (!opener) return;
    const dialog = document.getElementById(opener.dataset.dialog);
    dialog?.showModal();
    // What would be too long to carry in every page is fetched when it is wanted.
    dialog?.querySelectorAll("[data-on-open]").forEach((part) => part.dispatchEvent(new Event("opened")));
    dialog?.querySelector("[data-first]")?.focus();
  });
  // A press beside a dialog closes it, as everywhere else.
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof HTMLDialogElement && event.target.open) beside(event) && event.target.close();
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.response?.status < 400 && ctx.sourceElement.matches("form[data-closes]")) {
      ctx.sourceElement.closest("dialog")?.close();
      ctx.sourceElement.closest("[popover]")?.hidePopover();
      if (!ctx.sourceElement.dataset.unsent) ctx.sourceElement.reset(); // such a box empties itself, of what was taken
    }
  });
}

function beside({ target, clientX: x, clientY: y }) {
  const box = target.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
