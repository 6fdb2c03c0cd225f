# Two commands do all the set-up: `make run` plays the baseline, `make test` runs the whole suite.
# Either makes .venv if there is none. PYTHON=/path/to/python names the Python to make it with.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
SETUP := pyproject.toml constraints.txt scripts/venv.sh
# What Python has read it keeps in compiled form, whatever the environment says: tests start it hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run dashboard compiled test slow lint format docs pages ablation worlds coverage claims negotiations paper pictures wheel bench bench-dashboard same-results constraints clean

help:  ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

run: $(VENV)/for-run  ## Play the baseline scenario
	@$(BIN)/dealsim run baseline

dashboard: $(VENV)/for-test  ## Open the dashboard in a browser
	@$(BIN)/dealsim dashboard

compiled: $(VENV)/for-test
	@$(BIN)/python -m dealsim.engine >/dev/null  # once, before several processes would each do it

test: compiled  ## Run the tests that take minutes: few examples of each property, one visit to each page of the dashboard
	$(BIN)/pytest -n 2 --dist worksteal --ignore tests/browser
	# By itself: one browser, one server. Skipped, and loudly, where there is no Chromium;
	# all that a browser can try is tried with DEALSIM_BROWSER=required, as CI has it.
	$(BIN)/pytest tests/browser

slow: compiled  ## Run what takes an hour: long searches, every property on many random examples, clusters, notebooks
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n 2 --dist worksteal -m "slow or hypothesis" --ignore tests/browser

lint: $(VENV)/for-test  ## Check style, types and the directions of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/for-test  ## Put the code in the project's style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/for-test  ## Build the documentation's site in build/site, with the model's page made from the code
	@$(BIN)/python -m scripts.build_site

pages: $(VENV)/for-run  ## Write docs/model.md (the headings alone), docs/published.md and docs/tutorial.md
	@$(BIN)/python -m scripts.write_model
	@$(BIN)/python -m scripts.write_published
	@$(BIN)/python -m scripts.write_tutorial

ablation: $(VENV)/for-run  ## Write docs/ablation.md: the baseline with each mechanism switched off (minutes)
	@$(BIN)/python -m scripts.write_ablation

coverage: $(VENV)/for-run  ## Write docs/intervals.md: how often intervals hold the truth (minutes)
	@$(BIN)/python -m scripts.write_coverage

worlds: $(VENV)/for-run  ## Write docs/worlds.md: what each shipped world is for and what happens there (minutes)
	@$(BIN)/python -m scripts.write_worlds

claims: $(VENV)/for-run  ## Play the ledger of claims anew and write docs/claims.md (half an hour)
	@$(BIN)/dealsim claims --games 4096 --worlds 96 --out build/claims >/dev/null
	@cp build/claims/ledger.json scenarios/claims/ledger.json
	@$(BIN)/python -m scripts.write_claims

negotiations: $(VENV)/for-run  ## Write docs/negotiations.md: what negotiations are worth under each protocol (minutes)
	@$(BIN)/python -m scripts.write_negotiations

paper: $(VENV)/for-test  ## Play small versions of the shipped experiments; lay them out in build/paper/paper.html (minutes)
	@$(BIN)/python -m scripts.write_paper

pictures: $(VENV)/for-test  ## Take the README's pictures of the dashboard anew (needs Chromium)
	@$(BIN)/python -m scripts.picture_dashboard

wheel: $(VENV)/for-test  ## Build the wheel and try it from an empty folder
	scripts/try_wheel.sh $(BIN)/python

bench: $(VENV)/for-run  ## Measure speed, growth, memory and start-up; write benchmarks/RESULTS.md (ten minutes)
	@$(BIN)/python -m benchmarks.write_results

bench-dashboard: $(VENV)/for-test  ## Measure how soon the dashboard answers; write benchmarks/DASHBOARD.md (minutes; needs Chromium)
	@$(BIN)/python -m benchmarks.dashboard

same-results: $(VENV)/for-run  ## Play BEFORE=another-checkout and this one alike: does any number differ? (minutes)
	@$(BIN)/python -m scripts.compare_versions $(if $(BEFORE),--before "$(BEFORE)") $(if $(OUTPUTS),--before-outputs "$(OUTPUTS)")

constraints:  ## Pin the newest versions of all dependencies in constraints.txt
	scripts/pin.sh

clean:  ## Remove what was made, the virtual environment included
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: an environment is set up again only when what it was made from has changed.
$(VENV)/for-run: $(SETUP)
	@scripts/venv.sh $(VENV)
	@echo "Installing dealsim into $(VENV): about a minute, this once."
	@$(PIP) -e '.[figures]'
	@touch $@

$(VENV)/for-test: $(SETUP)
	@scripts/venv.sh $(VENV)
	@echo "Installing dealsim and what its tests need into $(VENV): about a minute, this once."
	@$(PIP) -e '.[test]'
	@touch $(VENV)/for-run $@
