.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test check fuzz bench lock screens clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: setup ## set everything up, then open the desktop on the demo survey (without a display: the demo on the command line)
	@bash .ci/start

setup: ## system packages, virtual environment, words
	@bash .ci/setup run

setup-dev: ## the same, with what the tests need
	@bash .ci/setup dev

test: setup-dev ## every test, on a private PostGIS of their own
	.venv/bin/python -m pytest -n 2 --dist worksteal -q

check: setup-dev ## what must hold before a change lands
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m migrations.check
	.venv/bin/python -m pytest -n 2 --dist worksteal -q

fuzz: setup-dev ## damaged files against each parser of our own, FUZZ_MINUTES each (ten)
	.venv/bin/python -m tests.fuzz

bench: setup-dev ## the figures, each with its limit and the reference it runs beside
	@.venv/bin/python -m pip install -q --disable-pip-version-check --no-input --no-deps --require-hashes --only-binary :all: -r benchmarks/requirements.lock || echo "the reference for point clouds could not be installed; its row says so"
	.venv/bin/python -m benchmarks

lock: ## resolve the dependencies anew into requirements.lock and benchmarks/requirements.lock
	.venv/bin/python -m pip install -q uv
	.venv/bin/uv pip compile -q --generate-hashes --group dev pyproject.toml -o requirements.lock --no-emit-index-url --no-emit-find-links --no-header
	.venv/bin/uv pip compile -q --generate-hashes --group bench -o benchmarks/requirements.lock --no-emit-index-url --no-emit-find-links --no-header

screens: setup-dev ## every screen in both languages into docs/screens
	.venv/bin/python -m docs.screens.take

clean: ## remove what can be made again
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
