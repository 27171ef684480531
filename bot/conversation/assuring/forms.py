"""The assurer's forms: to sign a completion off, or to send it back. What it should change and how that will be known stands
beside each piece of its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversation.assuring.meant import Meant
from bot.conversation.updating.update_form import MOST, too_long
from bot.conversation.visit import Said
from bot.model.letters.form import Answers, AnyQuestion, Choice, Faults, Form, Option, Prose
from bot.model.letters.message import Facts, Item, Items, Spans, Text, plain
from bot.model.policy import Assuring
from bot.model.updates.assurance import Verdict
from bot.model.updates.evidence import Verdict as Look
from bot.model.updates.update import Evidence, evidence_handle
from bot.rules.calendar import local_day
from bot.wording.commands import AssureForm, SendBackForm
from bot.wording.documents.action import in_full
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import cut
from bot.wording.updates.evidence import link_in_words, links_in_words

MOST_EVIDENCE = 15  # pieces that one form asks about: any platform shows so many
MOST_LABEL = 64
WHY, LEVEL = "why", "level"


def form_for(said: Said, one: Meant, verdict: Verdict) -> Form:
    """Draw the form with which a completion is signed off, or sent back."""
    command = {Verdict.SIGNED_OFF: AssureForm, Verdict.SENT_BACK: SendBackForm}[verdict]
    ref, name = one.milestone.ref, "sign_off" if verdict is Verdict.SIGNED_OFF else "send_back"
    facts: dict[str, Fact] = {
        "ref": ref,
        "text": with_full_stop(one.milestone.text),
        "day": local_day(one.update.at, said.asker.zone),
        "who": one.update.capacity,
    }
    return Form(
        title=words(f"assurance.form.{name}", facts),
        intro=words("assurance.form.intro", facts),
        command=str(command(plan=said.asker.plan_named, ref=ref, token=one.token)),
        send=words(f"assurance.check.{name}"),
        questions=(*_evidence_questions(one), *_verdict_questions(verdict, one.snapshot.policy.assurance)),
        background=(*in_full(one.action), *_said(one), *_evidence(one)),
        is_read_first=True,
    )


def _said(one: Meant) -> tuple[Facts, ...]:
    told = (("said", one.update.narrative), ("no_evidence", one.update.no_evidence_reason))
    pairs = tuple((words(f"assurance.form.{name}"), _plain(with_full_stop(text))) for name, text in told if text)
    return (Facts(pairs=pairs),) if pairs else ()


def _evidence(one: Meant) -> tuple[Items, ...]:
    """List the evidence with its links, for whoever wants to open it."""
    shown = one.update.evidence[:MOST_EVIDENCE]
    lines = [Item(spans=links_in_words([link], handles=True, today=one.today)) for link in shown]
    if len(one.update.evidence) > len(shown):
        more: dict[str, Fact] = {"count": len(one.update.evidence) - len(shown), "ref": one.milestone.ref}
        lines.append(Item(spans=line("assurance.form.more", more)))
    return (Items(heading=words("assurance.form.evidence"), lines=tuple(lines)),) if lines else ()


def _evidence_questions(one: Meant) -> tuple[AnyQuestion, ...]:
    later = Option(value="", label=words("assurance.form.later"))
    options = (later, *(Option(value=look.value, label=words(f"assurance.form.{look.value}")) for look in Look))
    return tuple(
        Choice(id=evidence_handle(link.id), label=_label(link), hint=_hint(link, one.today), options=options)
        for link in one.update.evidence[:MOST_EVIDENCE]
    )


def _label(link: Evidence) -> str:
    """Name a piece of evidence by what it shows, else by its address."""
    shows = link.shows or link.url.rpartition("://")[2]
    return words("assurance.form.item", {"handle": evidence_handle(link.id), "shows": cut(shows, MOST_LABEL).text})


def _hint(link: Evidence, today: date) -> str:
    """Say beside the choices which piece they are about: its address, and of which day it is."""
    return plain(link_in_words(link, today))


def _verdict_questions(verdict: Verdict, levels: Assuring) -> tuple[AnyQuestion, ...]:
    if verdict is Verdict.SENT_BACK:
        hint = words("assurance.form.missing_hint")
        return (Prose(id=WHY, label=words("assurance.form.missing"), hint=hint, required=True, most=MOST),)
    hint = words("assurance.form.level_hint", {"from": levels.blue_from})
    options = tuple(Option(value=level, label=level.capitalize()) for level in levels.levels)
    return (
        Choice(id=LEVEL, label=words("assurance.form.level"), hint=hint, required=True, options=options),
        Prose(id=WHY, label=words("assurance.form.why"), hint=words("assurance.form.why_hint"), required=True, most=MOST),
    )


def _plain(text: str) -> Spans:
    return (Text(text=text),)


# ---- judged -------------------------------------------------------------------------------------


def looks_in(one: Meant, given: Answers) -> dict[int, Look]:
    """Return what an assurer found of each piece of evidence, for answers with no faults."""
    said = {link.id: given.get(evidence_handle(link.id), "").strip() for link in one.update.evidence}
    return {number: Look(answer) for number, answer in said.items() if answer}


def wrong(one: Meant, verdict: Verdict, given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if the verdict may be recorded."""
    if faults := too_long(given, {WHY: MOST}):
        return faults
    faults = _evidence_faults(one.update.evidence, given)
    if not given.get(WHY, "").strip():
        faults[WHY] = words("assurance.fault.why" if verdict is Verdict.SIGNED_OFF else "assurance.fault.missing")
    if verdict is Verdict.SIGNED_OFF and one.snapshot.policy.assurance.level(given.get(LEVEL, "")) is None:
        faults[LEVEL] = words("forms.fault.choice" if given.get(LEVEL) else "assurance.fault.level")
    return faults


def _evidence_faults(evidence: Sequence[Evidence], given: Answers) -> Faults:
    known = {"", *(look.value for look in Look)}
    handles = [evidence_handle(link.id) for link in evidence]
    return {name: words("forms.fault.choice") for name in handles if given.get(name, "").strip() not in known}
