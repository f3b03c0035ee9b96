# Everything a developer runs; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := loyalty storage actions channels words bot scheduler web app tests benchmarks

# Counting lines is slow: these tests cover what is counted, the others only have to pass. One that is marked `no_cover` would end
# the counting in all threads, and those that stay open from test to test never take it up again: these run apart.
COVERING := tests/loyalty tests/storage tests/actions tests/scheduler/rehearsal/test_rehearse.py \
	tests/scheduler/delivery/test_delivery_reports.py tests/bot/owner/test_digest.py tests/bot/owner/test_campaigns.py \
	tests/bot/customer/test_letters.py tests/bot/staff/test_codes_on_a_photo.py tests/bot/owner/test_broadcast_results.py tests/bot/test_typed_days.py \
	tests/bot/customer/test_asking.py tests/journeys/test_second_thoughts.py tests/app/test_whatsapp_set_up.py \
	tests/bot/owner/test_events.py tests/bot/owner/test_inbox.py tests/bot/owner/test_voice.py tests/bot/staff/test_noted_amounts.py \
	tests/bot/customer/test_disputes.py tests/journeys/test_events.py tests/journeys/test_filters.py

PYTEST := $(BIN)/pytest -n logical --dist worksteal
LONG := --long

# Without what Python compiled the last time, each worker and each process that a test starts compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

# The lock is complete (tests/app/test_lock.py), so pip need not look beyond it: a newer release changes nothing.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps
LOCKING := --quiet --universal --python-version 3.11 --group build --generate-hashes --no-strip-extras \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: help setup develop demo test quick check format lint types walls installs mutants shards bench strings lock audit clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/.runs: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-build-isolation --editable .
	$(BIN)/pip --disable-pip-version-check check
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-dev.txt
	$(INSTALL) --require-hashes -r requirements-dev.txt
	$(BIN)/pip --disable-pip-version-check check
	@touch $@

setup: $(VENV)/.runs ## make .venv with .venv/bin/stempel, and what it runs

develop: $(VENV)/.tests ## add to .venv what tests and checks need

demo: setup ## open a café with a customer, a cashier and an owner on http://127.0.0.1:8080
	$(BIN)/stempel demo

test: develop ## run every test but the long proofs and the twins (other engine, messengers, examples), which `make check` runs
	$(PYTEST) -m "not slow and not twin"

quick: develop ## run the tests you want all day: SQLite only, no journeys, pictures or moves of a database (under a minute)
	$(PYTEST) -m "not slow and not walks and not browser" -k "not postgres" tests/loyalty tests/storage tests/actions tests/bot \
		--ignore=tests/storage/engine --ignore=tests/bot/pictures

format: develop ## put the code in order
	$(BIN)/ruff format $(ROOMS)
	$(BIN)/ruff check --fix $(ROOMS)

lint: develop ## look for faults of style and sense
	$(BIN)/ruff format --check $(ROOMS)
	$(BIN)/ruff check $(ROOMS)

types: develop ## check the types
	$(BIN)/mypy

walls: develop ## check that no room and no subject reaches too far
	$(BIN)/lint-imports

installs: develop ## prove that the lock installs with an old pip and on every Python from 3.11 that is here
	.ci/installs

check: lint types walls installs ## what CI runs: format, lint, types, walls, every test with the long proofs; counts lines
	$(PYTEST) $(LONG) --cov --cov-report=term:skip-covered -k "not postgres and not no_cover" $(COVERING)
	$(PYTEST) $(LONG) -k "postgres or no_cover" $(COVERING)
	$(PYTEST) $(LONG) $(foreach tested,$(COVERING),--ignore=$(tested))
	$(MAKE) shards

shards: develop ## ask again what tests on PostgreSQL asked, of two servers that share the rows (some minutes)
	$(PYTEST) --two-servers -k postgres tests/storage tests/actions

strings: develop ## bring the translations' files up to date with the texts in the code
	$(BIN)/python -m words.catalogues

lock: ## choose versions anew and write them down with their hashes
	$(PYTHON) -m venv .lock && .lock/bin/pip install --quiet uv
	.lock/bin/uv pip compile pyproject.toml --extra postgres --extra dev $(LOCKING) -o requirements-dev.txt
	.lock/bin/uv pip compile pyproject.toml --extra postgres --extra whatsapp -c requirements-dev.txt $(LOCKING) -o requirements.txt
	rm -rf .lock

audit: ## ask the lists of known holes about what is locked (needs a network, so `make check` does not)
	$(PYTHON) -m venv .audit && .audit/bin/pip install --quiet pip-audit
	.audit/bin/pip-audit --disable-pip --require-hashes -r requirements.txt
	rm -rf .audit

mutants: develop ## change what decides, one thing at a time, and name what its tests let pass (some minutes)
	$(BIN)/python -m tests.mutants 60 loyalty tests/loyalty
	$(BIN)/python -m tests.mutants 20 actions/till tests/actions/till

bench: develop ## measure, and write benchmarks/results.json
	$(BIN)/python -m benchmarks

clean: ## remove what was made here
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
