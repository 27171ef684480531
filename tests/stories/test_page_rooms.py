"""The other sheets of the page: the plan as it is looked for, the board's log, and papers, each as its reader may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.model.board.paper import Drawn
from bot.model.board.period import Freeze
from bot.model.board.settings import Cycle, Meeting
from bot.model.page.place import Colour, Due, Only, Place, Room
from bot.model.page.sheet import Filters, Lines
from bot.model.people import PersonRow
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.page.papers import file
from bot.reports.papers.packs import Pack
from tests.world.plan import SMALL, email
from tests.world.sheets import opened, read, rows, ways, words_of
from tests.world.story import Story

pytestmark = pytest.mark.parametrize("wire", ["recorder"])


async def live(story: Story) -> None:
    """One is amber with a decision wanted, another was asked about; the board has challenged the first action."""
    await story.at("2025-04-23T09:30")
    keira = story.person("keira")
    await keira.says("1.1.1 amber two posts are empty, path: agency cover, decision: fund a post, forecast 31 May 2025")
    await keira.says("yes")
    assert "c1" in await story.person("hugo").says("challenge 1.1 why is nobody in post")
    await story.at("2025-05-02T09:30")


async def add(story: Story, name: str, *rights: str) -> None:
    def work(tx: Tx) -> None:
        tx.people.save(SMALL, [PersonRow(role=None, name=name.title(), email=email(name), rights=rights)])

    await story.store.transact(work)


async def freeze(story: Story) -> None:
    def work(tx: Tx) -> None:
        now = story.clock()
        tx.acting(By(at=now))
        head, meeting = tx.entries.head(SMALL), now.date() + timedelta(days=13)
        tx.periods.freeze(Freeze(plan=SMALL, meeting=meeting, as_at=now, upto=head.entry, at=now))

    await story.store.transact(work)


async def taken(story: Story, name: str, key: str, place: Place) -> Drawn | Pack:
    """A paper as one of the people takes it from a sheet."""
    now = story.clock()

    def work(view: View) -> Drawn | Pack:
        person = next(one for one in view.people.of(story.short).persons if one.email == email(name))
        return file(view, story.short, person, key, place, now)

    return await story.store.read(work)


def offered(told: object) -> list[str]:
    return [line.file for block in getattr(told, "blocks", ()) if isinstance(block, Lines) for line in block.lines if line.file]


async def test_the_plan_shows_how_many_of_how_many(story: Story) -> None:
    await live(story)

    assert "All 3 milestones are shown." in await read(story, "hugo", Room.PLAN)
    assert "1 of 3 milestones is shown." in await read(story, "hugo", Room.PLAN, colour=Colour.AMBER)
    assert "2 of 3 milestones are shown." in await read(story, "hugo", Room.PLAN, due=Due.OVERDUE)
    assert "1 of 3 milestones is shown." in await read(story, "hugo", Room.PLAN, owner="head of send finance")
    assert "1 of 3 milestones is shown." in await read(story, "hugo", Room.PLAN, search="1.1.2")
    assert "2 of 3 milestones are shown." in await read(story, "hugo", Room.PLAN, search="INCLUSION step")
    assert "Take away one of the filters" in await read(story, "hugo", Room.PLAN, search="a pattern.*", colour=Colour.RED)


async def test_a_row_has_the_word_the_shape_the_role_and_both_dates(story: Story) -> None:
    await live(story)
    (row,) = rows(await opened(story, "hugo", Place(room=Room.PLAN, colour=Colour.AMBER)))

    assert [str(cell.value) for cell in row if cell.value] == [
        "1.1.1", "Step 1 done.", "two posts are empty. Path to green: agency cover.", "Head of Inclusion", "30 April 2025, past due", "31 May 2025"
    ]  # fmt: skip
    assert row[2].mark is not None and (row[2].mark.shape, row[2].mark.word) == ("▲", "Amber")


async def test_the_log_tells_what_waits_and_leads_to_what_it_is_about(story: Story) -> None:
    await live(story)
    told = await opened(story, "carys", Place(room=Room.LOG))
    said = words_of(told)

    assert "2 of 2 are shown. 2 of them wait for somebody." in said
    assert "fund a post" in said and "why is nobody in post" in said
    assert {Place(room=Room.MILESTONE, ref="1.1.1"), Place(room=Room.ACTION, ref="1.1")} <= ways(told)
    assert "1 of 2 are shown" in await read(story, "carys", Room.LOG, only=Only.DECISIONS)
    assert "Nothing in the log fits" in await read(story, "carys", Room.LOG, search="unicorns")


async def test_every_place_that_a_sheet_leads_to_can_be_opened_now_and_in_the_past(story: Story) -> None:
    await live(story)
    for as_at in (None, "24 April 2025"):
        seen: set[Place] = set()
        new = {Place(as_at=as_at)}
        while new:
            place = new.pop()
            seen.add(place)
            told = await opened(story, "hugo", place)
            there = ways(told)
            if as_at is not None:
                kept = [one for one in there if one.as_at is None]
                assert kept == [one for one in kept if one in (told.now[1] if told.now else None, told.when.keep)], place
            new |= {one for one in there if one.as_at == as_at} - seen
        assert {one.room for one in seen} >= {Room.OVERVIEW, Room.PLAN, Room.ACTION, Room.MILESTONE, Room.LOG, Room.PAPERS}


async def test_a_form_fills_places_that_can_be_opened(story: Story) -> None:
    await live(story)
    told = await opened(story, "hugo", Place(room=Room.PLAN))
    (form,) = [block for block in told.blocks if isinstance(block, Filters)]

    assert [ask.field for ask in form.asks] == ["colour", "due", "silent", "priority", "owner", "search"]
    for ask in form.asks:
        for choice in ask.choices:
            if choice.value:
                place = Place.model_validate({"room": Room.PLAN, ask.field: choice.value})
                assert (await opened(story, "hugo", place)).title


async def test_papers_are_offered_to_whoever_chat_gives_them_to(story: Story) -> None:
    await live(story)
    await add(story, "petra", "forum")
    await add(story, "olga", "observer")
    place = Place(room=Room.PAPERS)
    all_of_it, forums = offered(await opened(story, "hugo", place)), offered(await opened(story, "petra", place))

    assert "highlight-small-2025-05-02.docx" in all_of_it and "1-summary.docx" in all_of_it
    assert forums and all("-families-" in name for name in forums)
    assert offered(await opened(story, "olga", place)) == all_of_it
    for name in ("highlight-small-2025-05-02.docx", "../../etc/passwd", ""):
        with pytest.raises(Refusal):
            await taken(story, "petra", name, place)


async def test_each_paper_that_is_offered_can_be_drawn(story: Story) -> None:
    await live(story)
    for place in (Place(room=Room.PAPERS), Place(room=Room.PAPERS, as_at="24 April 2025")):
        for name in offered(await opened(story, "gwen", place)):
            pack = await taken(story, "gwen", name, place)
            assert isinstance(pack, Pack) and [one.file for one in pack.papers] == [name]


async def test_issued_papers_are_listed_with_the_day_and_a_fingerprint_and_handed_out_as_they_were(story: Story) -> None:
    await live(story)
    await story.bind_board()
    gwen = story.person("gwen")
    await freeze(story)
    await gwen.says("issue board")
    await gwen.presses("Issue it")
    place = Place(room=Room.PAPERS)
    told = await opened(story, "hugo", place)
    issued = [name for name in offered(told) if name.startswith("issue-")]

    assert issued and "issued on 2 May 2025" in words_of(told) and "Fingerprint " in words_of(told)
    drawn = await taken(story, "hugo", issued[0], place)
    assert isinstance(drawn, Drawn) and issued[0].endswith(drawn.name)
    assert f"{drawn.name}. Fingerprint {drawn.sha256[:16]}" in words_of(told)
    assert not [name for name in offered(await opened(story, "hugo", Place(room=Room.PAPERS, as_at="24 April 2025"))) if "issue-" in name]


async def test_a_withdrawn_word_is_not_on_any_sheet(story: Story) -> None:
    await live(story)
    number = (await story.history("1.1.1"))[0].id
    gwen = story.person("gwen")
    await gwen.says(f"redact u{number} path_to_green because it names somebody")
    await gwen.says("yes")
    for place in (Place(), Place(room=Room.PLAN, only=Only.DECISIONS), Place(room=Room.MILESTONE, ref="1.1.1"), Place(room=Room.LOG)):
        assert "agency cover" not in words_of(await opened(story, "hugo", place))
    assert "[removed" in await read(story, "hugo", Room.MILESTONE, ref="1.1.1")


async def test_each_sheet_leads_to_itself_as_at_the_last_meeting(story: Story) -> None:
    cycle = Cycle(meetings=(Meeting(on=date(2025, 4, 10)), Meeting(on=date(2025, 7, 10))))
    await story.store.transact(lambda tx: tx.plans.keep_settings(SMALL, Policy(board=cycle)))
    await live(story)
    told = await opened(story, "hugo", Place(room=Room.PLAN))
    assert told.meeting is not None and told.meeting[0] == "As at the board's meeting on 10 April 2025"
    then = await opened(story, "hugo", told.meeting[1])
    assert then.meeting is None and then.is_past and "at the end of 10 April 2025" in then.moment and then.place.room is Room.PLAN
