"""The two rounds: plan what is due (one transaction), and deliver what was planned (one letter at a time)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import calendar, cards, digest, people, reminders
from bot.cards import Line, News
from bot.message import Item, Items, Message, Spans
from bot.model import Address, Noun, Person, Plan, Policy, Standing, Update
from bot.ports import (
    Asked,
    Channel,
    Clock,
    DeliveryFailed,
    DeliveryUncertain,
    Letter,
    LetterState,
    People,
    Rounds,
    Store,
    Tx,
    View,
)
from bot.wording import line, words

NO_ADDRESS = "no address on any platform that is switched on"


class Due(Noun):
    """What one plan has for one person today."""

    plan: str
    lines: tuple[Line, ...] = ()
    news: tuple[News, ...] = ()
    next_on: date | None = None


class Desk(Noun):
    """One plan as a round sees it."""

    plan: Plan
    policy: Policy
    people: People
    standings: Mapping[str, Standing]


# ---- planning --------------------------------------------------------------------------


def plan_due(tx: Tx, now: datetime) -> tuple[str, ...]:
    """Enqueue every letter that is due at that moment; return their keys. Running it again adds nothing."""
    due: dict[int, list[Due]] = {}
    keys: list[str] = []
    opens: dict[int, tuple[Person, datetime, datetime]] = {}
    for short in tx.due_plans(now):
        desk = _desk(tx, short, now)
        for person in desk.people.persons:
            window = _window(person, desk.policy, now)
            if window is not None:
                opens[person.id] = (person, *window)
        for person_id, found in _gather(tx, desk, now, opens).items():
            due.setdefault(person_id, []).append(found)
        keys += _digests(tx, desk, now)
        _note_rounds(tx, desk, now)
        tx.wakes_at(short, _wakes(desk, now))
    for person_id, found_here in due.items():
        keys += _enqueue(tx, *opens[person_id], found_here)
    return tuple(keys)


def _desk(view: View, short: str, now: datetime) -> Desk:
    return Desk(
        plan=view.plan(short),
        policy=view.policy(short),
        people=view.people(short),
        standings=view.standings(short, now),
    )


def _zone(person: Person, policy: Policy) -> str:
    return person.zone or policy.zone


def _local(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _window(person: Person, policy: Policy, now: datetime) -> tuple[datetime, datetime] | None:
    zone = _zone(person, policy)
    day = _local(now, zone)
    if not calendar.working_day(day):
        return None
    opens, closes = calendar.window(day, policy.opens, policy.closes, zone)
    return (opens, closes) if opens <= now < closes else None


def rounds_of(view: View, short: str, policy: Policy, now: datetime) -> Callable[[Person], Rounds]:
    """For each person the first and latest earlier day on which a round reached them."""
    by_zone: dict[str, Rounds] = {}

    def of(person: Person) -> Rounds:
        zone = _zone(person, policy)
        day = _local(now, zone)
        if zone not in by_zone:
            by_zone[zone] = view.rounds(short, zone, day)
        missed = view.held_over(short, day).get(person.id, frozenset()) if by_zone[zone].last else frozenset()
        return _without(by_zone[zone], missed)

    return of


def _without(rounds: Rounds, missed: frozenset[date]) -> Rounds:
    """Rounds less the days on which this person could not be reached. Earlier working days stand in for the last one."""
    last = rounds.last
    while last is not None and last in missed:
        before = last - timedelta(days=1)
        last = calendar.last_working_day_on_or_before(before) if rounds.first and before >= rounds.first else None
    first = rounds.first
    while first is not None and first in missed:
        after = calendar.next_working_day(first)
        first = after if last and after <= last else None
    return Rounds(first=first, last=last)


def _gather(
    tx: Tx, desk: Desk, now: datetime, opens: Mapping[int, tuple[Person, datetime, datetime]]
) -> dict[int, Due]:
    short = desk.plan.short
    rounds = rounds_of(tx, short, desk.policy, now)
    questions = tx.questions(short)
    nudges = reminders.nudges_due(desk.plan, desk.standings, desk.people, desk.policy, rounds, questions, now)
    askers = {question.ref: question.by_name for question in questions}
    found = {nudge.person: due_of(desk.plan, desk.standings, nudge, askers) for nudge in nudges}
    for person_id, news in _news(tx, desk, now, opens, rounds).items():
        before = found.get(person_id, Due(plan=short))
        found[person_id] = before.model_copy(update={"news": news})
    return found


def due_of(
    plan: Plan, standings: Mapping[str, Standing], nudge: reminders.Nudge, askers: Mapping[str, str]
) -> Due:
    """What a planned nudge asks, as lines of a card. `askers` names who asked for an update, by ref."""
    milestones = {milestone.ref: milestone for milestone in plan.milestones}
    lines = tuple(
        Line(
            plan=plan.short,
            milestone=milestones[reason.ref],
            standing=standings[reason.ref],
            kind=reason.kind,
            working_days=reason.working_days,
            role=reason.role,
            asker=askers.get(reason.ref, ""),
        )
        for reason in nudge.reasons
    )
    coming = [reason.next_at for reason in nudge.reasons if reason.next_at is not None]
    return Due(plan=plan.short, lines=lines, next_on=min(coming, default=None))


def _news(
    tx: Tx,
    desk: Desk,
    now: datetime,
    opens: Mapping[int, tuple[Person, datetime, datetime]],
    rounds: Callable[[Person], Rounds],
) -> dict[int, tuple[News, ...]]:
    news: dict[int, tuple[News, ...]] = {}
    for person in desk.people.persons:
        if person.id not in opens:
            continue
        ran = rounds(person)
        told = list(_told_as_owner(tx, desk, person, ran, opens[person.id][1]))
        if person.is_admin and (ran.first is None or _weekday(now, person, desk) == desk.policy.digest_weekday):
            told += admin_news(tx, desk.plan.short, now)
        if told:
            news[person.id] = tuple(told)
    return news


def _weekday(now: datetime, person: Person, desk: Desk) -> int:
    return _local(now, _zone(person, desk.policy)).weekday()


def _told_as_owner(tx: Tx, desk: Desk, person: Person, ran: Rounds, until: datetime) -> Iterable[News]:
    """What others said of this person's milestones since the last round opened, and answers to what they asked."""
    if ran.last is None:
        return
    after, _ = calendar.window(ran.last, desk.policy.opens, desk.policy.closes, _zone(person, desk.policy))
    asked = {
        question.answered
        for question in tx.answered_questions(desk.plan.short, after, until)
        if question.by == person.id
    }
    mine = set(people.roles_of(desk.people, person.id, _local(until, _zone(person, desk.policy))))
    owned = {milestone.ref for milestone in desk.plan.milestones if mine & set(milestone.owners)}
    for update in tx.updates_between(desk.plan.short, after, until):
        if update.by == person.id:
            continue
        if update.id in asked:
            yield _said(update, "nudges.news.answer")
        elif update.ref in owned:
            yield _said(update, "nudges.news.update")


