// A line leaves its box once the request that carries it has been made, so that the next one can be typed at once.
for (const form of document.querySelectorAll('[data-behaviour~="clear-when-sent"]')) {
  form.addEventListener("htmx:before:request", () => queueMicrotask(() => form.reset()));
}
