// Django changes the token at every sign-in, also one in another tab: send the one that counts now, not the page's.
export function token() {
  const kept = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return kept ? kept[1] : JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"];
}

/** POST a form's worth of fields. Resolves to the response; rejects when the server was not reached. */
export function post(url, fields, options = {}) {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": token(), "HX-Request": "true", Accept: "text/html" },
    credentials: "same-origin",
    redirect: "error", // a redirect is the way to sign in: nothing was stored
    ...options,
  });
}

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRFToken"] = token();
});

document.addEventListener("submit", ({ target: form }) => {
  const field = form.querySelector('input[name="csrfmiddlewaretoken"]');
  if (field) field.value = token() ?? field.value;
}, { capture: true });
