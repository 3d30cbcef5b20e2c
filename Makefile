# Everything sets itself up in a virtual environment of its own: a fresh machine needs Python and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RAW ?= ../shared/data
PANEL ?= ../shared/panel
AGE ?= 35
SEX ?= female
ARGS ?=

.PHONY: docs coverage printed nightly help week app test processes page lint types check data check-data bench panel explain-check kills browser wheel clean

help:
	@echo "make week        write a week's plan to week.csv (AGE=35 SEX=female ARGS='--diet vegan')"
	@echo "make app         open the page in a browser"
	@echo "make test        run the tests"
	@echo "make processes   run the tests that start, stop and kill other processes"
	@echo "make page        run the tests that run the whole page, without a browser"
	@echo "make check       all tests but the browser's, lint and types"
	@echo "make browser     drive the page in headless Chromium"
	@echo "make docs        build the docs as a site, out/site; a warning is an error"
	@echo "make coverage    run the tests on one core and say what share of the program they reach, by branch"
	@echo "make printed     run every command of README and docs; what they print has to be what stands there"
	@echo "make nightly     ten thousand problems against another solver, each property on a thousand people"
	@echo "make data        rebuild data/ from the raw files (RAW=folder)"
	@echo "make check-data  compare every cell of data/foods.csv with the raw files (RAW=folder)"
	@echo "make panel       plan for a panel of people and check every plan (PANEL=folder RAW=folder)"
	@echo "make explain-check  check explanations by re-solving: 50 people, 30 impossible requests (PANEL=folder)"
	@echo "make kills       kill a batch 50 times at random and compare what comes out in the end"
	@echo "make bench       measure speed, and how it scales with foods and people, into docs/bench"

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[app]"
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

week: $(VENV)/ready
	$(BIN)/mealopt week --age $(AGE) --sex $(SEX) $(ARGS) -o week.csv --totals totals.csv --drivers drivers.csv
	@echo "week.csv, totals.csv and drivers.csv are written."

app: $(VENV)/ready
	$(BIN)/mealopt app

# a file's tests stay together: they share plans that take seconds to make; long files come first (conftest.py)
test: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

processes: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 -m processes tests

page: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile -m page tests/desk tests/page

check: test processes page lint types

browser: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n 2 -m browser tests/browser

data: $(VENV)/ready-dev
	$(BIN)/python -m builder --raw $(RAW) --out data

check-data: $(VENV)/ready-dev
	$(BIN)/python bench/check_data.py --raw $(RAW)

bench: $(VENV)/ready-dev
	$(BIN)/python bench/speed.py --panel $(PANEL)
	$(BIN)/python bench/scale.py --panel $(PANEL) --out docs/bench

panel: $(VENV)/ready-dev
	$(BIN)/python bench/panel.py --panel $(PANEL) --raw $(RAW) $(ARGS)

explain-check: $(VENV)/ready-dev
	$(BIN)/python bench/explain.py --panel $(PANEL) $(ARGS)

docs: $(VENV)/ready-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "out/site/index.html"

coverage: $(VENV)/ready-dev
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -q -m "not browser and not processes and not nightly"
	$(BIN)/python -m coverage report --skip-covered --sort cover

printed: $(VENV)/ready-dev
	$(BIN)/python bench/printed.py $(ARGS)

nightly: $(VENV)/ready-dev
	$(BIN)/python bench/nightly.py $(ARGS)
	EXAMPLES_TIMES=125 $(BIN)/python -m pytest -n auto --maxprocesses 4 -m hypothesis tests

kills: $(VENV)/ready-dev
	$(BIN)/python bench/kills.py $(ARGS)

wheel: $(VENV)/ready-dev
	$(BIN)/python -m build --wheel --outdir dist

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
