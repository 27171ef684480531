"""The letters of the coming days, told to an admin."""

from __future__ import annotations

from bot.model.message import Item, Items, Message, Paragraph
from bot.model.talk import Asker
from bot.ports.record import View
from bot.reports.hands import hands_of
from bot.reports.snapshot import Ran, take, with_activity
from bot.rules import nudges as rules_nudges
from bot.wording.sentences import line, words


def preview(view: View, asker: Asker, days: int) -> Message:
    """Show what would be sent in the coming days if nobody answers."""
    snapshot = with_activity(view, take(view, asker.short, asker.now))
    questions, ran = view.updates.questions(snapshot.short), Ran(view, snapshot)
    nudges = rules_nudges.preview(snapshot, questions, ran, days, hands_of(view, snapshot, ran))
    names = {person.id: person.name for person in snapshot.people.persons}
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
