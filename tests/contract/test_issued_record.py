"""Issued papers in the record, on both databases: their bytes go with the words in them, and the record stays whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.model.board.paper import Drawn, Issue
from bot.model.board.period import Freeze, Narrative
from bot.model.board.wanted import Wanted
from bot.model.record.entry import By
from bot.model.record.erasure import Erased
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.planning.board.reissuing import reissue
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.program.app import app
from bot.reports.board.issues import as_issued, to_issue
from bot.reports.papers import packs
from bot.reports.record.past import Past
from bot.reports.record.proof import log_json, verify
from bot.rules.board import cycle
from bot.wording.updates.erasures import InPlace
from store.record import SqlStore
from tests.world.plan import SMALL, load, record

NOW = datetime(2025, 3, 18, 9, 30, tzinfo=UTC)


class Drawer:
    """Draws a paper as the JSON of it, or says that it can't."""

    off = False

    def draw(self, paper) -> Drawn:  # type: ignore[no-untyped-def]
        if self.off:
            raise Refusal("papers_off")
        held = paper.model_dump_json().encode()
        return Drawn(name=paper.file, held=held, sha256=sha256(held).hexdigest())


class Office:
    def __init__(self, url: str) -> None:
        self.now = NOW
        self.url = url
        self.store = SqlStore(url, lambda: self.now, InPlace())
        self.drawer = Drawer()

    async def says(self, words: str) -> int:
        """Keira says something of a milestone; returns its entry."""
        self.now += timedelta(minutes=1)

        def work(tx: Tx) -> int:
            keira = tx.people.by_email("keira@example.org")
            tx.acting(By(at=self.now, person=keira, capacity="Head of Inclusion"))
            update = Update(plan=SMALL, ref="1.1.1", status=Status.RED, narrative=words, path_to_green="x", by=keira or 0, by_name="Keira", capacity="Head of Inclusion", at=self.now)
            return tx.updates.record(update).id

        return await self.store.transact(work)

    async def issues(self) -> Issue:
        """Freeze the record, and issue papers that hold some bytes."""
        self.now += timedelta(minutes=1)

        def work(tx: Tx) -> Issue:
            tx.acting(By(at=self.now))
            upto = tx.entries.head(SMALL)
            meeting = cycle.current(tx.plans.policy(SMALL), self.now.date()).meeting
            frozen = tx.periods.freeze(Freeze(plan=SMALL, meeting=meeting, as_at=self.now, upto=upto.entry, at=self.now))
            held = Drawn(name="a.docx", held=b"\x00bytes", sha256=sha256(b"\x00bytes").hexdigest())
            told = {"freeze": frozen.id, "as_at": self.now, "upto": upto.entry, "upto_digest": upto.digest, "at": self.now}
            return tx.papers.issue(Issue(plan=SMALL, audience="board", **told), [held])  # type: ignore[arg-type]

        return await self.store.transact(work)

    async def issues_what_is_drawn(self, words: str) -> Issue:
        """Freeze the record, write for a lead, and issue what is drawn of it then."""
        frozen = await self._frozen()
        self.now += timedelta(minutes=1)

        def work(tx: Tx) -> Issue:
            tx.acting(By(at=self.now))
            told = {"status": Status.AMBER, "forecast": Status.AMBER, "moved": words, "meeting": frozen.meeting, "at": self.now}
            tx.periods.narrate(Narrative(plan=SMALL, priority=1, **told))  # type: ignore[arg-type]
            made = to_issue(tx, SMALL, "board", self.now)
            files = [self.drawer.draw(one) for one in packs.pack(made, Wanted()).papers]
            issue = {"freeze": frozen.id, "as_at": frozen.as_at, "upto": frozen.upto, "upto_digest": "x", "at": self.now}
            return tx.papers.issue(Issue(plan=SMALL, audience="board", **issue), files)  # type: ignore[arg-type]

        return await self.store.transact(work)

    async def _frozen(self) -> Freeze:
        def work(tx: Tx) -> Freeze:
            tx.acting(By(at=self.now))
            upto = tx.entries.head(SMALL)
            meeting = cycle.current(tx.plans.policy(SMALL), self.now.date()).meeting
            return tx.periods.freeze(Freeze(plan=SMALL, meeting=meeting, as_at=self.now, upto=upto.entry, at=self.now))

        return await self.store.transact(work)

    async def redacts(self, entry: int, field: str = "narrative") -> Erased:
        def work(tx: Tx) -> Erased:
            tx.acting(By(at=self.now))
            return tx.erasures.redact(SMALL, entry, field, "it names a child")

        return await self.store.transact(work)

    async def held(self, issue: Issue) -> tuple[Drawn, ...]:
        return await self.store.read(lambda view: view.papers.files(SMALL, issue.id))

    async def all(self) -> tuple[Issue, ...]:
        return await self.store.read(lambda view: view.papers.issues(SMALL))

    async def is_whole(self) -> bool:
        return (await self.store.read(lambda view: verify(view, SMALL))).is_whole


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    made = Office(database_url)
    await made.store.transact(load)
    yield made
    await made.store.close()


