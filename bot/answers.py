"""What Milepost answers when asked: lists and facts read from the record, worded. Nothing here writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from bot.model.message import Block, Button, Chart, Facts, Item, Items, Message, Paragraph, Spans, Text
from bot.model.people import Person
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.talk import Asker
from bot.model.update import Status, Update
from bot.ports import Refusal, View
from bot.reports import snapshot
from bot.reports.snapshot import Record, record_of
from bot.reports.summary import digest_message
from bot.rules import holders as rules_holders
from bot.rules import nudges as rules_nudges
from bot.rules.dates import span
from bot.rules.holders import find_role
from bot.rules.standing import ASKED, NOT_REPORTED, NOT_YET_ASKED, UNREADABLE, age_days, declared, local_day, missed, overdue
from bot.rules.standing import due as due_on
from bot.wording import cards
from bot.wording import summary as wording_summary
from bot.wording.sentences import Fact, line, mark, stopped, words
from bot.wording.sentences import day as in_words

PRESSING = (
    *(UNREADABLE, Status.RED, Status.AMBER, NOT_REPORTED, ASKED),
    *(Status.GREEN, Status.NOT_STARTED, NOT_YET_ASKED, Status.COMPLETE),
)


def _update_button(ref: str, text: str, asker: Asker) -> Button:
    return Button(
        label=words("nudges.button.update", {"ref": ref}),
        command=cards.in_plan(f"update {ref}", asker.short, asker.several),
        spoken=f"{words('nudges.button.update', {'ref': ref})}: {text}"[:75],
    )


def _listed(record: Record, milestone: Milestone, asker: Asker, tail: Spans = (), on: date | None = None) -> Item:
    """One line of a list, with an Update button for whoever may update. `on` is when it falls due, if not the date at hand."""
    when = on or due_on(milestone, record.today) or words("replies.status.no_date")
    if milestone.open_ended and milestone.start:
        when = words("replies.status.open_ended", {"start": milestone.start})
    spans = line("replies.status.due_on", {"ref": milestone.ref, "text": stopped(milestone.text), "due": when})
    mine = rules_holders.capacity(record.people, asker.person, milestone, record.today) not in (None, "admin")
    buttons = (_update_button(milestone.ref, milestone.text, asker),) if mine else ()
    return Item(mark=mark(record.face(milestone)), spans=(*spans, *tail), buttons=buttons)


def _reason(record: Record, milestone: Milestone) -> Spans:
    update = record.standings[milestone.ref].update
    return (Text(text=" "), *cards.declared(update)) if update else ()


def _listing(
    view: View, asker: Asker, title: str, wanted: Callable[[Record, Milestone], bool], reasons: bool = False
) -> Message:
    record = record_of(view, asker)
    chosen = [milestone for milestone in record.plan.milestones if wanted(record, milestone)]
    if not chosen:
        return Message(title=words(f"replies.list.{title}_none"))
    lines = tuple(
        _listed(record, milestone, asker, _reason(record, milestone) if reasons else ()) for milestone in chosen
    )
    return Message(title=words(f"replies.list.{title}"), blocks=(Items(lines=lines),))


def mine(view: View, asker: Asker) -> Message:
    """The milestones of the roles this person holds."""

    def owned(record: Record, milestone: Milestone) -> bool:
        held = rules_holders.roles_of(record.people, asker.person.id, record.today)
        return bool(set(held) & set(milestone.owners))

    return _listing(view, asker, "mine", owned)


def home(view: View, asker: Asker) -> Message:
    """What a person opens Milepost for: their milestones with what they will be asked next; for the board, the totals."""
    blocks: list[Block] = []
    for short in view.plans_of(asker.person.id):
        blocks += _home(view, asker.model_copy(update={"short": short, "person": _in_plan(view, asker, short)}))
    return Message(title=words("replies.home.title"), blocks=(*blocks, Paragraph(spans=line("replies.home.hint"))))


def _in_plan(view: View, asker: Asker, short: str) -> Person:
    return next(person for person in view.people(short).persons if person.id == asker.person.id)


def _home(view: View, asker: Asker) -> list[Block]:
    record = record_of(view, asker)
    held = set(rules_holders.roles_of(record.people, asker.person.id, record.today))
    owned = sorted((m for m in record.plan.milestones if held & set(m.owners)), key=lambda m: _pressing(record, m))
    ran = snapshot.rounds_of(view, asker.short, record.policy, asker.now)(asker.person)
    coming = {milestone.ref: _next(record, milestone, ran.first) for milestone in owned}
    lines = tuple(_listed(record, milestone, asker, _when_asked(coming[milestone.ref])) for milestone in owned)
    facts: dict[str, Fact] = {"plan": record.plan.title}
    blocks: list[Block] = []
    if lines:
        first = min((day for day in coming.values() if day), default=None)
        said = line("replies.home.next_any", {"day": first}) if first else line("replies.home.next_none")
        blocks += [Items(heading=words("replies.home.plan", facts), lines=lines), Paragraph(spans=said)]
    else:
        blocks.append(Paragraph(spans=line("replies.home.nothing", facts)))
    if asker.person.is_board or asker.person.is_admin:
        summary = digest_message(view, asker.short, asker.now)
        blocks += [block for block in summary.blocks if isinstance(block, Chart)]
    return blocks


def _pressing(record: Record, milestone: Milestone) -> int:
    """What is off green or asked about comes first, what is done last; else the plan's own order."""
    return PRESSING.index(record.face(milestone))


