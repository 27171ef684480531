"""Exceptions: from a forecast that passes the tolerance, by one question, to a report that the board reads; and what is then still
asked."""

from __future__ import annotations

from bot.model.board.business import BusinessState, Item
from bot.ports.record import View
from bot.reports.papers.exception import exception
from bot.reports.papers.ground import ground
from bot.reports.papers.told import told
from tests.world.plan import SMALL
from tests.world.story import Story

LATE = "1.1.1 amber a partner left, path: agency cover by June, forecast 20 June 2025, decision: which partner comes next"
OPEN = "Open an exception report"
MEANT = {"for_children": "They wait longer.", "wanted_by": "2025-05-12", "lessons": "Ask two partners."}


async def paper(story: Story, ref: str = "1.1.1", audience: str = "board") -> str:
    """What the exception report on a milestone says."""

    def read(view: View) -> str:
        on = ground(view, SMALL, audience, story.clock())
        return str(told(exception(on, ref)))

    return await story.store.read(read)


async def reported(story: Story) -> None:
    """Keira's forecast passes the tolerance, and she answers with a report."""
    keira = story.person("keira")
    await keira.says(LATE)
    assert "more than 20 working days late" in await keira.says("yes")
    form = await keira.presses(OPEN)
    for begun in ("a partner left", "agency cover by June", "which partner comes next"):
        assert begun in form, begun
    await keira.fills(MEANT)
    said = await keira.presses("Save")
    assert "1.1.1 Saved: an exception report" in said and "report exception 1.1.1" in said


async def test_the_question_opens_a_report_that_the_owner_completes_and_the_board_reads(story: Story) -> None:
    await reported(story)

    said = await paper(story)
    for part in ("a partner left", "They wait longer.", "agency cover by June", "which partner comes next", "Wanted by 12 May 2025."):
        assert part in said, part
    assert "Ask two partners." in said and "Head of Inclusion, on 18 March 2025" in said and "20 June 2025" in said
    assert "Keira" not in said


async def test_once_reported_nobody_is_asked_again_until_the_forecast_moves_later(story: Story) -> None:
    keira = story.person("keira")
    await reported(story)
    for _ in range(3):
        await story.advance(1)
    assert all(OPEN not in letter and "working days late" not in letter for letter in story.letters["keira"])

    await keira.says("1.1.1 amber still so, path: agency cover by June, forecast 20 June 2025")
    assert "working days late" not in await keira.says("yes")
    await keira.says("1.1.1 amber later again, path: agency cover by July, forecast 21 July 2025")
    assert "now expected by 21 July 2025" in await keira.says("yes")


async def test_a_report_is_opened_again_as_it_was_written_and_the_new_one_takes_its_place(story: Story) -> None:
    keira = story.person("keira")
    await reported(story)
    await story.advance(1)

    again = await keira.opens("exception 1.1.1")
    assert "They wait longer." in again and "Ask two partners." in again
    await keira.fills({"for_children": "Forty children wait longer."})
    await keira.presses("Save")

    said = await paper(story)
    assert "Forty children wait longer." in said and "They wait longer." not in said
    assert "Earlier reports on this milestone: 18 March 2025." in said


async def test_a_report_that_is_undone_is_none_and_the_question_is_open_again(story: Story) -> None:
    keira = story.person("keira")
    await reported(story)
    assert "the exception report counts no longer" in await keira.presses("Undo")

    said = await paper(story)
    assert "Nobody has written an exception report on 1.1.1." in said and "they type exception 1.1.1 to Milepost" in said
    await keira.says("1.1.1 amber yet again, path: agency cover by June, forecast 20 June 2025")
    assert "more than 20 working days late" in await keira.says("yes")


async def test_when_the_milestone_is_complete_its_report_stays_and_says_so(story: Story) -> None:
    keira = story.person("keira")
    await reported(story)
    await keira.says("1.1.1 complete the partner came https://example.org/minutes")
    assert "working days late" not in await keira.says("yes")

    said = await paper(story)
    assert "✔ Complete" in said and "They wait longer." in said


async def test_whoever_may_not_update_a_milestone_may_not_report_on_it_and_an_unknown_one_is_named(story: Story) -> None:
    hugo, keira = story.person("hugo"), story.person("keira")

    assert "Not saved" in await hugo.says("exception 1.1.1")
    assert "There is no milestone 9.9.9" in await keira.says("exception 9.9.9")
    assert "No role owns" not in await paper(story)


async def wanted(story: Story) -> Item:
    """The one decision that is wanted of the board."""
    (item,) = await story.store.read(lambda view: view.business.all(SMALL))
    return item


async def test_what_a_report_wants_decided_is_asked_of_the_board_and_goes_with_the_report(story: Story) -> None:
    keira, carys = story.person("keira"), story.person("carys")
    await keira.opens("exception 1.1.1")
    parts = {"cause": "A partner left.", "recommendation": "Hire.", "decision_wanted": "Which partner comes next"}
    await keira.fills({**MEANT, **parts})
    said = await keira.presses("Save")
    assert "d1 The board is asked to decide." in said

    item = await wanted(story)
    assert (item.words, item.about, str(item.due), item.state) == (parts["decision_wanted"], ("1.1.1",), "2025-05-12", BusinessState.OPEN)
    assert (item.owner, item.capacity) == ("Head of Inclusion", "Head of Inclusion")
    await story.at("2025-03-19T09:30")
    assert "d1 A decision is wanted from the board about 1.1.1: Which partner comes next." in story.letters["carys"][-1]
    assert "d1 Saved: decided" in await carys.says("decide d1: the second one because it is near")
    await story.at("2025-03-20T09:30")
    assert "The board decided d1" in story.letters["keira"][-1]


async def test_a_report_words_anew_what_its_update_wanted_and_to_undo_it_gives_that_back(story: Story) -> None:
    keira = story.person("keira")
    await reported(story)
    assert ((await wanted(story)).words, str((await wanted(story)).due)) == ("which partner comes next", "2025-05-12")
    assert "the exception report counts no longer" in await keira.presses("Undo")
    assert str((await wanted(story)).due) != "2025-05-12"

    await keira.opens("exception 1.1.1")
    await keira.fills({**MEANT, "decision_wanted": "Whether to pay for two partners"})
    assert "d1 What the board is asked to decide has your new words." in await keira.presses("Save")
    assert (await wanted(story)).words == "Whether to pay for two partners"
    assert "the exception report counts no longer" in await keira.says("undo")
    assert (await wanted(story)).words == "which partner comes next"
