"""The worker's side of the switchboard."""

from celery import shared_task

from apps.conversations import events

from .switchboard import REACTIONS


@shared_task(name="handoff_console.react")
def react() -> None:
    """Run the reactions of every event that has had none yet, whoever recorded it and whatever hint got lost."""
    events.react_to_new(REACTIONS)
