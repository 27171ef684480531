"""The typed line: said back as it was understood, completed by one question if something is missing, saved at a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.guarding.answering import is_clear, other_day, says
from bot.conversation.meant import draft_answered
from bot.conversation.updating import closing, drafts, update_form
from bot.conversation.updating.confirming import answers, going_on, keeping
from bot.conversation.updating.confirming.judging import as_before
from bot.conversation.updating.follow_ups import answered, awaited, is_told, together
from bot.conversation.updating.meant import Meant, meant
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.saving import corrected, standing_now
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.message import Spans
from bot.model.letters.talk import Draft, DraftState, Reply, Say
from bot.model.plan import Milestone
from bot.model.policy import Calendar
from bot.model.status import Status
from bot.model.updates.doubt import DOUBT
from bot.model.updates.update import Standing, update_handle
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording import commands
from bot.wording.sentences import line, words

SAME_LINE = timedelta(minutes=10)  # typed again within these, as whoever is in doubt does, a line is the same draft


def take_line(tx: Tx, said: Said, entries: Sequence[commands.Entry], fresh: bool) -> Reply:
    """Keep a typed line as a draft and say it back. If it is heard again, or typed again soon, only say it back."""
    before = tx.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    if before is not None and before.said == said.inbound.said and not (fresh and said.asker.now - before.at > SAME_LINE):
        return drafts.echo(tx, said, before)
    found = meant(tx, said, entries)
    if not found.pairs:
        return Say(message=keeping.not_saved(said, as_before(tx, said, found.unsaid).left, found.notes))
    given, faults = _kept(tx, said, found)
    keeps = [one.ref for one, entry in found.pairs if entry.keep]
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=given,
        said=said.inbound.said,
        awaiting=awaited(given),
        at=said.asker.now,
        same=drafts.updates_kept((ref, found.standings[ref]) for ref in keeps if ref in dict(given)),
        suggested={one.ref: entry.suggested.value for one, entry in found.pairs if entry.suggested},
        left=found.unsaid,
    )
    return keeping.keep(tx, said, draft, (*faults, *found.notes))


def _kept(tx: Tx, said: Said, found: Meant) -> tuple[tuple[tuple[str, Answers], ...], list[Spans]]:
    """Return what may be kept of each milestone, and why the rest may not. Raises Refusal if nothing may."""
    given: list[tuple[str, Answers]] = []
    refusals: dict[str, Refusal] = {}
    for milestone, entry in found.pairs:
        try:
            given.append((milestone.ref, _entry(tx, said, entry, milestone, found.standings[milestone.ref])))
        except Refusal as refusal:
            refusals[milestone.ref] = refusal
    if not given:
        raise next(iter(refusals.values()))
    return tuple(given), [
        line("replies.many.fault", {"ref": ref, "why": words(f"replies.refusal.{one.prompt_key}", one.facts)})
        for ref, one in refusals.items()
    ]


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
    given = given if given.get("status") else {**given, "status": update.status.value}
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=((milestone.ref, given),),
        said=said.inbound.said,
        awaiting=awaited([(milestone.ref, given)]),
        at=said.asker.now,
        corrects={milestone.ref: update.id},
    )
    return drafts.keep(tx, said, draft)


def _entry(tx: Tx, said: Said, entry: commands.Entry, milestone: Milestone, standing: Standing) -> Answers:
    given = _resolved(tx, said, update_form.answers_of(entry), standing)
    _judge(tx, said, given)
    return given


def _resolved(tx: Tx, said: Said, given: Answers, standing: Standing) -> Answers:
    return update_form.with_path_kept(update_form.resolve(given, standing, said.today, _calendar(tx, said)))


def _judge(tx: Tx, said: Said, given: Answers) -> None:
    """Raise Refusal if an answer may not be kept. What is only missing, or was not read, is asked for."""
    asked = {question for question in ("status", "forecast", "link") if not is_told(given, question)}
    asked |= {update_form.missing(given) or "status"}
    faults = update_form.wrong_of_one(given, said.today, _calendar(tx, said))
    if wrong := [sentence for field, sentence in faults.items() if field not in asked]:
        raise Refusal("fault", sentence=wrong[0])


def _calendar(view: View, said: Said) -> Calendar:
    return view.plans.policy(said.asker.short).calendar


def take_answer(tx: Tx, said: Said, draft: Draft, chosen: Status | None = None) -> Reply:
    """Take the follow-up's answer, typed or `chosen`: put it in the missing place and keep all else."""
    assert draft.awaiting is not None
    wanted, question = draft.awaiting
    if question == DOUBT:
        return _take_reason(tx, said, draft)
    taken = answers.Taken(draft)
    if question in (going_on.ANEW, going_on.EXPECTED):
        refs, taken = going_on.awaiting(draft), answers.take(tx, said, draft)
        if taken.why:
            return Say(message=going_on.question(tx, said, draft, taken.why))
        told = dict(taken.draft.entries)
    else:
        refs = together(draft, wanted)
        told = {ref: answered(given, question, said.inbound.said, chosen) for ref, given in draft.entries if ref in refs}
    entries = [(ref, _fuller(tx, said, ref, told[ref]) if ref in refs else given) for ref, given in draft.entries]
    changed = {"entries": tuple(entries), "said": f"{draft.said}\n{said.inbound.said}"}
    return keeping.keep(tx, said, taken.draft.model_copy(update=changed), taken.notes)


