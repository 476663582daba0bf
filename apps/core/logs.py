"""Log lines: JSON for machines in production, readable in the demo. No one's words and no secret is in any of them."""

import re
from typing import Any

import structlog

# PostgreSQL quotes values in the second line of its errors: DETAIL: Key (reference)=(maya@...) already exists.
_QUOTED = re.compile(r"(DETAIL|CONTEXT): .*?(?=\n\nThe above exception|\Z)", re.DOTALL)
_SECRET = re.compile(r"(?i)pass|secret|token|authorization|cookie|api_?key|text|body")


def configuration(*, readable: bool) -> dict[str, Any]:
    """A LOGGING setting; also tells structlog to go the same way."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if readable else "iso", utc=not readable),
        withhold,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: Any = structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer()
    ending: list[Any] = [] if readable else [structlog.processors.format_exc_info]
    plain = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *ending,
                    cut_quotes,
                    last,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": plain | {"level": "INFO"},
            "django.server": plain | {"level": "WARNING"},
            "django.request": plain | {"level": "ERROR"},  # 4xx are in console.request, without their paths
            "django.channels": plain | {"level": "WARNING"},
            "uvicorn": plain | {"level": "INFO"},
            "uvicorn.error": plain | {"level": "INFO"},
            "uvicorn.access": plain | {"level": "WARNING"},
            "celery": plain | {"level": "WARNING"},
            "httpx2": plain | {"level": "WARNING"},
        },
    }


def withhold(logger, method, event: dict[str, Any]) -> dict[str, Any]:
    """Values whose names say that they are secrets or someone's words."""
    event.pop("request", None)  # Django passes the whole request
    event.pop("color_message", None)  # uvicorn says everything twice
    return {name: "(withheld)" if _SECRET.search(name) else value for name, value in event.items()}


def cut_quotes(logger, method, event: dict[str, Any]) -> dict[str, Any]:
    if isinstance(event.get("exception"), str):
        event["exception"] = _QUOTED.sub(r"\1: (withheld)", event["exception"])
    return event
