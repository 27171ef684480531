"""What the coming days would send, told to an admin."""

from __future__ import annotations

from bot.model.message import Item, Items, Message, Paragraph
from bot.model.talk import Asker
from bot.ports.record import View
from bot.reports import snapshot
from bot.reports.snapshot import record_of
from bot.rules import nudges as rules_nudges
from bot.wording.sentences import line, words


def preview(view: View, asker: Asker, days: int) -> Message:
    """What would be sent in the coming days if nobody answers."""
    record = record_of(view, asker)
    nudges = rules_nudges.preview(
        record.plan,
        record.standings,
        record.people,
        record.policy,
        snapshot.rounds_of(view, asker.short, record.policy, asker.now),
        view.questions(asker.short),
        record.today,
        days,
    )
    names = {person.id: person.name for person in record.people.persons}
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
