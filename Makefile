# Every task of the project; plain `make` lists them. Works with GNU make 3.81.

PYTHON ?=
VENV   ?= .venv
RAW    ?= raw
OUTPUT ?= output
GOLD   ?= tests/gold/corpus.json
COUNTS ?= 1000,10000

PY       := $(VENV)/bin/python
PIPELINE := $(PY) -m pipeline
# Options that the commands share; LEXICON and WORKERS only when given.
FOLDERS  = --raw "$(RAW)" --output "$(OUTPUT)" $(if $(LEXICON),--lexicon $(LEXICON)) $(if $(WORKERS),--workers $(WORKERS))
STAGES   := normalize extract link validate write

.DEFAULT_GOAL := help
.PHONY: bench help setup run $(STAGES) schedule explain export figures languages score pin pin-all check format test coverage examples expected docs lock clean distclean

help:  ## list the tasks
	@awk -F ':.*## ' '/^[a-z -]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.dev  ## environment with the development tools

run: $(VENV)/.run  ## every stale stage, then the timeline (RAW=, OUTPUT=, WORKERS=, LEXICON=)
	@$(PIPELINE) run $(FOLDERS)

normalize: $(VENV)/.run  ## one stage: files to clean texts
	@$(PIPELINE) $@ $(FOLDERS)

extract: $(VENV)/.run  ## one stage: texts to mentions of events
	@$(PIPELINE) $@ $(FOLDERS)

link: $(VENV)/.run  ## one stage: mentions to events
	@$(PIPELINE) $@ $(FOLDERS)

validate: $(VENV)/.run  ## one stage: check the tables
	@$(PIPELINE) $@ $(FOLDERS)

write: $(VENV)/.run  ## one stage: write the files that people open
	@$(PIPELINE) $@ $(FOLDERS)

schedule: $(VENV)/.run  ## lines that run it every night: cron, systemd, CI
	@$(PIPELINE) schedule $(FOLDERS)

explain: $(VENV)/.run  ## why a row is as it is: TEXT="..." [DATE=2020-11-10], EVENT=id or MENTION=id
	@$(PIPELINE) explain --output "$(OUTPUT)" $(if $(LEXICON),--lexicon $(LEXICON)) \
	  $(if $(EVENT),--event $(EVENT),$(if $(MENTION),--mention $(MENTION),--text "$$TEXT" $(if $(DATE),--date $(DATE))))

export: $(VENV)/.run  ## the tables for another tool: FORMAT=sqlite (timelinejs, icalendar, geojson, ...)
	@$(PIPELINE) export --output "$(OUTPUT)" $(if $(LEXICON),--lexicon $(LEXICON)) --format "$(FORMAT)" $(if $(OUT),--out "$(OUT)")

figures: $(VENV)/.dev  ## events by month, network of actors, dates and sources as PNG and SVG
	@$(PIPELINE) figures --output "$(OUTPUT)"

languages: $(VENV)/.run  ## how far each language is covered
	@$(PIPELINE) languages $(if $(LEXICON),--lexicon $(LEXICON))

score: $(VENV)/.run  ## compare the output with the annotated documents (SHOW=misses LEX=en)
	@$(PIPELINE) score --gold $(GOLD) --output "$(OUTPUT)" $(if $(SHOW),--show $(SHOW)) $(if $(LEX),--language $(LEX))

pin-all: $(VENV)/.run  ## raise the floors of every annotated set in tests/gold
	@for set in corpus:raw $(foreach set,news forms reports histories languages,extra/$(set):tests/gold/extra/$(set)); do \
	  $(PIPELINE) run --quiet --raw $${set#*:} --output .pinned/$${set%%:*} && \
	  $(PIPELINE) pin --gold tests/gold/$${set%%:*}.json --output .pinned/$${set%%:*} \
	    $(if $(filter yes,$(ALLOW_DROP)),--allow-drop) || exit 1; \
	done; rm -rf .pinned

pin: $(VENV)/.run  ## raise the floors of the scores; lower them with ALLOW_DROP=yes
	@$(PIPELINE) pin --gold $(GOLD) --output "$(OUTPUT)" $(if $(filter yes,$(ALLOW_DROP)),--allow-drop)

check: $(VENV)/.dev  ## format, lint, types, import order
	@$(VENV)/bin/ruff format --check --quiet pipeline tests
	@$(VENV)/bin/ruff check --quiet pipeline tests
	@$(VENV)/bin/mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-cache > /dev/null || $(VENV)/bin/lint-imports --no-cache

format: $(VENV)/.dev  ## put the code into its usual form
	@$(VENV)/bin/ruff format --quiet pipeline tests
	@$(VENV)/bin/ruff check --fix --quiet pipeline tests

test: $(VENV)/.dev  ## unit, example and expected-table tests
	@$(PY) -m pytest

coverage: $(VENV)/.dev  ## the tests, with the lines they reach
	@$(PY) -m pytest --cov --cov-report=term-missing:skip-covered

examples: $(VENV)/.dev  ## the examples of one language: LEX=en
	@$(PY) -m pytest tests -k "examples$(if $(LEX), and $(LEX))"

bench: $(VENV)/.dev  ## speed, each figure against a plain reference in the same run (COUNTS=1000,10000,100000)
	@PYTHONPATH=. $(PY) benchmarks/throughput.py $(RAW)
	@PYTHONPATH=. $(PY) benchmarks/times.py $(RAW)
	@PYTHONPATH=. $(PY) benchmarks/link.py
	@PYTHONPATH=. $(PY) benchmarks/scale.py --counts $(COUNTS)
	@PYTHONPATH=. $(PY) benchmarks/page.py "$(OUTPUT)"

expected: $(VENV)/.run  ## remake the tables that the tests expect; look at the difference
	@rm -rf .expected && $(PIPELINE) run --quiet --raw tests/expected/raw --output .expected
	@mkdir -p tests/expected/tables
	@cp .expected/timeline.csv .expected/mentions.csv .expected/event_actors.csv .expected/actors.csv \
	  .expected/documents.csv .expected/rejected.csv tests/expected/tables/
	@rm -rf .expected && git --no-pager diff --stat -- tests/expected

docs: $(VENV)/.docs  ## the documentation as a site in docs/_site, links checked
	@$(PY) -m sphinx -b html -q -W --keep-going -d docs/_site/.doctrees docs docs/_site
	@echo "docs/_site/index.html"

lock:  ## resolve the locked versions anew (needs uv)
	@for extra in "" dev docs; do \
	  uv pip compile pyproject.toml --quiet --generate-hashes --universal --python-version 3.11 \
	    --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade \
	    $${extra:+--extra $$extra --constraint requirements$$(test $$extra = docs && echo -dev).lock} \
	    --output-file requirements$${extra:+-$$extra}.lock || exit 1; \
	done

clean:  ## empty OUTPUT; RAW is left alone
	@rm -rf "$(OUTPUT)"

distclean: clean  ## also remove the environment and all caches
	@rm -rf $(VENV) docs/_site docs/reference .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(VENV)/.run: requirements.lock
	@.ci/venv $(VENV) requirements.lock $(PYTHON)
	@touch $@

# Its versions are those of the development lock, so that the three fit into one environment.
$(VENV)/.docs: requirements-docs.lock
	@.ci/venv $(VENV) requirements-docs.lock $(PYTHON)
	@touch $(VENV)/.run $@

# The development lock holds every version of the other one, so it fits both.
$(VENV)/.dev: requirements-dev.lock requirements.lock
	@.ci/venv $(VENV) requirements-dev.lock $(PYTHON)
	@touch $(VENV)/.run $@
