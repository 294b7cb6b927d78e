# Compact Portal. `make help` lists what there is; each line can also be typed by hand, as README.md shows.

PYTHON  ?= $(shell command -v python3.11 || command -v python3)
VENV    := .venv
BIN     := $(VENV)/bin
PORT    ?= 8000
SAMPLE  ?= yes
# How many tests run side by side, and what else pytest is told: make test TESTS="tests/lib -k dates"
WORKERS ?= 2
TESTS   ?=

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help install run test soak lint format bench lock upgrade clean

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "make %-9s %s\n", $$1, $$2}'

# The stamps: packages are installed again only when a lock file has changed.
$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python is missing. Install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$($(PYTHON) --version) is too old. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "No virtual environment could be made. On Debian or Ubuntu: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the portal needs …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the portal and its tests need …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

install: $(VENV)/.installed ## only the virtual environment

run: $(VENV)/.installed ## the portal with the Dacorum Compact at http://127.0.0.1:8000 (PORT= moves it, SAMPLE=no leaves the sample year out)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_compact
ifeq ($(SAMPLE),no)
	@PORTAL_SAMPLE=no PORTAL_ADDRESS=$${PORTAL_ADDRESS:-http://127.0.0.1:$(PORT)} exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)
else
	@$(BIN)/python manage.py load_sample
	@PORTAL_ADDRESS=$${PORTAL_ADDRESS:-http://127.0.0.1:$(PORT)} exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)
endif

# In the order of the folders: by number of tests, the journeys (few and long) would come last, on one worker.
test: $(VENV)/.installed-dev ## the whole suite, on SQLite or on what DATABASE_URL names
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

# Fifty kills of workers and of PostgreSQL, full disks and locks. The suite does a few of each.
SOAK ?= 50
soak: $(VENV)/.installed-dev ## what breaks, over and over: kills, a full disk, a lock; on SQLite and on a PostgreSQL of its own
	PORTAL_SOAK=$(SOAK) $(BIN)/python -m pytest tests/site/test_failing_safely.py

lint: $(VENV)/.installed-dev ## style, types, import direction, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/.installed-dev ## put the code in the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev ## speed as ratios against a bare view and nginx; writes docs/performance.md (PARTS="signing answering" leaves out others)
	$(BIN)/python -m tests.benchmarks $(PARTS)

# The lock files name exact versions and their hashes, and no host. Versions that stand in them stay; `make upgrade` moves them.
UV = uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 $(UVFLAGS)

lock: ## requirements*.txt from pyproject.toml
	@command -v uv >/dev/null || { echo "uv is missing: pip install uv" >&2; exit 1; }
	$(UV) pyproject.toml -o requirements.txt
	$(UV) pyproject.toml --extra dev -o requirements-dev.txt

upgrade: ## the same, with the newest versions that pyproject.toml allows
	@$(MAKE) --no-print-directory lock UVFLAGS=--upgrade

clean: ## remove caches; data in var/ and the virtual environment stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage*
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
