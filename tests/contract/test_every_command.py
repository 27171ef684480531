"""Every command by typed line on every wire: one story for each wire, and the table that it is told from misses no command."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.model.record.entry import Entry
from bot.ports.record import View
from bot.wording import commands
from bot.wording.commands import Command
from bot.wording.parse import parse
from tests.world import story as stories
from tests.world.every_line import DONE, NO_RIGHT, PEOPLE, STORY, Kind, Line, load
from tests.world.plan import record
from tests.world.wires import Seat

WORDS = re.compile(  # the words of which one stands in the first line of whatever was recorded
    r"\b(Saved|Asked|Approved|Declined|Signed off|Checked|Sent back|Snoozed|Paused|Resumed|Undone|Withdrawn|Refused|Confirmed|Redacted)\b"
)
HANDLE = r"([uexacdmrv][0-9]+)"
NAMED = re.compile(r"{(\w+)}")  # a handle of the table
NEEDS_NO_RIGHT = (  # is about whoever says it, or a draft of their own; a wrong token is no right
    *(commands.Save, commands.Discard, commands.Choose, commands.WhichDates, commands.NoChange, commands.Undo),
    *(commands.Away, commands.Back, commands.Confirm, commands.Refuse, commands.MonthSave, commands.MonthAsBefore),
)


def kind_of(line: Line) -> type[Command]:
    """The command that a line is. The name of a handle begins with its letter."""
    return type(parse(NAMED.sub(lambda found: f"{found[1][0]}1", line.says), stories.STARTS.date(), ("small", "other")))


def heads(view: View) -> dict[str, int]:
    """The number of the last entry of each plan."""
    return {short: head.entry for short, head in view.entries.heads().items()}


def without_capacity(view: View) -> list[Entry]:
    """What somebody has put on the record and it is not said as what."""
    every = (view.entries.entry(short, number) for short, last in heads(view).items() for number in range(1, last + 1))
    return [one for one in every if one is not None and one.fields.get("person") and not one.fields.get("capacity")]


async def hears(seat: Seat, typed: str) -> str:
    """What somebody then reads first: the first line of the newest message, else of the form or of what is shown in passing."""
    count, before = seat.count(), [*seat.notices(), seat.form() or ""]
    await seat._say(typed)
    told = seat.messages()[count:] or [one for one in (*seat.notices(), seat.form() or "") if one not in before]
    if seat.form() is not None:
        await seat.closes()
    return told[0].strip().splitlines()[0] if told else ""


def holds(first: str, line: Line, kept: dict[str, str]) -> bool:
    """Whether a first line holds what is hoped for. Keeps the handles that it names for the first time."""
    new = [name for name in NAMED.findall(line.hears) if name not in kept]
    wanted = re.escape(line.hears).replace(r"\{", "{").replace(r"\}", "}").format(**{**dict.fromkeys(new, HANDLE), **kept})
    found = re.search(wanted, first)
    kept |= dict(zip(new, found.groups(), strict=True)) if found else {}
    return found is not None


@pytest.mark.parametrize("wire", stories.WIRES)
async def test_every_command_is_answered_in_its_first_line_on_every_wire(wire: str, tmp_path: Path) -> None:
    clock, kept, wrong = stories.Clock(), dict[str, str](), list[str]()
    store = await record(tmp_path / "record.db", load)
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as story:
        story.seat(story.wire)
        for name in PEOPLE:
            await story.person(name).says("help")  # the first thing heard is who Milepost is
        before = await store.read(heads)
        for line in STORY:
            clock.moment += timedelta(seconds=2)
            name, _, room = line.who.partition("@")
            seat = story.person(name).at(room) if room else story.person(name)
            first, after = await hears(seat, line.says.format(**kept)), await store.read(heads)
            fits = holds(first, line, kept) and (WORDS.search(first) is not None or line.kind is not DONE)
            wrong += [] if fits and (before != after) == (line.kind is DONE) else [f"{line} {first!r} {before} {after}"]
            before = after
        unnamed = await store.read(without_capacity)
    assert not wrong, "\n".join(wrong)
    assert unnamed == []


def test_the_table_misses_no_command_and_no_refusal() -> None:
    said: dict[Kind, set[type[Command]]] = {kind: {kind_of(line) for line in STORY if line.kind is kind} for kind in Kind}
    every, recording = (set(get_args(union)) - {commands.Mention} for union in (Command, commands.Records))  # a thread makes one

    assert every - set().union(*said.values()) == set()
    assert recording - said[NO_RIGHT] - set(NEEDS_NO_RIGHT) == set()
    assert recording - said[Kind.NO_SENSE] - {commands.MonthSave} == set()
