# Every command of the project. A fresh machine needs Python 3.11+ and make, nothing else.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
NODE   := $(addsuffix /node_modules,tests/contract/fhir/validator tests/k8s/crds tests/web)
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# ONNX Runtime reports its use to its maker unless told not to; the service tells it too.
export ORT_DISABLE_TELEMETRY = 1

.DEFAULT_GOAL := help
.PHONY: help serve test check format train validate tune bench fuzz docs lock clean \
	screenshots lighthouse image k8s

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# The service alone: what a hospital installs.
$(BIN)/diabetes-risk: requirements/build.txt requirements/service.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/build.txt
	$(PIP) --require-hashes -r requirements/service.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# With the training stack and the tools of development.
$(VENV)/dev: $(BIN)/diabetes-risk requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

serve: $(BIN)/diabetes-risk  ## install and serve the committed bundles on 127.0.0.1:8000
	$(BIN)/diabetes-risk serve

# A validator of FHIR, a reader of pages as assistive technology reads them, a checker of
# types, schemas of Kubernetes operators: without npm their tests are skipped.
%/node_modules: %/package-lock.json
	! command -v npm >/dev/null || npm ci --silent --no-fund --no-audit --prefix $*
	@touch -c $@

# In the order of the folders: those of the page, which keep an event loop, come last.
test: $(VENV)/dev $(NODE)  ## install and run every test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/dev  ## lint, format, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev  ## put the code in its format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

train: $(VENV)/dev  ## full training run on the real cohorts: both bundles with their cards
	$(BIN)/python -m training fit incident-diabetes --version 3.0.0 --force
	$(BIN)/python -m training fit undiagnosed-diabetes --version 2.0.0 --force

validate: $(VENV)/dev  ## compute every figure of the committed cards again, and compare
	$(BIN)/python -m training validate models/incident-diabetes/3.0.0
	$(BIN)/python -m training validate models/undiagnosed-diabetes/2.0.0

tune: $(VENV)/dev  ## search hyperparameters again (training cohort only)
	$(BIN)/python -m training tune incident-diabetes

bench: $(VENV)/dev  ## ratios: the graph beside xgboost, ways to ask, drift, overload, exchanges
	$(BIN)/python -m benchmarks.scoring
	$(BIN)/python -m benchmarks.service
	$(BIN)/python -m benchmarks.records
	$(BIN)/python -m benchmarks.page
	$(BIN)/python -m benchmarks.drift
	$(BIN)/python -m benchmarks.overload
	$(BIN)/python -m benchmarks.rollout

lighthouse: $(VENV)/dev benchmarks/lighthouse/node_modules  ## Lighthouse's scores of the page on a phone
	$(BIN)/python -m benchmarks.lighthouse

screenshots: $(VENV)/dev  ## take the pictures of docs/screenshots again
	$(BIN)/python -m docs.screenshots

image: $(VENV)/dev  ## build the image, list its parts, start it read-only and score a patient
	$(BIN)/python -m image

k8s: $(VENV)/dev $(NODE)  ## build and validate every overlay, and check the policies
	$(BIN)/python -m pytest tests/k8s

fuzz: $(VENV)/dev  ## two minutes of schemathesis against a running service
	$(BIN)/python -m pytest tests/contract/test_fuzz.py --fuzz-seconds 120

docs: $(VENV)/dev  ## write the generated parts of README and docs again
	$(BIN)/python -m docs.generate

# The files hold no registry address, so they install from any mirror.
lock: $(VENV)/dev  ## resolve the hashed requirement files again
	sh requirements/lock.sh $(BIN)/uv

clean:  ## remove what make made
	rm -rf $(VENV) build *.egg-info .coverage .hypothesis .*_cache
