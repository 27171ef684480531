"""Decisions wanted: what an update asks of the board is business of its own, opened, worded anew and taken back with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.conversation.visit import Said
from bot.model.board.business import BusinessKind, Deed, Step
from bot.model.letters.form import Answers
from bot.model.letters.message import Spans
from bot.model.plan import Milestone
from bot.model.record.entry import STATEMENTS, Entry, EntryKind
from bot.model.updates.request import ExceptionReport
from bot.model.updates.update import Update, update_handle
from bot.ports.record import Tx, View
from bot.rules.board import business as rules
from bot.wording.sentences import line


def follow(tx: Tx, said: Said, milestone: Milestone, update: Update, shown: bool, again: bool) -> None:
    """Do what an update just saved says of the decision that is wanted about its milestone. See `rules.wish`."""
    if not (update.decision_wanted or shown or update.corrects):
        return  # as nearly always
    wish = rules.wish(tx.business.all(said.asker.short), update, shown, again)
    if wish is None:
        return
    tx.acting(said.by_as(update.capacity))
    match wish.deed:
        case Deed.RAISED:
            policy = tx.plans.policy(said.asker.short)
            tx.business.begin(rules.decision(update, milestone, rules.wanted(policy, said.today), update.at))
        case Deed.REWORDED | Deed.WITHDRAWN:
            assert wish.item is not None  # there is nothing else to word anew
            step = Step(deed=wish.deed, words=update.decision_wanted, drawn_from=update_handle(update.id), at=update.at)
            tx.business.step(wish.item, step)
        case Deed.ANSWERED | Deed.ACCEPTED | Deed.NOT_ACCEPTED | Deed.DECIDED | Deed.CLOSED | Deed.CARRIED:
            raise AssertionError("an update does none of these")
        case _:
            assert_never(wish.deed)
    tx.acting(said.by)


def follow_report(tx: Tx, said: Said, milestone: Milestone, report: ExceptionReport) -> None:
    """Do what an exception report just saved says of the decision that is wanted about its milestone."""
    wish = rules.wish_of_report(tx.business.all(said.asker.short), report)
    if wish is None:
        return
    tx.acting(said.by_as(report.capacity))
    if wish.item is None:
        wanted = rules.wanted(tx.plans.policy(said.asker.short), said.today, report.wanted_by)
        tx.business.begin(rules.decision_of_report(report, milestone, wanted))
    else:
        told = {"words": report.decision_wanted, "wanted_by": report.wanted_by, "drawn_from": rules.report_handle(report.id)}
        tx.business.step(wish.item, Step.model_validate({**told, "deed": wish.deed, "at": report.at}))
    tx.acting(said.by)


def with_what_waits(view: View, said: Said, ref: str, answers: Answers) -> Answers:
    """Return the first answers of a form with what the board is asked to decide, as it waits. What was decided or withdrawn is
    not asked for again."""
    decisions = rules.decisions_of(view.business.all(said.asker.short), ref)
    if not decisions:
        return answers
    waits = rules.standing_decision(decisions, ref)
    told = {"decision": waits.words} if waits is not None else {}
    return {**{name: answer for name, answer in answers.items() if name != "decision"}, **told}


def give_back(tx: Tx, said: Said, gone: Sequence[Entry]) -> None:
    """Take back what statements and reports that count no longer did to decisions that were wanted."""
    for entry in gone:
        if entry.header.kind not in STATEMENTS | {EntryKind.EXCEPTION}:
            continue
        for item, number in rules.given_back(tx.business.all(said.asker.short), entry.header.number):
            tx.acting(said.by_as(entry.fields.get("capacity", "")))
            tx.business.take_back(item, number)
    tx.acting(said.by)


def told(view: View, said: Said) -> Iterator[Spans]:
    """Say what was just said does to decisions that are wanted."""
    decisions = [one for one in view.business.all(said.asker.short) if one.kind is BusinessKind.DECISION]
    made = set(view.entries.recorded(said.asker.short, said.inbound.id)) if decisions else set()
    for item in decisions:
        if item.id in made:
            yield line("business.told.wanted", {"handle": item.handle})
        for step in item.steps:
            if step.id in made and step.deed in (Deed.REWORDED, Deed.WITHDRAWN):
                yield line(f"business.told.wanted_{step.deed.value}", {"handle": item.handle})
