"""History: what was said of a milestone, and who owns it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.message import Item, Items, Message, Paragraph
from bot.model.people import Person
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.talk import Asker
from bot.model.update import Update
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules import holders as rules_holders
from bot.rules.standing import dates, local_day
from bot.wording import cards
from bot.wording.dates import dated
from bot.wording.sentences import Fact, line, mark, words


def _known(plan: Plan, ref: str) -> Milestone:
    for milestone in plan.milestones:
        if milestone.ref == ref:
            return milestone
    raise Refusal("no_such_milestone", ref=ref)


def history(view: View, asker: Asker, ref: str) -> Message:
    """Tell every update of a milestone, oldest first, each one's words once."""
    snapshot = take(view, asker.short, asker.now)
    when = Paragraph(spans=dated(dates(snapshot, _known(snapshot.plan, ref))))
    told = {update.id: _entry(update, snapshot.policy) for update in view.updates.history(asker.short, ref)}
    for entry in view.updates.unreadable(asker.short, ref):
        told[entry] = Item(spans=line("replies.list.history_unreadable", {"entry": entry}))
    if not told:
        return Message(title=words("replies.list.history_none", {"ref": ref}), blocks=(when,))
    lines = tuple(told[entry] for entry in sorted(told))
    return Message(title=words("replies.list.history", {"ref": ref}), blocks=(when, Items(lines=lines)))


def _entry(update: Update, policy: Policy) -> Item:
    facts: dict[str, Fact] = {
        "day": local_day(update.at, policy),
        "who": update.by_name,
        "capacity": update.capacity,
        "said": cards.update_in_words(update),
    }
    return Item(mark=mark(update.status), spans=line("replies.list.history_line", facts))


def who(view: View, asker: Asker, ref: str) -> Message:
    """Tell which roles answer for a milestone, and who holds them today."""
    snapshot = take(view, asker.short, asker.now)
    milestone = _known(snapshot.plan, ref)
    lines = tuple(
        Item(
            spans=line(
                "replies.list.accountable" if role == milestone.accountable else "replies.list.contributes",
                {"role": role, "who": _names(rules_holders.holders(snapshot.people, role, snapshot.today))},
            )
        )
        for role in milestone.owners
    )
    return Message(title=words("replies.list.who", {"ref": ref}), blocks=(Items(lines=lines),))


def _names(holders: Iterable[Person]) -> str:
    return ", ".join(person.name for person in holders) or words("replies.list.vacant")
