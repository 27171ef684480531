"""Letters on a bad day: limits obeyed, nothing sent twice, nothing lost, and the admin told of what cannot be sent."""

import asyncio
import contextlib
import itertools
from datetime import UTC, datetime

import pytest

from bot.model.letters.message import Message
from bot.model.people import Address
from bot.ports.refusals import DeliveryFailed
from tests.world.slack.office import STARTS, Office

pytest_plugins = ["tests.world.slack.fixtures"]


SAID = Message(title="The weekly summary")


def nudges(office: Office) -> list[str]:
    return [key for key in office.slack.world.letters() if key.startswith("nudge")]


async def test_everyone_is_asked_once_and_every_message_carries_its_letters_key(office: Office) -> None:
    await office.round()
    await office.round()

    assert len(nudges(office)) == len(set(nudges(office))) >= 2
    for post in office.slack.world.posts:
        if post.metadata is not None:
            assert post.metadata["event_type"] == "milepost_letter"


async def all_sent(office: Office) -> None:
    """Rounds, until everyone was asked."""
    async with asyncio.timeout(60):
        while len(nudges(office)) < 3:
            await asyncio.sleep(0.1)
            await office.later(seconds=1)


async def test_a_limit_is_obeyed(office: Office) -> None:
    office.slack.order("chat.postMessage", "limited", seconds=1.0, times=1)
    await office.round()
    await all_sent(office)
    first, *others = office.slack.calls("chat.postMessage")
    again = [call for call in others if call.args["channel"] == first.args["channel"]]

    assert first.status == 429
    assert [call.at - first.at >= 1.0 for call in again] == [True]
    assert len(nudges(office)) == len(set(nudges(office))) == 3


@pytest.mark.parametrize(("limited", "sent"), [(1, 2), (3, 0)])
async def test_a_channel_that_must_wait_keeps_no_other_waiting_unless_many_must(office: Office, limited: int, sent: int) -> None:
    office.slack.order("chat.postMessage", "limited", seconds=60.0, times=limited)
    await office.round()
    assert len(nudges(office)) == sent
    others = len(office.slack.calls("chat.postMessage"))
    with contextlib.suppress(DeliveryFailed):
        await office.adapter.send(Address(platform="slack", tenant=office.team.id, id=office.board.id), SAID, "letter")
    assert len(office.slack.calls("chat.postMessage")) == others + (limited == 1)

    await office.later(minutes=2)
    assert len(nudges(office)) == 3


async def test_a_connection_dropped_after_accepting_is_not_sent_again(office: Office) -> None:
    office.slack.order("chat.postMessage", "drop", times=2)
    await office.round()
    await office.later(minutes=1)
    await office.later(minutes=10)

    assert len(nudges(office)) == len(set(nudges(office))) == 3
    assert len(office.person("keira").sees().messages) == 1


@pytest.mark.parametrize("kind", ["html", "junk"])
async def test_an_answer_nobody_can_read_after_accepting_is_not_sent_again(office: Office, kind: str) -> None:
    office.slack.order("chat.postMessage", kind, times=2, status=504)
    await office.round()
    await office.later(minutes=1)
    await office.later(minutes=10)

    assert len(nudges(office)) == len(set(nudges(office))) == 3


async def test_what_was_refused_with_a_server_error_is_sent_later(office: Office) -> None:
    office.slack.order("chat.postMessage", "html", times=2, status=503, accept=False)
    await office.round()
    await office.later(minutes=1)
    await office.later(minutes=10)

    assert len(nudges(office)) == len(set(nudges(office))) == 3


async def test_slacks_own_trouble_is_waited_out(office: Office) -> None:
    for error in ("fatal_error", "internal_error", "service_unavailable", "request_timeout", "ratelimited"):
        office.slack.order("chat.postMessage", "error", error=error)
    await office.round()
    for minutes in (1, 10, 30):
        await office.later(minutes=minutes)

    assert len(nudges(office)) == len(set(nudges(office))) == 3


async def test_someone_who_left_slack_is_told_to_the_admin(office: Office) -> None:
    await office.slack.deactivates("ben", told=False)
    await office.round()
    await office.tomorrow()
    gwen = office.person("gwen")

    await gwen.until(lambda s: any("Ben" in m for m in s.messages))
    assert office.person("ben").sees().messages == ()


