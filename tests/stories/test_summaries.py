"""A weekly summary that was posted stays on the record as it was posted, and can be checked against it."""

from __future__ import annotations

import json
from datetime import date

from bot.model.snapshot import Snapshot
from bot.model.summary import Posted
from bot.ports.record import View
from bot.reports.summary import as_json, weekly
from tests.world.plan import SMALL
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
        upto = post.drawn.head.entry
        plan, policy = view.plans.one(SMALL, upto), view.plans.policy(SMALL, upto)
        standings, people = view.updates.standings(SMALL, upto), view.people.of(SMALL, upto)
        return as_json(weekly(view, Snapshot(plan=plan, policy=policy, people=people, standings=standings, now=drawn_at)))

    assert await story.store.read(again) == json.loads(post.drawn.facts)