def _said(update: Update, sentence: str) -> News:
    word = words(f"status.{update.status.value}.word")
    facts = {
        "ref": update.ref,
        "who": update.by_name,
        "capacity": update.capacity,
        "status": word,
        "narrative": update.narrative,
    }
    return News(spans=line(sentence, facts), status=update.status.value, ref=update.ref)


def admin_news(view: View, short: str, now: datetime) -> tuple[News, ...]:
    """What an admin is told at the first round and once a week: vacancies, the unreachable, and the undated with them.

    Undated milestones alone are no reason to write.
    """
    desk = _desk(view, short, now)
    alarms = tuple(_told_as_admin(view, desk, now))
    return (*alarms, *_undated(desk)) if alarms else ()


def _told_as_admin(tx: View, desk: Desk, now: datetime) -> Iterable[News]:
    day = _local(now, desk.policy.zone)
    for vacancy in reminders.undeliverable(desk.plan, desk.standings, desk.people, desk.policy, day):
        yield News(
            spans=line("nudges.news.vacant", {"role": vacancy.role, "refs": ", ".join(vacancy.milestones)}),
        )
    for lost in _unreachable(tx, desk):
        yield News(spans=lost)


def _undated(desk: Desk) -> Iterable[News]:
    if undated := reminders.undated(desk.plan):
        yield News(spans=line("nudges.news.undated", {"refs": ", ".join(undated)}))


