"""Forms: what a person is shown to fill in, and what becomes of it when it is sent in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from hashlib import sha256

from bot.conversation.board.business import wanted
from bot.conversation.guarding.doubting import warnings
from bot.conversation.updating import closing, drafts, update_form
from bot.conversation.updating.confirming import keeping
from bot.conversation.updating.recording import Answered, put
from bot.conversation.updating.rights import milestones_for
from bot.conversation.updating.said_back import guessed
from bot.conversation.updating.saving import corrected, period_named, say_standing, standing_now
from bot.conversation.visit import Said, plan_named
from bot.model.letters.form import Answers, Form
from bot.model.letters.message import Message, Spans, plain
from bot.model.letters.talk import Ask, Draft, DraftState, Fix, Reply, Say
from bot.model.plan import Milestone
from bot.model.policy import Calendar
from bot.model.updates.doubt import DOUBT
from bot.model.updates.update import Standing, Update, update_handle
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules.updates.standing import dates, seen
from bot.wording import commands
from bot.wording.documents.action import behind
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.summary_lines import named
from bot.wording.updates.dates import dated

AT_ONCE = timedelta(seconds=30)  # in which one form sent twice is one impatient person, and not a second thought


def items_meant(view: View, said: Said, refs: Sequence[str]) -> list[tuple[Milestone, Standing]]:
    """Return the milestones meant, each with how it stands. Raises Refusal if there is none or it is not theirs to update."""
    standings = view.updates.standings(said.asker.short)
    return [(one, standings[one.ref]) for one in milestones_for(view, said, said.asker.short, refs)]


def opened(view: View, said: Said, refs: Sequence[str]) -> Ask:
    """Ask with the update form for these milestones, drawn from what stands now, with what it starts with."""
    items = items_meant(view, said, refs)
    first = _first_answers(view, said, items[0][0]) if len(items) == 1 else {}
    return Ask(form=_fresh(view, said, items, refs), answers=first)


def _fresh(view: View, said: Said, items: Sequence[tuple[Milestone, Standing]], refs: Sequence[str]) -> Form:
    form = _form(view, said, items, _token(_shown(items), None))
    of_form = _waiting(view, said) if len(refs) > 1 else frozenset()
    if not (waits := [ref for ref in refs if ref in of_form]):
        return form
    told = words("forms.update.waits", {"refs": named(waits, MOST_LINES)})
    return form.model_copy(update={"intro": " ".join([told, with_full_stop(form.intro)])})


def _waiting(view: View, said: Said) -> frozenset[str]:
    """Return the milestones of which a form has said something in this chat that waits for Save."""
    draft = view.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    mine = draft is not None and draft.drawn and draft.plan == said.asker.short
    return frozenset(ref for ref, _ in draft.entries) if mine and draft is not None else frozenset()


def _form(view: View, said: Said, items: Sequence[tuple[Milestone, Standing]], token: str) -> Form:
    counting = [(milestone, standing_now(view, said, said.asker.short, milestone)) for milestone, _ in items]
    policy = view.plans.policy(said.asker.short)
    form = update_form.update_form(counting, token, said.today, said.asker.zone, policy, said.asker.plan_named)
    periods = [plain(spans) for milestone, _ in items if (spans := period_named(view, said, milestone))]
    plan = [plain(spans) for spans in plan_named(view, said.asker.person.id, said.asker.short)]
    if len(items) > 1:
        intro = " ".join([with_full_stop(form.intro), *periods, *plan])
        return form.model_copy(update={"intro": intro})
    ((milestone, _),) = items
    snapshot = take(view, said.asker.short, said.asker.now)
    when = periods or [plain(dated(dates(snapshot, milestone)))]
    action = next(one for one in snapshot.plan.actions if one.ref == milestone.action)
    intro = " ".join([with_full_stop(form.intro), *when, *plan])
    return form.model_copy(update={"intro": intro, "background": behind(action)})


def _shown(items: Sequence[tuple[Milestone, Standing]]) -> dict[str, int]:
    """Return the newest of each milestone that a form drawn now shows."""
    return {milestone.ref: seen(milestone, standing) for milestone, standing in items}


def _token(stood: Mapping[str, int], draft: str | None) -> str:
    """Name the update of each milestone that a form was drawn from (0 for none), and the draft that it changes, if any."""
    numbers = "-".join(str(number) for number in stood.values())
    return f"d{numbers}-{draft}" if draft else f"u{numbers}"


def _named(command: commands.UpdateForm) -> tuple[dict[str, int], str | None]:
    """Read what a form's token names: the updates, by ref, and the draft. Empty if it is no such token."""
    token, count = command.token or "", len(command.refs)
    numbers = token[1:].split("-", count)
    whole = len(numbers) == count + (token[:1] == "d") and token[:1] in ("u", "d")
    if not whole or not all(re.fullmatch(r"[0-9]{1,18}", number) for number in numbers[:count]):
        return {}, None
    stood = {ref: int(number) for ref, number in zip(command.refs, numbers, strict=False)}
    return stood, numbers[count] if token[0] == "d" else None


