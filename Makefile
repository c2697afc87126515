# simulasi: `make demo` shows the main job, `make test` runs the tests, `make check` reads the code.
# Needs Python 3.11 or newer and make; everything else goes into a virtual environment of its own.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.ready-dev
OUT ?= hasil
PEERS := benchmarks/peers/.venv
BENCH ?=

# one thread of linear algebra is faster here than several, and gives the same bits everywhere
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export MPLBACKEND := Agg

.PHONY: demo test test-slow test-browser check format headlines catalogue bench bench-peers clean

demo: $(READY)
	$(BIN)/simulasi compare dasar jalan-kukar-kubar --year 2035 -o $(OUT)/jalan-kukar-kubar

# as many processes as the machine has cores; who has no test left takes over some of another's
test: $(DEV_READY)
	$(BIN)/python -m pytest -n auto --dist worksteal
	@echo "make test left out what is marked slow (make test-slow) and browser (make test-browser)."

test-slow: $(DEV_READY)
	$(BIN)/python -m pytest -m slow

test-browser: $(DEV_READY)
	$(BIN)/python -m pytest -m browser

check: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV_READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

headlines: $(DEV_READY)
	$(BIN)/python tests/regression/headlines.py

catalogue: $(DEV_READY)
	$(BIN)/python tests/regression/effects.py
	$(BIN)/python tests/unit/scenario/catalogue.py

bench: $(DEV_READY) bench-peers
	$(BIN)/python -m benchmarks.bench $(BENCH)

# other programs of the field, in an environment of their own; one that does not install is told in its row
bench-peers: $(PEERS)/.ready

$(PEERS)/.ready: benchmarks/peers/requirements.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS) || true
	@all=yes; for one in $$(cat $<); do \
		$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --retries 0 $$one \
			|| { echo "peer not installed: $$one"; all=no; }; \
	done; test $$all = no || touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "simulasi needs Python 3.11 or newer; found $$($(PYTHON) --version 2>&1). Set PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(READY): $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV_READY): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
