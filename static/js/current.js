// Marks the link of the chat that is open; queues are painted once for everyone and cannot know.
export function current(list) {
  const mark = () => {
    for (const link of list.querySelectorAll("a.chat")) {
      const here = link.pathname === location.pathname;
      if (here && !link.hasAttribute("aria-current")) link.setAttribute("aria-current", "true");
      if (!here) link.removeAttribute("aria-current");
    }
  };
  const watch = new MutationObserver(mark);
  watch.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ["href", "aria-current"] });
  mark();
  return () => watch.disconnect();
}
