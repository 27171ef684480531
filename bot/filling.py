"""Filling in: the forms a person is shown, and what becomes of them when they are sent in."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from bot import cards, commands, evidence, office, people, updating
from bot.forms import Answers, Form
from bot.message import plain
from bot.model import Milestone, Standing, Update
from bot.ports import Ask, Draft, Fix, Refusal, Reply, Say, Tx, View
from bot.recorded import append, card_again, counts, period_named, say_saved, stands
from bot.said import Said
from bot.typed import draft_meant
from bot.wording import stopped, words


def items_meant(view: View, said: Said, refs: Sequence[str]) -> list[tuple[Milestone, Standing]]:
    """The milestones meant, each with how it stands; Refusal where there is none or it is not theirs to update."""
    plan, known = view.plan(said.asker.short), view.people(said.asker.short)
    standings = view.standings(said.asker.short)
    by_ref = {milestone.ref: milestone for milestone in plan.milestones}
    for ref in refs:
        if ref not in by_ref:
            raise Refusal("no_such_milestone", ref=ref)
        if people.capacity(known, said.asker.person, by_ref[ref], said.today) is None:
            raise Refusal("not_yours", ref=ref, role=by_ref[ref].accountable or "")
    return [(by_ref[ref], standings[ref]) for ref in refs]


def form_for(view: View, said: Said, refs: Sequence[str], token: str | None = None) -> Form:
    """The update form for these milestones, its command naming what it was drawn from."""
    items = items_meant(view, said, refs)
    counting = [(milestone, counts(view, said, said.asker.short, milestone)) for milestone, _ in items]
    form = updating.update_form(view.plan(said.asker.short), counting, token or _drawn_from(items))
    command = cards.in_plan(form.command, said.asker.short, said.asker.several)
    periods = [plain(spans) for milestone, _ in items if (spans := period_named(view, said, milestone))]
    intro = " ".join([stopped(form.intro), *periods]) if periods else form.intro
    return form.model_copy(update={"command": command, "intro": intro})


def _drawn_from(items: Sequence[tuple[Milestone, Standing]]) -> str:
    """Names what stood when the form was drawn."""
    return f"u{max(standing.update.id if standing.update else 0 for _, standing in items)}"


def prefilled(view: View, said: Said, refs: Sequence[str]) -> Answers:
    """What a fresh form starts with."""
    if len(refs) > 1:
        return {}
    ((milestone, _),) = items_meant(view, said, refs)
    return updating.standing_answers(counts(view, said, said.asker.short, milestone))


def change(view: View, said: Said, token: str | None) -> Reply:
    """The form with all that was typed in a draft."""
    draft = draft_meant(view, said, token)
    refs = [ref for ref, _ in draft.entries]
    return Ask(form=form_for(view, said, refs, draft.token), answers=_form_answers(draft))


def _form_answers(draft: Draft) -> Answers:
    if len(draft.entries) == 1:
        return draft.entries[0][1]
    return {f"{ref}.{question}": answer for ref, given in draft.entries for question, answer in given.items()}


# ---- sent in ---------------------------------------------------------------------------


def offer(view: View, said: Said, command: commands.OfferEvidence) -> Reply:
    """Ask which milestone a link is evidence for."""
    if not updating.good_link(command.link):
        raise Refusal("bad_link")
    items = _mine(view, said)
    if not items:
        raise Refusal("no_milestones")
    given = {"shows": command.shows} if command.shows else {}
    return Ask(form=evidence.offer_form(items, command.link, said.meant(str(_bare(command)))), answers=given)


def _bare(command: commands.OfferEvidence) -> commands.OfferEvidence:
    return commands.OfferEvidence(link=command.link)


def _mine(view: View, said: Said) -> list[tuple[Milestone, Standing]]:
    """The milestones this person answers for; for an admin who answers for none, all."""
    plan, known = view.plan(said.asker.short), view.people(said.asker.short)
    standings = view.standings(said.asker.short)
    capacities = [(m, people.capacity(known, said.asker.person, m, said.today)) for m in plan.milestones]
    owned = [m for m, capacity in capacities if capacity not in (None, "admin")]
    chosen = owned or [m for m, capacity in capacities if capacity is not None]
    return [(m, standings[m.ref]) for m in chosen]


def offered(tx: Tx, said: Said, command: commands.OfferEvidence, given: Answers) -> Reply:
    """Add the link to the milestone chosen."""
    items = _mine(tx, said)
    faults = evidence.wrong(items, given)
    if faults:
        form = evidence.offer_form(items, command.link, said.meant(str(_bare(command))))
        return Fix(form=form, answers=given, faults=faults)
    return office.add_evidence(tx, said, given["milestone"].strip(), evidence.offered(command.link, given))


def sent_in(tx: Tx, said: Said, command: commands.UpdateForm, given: Answers, fresh: bool) -> Reply:
    """Judge an update form; record what it says, once, or show it again with a sentence for each fault."""
    items = items_meant(tx, said, command.refs)
    form = form_for(tx, said, command.refs, command.token)
    faults = updating.wrong(form, given, said.today)
    if faults:
        return Fix(form=form, answers=given, faults=faults)
    told = updating.answered(form, given, said.today)
    token = command.token or ""
    drawn = {ref: f"{token} {_print(given, ref, len(items))}" for ref in told}
    if not fresh:
        return stands(tx, said, list(told), words("replies.saved.already"))
    overtaken = [ref for ref in told if token and _overtaken(tx, said, ref, token)]
    if told and len(overtaken) == len(told):
        return stands(tx, said, overtaken, words("replies.saved.newer_card"))
    told = {ref: answered for ref, answered in told.items() if ref not in overtaken}
    before = {ref: _made_from(tx, said, ref, drawn[ref]) for ref in told}
    newer = [] if all(before.values()) else _newer(items, token, said)
    if newer and len(items) == 1:
        who, when = newer[0].by_name, said.day_of(newer[0].at)
        fault = words("replies.saved.newer", {"who": who, "day": when})
        return Fix(form=form_for(tx, said, command.refs), answers=given, faults={"status": fault})
    if all(before.values()):
        return stands(tx, said, list(told), words("replies.saved.already"))
    saved = [append(tx, said, ref, answered, drawn[ref], "") for ref, answered in told.items()]
    _use_up(tx, said, token, [update for _, update in saved])
    card = card_again(tx, said)
    return Say(message=card, in_place=True) if card is not None else say_saved(saved, said)


def _print(given: Answers, ref: str, count: int) -> str:
    """A short fingerprint of what was answered for one milestone, so the same answers twice are one update."""
    mine = {key: value for key, value in given.items() if count == 1 or key.startswith(f"{ref}.")}
    return sha256(repr(sorted(mine.items())).encode("utf-8", "replace")).hexdigest()[:16]


def _overtaken(tx: Tx, said: Said, ref: str, token: str) -> bool:
    """Whether this form said something of the milestone already, and something newer stands by now."""
    history = tx.history(said.asker.short, ref)
    used = [u for u in history if u.by == said.asker.person.id and u.drawn_from.startswith(f"{token} ")]
    return bool(used) and history[-1] not in used


def _made_from(tx: Tx, said: Said, ref: str, drawn_from: str) -> bool:
    return any(
        update.drawn_from == drawn_from and update.by == said.asker.person.id
        for update in tx.history(said.asker.short, ref)
    )


def _newer(items: Sequence[tuple[Milestone, Standing]], token: str, said: Said) -> list[Update]:
    """Updates by others that came after the form was drawn."""
    if not token.startswith("u") or not token[1:].isdigit():
        return []
    return [
        standing.update
        for _, standing in items
        if standing.update and standing.update.id > int(token[1:]) and standing.update.by != said.asker.person.id
    ]


def _use_up(tx: Tx, said: Said, token: str, saved: Sequence[Update]) -> None:
    draft = tx.draft(token) if token else None
    if draft is not None and draft.person == said.asker.person.id and not draft.saved:
        tx.close_draft(token, tuple(update.id for update in saved))