def _first_answers(view: View, said: Said, milestone: Milestone) -> Answers:
    answers = update_form.standing_answers(standing_now(view, said, said.asker.short, milestone))
    return wanted.with_what_waits(view, said, milestone.ref, answers)


def change(view: View, said: Said, token: str | None) -> Reply:
    """Show the form with all that was typed in a draft."""
    draft = drafts.draft_meant(view, said, token)
    if draft.state is not DraftState.OPEN:
        return drafts.say_end(view, said, draft)
    if draft.order:
        raise Refusal("order_no_form")
    items = items_meant(view, said, [ref for ref, _ in draft.entries])
    stood = {milestone.ref: draft.stood.get(milestone.ref, 0) for milestone, _ in items}
    return Ask(form=_form(view, said, items, _token(stood, draft.token)), answers=_form_answers(draft))


def _form_answers(draft: Draft) -> Answers:
    if len(draft.entries) == 1:
        return draft.entries[0][1]
    return {f"{ref}.{question}": answer for ref, given in draft.entries for question, answer in given.items()}


# ---- sent in ---------------------------------------------------------------------------


def take_form(tx: Tx, said: Said, command: commands.UpdateForm, given: Answers, fresh: bool) -> Reply:
    """Judge an update form that was sent in, and record what it says, once.

    A form with faults is shown again, with a sentence for each. One with anything doubtful in it is said back like a typed
    line.
    """
    items = items_meant(tx, said, command.refs)
    token = command.token or ""
    form = partial(_form, tx, said, items, token)  # most need not be shown again
    judge = update_form.wrong_of_one if len(items) == 1 else partial(update_form.wrong, form())
    if faults := judge(given, said.today, _calendar(tx, said)):
        return Fix(form=form(), answers=given, faults=faults)
    told = update_form.answers_by_ref(given, command.refs)
    drawn = {ref: f"{token} {_print(given, ref, len(items))}" for ref in told}
    before = tx.talk.open_draft(said.asker.person.id, said.inbound.chat.id)
    if before is not None and drawn.items() <= before.drawn.items():
        if said.asker.now - before.at < AT_ONCE:  # one press too many: it has its one message with Save
            return Say(message=Message(title=words("replies.echo.sent_already")))
        return drafts.echo(tx, said, before)
    stood, changes = _named(command)
    # Of most milestones nothing was said since the form was drawn.
    newer = {one.ref for one, standing in items if standing.newest > stood.get(one.ref, 0)}
    history = {ref: tx.updates.history(said.asker.short, ref) if ref in newer else () for ref in told}
    if not fresh or all(_made_from(history[ref], said, drawn[ref]) for ref in told):
        return say_standing(tx, said, list(told), words("replies.saved.already"))
    used = [ref for ref in told if token and _used(history[ref], said, token)]
    if len(used) == len(told):
        return say_standing(tx, said, used, words("replies.saved.newer_card"))
    told = {ref: answers for ref, answers in told.items() if ref not in used}
    if overtaken := _overtaken(said, items, told, stood, token):
        return _asked_again(tx, said, items, given, changes, overtaken)
    unseen = [one.ref for one, it in items if told.get(one.ref, {}).get("status") == update_form.SAME and not it.newest]
    if unseen := [ref for ref in unseen if _shown(items)[ref] > stood.get(ref, 0)]:  # another edition's tracker says otherwise
        again = _form(tx, said, items, _token(_shown(items), changes))
        faults = {f"{ref}.status": words("month.said.newer_tracker", {"ref": ref}) for ref in unseen}
        return Fix(form=again, answers={**given, **dict.fromkeys(faults, "")}, faults=faults)
    if len(items) == 1 and (stays := keeping.faults_of(tx, said, told)):
        return Fix(form=form(), answers=given, faults=stays)
    source = _source(tx, said, changes)
    corrects = source.corrects if source else {}
    return _taken(tx, said, told, drawn, source, _left(tx, said, {*told, *used}, command.refs), corrects)


