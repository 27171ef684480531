"""The shipped plan's summary as Slack and Teams take it: a first part that is one screen, and the rest in parts that fit."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from adapters.slack.drawing import messages as slack
from adapters.teams.drawing import messages as teams
from bot.model.letters.message import Items, Message
from bot.model.policy import Policy
from bot.model.record.entry import Head
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Standing
from bot.rules import summary
from bot.wording import summary as wording_summary
from tests.world.judges import shown

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ASKED = datetime(2025, 2, 3, 9, tzinfo=UTC)


def wordy(standing: Standing) -> Standing:
    long = dict.fromkeys(("narrative", "path_to_green", "decision_wanted"), "many words " * 200)
    return standing.model_copy(update={"update": standing.update.model_copy(update=long)}) if standing.update else standing


SILENT = {one.ref: Standing(ref=one.ref, asked=ASKED) for one in shown.plan().milestones}
HALF = {**SILENT, **dict(list(shown.half_said().items())[:60])}
WORDY = {ref: wordy(standing) for ref, standing in HALF.items()}


def posted(standings: Mapping[str, Standing]) -> Message:
    snapshot = Snapshot(plan=shown.plan(), policy=Policy(), standings=standings, now=NOW)
    return wording_summary.posted(summary.weekly(snapshot, SILENT), shown.plan(), Head(entry=9, digest="0" * 64))


@pytest.mark.parametrize(
    ("standings", "kilobytes"), [(SILENT, 28), (HALF, 28), (WORDY, 36)], ids=["silent", "half answered", "in many words"]
)
def test_the_first_part_is_one_screen_and_every_part_fits(standings: Mapping[str, Standing], kilobytes: int) -> None:
    message = posted(standings)
    said, cards = slack.parts(message), teams.parts(message)

    assert [parts[0].title for parts in (said, cards)] == [message.title, message.title]
    assert all(part.further is None for part in (*said, *cards)) and min(len(said), len(cards)) >= 2
    assert cards[0].blocks == message.blocks
    assert said[0].blocks == tuple(block for block in message.blocks if not (isinstance(block, Items) and block.folded))
    assert len(slack.body(said[0])["blocks"]) <= 8  # type: ignore[arg-type]
    assert len(json.dumps(teams.activity(cards[0])).encode()) <= kilobytes * 1024
    every = "\n".join(part.plain() for part in said)
    assert [ref for ref in SILENT if f"{ref} " not in every] == []
    assert every.endswith("Record: entry 9, 0000000000000000.")
    thread = [line for part in said[1:] for line in part.plain().split("\n")]
    assert [one.ref for one in shown.plan().milestones if sum(f" {one.ref} {one.text[:20]}" in line for line in thread) > 1] == []
