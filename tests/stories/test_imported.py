"""What a plan's tracker said on the day it was loaded: shown as that, and asked about until its owner has confirmed it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.plan import Imported, Milestone, Source
from bot.model.record.entry import By
from bot.model.status import Status
from bot.planning import editions
from bot.ports.record import Tx
from bot.rules.documents import edition
from tests.world import story as stories
from tests.world.plan import PEOPLE, SMALL, due, record, row, small
from tests.world.story import Clock, Story


def said(number: int, when: str, status: Status, words: str, *owners: str) -> Milestone:
    there = Imported(status=status, colour=status.value, words=words, as_at=date(2025, 3, 3))
    return due(number, when, *owners).model_copy(update={"imported": there})


TRACKER = Source(file="tracker.xlsx")
LOADED = datetime(2025, 3, 10, 9, tzinfo=UTC)
STEPS = (
    said(1, "2025-12-31", Status.GREEN, "Board meets monthly.", "Head of Inclusion"),
    said(2, "2025-12-31", Status.AMBER, "Two posts are vacant.", "Head of Inclusion", "Chief Nursing Officer"),
    said(3, "2025-11-30", Status.COMPLETE, "", "Head of Inclusion"),
    due(4, "2025-12-31", "Chief Nursing Officer"),
)


def loaded(tx: Tx) -> None:
    """Keep the plan as loading its file does, and its people."""
    editions.keep(tx, edition.compare(None, small(STEPS)).plan, TRACKER, LOADED)
    tx.people.save(SMALL, [row(name) for name in PEOPLE])


@pytest.fixture
async def story(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    """The small plan with what its tracker said, its people, and a clock; nobody was asked yet."""
    clock = Clock()
    store = await record(tmp_path / "record.db", loaded)
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as begun:
        begun.seat(begun.wire)
        yield begun


async def test_the_first_card_asks_to_confirm_and_no_change_declares_it(story: Story) -> None:
    keira = story.person("keira")
    await story.round()
    (card,) = story.letters["keira"]
    assert "Where does each of these stand?" in card and "Nobody has confirmed that yet" in card
    assert "In tracker.xlsx of 3 March 2025 this was green. It said: Board meets monthly. Is that still so?" in card
    assert "In tracker.xlsx of 3 March 2025 this was complete. Please confirm it with evidence." in card
    assert keira.buttons().count("No change") == 2, "what is complete in the tracker is no one press"

    saved = await keira.presses("No change")
    (green,) = await story.history("1.1.1")
    assert f"Saved 1.1.1 as u{green.id}" in saved
    assert (green.status, green.narrative, green.capacity, green.confirms) == (
        Status.GREEN, "Board meets monthly.", "Head of Inclusion", None,
    )  # fmt: skip


async def test_no_change_on_an_amber_asks_for_the_path_to_green_and_saves_nothing_without_it(story: Story) -> None:
    keira = story.person("keira")
    await story.round()
    assert "Amber needs a path to green" in await keira.presses("No change, 1.1.2")
    assert await story.history("1.1.2") == ()
    told = await keira.says("agency cover from May")
    assert "Two posts are vacant" in told and "agency cover from May" in told
    await keira.says("yes")
    (amber,) = await story.history("1.1.2")
    assert (amber.status, amber.narrative, amber.path_to_green) == (Status.AMBER, "Two posts are vacant.", "agency cover from May")


async def test_all_same_declares_what_the_tracker_said_and_asks_for_what_it_lacks(story: Story) -> None:
    keira = story.person("keira")
    await story.round()
    assert "1.1.2" in await keira.says("all same")
    for _ in range(2):  # the path of the amber, and the evidence of what is complete
        told = await keira.says("none yet, it is being gathered")
    assert "Step 1 done" in told and "Step 2 done" in told and "Step 3 done" in told
    await keira.says("yes")
    assert [await story.said_of(ref) for ref in ("1.1.1", "1.1.2", "1.1.3")] == [
        ["green Board meets monthly."], ["amber Two posts are vacant."], ["complete"],
    ]  # fmt: skip


async def test_it_is_asked_about_once_and_is_not_reported_after_a_cycle_of_silence(story: Story) -> None:
    await story.round()
    await story.advance(3)
    assert len(story.letters["keira"]) == 1
    assert "Green in the tracker" in await story.person("gwen").says("status 1.1.1")

    story.clock.moment += timedelta(days=40)
    told = await story.person("gwen").says("silent")
    assert "In the tracker it was green, 58 days ago, and nobody has confirmed it." in told
    assert "Not reported" in await story.person("gwen").says("status 1.1.1")


async def test_day_one_has_its_colours_and_the_board_is_told_whose_they_are(story: Story) -> None:
    gwen = story.person("gwen")
    whole = await gwen.says("digest")
    assert "3 as in the tracker, not yet confirmed: 1 green, 1 amber, 1 complete." in whole
    assert "0 complete" in whole and "0 of 4 past due" in whole
    amber = await gwen.says("amber")
    assert "1.1.2" in amber and "Amber in tracker.xlsx of 3 March 2025, not yet confirmed. It said: Two posts are vacant." in amber
    assert "3 as in the tracker, not yet confirmed" in await gwen.says("digest all")


async def test_an_owners_word_takes_its_place_and_a_later_tracker_stands_beside_it(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.says("yes")
    red = said(1, "2025-12-31", Status.RED, "Off track.", "Head of Inclusion")
    await newly_loaded(story, red)
    told = await keira.says("status 1.1.1")
    assert "● Green" in told and "all well" in told
    assert "Red in tracker.xlsx of 3 March 2025. It said: Off track." in told and "not yet confirmed" not in told
    assert await story.said_of("1.1.1") == ["green all well"]


async def test_a_new_edition_has_what_nobody_spoke_of_asked_about_at_the_next_round_and_no_old_card_confirms_it(story: Story) -> None:
    keira = story.person("keira")
    await story.round()
    red = said(1, "2025-12-31", Status.RED, "Off track.", "Head of Inclusion")
    await newly_loaded(story, red)
    refused = await keira.presses("No change, 1.1.1")
    assert "Not saved" in refused and "something new since this was shown" in refused
    assert await story.history("1.1.1") == ()

    await story.advance(1)
    card = story.letters["keira"][-1]
    assert len(story.letters["keira"]) == 2
    assert "1.1.1" in card and "this was red. It said: Off track. Is that still so?" in card
    assert "1.1.2" not in card and "1.1.3" not in card, "of these the tracker says what it said before"
    await story.advance(1)
    assert len(story.letters["keira"]) == 2


async def test_all_as_before_on_the_month_keeps_what_it_may_and_says_what_the_rest_lacks(story: Story) -> None:
    keira = story.person("keira")
    month = await keira.says("month")
    assert "Green in the tracker" in month and "Amber in tracker.xlsx of 3 March 2025, not yet confirmed." in month
    told = await keira.presses("All as before")
    assert await story.said_of("1.1.1") == ["green Board meets monthly."]
    assert await story.history("1.1.2") == () == await story.history("1.1.3")
    assert "1.1.2, 1.1.3: nobody has confirmed this yet." in told.replace("1.1.3, 1.1.2", "1.1.2, 1.1.3")


async def test_history_and_why_name_the_file_as_the_capacity_and_the_past_knows_what_it_said_then(story: Story) -> None:
    keira, then = story.person("keira"), story.clock.moment
    told = await keira.says("history 1.1.2")
    assert "△ Amber in the tracker" in told and "▲" not in told
    assert "imported from tracker.xlsx, as at 3 March 2025: Amber. It said: Two posts are vacant." in told
    assert "imported from tracker.xlsx, as at 3 March 2025: Complete." in await keira.says("why 1.1.3")

    story.clock.moment += timedelta(days=2)
    await newly_loaded(story, said(1, "2025-12-31", Status.RED, "Off track.", "Head of Inclusion"))
    both = await keira.says("history 1.1.1")
    assert both.index("It said: Board meets monthly.") < both.index("It said: Off track.")
    past = await keira.says(f"status 1.1.1 as at {then:%d %B %Y}")
    assert "Green in the tracker" in past and "Off track" not in past


async def test_the_form_begins_with_what_the_tracker_said(story: Story) -> None:
    form = await story.person("keira").opens("update 1.1.2")
    assert "Two posts are vacant." in form


async def test_a_form_for_several_offers_what_needs_no_more_and_saves_it_as_the_owners_word(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1 1.1.2")
    there = "As in the tracker: Green (3 March 2025)"
    assert there in keira.offers("1.1.1.status")
    assert not any("tracker" in one for one in keira.offers("1.1.2.status")), "it needs a path to green"
    await keira.fills({"1.1.1.status": there})
    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["green Board meets monthly."]


async def test_a_form_that_was_opened_before_a_newer_edition_keeps_nothing_that_it_did_not_show(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1 1.1.2")
    await keira.fills({"1.1.1.status": "As in the tracker: Green (3 March 2025)"})
    other = said(1, "2025-12-31", Status.NOT_STARTED, "Begins in May.", "Head of Inclusion")
    await newly_loaded(story, other)
    assert "A newer edition of the plan has changed what its tracker said of 1.1.1." in await keira.presses("Save")
    assert await story.history("1.1.1") == ()


async def newly_loaded(story: Story, first: Milestone) -> None:
    """Load the next edition, in which the tracker says something else of the first milestone, in the middle of a day."""
    story.clock.moment += timedelta(hours=2)

    def keep(tx: Tx) -> object:
        tx.acting(By(at=story.clock(), person=None, capacity="command line: gwen"))
        stands = {one.ref: one for one in tx.plans.document(SMALL).milestones}
        return editions.keep(tx, small((first, *(stands[one.ref] for one in STEPS[1:]))), TRACKER, story.clock())

    await story.store.transact(keep, plans=(SMALL,))
