"""Words that tell who a child is go back at every door, and are written nowhere: in no table, no log, no kept answer."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from bot.conversation.desk import Desk
from bot.model.letters.form import Answers
from bot.model.letters.talk import Ask, Chat, Fix, Inbound, Reply, Say, Sender
from store.record import SqlStore
from tests.world.plan import email, load

NOW = datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
NHS, UPN, BORN = "707 483 3789", "F876232860129", "12/03/2015"  # of nobody: made up, with the right check digit and letter
PLANTED = (NHS, UPN, BORN)
WORDS = f"the child of {NHS}, UPN {UPN}, DOB {BORN}"


class Door(NamedTuple):
    """One way in: who speaks, what is said before, and the line or the form with the words in it."""

    name: str
    said: str
    answers: Answers | None = None
    before: tuple[str, ...] = ()
    who: str = "keira"


DOORS = (
    Door("a typed line", f"1.1.1 amber {WORDS}, path: Keira hires by June"),
    Door("a number in bold", f"1.1.1 amber the child of *{NHS[:3]}* {NHS[4:]}"),
    Door("a number grouped by what nobody sees", f"1.1.1 amber the child of {NHS.replace(' ', chr(0xAD))}"),
    Door("a link to a file of a child's", f"evidence 1.1.1 https://x.org/EHCP-{NHS.replace(' ', '')}.pdf"),
    Door("a path to green", f"1.1.1 red late, path: {WORDS}"),
    Door("a decision", f"1.1.1 green, decision: {WORDS}"),
    Door("the answer to a question", WORDS, before=("1.1.1 amber late",)),
    Door("the answer to a doubt", WORDS, before=("1.1.1 green fine, forecast 1 May 2020",)),
    Door("a form", "", {"status": "green", "happened": WORDS}),
    Door("a form of several", "", {"1.1.1.status": "green", "1.1.2.status": "complete", "1.1.2.no_evidence": WORDS}),
    Door("a line of the month's card", "", {"happened": WORDS, "path": "Keira hires by June"}),
    Door("an exception report", "", {"cause": WORDS}),
    Door("a date asked for in a form", "", {"to": "30 June 2025", "why": WORDS}),
    Door("a date asked for", f"move 1.1.1 to 30 June 2025 because {WORDS}"),
    Door("a milestone to be dropped", f"drop 1.1.1 because {WORDS}"),
    Door("a snooze", f"snooze 1.1.1 until 2 April 2025 because {WORDS}"),
    Door("sent back by an assurer", f"send back 1.1.1: {WORDS}", who="gwen"),
    Door("a correction typed", f"correct u{{saved}} green {WORDS}", before=("1.1.1 green fine", "yes")),
    Door("a correction in a form", "", {"status": "green", "happened": WORDS}, ("1.1.1 green fine", "yes")),
    Door("evidence typed", f"evidence 1.1.1 https://x.org/a {WORDS}", before=("1.1.1 green fine", "yes")),
    Door("evidence offered", f"evidence https://x.org/a {WORDS}"),
    Door("evidence in a form", "", {"milestone": "1.1.1", "shows": WORDS}, ("1.1.1 green fine", "yes")),
    Door("a reason of the office", f"withdraw u{{saved}} because {WORDS}", before=("1.1.1 green fine", "yes"), who="gwen"),
    Door("a reason for taking words out", f"redact u{{saved}} said because {WORDS}", before=("1.1.1 green fine", "yes"), who="gwen"),
    Door("a challenge", f"challenge 1.1.1 why {WORDS}?", who="hugo"),
    Door("a challenge for somebody", f"challenge for {WORDS} 1.1.1 why?", who="carys"),
    Door("a challenge in a form", "", {"about": "1.1.1", "text": WORDS}, who="hugo"),
    Door("an action", f"action: {WORDS}, owner Head of Inclusion", who="hugo"),
    Door("an action in a form", "", {"text": WORDS, "owner": "Head of Inclusion"}, who="hugo"),
    Door("an answer", f"answer c1 {WORDS}"),
    Door("an answer sent back", f"not accepted c1: {WORDS}", who="hugo"),
    Door("a decision of the board", f"decide d1: yes because {WORDS}", who="carys"),
    Door("business withdrawn", f"withdraw c1 because {WORDS}", who="gwen"),
    Door("an action closed", f"close a1 because {WORDS}", who="gwen"),
    Door("a holder", f"holder {WORDS} {email('ben')}", who="gwen"),
    Door("a question", f"status {WORDS}"),
    Door("what is not understood", WORDS),
    Door("a person in no plan", f"1.1.1 green {WORDS}", who="mallory"),
)
OPENS = {"a form": "update 1.1.1", "a line of the month's card": "month 1.1.1 amber",
         "an exception report": "exception 1.1.1", "a date asked for in a form": "move 1.1.1", "a form of several": "update 1.1.1 1.1.2", "a correction in a form": "correct u{saved}",
         "evidence in a form": "evidence https://x.org/a", "a challenge in a form": "challenge", "an action in a form": "action"}  # fmt: skip


class Office:
    """A desk over one record, and whoever speaks to it."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.desk = Desk(store, lambda: NOW, patience=60.0)
        self.count = 0

    async def says(self, who: str, said: str, answers: Answers | None = None) -> Reply:
        self.count += 1
        sender = Sender(platform="console", tenant="local", id=email(who), email=email(who), name=who.title())
        told = Inbound(id=f"in:{self.count}", sender=sender, chat=Chat(id=email(who)), said=said, answers=answers)
        return await self.desk.handle(told)

    async def goes_through(self, door: Door) -> list[str]:
        """Say at one door what may not be kept, twice. Returns all that is wrong with what became of it."""
        for said in ("no", *door.before):
            await self.says("keira", said)
        standings = await self.store.read(lambda view: view.updates.standings("small"))
        said = door.said.format(saved=standings["1.1.1"].newest)
        if door.name in OPENS:
            asked = await self.says(door.who, OPENS[door.name].format(saved=standings["1.1.1"].newest))
            assert isinstance(asked, Ask)
            said = asked.form.command
        before = await self.written()
        replies = [await self.says(door.who, said, door.answers) for _ in range(2)]
        after = await self.written()
        wrong = [f"changed {name}" for name, rows in after.items() if rows != before[name]]
        wrong += [f"{one} stands in {name}" for name, rows in after.items() for one in PLANTED if one in rows]
        return [*wrong, *(fault for reply in replies for fault in _wrong(door, said, reply))]

    async def written(self) -> dict[str, str]:
        """All that stands in each table of the record."""
        return await self.store.read(_all_rows)


