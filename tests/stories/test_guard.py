"""What does not fit is asked about once and saved with the answer; what tells who a child is goes back as it came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.letters.talk import Chat, Inbound, Say
from bot.model.updates.doubt import DoubtKind
from tests.world.story import Story
from tests.world.wires.recorder import RecorderSeat

NHS = "707 483 3789"  # of nobody: made up, with the right check digit
FITS = "path: Keira hires two by 3 June 2025"
DOUBTFUL = {
    DoubtKind.CHILD_NAMED: "1.1.1 green the pupil Amy Jones has a place",
    DoubtKind.CHILD_LETTER: "1.1.1 green child B has a place",
    DoubtKind.EMAIL: "1.1.1 green write to amy.jones@gmail.com",
    DoubtKind.POSTCODE: "1.1.1 green the family lives at PR1 8XJ",
    DoubtKind.FORECAST_PAST: f"1.1.1 amber late, {FITS}, forecast 12 March 2020",
    DoubtKind.FORECAST_FAR: f"1.1.1 amber late, {FITS}, forecast 12 March 2095",
    DoubtKind.FORECAST_LATE: "1.1.1 green fine, forecast 12 May 2025",
    DoubtKind.PATH_UNDATED: "1.1.1 amber late, path: Keira hires two",
    DoubtKind.PATH_UNOWNED: "1.1.1 amber late, path: two are hired by June",
}


async def kinds(story: Story, ref: str = "1.1.1") -> list[tuple[list[DoubtKind], DoubtKind | None, str]]:
    """What was found in each statement, what was asked, and what was answered, as the record has it."""
    found = await story.store.read(lambda view: view.doubts.of(story.short, ref))
    return [([one.kind for one in doubt.found], doubt.asked, doubt.answer) for doubt in found]


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("kind", DOUBTFUL)
async def test_what_does_not_fit_is_asked_about_and_kept_with_its_answer_word_for_word(story: Story, kind: DoubtKind) -> None:
    keira = story.person("keira")
    asked = await keira.says(DOUBTFUL[kind])
    assert "1.1.1" in asked and "Nothing is saved" in asked and await story.said_of("1.1.1") == []
    assert "Saved" in await keira.says("It was agreed with the Chair, all is well.")

    assert await kinds(story) == [([kind], kind, "It was agreed with the Chair, all is well.")]
    (update,) = await story.history("1.1.1")
    assert update.said == DOUBTFUL[kind] and update.status.value == DOUBTFUL[kind].split()[1]


async def test_a_form_is_one_answer_longer_and_save_alone_is_an_answer_too(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Green", "What has happened": "well on the way", "Forecast": "2025-05-12"})
    assert "after the due date (30 April 2025)" in await keira.presses("Save")
    await keira.presses("Save")

    assert await story.said_of("1.1.1") == ["green well on the way"]
    assert await kinds(story) == [([DoubtKind.FORECAST_LATE], DoubtKind.FORECAST_LATE, "")]


async def test_what_looks_like_a_child_may_stay_for_a_reason_alone(story: Story) -> None:
    keira = story.person("keira")
    asked = await keira.says("1.1.1 green the pupil Amy Jones has a place")
    assert "seems to name a child" in asked and "Save it as it is" in keira.buttons()
    assert "Please type it in a few words" in await keira.presses("Save it as it is")
    assert "Please type it in a few words" in await keira.says("yes") and await story.said_of("1.1.1") == []
    assert "Saved" in await keira.says("She spoke at the board herself")

    assert await kinds(story) == [([DoubtKind.CHILD_NAMED], DoubtKind.CHILD_NAMED, "She spoke at the board herself")]


async def test_a_batch_has_one_question_which_names_its_milestones_and_all_that_was_found_is_kept(story: Story) -> None:
    await story.at("2025-05-07T09:30")
    keira = story.person("keira")
    asked = await keira.says("1.1.1 green fine, forecast 1 March 2021\n1.1.2 amber late, path: hire, forecast 12 March 2020")
    assert "The forecasts for 1.1.1, 1.1.2 are in the past" in asked and "path to green of 1.1.2" not in asked
    assert "Saved" in await keira.says("The dates are those of the old plan")

    first, second = await kinds(story, "1.1.1"), await kinds(story, "1.1.2")
    assert first == [([DoubtKind.FORECAST_PAST, DoubtKind.OVERDUE], DoubtKind.FORECAST_PAST, "The dates are those of the old plan")]
    assert second[0][0] == [DoubtKind.FORECAST_PAST, DoubtKind.PATH_UNDATED, DoubtKind.PATH_UNOWNED]


async def test_another_day_alone_is_the_forecast_that_was_meant(story: Story) -> None:
    keira = story.person("keira")
    await keira.says(f"1.1.1 amber late, {FITS}, forecast 12 March 2020")
    back = await keira.says("12 June 2025")
    assert "is in the past" not in back and "12 June 2025" in back and "Save" in keira.buttons()
    await keira.says("yes")

    (update,) = await story.history("1.1.1")
    assert str(update.forecast) == "2025-06-12" and await kinds(story) == []


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("said", ["thanks", "what?", "12", "no idea", "No, it is late.", "help"])
async def test_words_that_say_nothing_are_no_answer(story: Story, said: str) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green fine, forecast 12 May 2025")
    await keira.says(said)
    assert await story.said_of("1.1.1") == []
    await keira.says("no")
    assert await story.said_of("1.1.1") == [] and await kinds(story) == []


async def test_a_forecast_put_back_a_third_time_and_the_same_words_a_third_month_are_asked_about(story: Story) -> None:
    keira = story.person("keira")
    for month, forecast in ((3, "1 May 2025"), (4, "1 June 2025"), (5, "1 July 2025")):
        await story.at(f"2025-{month:02}-20T09:30")
        await keira.says(f"1.1.1 amber Two posts are open, forecast {forecast}, {FITS}")
        await keira.says("yes")
    await story.at("2025-06-20T09:30")
    asked = await keira.says(f"1.1.1 red two posts -- are OPEN. forecast 1 August 2025, {FITS}")
    assert "was put back at least twice before" in asked
    await keira.says("The panel meets on 3 July")

    last = (await kinds(story))[-1]
    assert last == ([DoubtKind.MOVED_AGAIN, DoubtKind.SAME_WORDS], DoubtKind.MOVED_AGAIN, "The panel meets on 3 July")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_path_that_stands_already_is_not_asked_about_again(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 amber late, path: hire two")
    await keira.says("yes")
    assert "names no date" not in await keira.says("1.1.1 red worse, path: hire two")


async def test_undo_takes_the_question_back_with_the_statement(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says("1.1.1 green fine, forecast 12 May 2025")
    assert "Saved" in await keira.says("HR has confirmed it")
    assert "HR has confirmed it" in await gwen.says("status 1.1.1")
    assert "Undone" in await keira.says("undo")
    assert "HR has confirmed it" not in await gwen.says("status 1.1.1")
    assert await story.said_of("1.1.1") == []


async def test_the_lead_and_the_admin_read_the_answer_and_nobody_else_does(story: Story) -> None:
    await story.at("2025-03-18T09:30")
    keira = story.person("keira")
    await keira.says("1.1.1 green fine, forecast 12 May 2025")
    await keira.says("HR has confirmed it")
    for name, reads in (("leo", True), ("gwen", True), ("ben", False), ("hugo", False)):
        for asked in ("status 1.1.1", "history 1.1.1", "why 1.1.1"):
            assert ("HR has confirmed it" in await story.person(name).says(asked)) is reads, (name, asked)
    await story.at("2025-03-19T09:30")

    for name, told in (("leo", True), ("gwen", True), ("ben", False), ("keira", False)):
        letters = "\n".join(story.letters[name])
        assert ("HR has confirmed it" in letters) is told, name
    assert "Green: 1.1.1" in await story.person("gwen").says("status 1.1")


async def test_a_link_open_to_anyone_or_on_a_drive_of_ones_own_is_kept_with_a_warning(story: Story) -> None:
    keira = story.person("keira")
    said = await keira.says("1.1.1 green fine, https://x-my.sharepoint.com/personal/k/a.docx https://drive.google.com/a?usp=sharing")
    assert "somebody's own drive" in said and "may be opened by anyone" in said
    assert "Saved" in await keira.says("yes")
    (update,) = await story.history("1.1.1")
    assert len(update.evidence) == 2 and await kinds(story) == []


async def test_a_form_that_tells_who_a_child_is_comes_back_as_it_was_filled_in(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    before = keira.count()
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Green", "What has happened": f"the child of {NHS} has a place", "Forecast": "2025-04-12"})
    await keira.presses("Save")
    shown = keira.form()
    assert shown is not None and "NHS number" in shown and "Say it without" in shown
    assert keira.holds("What has happened") == f"the child of {NHS} has a place" and keira.holds("Forecast") == "2025-04-12"
    assert await story.said_of("1.1.1") == [] and keira.count() == before

    await keira.fills({"What has happened": "one child has a place"})
    await keira.presses("Save")
    assert keira.form() is None and await story.said_of("1.1.1") == ["green one child has a place"]


async def test_a_line_that_tells_who_a_child_is_is_not_said_back_and_leaves_what_waits(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green fine")
    said = await keira.says(f"1.1.2 amber {NHS} waits, path: x")
    assert said.startswith("Not saved: 1.1.2") and NHS not in said and "NHS number" in said and "still in this chat" in said
    assert "Saved" in await keira.says("yes")
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == (["green fine"], [])


async def test_a_doubt_that_begins_overnight_is_asked_before_it_is_saved(story: Story) -> None:
    keira = story.person("keira")
    await keira.says(f"1.1.1 amber late, forecast 19 March 2025, {FITS}")
    story.clock.moment += timedelta(days=1, hours=20)
    assert "is in the past" in await keira.presses("Save") and await story.said_of("1.1.1") == []


async def test_evidence_that_names_a_child_or_lies_open_is_told_at_once_and_undone_with_one_press(story: Story) -> None:
    await story.at("2025-03-18T09:30")
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says("1.1.1 green fine")
    await keira.says("yes")
    said = await keira.says("evidence 1.1.1 https://drive.google.com/a?usp=sharing letter of the pupil Amy Jones")
    assert "Saved as e" in said and "seems to tell who a child is" in said and "somebody's own drive" in said
    assert "Seems to name a child" in await gwen.says("status 1.1.1")
    assert "Undone" in await keira.presses("Undo")
    assert "Seems to name a child" not in await gwen.says("status 1.1.1")


async def test_a_form_sent_while_another_waits_for_its_answer_joins_it_and_nothing_is_lost(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    for ref in ("1.1.1", "1.1.2"):
        await keira.opens(f"update {ref}")
        await keira.fills({"Status": "Amber", "What has happened": f"late {ref}", "Path to green": "hire two"})
        asked = await keira.presses("Save")
    assert "The paths to green of 1.1.1, 1.1.2 name no date" in asked and await story.said_of("1.1.1") == []
    await keira.presses("Save")

    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == (["amber late 1.1.1"], ["amber late 1.1.2"])


@pytest.mark.parametrize("wire", ["recorder"])
async def test_where_everybody_reads_the_answer_an_admin_is_not_told_what_was_answered(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says("1.1.1 green fine, forecast 12 May 2025")
    await keira.says("HR has confirmed it")
    assert isinstance(gwen, RecorderSeat)
    sender = gwen.sender

    async def says(said: str, *, everybody: bool) -> str:
        chat = Chat(id="the board", private=not everybody, open=everybody)
        reply = await story.desk.handle(Inbound(id=f"{said} {everybody}", sender=sender, chat=chat, said=said))
        assert isinstance(reply, Say)
        return reply.message.plain()

    for said in ("status 1.1.1", "history 1.1.1", "why 1.1.1"):
        assert "HR has confirmed it" in await says(said, everybody=False), said
        told = await says(said, everybody=True)
        assert "HR has confirmed it" not in told and "1.1.1" in told, said
    assert "Everybody here would read the answer" in await says("evidence index", everybody=True)


@pytest.mark.parametrize("wire", ["recorder"])
async def test_a_link_with_a_password_is_said_back_without_it(story: Story) -> None:
    told = await story.person("keira").says("1.1.1 complete https://wanda:pw@example.org/x")
    assert "https://example.org/x" in told and "pw" not in told
