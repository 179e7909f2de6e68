# `make demo` and `make test` need Python 3.11 or newer and make; each sets up what else it needs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help demo test slow crash byzantine races mutation check lint types imports docs fix bench chat chats screenshots evaluate ablation weights lock system clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Handrail needs Python 3.11 or newer: set PYTHON=python3.11 (or later)."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Handrail into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.developer: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

demo: $(VENV)/.installed  ## Open the sample shop, its chat and its desk (ARGS=--script plays a conversation and exits)
	@$(BIN)/handrail demo $(or $(ARGS),--serve)

test: $(VENV)/.developer system  ## Run the fast tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not slow" $(ARGS)

slow: $(VENV)/.developer system  ## Run the slow tests: kill -9 at every failpoint, load, bounds
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m slow $(ARGS)

crash: $(VENV)/.developer system  ## Kill workers at every failpoint, once and twice, on both databases
	@$(BIN)/python -m tests.crash.every_schedule $(ARGS)

byzantine: $(VENV)/.developer system  ## Let a model that attacks take 100,000 turns, on both databases
	@$(BIN)/python -m tests.byzantine.run --turns 100000 $(ARGS)

mutation: $(VENV)/.developer  ## Change gate, approvals, states and audit bit by bit: does a test notice?
	@$(BIN)/python -m pytest -q -m "not slow" -k "not postgres" --cov --cov-branch --cov-report= tests/domain/actions tests/domain/audit tests/flow
	@$(BIN)/python -m coverage report --include="$$($(BIN)/python -m scripts.mutation files)" --fail-under=100
	@rm -rf mutants && TMPDIR=$$(test -w /dev/shm && echo /dev/shm || echo /tmp) $(BIN)/mutmut run
	@$(BIN)/python -m scripts.mutation

races: $(VENV)/.developer system  ## Let many decide at once, a thousand rounds on both databases
	@RACE_ROUNDS=1000 $(BIN)/python -m pytest -q tests/races -m slow $(ARGS)

system:  ## Install the system packages that the tests use, where that is possible
	@bash scripts/system-packages

lint: $(VENV)/.developer  ## Check format and style
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(VENV)/.developer  ## Check types
	@$(BIN)/mypy

imports: $(VENV)/.developer  ## Check that imports only point down
	@$(BIN)/lint-imports

docs: $(VENV)/.developer  ## Render the reference pages from the code
	@$(BIN)/python -m scripts.render_docs
	@$(BIN)/python -m scripts.render_guard
	@$(BIN)/python -m scripts.render_nist
	@$(BIN)/python -m scripts.render_gate

check: test lint types imports slow evaluate  ## Run all that CI runs

fix: $(VENV)/.developer  ## Format, and repair what can be repaired
	@$(BIN)/ruff check --fix . || true
	@$(BIN)/ruff format .

chat: $(VENV)/.installed  ## Talk to the sample shop in the terminal
	@$(BIN)/handrail demo

chats: $(VENV)/.developer  ## Hold 2,000 chats open on one server
	@$(BIN)/python -m benchmarks.open_chats $(ARGS)

screenshots: $(VENV)/.developer system  ## Take pictures of every console page (ARGS=FOLDER)
	@$(BIN)/python -m scripts.screenshots $(ARGS)

bench: $(VENV)/.developer  ## Measure speed and scale; figures go to benchmarks/out/
	@$(BIN)/python -m benchmarks.run $(ARGS)

evaluate: $(VENV)/.developer  ## Measure quality and compare it with evaluations/thresholds.toml
	@$(BIN)/python -m benchmarks.gate $(ARGS)

ablation: $(VENV)/.developer  ## Measure what each part of retrieval brings, on every centre
	@$(BIN)/python -m benchmarks.ablation $(ARGS)

weights: $(VENV)/.developer  ## Rebuild everything that was trained (see training/README.md)
	@$(BIN)/python -m training.build $(ARGS)

lock:  ## Write constraints.txt anew from the newest versions
	@rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	@.venv-lock/bin/python -m pip install --quiet --editable '.[small-model]' --group dev
	@{ echo "# Exact versions of everything that Handrail and its tools were tested with; \`make lock\` writes this file."; \
	   .venv-lock/bin/python -m pip freeze --exclude-editable; } > constraints.txt
	@rm -rf .venv-lock

clean:  ## Remove what was built
	@rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