async def test_an_issue_is_an_entry_with_its_fingerprints_and_the_record_is_whole(office: Office) -> None:
    issue = await office.issues()

    (file,) = await office.held(issue)
    assert (file.name, file.held, file.sha256) == ("a.docx", b"\x00bytes", dict(issue.files)["a.docx"])
    assert await office.is_whole()
    last = (await office.store.read(lambda view: log_json(view, SMALL)))[-1]
    assert (last["kind"], last["about"], last["entry"]) == ("paper", "board", issue.id)


async def test_words_taken_out_that_papers_tell_of_take_their_bytes_and_leave_their_entry(office: Office) -> None:
    update = await office.says("the lead went to Wrexham to be near her son")
    issue = await office.issues()
    await office.redacts(update)

    assert await office.held(issue) == ()
    assert (await office.all())[0].files == issue.files
    assert [one.id for one in await office.store.read(lambda view: view.papers.forgotten(SMALL))] == [issue.id]
    assert await office.is_whole()


async def test_words_said_after_the_papers_take_nothing_of_them(office: Office) -> None:
    issue = await office.issues()
    await office.redacts(await office.says("the lead went to Wrexham to be near her son"))

    assert len(await office.held(issue)) == 1


async def test_words_said_between_the_freeze_and_the_issue_go_from_what_is_told_since_the_papers(office: Office) -> None:
    issue = await office.issues_what_is_drawn("the lead went to Wrexham")
    (written,) = await office.store.read(lambda view: view.periods.narratives(SMALL))
    assert b"Wrexham" in b"".join(one.held for one in await office.held(issue))
    await office.redacts(written.id, "moved")

    assert await office.held(issue) == ()
    await reissue(office.store, office.drawer, office.now)
    *_, anew = await office.all()
    assert anew.replaces == issue.id and b"Wrexham" not in b"".join(one.held for one in await office.held(anew))


async def test_the_facts_of_an_issue_are_those_of_its_files_whatever_came_later(office: Office) -> None:
    issue = await office.issues_what_is_drawn("two boards signed")
    office.now += timedelta(days=2)
    await office.says("nobody comes any more")

    def read(view: View) -> dict[str, str]:
        (frozen,) = view.periods.freezes(SMALL)
        made = packs.pack(as_issued(view, issue, frozen), Wanted())
        return {one.name: one.sha256 for one in map(office.drawer.draw, made.papers)}

    assert await office.store.read(read) == dict(issue.files)


async def test_somebody_forgotten_is_forgotten_in_issued_papers_too(office: Office) -> None:
    issue = await office.issues()

    def work(tx: Tx) -> None:
        tx.acting(By(at=office.now))
        tx.erasures.erase("keira@example.org", "she asked")

    await office.store.transact(work)
    assert await office.held(issue) == ()
    assert await office.is_whole()


async def test_papers_that_were_forgotten_are_issued_anew_once_as_at_the_same_entry(office: Office) -> None:
    update = await office.says("the lead went to Wrexham to be near her son")
    first = await office.issues()
    await office.redacts(update)

    office.drawer.off = True
    assert await reissue(office.store, office.drawer, office.now) == 0  # it waits for the next round
    office.drawer.off = False
    assert await reissue(office.store, office.drawer, office.now) == 1
    assert await reissue(office.store, office.drawer, office.now) == 0

    before, second = await office.all()
    assert before == first
    assert (second.replaces, second.upto, second.upto_digest, second.why) == (first.id, first.upto, first.upto_digest, "words were taken out of the record")
    held = b"".join(one.held for one in await office.held(second))
    assert b"Wrexham" not in held and b"1.1.1" in held
    assert await office.is_whole()
    past = await office.store.read(lambda view: Past(view, first.id).papers.issues(SMALL))
    assert past == (first,)


async def test_an_ended_plan_is_issued_nothing_anew(office: Office) -> None:
    update = await office.says("the lead went to Wrexham to be near her son")
    await office.issues()
    await office.redacts(update)

    def ends(tx: Tx) -> None:
        tx.acting(By(at=office.now))
        tx.plans.close(SMALL, "signed off", office.now.date())

    await office.store.transact(ends)
    assert await reissue(office.store, office.drawer, office.now) == 0


async def test_the_command_line_gives_the_issued_bytes_unless_another_moment_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "milepost.db"
    url, office = f"sqlite:///{file}", Office(f"sqlite:///{file}")
    office.store = await record(file)
    office.now = datetime.now(UTC) - timedelta(minutes=30)
    issue = await office.issues()
    await office.store.close()

    def asked_for(*words: str) -> dict[str, str]:
        out = tmp_path / "-".join(("out", *words)).replace("/", "")
        ran = CliRunner().invoke(app, ["report", "board", "--out", str(out), "--json", *words], env={"DATABASE_URL": url})
        assert ran.exit_code == 0, ran.output
        return {one["name"]: one["sha256"] for one in json.loads(ran.stdout)["files"]}

    assert await asyncio.to_thread(asked_for) == dict(issue.files)
    assert "a.docx" not in await asyncio.to_thread(asked_for, "--as-at", office.now.date().isoformat())
