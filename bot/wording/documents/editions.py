"""Editions in words: what one changes, the same ones at the command line and in chat, before somebody agrees to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from bot.model.documents.draft import PlanDoubt, PlanDoubtKind
from bot.model.documents.edition import ActionChange, ActionPart, Change, Edition, Part, Unsure, Whole
from bot.model.letters.message import Item, Items, Paragraph
from bot.model.plan import Imported, Milestone, Plan
from bot.wording.documents.plans import brief
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.dates import every

MOST_TOLD = 60  # lines of one group: the rest is named by ref
MOST_NAMED = 200  # refs named in the line that counts the rest
Told = Items | Paragraph


def told(new: Edition, asks: bool = False) -> tuple[Told, ...]:
    """Tell what an edition adds, changes, moves and takes out, each milestone by its ref with the old and the new values, and
    count what it leaves alone. With `asks` the dates that it moves are only asked for."""
    if len(new.added) == len(new.plan.milestones) and not new.retired:  # the first edition: its milestones are told by their refs
        facts: dict[str, Fact] = {"count": len(new.added), "refs": ", ".join(new.added)}
        return (Paragraph(spans=line("editions.line.first", facts)),)
    known = {one.ref: one for one in (*new.plan.milestones, *new.plan.retired)}
    groups: list[Told] = [*_group("added", [_whole("added", known[ref]) for ref in new.added], new.added)]
    for part in Part:
        of_it = [one for one in new.changed if part in one.parts]
        asked = [one for one in of_it if asks and moves_date(part, one)]
        for name, some in ((part.value, [one for one in of_it if one not in asked]), ("date_asked", asked)):
            lines = [_changed(part, one, new.plan) for one in some]
            groups += _group(name, lines, [one.ref for one in some])
    groups += _group("retired", [_whole("retired", known[ref]) for ref in new.retired], new.retired)
    groups += _group("unsure", [Item(spans=line(*_unsure(one))) for one in new.unsure], [one.old.ref for one in new.unsure])
    actions = [item for one in new.actions for item in _action(one)]
    groups += _group("actions" if len(new.actions) > 1 else "actions_one", actions, [], len(new.actions)) if actions else []
    if new.whole:
        groups += _of_plan(new)
    return (*groups, Paragraph(spans=line("editions.line.alone", {"count": new.unchanged})))


def moves_date(part: Part, one: Change) -> bool:
    """Say if a change of this part gives a milestone another due date."""
    return part is Part.DATE and one.was.due != one.now.due


def _of_plan(new: Edition) -> Iterator[Told]:
    """Tell what changes of the plan as a whole: its title, priorities and roles with what they were, the rest by name."""
    told = _values_of_plan(new.was, new.plan) if new.was is not None else {}
    items = [Item(spans=line(f"editions.plan.{name}", facts)) for lines in told.values() for name, facts in lines]
    if items:
        yield Items(heading=words("editions.heading.plan"), lines=tuple(items[:MOST_TOLD]))
    if rest := [words(f"editions.whole.{part.value}") for part in new.whole if not told.get(part)]:
        yield Paragraph(spans=line("editions.heading.whole", {"parts": ", ".join(rest)}))


def _values_of_plan(was: Plan, now: Plan) -> dict[Whole, list[tuple[str, dict[str, Fact]]]]:
    before, after = ([role.name for role in plan.roles] for plan in (was, now))
    roles: dict[str, list[str]] = {"roles_new": _less(after, before), "roles_gone": _less(before, after)}
    titles: dict[str, Fact] = {"was": with_full_stop(was.title), "now": with_full_stop(now.title)}
    return {
        Whole.TITLE: [("title", titles)] if was.title != now.title else [],
        Whole.PRIORITIES: list(_priorities(was, now)),
        Whole.ROLES: [(name, {"roles": "; ".join(names)}) for name, names in roles.items() if names],
    }


def _priorities(was: Plan, now: Plan) -> Iterator[tuple[str, dict[str, Fact]]]:
    before, after = ({one.number: one.text for one in plan.priorities} for plan in (was, now))
    for number in sorted(before.keys() | after.keys()):
        old, new = before.get(number), after.get(number)
        if old != new:
            name = "priority_new" if old is None else "priority_gone" if new is None else "priority"
            yield name, {"number": number, "was": with_full_stop(old or ""), "now": with_full_stop(new or "")}


def _less(all_: Sequence[str], others: Sequence[str]) -> list[str]:
    return [one for one in all_ if one not in others]


def doubts(new: Edition) -> tuple[PlanDoubt, ...]:
    """Return what is in doubt of an edition as doubts that are settled like those about its document."""
    return tuple(
        PlanDoubt(
            key=one.key,
            kind=PlanDoubtKind.ORDER,
            question=words(*_unsure(one)),
            choices=(words("editions.unsure.is_new"), words("editions.unsure.is_old", {"ref": one.old.ref})),
            touches=(one.new.ref, one.old.ref),
        )
        for one in new.unsure
    )


def _group(name: str, lines: Sequence[Item], refs: Sequence[str], count: int | None = None) -> Iterator[Items]:
    if not lines:
        return
    shown = list(lines[:MOST_TOLD])
    if len(lines) > MOST_TOLD:
        rest = ", ".join(refs[MOST_TOLD : MOST_TOLD + MOST_NAMED]) or "..."
        shown.append(Item(spans=line("editions.line.more", {"count": len(lines) - MOST_TOLD, "refs": rest})))
    heading = words(f"editions.heading.{name}", {"count": len(lines) if count is None else count})
    yield Items(heading=heading, lines=tuple(shown))


def _whole(name: str, one: Milestone) -> Item:
    facts: dict[str, Fact] = {"ref": one.ref, "text": with_full_stop(one.text)}
    facts |= {"date": _capital(dated(one)), "owners": owned(one)}
    return Item(spans=line(f"editions.line.{name}", facts))


def _changed(part: Part, one: Change, plan: Plan) -> Item:
    facts: dict[str, Fact] = {"ref": one.ref, "text": with_full_stop(brief(one.now.text))}
    return Item(spans=line(f"editions.line.{_form(part, one)}", {**facts, **_values(part, one, plan)}))


def _form(part: Part, one: Change) -> str:
    """Return which sentence tells of a change."""
    match part:
        case Part.DATE:
            if dated(one.was) != dated(one.now):
                return "date"
            return "date_words" if one.was.date_text != one.now.date_text and one.now.date_text else "as_decided"
        case Part.OWNERS:
            return "owners" if one.was.owners != one.now.owners else "owners_as_decided"
        case Part.PLACE:
            return "place" if one.was.priority == one.now.priority else "place_priority"
        case Part.TEXT | Part.IMPORTED | Part.REF:
            return part.value
    assert_never(part)


def _values(part: Part, one: Change, plan: Plan) -> dict[str, Fact]:
    match part:
        case Part.TEXT:
            return {"was": with_full_stop(one.was.text), "now": with_full_stop(one.now.text)}
        case Part.DATE:
            if _form(part, one) == "date_words":
                return {"was": one.was.date_text or "", "now": one.now.date_text or ""}
            return {"was": _capital(dated(one.was)), "now": dated(one.now)}
        case Part.OWNERS:
            return {"was": owned(one.was), "now": owned(one.now)}
        case Part.PLACE:
            title = next((action.title for action in plan.actions if action.ref == one.now.action), "")
            return {"action": one.now.action, "priority": one.now.priority, "title": with_full_stop(title)}
        case Part.IMPORTED:
            return {"was": stated(one.was.imported), "now": stated(one.now.imported)}
        case Part.REF:
            none = words("editions.imported.none")
            return {"was": one.was.source_ref or none, "now": one.now.source_ref or none}
    assert_never(part)


def _action(one: ActionChange) -> Iterator[Item]:
    if one.now is None or one.was is None:
        action = one.now or one.was
        if action is not None:
            name = "new" if one.was is None else "gone"
            facts: dict[str, Fact] = {"ref": action.ref, "title": with_full_stop(action.title)}
            yield Item(spans=line(f"editions.action.{name}", facts))
        return
    was, now = one.was, one.now
    none = words("editions.imported.none")
    values: dict[ActionPart, tuple[Fact, Fact]] = {
        ActionPart.TITLE: (with_full_stop(was.title), with_full_stop(now.title)),
        ActionPart.PLACE: (was.priority, now.priority),
        ActionPart.IMPACT: ("", ""),
        ActionPart.MEASURES: (len(was.success_measures), len(now.success_measures)),
        ActionPart.LINKS: (_listed(was.strategy_links) or none, _listed(now.strategy_links) or none),
        ActionPart.REF: (was.source_ref or was.ref, now.source_ref or now.ref),
    }
    for part in one.parts:
        before, after = values[part]
        yield Item(spans=line(f"editions.action.{part.value}", {"ref": now.ref, "was": before, "now": after}))


def _unsure(one: Unsure) -> tuple[str, dict[str, Fact]]:
    facts: dict[str, Fact] = {"new": brief(one.new.text), "old": brief(one.old.text)}
    facts |= {"ref": one.old.ref, "action": one.old.action}
    return f"editions.unsure.{'moved' if one.is_move else 'reworded'}", facts


# ---- values in words ---------------------------------------------------------------------------


def dated(one: Milestone) -> str:
    """Say when a milestone is due, in a few words."""
    if one.due is None:
        name = "since" if one.start else "open" if one.open_ended else "none"
        said = words(f"editions.date.{name}", {"start": one.start or ""})
    elif one.start is not None and one.start != one.due:
        said = words("editions.date.from", {"start": one.start, "day": one.due})
    else:
        said = words("editions.date.on", {"day": one.due})
    return words("editions.date.rhythm", {"date": said, "every": every(one.recurrence)}) if one.recurrence else said


def owned(one: Milestone) -> str:
    """Name the owners of a milestone, the accountable one first."""
    return "; ".join(one.owners) or words("editions.owner.none")


def stated(one: Imported | None) -> str:
    """Say what a plan's own tracker says of a milestone."""
    if one is None:
        return words("editions.imported.none")
    parts = [words("editions.imported.status", {"word": mark(one.status.value).word})] if one.status else []
    parts += [one.colour] if one.colour and not one.status else []
    parts += [words("editions.imported.progress", {"progress": one.progress})] if one.progress is not None else []
    parts += [words("editions.imported.done", {"day": one.done})] if one.done else []
    parts += [words("editions.imported.said", {"words": brief(one.words)})] if one.words else []
    return ", ".join(parts) or words("editions.imported.none")


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
