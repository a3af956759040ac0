# Every target sets up what it needs: `make run` and `make test` are enough on a machine with Python 3.11 and nothing else.
VENV ?= .venv
MINUTES ?= 30
PYTHON ?= python3.11
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready

.PHONY: help run test test-slow kill9 kill9-daemon soak idle check lock model demo docs clean

help:  ## what there is to make
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(RUN_READY)  ## poll every due source once; where none can be reached, do the same job on the demo world
	@echo "watcher run-once: polls the sources of sources.yaml, state in ./state"
	$(BIN)/watcher run-once --or-demo

demo: $(RUN_READY)  ## three days of an invented world
	$(BIN)/watcher demo

test: $(DEV_READY)  ## the default suite, under five minutes
	@echo "pytest: the default suite"
	$(BIN)/python -m pytest -n 2 --dist loadfile

kill9: $(DEV_READY)  ## kill -9 a real watcher 400 times and count what was lost or told twice; half an hour
	cd tests && ../$(BIN)/python -m faults.kill9.run --random 300 --points 100

test-slow: $(DEV_READY)  ## faults, load and browser
	@echo "pytest: faults, load and browser"
	@sh tests/install-browser.sh
	@sh tests/install-system.sh
	$(BIN)/python -m pytest -m slow

check: $(DEV_READY)  ## style, types, layers, dependencies, spelling, generated docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell
	$(BIN)/python -m docs.generate --check

soak: $(DEV_READY)  ## half an hour of a daemon with 2,000 sources on loopback: memory, open files, lateness (MINUTES=30)
	$(BIN)/python bench/soak.py --minutes $(MINUTES) --check

idle: $(DEV_READY)  ## what an idle daemon with 500 sources costs
	$(BIN)/python bench/idle.py --check

kill9-daemon: $(DEV_READY)  ## kill -9 the daemon a hundred times while it polls and delivers
	PYTHONPATH=tests $(BIN)/python tests/daemon/test_kill.py 100

docs: $(DEV_READY)  ## write the generated reference pages
	$(BIN)/python -m docs.generate

model: $(DEV_READY)  ## train the classifier from data/ (needs the extra `train`)
	$(PIP) install --require-hashes -r requirements/train.txt
	$(BIN)/python -m watcher.train

lock:  ## write requirements/*.txt anew; needs uv
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group dev -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --extra train -o requirements/train.txt
	printf 'hatchling\neditables\n' | uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 - -o requirements/build.txt

clean:  ## remove the virtual environment and caches, never state/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "watcher needs Python 3.11 as '$(PYTHON)'; or name yours: make PYTHON=python3 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "making a virtual environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing locked dependencies into $(VENV)"
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --require-hashes -r requirements/build.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(DEV_READY): requirements/dev.txt $(RUN_READY)
	@echo "installing locked test dependencies into $(VENV)"
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