def _next(record: Record, milestone: Milestone, first_round: date | None) -> date | None:
    standing = record.standings[milestone.ref]
    return rules_nudges.next_asked(record.plan, milestone, standing, record.policy, first_round, record.today)


def _when_asked(day: date | None) -> Spans:
    return line("replies.home.next", {"day": day}) if day else ()


def off_track(view: View, asker: Asker, status: Status) -> Message:
    """All milestones last said to be red, or amber, with their reasons."""

    def coloured(record: Record, milestone: Milestone) -> bool:
        return declared(milestone, record.standings[milestone.ref], record.policy, record.today) is status

    return _listing(view, asker, status.value, coloured, reasons=True)


def past_due(view: View, asker: Asker) -> Message:
    """All milestones past their due date and not complete."""
    return _listing(view, asker, "overdue", lambda r, m: overdue(m, r.standings[m.ref], r.policy, r.today))


def silent(view: View, asker: Asker) -> Message:
    """All milestones not reported, with the last colour said and its age."""
    record = record_of(view, asker)
    lines = []
    for milestone in record.plan.milestones:
        if record.face(milestone) != "not_reported":
            continue
        standing = record.standings[milestone.ref]
        tail: Spans = ()
        if standing.update is not None:
            age = wording_summary.age(age_days(standing, record.policy, record.today) or 0)
            tail = line("replies.status.last_colour", {"status": mark(standing.update.status).word, "age": age})
        if period := missed(milestone, standing, record.policy, record.today):
            tail = (*tail, *line("digest.line.missed", {"missed": period}))
        lines.append(_listed(record, milestone, asker, tail))
    if not lines:
        return Message(title=words("replies.list.silent_none"))
    return Message(title=words("replies.list.silent"), blocks=(Items(lines=tuple(lines)),))


def due(view: View, asker: Asker, period: str | None) -> Message:
    """What falls due in a period; without one, in the next four weeks."""
    record = record_of(view, asker)
    meant = span(period, record.today, record.policy.due_soon_days)
    if meant is None:
        return Message(title=words("replies.list.due_unknown", {"period": period or ""}))
    first, last = meant
    facts = {"first": first, "last": last}
    falling = {m.ref: record.falls_due(m, first, last) for m in record.plan.milestones}
    chosen = [(when, milestone) for milestone in record.plan.milestones if (when := falling[milestone.ref])]
    if not chosen:
        return Message(title=words("replies.list.due_none", facts))
    in_order = sorted(chosen, key=lambda one: (one[0], one[1].ref))
    lines = tuple(_listed(record, milestone, asker, on=when) for when, milestone in in_order)
    return Message(title=words("replies.list.due", facts), blocks=(Items(lines=lines),))


