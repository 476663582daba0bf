from celery import shared_task

from . import operations, queries

SWEPT = 500


@shared_task(name="assist.refresh")
def refresh() -> None:
    """Write the briefs that are asked for. Workers share them out; a conversation has one at a time."""
    while operations.refresh_next():
        pass


@shared_task(name="assist.sweep")
def sweep() -> None:
    """Find briefs that lag behind their conversation, whatever got lost, and write them."""
    for conversation in queries.lagging()[:SWEPT]:
        operations.ask_for_brief(conversation)
    refresh()
