"""The whole product from one terminal: servers, database, web, worker, demo bot; until Ctrl-C or a death."""

import time
import urllib.error
import urllib.request

from .announcement import announced
from .child import Child
from .crew import Crew
from .disk import is_full, require_room
from .lock import only_one
from .places import data_dir
from .prepare import prepare
from .servers import servers
from .surroundings import Surroundings
from .trouble import Trouble
from .waiting import until

PATIENCE = 90  # seconds for the web server to answer, on a machine that is busy
BLINK = 0.2  # seconds between two looks at the children


def run() -> None:
    """Ends by KeyboardInterrupt when told to stop, or by Trouble when a part ends by itself."""
    folder = data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    require_room(folder)
    with only_one(folder):
        around = Surroundings.read()
        print("Starting ...", flush=True)
        with servers(folder) as below, Crew(around) as crew:
            prepare(around)
            crew.start_worker()
            crew.start_web()
            _wait_for_web(around.url, [*below, *crew])
            if around.is_demo:
                crew.start_bot()
            with announced(around):
                _watch([*below, *crew])


def _wait_for_web(url: str, children: list[Child]) -> None:
    def is_settled() -> bool:
        _require_alive(children)
        return _answers(f"{url}/healthz")

    if not until(is_settled, PATIENCE):
        raise Trouble(f"The web server started, but {url}/healthz did not answer within {PATIENCE} seconds.")


def _watch(children: list[Child]) -> None:
    while True:
        _require_alive(children)
        time.sleep(BLINK)


def _require_alive(children: list[Child]) -> None:
    for child in children:
        if child.has_ended:
            raise Trouble(_last_words(child))


def _last_words(child: Child) -> str:
    if is_full(child.log.parent):  # then its log lacks the end, and says something else
        return f"The disk of {child.log.parent} is full, so everything was stopped. Make room and start again."
    return (
        f"{child.name} stopped by itself (code {child.process.returncode}), so everything was stopped. "
        f"The last lines of {child.log}:\n{child.last_lines()}"
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 our own address
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
