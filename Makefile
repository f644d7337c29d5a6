# Octavo: all that is done from the outside. `make` alone lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev report reports wheel test test-slow test-all format bench bench-volumes pages gallery conformance fuzz lock clean

PYTHON ?= python3
BIN := .venv/bin
UV := 0.13.9
REPORT := reports/illicit-trafficking-2004
SAMPLE := reports/old-wells
CODE := src typings tests scripts benchmarks hatch_build.py

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do \
		printf '  make %-14s %s\n' "$$name" "$$what"; done

setup: ## make .venv with all that a build needs
	@PYTHON='$(PYTHON)' GOALS='$(MAKECMDGOALS)' scripts/setup.sh run

setup-dev: ## make .venv with what the checks need too
	@PYTHON='$(PYTHON)' GOALS='$(MAKECMDGOALS)' scripts/setup.sh dev

report: setup ## build the workshop of 2004 and say where its PDFs are
	@echo '==> Building $(REPORT)'
	@$(BIN)/octavo build $(REPORT)
	@echo '==> Done:' && ls -1 $(CURDIR)/build/$(notdir $(REPORT))/*.pdf

reports: setup ## build every workshop under reports/
	@$(BIN)/octavo build

wheel: setup ## build dist/octavo-VERSION-py3-none-any.whl, for pipx or pip on other machines
	@rm -rf dist && $(BIN)/python -m hatchling build --target wheel --directory dist >/dev/null
	@echo '==> Done: install it with' && echo "pipx install '$(CURDIR)/$$(ls dist/*.whl)[schemas]'"

test: setup-dev ## format, lint, types and tests: what a change must pass
	@echo '==> Format' && $(BIN)/ruff format --check $(CODE)
	@echo '==> Lint' && $(BIN)/ruff check $(CODE)
	@echo '==> Types' && $(BIN)/mypy
	@echo '==> Tests' && $(BIN)/pytest -n 2 --dist worksteal -m 'not slow'

test-slow: setup-dev ## the slow tests alone
	@echo '==> Slow tests' && $(BIN)/pytest -n 2 --dist worksteal -m slow

test-all: test test-slow ## everything

format: setup-dev ## lay out the code and mend what the linter can
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

bench: setup-dev ## time builds, rebuilds and start-up (benchmarks/README.md)
	@$(BIN)/python benchmarks/bench.py $(BENCH)

bench-volumes: setup-dev ## time whole volumes of the two corpora: make bench-volumes CORPORA=DIR
	@$(BIN)/python benchmarks/volumes.py $(CORPORA)

pages: setup-dev reports ## every page of every PDF as a picture, and a contact sheet, in build/pages/
	@$(BIN)/python scripts/contact_sheet.py --output build/pages build/*/*.pdf

gallery: setup-dev ## the pictures of README and docs/gallery.md anew, from the sample workshop
	@$(BIN)/octavo build --strict $(SAMPLE)
	@$(BIN)/octavo build --strict $(SAMPLE) --product cover
	@$(BIN)/python scripts/make_gallery.py

conformance: setup-dev reports ## have all PDFs judged by page-validation and outloud, and by qpdf, Ghostscript, veraPDF and PDFBox, where installed
	@scripts/conformance.sh

fuzz: setup-dev ## spoil files by chance and read them: make fuzz READER=yaml MINUTES=60 [SEED=2] [SEEDS=DIR]
	@nice $(BIN)/python scripts/fuzz_readers.py $(READER) --minutes $(or $(MINUTES),5) --seed $(or $(SEED),1) \
		$(if $(SEEDS),--seeds $(SEEDS))

lock: ## resolve the dependencies anew: make lock [UPGRADE=--upgrade]
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	@for set in run dev; do \
		echo "==> requirements/$$set.txt"; \
		groups='--group build --extra schemas'; [ $$set = run ] || groups="$$groups --group dev --extra cluster --constraint requirements/run.txt"; \
		build/lock/bin/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-annotate \
			--custom-compile-command 'make lock' $$groups --output-file requirements/$$set.txt pyproject.toml || exit 1; \
	done
	@echo '==> requirements/schemas.txt'
	@build/lock/bin/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-annotate --no-deps \
		--custom-compile-command 'make lock' --group pyproject.toml:schemas --output-file requirements/schemas.txt

clean: ## remove all that can be made again, but .venv
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
