# make run, make test, make bench, make faults: docs in README.md and CONTRIBUTING.md.
.PHONY: help run test bench faults requirements
ONLY ?=
# Compiled modules are worth keeping: each start is a second faster.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make run           the portal on this machine, with sample content (PORT=8000)"
	@echo "make test          every check and test; ONLY=alerts runs one app's tests"
	@echo "make bench         speed and size, one line a figure; ONLY=name runs one script"
	@echo "make faults        killed workers, failing mail servers, a crashing database; ONLY=name"
	@echo "make requirements  pin the packages of requirements*.in anew"

run: .venv/installed-run
	@exec .venv/bin/python scripts/run.py

test: .venv/installed-dev
	@exec scripts/test $(ONLY)

bench: .venv/installed-dev
	@exec .venv/bin/python bench/run.py $(ONLY)

faults: .venv/installed-dev
	@exec .venv/bin/python bench/run.py faults $(ONLY)

requirements: .venv/installed-dev
	@exec scripts/pin

.venv/installed-run: requirements.txt requirements-run.txt
	@exec scripts/install run

.venv/installed-dev: requirements.txt requirements-run.txt requirements-pdf.txt requirements-dev.txt
	@exec scripts/install dev
