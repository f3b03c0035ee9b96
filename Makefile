# Everything a developer runs; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := loyalty storage actions channels bot scheduler web app tests benchmarks

# Counting lines is slow: these tests cover what is counted, the others only have to pass.
COVERING := tests/loyalty tests/storage tests/actions tests/scheduler/test_rehearsal.py \
	tests/scheduler/test_reports.py tests/bot/test_digest.py tests/bot/test_owner_campaigns.py

LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

.PHONY: help setup demo test quick check format lint types walls bench strings lock clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/.done: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.done ## make .venv with .venv/bin/stempel

demo: setup ## open a café with a customer, a cashier and an owner on http://127.0.0.1:8080
	$(BIN)/stempel demo

test: setup ## run every test
	$(BIN)/pytest -n 3

quick: setup ## run the tests you want all day: SQLite only, no journeys (under a minute)
	$(BIN)/pytest -n 3 -m "not slow and not browser" -k "not postgres" tests/loyalty tests/storage tests/actions tests/bot

format: setup ## put the code in order
	$(BIN)/ruff format $(ROOMS)
	$(BIN)/ruff check --fix $(ROOMS)

lint: setup
	$(BIN)/ruff format --check $(ROOMS)
	$(BIN)/ruff check $(ROOMS)

types: setup
	$(BIN)/mypy

walls: setup
	$(BIN)/lint-imports

check: lint types walls ## what CI runs: format, lint, types, walls, every test; lines are counted in those that cover
	$(BIN)/pytest -n 3 --cov --cov-report=term:skip-covered -k "not postgres" $(COVERING)
	$(BIN)/pytest -n 3 -k postgres $(COVERING)
	$(BIN)/pytest -n 3 $(foreach tested,$(COVERING),--ignore=$(tested))

strings: setup ## bring the translations' files up to date with the texts in the code
	$(BIN)/python -m bot.strings

lock: ## choose versions anew and write them down with their hashes
	$(PYTHON) -m venv .lock && .lock/bin/pip install --quiet uv
	.lock/bin/uv pip compile pyproject.toml --extra postgres --extra dev $(LOCKING) -o requirements-dev.txt
	.lock/bin/uv pip compile pyproject.toml --extra postgres --extra whatsapp -c requirements-dev.txt $(LOCKING) -o requirements.txt
	rm -rf .lock

bench: setup ## measure, and write benchmarks/results.json
	$(BIN)/python -m benchmarks

clean: ## remove what was made here
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
