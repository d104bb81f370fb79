# One command to see the product, one to test it. Everything is installed into .venv from hashed locks.
PYTHON ?= python3
BIN := .venv/bin
ORACLE := tests/oracles/vc
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
# numerical libraries on one thread: small arrays, many of them
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1

.PHONY: help run test lint install install-dev install-bench words lock clean
.DEFAULT_GOAL := help

help: ## Show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## Start everything with the synthetic demo city: http://127.0.0.1:8000 (make run PORT=8001)
	@exec $(BIN)/diversity-platform start $(if $(PORT),--port $(PORT))

test: install-dev ## Run all checks and tests
	@$(BIN)/ruff check --quiet . && echo "ruff check: clean"
	@$(BIN)/ruff format --quiet --check . && echo "ruff format: clean"
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto

install: .venv/run.stamp ## Install what the product needs to run
install-dev: .venv/dev.stamp $(ORACLE)/node_modules/.package-lock.json ## Install what tests and tools need besides
install-bench: .venv/bench.stamp ## Install the peers that benchmarks compare with

.venv/created.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || echo missing)."; \
	  echo "Install it, or name it: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo "A virtual environment cannot be made. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

.venv/run.stamp: .venv/created.stamp requirements.lock pyproject.toml
	@echo "Installing into .venv (first time: about a minute) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp dev.lock
	@echo "Installing what the tests need (first time: about a minute) ..."
	@$(PIP) --require-hashes -r dev.lock
	@touch $@

# the tests that ask these packages are skipped without them; REQUIRE_NODE=1 makes them fail instead
$(ORACLE)/node_modules/.package-lock.json: $(ORACLE)/package-lock.json
	@if ! command -v npm >/dev/null; then \
	  echo "npm is not installed: tests that verify credentials with the packages of $(ORACLE) will be skipped."; \
	elif npm ci --prefix $(ORACLE) --ignore-scripts --no-audit --no-fund --loglevel=error; then touch $@; \
	else echo "npm could not install the packages of $(ORACLE): the tests that ask them will be skipped."; fi

.venv/bench.stamp: .venv/run.stamp bench.lock
	@echo "Installing the peers of the benchmarks ..."
	@$(PIP) --require-hashes -r bench.lock
	@touch $@

LOCALE := diversity_platform/web/locale
words: install ## Collect what the pages say into the catalogues of all languages
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword words --no-wrap --sort-by-file \
	  --omit-header --no-location --output $(LOCALE)/messages.pot \
	  diversity_platform/problems.py diversity_platform/web diversity_platform/editions \
	  diversity_platform/accounts diversity_platform/labels diversity_platform/mail diversity_platform/operations \
	  diversity_platform/cli/match_report diversity_platform/cli/performance_report
	@for code in fr ar; do $(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete \
	  --omit-header --input-file $(LOCALE)/messages.pot --output-file $(LOCALE)/$$code.po --locale $$code; done

lock: ## Write the locks anew from pyproject.toml (needs uv and npm)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --group build -o requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --group build --group test -c requirements.lock -o dev.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --group build --group bench -c requirements.lock -o bench.lock
	npm install --prefix $(ORACLE) --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts \
	  --no-audit --no-fund

clean: ## Remove what was built and installed
	rm -rf .venv $(ORACLE)/node_modules build demo-output *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
