# The one list of commands. Each makes what it needs first; a second run is quick.
#
#   make demo    a drawn runner, filmed and analysed, truth beside the result
#   make test    lint, types, import contracts, tests
#   make lint    ruff, mypy, import-linter
#   make docs    the documentation, as a folder of pages in site/
#   make validate  every number against its truth; writes docs/validation.md
#   make bench   how fast it is and how much memory it takes, as ratios
#   make fix     what ruff can put right by itself

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
BASE   := $(VENV)/.base
DEV    := $(VENV)/.dev

.PHONY: demo test lint docs validate bench fix clean
.DEFAULT_GOAL := test

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Evenstride needs Python 3.11 or newer; name one with PYTHON=..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(BASE): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(BASE) $@

demo: $(BASE)
	$(BIN)/evenstride demo --out demo

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

docs: $(DEV)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir site

validate: $(DEV)
	$(BIN)/python -m validation

bench: $(DEV)
	$(BIN)/python -m bench.pose
	$(BIN)/python -m bench.analyze
	$(BIN)/python -m bench.plan
	$(BIN)/python -m bench.coach

fix: $(DEV)
	$(BIN)/ruff check --fix .

clean:
	rm -rf site demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
