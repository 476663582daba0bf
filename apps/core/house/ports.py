"""Loopback ports."""

import errno
import socket

from .trouble import Trouble


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def require_port(host: str, port: int) -> int:
    """The port to listen on (0 asks for any). Raises Trouble when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(_sentence(host, port, error)) from error
        return probe.getsockname()[1]


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use by another program: choose one with make run PORT={port + 1}."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} needs more rights than this user has: choose one above 1023, such as PORT=8000."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}. Set HOST and PORT."
