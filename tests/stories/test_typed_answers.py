"""What is asked back about a typed line, and answered: by a press, by words, or for many milestones at once."""

from __future__ import annotations

import pytest

from bot.ports.record import Tx
from tests import records
from tests.world.plan import due, small
from tests.world.story import Story

STATUSES = ["Not started", "Green", "Amber", "Red", "Complete"]


async def test_a_line_without_a_status_is_asked_for_one_and_goes_on_with_all_that_was_typed(story: Story) -> None:
    keira = story.person("keira")
    said = await keira.says("we finished 1.1.1 last week see https://x.org/a")
    assert "sounds like Complete" in said and "https://x.org/a" in said and keira.buttons()[:5] == STATUSES
    assert "Save it?" in await keira.presses("Complete")
    await keira.says("yes")

    assert await story.said_of("1.1.1") == ["complete we finished 1.1.1 last week"]
    assert [one.url for update in await story.history("1.1.1") for one in update.evidence] == ["https://x.org/a"]


async def test_evidence_for_the_milestone_in_question_answers_it(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 complete")
    said = await keira.says("evidence 1.1.1 https://x.org/a minutes")
    assert "Save it?" in said and "https://x.org/a" in said and "minutes" in said
    await keira.says("yes")
    assert [(one.url, one.shows) for update in await story.history("1.1.1") for one in update.evidence] == [("https://x.org/a", "minutes")]


async def test_a_status_that_needs_more_is_asked_on_and_a_second_press_changes_nothing(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 is slow")
    assert "path to green" in await keira.presses("Amber", times=2)
    said = await keira.says("Help from HR, forecast 12 April 2025, https://x.org/a")
    assert "Path to green: Help from HR." in said and "12 April 2025" in said and "https://x.org/a" in said and "is slow" in said
    await keira.presses("Save")

    assert await story.said_of("1.1.1") == ["amber is slow"]


async def test_yes_takes_the_status_that_words_sound_like_and_red_is_then_an_answer(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 is on track")
    assert "Green: 1.1.1" in await keira.says("yes")
    await keira.says("no")
    await keira.says("1.1.1 has trouble")
    said = await keira.says("red")
    assert "Red needs a path to green" in said


@pytest.mark.parametrize(
    "answer",
    [
        "Status meeting on Friday",
        "Due to restart in June",
        "Help from HR",
        "Agency cover, as 1.1.2 is green",
        "Same as in May",
        "All green once HR appoints",
        "Confirm budget",
        "In June: agency cover",
    ],
)
async def test_while_a_question_is_open_a_sentence_is_the_answer(story: Story, answer: str) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 amber late")
    said = await keira.says(answer)

    assert f"Path to green: {answer}." in said and "Save it?" in said


@pytest.mark.parametrize(
    ("command", "heard"),
    [("help", "What you can say"), ("status 1.1.2", "How 1.1.2 stands"), ("due next month", "Due from"), ("mine", "Your milestones")],
)
async def test_while_a_question_is_open_a_real_command_is_heard(story: Story, command: str, heard: str) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 amber late")
    assert heard in await keira.says(command)
    assert "Path to green: agency cover." in await keira.says("agency cover")


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize(
    "many",
    ["all same except 1 amber: two left, path: hire two", "1 amber: two left, path: hire two; rest same", "all same except 1.1.1", "all the same"],
)
async def test_while_a_status_is_asked_a_whole_line_about_many_is_heard_as_one(story: Story, many: str) -> None:
    keira = story.person("keira")
    for given in ("1.1.1 green fine", "yes", "1.1.2 green good", "yes", "1.1.2 waits for the board"):
        await keira.says(given)
    said = await keira.says(many)

    assert "You wrote" not in said and "Save it?" in said and ("Green: 1.1.2" in said or "rest" in many) and "repeat" not in said
    assert ("Path to green: hire two." in said) == ("hire two" in many)


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("answer", ["12.5.25", "30.6.25."])
async def test_a_day_in_three_numbers_answers_the_question_for_one_and_no_other(story: Story, answer: str) -> None:
    keira = story.person("keira")
    assert "date" in await keira.says("1.1.1 amber late, path: hire two, forecast: soon")
    assert "Save it?" in (said := await keira.says(answer)) and " 2025" in said and "no milestone" not in said
    await keira.says("1.1.1 amber late")
    assert "There is no milestone" in await keira.says(answer)


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("answer", ["same", "No change", "same as before"])
async def test_while_a_status_is_asked_same_is_the_answer(story: Story, answer: str) -> None:
    keira = story.person("keira")
    for given in ("1.1.1 green fine", "yes", "1.1.2 green good", "yes", "1.1.2 waits for the board"):
        await keira.says(given)
    assert "1.1.1" not in await keira.says(answer)


async def test_all_of_what_is_unfinished_is_said_back_once_with_its_count_and_the_complete_are_left_out(story: Story) -> None:
    keira = story.person("keira")
    said = await keira.says("all green")
    assert "This is about 2 milestones: 1.1.1, 1.1.2." in said and "1.1.3" not in said
    await keira.says("yes")
    await keira.says("1.1.1 complete https://x.org/a")
    await keira.says("yes")

    said = await keira.says("no change")
    assert "Green: 1.1.2" in said and "1.1.1" not in said and "repeats" not in said, "they are her own words"
    await keira.says("yes")
    assert await story.said_of("1.1.2") == ["green", "green"]
    assert "no milestone left" in await story.person("hugo").says("all green")


async def test_what_is_alike_of_many_is_said_back_once_and_a_colour_that_changes_is_named(story: Story) -> None:
    steps = [due(n, "2025-02-28", "Head of Inclusion") for n in range(1, 21)]

    def load(tx: Tx) -> None:
        tx.plans.save(small(steps))

    await story.store.transact(load)
    keira = story.person("keira")
    await keira.says("1.1.4 amber late, path: hire")
    await keira.says("yes")
    said = await keira.says("all green except 1.1.3 amber: two left, path: cover")

    assert said.count("Step ") == 1 and "19 milestones: 1.1.1, 1.1.2, 1.1.4," in said and "1.1.20." in said
    assert said.count("Are they really on track?") == 1 and "Is it really on track?" not in said
    assert "1.1.13 and 7 more are green, but their due dates have passed." in said
    assert "1.1.4 was Amber until now." in said
    await keira.says("yes")
    assert await story.said_of("1.1.20") == ["green"] and (await story.said_of("1.1.4"))[-1] == "green"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("1.1.1 green slipped to 12.5.25", "12.5.25 stays in your words and is not read as a forecast"),
        ("1.1.1 amber waiting for 12 May with HR, path: hire", "with: forecast 12 May 2025"),
        ("1.1.1 green we meet on 31 June", "31 June stays in your words"),
        ("1.1.1 green minutes of 12 March published", None),
        ("1.1.1 amber late, path: cover by June", None),
    ],
)
async def test_a_day_that_was_not_read_is_said_to_stay_in_the_words(story: Story, said: str, told: str | None) -> None:
    heard = await story.person("keira").says(said)
    assert "Save it?" in heard
    assert told in heard if told else "stays in your words" not in heard


async def test_a_form_takes_links_as_they_are_pasted(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "Evidence link": "(https://x.org/a), https://x.org/b."})
    await keira.presses("Save")

    assert [one.url for update in await story.history("1.1.1") for one in update.evidence] == ["https://x.org/a", "https://x.org/b"]


