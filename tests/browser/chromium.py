"""Find a Chromium: an installed one, else Playwright's own, else (in CI, as root on Debian) the distribution's."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright

from apps.core.house.places import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DOWNLOAD = 300  # seconds
# Two pages of its own behind every address bar, which nobody here types into: half of what opening a page costs.
BEHIND_THE_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# Only the last list given counts, so what Playwright leaves out, as far as it is about us, stands here again.
AS_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
FLAGS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join((*AS_PLAYWRIGHT, *BEHIND_THE_BAR))}",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium's sandbox does not work for root
]


class NoChromium(Exception):
    """Says why none could be had."""


def find(playwright: Playwright) -> str:
    """The path of a Chromium that starts. Raises NoChromium."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var/chromium.lock").open("w") as lock:  # test processes beside us fetch it once
        fcntl.flock(lock, fcntl.LOCK_EX)
        own = playwright.chromium.executable_path
        found = _installed() or _if_it_starts(own)
        if not found:
            said = _run(sys.executable, "-m", "playwright", "install", "chromium")
            found = _if_it_starts(own)
        if not found and _may_use_apt():
            _run("apt-get", "update", "-q")
            said = _run("apt-get", "install", "-qy", "--no-install-recommends", "chromium")
            found = _installed()
    if not found:
        raise NoChromium(f"no Chromium or Chrome is installed, and none could be fetched: {said}")
    return found


def _installed() -> str | None:
    candidates = [os.environ.get("CHROME"), *(shutil.which(name) for name in NAMES), *MAC]
    return next((path for path in candidates if path and _if_it_starts(path)), None)


def _if_it_starts(path: str) -> str | None:
    """Ubuntu's chromium-browser, for one, is only a hint to install something else."""
    if not Path(path).exists():
        return None
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if asked.returncode == 0 else None


def _may_use_apt() -> bool:
    return bool(os.environ.get("CI")) and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _run(*command: str) -> str:
    """The line of its output that says what went wrong."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = (done.stderr or done.stdout).strip().splitlines() or ["it said nothing"]
    return next((line for line in lines if "rror" in line), lines[-1]).strip()
