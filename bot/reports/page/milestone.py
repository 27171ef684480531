"""One milestone: how it stands, who answers for it, its dates, its evidence, and the chain of all that was recorded of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.board.paper import Cell, Column, Grid, Heading, Prose
from bot.model.letters.message import Text
from bot.model.page.place import Place, Room
from bot.model.page.sheet import Line, Lines, Pairs, Sheet, SheetBlock, Tab
from bot.model.plan import Milestone
from bot.model.summary import SILENT
from bot.model.updates.update import Face
from bot.ports.refusals import Refusal
from bot.reports.documents.retired import last_said, taken_out
from bot.reports.page.action import business
from bot.reports.page.chain import chain
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.impact.about import about
from bot.reports.second_look import second_look
from bot.rules.asking.pauses import in_force, reaches
from bot.rules.holders import holders
from bot.rules.updates.standing import age_days, assured, dates, face_in, local_day, overdue
from bot.wording import pauses
from bot.wording.documents.refs import ref_of
from bot.wording.page import statements
from bot.wording.page.who import who
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.dates import age, dated
from bot.wording.updates.evidence import verdict_of
from bot.wording.updates.requests import in_full

_Pair = tuple[str, tuple[Line, ...]]
COLUMNS = ("evidence", "type", "shows", "dated", "good_until", "offered", "checked", "verdict")


def milestone(ground: Ground) -> Sheet:
    """Return the sheet of a milestone. Raises Refusal if the plan never had it."""
    one = ground.snapshot.plan.known(ground.place.ref)
    if one is None:
        raise Refusal("fault", sentence=words("page.refused.milestone", {"ref": ground.place.ref}))
    blocks: list[SheetBlock] = [Prose(spans=(Text(text=with_full_stop(one.text), strong=True),))]
    if ground.snapshot.plan.has_retired(one.ref):
        blocks.append(Prose(spans=taken_out(ground.view, ground.snapshot, one.ref)))
    blocks += [Pairs(caption=words("page.milestone.stands"), pairs=tuple(_pairs(ground, one)))]
    blocks += [Heading(text=words("page.chain.heading")), chain(ground, one)]
    blocks += [Heading(text=words("page.milestone.evidence")), _evidence(ground, one)]
    blocks += _dates(ground, one)
    blocks += _exceptions(ground, one)
    blocks += about(ground, one.ref)
    blocks += business(ground, one.ref)
    title = words("page.title.milestone", {"ref": ref_of(one)})
    return framed(ground, title, blocks, _way(ground, one))


def _way(ground: Ground, one: Milestone) -> tuple[Tab, ...]:
    """Return the way up: the plan, its priority, and its action."""
    as_at = ground.place.as_at
    priority = Place(room=Room.PLAN, priority=one.priority, as_at=as_at)
    return (
        Tab(label=words("page.nav.plan"), to=Place(room=Room.PLAN, as_at=as_at)),
        Tab(label=words("page.way.priority", {"number": one.priority}), to=priority),
        Tab(label=words("page.title.action", {"ref": one.action}), to=Place(room=Room.ACTION, ref=one.action, as_at=as_at)),
    )


# ---- how it stands --------------------------------------------------------------------------


def _pairs(ground: Ground, one: Milestone) -> Iterator[_Pair]:
    yield _pair("status", *_status(ground, one))
    if ground.snapshot.plan.has_retired(one.ref):
        return
    if second := second_look(ground.snapshot, one):
        yield _pair("checked", Line(spans=second), *_rests_on(ground, one))
    yield _pair("owner", *_owners(ground, one))
    yield _pair("dates", Line(spans=dated(dates(ground.snapshot, one))))
    action = ground.actions.get(one.ref)
    if action is not None:
        there = ground.to(Place(room=Room.ACTION, ref=action.ref))
        yield _pair("action", Line(spans=(Text(text=f"{ref_of(action)} {action.title}"),), to=there))
    for pause in in_force(ground.snapshot.pauses, ground.snapshot.policy, ground.snapshot.today):
        if reaches(pause, one):
            yield _pair("paused", Line(spans=pauses.said("stands", pause, ground.snapshot.plan, ground.zone)))


def _pair(name: str, *lines: Line) -> _Pair:
    return words(f"page.milestone.{name}"), lines


def _status(ground: Ground, one: Milestone) -> Iterator[Line]:
    """Say what it is shown as, whose word that is and how old, and what others see otherwise."""
    snapshot, standing = ground.snapshot, ground.snapshot.standing(one)
    if snapshot.plan.has_retired(one.ref):
        update = last_said(ground.view, ground.short, one.ref)
        shown = mark(update.status) if update is not None else None
        yield Line(spans=(Text(text=words("page.milestone.no_longer")),), mark=shown)
        return
    face, update = face_in(snapshot, one), standing.update
    if update is None:
        yield Line(spans=line("page.milestone.nobody"), mark=mark(face))
    else:
        days = age_days(standing, snapshot.policy, snapshot.today) or 0
        ago = words("page.milestone.ago", {"age": age(days)}) if days else ""
        facts: dict[str, Fact] = {"who": who(update.by_name, update.capacity), "day": local_day(update.at, snapshot.policy)}
        if face is Face.ASSURED:
            yield from _signed(ground, one)
        shown = mark(update.status if face is Face.ASSURED else face)  # that it is assured is not its owner's word
        how = "last" if face in SILENT else "said" if shown.status == mark(update.status).status else "stated"
        said = {**facts, "ago": ago, "status": mark(update.status).word}
        yield Line(spans=line(f"page.milestone.{how}", said), mark=shown)
        if standing.lone:
            facts = {"role": update.role, "accountable": one.accountable or words("page.column.nobody")}
            yield Line(spans=line("page.milestone.lone", facts))
    for other in standing.dissents:
        facts = {"who": who(other.by_name, other.capacity), "day": local_day(other.at, snapshot.policy)}
        yield Line(spans=line("page.milestone.dissent", facts), mark=mark(other.status))
    if overdue(one, standing, snapshot.policy, snapshot.today):
        yield Line(spans=line("page.milestone.overdue"))


def _signed(ground: Ground, one: Milestone) -> Iterator[Line]:
    """Say who signed it off: whoever declared it complete has not said that it is assured."""
    verdict = assured(one, ground.snapshot.standing(one), ground.snapshot.policy, ground.snapshot.today)
    if verdict is not None:
        day = local_day(verdict.at, ground.snapshot.policy)
        facts: dict[str, Fact] = {"who": who(verdict.by_name, verdict.capacity), "day": day}
        yield Line(spans=line("page.milestone.signed", facts), mark=mark(Face.ASSURED))


def _rests_on(ground: Ground, one: Milestone) -> Iterator[Line]:
    """Name the evidence that an assurance rests on: it is in the table below by its handle."""
    verdict = assured(one, ground.snapshot.standing(one), ground.snapshot.policy, ground.snapshot.today)
    if verdict is not None:
        handles = ", ".join(f"e{number}" for number in verdict.evidence) or words("page.milestone.no_evidence")
        yield Line(spans=line("page.milestone.rests_on", {"handles": handles}), mark=mark(Face.ASSURED))


def _owners(ground: Ground, one: Milestone) -> Iterator[Line]:
    """Name the roles that answer for it, the accountable one first, and say which of them nobody holds."""
    for role in one.owners:
        how = "accountable" if role == one.accountable else "contributes"
        vacant = "" if holders(ground.snapshot.people, role, ground.snapshot.today) else words("page.milestone.vacant")
        yield Line(spans=line(f"page.milestone.{how}", {"role": role, "vacant": vacant}))
    if not one.owners:
        yield Line(spans=line("page.milestone.unowned"))


# ---- evidence, dates, business --------------------------------------------------------------


def _evidence(ground: Ground, one: Milestone) -> Grid:
    today = ground.snapshot.today
    rows = []
    for found in ground.view.evidence.index(ground.short):
        if found.ref != one.ref:
            continue
        link = found.evidence
        url = link.url if "://" in link.url else ""
        checked = who(found.checked.by_name, found.checked.capacity) if found.checked is not None else ""
        good = words("page.milestone.stale") if link.is_stale(today) else ""
        rows.append((
            Cell(value=f"{found.handle} {link.url}", link=url),
            Cell(value=link.kind.value),
            Cell(value=link.shows or None),
            Cell(value=link.dated),
            Cell(value=link.good_until) if not good else Cell(value=good),
            Cell(value=who(found.by_name, found.capacity)),
            Cell(value=checked or None),
            Cell(value=verdict_of(found)),
        ))  # fmt: skip
    columns = tuple(Column(heading=words(f"page.evidence.{name}")) for name in COLUMNS)
    return Grid(caption=words("page.milestone.evidence"), columns=columns, rows=tuple(rows), none=words("page.evidence.none"))


def _dates(ground: Ground, one: Milestone) -> Iterator[SheetBlock]:
    """Give the requests about its date, each with why, by whom, and what was decided."""
    asked = [request for request in ground.view.requests.all(ground.short) if request.ref == one.ref]
    if asked:
        yield Heading(text=words("page.milestone.requests"))
        lines = tuple(Line(spans=in_full(request, ground.zone)) for request in asked)
        yield Lines(caption=words("page.milestone.requests"), lines=lines)


def _exceptions(ground: Ground, one: Milestone) -> Iterator[SheetBlock]:
    """Give the exception reports about it, part by part."""
    reports = [report for report in ground.view.requests.exceptions(ground.short) if report.ref == one.ref]
    for report in reports:
        heading = words("page.milestone.exception", {"day": local_day(report.at, ground.snapshot.policy)})
        yield Heading(text=heading, level=2)
        parts = ("cause", "for_children", "for_plan", "options", "recommendation", "decision_wanted", "lessons")
        lines = [statements.labelled(name, with_full_stop(said)) for name in parts if (said := str(getattr(report, name)))]
        yield Lines(caption=heading, lines=tuple(lines))