def _unreachable(view: View, desk: Desk) -> Iterable[Spans]:
    names = {person.id: person.name for person in desk.people.persons}
    for person_id, reason in view.unreachable(desk.plan.short):
        yield line("nudges.news.unreachable", {"who": names.get(person_id, ""), "reason": reason})


def _note_rounds(tx: Tx, desk: Desk, now: datetime) -> None:
    for zone in {_zone(person, desk.policy) for person in desk.people.persons} | {desk.policy.zone}:
        day = _local(now, zone)
        opens, closes = calendar.window(day, desk.policy.opens, desk.policy.closes, zone)
        if calendar.working_day(day) and opens <= now < closes:
            tx.round_ran(desk.plan.short, zone, day)


def _wakes(desk: Desk, now: datetime) -> datetime:
    zones = {_zone(person, desk.policy) for person in desk.people.persons} | {desk.policy.zone}
    return min(next_opening(zone, desk.policy, now) for zone in zones)


def next_opening(zone: str, policy: Policy, now: datetime) -> datetime:
    """The next moment after now at which a round could have anything to do in that zone."""
    day = _local(now, zone)
    while day < calendar.LAST:
        if calendar.working_day(day):
            opens, _ = calendar.window(day, min(policy.opens, policy.digest_at), policy.closes, zone)
            later, _ = calendar.window(day, max(policy.opens, policy.digest_at), policy.closes, zone)
            for moment in (opens, later):
                if moment > now:
                    return moment
        day = calendar.next_working_day(day)
    return now + timedelta(days=1)


def nudge_key(person: int, day: date) -> str:
    """The key of the one nudge a person may get on a local day."""
    return f"nudge:{person}:{day.isoformat()}"


def _enqueue(tx: Tx, person: Person, opens: datetime, closes: datetime, found: Sequence[Due]) -> list[str]:
    day = _local(opens, person.zone or tx.policy(found[0].plan).zone)
    key = nudge_key(person.id, day)
    existing = tx.letter(key)
    if existing is not None:
        told = {asked.plan for asked in existing.asked}
        for due in found:
            if due.plan not in told:
                tx.hold_over(due.plan, person.id, day)
        return []
    letter = Letter(
        key=key,
        kind="nudge",
        person=person.id,
        message=nudge_message(tx, person, found),
        asked=_asked(found),
        not_before=opens,
        not_after=closes,
    )
    return [key] if tx.enqueue(letter) else []


def _asked(found: Sequence[Due]) -> tuple[Asked, ...]:
    asked = [
        Asked(plan=due.plan, ref=entry.milestone.ref, kind=entry.kind, working_days=entry.working_days)
        for due in found
        for entry in due.lines
    ]
    asked += [Asked(plan=due.plan, ref=news.ref, kind="news") for due in found for news in due.news]
    return tuple(asked)


def nudge_message(view: View, person: Person, found: Sequence[Due]) -> Message:
    """The words of one person's nudge, all plans together."""
    lines = [entry for due in found for entry in due.lines]
    news = [item for due in found for item in due.news]
    several = len(view.plans_of(person.id)) > 1
    welcome = () if view.welcomed(person.id) else welcome_words(view.plan(found[0].plan).title)
    roles = sorted({entry.role for entry in lines if entry.kind != "escalation" and entry.role})
    coming = [due.next_on for due in found if due.next_on is not None]
    after = view.policy(found[0].plan).escalate_after
    return cards.asking(lines, roles, min(coming, default=None), news, welcome, after, several)


def welcome_words(plan: str) -> tuple[Spans, ...]:
    """The three sentences of first contact: what Milepost asks, what it keeps, who sees it."""
    facts = {"plan": plan}
    return tuple(line(f"nudges.welcome.{part}", facts) for part in ("what", "keeps", "sees"))


