"""What whoever keeps Milepost is told of the whole database, on both of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from prometheus_client import CollectorRegistry, generate_latest

from bot.delivery.alarm import refuses
from bot.model.letters.letter import Asked, Ending, Letter, LetterKind, LetterState, Stop
from bot.model.letters.message import Message
from bot.model.letters.nudge import Cause
from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.tenants import everywhere
from bot.model.watching import Noted, Standing, Vitals
from bot.planning.faults import Faults
from bot.planning.rounds import Planned, plan_round, to_nobody
from bot.planning.secrets import EVERY, Secrets
from bot.ports.record import Tx
from bot.ports.refusals import DeliveryFailed
from bot.program.serving.checkup import signs_found
from bot.program.watching.machine import Alarms
from bot.program.watching.rounds import Rounds, waited_for
from bot.program.watching.vitals import KEPT, DatabaseFigures
from bot.reports.health import findings, health_json
from bot.reports.snapshot import as_at
from bot.rules.documents import edition
from bot.rules.faults import of_copies, of_disk
from store.record import SqlStore
from tests.world.wires.recorder import Recorder

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLACK = Address(platform="slack", tenant="T1", id="U1")


def small(tx: Tx) -> None:
    step = Milestone(ref="1.1.1", text="Done.", date_text="May", due=NOW.date(), owners=("Head",))
    plan = Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="A", milestones=(step,)),), roles=(Role(name="Head"),))
    tx.plans.save(edition.compare(None, plan).plan)
    rows = [PersonRow(role="Head", name="Ann", email="ann@x.uk"), PersonRow(role=None, name="Adi", email="adi@x.uk", rights=("admin",))]
    tx.people.save("kent", rows)


def letter(number: int, hours: float) -> Letter:
    return Letter(key=f"nudge:{number}:2026-03-02", kind=LetterKind.NUDGE, person=1, message=Message(title="x"), not_before=NOW - hours * HOUR)


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(small)
    return store


async def vitals(store: SqlStore, now: datetime = NOW) -> Vitals:
    return await store.read(lambda view: view.watching.vitals(now))


async def test_an_empty_database_has_figures_too(store: SqlStore) -> None:
    found = await vitals(store)
    assert found == Vitals(size=found.size)
    assert 100_000 < found.size < 100_000_000


async def test_letters_are_counted_by_state_and_platform_with_the_age_of_the_oldest(kent: SqlStore) -> None:
    def work(tx: Tx) -> None:
        tx.letters.put([letter(1, 3), letter(2, 1), letter(3, -2), letter(4, 2), letter(5, 60)])
        failed = [letter(4, 2), letter(5, 60)]
        tx.letters.settle([Ending(letter=one, state=LetterState.FAILED, reason="gone") for one in failed], NOW)

    await kent.transact(work)

    found = await vitals(kent)
    waiting = Standing(state=LetterState.WAITING, platform="", count=2, oldest=NOW - 3 * HOUR)
    failed = Standing(state=LetterState.FAILED, platform="", count=1, oldest=NOW - 2 * HOUR)  # the other was planned days ago
    assert sorted(found.letters, key=lambda one: one.state) == [failed, waiting]
    assert (found.plans, found.entries) == (1, (await kent.read(lambda view: view.entries.head("kent"))).entry)


async def test_a_paused_plan_makes_nothing_late(kent: SqlStore) -> None:
    await plan_round(kent, NOW)
    later = NOW + timedelta(days=40)
    assert (await vitals(kent, later)).waits_since is not None

    await kent.transact(lambda tx: tx.letters.put([letter(1, 3).model_copy(update={"channel": "kent", "person": None})]))
    await kent.transact(lambda tx: tx.pauses.hold("kent"))

    found = await vitals(kent, later)
    assert (found.letters, found.waits_since) == ((), None)


async def test_a_round_says_how_late_it_came_also_after_another_process_stood_still(
    kent: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "milepost.round")
    clock = [NOW]

    await Rounds(kent, everywhere, to_nobody, lambda: clock[0]).run()
    clock[0] = NOW + timedelta(days=1)  # 09:30: hours opened at 09:00, and no round has come since
    await Rounds(kent, everywhere, to_nobody, lambda: clock[0]).run()

    assert [one.facts["late_s"] for one in caplog.records] == [0, 1800]


def test_a_plan_to_which_something_happened_is_not_late_since_its_hours_opened_long_ago() -> None:
    done = Planned((), 2, {"kent": NOW - 20 * HOUR, "surrey": NOW - HOUR})

    assert waited_for(done, NOW - 2 * HOUR) == {"kent": NOW - 2 * HOUR, "surrey": NOW - HOUR}
    assert Vitals(waits_since=NOW - 20 * HOUR, noted={Noted.ROUND: NOW - 2 * HOUR}).late(NOW) == 7200.0
    assert Vitals(noted={Noted.ROUND: NOW - 2 * HOUR}).late(NOW) == 0.0


async def test_organisations_that_refuse_and_the_last_copy_are_known(kent: SqlStore) -> None:
    for tenant in ("T1", "T2"):
        stop = Stop(address=SLACK.model_copy(update={"tenant": tenant}), whole=True, day=NOW.date(), until=NOW + HOUR, reason="no")
        await kent.transact(lambda tx, stop=stop: tx.letters.stand_still(stop))
    for hours in (5, 2):
        await kent.transact(lambda tx, hours=hours: tx.watching.note(Noted.COPY, NOW - hours * HOUR))

    found = await vitals(kent)
    assert (found.refusing, found.noted) == (("slack", "slack"), {Noted.COPY: NOW - 2 * HOUR})


async def test_a_scraper_that_never_rests_reads_the_database_once_in_a_few_seconds(kent: SqlStore) -> None:
    moments, statements = [0.0], []
    figures = DatabaseFigures(kent, None, lambda: NOW, lambda: moments[0])
    registry = CollectorRegistry()
    registry.register(figures)
    sa.event.listen(kent._read, "before_cursor_execute", lambda *given: statements.append(given[2]))

    for _ in range(50):
        await figures.refresh()
    assert len([one for one in statements if "watch_note" in one]) == 1
    assert len(statements) <= 4  # with what begins a reading, and what is paused
    told = generate_latest(registry).decode()
    assert "milepost_database_up 1.0" in told and "milepost_plans 1.0" in told

    moments[0] += KEPT
    stale = generate_latest(registry).decode()  # asked for without a new reading: nothing old passes for new
    assert "milepost_database_up 0.0" in stale and "milepost_plans" not in stale
    await figures.refresh()
    assert len([one for one in statements if "watch_note" in one]) == 2


@pytest.mark.parametrize(("hours", "ok"), [(3.9, True), (4.1, False)])
async def test_the_doctor_ends_with_a_fault_if_letters_have_waited_for_as_long_as_admins_are_told_of(kent: SqlStore, hours: float, ok: bool) -> None:
    await kent.transact(lambda tx: tx.letters.put([letter(1, hours)]))

    found = await kent.read(lambda view: signs_found(view, NOW))
    assert [one.ok for one in found] == [ok, True, True, True] and not any(one.advice for one in found)


# ---- what admins are told -------------------------------------------------------------------------------------------------


def two_plans(tx: Tx) -> None:
    """Kent and Surrey: each has an admin of its own, and Ann is an admin of both."""
    small(tx)
    plan = tx.plans.one("kent").model_copy(update={"short": "surrey", "title": "Surrey"})
    tx.plans.save(edition.compare(None, plan).plan)
    for short, own in (("kent", "Adi"), ("surrey", "Sue")):
        rows = [PersonRow(role=None, name=name, email=f"{name.lower()}@x.uk", rights=("admin",)) for name in (own, "Both")]
        tx.people.save(short, [PersonRow(role="Head", name="Ann", email="ann@x.uk"), *rows])


@pytest.fixture
async def plans(store: SqlStore) -> SqlStore:
    await store.transact(two_plans)
    return store


async def told(store: SqlStore, keys: Sequence[str]) -> dict[str, str]:
    """What these letters say, by the name of whom they go to."""
    letters = await store.read(lambda view: view.letters.some(keys))
    names = await store.read(
        lambda view: {one.id: one.name for short in view.plans.all() for one in view.people.of(short).persons}
    )
    return {names[one.person or 0]: one.message.plain() for one in letters.values()}


async def health(store: SqlStore, short: str) -> Sequence[Mapping[str, object]]:
    return await store.read(lambda view: health_json(findings(view, as_at(view, short, NOW))))


def waits(number: int, short: str, hours: float, tenant: str = "T1") -> Letter:
    asked = (Asked(plan=short, ref="1.1.1", kind=Cause.DUE),)
    address = SLACK.model_copy(update={"tenant": tenant})
    return letter(number, hours).model_copy(update={"asked": asked, "reason": "Slack does not answer", "address": address})


async def test_admins_are_told_once_that_letters_of_their_plan_wait_and_once_that_it_is_over(plans: SqlStore) -> None:
    faults = Faults(plans)
    letters = [waits(1, "kent", 5), waits(2, "kent", 4.5), waits(3, "surrey", 1)]
    tried = [Ending(letter=one, state=LetterState.WAITING, reason=one.reason, retry_at=NOW) for one in letters]
    await plans.transact(lambda tx: (tx.letters.put(letters), tx.letters.settle(tried, NOW)))

    first = await told(plans, await faults.look(NOW))
    again = await Faults(plans).look(NOW + HOUR)  # another process, or the same one started again
    assert first.keys() == {"Adi", "Both"}
    assert "2 messages of Kent have not gone. The first has waited since 2 March 2026 at 04:30. Slack does not answer." in first["Adi"]
    assert again == ()

    assert [(one["rule"], one["severity"]) for one in await health(plans, "kent")][:1] == [("letters_wait", "high")]
    assert "letters_wait" not in [one["rule"] for one in await health(plans, "surrey")]

    sent = [Ending(letter=one, state=LetterState.SENT, reference="r") for one in letters]
    await plans.transact(lambda tx: tx.letters.settle(sent, NOW))
    assert await faults.look(NOW + 2 * HOUR) == ()  # one such message a day
    over = await told(plans, await faults.look(NOW + 24 * HOUR))
    assert over.keys() == {"Adi", "Both"} and "Over: no message of Kent waits any longer." in over["Both"]
    assert await faults.look(NOW + 48 * HOUR) == ()


async def test_an_organisation_that_refuses_is_told_to_admins_whose_letters_wait_for_it_and_to_no_others(plans: SqlStore) -> None:
    stop = Stop(address=SLACK, whole=True, day=NOW.date(), until=NOW + HOUR, reason="the token was taken back")

    def work(tx: Tx) -> None:
        tx.letters.put([waits(1, "kent", 0.1), waits(2, "surrey", 0.1, "T2")])
        tx.letters.stand_still(stop)

    await plans.transact(work)

    first = await told(plans, await Faults(plans).look(NOW))
    assert first.keys() == {"Adi", "Both"}
    assert "Messages of Kent to a whole organisation wait: the token was taken back." in first["Adi"]
    assert "Surrey" not in first["Both"]


class Guarded(Recorder):
    """Slack, as far as it is asked about secrets: by tenant, why it takes none, and which it does not tell of."""

    platform = "slack"

    def __init__(self) -> None:
        super().__init__()
        self.refuses: dict[str, str] = {}
        self.away: set[str] = set()
        self.asked: list[str] = []
        self.waits: asyncio.Event | None = None  # until it is set T2 is not answered for

    async def secret_refused(self, to: Address) -> str | None:
        self.asked.append(to.tenant)
        if self.waits is not None and to.tenant == "T2":
            await self.waits.wait()
        if to.tenant in self.away:
            raise DeliveryFailed("Slack does not answer", 5)
        return self.refuses.get(to.tenant)


def in_two_workspaces(tx: Tx) -> None:
    """Kent's board and Ann are met in T1, Surrey's Sue in T2; where Ann was long ago nobody is any more."""
    two_plans(tx)
    who = {one.name: one.id for short in ("kent", "surrey") for one in tx.people.of(short).persons}
    tx.accounts.reach(who["Ann"], SLACK.model_copy(update={"tenant": "T0"}), NOW - 99 * HOUR)
    tx.accounts.reach(who["Ann"], SLACK, NOW - HOUR)
    tx.accounts.reach(who["Sue"], SLACK.model_copy(update={"tenant": "T2", "id": "U2"}), NOW - HOUR)


@pytest.fixture
async def workspaces(store: SqlStore) -> SqlStore:
    await store.transact(in_two_workspaces)
    return store


async def test_a_secret_that_stops_working_is_told_once_before_any_letter_waits_and_once_that_it_is_over(workspaces: SqlStore) -> None:
    slack, later = Guarded(), NOW + 24 * HOUR
    secrets, faults = Secrets(workspaces, [slack]), Faults(workspaces)
    slack.refuses["T2"] = "the token was taken back"

    await secrets.ask(NOW)
    first = await told(workspaces, await faults.look(NOW, secrets.found(), secrets.is_unsure))
    assert sorted(slack.asked) == ["T1", "T2"]
    assert first.keys() == {"Sue", "Both"} and "people of Surrey in one organisation does not work" in first["Sue"]
    assert "the token was taken back." in first["Sue"] and "Kent" not in first["Both"]
    assert await faults.look(later, secrets.found(), secrets.is_unsure) == ()

    del slack.refuses["T2"]
    fresh = Secrets(workspaces, [slack])  # whoever put in a new one had to start Milepost again
    assert await faults.look(later, fresh.found(), fresh.is_unsure) == ()  # nobody was asked yet
    slack.away.add("T2")
    await fresh.ask(later)
    assert await faults.look(later, fresh.found(), fresh.is_unsure) == ()  # Slack did not say
    slack.away.clear()
    await fresh.ask(later + EVERY)
    over = await told(workspaces, await faults.look(later + EVERY, fresh.found(), fresh.is_unsure))
    assert over.keys() == {"Sue", "Both"} and "Over: Milepost's way to everybody of Surrey works again." in over["Sue"]


async def test_what_slack_told_last_of_a_secret_holds_while_it_is_down_and_it_is_not_asked_at_every_round(workspaces: SqlStore) -> None:
    slack = Guarded()
    secrets = Secrets(workspaces, [slack])
    slack.refuses["T1"] = "no"
    await secrets.ask(NOW)
    await secrets.ask(NOW + EVERY / 2)
    assert len(slack.asked) == 2

    slack.away |= {"T1", "T2"}
    await secrets.ask(NOW + EVERY)
    assert [(one.place, one.since) for one in secrets.found()] == [("slack:T1", NOW), ("slack:T1", NOW)]  # Kent, and Ann in Surrey


async def test_what_a_platform_says_of_a_secret_is_told_in_the_round_after_it_said_so(workspaces: SqlStore) -> None:
    slack = Guarded()
    secrets, clock = Secrets(workspaces, [slack]), [NOW]
    alarms = Alarms(workspaces, None, lambda: clock[0], secrets)
    assert await alarms.tell({}) == ()
    slack.refuses["T2"] = "the token was taken back"
    await secrets.ask(NOW)
    clock[0] += timedelta(seconds=5)

    assert len(await alarms.tell({})) == 2
    assert await alarms.tell({}) == ()


async def test_a_round_that_comes_while_platforms_are_still_asked_reads_what_is_known(workspaces: SqlStore) -> None:
    slack = Guarded()
    secrets = Secrets(workspaces, [slack])
    slack.refuses["T1"], slack.waits = "no", asyncio.Event()
    asking = asyncio.create_task(secrets.ask(NOW))
    while len(slack.asked) < 2:
        await asyncio.sleep(0)

    assert {one.place for one in secrets.found()} <= {"slack:T1"} and secrets.is_unsure("slack:T2")
    slack.waits.set()
    await asking
    assert not secrets.is_unsure("slack:T2")


async def test_who_knows_of_a_dead_secret_is_not_alarmed_of_the_letters_that_it_holds_up_nor_the_other_way_round(
    workspaces: SqlStore,
) -> None:
    slack = Guarded()
    secrets, faults = Secrets(workspaces, [slack]), Faults(workspaces)
    slack.refuses["T2"] = "the token was taken back"
    held = waits(5, "surrey", 0.1, "T2")
    stop = Stop(address=SLACK.model_copy(update={"tenant": "T2"}), whole=True, day=NOW.date(), until=NOW + HOUR, reason="no")

    def refused(tx: Tx) -> None:
        tx.letters.put([held])
        tx.letters.stand_still(stop)
        refuses(tx, held, stop, NOW)

    async def alarms() -> int:
        waiting = await workspaces.read(lambda view: view.letters.outbox(NOW, NOW))
        return sum(key.startswith("alarm:") for key, _ in waiting.ready)

    await secrets.ask(NOW)
    assert len(await faults.look(NOW, secrets.found(), secrets.is_unsure)) == 2
    await workspaces.transact(refused)
    assert await alarms() == 0
    assert await faults.look(NOW + HOUR, secrets.found(), secrets.is_unsure) == ()
    assert await Faults(workspaces).look(NOW + 24 * HOUR, secrets.found(), secrets.is_unsure) == ()


async def test_what_is_wrong_with_all_of_milepost_is_told_to_whoever_is_an_admin_of_every_plan(plans: SqlStore) -> None:
    machine = (*of_copies(NOW - timedelta(days=4), NOW), *of_disk(10**8, 10**11, "95.4 MiB", NOW))

    first = await told(plans, await Faults(plans).look(NOW, machine))
    assert first.keys() == {"Both"}
    assert "made on 26 February 2026 at 09:30, 4 days ago" in first["Both"] and "95.4 MiB are left" in first["Both"]
    later = await told(plans, await Faults(plans).look(NOW + 24 * HOUR, machine[1:]))
    assert "Over: a new copy" in later["Both"] and "disk" not in later["Both"]


@pytest.mark.parametrize(("moment", "is_told"), [("2026-03-02T03:00", False), ("2026-03-01T12:00", False), ("2026-03-02T16:59", True)])
async def test_nobody_is_told_at_night_or_at_the_weekend(plans: SqlStore, moment: str, is_told: bool) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert bool(await Faults(plans).look(now, tuple(of_copies(now - timedelta(days=4), now)))) is is_told


async def test_a_round_that_came_late_is_told_once_and_one_in_time_is_not(plans: SqlStore) -> None:
    faults = Faults(plans)
    assert await faults.late({"kent": NOW - timedelta(minutes=59)}, NOW) == ()

    first = await told(plans, await faults.late({"kent": NOW - 2 * HOUR}, NOW))
    assert first.keys() == {"Adi", "Both"} and "on 2 March 2026 at 07:30 and did so 2 hours late" in first["Adi"]
    assert await faults.late({"kent": NOW - 2 * HOUR}, NOW) == ()


def test_a_disk_is_nearly_full_by_its_share_or_by_its_room() -> None:
    gib = 1024**3
    rows = [(0.4 * gib, 10 * gib, True), (0.6 * gib, 10 * gib, False), (0.9 * gib, 1000 * gib, True), (2 * gib, 1000 * gib, False)]

    assert [bool([*of_disk(int(free), int(total), "", NOW)]) for free, total, _ in rows] == [full for *_, full in rows]
