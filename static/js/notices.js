// Short words at the foot of the page. They go by themselves, except errors and while someone is on them.
const STAY = 8000; // milliseconds

let region;

export function notices(element) {
  region = element;
  const settle = () => region.querySelectorAll(".notice:not([data-settled])").forEach(settleOne);
  new MutationObserver(settle).observe(element, { childList: true });
  settle();
}

function settleOne(notice) {
  notice.dataset.settled = "";
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "notice__close", textContent: "×", ariaLabel: region.dataset.close });
  close.addEventListener("click", () => notice.remove());
  notice.append(close);
  if (notice.matches(".notice--error")) return;
  const leave = () => (notice.matches(":hover, :focus-within") ? setTimeout(leave, STAY) : notice.remove());
  setTimeout(leave, STAY);
}

/** Say something. `link`: {href, text} beside it. */
export function say(text, { level = "info", link } = {}) {
  if ([...region.querySelectorAll(".notice__text")].some((one) => one.textContent === text)) return;
  const notice = document.createElement("div");
  notice.className = `notice notice--${level}`;
  const words = document.createElement("p");
  words.className = "notice__text";
  words.textContent = text;
  notice.append(words);
  if (link) notice.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.text }));
  region.append(notice);
}
