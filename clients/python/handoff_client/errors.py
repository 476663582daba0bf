"""What the console refuses, as exceptions."""

from typing import Any

import httpx2


class HandoffError(Exception):
    """A refusal: `status`, `code`, and `errors` naming the fields."""

    def __init__(self, status: int, problem: dict[str, Any]):
        self.status, self.problem = status, problem
        self.code: str = problem.get("code", "")
        self.errors: list[dict[str, str]] = problem.get("errors", [])
        super().__init__(f"{status} {self.code}: {problem.get('detail', '')}")


class NotHolder(HandoffError):
    """You may not speak: someone else holds the conversation, or your epoch is old."""

    @property
    def holder(self) -> str:
        return str(self.problem.get("holder", ""))

    @property
    def epoch(self) -> int:
        return int(self.problem.get("epoch", 0))


def error_from(answer: httpx2.Response) -> HandoffError:
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):  # whoever answered was not the console
        problem = {"detail": answer.text[:200]}
    kind = NotHolder if problem.get("code") == "not_holder" else HandoffError
    return kind(answer.status_code, problem)
