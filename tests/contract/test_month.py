"""The owner's month over the real plan: 39 milestones of which three moved, in at most 20 presses, on each platform.

A press is a tap; opening a list and choosing in it are two; typing counts nothing. Each is really pressed on the stand-ins.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.slack.drawing import messages as slack
from adapters.teams.drawing import messages as teams
from bot.model.letters.message import Message
from bot.model.plan import Milestone, Plan
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.dates import Dates
from bot.model.updates.update import Face, Update
from bot.ports.record import Tx
from bot.rules.documents import edition
from bot.wording.commands import Chosen
from bot.wording.month.card import MonthLine, MonthPage, shortened, under
from tests.bench.measure import shipped
from tests.world import story as stories
from tests.world.plan import record, row
from tests.world.story import Story
from tests.world.teams.cards import faults, walk
from tests.world.wires import Seat

ROLE = "Head of Inclusion"
SAID = datetime(2026, 1, 12, 10, tzinfo=UTC)
MORNING = "2026-02-02T09:30"
MOVED = ("Amber", "Red", "Amber")
MOST = 20


class Hand:
    """A person who taps with one finger, and counts the taps."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.taps = 0

    async def presses(self, label: str) -> str:
        self.taps += 1
        return await self.seat.presses(label)

    async def ticks(self, refs: list[str]) -> None:
        """Tick a box each."""
        self.taps += len(refs)
        by_action: dict[str, list[str]] = {}
        for ref in refs:
            by_action.setdefault(ref.rpartition(".")[0], []).append(ref)
        await self.seat.fills({f"moved-{action}": " ".join(some) for action, some in by_action.items()})


def theirs(plan: Plan) -> list[str]:
    return [one.ref for one in plan.milestones if ROLE in one.owners]


def last_month(tx: Tx) -> None:
    """The real plan, and what its Head of Inclusion said of each of hers a month ago."""
    plan = shipped()
    tx.plans.save(edition.compare(None, plan).plan)
    tx.people.save(plan.short, [row("keira"), row("gwen")])
    keira = next(one.id for one in tx.people.of(plan.short).persons if one.name == "Keira")
    tx.acting(By(at=SAID, person=keira, capacity=ROLE))
    for ref in theirs(plan):
        said = Update(
            plan=plan.short, ref=ref, status=Status.GREEN, narrative="On its way.", forecast=date(2026, 12, 31),
            by=keira, by_name="Keira", capacity=ROLE, at=SAID,
        )  # fmt: skip
        tx.updates.record(said)


@pytest.fixture
async def month(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    clock = stories.Clock(SAID + timedelta(days=1))
    store = await record(tmp_path / "record.db", last_month)
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)], shipped().short) as begun:
        begun.seat(begun.wire)
        yield begun


@pytest.mark.parametrize("wire", ["console", "slack", "teams"])
async def test_a_month_of_39_milestones_of_which_three_moved_takes_at_most_twenty_presses(month: Story) -> None:
    refs = theirs(shipped())
    assert len(refs) == 39
    moved = [refs[0], refs[17], refs[38]]
    await month.at(MORNING)
    hand = Hand(month.person("keira"))

    card = await hand.presses(next(label for label in hand.seat.buttons() if label.startswith("Update all")))
    assert "0 of 39 confirmed" in card
    await hand.presses("All as before but")
    await hand.ticks(moved)
    saved = await hand.presses("Save the others")
    assert "11 of 39 confirmed" in saved and "Saved as u" in saved
    assert "13 more are green, but their due dates have passed. Are they really on track?" in saved, "one question about them all"
    saved = await hand.presses("Save")
    assert "36 of 39 confirmed" in saved and "Saved as u" in saved
    for ref, colour in zip(moved, MOVED, strict=True):
        await hand.presses(f"{ref} {colour}")
        await hand.seat.fills({"What has happened": "Two people left.", "Path to green": "The Head of Inclusion buys agency cover by 3 June."})
        saved = await hand.presses("Save")
    assert "39 of 39 confirmed" in saved
    assert hand.taps <= MOST
    assert {(await month.said_of(ref))[-1] for ref in refs if ref not in moved} == {"green On its way."}
    assert [(await month.said_of(ref))[-1] for ref in moved] == [f"{one.lower()} Two people left." for one in MOVED]


def longest_page() -> MonthPage:
    """A page of ten lines, each of an action of its own, with all that a line may say."""
    long = "Recruit, train and keep in post at least two further educational psychologists in every locality "
    dates = Dates(due=date(2026, 3, 31), promised=date(2025, 12, 31), moves=2, expected=date(2026, 12, 31), slips=3)
    lines = tuple(
        MonthLine(
            milestone=Milestone(ref=f"{n}.{n}.{n}", text=long * 5, due=date(2026, 3, 31), owners=("Head",)),
            heading=shortened(f"{n}.{n} {long * 2}"), dates=dates, face=Face.NOT_REPORTED, stood=1_234_567, keeps=True,
            chosen=Chosen.AMBER, needs=True,
        )
        for n in range(10, 20)
    )  # fmt: skip
    return MonthPage(
        lines=lines, confirmed=12, count=39, left=27, page=2, pages=3, plan="lancashire_send_priority_action_plan", of_plan=long,
        deputy=True, roles=(long,), newest=1_234_567, keeps=True, token="t" * 11, chosen=10,
    )  # fmt: skip


def test_ten_long_lines_fit_one_message_of_slack_and_one_card_of_teams_and_each_button_is_read_out_with_its_line() -> None:
    card = under(Message(title="Saved as u1 to u36"), longest_page())
    (whole,) = slack.parts(card)
    blocks = slack.body(whole)["blocks"]
    assert isinstance(blocks, list) and len(blocks) <= slack.MOST_BLOCKS
    pressed = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    labels = [element["accessibility_label"] for element in pressed if element["text"]["text"] == "Amber"]
    assert len(labels) == 10 and all(label.startswith(f"{n}.{n}.{n} Amber: Recruit") for n, label in zip(range(10, 20), labels, strict=True))

    (one,) = teams.parts(card)
    drawn = teams.card(one)
    assert len(json.dumps(drawn)) < 28 * 1024 and faults(drawn) == []
    spoken = [str(element["tooltip"]) for element in walk(drawn) if element.get("title") == "Amber"]
    assert len(spoken) == 10 and spoken[0].startswith("10.10.10 Amber: Recruit")
