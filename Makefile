# On a fresh machine: make run. It needs Python 3.11 or newer and make, nothing else.

PYTEST_ARGS ?= -q -n 2
BENCH_ARGS ?=
LOCK_ARGS ?=
BIN := .venv/bin
COMPILE := $(BIN)/uv --quiet pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_ARGS)

.DEFAULT_GOAL := help
.PHONY: help run test check lint types schema messages pictures bench lock clean dev

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 16

run: ## serve a demonstration registry; Ctrl-C ends it
	@sh .ci/setup run
	@exec $(BIN)/value-registry run

test: dev ## the whole test suite, on a real PostgreSQL (PYTEST_ARGS="-k ballots")
	@exec $(BIN)/python -m pytest $(PYTEST_ARGS)

check: lint types test ## what has to pass before a commit

lint: dev ## style, formatting, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: dev ## mypy, strict
	$(BIN)/mypy

schema: dev ## write the GraphQL schema down
	@mkdir -p build
	$(BIN)/value-registry schema > build/schema.graphql
	mv build/schema.graphql registry/graphql/schema.graphql

messages: dev ## bring the catalogs of the voting pages up to date; then translate what is new
	$(BIN)/python -m registry.web.locales

pictures: dev ## write docs/pictures and docs/accessibility-report.md anew (needs Chromium)
	rm -f docs/accessibility-report.md docs/pictures/*.png
	PICTURES=1 BROWSER_REQUIRED=1 $(BIN)/python -m pytest -q -n 0 tests/browser

bench: dev ## measurements against peers and limits (BENCH_ARGS=...)
	@exec $(BIN)/python -m bench $(BENCH_ARGS)

lock: dev ## write the locked requirements anew (LOCK_ARGS=--upgrade takes newer releases)
	$(COMPILE) --extra build --output-file requirements.txt
	$(COMPILE) --extra build --extra dev --constraints requirements.txt --output-file requirements-dev.txt
	echo uv | $(BIN)/uv --quiet pip compile - --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_ARGS) \
		--output-file requirements-uv.txt

clean: ## remove the environment and every cache; the registry's data stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

dev:
	@sh .ci/setup dev
