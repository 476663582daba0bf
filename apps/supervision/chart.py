"""A trend as plain SVG geometry; the table beside it carries the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.insights.measures import Day

WIDTH, HEIGHT, BOTTOM = 1080, 140, 20


@dataclass(frozen=True)
class Bar:
    day: date
    wait: float
    n: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    target_y: float
    top: float  # seconds at the upper edge
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM


def chart(days: Sequence[Day], target: float) -> Chart | None:
    """Bars from the first to the last day, gaps where nothing was claimed. None without days."""
    if not days:
        return None
    first, last = days[0].day, days[-1].day
    top = max([target, *(day.wait or 0 for day in days)]) * 1.1
    step = WIDTH / ((last - first).days + 1)
    room = HEIGHT - BOTTOM
    bars = []
    for day in days:
        wait = day.wait or 0
        tall = max(wait / top * room, 1)
        x = (day.day - first).days * step
        bars.append(
            Bar(
                day.day,
                wait,
                day.n,
                round(x + step * 0.15, 1),
                round(room - tall, 1),
                round(min(step * 0.7, 40), 1),
                tall,
            )
        )
    return Chart(bars, round(room - target / top * room, 1), top)
