# `make demo` and `make test` set up what they need: Python 3.11 or later, git and make are enough.
PYTHON3 ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SETUP := $(PYTHON3) template/tools/setup_env.py $(VENV) --constraint template/constraints.txt
RUN_READY := $(VENV)/.ready
TEST_READY := $(VENV)/.ready-test

.PHONY: demo test lint types tests smoke smoke-all growth benchmark release setup clean help

demo: $(RUN_READY)  ## advice, a hybrid repo made from it, and two questions answered by that repo
	@sh examples/demo.sh $(VENV)/bin/formfacts

test: lint types tests smoke growth  ## everything that CI checks

lint: $(TEST_READY)  ## ruff, over the generator and over the template in place
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(TEST_READY)  ## mypy, likewise
	$(PY) -m mypy
	cd template && ../$(PY) -m mypy

tests: $(TEST_READY)  ## pytest; generated repos are tested in this environment
	$(PY) -m pytest -q -n 2 --dist loadgroup --durations 15

smoke: $(TEST_READY)  ## every pair of the template's options: generate the repos, check each
	$(VENV)/bin/formfacts smoke --cache .cache/smoke --html .cache/smoke.html --junit .cache/smoke.xml

smoke-all: $(TEST_READY)  ## every combination, each in an environment of its own
	$(VENV)/bin/formfacts smoke --cache .cache/smoke --cover all --env isolated --html .cache/smoke.html

growth: $(TEST_READY)  ## files and lines of the generated repos, against the last release
	@$(PY) -m releases.growth

benchmark: $(TEST_READY)  ## the figures in the README
	$(PY) benchmarks/startup.py
	$(PY) benchmarks/update.py

release: $(TEST_READY)  ## add the template, as the version in CHANGELOG.md, to releases/template.bundle
	$(PY) -m releases.release

setup: $(TEST_READY)  ## everything that the other targets need

$(RUN_READY): pyproject.toml template/tools/setup_env.py
	$(SETUP) --editable .

# The generated repos' dependencies join this environment, so that their tests need no other.
$(TEST_READY): pyproject.toml template/constraints.txt template/tools/setup_env.py $(wildcard partials/*/dependencies.txt)
	@mkdir -p .cache
	cat partials/*/dependencies.txt | sort -u > .cache/template-requirements.txt
	$(SETUP) --editable '.[dev]' --requirement .cache/template-requirements.txt
	@touch $@

clean:  ## remove what was set up and made
	rm -rf $(VENV) .cache dist .mypy_cache .pytest_cache .ruff_cache

help:  ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14
