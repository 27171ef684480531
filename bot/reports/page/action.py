"""One action: what it should change, how that will be known, its milestones, and the board's business about it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.board.paper import Heading, Prose
from bot.model.letters.message import Text
from bot.model.page.place import Place, Room
from bot.model.page.sheet import Line, Lines, Pairs, Sheet, SheetBlock, Tab
from bot.model.plan import Action
from bot.ports.refusals import Refusal
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.impact.about import about
from bot.reports.page.impact.delivered import as_sentence
from bot.reports.page.tree import row, tally
from bot.rules.board.business import concerns
from bot.rules.measures.impact import behind, why_no_impact
from bot.wording.business import about_ref
from bot.wording.documents.refs import ref_of
from bot.wording.measures.impact import delivery, why_in_words
from bot.wording.measures.steps import history, told
from bot.wording.measures.verdicts import verdict_mark
from bot.wording.page import milestones as wording
from bot.wording.sentences import with_full_stop, words


def action(ground: Ground) -> Sheet:
    """Return the sheet of an action. Raises Refusal if the plan has it not."""
    one = next((found for found in ground.snapshot.plan.actions if found.ref == ground.place.ref), None)
    if one is None:
        raise Refusal("fault", sentence=words("page.refused.action", {"ref": ground.place.ref}))
    blocks: list[SheetBlock] = [Prose(spans=(Text(text=with_full_stop(one.title), strong=True),))]
    blocks.append(Pairs(caption=words("page.action.about"), pairs=tuple(_pairs(ground, one))))
    blocks += _known_by(one)
    heading = words("page.action.milestones")
    rows = [row(ground, milestone) for milestone in one.milestones]
    blocks += [Heading(text=heading), wording.grid(heading, rows, words("page.action.none"))]
    blocks += about(ground, one.ref)
    blocks += business(ground, one.ref)
    return framed(ground, words("page.title.action", {"ref": ref_of(one)}), blocks, _way(ground, one))


def _way(ground: Ground, one: Action) -> tuple[Tab, ...]:
    as_at = ground.place.as_at
    return (
        Tab(label=words("page.nav.plan"), to=Place(room=Room.PLAN, as_at=as_at)),
        Tab(
            label=words("page.way.priority", {"number": one.priority}),
            to=Place(room=Room.PLAN, priority=one.priority, as_at=as_at),
        ),
    )


def _pairs(ground: Ground, one: Action) -> Iterator[tuple[str, tuple[Line, ...]]]:
    if one.milestones:
        yield words("page.action.stands"), (Line(spans=(Text(text=tally(ground, one.milestones)),)),)
    if impact := one.impact.strip():
        yield words("page.action.why"), (Line(spans=(Text(text=with_full_stop(impact)),)),)
    yield from _impact(ground, one)


def _known_by(one: Action) -> Iterator[SheetBlock]:
    """Give the plan's own words for how success will be known."""
    if one.success_measures:
        heading = words("page.action.known_by")
        yield Heading(text=heading)
        lines = tuple(Line(spans=(Text(text=with_full_stop(said)),)) for said in one.success_measures)
        yield Lines(caption=heading, lines=lines)


def _impact(ground: Ground, one: Action) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Give what the action has come to: its delivery apart from its impact, as the first does not show the second."""
    found = ground.delivery[one.ref]
    yield words("page.action.delivered"), (Line(spans=(Text(text=delivery(found)),)),)
    reasons = why_no_impact(found)
    why = (Line(spans=(Text(text=as_sentence(why_in_words(reasons, behind(found)))),)),) if reasons else ()
    yield words("page.action.helped"), (Line(spans=told(found.step, one.priority, ground.zone)), *why)
    if len(found.steps) > 1:
        before = tuple(Line(spans=item.spans) for item in history(found.steps[:-1], one.priority, ground.zone))
        yield words("page.action.step_before"), before
    lines = tuple(
        Line(
            spans=(Text(text=f"{measure.measure.handle} {measure.measure.terms.text}"),),
            mark=verdict_mark(measure),
            to=ground.to(Place(room=Room.MEASURE, ref=measure.measure.handle)),
        )
        for measure in found.measures
    )
    none = (Line(spans=(Text(text=words("page.action.no_measures")),)),)
    yield words("page.action.measures"), lines or none


def business(ground: Ground, ref: str) -> Iterator[SheetBlock]:
    """Give the board's business that concerns a ref, each leading to where it is told whole."""
    found = [item for item in ground.view.business.all(ground.short) if concerns(item, ref)]
    if found:
        heading = words("page.action.business")
        lines = tuple(
            Line(spans=about_ref(one, ground.zone), to=ground.to(Place(room=Room.LOG, search=one.handle))) for one in found
        )
        yield Heading(text=heading)
        yield Lines(caption=heading, lines=lines)
