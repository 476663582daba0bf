"""Is this process alive, and can it do its work?"""

from threading import Event

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from . import live

IS_MIGRATED = Event()  # once it is, nobody asks again: a database does not grow older


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: PostgreSQL answers and has what this version needs (503 otherwise).

    Redis is reported and not required: it only makes things fast.
    """
    database = _database_answers()
    told = {"database": database, "migrated": database and _is_migrated(), "redis": live.redis_answers()}
    return JsonResponse(told, status=200 if told["migrated"] else 503)


def migrations_wait() -> bool:
    """Whether the database is older than this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_migrated() -> bool:
    if not IS_MIGRATED.is_set() and not migrations_wait():
        IS_MIGRATED.set()
    return IS_MIGRATED.is_set()


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return True
    except Exception:  # any failure to reach it is the answer
        return False
