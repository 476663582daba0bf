"""CSV for a spreadsheet, which takes a cell that starts with = + - or @ for a formula unless told otherwise."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse


class _Echo:
    def write(self, line: str) -> str:
        return line


def spreadsheet(name: str, head: list[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A download, written row by row."""
    return StreamingHttpResponse(
        _lines(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _lines(head: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(head)  # without a mark some spreadsheets read UTF-8 as something else
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@")):
        return f"'{cell}"
    return "" if cell is None else cell
