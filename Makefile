# Every target uses .venv, which `make setup` makes once. `make help` lists them.
PY := .venv/bin/python
export PYTHONUTF8 := 1
# The tests run in two processes: a test that brings its process down is named, and the others go on.
PYTEST := $(PY) -m pytest -q --numprocesses 2 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup specifications demo run test check bench hostile review-check faults stray lives accessibility outside fidelity gallery components screenshots pictures words openapi templates protocols fonts keys lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## make .venv with all packages (and Qt's system libraries, with apt where it may)
	@sh packaging/setup.sh

demo: setup ## open the real window on an embedded platform with six sample campaigns
	@$(PY) -m hdclient demo $(ARGS)

run: setup ## start hdclient as installed (ARGS="--server URL")
	@$(PY) -m hdclient run $(ARGS)

specifications: setup ## fetch the texts that `make test` and `make fidelity` read examples from
	@$(PY) -m tests.fidelity.spec_text

test: specifications ## all tests
	@$(PYTEST) $(ARGS)

check: specifications ## what CI runs: format, lint, types, import contracts, tests, API diff, a short demo check
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m hdclient.platform.openapi --check
	@$(PY) -m hdclient.templates.document --check
	@$(PYTEST) $(ARGS)
	@$(PY) -m hdclient demo --check

bench: setup ## measure; the last line is one JSON object
	@$(PY) -m tests.bench $(ARGS)

fidelity: specifications ## compare what is shown with what was written: specifications, real answers, selections
	@$(PY) -m tests.fidelity $(ARGS)

gallery: setup ## draw every construct of content and the hard formulas, both themes and directions, into out/gallery
	@$(PY) -m tests.fidelity.gallery

components: setup ## draw every component of the window in every state, in four themes, into out/components
	@$(PY) -m hdclient gallery --out out/components

hostile: setup ## let content attack: every case in its own process; the last line is one JSON object
	@$(PY) -m tests.hostile $(ARGS)

review-check: specifications ## anchors, a campaign of review work, blindness, numbers, broken features that tests must see; last line JSON
	@$(PY) -m tests.review_check $(ARGS)

faults: setup ## kill the core N times behind a line that breaks, cut the power TRIALS times (SEED=n); last line JSON
	@N="$(N)" SEED="$(SEED)" TRIALS="$(TRIALS)" $(PY) -m tests.faults

accessibility: setup ## every page at three sizes of window and of text: names, roles, targets, clipped words, Tab
	@$(PY) -m tests.accessibility $(ARGS)

outside: setup ## work in the real window through the accessibility bus alone (Xvfb, dbus-run-session, at-spi2-core)
	@$(PY) -m tests.accessibility.outside

lives: setup ## N random lives of a computer (20000), two people on it, faults, deaths, leases, jumping clocks (SEED=n)
	@HD_EXAMPLES="$(or $(N),20000)" HD_SEED="$(SEED)" $(PY) -m pytest -q -rA tests/sync/test_property.py tests/sync/test_property_clocks.py

stray: setup ## run the tests of the screens and the demo where there is no network, and hear what they ask for
	@$(PY) -m tests.faults.stray $(ARGS)

screenshots: setup ## draw every page × theme × text size × direction into out/screenshots, all on one sheet (all.png)
	@$(PY) -m tests.screenshots $(ARGS)

words: setup ## take the words of the source into the catalogues, and list what is not translated
	@$(PY) -m tests.languages

pictures: setup ## draw the README's pictures anew, from the sample campaigns
	@$(PY) -m tests.screenshots --readme

openapi: setup ## write resources/openapi.json anew from hdclient/wire
	@$(PY) -m hdclient.platform.openapi --write

templates: setup ## write resources/template.schema.json and docs/template-reference.md anew from the models
	@$(PY) -m hdclient.templates.document --write

protocols: setup ## answer every template of the protocol library by keys, submit, read back, export; one JSON result each
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.protocols $(ARGS)

fonts: ## fetch fonts for Chinese, Japanese, Korean and emoji into resources/fonts, for a release (Debian, Ubuntu)
	@packaging/fonts.sh

keys: setup ## write docs/keys.md anew from the registry of actions
	@$(PY) -m ui.key_docs --write

lock: setup ## resolve the dependencies anew into requirements.lock
	@.venv/bin/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --python-version 3.11 \
		--no-header --upgrade --quiet -o requirements.lock

clean: ## remove what is made
	rm -rf .venv out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