async def test_someone_whom_slack_does_not_know_is_told_to_the_admin(office: Office) -> None:
    office.person("ben").user.email = "ben@elsewhere.org"
    await office.round()
    await office.tomorrow()

    await office.person("gwen").until(lambda s: any("Ben" in m for m in s.messages))


async def test_the_direct_message_is_opened_once_and_remembered(office: Office) -> None:
    await office.round()
    await office.tomorrow(3)
    keira = office.person("keira").user.id
    opened = [call for call in office.slack.calls("conversations.open") if call.args.get("users") == keira]

    assert len(opened) <= 1


async def test_a_look_up_that_fails_leaves_the_letter_for_later(office: Office) -> None:
    office.slack.order("chat.postMessage", "drop", times=2)
    office.slack.order("conversations.history", "html", times=2, status=500)
    await office.round()
    await office.later(minutes=10)
    await office.later(minutes=30)

    assert len(nudges(office)) == len(set(nudges(office))) == 3


async def test_a_letter_sent_long_before_is_found_behind_many_others(office: Office) -> None:
    await office.round()
    key = nudges(office)[0]
    person = next(p for p in office.slack.people.values() if any(m.metadata and key in str(m.metadata) for m in p.posts()))
    for _ in range(30):
        await person.types("help")
    await office.slack.quiet()
    (address, *_) = await office.store.read(lambda view: view.accounts.reachable(_person(view, person.user.email or "")))

    assert await office.adapter.sent_already(address, key, STARTS) is not None
    assert await office.adapter.sent_already(address, "nudge:404:2025-03-19", STARTS) is None


def _person(view, email: str) -> int:  # type: ignore[no-untyped-def]
    return next(p.id for p in view.people.of("small").persons if p.email == email)


async def test_a_chart_the_workspace_refuses_is_left_out_and_its_words_are_said(office: Office) -> None:
    office.team.refuses.add("data_visualization")
    hugo = office.person("hugo")
    await hugo.types("digest")
    await hugo.hears("A small plan")
    offences = [o for o in office.slack.world.offences if "data_visualization" in o]
    assert all("unsupported type: data_visualization" in o for o in offences)
    office.slack.world.offences.clear()
    await hugo.types("digest")
    await hugo.until(lambda s: len(s.messages) >= 2)

    assert "(chart)" not in hugo.sees().text
    assert len(office.slack.world.offences) <= 1
    office.slack.world.offences.clear()


async def test_a_token_that_was_revoked_is_waited_for_and_loses_nobody(office: Office) -> None:
    office.token.revoked = True
    await office.round()
    await office.later(minutes=10)
    assert nudges(office) == []
    office.token.revoked = False
    await office.later(minutes=40)
    await office.later(hours=1)

    assert len(nudges(office)) == len(set(nudges(office))) >= 2


async def test_a_summary_whose_chart_the_workspace_refuses_is_posted_once_without_it(office: Office) -> None:
    office.team.refuses.add("data_visualization")
    await office.person("gwen").types("/milepost board here", channel="board")
    office.now = datetime(2025, 3, 24, 9, 30, tzinfo=UTC)
    await office.round()
    posted = [p for p in office.slack.world.posts if p.channel == office.board.id and p.metadata]

    assert [p.thread_ts for p in posted] == [None, posted[0].ts]
    assert all("digest" in str(p.metadata) for p in posted)
    office.slack.world.offences.clear()


async def test_a_slack_that_hangs_never_becomes_a_failed_command(office: Office) -> None:
    keira = office.person("keira")
    office.slack.order("users.info", "slow", seconds=2.0)
    made = await keira.types("/milepost mine")

    assert made is not None and made.good
    assert len(await office.history("1.1.1")) == 0
    told = (await keira.until(lambda s: bool(s.messages))).last
    assert "Recruit" not in told
    async with asyncio.timeout(60):
        while "Step 1 done" not in keira.sees().text:  # a slow machine is a slow Slack
            said = len(keira.sees().messages)
            await keira.types("/milepost mine")
            await keira.until(lambda s, said=said: len(s.messages) > said)


