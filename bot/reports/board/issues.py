"""Issued papers: which of an audience count now, and what is to be known of those that may be issued next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.model.board.business import BusinessKind
from bot.model.board.paper import AnyPaper, Corrected, Drawn, Fragment, Grid, Issue, Paper, Prose, Ready
from bot.model.board.period import Freeze, PeriodState
from bot.model.board.settings import Audience
from bot.model.board.wanted import Want
from bot.model.letters.letter import Letter, LetterKind
from bot.model.letters.letter_key import Sort, letter_key, place
from bot.model.letters.message import Actions, Button, Item, Items, Message, Paragraph, Text, plain
from bot.model.people import Address, Person
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import Ground, at_freeze, began, ground
from bot.reports.papers.packs import Handed, Pack
from bot.reports.record.past import Past
from bot.rules.board import cycle
from bot.rules.calendar import local_day
from bot.wording.commands import Report
from bot.wording.papers.frame import at, title_of
from bot.wording.sentences import Fact, line, words


def latest(view: View, short: str, audience: str, freeze: int) -> Issue | None:
    """Return the last issue of the papers of an audience that was drawn from a freeze. None if there is none."""
    issues = view.papers.issues(short)
    return next((one for one in reversed(issues) if (one.audience, one.freeze) == (audience, freeze)), None)


def issued(view: View, made: Ground) -> tuple[Issue, tuple[Drawn, ...]] | None:
    """Return the papers that were issued of what is to be told, byte for byte. None if there are none, or no longer."""
    if made.freeze is None:
        return None
    issue = latest(view, made.short, made.audience_name, made.freeze.id)
    files = view.papers.files(made.short, issue.id) if issue is not None else ()
    return (issue, files) if issue is not None and files else None


def to_hand(view: View, short: str, audience: str, now: datetime) -> Ground:
    """Read a plan for the papers that whoever asks for an audience's has: from the meeting that they were issued for until the
    next window opens those of that freeze, else as `ground` has them. Raises Refusal if there is no such audience."""
    freeze = _held_by(view, short, audience, now)
    return at_freeze(view, short, audience, now, freeze) if freeze is not None else ground(view, short, audience, now)


def _held_by(view: View, short: str, audience: str, now: datetime) -> Freeze | None:
    """Return the last freeze, if papers of it were issued to an audience and nobody is asked for the next meeting yet."""
    freeze, policy = standing(view, short), view.plans.policy(short)
    if freeze is None or latest(view, short, audience, freeze.id) is None or policy.audience(audience) is None:
        return None
    period = cycle.current(policy, local_day(now, policy.zone), began(view, short, policy))
    state = cycle.state(period, now, policy, view.periods.freezes(short))
    return freeze if state is PeriodState.BEFORE else None


def as_issued(view: View, issue: Issue, freeze: Freeze) -> Ground:
    """Read a plan as it was read for an issue: with what was known of the time after the freeze when it was drawn."""
    before = next((one for one in view.papers.issues(issue.plan) if one.id == issue.replaces), None)
    made = replace(at_freeze(Past(view, issue.id), issue.plan, issue.audience, issue.at, freeze), approved=True)
    return corrected(made, before, issue.why)


def corrected(made: Ground, before: Issue | None, why: str) -> Ground:
    """Return a plan to be told of in papers that take the place of an earlier issue, and say so."""
    if before is None:
        return made
    return replace(made, corrects=Corrected(entry=before.id, day=local_day(before.at, made.policy.zone), why=reason(why)))


def reason(why: str) -> str:
    """Return why papers take the place of an earlier issue: as somebody says, else that the record was frozen anew."""
    return why or words("deliver.issue.frozen_anew")


def replaced(view: View, short: str, audience: str, freeze: Freeze) -> Issue | None:
    """Return the last papers of an audience for the meeting of a freeze, though that issue's own freeze was taken back since.
    None if there are none."""
    freezes = view.periods.freezes(short)
    same = {freeze.id, *(one.id for one in freezes if one.meeting is not None and one.meeting == freeze.meeting)}
    issues = view.papers.issues(short)
    return next((one for one in reversed(issues) if one.audience == audience and one.freeze in same), None)


def to_issue(view: View, short: str, audience: str, now: datetime, why: str = "") -> Ground:
    """Read a plan for the papers that may be issued to an audience now: as it was last frozen. `why` says why they are issued
    anew, if they are.

    Raises Refusal if there is no such audience, or if nothing is frozen.
    """
    freeze = standing(view, short)
    if view.plans.policy(short).audience(audience) is not None and freeze is None:
        raise Refusal("issue_no_freeze", audience=audience)
    if freeze is None:
        raise Refusal("no_such_audience", name=audience, audiences=", ".join(view.plans.policy(short).audience_names))
    made = replace(at_freeze(view, short, audience, now, freeze), approved=True)
    return corrected(made, replaced(view, short, audience, freeze), why)


def standing(view: View, short: str) -> Freeze | None:
    """Return the last freeze that was not taken back. None if there is none."""
    return cycle.last_freeze(view.periods.freezes(short))


def ready(made: Ground, pack: Pack) -> Ready:
    """Return what is to be known of papers before they are issued."""
    assert made.freeze is not None  # nothing else is issued
    head = made.head
    wanted = [one for one in made.view.business.all(made.short) if one.kind is BusinessKind.DECISION and one.is_open]
    return Ready(
        audience=made.audience_name,
        title=title_of(frame(made)),
        freeze=made.freeze.id,
        as_at=made.as_at,
        at=at(frame(made), made.as_at),
        upto=made.upto,
        head=head.digest,
        names=tuple(one.file for one in pack.papers),
        missing=tuple(dict.fromkeys(said for one in pack.papers for said in _missing(one))),
        decisions=len(wanted),
        left_out=pack.left_out,
        corrects=made.corrects,
        public=tuple(said for one in pack.papers for said in _public(one)),
    )


def with_files(ready: Ready, handed: Handed) -> Ready:
    """Return the same with the files that were drawn. It needs no reading: the one that the papers came from may be over."""
    return ready.model_copy(update={"drawn": handed.files, "left_out": handed.left_out})


def _public(paper: AnyPaper) -> Iterator[str]:
    """Give the words of families that a paper puts before everybody, and what is said to them, a line each."""
    rows = (row for block in paper.blocks if isinstance(block, Grid) for row in block.rows) if isinstance(paper, Fragment) else ()
    yield from (" | ".join(str(cell.value) for cell in row) for row in rows)


def _missing(paper: AnyPaper) -> Iterator[str]:
    """Give what a paper says that somebody has not written."""
    if isinstance(paper, Paper):
        yield from (plain(one.spans) for one in paper.blocks if isinstance(one, Prose) and one.tone == "missing")


# ---- who hears of them ---------------------------------------------------------------------


def places(view: View, short: str, audience: str) -> tuple[Address, ...]:
    """Return the channels of an audience."""
    return view.plans.board(short, audience)


def readers(view: View, short: str, audience: Audience) -> tuple[Person, ...]:
    """Return those people of a plan whom an audience's settings name."""
    return tuple(person for person in view.people.of(short).persons if person.email in audience.people)