# ---- the digest --------------------------------------------------------------------------


def _digests(tx: Tx, desk: Desk, now: datetime) -> list[str]:
    channels = tx.board_channel(desk.plan.short)
    moment = digest.digest_moment(_local(now, desk.policy.zone), desk.policy)
    if not channels or not _digest_due(tx, desk, moment, now):
        return []
    message = digest_message(tx, desk.plan.short, now)
    letters = [
        Letter(
            key=digest_key(desk.plan.short, moment, address),
            kind="digest",
            channel=desk.plan.short,
            message=message,
            not_before=moment,
            address=address,
        )
        for address in channels
    ]
    return [letter.key for letter in letters if tx.enqueue(letter)]


def _digest_due(tx: Tx, desk: Desk, moment: datetime, now: datetime) -> bool:
    """On its day from its hour; or later that week in working hours, where the plan ran before and its day had none."""
    zone, policy = desk.policy.zone, desk.policy
    day = _local(now, zone)
    if not calendar.working_day(day) or now < moment:
        return False
    opens, closes = calendar.window(day, policy.opens, policy.closes, zone)
    first = tx.rounds(desk.plan.short, zone, day).first
    on_its_day = day == _local(moment, zone)
    return now < closes and (on_its_day or (opens <= now and first is not None and first < _local(moment, zone)))


def digest_key(short: str, moment: datetime, address: Address) -> str:
    """The key of one week's summary in one channel."""
    return f"{digest.key(short, moment)}:{address.platform}:{address.id}"


def weekly(view: View, short: str, now: datetime) -> digest.Digest:
    """The facts of the weekly summary as at that moment."""
    desk = _desk(view, short, now)
    return digest.weekly(
        desk.plan, desk.standings, view.standings(short, now - timedelta(days=7)), desk.policy, now
    )


def digest_message(view: View, short: str, now: datetime) -> Message:
    """The weekly summary as at that moment, worded."""
    return digest.message(weekly(view, short, now), view.plan(short))


# ---- delivering --------------------------------------------------------------------------