def status(view: View, asker: Asker, about: str | None) -> Message:
    """How the plan stands, or one priority, action, milestone or role of it."""
    record = record_of(view, asker)
    what = " ".join((about or "").split())
    if not what:
        return _whole(view, record, asker)
    number = re.fullmatch(r"(?:priority )?(\d{1,4})", what, re.IGNORECASE)
    if number:
        for priority in record.plan.priorities:
            if priority.number == int(number[1]):
                title = words("replies.status.priority", {"number": priority.number, "text": priority.text})
                actions = [action for action in record.plan.actions if action.priority == priority.number]
                return Message(title=title, blocks=tuple(_action(record, action, asker) for action in actions))
    for action in record.plan.actions:
        if action.ref == what:
            title = words("replies.status.action", {"ref": action.ref, "title": action.title})
            return Message(title=title, blocks=(_action(record, action, asker, heading=False),))
        for milestone in action.milestones:
            if milestone.ref == what:
                return _milestone(record, milestone, asker)
    if re.fullmatch(r"\d+(\.\d+){2}", what):
        raise Refusal("no_such_milestone", ref=what)
    role = find_role(record.plan, what)
    if role is None:
        return Message(title=words("replies.status.not_found", {"about": what}))
    owned = [milestone for milestone in record.plan.milestones if role.name in milestone.owners]
    lines = tuple(_listed(record, milestone, asker) for milestone in owned)
    return Message(title=words("replies.status.about", {"what": role.name}), blocks=(Items(lines=lines),))


def _whole(view: View, record: Record, asker: Asker) -> Message:
    summary = digest_message(view, asker.short, asker.now)
    chart = [block for block in summary.blocks if isinstance(block, Chart)]
    lines = [m for m in record.plan.milestones if record.face(m) in ("red", "amber", "not_reported")]
    items = tuple(_listed(record, milestone, asker) for milestone in lines)
    listed: tuple[Block, ...] = (Items(lines=items),) if items else ()
    count = Paragraph(spans=line("replies.status.count", {"count": len(record.plan.milestones)}))
    title = words("replies.status.title", {"title": record.plan.title})
    return Message(title=title, blocks=(count, *chart, *listed))


def _action(record: Record, action: Action, asker: Asker, heading: bool = True) -> Items:
    title = words("replies.status.action", {"ref": action.ref, "title": action.title}) if heading else ""
    return Items(heading=title, lines=tuple(_listed(record, milestone, asker) for milestone in action.milestones))


def _milestone(record: Record, milestone: Milestone, asker: Asker) -> Message:
    update = record.standings[milestone.ref].update
    label = {key: words(f"replies.status.{key}") for key in ("due", "baseline", "owners", "reported")}
    pairs: list[tuple[str, Spans]] = [(label["due"], _plain(due_on(milestone, record.today) or words("replies.status.no_date")))]
    if milestone.recurrence and milestone.due:
        first: dict[str, Fact] = {"recurrence": cards.every(milestone.recurrence), "first": milestone.due}
        pairs.append((words("replies.status.recurs"), line("replies.status.recurs_since", first)))
    if milestone.baseline and milestone.baseline != milestone.due:
        pairs.append((label["baseline"], _plain(milestone.baseline)))
    pairs.append((label["owners"], _plain(", ".join(milestone.owners) or words("replies.list.vacant"))))
    unreadable = record.standings[milestone.ref].unreadable
    pairs.append((label["reported"], _reported(update, record.policy, unreadable)))
    if update is not None:
        pairs.append((words("replies.status.happened"), cards.declared(update)))
    item = Item(mark=mark(record.face(milestone)), spans=_plain(stopped(milestone.text)))
    if rules_holders.capacity(record.people, asker.person, milestone, record.today) is not None:
        item = item.model_copy(update={"buttons": (_update_button(milestone.ref, milestone.text, asker),)})
    title = words("replies.status.about", {"what": milestone.ref})
    return Message(title=title, blocks=(Items(lines=(item,)), Facts(pairs=tuple(pairs))))


def _reported(update: Update | None, policy: Policy, unreadable: int | None) -> Spans:
    if unreadable is not None:
        return line("replies.status.unreadable", {"entry": unreadable})
    if update is None:
        return line("replies.status.nobody")
    facts: dict[str, Fact] = {"day": local_day(update.at, policy), "who": update.by_name, "capacity": update.capacity}
    return line("replies.status.reported_at", facts)


def _plain(what: str | date) -> Spans:
    return (Text(text=in_words(what) if isinstance(what, date) else what),)