async def test_one_path_to_green_is_for_all_of_whom_the_same_was_said(story: Story) -> None:
    keira = story.person("keira")
    assert "1.1.1, 1.1.2" in await keira.says("all amber: staff left")
    await keira.says("agency cover")
    await keira.says("yes")

    assert [update.path_to_green for ref in ("1.1.1", "1.1.2") for update in await story.history(ref)] == ["agency cover"] * 2


async def test_the_rest_of_a_card_is_what_has_not_been_answered_since(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    await keira.says("2 red: no money, path: bid")
    await keira.says("yes")
    said = await keira.says("rest green")
    assert "1.1.1" in said and "1.1.2" not in said


async def test_several_links_become_evidence_at_once(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green")
    await keira.says("yes")
    assert "The links were added" in await keira.says("evidence 1.1.1 *https://x.org/a*,https://x.org/b minutes of May.")

    assert [(one.url, one.shows) for update in await story.history("1.1.1") for one in update.evidence] == [
        ("https://x.org/a", "minutes of May."),
        ("https://x.org/b", "minutes of May."),
    ]


async def test_help_is_six_lines_and_all_of_it_is_what_this_person_may_say(story: Story) -> None:
    keira, gwen, hugo = (story.person(name) for name in ("keira", "gwen", "hugo"))
    for person in (keira, hugo):
        assert (await person.says("help")).count("Example:") == 6
    every = await keira.says("help all")
    assert every.count("Example:") > 15 and "undo" in every and "pause all" not in every
    assert "pause all" in await gwen.says("help all")
    assert "all green except" not in await hugo.says("help all")


async def test_a_guess_offers_only_what_this_person_may_do(story: Story) -> None:
    assert "Did you mean this? pause all" in await story.person("gwen").says("pauze all")
    assert "pause all" not in await story.person("keira").says("pauze all")
    assert "Did you mean this? A milestone's number" in await story.person("keira").says("2.1 purple")
    assert "A milestone's number" not in await story.person("hugo").says("2.1 purple")


async def test_no_change_confirms_the_same_words_with_a_fresh_date(story: Story) -> None:
    keira = story.person("keira")
    for line in ("1.1.1 green all well https://x.org/a", "1.1.2 red no money, path: bid", "no change"):
        await keira.says(line)
        said = await keira.says("yes")
    assert "all well" in said and "no money" in said

    first, again = await story.history("1.1.1")
    assert (again.confirms, again.narrative, again.evidence) == (first.id, "all well", first.evidence)


async def test_what_an_open_question_held_is_not_dropped_without_a_word(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 red no money, path: board to fund, decision: approve money, forecast when they meet")
    heard = await keira.says("1.1.2 green all well")

    assert "What you said of 1.1.1 before this was let go, and nothing of it was saved." in heard
    assert "decision: approve money" in heard
    assert "let go, and" not in await keira.says("1.1.2 green very well")


async def test_a_rest_of_which_nothing_is_left_is_said_to_change_nothing(story: Story) -> None:
    keira = story.person("keira")
    assert "changes nothing" not in await keira.says("1.1.1 green; rest green")
    await keira.says("1.1.2 green")
    await keira.says("yes")
    heard = await keira.says("1.1.1 green all well; rest the same")

    assert "all well" in heard and "what you said of the rest changes nothing" in heard


async def test_what_is_not_understood_does_not_hide_that_something_still_waits(story: Story) -> None:
    keira = story.person("keira")
    assert "Save it?" in await keira.says("1.1.1 green")
    assert "What you said of 1.1.1 before is not saved yet." in await keira.says("gibberish about nothing")
    assert "Thank you" in (told := await keira.says("thanks")) and "is not saved yet" in told
    assert "Saved" in await keira.says("Yes please 👍")
    assert "What was saved before stands." in await keira.says("ok")
    assert "To read what waits for you, type: mine" in await keira.says("hi")
    assert "If one milestone can wait, type for example: snooze" in await keira.says("please stop")
    assert await story.said_of("1.1.1") == ["green"]


@pytest.mark.parametrize("said", ["no it is not", "stop", "not yet I think", "mine please", "staus of 1.1", "hm let me ask", "can you call me", "👍", "ok thanks"])
async def test_what_may_be_no_answer_to_a_doubt_is_said_back_before_anything_is_saved(story: Story, said: str) -> None:
    keira = story.person("keira")
    await story.at("2025-11-04T10:00")
    assert "Is it really on track?" in await keira.says("1.1.1 green")
    assert "Saved" not in await keira.says(said)
    assert await story.said_of("1.1.1") == []
    await keira.says("no thanks")
    assert await story.said_of("1.1.1") == []


async def test_an_answer_to_a_doubt_that_comes_late_is_said_back_and_kept_with_a_yes(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-11-04T10:00")
    await keira.says("1.1.1 green")
    await story.at("2025-11-04T10:30")
    assert "Your answer: thanks for all of this" in await keira.says("thanks for all of this")
    assert await story.said_of("1.1.1") == []
    await story.at("2025-11-04T10:40")
    assert "Is it what you mean by yes?" in await keira.says("yes")
    assert await story.said_of("1.1.1") == []
    await keira.says("yes")
    assert await story.said_of("1.1.1") == ["green"]


@pytest.mark.parametrize("between", ["status 1.1.2", "status 9.9.9", "withdraw u9 because x"])
async def test_a_yes_or_no_after_something_else_was_answered_is_asked_once_more(story: Story, between: str) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.says(between)
    assert "You were answered about something else after this" in (asked := await keira.says("yes")) and "all well" in asked
    assert await story.said_of("1.1.1") == []
    await keira.says("yes")
    assert await story.said_of("1.1.1") == ["green all well"]

    await keira.says("1.1.2 amber late, path: hire two by June")
    await keira.says(between)
    assert "You were answered about something else after this" in await keira.says("no")
    assert "Saved" in await keira.presses("Save")  # a button stands under what it saves
    assert await story.said_of("1.1.2") == ["amber late"]


async def test_an_order_that_something_else_came_after_is_not_carried_out_by_a_yes(story: Story) -> None:
    gwen = story.person("gwen")
    assert "Is that what you mean?" in await gwen.says("pause 1 until 10 June because of the holidays")
    await gwen.says("health")
    assert "You were answered about something else after this" in await gwen.says("yes")
    assert not await story.store.read(lambda view: records.paused(view, "small"))
    assert "Paused" in await gwen.says("yes")


async def test_an_answer_to_a_doubt_after_something_else_is_said_back_first(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-11-04T10:00")
    await keira.says("1.1.1 green")
    await keira.says("who 1.1.1")
    assert "Your answer: the school confirmed it" in await keira.says("the school confirmed it")
    assert await story.said_of("1.1.1") == []
