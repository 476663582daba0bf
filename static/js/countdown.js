// Seconds until <time datetime>, by the server's clock. Nothing is announced; when it is over, the server says so.
import { now } from "./times.js";

export function countdown(element) {
  const show = () => {
    const left = Math.max(0, Math.ceil((Date.parse(element.dateTime) - now()) / 1000));
    if (!Number.isNaN(left)) element.textContent = `${left} s`;
  };
  show();
  const ticking = setInterval(show, 1000);
  return () => clearInterval(ticking);
}
