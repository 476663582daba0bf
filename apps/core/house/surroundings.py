"""What `run` tells its children by environment. Whatever is set already stays."""

import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .places import data_dir
from .ports import require_port
from .secret import secret
from .trouble import Trouble

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


@dataclass(frozen=True)
class Surroundings:
    host: str
    port: int
    folder: Path
    is_demo: bool
    owns_database: bool

    @classmethod
    def read(cls) -> "Surroundings":
        """From HOST, PORT, DATA_DIR and DEMO. Raises Trouble for what they cannot mean, or a port that is taken."""
        host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
        if not port.isdecimal() or int(port) > 65535:
            raise Trouble(f"PORT must be a number from 0 to 65535, not {port!r}.")
        return cls(host, require_port(host, int(port)), data_dir(), _is_demo(), not os.environ.get("DATABASE_URL"))

    @property
    def url(self) -> str:
        """The address as a browser on this machine writes it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def environment(self) -> Mapping[str, str]:
        told = {
            "HOST": self.host,
            "PORT": str(self.port),
            "DATA_DIR": str(self.folder),
            "DEMO": "1" if self.is_demo else "0",
            "PYTHONUNBUFFERED": "1",
        }
        assumed = {
            "SECRET_KEY": secret(self.folder / "secret_key"),
            "STATIC_ROOT": str(self.folder / "static"),
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": ",".join(self._names()),
        }
        if _is_loopback(self.host):
            assumed["HTTPS"] = "0"  # nobody terminates TLS in front of 127.0.0.1
        return assumed | os.environ | told

    def _names(self) -> list[str]:
        """Under which names this server may be asked for: its own, and no other (DNS rebinding)."""
        names = ["localhost", "127.0.0.1", "[::1]"]
        if not _is_loopback(self.host):
            names += [self.host, socket.gethostname(), *_addresses()]
        return list(dict.fromkeys(names))


def _is_demo() -> bool:
    """A demo lets everybody in by one click, so nobody gets one by a word that says neither yes nor no."""
    said = os.environ.get("DEMO", "1").strip().lower()
    if said not in YES | NO | {""}:
        raise Trouble(f"DEMO must be 1 or 0, not {said!r}.")
    return said in YES


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _addresses() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []
