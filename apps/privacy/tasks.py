from celery import shared_task

from . import operations


@shared_task(name="privacy.retention")
def retention() -> None:
    """Every night. Repeating it finds nothing more."""
    operations.let_go_of_old()