def _wrong(door: Door, said: str, reply: Reply) -> list[str]:
    """All that is wrong with a reply: it quotes what was said, or a form has lost it."""
    if door.answers is None:
        told = reply.message.plain() if isinstance(reply, Say) else "no sentence"
        wrong = [] if told.startswith("Not saved") or door.who == "mallory" else [told]
    elif isinstance(reply, Fix):
        (name, told), *_ = reply.faults.items()
        wrong = [] if told.startswith("Not saved.") and door.answers[name] == WORDS else [told]
        wrong += [] if reply.answers == door.answers and reply.form.command == said else ["it does not come back as it was"]
        told += repr(reply.form)
    else:
        told, wrong = "", [f"no form: {reply}"]
    return wrong + [f"quotes {one}" for one in PLANTED if one in told]


def _all_rows(view: object) -> dict[str, str]:
    db: sa.Connection = view._connected.db  # type: ignore[attr-defined]
    tables = sa.inspect(db).get_table_names()
    return {name: repr(db.exec_driver_sql(f'SELECT * FROM "{name}"').all()) for name in tables}


@pytest.fixture
async def office(store: SqlStore) -> Office:
    await store.transact(load)
    return Office(store)


async def test_refused_words_are_written_nowhere_and_not_said_back(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for door in DOORS:
        assert await office.goes_through(door) == [], door.name
    assert [one for one in PLANTED if one in caplog.text] == []
    assert [one for one in PLANTED if one in repr(vars(office.desk._kept)) + repr(vars(office.desk._asked))] == []


async def test_the_same_line_without_them_is_saved_and_a_draft_that_waited_is_still_there(office: Office) -> None:
    await office.says("keira", "1.1.1 amber late")
    stopped = await office.says("keira", f"Keira sees {NHS} by June")
    assert isinstance(stopped, Say) and "Not saved" in stopped.message.plain()
    back = await office.says("keira", "Keira sees the family by June")
    assert isinstance(back, Say) and "Path to green: Keira sees the family by June." in back.message.plain()
    await office.says("keira", "yes")

    standing = await office.store.read(lambda view: view.updates.standings("small")["1.1.1"])
    assert standing.update is not None and standing.update.path_to_green == "Keira sees the family by June"


def test_what_is_said_of_the_boards_business_goes_on_the_record_through_one_door() -> None:
    """There it is looked at for words that tell who a child is. What an update wants was looked at with the update."""
    rooms = Path(__file__).parents[2] / "bot" / "conversation"
    putting = {path.name for path in rooms.rglob("*.py") if re.search(r"tx\.business\.(?:begin|step)\(", path.read_text(encoding="utf-8"))}

    assert putting == {"doing.py", "wanted.py"}
    put = (rooms / "board" / "business" / "doing.py").read_text(encoding="utf-8").partition("def put(")[2]
    assert "personal.found_in(tx, said.asker.short, change.texts)" in put and "personal.note(" in put
