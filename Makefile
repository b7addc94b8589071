# Two commands do everything: `make gate` gives a verdict, `make test` proves the project.
# Both set up what they need first, in .venv, from requirements.lock; nothing else is touched.

VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ROOMS  := paidonce simulator reference_backend scenarios contracts load
# The first interpreter that is new enough, whatever it is called. `make PYTHON=…` names another.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
            $(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(name))))
# How many tests run side by side (they wait for databases, browsers and backends more than they
# work), and what else pytest or the gate is to be told.
JOBS   ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))
ARGS   ?=

# A folder can be the virtual environment of one project only.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
.DEFAULT_GOAL := help
.PHONY: help setup gate test bench lint fmt lock clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST)

gate: $(READY) ## a verdict: the incidents, against the reference backend (ARGS="--defect NAME" plants one)
	@mkdir -p reports
	@$(BIN)/paidonce gate --junit reports/junit.xml --json reports/verdict.json \
	    --html reports/verdict.html $(ARGS)

test: lint ## lint, types, and the whole suite (ARGS="-k capture" narrows it)
	@$(BIN)/python -m pytest -n $(JOBS) --maxprocesses 4 $(ARGS)

bench: $(READY) ## what it costs, always beside something bare
	@for bench in $(wildcard $(addsuffix /benchmarks/bench_*.py,$(ROOMS))); do \
	    echo "== $$bench"; $(BIN)/python "$$bench" || exit 1; done

lint: $(READY) ## ruff and mypy, strict
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy --no-error-summary

fmt: $(READY) ## put every file in its usual form
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix-only --quiet .

lock: $(READY) ## choose the newest versions and write requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11 \
	    --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" --output-file requirements.lock

clean: ## take away all that was made here
	rm -rf $(VENV) reports dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find $(ROOMS) tests -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(READY) ## only set up

# Hashes pin every file that is installed; a repeat costs one look at two dates.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo >&2 "paidonce needs Python 3.11 or newer, and found none." \
	    "Install one, or name it: make PYTHON=/path/to/python3"; exit 2; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo >&2 "$(PYTHON) has no venv module." \
	    "On Debian and Ubuntu: apt install python3-venv"; exit 2; }
	@echo "Setting up $(VENV) with $$("$(PYTHON)" --version) (once; some minutes at most)"
	@rm -f $@; $(BIN)/python -c '' 2>/dev/null || "$(PYTHON)" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
