# Every target makes the virtual environment first where it is missing: nothing else has to be set up.
VENV := .venv
PYTHON_IN := $(VENV)/bin/python
READY := $(VENV)/.ready
SAMPLE ?= resources/samples/landscape.png
STEPS ?= 40

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check format bench pictures train clean

help:  ## Show what there is to make.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(READY)  ## Make .venv and install painttime and what it needs.

$(READY): pyproject.toml scripts/setup.sh
	./scripts/setup.sh $(VENV)
	@touch $@

demo: $(READY)  ## Run the main job on a sample painting; results go to out/.
	./scripts/demo.sh $(VENV) $(SAMPLE) $(STEPS)

run: $(READY)  ## Open the window; PAINTING=file opens a picture or a project.
	$(VENV)/bin/painttime open $(if $(PAINTING),"$(PAINTING)")

test: $(READY)  ## Run all tests and the import contracts; needs no display.
	$(PYTHON_IN) -m pytest

check: $(READY)  ## Lint, formatting, types and import contracts.
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(READY)  ## Format the code.
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(READY)  ## Measure speed and memory against the aims; ONLY=row runs one row.
	$(PYTHON_IN) scripts/bench.py $(if $(ONLY),--only $(ONLY))

pictures: $(READY)  ## Make the pictures of README and user guide anew from the sample paintings.
	QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES=default.warning=false $(PYTHON_IN) scripts/pictures.py

train: $(READY)  ## Say how the networks are trained.
	$(PYTHON_IN) -m painttime.training.process --help
	$(PYTHON_IN) -m painttime.training.strokes.train --help
	$(PYTHON_IN) -m painttime.training.portraits.train --help
	$(PYTHON_IN) -m painttime.training.scenes.train --help
	$(PYTHON_IN) -m painttime.training.clicks.train --help
	$(PYTHON_IN) -m painttime.training.perceptual.train --help

clean:  ## Remove results and caches; .venv stays.
	rm -rf out build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find painttime tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
