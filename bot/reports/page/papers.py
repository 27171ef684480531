"""The papers on the page: those that were issued, with their fingerprints, and those that the reader may have drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.model.board.paper import Drawn, Heading, Issue, PaperKind, Prose
from bot.model.board.settings import BOARD
from bot.model.board.wanted import Want, Wanted
from bot.model.letters.message import Text
from bot.model.page.place import Place
from bot.model.page.sheet import Line, Lines, Sheet, SheetBlock
from bot.model.people import Person
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.page.frame import framed, said_at
from bot.reports.page.ground import Ground
from bot.reports.page.ground import ground as read
from bot.reports.papers import packs
from bot.reports.papers.ground import Ground as PaperGround
from bot.reports.papers.ground import ground as paper_ground
from bot.rules.board.readers import may_read
from bot.rules.calendar import local_day
from bot.wording.papers.frame import audience_title
from bot.wording.sentences import Fact, words
from bot.wording.summary import priority_name

FINGERPRINT = 16  # hex digits that are read out and compared
MOST_ISSUES = 40
ENDINGS = ("docx", "xlsx", "html", "txt")
SLIP = "verification"


class _Draft(NamedTuple):
    """Papers that may be drawn: what they are called, the ground they are drawn from, and what is wanted of it."""

    title: str
    made: PaperGround
    wanted: Wanted


def papers(ground: Ground) -> Sheet:
    """Return what papers there are. Nobody is offered one that chat would refuse them."""
    blocks: list[SheetBlock] = [Heading(text=words("page.papers.issued")), *_issued(ground)]
    blocks += [Heading(text=words("page.papers.drawn")), Prose(spans=(Text(text=words("page.papers.how")),))]
    for draft in _drafts(ground):
        lines = tuple(
            Line(spans=(Text(text=_called(name)),), aside=name, file=name) for name in packs.files(draft.made, draft.wanted)
        )
        blocks.append(Lines(caption=draft.title, lines=lines))
    return framed(ground, words("page.title.papers"), blocks)


def file(view: View, short: str, person: Person, name: str, place: Place, now: datetime) -> Drawn | packs.Pack:
    """Return a paper that a sheet offers: byte for byte as it was issued, or to be drawn. Raises Refusal if there is none of that
    name for this reader."""
    ground = read(view, short, person, place, now)
    for issue in _issues(ground):
        if name in (_key(issue, one) for one, _ in issue.files):
            kept = (one for one in ground.record.papers.files(short, issue.id) if _key(issue, one.name) == name)
            return _found(next(kept, None))
    for draft in _drafts(ground):
        if name in packs.files(draft.made, draft.wanted):
            return packs.pack(draft.made, draft.wanted, only=name)
    raise Refusal("fault", sentence=words("page.refused.paper"))


def _found(drawn: Drawn | None) -> Drawn:
    if drawn is None:
        raise Refusal("fault", sentence=words("page.refused.taken_out"))
    return drawn


def _called(name: str) -> str:
    """Return what a paper is called, and what kind of file it is. One that nobody has named is called by its file."""
    kind = next((one for one in (*(kind.value for kind in PaperKind), SLIP) if name.startswith(one)), None)
    ending = name.rpartition(".")[2]
    if kind is None or ending not in ENDINGS:
        return name
    return words(f"page.paper.{kind}", {"file": words(f"page.paper.{ending}")})


# ---- issued ---------------------------------------------------------------------------------


def _key(issue: Issue, name: str) -> str:
    """Return what a file of an issue is asked for by: two issues may have files of one name."""
    return f"issue-{issue.id}-{name}"


def _issues(ground: Ground) -> list[Issue]:
    """Return the issues that the reader may read and that were known at the moment, the latest first."""
    found = [one for one in ground.view.papers.issues(ground.short) if _may_read(ground, one.audience)]
    return found[::-1][:MOST_ISSUES]


def _issued(ground: Ground) -> Iterator[SheetBlock]:
    issues = _issues(ground)
    if not issues:
        yield Prose(spans=(Text(text=words("page.papers.none")),))
    replaced = {one.replaces for one in issues}
    forgotten = {one.id for one in ground.record.papers.forgotten(ground.short)}
    policy, plan = ground.snapshot.policy, ground.snapshot.plan
    for one in issues:
        title = audience_title(one.audience, policy.audience(one.audience), plan)
        facts: dict[str, Fact] = {"title": title, "day": local_day(one.at, ground.zone), "at": said_at(one.as_at, ground.zone)}
        told = words("page.papers.replaced") if one.id in replaced else ""
        lines = [
            Line(
                spans=(Text(text=_called(name)),),
                aside=words("page.papers.fingerprint", {"name": name, "digest": digest[:FINGERPRINT]}),
                file="" if one.id in forgotten else _key(one, name),
            )
            for name, digest in one.files
        ]
        said = f"{words('page.papers.issue', facts)}{f' {told}' if told else ''}"
        yield Lines(caption=said, lines=tuple(lines), none=words("page.papers.no_files"))
        if one.id in forgotten:
            yield Prose(spans=(Text(text=words("page.refused.taken_out")),), tone="aside")


# ---- drawn for whoever asks -----------------------------------------------------------------


def _drafts(ground: Ground) -> Iterator[_Draft]:
    """Give the papers that the reader may have drawn of the moment that the page tells of."""
    moment = ground.as_at or ground.now
    made = paper_ground(ground.record, ground.short, BOARD, ground.now, moment)
    policy, plan = made.policy, made.snapshot.plan
    for name in policy.audience_names:
        audience = policy.audience(name)
        if audience is not None and _may_read(ground, name):
            theirs = replace(made, audience=audience, audience_name=name)
            yield _Draft(audience_title(name, audience, plan), theirs, Wanted())
    if _may_read(ground, BOARD):
        for one in plan.priorities:
            facts: dict[str, Fact] = {"number": one.number, "name": priority_name(one.text)}
            wanted = Wanted(want=Want.PRIORITY, priority=one.number)
            yield _Draft(words("page.plan.priority", facts), made, wanted)
        for ref in dict.fromkeys(one.ref for one in ground.view.requests.exceptions(ground.short)):
            yield _Draft(words("page.papers.exception", {"ref": ref}), made, Wanted(want=Want.EXCEPTION, ref=ref))
        yield _Draft(words("page.papers.stocktake"), made, Wanted(want=Want.STOCKTAKE))


def _may_read(ground: Ground, audience: str) -> bool:
    """Say if the reader may read an audience's papers, by the rights that they have now."""
    record, today = ground.record, local_day(ground.now, ground.zone)
    policy: Sequence[str] = record.plans.policy(ground.short).audience_names
    found = record.plans.policy(ground.short).audience(audience) if audience in policy else None
    return may_read(record.people.of(ground.short), ground.person, found, today)
