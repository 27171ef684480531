"""The stocktake pack's first paper, a summary by finding with what everything is counted of; and its verification slip."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from bot.model.board.business import BusinessKind
from bot.model.board.paper import Grid, Heading, Paper, PaperBlock, PaperKind, Plain, Prose
from bot.model.letters.message import Text
from bot.model.updates.evidence import Verdict
from bot.reports.measures.impact import actions_told
from bot.reports.measures.told import told
from bot.reports.papers.cells import Row, columns, row
from bot.reports.papers.compliance import who
from bot.reports.papers.ground import Ground
from bot.reports.papers.no_impact import have_shown, listed
from bot.reports.papers.workbooks.date_changes import changes
from bot.rules.findings import findings_of, is_about
from bot.rules.track import Counted, Group, counted, counted_actions, group
from bot.rules.updates.requests import still_open
from bot.wording.papers import measures as wording
from bot.wording.sentences import Fact, words

VERIFICATION = "verification.txt"
_PART = {"part": 24, "milestones": 12, "complete": 11, "assured": 10, "off_track": 10, "silent": 12}
_ACTION = {"ref": 7, "action": 32, "milestones": 14, "complete": 12, "assured": 12, "off_track": 11, "silent": 12}
_SHOWN = 16  # digits of the digest on the page; the slip has all


class Part(NamedTuple):
    """A part of a stocktake: a finding, or a priority if the settings name no findings."""

    name: str
    text: str
    about: str
    group: Group


# ---- verification ----------------------------------------------------------------------------


def verification(ground: Ground) -> Plain:
    """Return the slip by which a pack is held against the record: its last entry, as `record head` gives it."""
    told = {
        "plan": ground.short,
        "as_at": (ground.asked or ground.as_at).isoformat(),
        "entry": ground.head.entry,
        "digest": ground.head.digest,
        "entries": ground.head.entry,
    }
    return Plain(file=VERIFICATION, lines=tuple(f"{name}: {value}" for name, value in told.items()))


# ---- the fields and sentences of the pack ------------------------------------------------------


def fields(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Return the fields at the head of each document of the pack."""
    record: dict[str, Fact] = {"entry": ground.head.entry, "digest": ground.head.digest[:_SHOWN]}
    said = {
        "class": words("pack.stocktake.class_private"),
        "plan": ground.snapshot.plan.title,
        "as_at": words("pack.stocktake.day", {"day": ground.day}),
        "record": words("pack.stocktake.record_said", record),
    }
    own = tuple((name, value) for name, value in ground.audience.header.items())
    return (*((words(f"pack.stocktake.{name}"), value) for name, value in said.items()), *own)


def prose(name: str, facts: dict[str, Fact] | None = None) -> Prose:
    """Return a sentence of `prompts/pack.toml` as a paragraph."""
    return Prose(spans=(Text(text=words(f"pack.{name}", facts)),))


def plainly(text: str) -> Prose:
    """Return somebody's words as a paragraph."""
    return Prose(spans=(Text(text=text),))


# ---- the summary -------------------------------------------------------------------------------


def summary(ground: Ground) -> Paper:
    """Return the summary of a stocktake."""
    parts, actions = parts_of(ground), actions_told(ground.view, ground.snapshot)
    shown = have_shown(actions)
    by = "by_finding" if ground.policy.findings else "by_priority"
    blocks: list[PaperBlock] = [
        prose("stocktake.means"),
        Heading(text=words("pack.summary.whole")),
        *_counts(ground, group(ground.snapshot), shown),
        Heading(text=words("pack.no_impact.heading"), level=2),
        listed(ground, actions),
        Heading(text=words("pack.summary.overview"), level=2),
        _overview(ground, parts),
        Heading(text=words(f"pack.summary.{by}")),
    ]
    for part in parts:
        blocks += _part(ground, part, shown)
    for name, facts in (("dates", _dates(ground)), ("evidence", _evidence(ground)), ("business", _business(ground))):
        blocks += [Heading(text=words(f"pack.summary.{name}")), prose(f"summary.{name}_said", facts)]
    blocks += [*_measures(ground), Heading(text=words("pack.summary.verify")), prose("summary.verify_said")]
    return Paper(
        file=f"{PaperKind.SUMMARY.value}.docx",
        title=words("pack.summary.title", {"plan": ground.snapshot.plan.title}),
        fields=fields(ground),
        blocks=tuple(blocks),
        foot=words("pack.stocktake.private"),
        made=ground.as_at,
    )


def parts_of(ground: Ground) -> tuple[Part, ...]:
    """Return the parts of a stocktake: the findings, and then what is about none of them; without findings the priorities."""
    snapshot, findings, named = ground.snapshot, ground.policy.findings, who(ground)
    every = snapshot.plan.milestones
    if not findings:
        return tuple(
            Part(
                words("pack.summary.priority", {"number": one.number}),
                named.said(one.text),
                "",
                group(snapshot, [step for step in every if step.priority == one.number]),
            )
            for one in snapshot.plan.priorities
        )
    found = [
        Part(
            words("pack.summary.finding", {"name": name, "kind": finding.kind}),
            finding.text,
            words("pack.summary.about", {"refs": ", ".join(finding.refs)}),
            group(snapshot, [one for one in every if is_about(finding, one)]),
        )
        for name, finding in findings.items()
    ]
    rest = [one for one in every if not findings_of(findings, one)]
    if rest:
        found.append(Part(words("pack.summary.other"), words("pack.summary.other_said"), "", group(snapshot, rest)))
    return tuple(found)


