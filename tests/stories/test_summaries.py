"""A weekly summary that was posted stays on the record as it was posted, and can be checked against it."""

from __future__ import annotations

import json
from datetime import date

from bot.model.letters.letter import Letter
from bot.model.letters.letter_key import Sort, letter_key, place
from bot.model.summary import Posted
from bot.ports.record import View
from bot.reports.record.past import Past
from bot.reports.snapshot import take
from bot.reports.summary import as_json, weekly
from tests.world.plan import BOARD, SMALL
from tests.world.story import Story

WEEK = date(2025, 3, 24)


async def posted(story: Story, week: date = WEEK) -> list[Posted]:
    return list(await story.store.read(lambda view: view.plans.posted(SMALL, week)))


async def entries(story: Story) -> int:
    return (await story.store.read(lambda view: view.entries.head(SMALL))).entry


async def test_what_was_posted_is_kept_whatever_is_said_later(story: Story) -> None:
    await story.bind_board()
    keira = story.person("keira")
    await keira.says("1.1.1 red, nobody was hired, path: hire in May")
    await keira.says("yes")
    assert await posted(story) == []

    await story.at("2025-03-24T10:00")
    (post,) = await posted(story)
    await keira.says("1.1.1 green, hired after all")
    await keira.says("yes")
    await story.at("2025-03-25T10:00")

    assert await posted(story) == [post]
    assert [one["ref"] for one in json.loads(post.drawn.facts)["red"]] == ["1.1.1"]
    assert "nobody was hired" in post.message.plain()
    assert "nobody was hired" in "".join(story.posts[story.wire.channel.platform])


async def test_a_posted_summary_names_the_entry_it_was_drawn_from_and_its_digest(story: Story) -> None:
    await story.bind_board()
    before = await entries(story)
    await story.at("2025-03-24T10:00")

    (post,) = await posted(story)
    head = await story.store.read(lambda view: view.entries.head(SMALL, before))
    assert post.drawn.head == head
    assert post.entry > before
    shown = f"Record: entry {before}, {head.digest[:16]}."
    assert post.message.plain().endswith(shown)
    assert shown in "".join(story.posts[story.wire.channel.platform])


async def test_the_facts_can_be_drawn_again_from_the_entries_up_to_the_one_it_names(story: Story) -> None:
    await story.bind_board()
    keira = story.person("keira")
    await keira.says("1.1.1 amber, slower than hoped, path: more hands, forecast 1 May 2025")
    await keira.says("yes")
    await story.at("2025-03-24T10:00")
    drawn_at = story.clock()
    await keira.says("1.1.1 green, on track again")
    await keira.says("yes")
    (post,) = await posted(story)

    def again(view: View) -> dict[str, object]:
        then = Past(view, post.drawn.head.entry)
        return as_json(weekly(then, take(then, SMALL, drawn_at)))

    assert await story.store.read(again) == json.loads(post.drawn.facts)


async def test_show_all_tells_everything_as_it_stands_to_whoever_presses_it_and_to_nobody_else(story: Story) -> None:
    await story.bind_board()
    keira, ben = story.person("keira"), story.person("ben").at(BOARD)
    await keira.says("1.1.1 red, nobody was hired, path: hire in May")
    await keira.says("yes")
    await story.at("2025-03-24T10:00")
    await keira.says("1.1.2 amber, one was, path: hire another")
    await keira.says("yes")

    hugo, mallory = story.person("hugo").at(BOARD), story.person("mallory").at(BOARD)
    here = ben.count()
    told = await hugo.presses("Show all")
    assert "in full, as it stands on 24 March 2025" in told
    assert "nobody was hired" in told and "hire another" in told  # the second was said since it was posted
    assert ben.count() == here, "everybody read it"
    assert "hire another" not in await mallory.presses("Show all")
    if story.wire.platform == "teams":  # what is typed there is answered before everybody
        assert "Please write digest all to me in our own chat" in await hugo.says("digest all")


