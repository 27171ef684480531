"""The board's channel, the Home, and evidence from a message's own menu."""

from datetime import UTC, datetime, timedelta

from bot.model.policy import Policy, Summary
from bot.planning.other_settings import keep
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]

MONDAY = datetime(2025, 3, 24, 9, 30, tzinfo=UTC)


async def bound(office: Office) -> None:
    await office.person("gwen").types("/milepost board here", channel="board")
    await office.person("hugo").hears("This channel now gets the weekly board summary")


async def in_channel(office: Office) -> list[str]:
    return [p.text for p in office.slack.world.in_channel(office.board.id) if p.bot_id and p.seen_by is None]


async def test_an_admin_makes_a_channel_the_boards_and_everyone_there_sees_it(office: Office) -> None:
    await bound(office)
    office.now = MONDAY
    await office.round()

    (digest,) = [p for p in office.person("hugo").posts() if p.metadata and p.thread_ts is None]
    assert digest.channel == office.board.id
    assert any(k.startswith("digest:small") for k in office.slack.world.letters())


async def test_all_of_a_summary_is_in_its_thread_and_show_all_tells_it_to_whoever_presses(office: Office) -> None:
    await bound(office)
    office.now = MONDAY
    await office.round()

    screen, rest = [p for p in office.slack.world.in_channel(office.board.id) if p.metadata]
    first, second = [key for key in office.slack.world.letters() if key.startswith("digest:small")]
    assert rest.thread_ts == screen.ts and second == f"{first}#2"
    assert "In full: the week of 24 March 2025" in rest.text and "In full" not in screen.text
    hugo = office.person("hugo")
    await hugo.presses("Show all")
    await hugo.hears("A small plan: in full, as it stands on 24 March 2025")
    assert [p.text for p in office.slack.world.in_channel(office.board.id) if p.seen_by is None][-1] == rest.text


async def test_whoever_makes_a_shared_channel_the_boards_is_warned(office: Office) -> None:
    office.board.shared = True
    await bound(office)

    assert "shared with another organisation" in (await in_channel(office))[-1]
    office.board.shared = False
    await office.person("gwen").types("@Milepost board here", channel="board")
    await office.person("hugo").hears("already")
    assert "another organisation" not in (await in_channel(office))[-1]


async def test_whoever_has_not_answered_is_called_in_the_boards_channel_if_the_plan_wants_it(office: Office) -> None:
    await bound(office)
    await office.person("keira").types("mine")
    await office.slack.quiet()
    await office.round()
    await office.post.note_sent()
    calls = Policy(digest=Summary(mentions=True))
    await office.store.transact(lambda tx: keep(tx, "small", calls))
    office.now = datetime(2025, 4, 28, 9, 30, tzinfo=UTC)
    await office.round()

    posted, *_ = [p for p in office.slack.world.in_channel(office.board.id) if p.metadata]
    called = {"type": "user", "user_id": office.person("keira").user.id}
    assert "An answer is awaited from: Keira" in posted.text and str(called) in str(posted.blocks)
    office.slack.world.may_ping.add(str(called))


async def test_what_changed_since_a_summary_is_said_in_its_thread(office: Office) -> None:
    await bound(office)
    keira = office.person("keira")
    await keira.types("1.1.1 green fine")
    await keira.hears("This is how I understood you")
    await keira.types("yes")
    await keira.hears("Saved as u")
    office.now = MONDAY
    await office.round()
    await office.post.note_sent()
    (update,) = await office.store.read(lambda view: view.updates.history("small", "1.1.1"))
    gwen = office.person("gwen")
    await gwen.types(f"withdraw u{update.id} because of a mistake")
    await gwen.hears("Withdrawn: u")
    office.now = MONDAY + timedelta(days=1)
    await office.round()

    summary, *_, reply = [p for p in office.slack.world.in_channel(office.board.id) if p.metadata]
    assert reply.thread_ts == summary.ts and "was taken back" in reply.text


async def test_a_channel_is_the_boards_until_an_admin_says_otherwise(office: Office) -> None:
    await bound(office)
    await office.person("gwen").types("@Milepost board gone", channel="board")
    await office.person("hugo").hears("no longer gets")
    office.now = MONDAY
    await office.round()

    assert [k for k in office.slack.world.letters() if k.startswith("digest")] == []


async def test_only_an_admin_may_bind_a_channel_and_only_a_channel_may_be_bound(office: Office) -> None:
    await office.person("hugo").types("/milepost board here", channel="board")
    await office.person("gwen").types("/milepost board here")
    await office.person("gwen").hears("Say this in the channel")

    await office.person("hugo").hears("Only an admin")
    assert await in_channel(office) == []