def correction_form(view: View, said: Said, number: int) -> Ask:
    """Ask a person to say anew what they said, with all of it filled in."""
    milestone, update = corrected(view, said, number)
    told = update_form.said_answers(Standing(ref=update.ref, update=update))
    return Ask(form=_correction_form(view, said, milestone, update), answers=told)


def _correction_form(view: View, said: Said, milestone: Milestone, update: Update) -> Form:
    form = _form(view, said, [(milestone, Standing(ref=milestone.ref, update=update))], "")
    handle = update_handle(update.id)
    command = commands.CorrectForm(plan=said.asker.plan_named, number=update.id)
    title = words("forms.update.correct", {"handle": handle})
    return form.model_copy(update={"title": title, "command": str(command)})


def take_correction(tx: Tx, said: Said, command: commands.CorrectForm, given: Answers, fresh: bool) -> Reply:
    """Judge a correction that was sent in, and record it, once."""
    before = tx.updates.one(said.asker.short, command.number)
    drawn = f"{command.number} {_print(given, '', 1)}"
    history = tx.updates.history(said.asker.short, before.ref) if before is not None else ()
    if before is not None and (_made_from(history, said, drawn) or not fresh):
        return say_standing(tx, said, [before.ref], words("replies.saved.already"))
    milestone, update = corrected(tx, said, command.number)
    if wrong := update_form.wrong_of_one(given, said.today, _calendar(tx, said)):
        return Fix(form=_correction_form(tx, said, milestone, update), answers=given, faults=wrong)
    told = update_form.answers_by_ref(given, [milestone.ref])
    return _taken(tx, said, told, {milestone.ref: drawn}, None, [], {milestone.ref: update.id})


def _left(tx: Tx, said: Said, told: Iterable[str], refs: Sequence[str]) -> list[Spans]:
    """Say which milestones of a form got no answer: whoever sees "Saved" must not believe that they did. What an earlier page
    left to be saved is named as that, and what this person has answered already is not named."""
    of_form, standings = _waiting(tx, said), tx.updates.standings(said.asker.short)
    waits = [ref for ref in refs if ref in of_form and ref not in told]
    silent = [ref for ref in refs if ref not in of_form and ref not in told and not _answered(standings[ref], said)]
    notes = [line("replies.saved.waits", {"refs": named(waits, MOST_LINES)})] if waits else []
    return notes + ([line("replies.saved.left", {"refs": named(silent, MOST_LINES)})] if silent else [])


def _answered(standing: Standing, said: Said) -> bool:
    """Say if this person has answered for a milestone since it was last asked about."""
    return standing.asked is None and standing.update is not None and standing.update.by == said.asker.person.id


def _taken(
    tx: Tx,
    said: Said,
    told: dict[str, Answers],
    drawn: dict[str, str],
    source: Draft | None,
    notes: Sequence[Spans],
    corrects: dict[str, int],
) -> Reply:
    """Record what a form says; or, if anything in it is doubtful, keep all of it as a draft and say it back. `notes` are
    said with it, but on the card that asked: that shows what is still open."""
    plan = {milestone.ref: milestone for milestone in tx.plans.one(said.asker.short).milestones}
    counting = {ref: standing_now(tx, said, said.asker.short, plan[ref]) for ref in told}
    calendar = _calendar(tx, said)
    draft = Draft(
        person=said.asker.person.id,
        chat=source.chat if source else said.inbound.chat.id,
        plan=said.asker.short,
        entries=tuple((ref, update_form.resolve(one, counting[ref], said.today, calendar)) for ref, one in told.items()),
        said="",
        at=said.asker.now,
        drawn={ref: drawn[ref] for ref in told},
        origin=source.origin if source else said.inbound.card,
        same=drafts.updates_kept((ref, counting[ref]) for ref, given in told.items() if given["status"] == update_form.SAME),
        corrects=corrects,
    )
    entries, left = keeping.judged(tx, said, draft, draft.entries)
    if not entries:
        return keeping.ask_or_tell(tx, said, left, draft, notes)
    guesses = guessed({ref: told[ref].get("forecast", "") for ref in told}, said.today, calendar)
    found = drafts.doubts_of(tx, said, draft, said.today, entries)
    if guesses or not drafts.is_known(tx, said, found, source):
        return keeping.keep(tx, said, _with_earlier_pages(tx, said, draft), [*guesses, *notes])
    card = draft.origin or said.inbound.chat.thread
    answered = [Answered(ref, given, drawn[ref], card, "", corrects.get(ref), ref in draft.same) for ref, given in entries]
    saved = put(tx, said, answered, found)
    redrawn = closing.used_up(tx, said, source, tuple(update.id for _, update in saved)) if source else ()
    say = keeping.on_card(tx, said, saved, left, [*warnings(saved), *notes])
    return say.model_copy(update={"redrawn": (*say.redrawn, *redrawn)})