def _part(ground: Ground, part: Part, shown: Collection[str]) -> Iterator[PaperBlock]:
    yield Heading(text=part.name, level=2)
    yield plainly(part.text)
    if part.about:
        yield plainly(part.about)
    if not part.group.actions:
        yield prose("summary.none_about")
        return
    yield from _counts(ground, part.group, shown)
    rows = tuple(_of_action(ground, action.ref, action.title, Group(((action, steps),))) for action, steps in part.group.actions)
    caption = f"{part.name}. {words('pack.summary.about_actions')}"
    yield Grid(caption=caption, columns=columns("summary", _ACTION), rows=rows, none=words("pack.summary.no_actions"))


def _overview(ground: Ground, parts: tuple[Part, ...]) -> Grid:
    rows = tuple(row(part.name, *_numbers(counted(ground.snapshot, part.group.milestones))) for part in parts)
    caption, none = words("pack.summary.about_overview"), words("pack.summary.no_parts")
    return Grid(caption=caption, columns=columns("summary", _PART), rows=rows, none=none)


def _of_action(ground: Ground, ref: str, title: str, of: Group) -> Row:
    return row(ref, who(ground).said(title), *_numbers(counted(ground.snapshot, of.milestones)))


def _numbers(one: Counted) -> tuple[int, ...]:
    return one.milestones, one.complete, one.assured, one.off_track, one.silent


def _counts(ground: Ground, of: Group, shown: Collection[str]) -> Iterator[PaperBlock]:
    """Say what is complete, what is not on track and who is silent, each with what it is counted of. Actions of which the refs
    are `shown` have shown impact."""
    acts, one = counted_actions(ground.snapshot, of, shown), counted(ground.snapshot, of.milestones)
    yield prose("stocktake.actions", {"actions": acts.actions, "complete": acts.complete, "assured": acts.assured})
    if acts.complete:
        yield prose("stocktake.impact", {"complete": acts.complete, "shown": acts.shown, "rest": acts.complete - acts.shown})
    yield prose("stocktake.milestones", {"milestones": one.milestones, "complete": one.complete, "assured": one.assured})
    if one.closed:
        yield prose("stocktake.closed", {"count": one.closed})
    still = one.milestones - one.complete - one.closed
    if not still:
        yield prose("stocktake.all_done")
        return
    yield prose("stocktake.off_track", {"count": one.off_track, "open": still})
    yield prose("stocktake.overdue", {"count": one.overdue, "open": still})
    yield prose("stocktake.silent", {"silent": one.silent, "waiting": one.waiting, "unasked": one.unasked, "open": still})


def _measures(ground: Ground) -> Iterator[PaperBlock]:
    """Say how the measures stand that are open, each in a row, and draw those that have enough readings."""
    found = [one for one in told(ground.view, ground.snapshot) if not one.measure.is_closed]
    yield Heading(text=words("papers.section.measures"))
    if not found:
        yield plainly(words("scorecard.paper.none"))
        return
    yield plainly(words("scorecard.paper.in_pack", {"counted": wording.counted(found)}))
    yield wording.table(found, who(ground))
    yield from wording.small_charts(found)


def _dates(ground: Ground) -> dict[str, Fact]:
    known = {one.ref for one in ground.snapshot.plan.milestones}
    made = {ref: of_one for ref, of_one in changes(ground).items() if ref in known}
    waiting = [one for one in still_open(ground.view.requests.all(ground.short)) if one.ref in known]
    many = sum(map(len, made.values()))
    return {"moved": len(made), "milestones": len(known), "changes": many, "waiting": len(waiting)}


def _evidence(ground: Ground) -> dict[str, Fact]:
    found = ground.view.evidence.index(ground.short)
    verdicts = [one.checked.verdict if one.checked else None for one in found]
    return {
        "links": len(found),
        "milestones": len({one.ref for one in found}),
        "accepted": verdicts.count(Verdict.ACCEPTED),
        "not_enough": verdicts.count(Verdict.NOT_ENOUGH),
        "unseen": verdicts.count(None),
        "stale": sum(one.evidence.is_stale(ground.day) for one in found),
    }


def _business(ground: Ground) -> dict[str, Fact]:
    found = ground.view.business.all(ground.short)
    counts: dict[str, Fact] = {}
    for kind in BusinessKind:
        of_kind = [one for one in found if one.kind is kind]
        counts[f"{kind.value}s"] = len(of_kind)
        counts[f"open_{kind.value}s"] = sum(one.is_open for one in of_kind)
    return counts
