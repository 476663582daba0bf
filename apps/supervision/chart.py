"""A trend as plain SVG geometry; the table beside it carries the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from apps.insights.measures import Day

WIDTH, HEIGHT = 1080, 130
FEWEST = 14  # days on the axis, so that a bar is a day and not a wall
WIDEST = 40


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
    first: date
    last: date
    target_y: float
    top: float  # seconds at the upper edge
    width: int = WIDTH
    height: int = HEIGHT


def chart(days: Sequence[Day], target: float) -> Chart | None:
    """Bars up to the last day, gaps where nothing was claimed. None without days."""
    if not days:
        return None
    last = days[-1].day
    first = min(days[0].day, last - timedelta(days=FEWEST - 1))
    top = max([target, *(day.wait or 0 for day in days)]) * 1.15
    step = WIDTH / ((last - first).days + 1)
    bars = [_bar(day, (day.day - first).days * step, step, top) for day in days]
    return Chart(bars, first, last, round(HEIGHT * (1 - target / top), 1), top)


def _bar(day: Day, left: float, step: float, top: float) -> Bar:
    wait, wide = day.wait or 0, min(step * 0.7, WIDEST)
    tall = max(wait / top * HEIGHT, 1)
    return Bar(day.day, wait, day.n, round(left + (step - wide) / 2, 1), round(HEIGHT - tall, 1), round(wide, 1), tall)
