"""The judge of a month finds what was lost or doubled, and forgives in Teams only what a kill found in flight."""

import json
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from adapters.teams.drawing import messages
from bot.model.letters.letter import Letter, LetterKind, LetterState
from bot.model.letters.message import Message, Paragraph, Text
from bot.model.people import Address
from store.record import SqlStore
from tests.crash.month.letters import Flights, judged, letters, twice_a_day
from tests.crash.month.town import Town
from tests.records import empty, long_ago
from tests.world.slack.world import Posted as InSlack
from tests.world.teams.directory import Posted as InTeams

AT = datetime(2027, 3, 8, 9, tzinfo=UTC)


def town() -> Town:
    return Town(["ada"], ["eve"])


def letter(platform: str, key: str = "nudge:1:2027-03-08", state: LetterState = LetterState.SENT) -> Letter:
    message = Message(title=f"How does {key} stand?", blocks=(Paragraph(spans=(Text(text="Please say."),)),))
    address = Address(platform=platform, tenant="t", id="u")
    return Letter(key=key, kind=LetterKind.NUDGE, person=1, message=message, not_before=AT, settled=AT, state=state, address=address)


def came(there: Town, one: Letter) -> None:
    """Let a letter arrive."""
    if one.address is not None and one.address.platform == "slack":
        world = there.slack.world
        post = InSlack(there.slack_board.id, world.ts(), "U", "", [], metadata={"event_payload": {"key": one.key}})
        world.posts.append(post)
        return
    chat = there.teams.directory.open_personal(there.teams.directory.people["eve"])
    number = there.teams.directory.number()
    chat.posted[number] = InTeams(number, chat, json.loads(json.dumps(messages.activity(one.message))))


def test_a_letter_that_came_once_is_well() -> None:
    for platform in ("slack", "teams"):
        there, one = town(), letter(platform)
        came(there, one)
        assert judged(there, [one], {}).wrong == []


def test_a_letter_that_never_came_is_found() -> None:
    for platform in ("slack", "teams"):
        assert judged(town(), [letter(platform)], {}).wrong != []


def test_a_letter_that_came_twice_is_forgiven_only_in_teams_and_only_if_a_kill_found_it_in_flight() -> None:
    for platform, kills, well in (("slack", 0, False), ("slack", 1, False), ("teams", 0, False), ("teams", 1, True)):
        there, one = town(), letter(platform)
        came(there, one)
        came(there, one)
        assert (judged(there, [one], {one.key: kills}).wrong == []) is well, (platform, kills)


def test_a_letter_that_did_not_end_as_sent_is_found() -> None:
    assert judged(town(), [letter("slack", state=LetterState.WITHDRAWN)], {}).wrong != []


def test_whoever_was_asked_twice_on_one_day_is_found() -> None:
    two = [letter("slack"), letter("teams", key="nudge:1:2027-03-09")]

    assert twice_a_day(two) == ["person 1 was asked 2 times on 2027-03-08"]
    assert twice_a_day(two[:1]) == []


async def test_a_card_that_was_rewritten_later_is_known_by_the_words_it_came_with(tmp_path: Path) -> None:
    there, one, url = town(), letter("teams"), f"sqlite:///{empty(tmp_path / 'record.db')}"
    store, flights = SqlStore(url, long_ago), Flights(url)
    await store.transact(lambda tx: tx.letters.enqueue(one.model_copy(update={"person": None, "channel": "town"})))
    came(there, one)
    for sentence, title in (("went", one.message.title), ("was rewritten", "Asked earlier")):
        message = one.message.model_copy(update={"title": title}).model_dump_json()
        with flights._engine.begin() as link:
            link.execute(sa.text("UPDATE letter SET state = 'sent', message = :message"), {"message": message})
        flights.remember()
        told = await letters(url, [one.key], flights.words)
        assert judged(there, told, {}).wrong == [], sentence
    assert judged(there, await letters(url, [one.key]), {}).wrong != []
    await store.close()
