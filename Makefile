# make demo: run Milepost on the real plan.  make test: run every check.
.PHONY: demo install machine test bench plans soak year lint clean pictures papers notices shipped load
# What was compiled once is kept, whatever the shell says: else each process that a test starts compiles all of Milepost.
export PYTHONDONTWRITEBYTECODE :=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# One more than there are processors, for a test waits now and then: for a database, a browser or a lease that ends.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

$(READY): requirements.lock pyproject.toml
	@echo "== Making a Python environment in $(VENV) from the lock file (about a minute the first time)"
	@python3 -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

install: $(READY)

demo: $(READY)
	@echo "== Starting the demo"
	@$(BIN)/milepost demo

lint: $(READY)
	@echo "== ruff"
	@$(BIN)/ruff check .
	@echo "== mypy"
	@$(BIN)/mypy
	@echo "== import rules"
	@$(BIN)/lint-imports --no-cache

machine:
	@echo "== PostgreSQL, Chromium and the platforms' own judges for the tests"
	@sh tests/machine.sh

test: machine lint
	@echo "== pytest"
# What measures how work grows with a text has the processor's caches for itself: a neighbour would be measured too.
	@MILEPOST_LAWS=all $(BIN)/python -m pytest -q tests/unit/seed/test_linear.py
# The quarter of the board lives some hundred days of the real plan on two platforms, for minutes, and the weeks of impact many
# of one: `make soak` lives them.
	@MILEPOST_LAWS=all $(BIN)/python -m pytest -q --numprocesses $(WORKERS) --dist worksteal --ignore tests/unit/seed/test_linear.py \
		--ignore tests/stories/test_board_quarter.py --ignore tests/stories/test_impact_year.py

# About twenty minutes on an idle machine of two cores. PARTS names a few, INTO=README.md puts the chapter there, JSON=file keeps the figures,
# REACHED=all has them be what later runs are compared with.
bench: $(READY)
	@echo "== PostgreSQL, and the peers that Milepost is measured beside"
	@sh tests/machine.sh
	@sh tests/bench/peers.sh
	@$(BIN)/python -m tests.bench $(PARTS) $(if $(JSON),--json $(JSON)) $(if $(INTO),--into $(INTO)) $(if $(INTO)$(REACHED),--reached $(or $(REACHED),new))

# How well plans of other areas are read: FROM names folders of them, each with what a good reader makes of it (FILE.gold.json).
plans: $(READY)
	@$(BIN)/python -m tests.world.plans $(FROM)

SECONDS_OF_SOAK ?= 600
soak: $(READY)
	@sh tests/machine.sh
	@echo "== Trying every law on examples it has not had"
	@MILEPOST_LAWS=new $(BIN)/python -m pytest -q --numprocesses $(WORKERS) --dist worksteal $$(grep -rl --include='test_*' --exclude=test_linear.py "^from tests.laws" tests)
	@MILEPOST_LAWS=new $(BIN)/python -m pytest -q tests/unit/seed/test_linear.py
	@echo "== Telling every story over every wire"
	@MILEPOST_WIRES=all $(BIN)/python -m pytest -q --numprocesses $(WORKERS) --dist worksteal tests/stories
	@echo "== Killing Milepost at random for $(SECONDS_OF_SOAK) seconds (SECONDS_OF_SOAK=... for another time)"
	@$(BIN)/python -m tests.crash --seconds $(SECONDS_OF_SOAK)
	@echo "== Living a month on both platforms, on SQLite and on PostgreSQL, while any process is killed at any moment (one a database at"
	@echo "   least, about ten minutes; --seed lives one again, --keep FOLDER leaves its logs)"
	@$(BIN)/python -m tests.crash.month --seconds $(SECONDS_OF_SOAK)
	@echo "== Asking each process to stop under load"
	@$(BIN)/python -m tests.crash.stopping
	@echo "== The Procfile under honcho, half of it killed while letters go out"
	@$(BIN)/python -m tests.crash.honcho
	@echo "== Breaking the database, the disk, the platform and the clock around Milepost, each in turn"
	@$(BIN)/python -m tests.crash.faults
	@echo "== Changing every secret under running processes"
	@$(BIN)/python -m tests.crash.rotation

# A year of the real plan with forty people of habits of their own, in this process. The figures go to build/year.json.
# With BOARD=1 its board meets each month: leads write, members ask, the chair decides, an admin issues.
year: $(READY)
	@$(BIN)/python -m tests.world.year $(if $(BOARD),--board)

# Draws the console in each of its states and the page after a simulated quarter into docs/pictures, and the README's pictures of the console into docs/.
pictures: $(READY)
	@sh tests/machine.sh
	@$(BIN)/python -m tests.world.judges.console_pictures
	@$(BIN)/python -m tests.world.judges.page_pictures

# Draws the papers of the real plan after a simulated quarter into build/papers, and some of their pages into docs/pictures.
papers: $(READY)
	@echo "== LibreOffice and poppler, to see papers as pages"
	@sh tests/papers.sh
	@$(BIN)/python -m tests.world.judges.paper_pictures

# Writes THIRD_PARTY.md anew, from the lock of what runs.
notices: $(READY)
	@$(BIN)/python -m tests.shipped.notices

# What operators install, tried as they do: the wheel in a fresh environment, the copies of a night, the units, nginx and Caddy.
shipped: $(READY)
	@echo "== PostgreSQL, Chromium, nginx and Caddy"
	@sh tests/machine.sh
	@sh tests/shipped/machine.sh
	@echo "== The systemd units"
	@sh tests/shipped/units.sh
	@echo "== The copies of a night"
	@$(BIN)/python -m tests.shipped.nights
	@echo "== nginx and Caddy before a real serve"
	@$(BIN)/python -m tests.shipped.proxies
	@echo "== The wheel in a fresh environment"
	@$(BIN)/python -m tests.shipped.fresh

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache milepost-demo*

# 500 people who answer within a minute, the Monday of 150 areas, and a copy put back on an empty machine, on both databases: about an
# hour. SHORT=1 is the same with fewer people, in a few minutes; PARTS="minute monday copies" lives these alone.
load: $(READY)
	@sh tests/machine.sh
	@$(BIN)/python -m tests.crash.load $(PARTS) $(if $(SHORT),--short)

# Databases of every release, on SQLite and PostgreSQL, brought up to date with letters in flight. `python -m tests.world.releases` makes them anew.
.PHONY: upgrades
upgrades: $(READY)
	@sh tests/machine.sh
	@MILEPOST_RELEASES=all $(BIN)/python -m pytest -q tests/contract/test_upgrades.py tests/contract/test_ages.py tests/contract/test_moving.py