async def replied(story: Story, day: date) -> Letter | None:
    """What was written that day under the summary."""
    (board,) = await story.store.read(lambda view: view.plans.board(SMALL))
    key = letter_key(Sort.SINCE, SMALL, day, place(board.platform, board.id))
    return await story.store.read(lambda view: view.letters.one(key))


async def test_once_a_day_a_reply_in_its_thread_says_what_changed_since_it_was_posted(story: Story) -> None:
    await story.bind_board()
    keira, gwen = story.person("keira"), story.person("gwen")
    await keira.says("1.1.1 red, nobody was hired, path: hire in May")
    await keira.says("yes")
    await keira.says("1.1.2 green")
    await keira.says("yes")
    wrong, other = [(await story.history(ref))[0] for ref in ("1.1.1", "1.1.2")]
    await story.at("2025-03-24T10:00")
    (post,) = await posted(story)

    await keira.says(f"correct u{wrong.id} amber one was hired, path: hire in May")
    await keira.says("yes")
    await gwen.says(f"withdraw u{other.id} because of a mistake")
    await story.at("2025-03-25T10:00")
    await story.at("2025-03-25T11:00")

    (right,) = await story.history("1.1.1")
    told = story.posts[story.wire.channel.platform][-1]
    assert "Since this was posted" in told and "one was hired" in told
    assert f"1.1.1 Corrected by Head of Inclusion (u{right.id}, in place of u{wrong.id})." in told
    assert f"1.1.2 u{other.id} was taken back and counts no longer." in told
    reply, summary = await replied(story, date(2025, 3, 25)), await story.store.read(lambda view: view.letters.one(post.letter))
    assert reply is not None and reply.address is not None and summary is not None
    assert reply.address.under == summary.reference != ""

    await story.at("2025-03-26T10:00")
    assert await replied(story, date(2025, 3, 26)) is None
    await gwen.says(f"withdraw u{right.id} because of another")
    await story.at("2025-03-27T10:00")
    assert f"1.1.1 u{right.id} was taken back" in story.posts[story.wire.channel.platform][-1]

    assert await posted(story) == [post]


async def test_the_list_of_the_silent_tells_the_same_as_the_headline_by_role(story: Story) -> None:
    gwen = story.person("gwen")
    for question in ("silent", "digest"):
        told = await gwen.says(question)
        assert "Nobody has been asked yet: the first questions go out on 19 March 2025." in told, question
        assert "without an answer" not in told, question
    await story.at("2025-04-23T09:30")
    await story.at("2025-05-01T09:30")

    assert "2 of 3 without an answer" in await gwen.says("digest")
    told = await gwen.says("silent")
    assert "Head of Inclusion: no answer on 2 of 2" in told and "2 of 3 without an answer" in told
    assert "Asked: 1.1.1" in told and "Asked: 1.1.2" in told and "Not reported" not in told


async def test_what_is_said_late_of_a_milestone_not_reported_is_told_under_the_summary(story: Story) -> None:
    await story.at("2025-03-18T09:30")
    await story.bind_board()
    for day in ("2025-04-01T10:00", "2025-05-20T10:00", "2025-06-23T10:00"):
        await story.at(day)
    ben = story.person("ben")
    await ben.says("1.1.2 green, done soon")
    await ben.says("yes")
    await story.at("2025-06-24T10:00")

    assert "1.1.2 Said since then by Chief Nursing Officer" in story.posts[story.wire.channel.platform][-1]


async def test_a_summary_of_the_morning_of_the_first_questions_says_that_they_go_out_today(story: Story) -> None:
    await story.bind_board()
    await story.at("2025-05-05T08:00")
    await story.at("2025-05-06T09:30")  # the first working day after a bank holiday, with two milestones past due

    (post,) = await posted(story, date(2025, 5, 5))
    told = post.message.plain()
    assert "2 of 3 past due, 0 complete" in told and "0 without an answer" not in told
    assert "Nobody has been asked yet: the first questions go out on 6 May 2025." in told, repr(told)