async def test_a_doubtful_letter_is_looked_up_from_its_own_moment_in_one_call(office: Office) -> None:
    """Of apps that are sold, Slack answers one such call a minute, with 15 messages."""
    await office.round()
    for _ in range(10):
        await office.person("keira").types("help")
    await office.tomorrow()
    office.now = office.now.replace(year=2025, month=4, day=23)  # a week before it is due: asked again
    office.slack.order("chat.postMessage", "drop", times=1)
    await office.round()
    await office.later(minutes=1)
    asked = office.slack.calls("conversations.history")

    assert len(asked) == 1
    assert int(asked[0].args["limit"]) <= 15
    assert asked[0].args["include_all_metadata"] in ("1", "true", "True", True)
    assert 0 < office.now.timestamp() - float(asked[0].args["oldest"]) < 300
    assert len(nudges(office)) == len(set(nudges(office)))


async def test_a_look_up_that_slack_interrupts_goes_on_where_it_was(office: Office) -> None:
    """One page a minute, and more than a page since: it ends all the same."""
    await office.round()
    key = nudges(office)[0]
    person = next(p for p in office.slack.people.values() if any(m.metadata and key in str(m.metadata) for m in p.posts()))
    for _ in range(10):
        await person.types("help")
    await office.slack.quiet()
    (address, *_) = await office.store.read(lambda view: view.accounts.reachable(_person(view, person.user.email or "")))
    calls = itertools.count()
    office.slack.order("conversations.history", "limited", seconds=60, times=100, where=lambda _: next(calls) % 2 == 1)
    with pytest.raises(DeliveryFailed) as interrupted:
        await office.adapter.sent_already(address, key, STARTS)

    assert interrupted.value.retry_in == 60
    assert await office.adapter.sent_already(address, key, STARTS) is not None
    assert [bool(call.args.get("cursor")) for call in office.slack.calls("conversations.history")] == [False, True, True]


async def unreachable(office: Office) -> set[int]:
    return {lost.person for lost in await office.store.read(lambda view: view.accounts.unreachable("small"))}


@pytest.mark.parametrize("error", ["team_access_not_granted", "enterprise_is_restricted", "token_revoked", "account_inactive"])
async def test_a_refusal_of_the_whole_workspace_loses_nobody_and_one_letter_tries(office: Office, error: str) -> None:
    for name in ("keira", "ben", "gwen"):
        await office.person(name).types("help")
    await office.slack.quiet()
    order = office.slack.order("chat.postMessage", "error", error=error, times=1000)
    calls = len(office.slack.calls("chat.postMessage"))
    await office.round()
    await office.later(minutes=5)
    assert len(office.slack.calls("chat.postMessage")) - calls == 1
    assert await unreachable(office) == set()

    order.times = 0
    await office.tomorrow()
    await office.later(minutes=11)
    assert {key.split(":")[1] for key in nudges(office)} >= {"1", "2"}
    assert await unreachable(office) == set()


async def test_a_workspace_that_took_milepost_off_loses_nobody_by_it(office: Office) -> None:
    await office.round()
    office.slack.order("users.info", "error", error="team_access_not_granted", times=1000)  # whoever is known is looked up
    await office.tomorrow()
    assert office.slack.calls("users.info")

    assert await unreachable(office) == set()


async def test_an_answer_whose_blocks_are_refused_is_said_in_plain_words(office: Office) -> None:
    keira = office.person("keira")
    office.team.refuses.add("rich_text")
    await keira.types("status 1.1.1")

    await keira.hears("1.1.1")
    assert office.slack.calls("chat.postMessage")[-1].args.get("blocks") is None
    assert all("rich_text" in one for one in office.slack.world.offences)
    office.slack.world.offences.clear()


async def test_a_dead_token_is_known_before_a_letter_is_refused_and_only_slack_says_that_it_is(office: Office) -> None:
    keira = Address(platform="slack", tenant=office.team.id, id=office.person("keira").user.id)
    assert await office.adapter.secret_refused(keira) is None
    assert await office.adapter.secret_refused(keira.model_copy(update={"tenant": "TOTHER"})) is None  # not served: no secret is for it

    office.token.revoked = True
    assert "not valid any more (token_revoked)" in (await office.adapter.secret_refused(keira) or "")
    office.slack.order("auth.test", "limited", times=1)
    with pytest.raises(DeliveryFailed):
        await office.adapter.secret_refused(keira)
    assert office.slack.calls("chat.postMessage") == []
