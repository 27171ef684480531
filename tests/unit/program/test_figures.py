"""Every figure is documented with an alert and what to do, and no alert asks for a figure that there is not."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from prometheus_client import REGISTRY, generate_latest

from adapters.web.callers import Wrong
from adapters.web.refused import Refused
from bot.model.letters.letter import LetterState
from bot.model.watching import Noted, Pool, Standing, Vitals
from bot.program.watching.figures import begin
from bot.program.watching.vitals import DatabaseFigures
from tests.world.tools import needs_promtool

ROOT = Path(__file__).parents[3]
ALERTS, PAGE = ROOT / "docs/running/alerts.yml", (ROOT / "docs/watching.md").read_text(encoding="utf-8")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TRIED = Path(__file__).with_name("alerts.test.yml")
MAKERS = ("adapters.slack.bolt.door", "adapters.slack.socket", "adapters.web.refused", "bot.program.watching.figures")
OF_A_HISTOGRAM = re.compile(r"_(bucket|count|sum)$")


class Record:
    def pool(self) -> Pool:
        return Pool(open=2, in_use=1, waiting=0)


def figures(folder: Path) -> set[str]:
    """The names of all figures as they are asked for, those of the database among them."""
    for maker in MAKERS:
        import_module(maker)
    database = DatabaseFigures(Record(), folder / "milepost.db", lambda: NOW)  # type: ignore[arg-type]
    database._read = (database._monotonic(), Vitals(letters=(Standing(state=LetterState.WAITING, platform="slack", count=1, oldest=NOW),), noted={Noted.COPY: NOW}))
    families = [*REGISTRY.collect(), *database.collect()]
    names = {f"{one.name}_total" if one.type == "counter" else one.name for one in families}
    return {name for name in names if name.startswith("milepost_")}


def test_every_figure_is_on_the_page_and_in_an_alert_and_every_alert_is_on_the_page(tmp_path: Path) -> None:
    rules = ALERTS.read_text(encoding="utf-8")
    asked = {OF_A_HISTOGRAM.sub("", name) for name in re.findall(r"\bmilepost_\w+", rules)}
    there = figures(tmp_path)

    assert len(there) >= 22
    assert asked <= there
    assert {name for name in there if f"`{name}`" not in PAGE} == set()
    assert there - asked == {"milepost_rounds_total"}  # the last one's moment says more
    assert {name for name in re.findall(r"alert: (\w+)", rules) if f"`{name}`" not in PAGE} == set()
    assert {name for name in re.findall(r"`(Milepost\w+)`", PAGE) if name not in rules} == set()


def test_what_an_alert_waits_for_stands_at_nought_before_it_first_happens() -> None:
    begin("sqlite", ["made-up"])
    Refused("made-up", Wrong)

    told = generate_latest().decode()
    assert 'milepost_inbound_total{kind="typed",outcome="failed",platform="made-up"} 0.0' in told
    assert 'milepost_secret_refused_total{platform="made-up"} 0.0' in told
    assert 'milepost_refused_total{platform="made-up",reason="malformed"} 0.0' in told


def test_no_figure_has_a_label_that_could_name_anybody(tmp_path: Path) -> None:
    figures(tmp_path)
    labels = {label for one in REGISTRY.collect() if one.name.startswith("milepost_") for sample in one.samples for label in sample.labels}

    assert labels <= {"platform", "kind", "outcome", "reason", "state", "version", "python", "database", "le"}


@needs_promtool
def test_the_alerts_go_off_when_they_should() -> None:
    done = subprocess.run(["promtool", "test", "rules", TRIED.name], cwd=TRIED.parent, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