async def test_a_channel_milepost_is_not_in_is_refused_with_what_to_do(office: Office) -> None:
    gwen = office.person("gwen")
    shut = office.slack.channel("operations", office.team, ["gwen"], bot=False)
    await gwen.types("/milepost board here", channel="operations")
    told = (await gwen.until(lambda s: bool(s.messages))).last

    assert "now gets" not in told and "invite" in told.lower()
    assert await office.store.read(lambda view: view.plans.board("small")) == ()
    shut.members.add(office.team.bot)
    await gwen.types("/milepost board here", channel="operations")
    await gwen.hears("This channel now gets the weekly board summary")


async def test_a_board_channel_that_is_gone_is_told_to_the_admin(office: Office) -> None:
    await bound(office)
    await office.slack.deletes(office.board)
    office.now = MONDAY
    await office.round()
    await office.carry()
    gwen = office.person("gwen")

    await gwen.until(lambda s: any("could not" in m or "For the plan's admin" in m for m in s.messages))


async def test_an_archived_board_channel_and_one_the_bot_was_taken_out_of_are_told_too(office: Office) -> None:
    await bound(office)
    office.slack.removes_bot(office.board)
    office.now = MONDAY
    await office.round()
    await office.carry()

    await office.person("gwen").until(lambda s: any("For the plan's admin" in m for m in s.messages))


async def test_the_home_shows_my_milestones_and_what_is_asked_next(office: Office) -> None:
    await office.round()
    keira = office.person("keira")
    await keira.opens_home()
    await keira.until(lambda s: s.home is not None)
    home = keira.sees().home or ""

    assert "Step 1 done" in home and "Step 2 done" in home
    assert "30 April 2025" in home
    assert "Step 3 done" not in home


async def test_the_home_is_fresh_after_each_update(office: Office) -> None:
    keira = office.person("keira")
    await keira.opens_home()
    await keira.until(lambda s: s.home is not None)
    await keira.types("1.1.1 red no money, path: bid by June")
    await keira.presses("Save")

    await keira.until(lambda s: "Off track" in (s.home or "") or "Red" in (s.home or ""))


async def test_an_update_starts_from_the_home(office: Office) -> None:
    keira = office.person("keira")
    await keira.opens_home()
    await keira.until(lambda s: s.home is not None)
    await keira.presses("Update 1.1.1", home=True)
    await keira.until(lambda s: s.modal is not None)
    await keira.fills({"Status": "Green", "What has happened": "all in post"}).submits()

    assert await office.narratives("1.1.1") == ["all in post"]
    await keira.until(lambda s: s.modal is None and ("On track" in (s.home or "") or "Green" in (s.home or "")))


async def test_the_boards_home_shows_the_totals(office: Office) -> None:
    hugo = office.person("hugo")
    await hugo.opens_home()
    home = (await hugo.until(lambda s: s.home is not None)).home or ""

    assert "1. Lead well: 4" in home


async def test_a_home_switched_off_in_the_workspace_spoils_nothing(office: Office) -> None:
    office.team.home_enabled = False
    keira = office.person("keira")
    await keira.opens_home()
    await keira.types("1.1.1 green all well")
    await keira.presses("Save")
    await keira.hears("Saved")

    assert await office.narratives("1.1.1") == ["all well"]


async def test_a_message_becomes_evidence_from_its_own_menu(office: Office) -> None:
    keira, gwen = office.person("keira"), office.person("gwen")
    await keira.types("1.1.1 green all in post")
    await keira.presses("Save")
    await gwen.types("The minutes of the March board are here", channel="board")
    await keira.uses("use_as_evidence", "The minutes of the March board")
    await keira.until(lambda s: s.modal is not None)
    await keira.fills({keira.fields()[0][0]: "1.1.1 Step 1 done."}).submits()
    await office.slack.quiet()

    (update,) = await office.history("1.1.1")
    (evidence,) = update.evidence
    assert evidence.url.startswith("https://") and f"/archives/{office.board.id}/p" in evidence.url


async def test_a_message_is_no_evidence_for_what_nobody_has_reported_on(office: Office) -> None:
    keira, gwen = office.person("keira"), office.person("gwen")
    await gwen.types("The minutes of the March board are here", channel="board")
    await keira.uses("use_as_evidence", "The minutes of the March board")
    await keira.until(lambda s: s.modal is not None or bool(s.messages))
    if keira.modal is not None:
        await keira.fills({keira.fields()[0][0]: "1.1.1 Step 1 done."}).submits()
        assert keira.faults != {}

    assert await office.history("1.1.1") == ()
