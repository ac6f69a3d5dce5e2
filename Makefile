# make run    sets up .venv, creates the demo under .demo/ and opens the program on it
# make test   lint, types, import contracts, catalogues, tests
# Needs python3 (3.11 or newer) with venv, and make. Nothing is done twice: .build/ holds what is up to date.

PYTHON3 ?= python3
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet
UV = $(firstword $(wildcard $(BIN)/uv) $(shell command -v uv))
COMPILE_LOCK = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' --all-extras

CATALOGUES := $(wildcard boxoffice_tui/locales/*/LC_MESSAGES/*.po)

.PHONY: run test lint types contracts check-catalogues tests soak bench lock snapshots pictures catalogues tables clean

run: .build/program .build/catalogues
	@$(BIN)/boxoffice demo

test: lint types contracts check-catalogues tests

lint: .build/tools
	$(BIN)/ruff check .

types: .build/tools
	$(BIN)/mypy

contracts: .build/tools
	$(BIN)/lint-imports --no-logo --cache-dir .build/import-linter

check-catalogues: .build/tools .build/catalogues
	$(PYTHON) -m boxoffice_tui.locales.check

tests: .build/tools .build/catalogues
	env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -n $(WORKERS) --dist worksteal

# What is too long for every change: all kills, all injected faults, many more examples.
soak: .build/tools .build/catalogues
	$(PYTHON) -m pytest -m soak --timeout 0 --hypothesis-profile soak --capture no

bench: .build/tools .build/catalogues
	env -u PYTHONDONTWRITEBYTECODE -u NO_COLOR $(PYTHON) -m benchmarks

# Draws the pictures the snapshot tests compare with; the tests look at them on Python 3.11 only.
snapshots: .build/tools .build/catalogues
	$(PYTHON) -m pytest -m snapshot --snapshot-update

# Draws the pictures of the README, of the program on its demo.
pictures: .build/tools .build/catalogues
	$(PYTHON) -m tests.demo.pictures

# Brings the .po files up to date with the program's texts; `make check-catalogues` says what is to translate.
catalogues: .build/program
	$(PYTHON) -m boxoffice_tui.locales.extract
	$(PYTHON) -m boxoffice_tui.locales.compile

# Writes data/tables/ from data/models/; a test tells when it was forgotten.
tables: .build/program
	$(PYTHON) -m boxoffice_tui.data.models.core_tables

# Needs uv, on PATH or in .venv. `make lock UPGRADE=--upgrade` takes newer versions.
lock:
	$(if $(UV),,$(error make lock needs uv, on PATH or in $(VENV)))
	$(COMPILE_LOCK) $(UPGRADE) --group dev -o requirements/dev.txt
	$(COMPILE_LOCK) --group build --constraints requirements/dev.txt -o requirements/run.txt

clean:
	rm -rf .build .demo dist .mypy_cache .ruff_cache .hypothesis snapshot_report.html

$(VENV)/pyvenv.cfg:
	@$(PYTHON3) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON3=…")'
	@echo "Setting up $(VENV), once"
	@$(PYTHON3) -m venv $(VENV)

.build/program: $(VENV)/pyvenv.cfg requirements/run.txt pyproject.toml hatch_build.py
	@mkdir -p .build
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.build/tools: .build/program requirements/dev.txt
	@echo "Installing the tools of the tests, once"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

.build/catalogues: .build/program $(CATALOGUES)
	@$(PYTHON) -m boxoffice_tui.locales.compile
	@touch $@
