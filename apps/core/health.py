"""Is this process alive, and can it do its work?"""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from . import live


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: PostgreSQL answers (503 otherwise). Redis is reported and not required: it only makes things fast."""
    database, hints = _database_answers(), live.redis_answers()
    return JsonResponse({"database": database, "redis": hints}, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return True
    except Exception:  # any failure to reach it is the answer
        return False
