// The state of the page's socket, in words. The server sends something every ten seconds at least; when two beats
// are missed the line is dead however open it looks. Where websockets never open, the same parts are polled.
const SILENCE = 21_000; // milliseconds: two beats and a second
const PATIENCE = 3; // sockets that closed without ever opening, before polling
const ASK = 3000; // between two polls

// One stands still while the machine sleeps, the other a person may set: whichever has gone further counts.
const clocks = () => [performance.now(), Date.now()];
const since = (then) => Math.max(...clocks().map((now, which) => now - then[which]));

const SIGNED_OUT = 4401;
const NOT_YOURS = 4403;
const OVER = ["signed-out", "not-yours"]; // for good: only another page leads on

export function live(element) {
  let [heard, failed, opened, connection, polling] = [clocks(), 0, false, null, 0];

  const isOver = () => OVER.includes(element.dataset.state);
  const show = (state) => {
    if (isOver()) return;
    element.dataset.state = state;
    for (const words of element.querySelectorAll("[data-for]")) words.hidden = words.dataset.for !== state;
  };
  const beat = () => {
    heard = clocks();
    if (element.dataset.state !== "connected") show("connected");
    clearInterval(polling);
    polling = 0;
  };
  const poll = async () => {
    try {
      const response = await fetch(element.dataset.poll, { headers: { "HX-Request": "true" }, redirect: "error" });
      if (response.status === 401) return stop("signed-out");
      if (response.status === 404) return stop("not-yours");
      if (response.ok && polling) await htmx.swap({ sourceElement: element, target: element, swap: "none", text: await response.text() });
      show("polling");
    } catch {
      show("reconnecting");
    }
  };
  const stop = (state) => {
    clearInterval(polling);
    clearInterval(watch);
    show(state);
  };

  element.addEventListener("htmx:ws:after:connection", ({ detail }) => {
    connection = detail.connection;
    [opened, failed] = [true, 0];
    beat();
  });
  element.addEventListener("signed-out", () => stop("signed-out"));
  element.addEventListener("htmx:ws:before:message:incoming", beat);
  element.addEventListener("htmx:ws:close", ({ detail: { code } }) => {
    if (code === SIGNED_OUT) return stop("signed-out");
    if (code === NOT_YOURS) return stop("not-yours");
    if (!opened) failed += 1;
    opened = false;
    if (polling) return;
    if (failed >= PATIENCE) polling = setInterval(poll, ASK), poll();
    else if (element.dataset.state === "connected") setTimeout(() => !opened && !polling && show("reconnecting"), 1500);
  });
  // A dead line never answers a goodbye, and the browser would wait ten seconds for it before it tries anew.
  const hangUp = () => {
    const socket = connection?.socket;
    socket?.close();
    socket?.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  };
  const watch = setInterval(() => {
    if (polling || since(heard) < SILENCE || isOver()) return;
    show("reconnecting");
    hangUp();
    heard = clocks().map((now) => now - SILENCE + 5000); // and look again in five seconds
  }, 1000);
  // The browser knows at once that its network is gone; the socket would look open until two beats are missed.
  const away = () => (show("reconnecting"), connection?.socket?.close());
  addEventListener("offline", away);
  // htmx may have looked at the page before its websocket part was here, or have opened the socket before we were.
  htmx.process(element);
  connection = element._htmx?.ws?.connection ?? null;
  if (connection?.socket?.readyState === WebSocket.OPEN) opened = true, beat();
  return () => (clearInterval(watch), clearInterval(polling), removeEventListener("offline", away));
}

// A page brought back from the browser's memory is old and deaf.
addEventListener("pageshow", (event) => event.persisted && location.reload());
