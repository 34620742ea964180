# The commands of the README. Each sets up what it needs, once.

VENV := .venv
PYTHON ?= python3
CORES ?= $(shell $(PYTHON) -c 'import os; print(os.cpu_count())')
INSTALLED := $(VENV)/.installed
MUTATION := $(VENV)/.mutation
SLURM := $(VENV)/.slurm
RUN := PATH="$(CURDIR)/$(VENV)/bin:$$PATH"

.PHONY: help demo null tiny test test-end-to-end test-faults test-cluster bench bench-long mutants lint licences vulnerabilities params-help

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: $(INSTALLED)  ## set up, then everything on the demo: data, model, report, music
	$(RUN) snakemake --cores $(CORES)

null: $(INSTALLED)  ## the demo's null cohort: the same songs, brains that do not follow them
	$(RUN) snakemake --cores $(CORES) null

tiny: $(INSTALLED)  ## the whole pipeline at its smallest size, in build/tiny
	$(RUN) sh workflow/tiny.sh build/tiny $(CORES)

test: $(INSTALLED)  ## set up, then the tests
	$(RUN) python -m pytest --numprocesses $$(($(CORES) + 1)) --dist loadfile  # some tests wait

test-end-to-end: $(INSTALLED)  ## the whole pipeline at its tiny size, through Snakemake and DVC
	$(RUN) python -m pytest -m end_to_end --numprocesses $(CORES) --maxschedchunk 1

test-faults: $(INSTALLED)  ## kills, full disks, no memory, clocks: what is survived, into docs/reliability.md
	$(RUN) python -m pytest tests/faults -m "faults or not faults" --numprocesses $(CORES) \
		--dist worksteal --reliability docs/reliability.md

test-cluster: $(SLURM)  ## on a cluster of this one machine, which it starts: needs root, slurm-wlm and munge
	$(RUN) python -m pytest -m cluster

bench: $(INSTALLED)  ## how fast, beside what one would take instead, into docs/performance.md: minutes
	$(RUN) python -m benchmarks.speed

bench-long: $(INSTALLED)  ## the rows that take longer than a minute each: an hour
	$(RUN) python -m benchmarks.speed --long

mutants: $(MUTATION)  ## changes to the code that no test notices, out of 200: a quarter of an hour
	$(RUN) python benchmarks/mutants.py

lint: $(INSTALLED)  ## formatting, types, rules
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) snakefmt --check Snakefile workflow
	$(RUN) snakemake --lint

licences: $(INSTALLED)  ## of everything that is installed; ends with 1 at one that pyproject.toml does not allow
	$(RUN) pip-licenses

vulnerabilities: $(INSTALLED)  ## known ones of the pinned packages; asks the index of vulnerabilities, so needs a network
	$(RUN) uv tool run pip-audit --disable-pip --no-deps -r constraints.txt

params-help: $(INSTALLED)  ## every parameter and what it is
	@$(RUN) eeg2music params

$(INSTALLED): pyproject.toml constraints.txt workflow/install.sh
	sh workflow/install.sh $(PYTHON) $(VENV)
	@touch $@

$(SLURM): $(INSTALLED)
	sh workflow/install.sh $(PYTHON) $(VENV) dev,live,s3,slurm
	@touch $@

$(MUTATION): $(INSTALLED)
	sh workflow/install.sh $(PYTHON) $(VENV) dev,live,s3,mutation
	@touch $@
