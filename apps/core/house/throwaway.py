"""Run one command over servers that are gone afterwards: the tests, the benchmark."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .places import ROOT, data_dir
from .servers import servers


def test(arguments: list[str]) -> int:
    """Run pytest. Losing power in the middle of a test loses nothing, so nothing is forced to disk."""
    return beside([sys.executable, "-m", "pytest", *arguments])


def beside(command: list[str]) -> int:
    """Run any command, on data nobody will miss."""
    with tempfile.TemporaryDirectory(prefix="console-test-") as folder:
        return _run(command, Path(folder), durable=False)


def bench(arguments: list[str]) -> int:
    """Run the benchmark on the disk the product would use, with every commit forced to it."""
    data_dir().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=data_dir()) as folder:
        return _run([sys.executable, "-m", "bench", *arguments], Path(folder), durable=True)


def _run(command: list[str], folder: Path, *, durable: bool) -> int:
    with servers(folder / "servers", durable=durable):
        # A directory of its own, so that no test reads or writes the data of a running console.
        environment = os.environ | {"DATA_DIR": str(folder / "data")}
        environment.setdefault("SECRET_KEY", "only-for-this-run-" + os.urandom(24).hex())
        environment.setdefault("HTTPS", "0")  # nobody terminates TLS in front of 127.0.0.1
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            while True:
                try:
                    return process.wait()
                except KeyboardInterrupt:  # the terminal told the command too; it ends in its own way
                    continue
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
