"""The board's log on the page: what waits first, each with all that was done about it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.board.business import BusinessKind, Item
from bot.model.board.paper import Heading, Prose
from bot.model.letters.message import Text, plain
from bot.model.page.place import Only, Place
from bot.model.page.sheet import Ask, Choice, Filters, Fold, Line, Lines, Pager, Pairs, Sheet, SheetBlock
from bot.reports.page.frame import framed
from bot.reports.page.ground import Ground
from bot.reports.page.leading import to_refs
from bot.rules.board import whose
from bot.wording import business as wording
from bot.wording.sentences import words

LEAF = 60
FEW = 3  # things that are shown open
KINDS = (BusinessKind.DECISION, BusinessKind.ACTION, BusinessKind.CHALLENGE)


def log(ground: Ground) -> Sheet:
    """Return the board's business, or what is looked for in it."""
    place, items = ground.place, ground.view.business.all(ground.short)
    found = [one for one in items if _is_meant(one, place)]
    waiting, over = [one for one in found if one.is_open], [one for one in found if not one.is_open][::-1]
    first = (place.leaf - 1) * LEAF
    here = [*waiting, *over][first : first + LEAF]
    blocks: list[SheetBlock] = [_filters(ground), Prose(spans=(Text(text=_counted(items, found, len(waiting))),))]
    for name, some in (("waiting", waiting), ("over", over)):
        shown = [one for one in here if one in some]
        if shown:
            blocks.append(Heading(text=words(f"page.log.{name}")))
        blocks += [_item(ground, one, len(found) <= FEW) for one in shown]
    return framed(ground, words("page.title.log"), [*blocks, *_pager(place, len(found))])


def _is_meant(item: Item, place: Place) -> bool:
    """Say if a thing is shown. It is looked for by its handle, what it is about, its role, and its words."""
    if place.only is Only.OPEN and not item.is_open:
        return False
    if place.only is Only.DECISIONS and not (item.is_open and item.kind is BusinessKind.DECISION):
        return False
    if place.search.casefold() == item.handle:
        return True
    told = "\n".join((*item.about, item.owner, item.words)).casefold()
    return all(word in told for word in place.search.casefold().split())


def _counted(items: Sequence[Item], found: Sequence[Item], waiting: int) -> str:
    if not items:
        return words("page.log.none")
    if not found:
        return words("page.log.none_found")
    return words("page.log.counted", {"count": len(found), "total": len(items), "waiting": waiting})


def _filters(ground: Ground) -> Filters:
    place = ground.place
    choices = [Choice(value="", label=words("page.filter.any"))]
    choices += [Choice(value=one.value, label=words(f"page.log.{one.value}")) for one in (Only.OPEN, Only.DECISIONS)]
    only = Ask(field="only", label=words("page.log.state"), value=place.only or "", choices=tuple(choices))
    search = Ask(field="search", label=words("page.log.search"), value=place.search, hint=words("page.log.search_hint"))
    clear = (words("page.log.clear"), place.bare) if place != place.bare else None
    caption, button = words("page.log.filters"), words("page.plan.button")
    return Filters(caption=caption, keep=place.bare, asks=(only, search), button=button, clear=clear)


def _item(ground: Ground, item: Item, is_open: bool) -> Fold:
    """Return one thing whole, folded under the line that the log has for it."""
    answering = whose.answering(ground.snapshot.plan, ground.snapshot.people, item)
    pairs = tuple((label, (Line(spans=spans),)) for label, spans in wording.in_full(item, answering, ground.zone))
    steps = tuple(Line(spans=wording.step_in_words(step, ground.zone)) for step in item.steps)
    blocks: list[SheetBlock] = [Pairs(caption=item.handle, pairs=pairs)]
    blocks += [Lines(caption=words("page.log.happened"), lines=steps)] if steps else []
    blocks += to_refs(ground, item.about)
    return Fold(heading=plain(wording.in_line(item, answering)), blocks=tuple(blocks), open=is_open)


def _pager(place: Place, count: int) -> tuple[Pager, ...]:
    leaves = -(-count // LEAF)
    if leaves < 2:
        return ()
    before = (words("page.plan.before"), place.model_copy(update={"leaf": place.leaf - 1})) if place.leaf > 1 else None
    after = (words("page.plan.after"), place.model_copy(update={"leaf": place.leaf + 1})) if place.leaf < leaves else None
    return (Pager(caption=words("page.log.leaf", {"leaf": place.leaf, "leaves": leaves}), before=before, after=after),)
