# Everything a fresh machine needs is made by the targets themselves; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# The settings of a campaign; each is the option of `pvm fuzz` with the same name.
TIME ?= 60
CASES ?=
SEED ?= 1
TARGETS ?=
JOBS ?=
LANE ?=
STORE ?= build/campaign.sqlite
REPORT ?= build/campaign.html
N ?=
TREES ?=
GRAMMAR ?=

BUDGET = $(if $(CASES),--cases $(CASES),--time $(TIME))
OPTIONS = $(BUDGET) --seed $(SEED) $(if $(JOBS),--jobs $(JOBS))
CALIBRATION_LANES := --lane float --lane bytecode --lane cbor
FIRST_TARGETS := cpython cpython-3.14 rustpython-0.6.0 cowboy-sdk cowboy-sdk@rustpython-0.6.0
CALIBRATION_TARGETS := cpython cpython-3.14 rustpython-0.5.0 cowboy-sdk cowboy-sdk@rustpython-0.5.0

empty :=
space := $(empty) $(empty)
comma := ,
commas = $(subst $(space),$(comma),$(strip $(1)))

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

$(READY): requirements.lock pyproject.toml
	@echo "environment: $(VENV), pinned by requirements.lock (about a minute the first time)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version.split()[0] + ": set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-build-isolation --no-deps -e .
	@touch $(READY)

.PHONY: env
env: $(READY) ## make the environment (.venv), with `pvm` in it

.PHONY: campaign
campaign: $(READY) ## the main job: targets, a 60-second campaign over every lane (LANE=object: one), a report
	@mkdir -p build
	@$(BIN)/pvm targets install --optional $(FIRST_TARGETS)
	@rm -f $(STORE) $(STORE)-wal $(STORE)-shm
	@$(BIN)/pvm fuzz $(if $(LANE),--lane $(LANE)) $(OPTIONS) --store $(STORE) \
	  --targets $(if $(TARGETS),$(TARGETS),$(call commas,$(FIRST_TARGETS)))
	@$(BIN)/pvm report --store $(STORE) --html $(REPORT)

.PHONY: calibrate
calibrate: $(READY) ## the same with RustPython 0.5.0, whose known bugs the harness must find
	@mkdir -p build
	@$(BIN)/pvm targets install --optional $(CALIBRATION_TARGETS)
	@rm -f build/calibration.sqlite build/calibration.sqlite-wal build/calibration.sqlite-shm
	@$(BIN)/pvm fuzz $(CALIBRATION_LANES) $(OPTIONS) --store build/calibration.sqlite \
	  --targets $(if $(TARGETS),$(TARGETS),$(call commas,$(CALIBRATION_TARGETS)))
	@$(BIN)/pvm report --store build/calibration.sqlite --html build/calibration.html

.PHONY: test
test: $(READY) ## every test
	@$(BIN)/python -m pytest -n auto

.PHONY: lint
lint: $(READY) ## ruff: rules and layout
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(READY) ## mypy --strict
	@$(BIN)/mypy

.PHONY: contracts
contracts: $(READY) ## imports point downward
	@$(BIN)/lint-imports

.PHONY: docs
docs: $(READY) ## the book, into build/docs; a warning is an error
	@$(BIN)/python -m sphinx -W -n -q -b html docs build/docs
	@echo "build/docs/index.html"

.PHONY: bench
bench: $(READY) ## the reference's speed, next to its peers in the same run
	@$(BIN)/python -m fuzz.bench

.PHONY: bench-gas
bench-gas: $(READY) ## host nanoseconds a cycle of every priced entry (ONLY="str. BINARY_OP.add" for some)
	@$(BIN)/python -m fuzz.bench.gas $(ONLY)

.PHONY: coverage
coverage: $(READY) ## branches of bytecode, objects and semantics in spec/ that no test reaches, against their lists
	@$(BIN)/python -m tests.coverage

.PHONY: compiled
compiled: $(READY) ## spec/ compiled by mypyc into build/compiled; PVM_COMPILED=1 selects it
	@PVM_COMPILED=0 $(BIN)/python -m reference_vm.compile_spec

.PHONY: test-compiled
test-compiled: compiled ## the tests of spec/ on the compiled form
	@PVM_COMPILED=1 $(BIN)/python -m pytest -n auto tests/bytecode tests/cbor tests/gas tests/language tests/objects tests/semantics tests/softfloat tests/trace

.PHONY: atheris
atheris: $(READY) ## coverage-guided fuzzing of one lane on the instrumented spec/ (LANE=float TIME=60)
	@$(BIN)/python -m fuzz.atheris_driver --lane $(if $(LANE),$(LANE),float) --time $(TIME)

.PHONY: float-check
float-check: $(READY) ## the float operations against MPFR and CPython (N=1000000 inputs a function)
	@$(BIN)/python -m fuzz.checks.float $(if $(N),--count $(N))

.PHONY: cbor-check
cbor-check: $(READY) ## the codec against the SDK's (N=1000000 values and as many byte strings)
	@$(BIN)/python -m fuzz.checks.cbor $(if $(N),--count $(N))

.PHONY: vectors
vectors: $(READY) ## check that the conformance vectors are what the reference gives
	@$(BIN)/python -m fuzz.vectors.cbor --check
	@$(BIN)/python -m fuzz.vectors.float --check
	@echo "vectors/ is what the reference gives"

.PHONY: parity
parity: $(READY) ## our compiler against CPython 3.14 on the standard library (or PACKAGES="rich click", N=20000 programs, GRAMMAR=3000 of pysource-codegen; TREES=1: the syntax trees)
	@$(BIN)/python -m fuzz.checks.$(if $(TREES),tree_)parity $(if $(N),--generated $(N)) $(if $(GRAMMAR),--grammar $(GRAMMAR)) $(if $(PACKAGES),--packages $(PACKAGES))

.PHONY: lock
lock: $(READY) ## renew requirements.lock from pyproject.toml
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet -o requirements.lock

.PHONY: clean
clean: ## remove what was built here; installed targets stay in the user's cache
	@rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