def _known(plan: Plan, ref: str) -> Milestone:
    for milestone in plan.milestones:
        if milestone.ref == ref:
            return milestone
    raise Refusal("no_such_milestone", ref=ref)


def history(view: View, asker: Asker, ref: str) -> Message:
    """Every update of a milestone, oldest first, each one's words once."""
    _known(view.plan(asker.short), ref)
    policy = view.policy(asker.short)
    told = {update.id: _entry(update, policy) for update in view.history(asker.short, ref)}
    for entry in view.unreadable_entries(asker.short, ref):
        told[entry] = Item(spans=line("replies.list.history_unreadable", {"entry": entry}))
    if not told:
        return Message(title=words("replies.list.history_none", {"ref": ref}))
    lines = tuple(told[entry] for entry in sorted(told))
    return Message(title=words("replies.list.history", {"ref": ref}), blocks=(Items(lines=lines),))


def _entry(update: Update, policy: Policy) -> Item:
    facts: dict[str, Fact] = {
        "day": local_day(update.at, policy),
        "who": update.by_name,
        "capacity": update.capacity,
        "said": cards.declared(update),
    }
    return Item(mark=mark(update.status), spans=line("replies.list.history_line", facts))


def who(view: View, asker: Asker, ref: str) -> Message:
    """Which roles answer for a milestone, and who holds them today."""
    record = record_of(view, asker)
    milestone = _known(record.plan, ref)
    lines = tuple(
        Item(
            spans=line(
                "replies.list.accountable" if role == milestone.accountable else "replies.list.contributes",
                {"role": role, "who": _names(rules_holders.holders(record.people, role, record.today))},
            )
        )
        for role in milestone.owners
    )
    return Message(title=words("replies.list.who", {"ref": ref}), blocks=(Items(lines=lines),))


def _names(holders: Iterable[Person]) -> str:
    return ", ".join(person.name for person in holders) or words("replies.list.vacant")


def summary(view: View, asker: Asker) -> Message:
    """The weekly summary as at now."""
    return digest_message(view, asker.short, asker.now)


def roles(view: View, asker: Asker) -> Message:
    """Each role, who holds it and where they are reached; vacancies first."""
    record = record_of(view, asker)
    lines: list[Item] = []
    vacant: list[Item] = []
    for role in record.plan.roles:
        holders = rules_holders.holders(record.people, role.name, record.today)
        if not holders:
            vacant.append(Item(spans=line("replies.admin.role_vacant", {"role": role.name})))
            continue
        who = ", ".join(
            words("replies.admin.reached", {"who": person.name, "reach": _reach(view, person)}) for person in holders
        )
        lines.append(Item(spans=line("replies.admin.role_line", {"role": role.name, "who": who})))
    count = line("replies.admin.roles_count", {"roles": len(record.plan.roles), "vacant": len(vacant)})
    return Message(
        title=words("replies.admin.roles_title"),
        blocks=(Paragraph(spans=count), Items(lines=(*vacant, *lines))),
    )


def _reach(view: View, person: Person) -> str:
    platforms = ", ".join(dict.fromkeys(address.platform for address in view.address_of(person.id)))
    if not platforms:
        return words("replies.admin.reach_no")
    return words("replies.admin.reach_yes", {"platform": platforms})


def preview(view: View, asker: Asker, days: int) -> Message:
    """What would be sent in the coming days if nobody answers."""
    record = record_of(view, asker)
    nudges = rules_nudges.preview(
        record.plan,
        record.standings,
        record.people,
        record.policy,
        snapshot.rounds_of(view, asker.short, record.policy, asker.now),
        view.questions(asker.short),
        record.today,
        days,
    )
    names = {person.id: person.name for person in record.people.persons}
    lines = tuple(
        Item(
            spans=line(
                "replies.admin.preview_line",
                {
                    "day": nudge.day,
                    "who": names.get(nudge.person, ""),
                    "refs": ", ".join(reason.ref for reason in nudge.reasons),
                },
            )
        )
        for nudge in nudges
    )
    title = words("replies.admin.preview_title", {"days": days})
    if not lines:
        return Message(title=title, blocks=(Paragraph(spans=line("replies.admin.preview_none")),))
    return Message(title=title, blocks=(Items(lines=lines),))