def _fuller(tx: Tx, said: Said, ref: str, told: Answers) -> Answers:
    """Return the answers about a milestone with one more in them. Raises Refusal if that may not be kept."""
    milestone = milestone_for(tx, said, said.asker.short, ref)
    standing = standing_now(tx, said, said.asker.short, milestone)
    fuller = _resolved(tx, said, told, standing)
    _judge(tx, said, fuller)
    return fuller


def _take_reason(tx: Tx, said: Said, draft: Draft) -> Reply:
    """Save what does not fit with the answer to that, word for word. Another day alone is the forecast that was meant."""
    reason = says(said.inbound.said)
    if not reason:
        return drafts.echo(tx, said, draft, [line("guard.answer.unclear")])
    found = drafts.doubts_of(tx, said, draft, said.today)
    if (day := other_day(found, reason, said.today, _calendar(tx, said))) is not None:
        meant_by = {ref: {**given, "forecast": day.isoformat()} for ref, given in draft.entries if ref in found.refs}
        entries = tuple((ref, meant_by.get(ref, given)) for ref, given in draft.entries)
        changed = draft.model_copy(update={"entries": entries, "said": f"{draft.said}\n{reason}" if draft.said else ""})
        return keeping.keep(tx, said, changed, [line("guard.answer.new_day", {"said": reason})])
    if long := update_form.too_long({"happened": reason}, update_form.MOST_OF):
        raise Refusal("fault", sentence=long["happened"])
    answered = draft.model_copy(update={"answer": reason})
    if draft.passed or not is_clear(reason, said.asker.now - draft.at):
        return drafts.keep(tx, said, answered, [line("guard.answer.held")])
    return closing.save_open(tx, said, answered, pressed=False)


def choose(tx: Tx, said: Said, command: commands.Choose, fresh: bool) -> Reply:
    """Take the status that was asked for, by a press. A press that comes too late is told what became of it."""
    draft = drafts.draft_meant(tx, said, command.token)
    if draft.state is not DraftState.OPEN:
        return drafts.say_end(tx, said, draft)
    if not fresh or draft.awaiting is None or draft.awaiting[1] != "status":
        return drafts.echo(tx, said, draft)
    return take_answer(tx, said, draft, command.status)


def save(tx: Tx, said: Said, token: str | None, fresh: bool) -> Reply:
    """Save what was said back. To a status that was suggested, "yes" says that it is the one."""
    draft = draft_answered(tx, said.inbound, said.asker.person.id) if token is None else None
    asked = draft.awaiting if draft is not None and draft.state is DraftState.OPEN else None
    if fresh and draft is not None and asked is not None and asked[1] == "status" and (sounds := draft.suggested.get(asked[0])):
        return take_answer(tx, said, draft, Status(sounds))
    return closing.save(tx, said, token, fresh, draft)
