"""The product's own processes: web, worker, demo bot."""

from . import commands
from .child import Child
from .places import ROOT
from .surroundings import Surroundings


class Crew(list[Child]):
    """What was started, in order. Leaving the block stops the last first: who asks goes before who answers."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around, self.environment = around, around.environment()

    def start_web(self) -> None:
        self._start("web", commands.web(self.around.host, self.around.port), program="uvicorn", grace=10)

    def start_worker(self) -> None:
        self._start("worker", commands.worker(self.around.folder / "beat"), program="celery", grace=15)

    def start_bot(self) -> None:
        self._start("bot", commands.manage("demo_bot"), program="demo_bot", grace=5)

    def _start(self, name: str, command: list[str], *, program: str, grace: float) -> None:
        folder = self.around.folder
        log, pid_file = folder / "log" / f"{name}.log", folder / f"{name}.pid"
        child = Child(
            f"The {name}",
            command,
            program=program,
            log=log,
            pid_file=pid_file,
            grace=grace,
            env=self.environment,
            cwd=ROOT,
        )
        self.append(child)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self):
            child.stop()
