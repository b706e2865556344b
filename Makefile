# Jiedui. `make help` lists the targets; `make site` and `make test` need nothing done before.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

# The Python of PATH, unless the system's own is faster.
PYTHON ?= $(shell sh scripts/python.sh python3 /usr/bin/python3)
BIN := .venv/bin
PORT ?= 8000
# Hash seeds must not matter; MkDocs' advertisement for its successor need not show.
export NO_MKDOCS_2_WARNING := 1
# Names of files and messages are UTF-8, whatever the locale.
export PYTHONUTF8 := 1
# Compiled modules speed every start; they are kept out of the tree.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/compiled

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.PHONY: site
site: .venv/site.stamp ## Check everything and build the portal into site/
	@$(BIN)/mkdocs build --strict --quiet
	@echo "打开 site/index.html，或用 make serve 预览。"

.PHONY: internal
internal: .venv/site.stamp ## Build the internal site into site-internal/: with what the public one holds back
	@JIEDUI_AUDIENCE=internal $(BIN)/mkdocs build --strict --quiet -d site-internal
	@echo "打开 site-internal/index.html。这是内部版，不得发布、转发。"

.PHONY: demo
demo: .venv/site.stamp ## Build the fictional demo site into .cache/demo/
	@$(BIN)/mkdocs build --strict --quiet -f tests/sites/demo/mkdocs.yml
	@echo "打开 .cache/demo/index.html。"

.PHONY: serve
serve: .venv/site.stamp ## Live preview at http://127.0.0.1:8000/ (PORT=8001 for another port)
	@$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

.PHONY: check
check: .venv/site.stamp ## List every problem of data/ and content/, without building
	@$(BIN)/python scripts/check.py

.PHONY: scan
scan: .venv/site.stamp ## Scan every byte of site/ for personal data and anything held back
	@$(BIN)/python scripts/scan.py

.PHONY: remind
remind: .venv/site.stamp ## List columns that are late, empty or soon due; fails where one is late or empty
	@$(BIN)/python scripts/remind.py

.PHONY: test
test: lint .venv/browser.stamp ## Run the whole test suite (lint, types, tests in a real browser)
	@$(BIN)/pytest

.PHONY: lint
lint: .venv/dev.stamp ## Style and types only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

.PHONY: fix
fix: .venv/dev.stamp ## Mend style where that is safe
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: fix-text
fix-text: .venv/site.stamp ## Mend what text checks found in data/ and content/, where the fix is safe
	@$(BIN)/python scripts/fix.py

.PHONY: fuzz
fuzz: .venv/dev.stamp ## Look for texts that crash a reader or slip past a check (MINUTES=10)
	@$(BIN)/python scripts/fuzz.py all --minutes $(or $(MINUTES),10)

.PHONY: soak
soak: .venv/dev.stamp ## Kill builds and edit at random, a hundred times each (TIMES=500 for more)
	@JIEDUI_SOAK=$(or $(TIMES),100) $(BIN)/pytest tests/test_incremental.py::test_incremental_equals_clean tests/test_kills.py

.PHONY: bless
bless: .venv/dev.stamp ## Accept new golden files and schemas after looking at the difference
	@$(BIN)/python scripts/schemas.py
	@$(BIN)/python scripts/bless.py

.PHONY: lock
lock: ## Pin requirements*.in again, with hashes (needs uv)
	@for name in requirements requirements-dev; do uv pip compile --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet $$name.in -o $$name.txt; done

.PHONY: bench
bench: .venv/site.stamp ## Measure the speed beside Hugo, Zensical and Material's blog (N=1000 for one size)
	@$(BIN)/python scripts/bench.py $(if $(N),--n $(N))

.PHONY: clean
clean: ## Remove the site, caches and the environment
	@rm -rf site site-internal .site.build .site-internal.build dist .cache .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The environment. Each stamp stands for one list of pinned packages.
.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "缺少 Python：请安装 Python 3.11 或更高版本（apt install python3 python3-venv）"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 版本过低：需要 3.11 或更高，找到 $$($(PYTHON) -V)；可用 make PYTHON=python3.12 指定"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "缺少 Python 的 venv 模块：请安装（apt install python3-venv）"; exit 1; }
	@command -v git >/dev/null || { echo "缺少 git：请安装（apt install git）"; exit 1; }
	@echo "正在准备运行环境（只在第一次）……"
	@$(PYTHON) -m venv --clear .venv

.venv/site.stamp: requirements.txt | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || { echo "安装依赖失败：请检查网络或软件包镜像的设置"; exit 1; }
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/site.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt || { echo "安装依赖失败：请检查网络或软件包镜像的设置"; exit 1; }
	@touch $@

.venv/browser.stamp: scripts/browser.py .venv/dev.stamp
	@if $(BIN)/python scripts/browser.py --install; then touch $@; fi # without one, it is looked for again next time
