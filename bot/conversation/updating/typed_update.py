"""The typed line: said back as it was understood, completed by one question if something is missing, saved at a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.updating import drafts, update_form
from bot.conversation.updating.rights import milestone_for, milestones_for
from bot.conversation.updating.saving import corrected, nothing_to_keep, standing_now, standings_now
from bot.conversation.visit import Said, last_list
from bot.model.form import Answers
from bot.model.plan import Milestone
from bot.model.policy import Calendar
from bot.model.talk import Draft, Reply
from bot.model.update import Standing, update_handle
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording import commands
from bot.wording.dates import is_no_date
from bot.wording.sentences import line

SAME_LINE = timedelta(minutes=10)  # typed again within these, as whoever is in doubt does, a line is the same draft


def take_line(tx: Tx, said: Said, entries: Sequence[commands.Entry], fresh: bool) -> Reply:
    """Keep a typed line as a draft and say it back. If it is heard again, or typed again soon, only say it back."""
    before = tx.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    if before is not None and before.said == said.inbound.said and not (fresh and said.asker.now - before.at > SAME_LINE):
        return drafts.echo(tx, said, before)
    refs = _refs_meant(tx, said, entries)
    if twice := next((ref for ref, count in Counter(refs).items() if count > 1), None):
        raise Refusal("said_twice", ref=twice)
    meant = milestones_for(tx, said, said.asker.short, refs)
    standings = standings_now(tx, said, said.asker.short, meant)
    given = tuple((one.ref, _entry(tx, said, entry, one, standings[one.ref])) for one, entry in zip(meant, entries, strict=True))
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=given,
        said=said.inbound.said,
        awaiting=_awaited(tx, said, given),
        at=said.asker.now,
        same=drafts.updates_kept((one.ref, standings[one.ref]) for one, entry in zip(meant, entries, strict=True) if entry.keep),
    )
    notes = [line("replies.echo.bad_link")] if any(entry.bad_links for entry in entries) else []
    return drafts.keep(tx, said, draft, notes)


def take_correction(tx: Tx, said: Said, command: commands.Correct, fresh: bool) -> Reply:
    """Keep a typed correction as a draft and say it back. What it does not say of evidence stays as it was."""
    before = tx.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    if before is not None and before.said == said.inbound.said and not (fresh and said.asker.now - before.at > SAME_LINE):
        return drafts.echo(tx, said, before)
    milestone, update = corrected(tx, said, command.number)
    if command.ref not in (None, milestone.ref):
        raise Refusal("correct_other", handle=update_handle(update.id), ref=milestone.ref, said=command.ref or "")
    standing = Standing(ref=milestone.ref, update=update)
    given = _entry(tx, said, command.entry, milestone, standing)
    links = "\n".join(one.url for one in update.evidence)
    given = {"link": links, **given} if links else given
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=((milestone.ref, given),),
        said=said.inbound.said,
        awaiting=_awaited(tx, said, [(milestone.ref, given)]),
        at=said.asker.now,
        corrects={milestone.ref: update.id},
    )
    return drafts.keep(tx, said, draft, [line("replies.echo.bad_link")] if command.entry.bad_links else [])


def _entry(tx: Tx, said: Said, entry: commands.Entry, milestone: Milestone, standing: Standing) -> Answers:
    if entry.keep and standing.update is None:
        raise nothing_to_keep(tx, said, milestone)
    given = update_form.resolve(update_form.answers_of(entry), standing, said.today, _calendar(tx, said))
    _judge(tx, said, milestone, given, standing)
    return given


def _judge(tx: Tx, said: Said, milestone: Milestone, given: Answers, standing: Standing) -> None:
    """Raise Refusal if an answer may not be kept. What is missing, or should be a day and is none, is asked for."""
    form = update_form.update_form([(milestone, standing)], "", said.today, said.asker.zone, tx.plans.policy(said.asker.short))
    faults = update_form.wrong(form, given, said.today, _calendar(tx, said))
    for asked_for in (update_form.missing(given), "forecast"):
        faults.pop(asked_for or "", None)
    if faults:
        raise Refusal("fault", sentence=next(iter(faults.values())))


def _calendar(view: View, said: Said) -> Calendar:
    return view.plans.policy(said.asker.short).calendar


def _refs_meant(tx: Tx, said: Said, entries: Sequence[commands.Entry]) -> list[str]:
    """Return the refs of the milestones meant, by ref or by number in the last list. Raises Refusal for a number that means
    none."""
    if all("." in entry.target for entry in entries):
        return [entry.target for entry in entries]
    asked = last_list(tx, said.inbound, said.asker.person.id, said.asker.plans)
    if not asked:
        raise Refusal("no_numbers")
    for number in (int(entry.target) for entry in entries if "." not in entry.target):
        if number not in asked:
            raise Refusal("no_such_number", number=str(number), most=str(max(asked)))
        if asked[number].plan != said.asker.short:
            raise Refusal("other_plan", number=str(number), ref=asked[number].ref, theirs=asked[number].plan)
    return [entry.target if "." in entry.target else asked[int(entry.target)].ref for entry in entries]


def _awaited(view: View, said: Said, entries: Sequence[tuple[str, Answers]]) -> tuple[str, str] | None:
    for ref, given in entries:
        question = update_form.awaited(given, said.today, _calendar(view, said))
        if question is not None:
            return ref, question
    return None


def take_answer(tx: Tx, said: Said, draft: Draft) -> Reply:
    """Take the follow-up's answer: put it in the missing place and keep all else."""
    assert draft.awaiting is not None
    wanted, question = draft.awaiting
    text = said.inbound.said.strip()
    if question == "no_evidence" and text.startswith("https://"):
        question = "link"
    if question == "forecast" and is_no_date(text):
        text = ""
    milestone = milestone_for(tx, said, draft.plan, wanted)
    entries = tuple((ref, _with(tx, said, given, question, text) if ref == wanted else given) for ref, given in draft.entries)
    _judge(tx, said, milestone, dict(entries)[wanted], standing_now(tx, said, draft.plan, milestone))
    fuller = draft.model_copy(
        update={"entries": entries, "awaiting": _awaited(tx, said, entries), "said": f"{draft.said}\n{said.inbound.said}"}
    )
    return drafts.keep(tx, said, fuller)


def _with(view: View, said: Said, given: Answers, question: str, text: str) -> Answers:
    """Return the answers with one more, its day read. An empty one is left out."""
    fuller = {field: answer for field, answer in {**given, question: text}.items() if answer}
    return update_form.resolve(fuller, Standing(ref=""), said.today, _calendar(view, said))