class Post:
    """Carries letters over the channels that are switched on. A letter is claimed, sent, settled; never sent twice."""

    def __init__(self, store: Store, channels: Sequence[Channel], clock: Clock) -> None:
        self._store = store
        self._channels = {channel.platform: channel for channel in channels}
        self._clock = clock

    async def plan(self) -> tuple[str, ...]:
        """Run one planning round."""
        now = self._clock()
        return await self._store.transact(lambda tx: plan_due(tx, now))

    async def waiting(self) -> tuple[str, ...]:
        """Keys of letters that may go now."""
        now = self._clock()
        return await self._store.transact(lambda tx: tx.waiting(now))

    async def deliver(self, key: str) -> LetterState | None:
        """Send one letter if it may go; return how it ended, or None where it was not ours to send."""
        now = self._clock()
        letter = await self._store.transact(lambda tx: tx.claim(key, now))
        if letter is None:
            return None
        return await self._send(letter)

    async def resolve(self) -> None:
        """Settle what a dead process left half-sent. Call it once, on taking the deliverer's lock."""
        for letter in await self._store.read(_left_over):
            await self._resolve(letter)

    async def _send(self, letter: Letter) -> LetterState:
        address: Address | None = letter.address
        try:
            address = address or await self._address(letter)
            if address is None:
                return await self._fail(letter, None, NO_ADDRESS)
            reference = await self._channels[address.platform].send(address, letter.message, letter.key)
        except DeliveryFailed as failed:
            if failed.retry_in is None:
                return await self._fail(letter, address, failed.reason)
            retry_at = self._clock() + timedelta(seconds=failed.retry_in)
            return await self._settle(letter, LetterState.WAITING, address, reason=failed.reason, retry_at=retry_at)
        except DeliveryUncertain as uncertain:
            await self._settle(letter, LetterState.UNKNOWN, address, reason=uncertain.reason)
            return await self._resolve(letter.model_copy(update={"address": address}))
        return await self._settle(letter, LetterState.SENT, address, reference=reference)

    async def _resolve(self, letter: Letter) -> LetterState:
        """A letter that may or may not have gone: ask the platform; else repeat a nudge, and hold a digest."""
        address = letter.address or await self._address(letter)
        channel = self._channels.get(address.platform) if address else None
        if address is None or channel is None:
            return await self._settle(letter, LetterState.WAITING, address)
        try:
            reference = await channel.sent_already(address, letter.key)
        except DeliveryFailed as failed:
            return await self._settle(letter, LetterState.UNKNOWN, address, reason=failed.reason)
        if reference is not None:
            return await self._settle(letter, LetterState.SENT, address, reference=reference)
        if channel.remembers or letter.kind != "digest":
            return await self._settle(letter, LetterState.WAITING, address)
        now = self._clock()
        await self._store.transact(lambda tx: _alarm(tx, letter, line("nudges.alarm.held", {"day": now.date()}), now))
        return await self._settle(letter, LetterState.FAILED, address, reason="held: it may have been delivered")

    async def _address(self, letter: Letter) -> Address | None:
        person_id = letter.person
        if person_id is None:
            return None
        known, person = await self._store.read(lambda view: (view.address_of(person_id), _person(view, person_id)))
        for address in known:
            if address.platform in self._channels and _wanted(person, address.platform):
                return address
        for platform, channel in self._channels.items():
            if person is not None and _wanted(person, platform):
                found = await channel.find(person.email)
                if found is not None:
                    await self._reach(person_id, found)
                    return found
        return None

    async def _reach(self, person: int, address: Address) -> None:
        now = self._clock()
        await self._store.transact(lambda tx: tx.reach(person, address, now))

    async def _fail(self, letter: Letter, address: Address | None, reason: str) -> LetterState:
        now = self._clock()

        def work(tx: Tx) -> None:
            if address is not None and letter.person is not None:
                tx.lose(address, reason, now)
            person = _person(tx, letter.person) if letter.person is not None else None
            who = person.name if person else (letter.channel or "")
            _alarm(tx, letter, line("nudges.news.unreachable", {"who": who, "reason": reason}), now)
            tx.settle(letter.key, LetterState.FAILED, now, address, reason=reason)

        await self._store.transact(work)
        return LetterState.FAILED

    async def _settle(
        self,
        letter: Letter,
        state: LetterState,
        address: Address | None,
        reference: str | None = None,
        reason: str = "",
        retry_at: datetime | None = None,
    ) -> LetterState:
        now = self._clock()

        def work(tx: Tx) -> None:
            tx.settle(letter.key, state, now, address, reference, reason, retry_at)
            if state is LetterState.SENT and letter.person is not None:
                tx.welcome(letter.person)

        await self._store.transact(work)
        return state


def _left_over(view: View) -> tuple[Letter, ...]:
    return view.left_over()


def _wanted(person: Person | None, platform: str) -> bool:
    return person is None or person.platform in (None, "", platform) or platform == "console"


def _person(view: View, person_id: int) -> Person | None:
    for short in view.plans_of(person_id):
        for person in view.people(short).persons:
            if person.id == person_id:
                return person
    return None


def _alarm(tx: Tx, letter: Letter, sentence: Spans, now: datetime) -> None:
    """Tell the plan's admins, each at most once a day; the rest of a bad day is in their next round's message."""
    shorts = {letter.channel} if letter.channel else {asked.plan for asked in letter.asked}
    for short in sorted(short for short in shorts if short):
        for admin in people.admins(tx.people(short)):
            if admin.id == letter.person:
                continue
            tx.enqueue(
                Letter(
                    key=f"alarm:{admin.id}:{now.date().isoformat()}",
                    kind="alarm",
                    person=admin.id,
                    message=Message(
                        title=words("nudges.alarm.title"), blocks=(Items(lines=(Item(spans=sentence),)),)
                    ),
                    asked=(Asked(plan=short, ref="", kind="news"),),
                    not_before=now,
                )
            )
