"""The letters of the next working day: to an admin, who gets how many; to anybody else, what they will be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.conversation.asking.lists import line_of
from bot.model.letters.message import Block, Item, Items, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters import tomorrow as reports_tomorrow
from bot.reports.letters.tomorrow import Letter, Tomorrow
from bot.reports.snapshot import take
from bot.wording.letters.sections import ORDER, News, shared_out
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import named

MOST_NAMED = 8  # milestones that are named in a line


def tomorrow(view: View, asker: Asker) -> Message:
    """Say what goes out on the next working day if nobody answers before. It is asked for, and never sent."""
    snapshot = take(view, asker.short, asker.now)
    found = reports_tomorrow.tomorrow(view, snapshot)
    if found.paused:
        return Message(title=words("chase.tomorrow.paused", {"day": found.day, "plan": snapshot.plan.title}))
    return _to_admin(found) if asker.person.is_admin else _to_owner(found, snapshot, asker)


def _to_admin(found: Tomorrow) -> Message:
    count = len(found.letters)
    blocks: list[Block] = [Items(lines=tuple(_letter(one) for one in found.letters))] if found.letters else []
    if found.summary:
        blocks.append(Paragraph(spans=line("chase.tomorrow.summary")))
    title = "many" if count > 1 else "one" if count else "none"
    return Message(title=words(f"chase.tomorrow.{title}", {"day": found.day, "count": count}), blocks=tuple(blocks))


def _letter(one: Letter) -> Item:
    facts: dict[str, Fact] = {"who": one.person.name, "told": ", ".join(_counts(one))}
    return Item(spans=line("chase.tomorrow.letter" if one.is_reached else "chase.tomorrow.lost", facts))


def _counts(one: Letter) -> Iterator[str]:
    asked = [reason.ref for reason in one.reasons if reason.above is None]
    if asked:
        facts: dict[str, Fact] = {"count": len(asked), "refs": named(asked, MOST_NAMED)}
        yield words(f"chase.tomorrow.asked{'_one' if len(asked) == 1 else ''}", facts)
    above = [reason.ref for reason in one.reasons if reason.above is not None]
    if above:
        yield words("chase.tomorrow.above", {"refs": named(above, MOST_NAMED)})
    for section in ORDER:
        news = [told for told in one.news if told.section is section]
        if news:
            facts = {"section": words(f"chase.tomorrow.section_{section.value}"), "about": _about(news)}
            yield words("chase.tomorrow.news", facts)


def _about(news: Sequence[News]) -> str:
    """Name what some lines are about, or count them if none is about a milestone or a request."""
    refs = list(dict.fromkeys(one.ref for one in news if one.ref))
    if refs:
        return named(refs, MOST_NAMED)
    return words("chase.tomorrow.line_one" if len(news) == 1 else "chase.tomorrow.lines", {"count": len(news)})


def _to_owner(found: Tomorrow, snapshot: Snapshot, asker: Asker) -> Message:
    mine = next((one for one in found.letters if one.person.id == asker.person.id), None)
    if mine is None:
        return Message(title=words("chase.tomorrow.nothing", {"day": found.day}))
    milestones = {one.ref: one for one in snapshot.plan.milestones}
    lines = tuple(line_of(snapshot, milestones[reason.ref], asker) for reason in mine.reasons)
    blocks: list[Block] = [Items(lines=lines)] if lines else []
    if mine.news:
        told, rest = shared_out(mine.news, MOST_NAMED)
        items = tuple(Item(spans=one.spans) for one in sorted(told, key=lambda one: ORDER.index(one.section)))
        blocks.append(Items(heading=words("chase.tomorrow.told"), lines=items))
        if rest:
            blocks.append(Paragraph(spans=line("chase.tomorrow.more", {"count": len(rest)})))
    title = "yours" if lines else "yours_news"
    return Message(title=words(f"chase.tomorrow.{title}", {"day": found.day}), blocks=tuple(blocks))
