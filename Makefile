# Everything a newcomer needs: make run, make test, make check, make bench.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check bench lock pictures clean format
run: $(READY)
	@$(BIN)/mizalla run

# Stories wait more than they compute: four at a time keep two cores busy.
test: $(READY)
	@$(BIN)/pytest -n 4 --dist loadgroup

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports

bench: $(READY)
	@$(BIN)/python -m benchmarks

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# Pictures in docs/ are made from the running sandbox.
pictures: $(READY)
	@$(BIN)/python -m docs.make_pictures

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Mizalla needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Name another with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make an environment here. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Installing what Mizalla needs (a minute or two, the first time only) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# Renew the lock file; it names no registry host.
lock:
	@uv export --format requirements-txt --no-emit-project --no-header --group dev --quiet -o requirements.lock
	@rm -f uv.lock

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
