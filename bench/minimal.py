"""The minimal Django view the throughput is compared with: one row, one publish, no middleware, no checks."""

import json
import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 0,
            "NAME": os.environ["BENCH_DB"],
            "HOST": os.environ["BENCH_HOST"],
            "PORT": os.environ["BENCH_PORT"],
            "USER": os.environ["BENCH_USER"],
            "PASSWORD": os.environ["BENCH_PASSWORD"],
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 16}},
        }
    },
)
django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from redis import Redis  # noqa: E402

redis = Redis.from_url(os.environ["REDIS_URL"])


def post(request: HttpRequest) -> JsonResponse:
    body = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor (body) VALUES (%s)", [json.dumps(body).encode()])
    redis.publish("bench-floor", b"hint")
    return JsonResponse({}, status=201)


urlpatterns = [path("", post)]
application = get_asgi_application()
