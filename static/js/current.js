// Marks the link of the chat that is open, and leads to the ones before and after it; queues are painted once for
// everyone and cannot know.
export function current(list) {
  const step = (name, link) => {
    const command = list.querySelector(`[data-command="${name}"]`);
    if (command && link && command.href !== link.href) command.href = link.href;
  };
  const mark = () => {
    const links = [...list.querySelectorAll("a.chat")];
    const chats = [...new Map(links.map((link) => [link.pathname, link])).values()]; // one may stand in two lists
    const at = chats.findIndex((link) => link.pathname === location.pathname);
    step("next-chat", chats[(at + 1) % chats.length]);
    step("previous-chat", chats[(Math.max(at, 0) - 1 + chats.length) % chats.length]);
    for (const link of links) {
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