def letters(view: View, issue: Issue, title: str, at: str, now: datetime) -> list[Letter]:
    """Write the letter that tells each channel of an audience that its papers are issued, or issued anew."""
    short, day = issue.plan, local_day(issue.at, view.plans.policy(issue.plan).zone)
    facts: dict[str, Fact] = {"title": title, "at": at, "entry": issue.id, "why": issue.why, "said": f"report {issue.audience}"}
    kind = "issued" if issue.replaces is None else "corrected"
    facts["before"] = issue.replaces or ""
    said = [Paragraph(spans=line(f"deliver.letter.{name}", facts)) for name in (kind, "how")]
    asks = Report(plan=short, want=Want.AUDIENCE, of=issue.audience)
    button = Button(label=words("deliver.letter.button"), command=str(asks), apart=True)
    names = Items(lines=tuple(Item(spans=(Text(text=name),)) for name, _ in issue.files))
    message = Message(title=words("deliver.letter.title", facts), blocks=(*said, names, Actions(buttons=(button,))))
    return [
        Letter(
            key=letter_key(Sort.PAPERS, short, day, f"{issue.id}:{place(one.platform, one.id)}"),
            kind=LetterKind.PAPERS,
            channel=short,
            message=message,
            not_before=now,
            address=one,
        )
        for one in places(view, short, issue.audience)
    ]
