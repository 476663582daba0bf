// A log stays at its end while its reader is there, and stays where it is when the reader has scrolled up.
const SLACK = 48; // pixels from the end within which a reader counts as being there

for (const log of document.querySelectorAll('[data-behaviour~="keep-at-end"]')) {
  let isAtEnd = true;
  const goToEnd = () => (log.scrollTop = log.scrollHeight);
  log.addEventListener("scroll", () => (isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < SLACK));
  new MutationObserver(() => isAtEnd && goToEnd()).observe(log, { childList: true, subtree: true });
  new ResizeObserver(() => isAtEnd && goToEnd()).observe(log); // a phone's keyboard comes up
  goToEnd();
}
