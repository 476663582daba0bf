"""An OpenID provider that says what it is told: a real one, on loopback, whose users have signed in already."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


class Provider:
    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.refusal = ""  # the error it sends people back with
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
                if path == "/authorize":
                    return self.send_on(query["redirect_uri"][0], query["state"][0])
                return self.answer(provider.configuration() if "well-known" in path else provider.claims)

            def do_POST(self):
                asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                is_right = asked["code"] == ["the-code"] and asked["client_secret"] == ["the-secret"]
                self.answer({"access_token": "t", "token_type": "Bearer"} if is_right else {"error": "invalid_grant"})

            def send_on(self, address, state):
                told = {"error": provider.refusal} if provider.refusal else {"code": "the-code"}
                self.send_response(302)
                self.send_header("Location", f"{address}?{urlencode({'state': state} | told)}")
                self.end_headers()

            def answer(self, told):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def configuration(self) -> dict[str, Any]:
        told = {"issuer": self.url, "token_endpoint_auth_methods_supported": ["client_secret_post"]}
        places = ("authorization", "authorize"), ("token", "token"), ("userinfo", "userinfo")
        return told | {f"{what}_endpoint": f"{self.url}/{where}" for what, where in places}

    def __enter__(self) -> "Provider":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.server.shutdown()
        self.server.server_close()
