// Unfolded while someone is at it. The mark stands on the parent, which no repaint touches, and comes with the click and
// not with the press before it: nothing may move away under a finger that is down.
export function unfold(part) {
  const frame = part.parentElement;
  const open = () => frame.toggleAttribute("data-unfolded", true);
  part.addEventListener("click", open);
  part.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && open());
  part.addEventListener("focusout", ({ relatedTarget }) => part.contains(relatedTarget) || frame.removeAttribute("data-unfolded"));
}
