# Two commands: make run, make test. Both make .venv and start real servers by themselves.

PY = .venv/bin/python
VENV = sh apps/core/house/venv.sh
HOUSE = $(PY) -m apps.core.house
# Two processes, and whoever is free takes over what the other has not begun.
ARGS ?= -n 2 --dist worksteal
# Settings as in production, so that `check --deploy` judges what will run there.
AS_IN_PRODUCTION = env DEBUG=0 DEMO=0 HTTPS=1 ALLOWED_HOSTS=console.example.org \
	SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ
COMPILE = uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: help run test check format bench requirements vendor
.DEFAULT_GOAL := help

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo; echo '  make run PORT=8001 HOST=0.0.0.0 DATA_DIR=~/console DEMO=0   all optional'
	@echo '  make test ARGS="tests/handoffs -x"'

run: ## the console with a demo company, at http://127.0.0.1:8000
	@$(VENV) requirements.txt
	@$(HOUSE) run

test: ## every test, over throw-away servers and a real browser
	@$(VENV) requirements-dev.txt
	@$(HOUSE) test -- $(ARGS)

check: ## lint, format, types, import floors, migrations, deployment settings, house rules
	@$(VENV) requirements-dev.txt
	@$(HOUSE) with -- $(MAKE) --no-print-directory checks

.PHONY: checks
checks:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	PYTHONPATH=. .venv/bin/lint-imports --no-logo
	.venv/bin/djlint . --lint --quiet --allow-empty-input
	$(AS_IN_PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	$(AS_IN_PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m pytest -q tests/test_house.py

format: ## write the code the way check wants it
	@$(VENV) requirements-dev.txt
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: ## the figures, each beside its floor
	@$(VENV) requirements-dev.txt
	@$(HOUSE) bench -- $(ARGS_BENCH)

requirements: ## pin requirements*.in again (needs uv)
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt

vendor: ## fetch the browser files again (needs npm); then compare static/vendor/README.md
	@rm -rf var/vendor && mkdir -p var/vendor
	cd var/vendor && for package in htmx.org@4.0.1 @fontsource-variable/inter@5.3.0 axe-core@4.14.1; do \
		tarball=$$(npm pack --silent $$package) && mkdir $$tarball.d && tar xzf $$tarball -C $$tarball.d; done
	cp var/vendor/htmx*.d/package/dist/htmx.min.js var/vendor/htmx*.d/package/dist/ext/hx-ws.min.js static/vendor/
	cp var/vendor/htmx*.d/package/dist/ext/hx-upsert.min.js static/vendor/
	cp var/vendor/fontsource*.d/package/files/inter-latin-wght-normal.woff2 static/vendor/
	cp var/vendor/fontsource*.d/package/files/inter-latin-ext-wght-normal.woff2 static/vendor/
	cp var/vendor/fontsource*.d/package/LICENSE static/vendor/inter-LICENSE.txt
	cp var/vendor/axe*.d/package/axe.min.js tests/browser/vendor/
	@rm -rf var/vendor
	cd static/vendor && sha256sum *.js *.woff2
