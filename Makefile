# The verbs, and the environment each of them needs. Nothing beyond git, make and Python 3.11 or newer.
.PHONY: demo quick test test-all lint bench reproductions package fuzz docs clean
SHELL := /bin/bash
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

demo: .venv/.installed
	$(BIN)/framing compare corpora/carney-beijing-2026 -o out/demo

# As many processes as there are processors; one that has nothing left to do takes tests over from others.
PYTEST := $(BIN)/python -m pytest -q -n auto --dist worksteal

# Some checks of every room, before a commit.
quick: .venv/.installed-dev
	$(PYTEST) -m 'not slow and not medium' $(ARGS)

test: .venv/.installed-dev
	$(PYTEST) -m 'not slow' $(ARGS)

# All there are: processes that are killed, browsers, harmful files, studies made again, and damaged inputs.
test-all: .venv/.installed-dev
	$(PYTEST) $(ARGS)
	$(MAKE) fuzz

lint: .venv/.installed-dev
	$(BIN)/ruff check framing tests benchmarks training docs reproductions notebooks
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.installed-dev
	$(BIN)/python benchmarks/quality.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/speed_load.py
	$(BIN)/python benchmarks/speed_forms.py
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --target out/datasketch datasketch
	PYTHONPATH=out/datasketch $(BIN)/python benchmarks/speed_copies.py

# Published studies done again; their data stand beside the project, or where DATA says.
reproductions: .venv/.installed-dev
	$(BIN)/python -m reproductions.run $(if $(DATA),--data $(DATA))

# The wheel and the sdist, installed and used in environments of their own; TESTS=1 runs the sdist's tests too.
package: .venv/.installed-dev
	$(BIN)/python benchmarks/package.py $(if $(TESTS),--tests)

# Damaged inputs, runs cut off, properties: 10,000 a reader, 50 moments and 1,000 examples, where tests try a few.
fuzz: .venv/.installed-dev
	FUZZ_INPUTS=$(or $(INPUTS),10000) $(BIN)/python -m pytest -q -p no:cacheprovider tests/fuzzing $(ARGS)
	FUZZ_INPUTS=$(or $(INPUTS),10000) $(PYTEST) -m hypothesis $(ARGS)

# Links within the pages and their headings are checked by -W.
docs: .venv/.installed-docs
	$(BIN)/codespell README.md CHANGELOG.md SECURITY.md docs notebooks reproductions/*.md reproductions/*/*.md
	$(BIN)/python -m sphinx -W -q -b html docs site
	@echo "site/index.html"

clean:
	rm -rf .venv out site build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# Each stamp is an installation that need not be made again until the list of libraries changes.
.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e . && touch $@

.venv/.installed-dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]' && touch $@ .venv/.installed

.venv/.installed-docs: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[docs]' && touch $@ .venv/.installed

# The newest Python that is there, new enough and able to make an environment.
.venv/bin/python:
	@found=; bare=; for name in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3; do \
	  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  if $$name -c 'import venv, ensurepip' >/dev/null 2>&1; then found=$$name; break; fi; bare=$${bare:-$$name}; \
	done; \
	if [ -n "$$found" ]; then echo "$$found -m venv .venv"; $$found -m venv .venv; \
	elif [ -n "$$bare" ]; then echo "$$bare can't make an environment: install its venv module (on Debian: apt install $$bare-venv)" >&2; exit 1; \
	else echo "No Python 3.11 or newer found: install one, or name it: make demo PYTHON=/path/to/python3" >&2; exit 1; fi
