"""Corrections: what was saved is undone, corrected or withdrawn by anybody's own words, and stays in the history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.letters.talk import Say
from bot.model.updates.update import Update
from tests.world.story import Story
from tests.world.wires.recorder import RecorderSeat


async def save(story: Story, who: str, *lines: str) -> Update:
    """Somebody types a line and saves it; what is then on the record of its first milestone."""
    seat = story.person(who)
    await seat.says("\n".join(lines))
    assert "Saved as u" in await seat.says("yes")
    return (await story.history(lines[0].split(" ", 1)[0]))[-1]


async def stands(story: Story, ref: str) -> str:
    """What a milestone stands by."""
    standing = (await story.store.read(lambda view: view.updates.standings(story.short)))[ref].update
    return f"{standing.status.value} {standing.narrative}".strip() if standing else ""


async def test_a_save_is_named_by_its_handle_and_undone_whole(story: Story) -> None:
    keira = story.person("keira")
    before = await save(story, "keira", "1.1.1 green first")
    story.clock.moment += timedelta(minutes=11)
    one = await save(story, "keira", "1.1.1 red broken, path: mend", "1.1.2 amber late, https://example.org/a, path: hire")
    (two,) = await story.history("1.1.2")

    said = await keira.says("undo")

    assert f"Undone: u{one.id}, u{two.id}, e{two.evidence[0].id}" in said
    assert "Nothing is said of 1.1.2 now." in said and "first" in said
    assert await stands(story, "1.1.1") == "green first"
    assert await stands(story, "1.1.2") == ""
    assert f"u{one.id}, u{two.id}" in await keira.says("undo")  # taken back already
    assert await story.said_of("1.1.1") == ["green first"]
    as_at = await story.store.read(lambda view: view.updates.standings(story.short, two.evidence[0].id))
    assert as_at["1.1.1"].update == one and before.id < one.id


async def test_undo_is_a_button_of_what_was_saved(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "What has happened": "hired"})
    assert "Saved as u" in await keira.presses("Save")

    assert "Undone: u" in await keira.presses("Undo")
    assert await story.said_of("1.1.1") == []


async def test_a_save_is_undone_for_ten_minutes(story: Story) -> None:
    await save(story, "keira", "1.1.1 green first")
    story.clock.moment += timedelta(minutes=11)

    assert "nothing to undo" in await story.person("keira").says("undo")
    assert await stands(story, "1.1.1") == "green first"


async def test_nothing_is_undone_once_somebody_else_has_spoken(story: Story) -> None:
    await save(story, "keira", "1.1.2 green fine", "1.1.1 green fine")
    story.clock.moment += timedelta(minutes=1)
    theirs = await save(story, "ben", "1.1.2 red broken, path: mend it")

    said = await story.person("keira").says("undo")

    assert f"Ben has said Red for 1.1.2 since then (u{theirs.id})" in said
    assert await stands(story, "1.1.1") == "green fine"


async def test_one_corrects_what_one_said_at_any_time_in_a_line(story: Story) -> None:
    keira = story.person("keira")
    wrong = await save(story, "keira", "1.1.1 complete all done, https://example.org/a")
    story.clock.moment += timedelta(days=1)
    later = await save(story, "keira", "1.1.1 green going on")
    story.clock.moment += timedelta(days=30)

    assert "nearly done" in await keira.says(f"correct u{wrong.id} complete nearly done")
    said = await keira.says("yes")

    last, right = await story.history("1.1.1")
    assert f"Saved as u{right.id}, in place of u{wrong.id}" in said
    assert (right.corrects, right.narrative, last.id) == (wrong.id, "nearly done", later.id)
    assert [link.url for link in right.evidence] == ["https://example.org/a"]
    assert await stands(story, "1.1.1") == "green going on"
    assert f"corrected already, by u{right.id}" in await keira.says(f"correct u{wrong.id} green")


async def test_one_corrects_what_one_said_with_the_form_filled_in(story: Story) -> None:
    keira = story.person("keira")
    wrong = await save(story, "keira", "1.1.1 amber late, path: hire two")

    await keira.opens(f"correct u{wrong.id}")
    await keira.fills({"What has happened": "two posts open"})
    said = await keira.presses("Save")

    (right,) = await story.history("1.1.1")
    assert f"Saved as u{right.id}, in place of u{wrong.id}" in said
    assert (right.status.value, right.narrative, right.path_to_green) == ("amber", "two posts open", "hire two")


async def test_nobody_corrects_what_another_said(story: Story) -> None:
    wrong = await save(story, "keira", "1.1.1 green fine")

    for name in ("ben", "gwen"):
        assert "Keira said" in await story.person(name).says(f"correct u{wrong.id} red no, path: x")
    assert await story.said_of("1.1.1") == ["green fine"]


async def test_an_admin_withdraws_a_statement_and_what_stood_before_stands_again(story: Story) -> None:
    gwen = story.person("gwen")
    before = await save(story, "keira", "1.1.1 amber late, path: hire")
    story.clock.moment += timedelta(minutes=1)
    wrong = await save(story, "keira", "1.1.1 complete done, https://example.org/a")

    assert "Please say why" in await gwen.says(f"withdraw u{wrong.id}")
    said = await gwen.says(f"in {story.short}: withdraw u{wrong.id} because it is of another plan")

    assert f"Withdrawn: u{wrong.id}" in said and "late" in said
    assert (await story.history("1.1.1")) == (before,)
    assert "taken back already" in await gwen.says(f"withdraw u{wrong.id} because of that")
    (gone,) = await story.store.read(lambda view: view.updates.withdrawals(story.short))
    assert (gone.number, gone.why, gone.by_name) == (wrong.id, "it is of another plan", "Gwen")


async def test_whoever_said_what_an_admin_withdraws_is_told_by_the_next_round(story: Story) -> None:
    await story.round()
    wrong = await save(story, "keira", "1.1.1 green fine")
    await story.person("gwen").says(f"withdraw u{wrong.id} because it is of another plan")

    await story.at("2025-03-19 09:00")

    (told,) = story.letters["keira"]
    assert f"Gwen has withdrawn what you gave for 1.1.1 (u{wrong.id}): it is of another plan." in told


async def test_the_history_tells_what_was_taken_back_or_corrected_since(story: Story) -> None:
    keira = story.person("keira")
    undone = await save(story, "keira", "1.1.1 red wrong, path: x")
    await keira.says("undo")
    wrong = await save(story, "keira", "1.1.1 amber late, path: hire, https://example.org/a")
    await keira.says(f"correct u{wrong.id} green hired")
    await keira.says("yes")
    (right,) = await story.history("1.1.1")
    await story.person("gwen").says(f"withdraw u{right.id} because of a mistake")

    told = await story.person("hugo").says("history 1.1.1")

    for said in (
        f"u{undone.id}, 18 March 2025, Keira",
        "Taken back by Keira on 18 March 2025.",
        f"u{wrong.id}, 18 March 2025, Keira",
        f"e{wrong.evidence[0].id} ",
        f"u{right.id}, 18 March 2025, Keira",
        "Withdrawn by Gwen on 18 March 2025: of a mistake.",
    ):
        assert said in told
    assert f"Corrected by u{right.id}." not in told  # the correction counts no longer, so this one stands again
    assert await stands(story, "1.1.1") == "amber late"
    assert f", u{wrong.id}" in await keira.says("status 1.1.1")


async def test_evidence_is_withdrawn_by_whoever_gave_it_or_an_admin(story: Story) -> None:
    said = await save(story, "keira", "1.1.1 green fine, https://example.org/a, https://example.org/b")
    one, two = (f"e{link.id}" for link in said.evidence)

    assert "Only an admin" in await story.person("ben").says(f"withdraw {one} because no")
    assert f"Withdrawn: {one}" in await story.person("keira").says(f"withdraw {one} because it is a draft")
    assert f"Withdrawn: {two}" in await story.person("gwen").says(f"withdraw {two} because it is a draft")
    assert [update.evidence for update in await story.history("1.1.1")] == [()]


@pytest.mark.parametrize("wire", ["recorder"])
async def test_evidence_delivered_again_gets_its_first_answer_though_something_newer_stands(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    first = await save(story, "keira", "1.1.1 green fine")
    line = "evidence 1.1.1 https://example.org/a the minutes"
    told = await keira.ask(line, number="1")
    story.clock.moment += timedelta(minutes=1)
    await save(story, "keira", "1.1.1 amber late, path: hire")
    before = await story.history("1.1.1")

    assert isinstance(told, Say)
    assert await keira.ask(line, number="1") == told.model_copy(update={"touched": ()})  # nothing more was put on the record
    assert await story.history("1.1.1") == before
    assert f"Saved as e{first.id + 1}." in told.message.title
    again = await keira.ask("evidence 1.1.1 https://example.org/b", number="2")
    twice = await keira.ask("evidence 1.1.1 https://example.org/b", number="3")
    assert again != twice and isinstance(twice, Say) and "already, as e" in twice.message.title


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("withdraw u{number} because no", "You can put it right yourself: correct u{number}"),
        ("withdraw u99 because no", "There is no u99"),
        ("withdraw e{number} because no", "There is no e{number}"),
        ("correct u99 green", "There is no u99"),
        ("correct u{number} 1.1.2 green", "is about 1.1.1, not about 1.1.2"),
    ],
)
async def test_what_cannot_be_taken_back_is_refused_in_words(story: Story, line: str, answer: str) -> None:
    wrong = await save(story, "keira", "1.1.1 green fine")

    assert answer.format(number=wrong.id) in await story.person("keira").says(line.format(number=wrong.id))
    assert await story.said_of("1.1.1") == ["green fine"]