def _calendar(view: View, said: Said) -> Calendar:
    return view.plans.policy(said.asker.short).calendar


def _with_earlier_pages(tx: Tx, said: Said, draft: Draft) -> Draft:
    """Add to a draft what an earlier page of the same long form left to be asked, or an earlier form whose question is still
    open: all of it is one question, and nothing that was sent is lost."""
    before = tx.talk.open_draft(said.asker.person.id, draft.chat)
    forms = {drawn.partition(" ")[0] for drawn in draft.drawn.values()}
    if before is None or before.plan != draft.plan or not before.drawn:
        return draft
    asks = before.awaiting is not None and before.awaiting[1] == DOUBT
    if not asks and {drawn.partition(" ")[0] for drawn in before.drawn.values()} != forms:
        return draft
    earlier = tuple((ref, given) for ref, given in before.entries if ref not in draft.drawn)
    both = {
        "drawn": {**before.drawn, **draft.drawn},
        "same": {**before.same, **draft.same},
        "corrects": {**before.corrects, **draft.corrects},
    }
    return draft.model_copy(update={"entries": (*earlier, *draft.entries), **both})


def _source(tx: Tx, said: Said, token: str | None) -> Draft | None:
    """Return the draft that a form was opened to change, if it is still open."""
    draft = tx.talk.draft(token) if token else None
    mine = draft is not None and draft.person == said.asker.person.id and draft.plan == said.asker.short
    return draft if mine and draft is not None and draft.state is DraftState.OPEN else None


def _overtaken(
    said: Said, items: Sequence[tuple[Milestone, Standing]], told: dict[str, Answers], stood: dict[str, int], token: str
) -> dict[str, Update]:
    """Return the updates that came after the form was drawn, by ref: but not what this very form said: that may be
    said better."""
    found = {}
    for milestone, standing in items:
        update, answers = standing.last_said, told.get(milestone.ref)
        if update is None or answers is None or update.id <= stood.get(milestone.ref, 0):
            continue
        mine = update.by == said.asker.person.id  # two people's forms may have been drawn from the same statements
        from_here = mine and bool(token) and update.drawn_from.startswith(f"{token} ")
        if not from_here or answers["status"] == update_form.SAME:
            found[milestone.ref] = update
    return found


def _asked_again(
    tx: Tx,
    said: Said,
    items: Sequence[tuple[Milestone, Standing]],
    given: Answers,
    changes: str | None,
    overtaken: dict[str, Update],
) -> Reply:
    """Ask with the form once more, drawn from what stands now, with all that was typed. Nothing of it was saved."""
    form = _form(tx, said, items, _token(_shown(items), changes))
    prefix = {ref: f"{ref}." if len(items) > 1 else "" for ref in overtaken}
    fields = {ref: f"{prefix[ref]}status" for ref in overtaken}
    faults = {fields[ref]: _newer(said, ref, update, given[fields[ref]]) for ref, update in overtaken.items()}
    # "Same" was said of what is no longer there: it is to be chosen anew.
    again = {name: "" if name in faults and answer == update_form.SAME else answer for name, answer in given.items()}
    return Fix(form=form, answers=again, faults=faults)


def _newer(said: Said, ref: str, update: Update, status: str) -> str:
    """Say what was said after a form was drawn, and what to do."""
    word, day = mark(update.status).word, said.day_of(update.at)
    facts: dict[str, Fact] = {"who": update.by_name, "ref": ref, "status": word, "day": day}
    newer = "newer_own" if update.by == said.asker.person.id else "newer"
    return words(f"replies.saved.{'newer_same' if status == update_form.SAME else newer}", facts)


def _print(given: Answers, ref: str, count: int) -> str:
    """Return a short fingerprint of what was answered for one milestone, so that the same answers twice are one update."""
    mine = {key: value for key, value in given.items() if count == 1 or key.startswith(f"{ref}.")}
    return sha256(repr(sorted(mine.items())).encode("utf-8", "replace")).hexdigest()[:16]


def _used(history: Sequence[Update], said: Said, token: str) -> bool:
    """Say if this form said something of the milestone already, and something newer stands by now."""
    used = [u for u in history if u.by == said.asker.person.id and u.drawn_from.startswith(f"{token} ")]
    return bool(used) and history[-1] not in used


def _made_from(history: Sequence[Update], said: Said, drawn_from: str) -> bool:
    return any(update.drawn_from == drawn_from and update.by == said.asker.person.id for update in history)
