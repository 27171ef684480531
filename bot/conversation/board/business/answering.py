"""Answering: what the board wants is answered by who must, and accepted or sent back by who asked. An action is closed so too."""

from __future__ import annotations

from typing import NoReturn

from bot.conversation.board.business.meant import (
    Change,
    Meeting,
    at_table,
    found,
    refuse_links,
    refuse_long,
    refuse_wordless,
    refused,
)
from bot.conversation.visit import Said
from bot.model.board.business import BusinessKind, BusinessState, Deed, Item, Step
from bot.ports.record import View
from bot.rules.board import business as rules
from bot.rules.board import whose
from bot.wording import business as wording
from bot.wording import commands
from bot.wording.typed.links import links_in


def answer(view: View, said: Said, command: commands.Answer, evidence: str | None = None) -> Change:
    """Return the answer that somebody gives. `evidence` are the links of a form; of a line they stand among its words."""
    item, table = found(view, said, command.handle), at_table(view, said)
    capacity = may_answer(table, item)
    text, links = (command.text, evidence) if evidence is not None else _parted(command.text)
    if not links:
        refuse_wordless("no_answer", item.handle, text)
    refuse_long(item.handle, {"text": text, "evidence": links})
    refuse_links(item.handle, links)
    return Change(item, _step(said, Deed.ANSWERED, words_=text.strip(), evidence=links), capacity)


def _parted(text: str) -> tuple[str, str]:
    told, links = links_in(text)
    return told.strip(" ,;:-"), "\n".join(links)


def may_answer(table: Meeting, item: Item) -> str:
    """Return in which capacity somebody answers. Raises Refusal if they may not, or nobody can any more."""
    if item.kind is BusinessKind.DECISION:
        raise refused("answer_decision", {"handle": item.handle})
    people, plan, day = table.snapshot.people, table.snapshot.plan, table.snapshot.today
    capacity = whose.capacity_to_answer(people, plan, table.person, item, day)
    if capacity is None:
        who = wording.answers(item, whose.answering(plan, people, item), people)
        raise refused("answer_right", {"handle": item.handle, "who": who})
    if not item.is_open:
        _refuse_over(item)
    return capacity


def accept(view: View, said: Said, handle: str) -> Change:
    """Return that somebody accepts an answer: an action is closed with it."""
    item, table = found(view, said, handle), at_table(view, said)
    capacity = may_judge(table, item)
    deed = Deed.CLOSED if item.kind is BusinessKind.ACTION else Deed.ACCEPTED
    return Change(item, _step(said, deed), capacity)


def not_accepted(view: View, said: Said, command: commands.NotAccepted) -> Change:
    """Return that somebody sends an answer back, with what is missing."""
    item, table = found(view, said, command.handle), at_table(view, said)
    capacity = may_judge(table, item)
    refuse_wordless("no_missing", item.handle, command.text)
    refuse_long(item.handle, {"text": command.text})
    return Change(item, _step(said, Deed.NOT_ACCEPTED, words_=command.text), capacity)


def may_judge(table: Meeting, item: Item) -> str:
    """Return in which capacity somebody says if an answer is enough. Raises Refusal if they may not, or there is none."""
    if item.kind is BusinessKind.DECISION:
        raise refused("accept_decision", {"handle": item.handle})
    people, day = table.snapshot.people, table.snapshot.today
    if not item.is_open:
        _refuse_over(item)
    if not whose.may_judge(people, table.person, item, day):
        name = "accept_right_action" if item.kind is BusinessKind.ACTION else "accept_right"
        _refuse_judge(table, item, name)
    if item.state is not BusinessState.ANSWERED:
        raise refused("not_answered", {"handle": item.handle})
    return rules.raising_as(people, table.person, day)


def _refuse_judge(table: Meeting, item: Item, name: str) -> NoReturn:
    """Say who may say if an answer is enough. Whoever gave it is told that this is why they may not."""
    people, day = table.snapshot.people, table.snapshot.today
    own = item.state is BusinessState.ANSWERED and whose.wrote_the_answer(table.person, item)
    who = {"handle": item.handle, "who": wording.judges(people, whose.judging(people, item, day))}
    raise refused("accept_own" if own else name, dict(who))


def close(view: View, said: Said, command: commands.CloseAction) -> Change:
    """Return that somebody closes an action, answered or not."""
    item, table = found(view, said, command.handle), at_table(view, said)
    people, day = table.snapshot.people, table.snapshot.today
    if item.kind is not BusinessKind.ACTION:
        raise refused("close_kind", {"handle": item.handle})
    if not item.is_open:
        _refuse_over(item)
    if not whose.may_judge(people, table.person, item, day):
        _refuse_judge(table, item, "close_right")
    refuse_long(item.handle, {"why": command.why})
    return Change(item, _step(said, Deed.CLOSED, why=command.why), rules.raising_as(people, table.person, day))


def withdraw(view: View, said: Said, command: commands.WithdrawBusiness) -> Change:
    """Return that somebody withdraws a piece of business for a reason."""
    item, table = found(view, said, command.handle), at_table(view, said)
    people, plan, day = table.snapshot.people, table.snapshot.plan, table.snapshot.today
    if not rules.may_withdraw(people, plan, table.person, item, day):
        name = "withdraw_decision" if item.kind is BusinessKind.DECISION else "withdraw_right"
        raise refused(name, {"handle": item.handle, "who": wording.raiser(item)})
    if not item.is_open:
        _refuse_over(item)
    refuse_wordless("withdraw_why", item.handle, command.why)
    refuse_long(item.handle, {"why": command.why})
    capacity = rules.raising_as(people, table.person, day)
    if item.kind is BusinessKind.DECISION and not table.person.is_admin:
        capacity = whose.capacity_to_answer(people, plan, table.person, item, day) or capacity
    return Change(item, _step(said, Deed.WITHDRAWN, why=command.why), capacity)


def _refuse_over(item: Item) -> NoReturn:
    raise refused("over", {"handle": item.handle, "how": wording.ended(item)})


def _step(said: Said, deed: Deed, words_: str = "", why: str = "", evidence: str = "") -> Step:
    person = said.asker.person
    told = {"words": words_, "why": why, "evidence": evidence, "by": person.id, "by_name": person.name, "at": said.asker.now}
    return Step.model_validate({"deed": deed, **told})
