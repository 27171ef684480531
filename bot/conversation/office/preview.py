"""The letters of the coming days, told to an admin."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.letters.message import Block, Item, Items, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.board.window import window_of
from bot.reports.letters.hands import hands_of
from bot.reports.measures.asked import coming
from bot.reports.snapshot import Ran, take, with_activity
from bot.rules.asking import nudges as rules_nudges
from bot.wording.sentences import Fact, line, words
from bot.wording.summary_lines import named

MOST_NAMED, MOST_VACANT = 8, 20  # milestones that are named in a line, and roles that are listed


def preview(view: View, asker: Asker, days: int) -> Message:
    """Show what would be sent in the coming days if nobody answers."""
    snapshot = with_activity(view, take(view, asker.short, asker.now))
    questions, ran = view.updates.questions(snapshot.short), Ran(view, snapshot)
    nudges = rules_nudges.preview(snapshot, questions, ran, days, hands_of(view, snapshot, ran), window_of(view, snapshot))
    asked = {(nudge.person, nudge.day): [reason.ref for reason in nudge.reasons] for nudge in nudges}
    for whose, news in coming(view, snapshot, ran, days).items():
        asked.setdefault(whose, []).extend(one.ref for one in news)
    names = {person.id: person.name for person in snapshot.people.persons}
    facts: list[dict[str, Fact]] = [
        {"day": day, "who": names.get(person, ""), "refs": ", ".join(refs)}
        for (person, day), refs in sorted(asked.items(), key=lambda one: one[0][1])
    ]
    lines = tuple(Item(spans=line("replies.admin.preview_line", one)) for one in facts)
    title = words("replies.admin.preview_title", {"days": days})
    sent: Block = Items(lines=lines) if lines else Paragraph(spans=line("replies.admin.preview_none"))
    return Message(title=title, blocks=(sent, *_vacant(snapshot)))


def _vacant(snapshot: Snapshot) -> Iterator[Block]:
    """Name the roles that nobody holds, with what nobody is asked about for that."""
    found = rules_nudges.undeliverable(snapshot, snapshot.today)
    facts = [{"role": one.role, "refs": named(one.milestones, MOST_NAMED)} for one in found]
    lines = tuple(Item(spans=line("replies.admin.preview_vacant_line", fact)) for fact in facts[:MOST_VACANT])
    if lines:
        yield Items(heading=words("replies.admin.preview_vacant", {"count": len(found)}), lines=lines)
