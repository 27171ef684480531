"""A link offered as evidence: the form that asks which milestone it is for, and its judge."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.updating import update_form
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.saving import capacity_of, say_updates
from bot.conversation.visit import Said
from bot.model.form import Answers, AnyQuestion, Choice, Faults, Form, Option, Prose
from bot.model.message import Spans, plain
from bot.model.plan import Milestone
from bot.model.talk import Reply
from bot.model.update import Evidence, EvidenceType, Standing, Update
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording.sentences import words

MOST_CHOICES = 100  # more milestones than any platform lets one choose from are asked for by number
MOST_LABEL = 72
MOST_OF = {"milestone": update_form.MOST_DAY, "type": update_form.MOST_DAY, "shows": update_form.MOST_SHOWS}


def offer_form(items: Sequence[tuple[Milestone, Standing]], link: str, command: str, plan: Sequence[Spans] = ()) -> Form:
    """Ask which of these milestones the link is evidence for, what kind it is and what it shows. `plan` names the plan, if
    need be."""
    kinds = tuple(Option(value=kind.value, label=kind.value.capitalize()) for kind in EvidenceType)
    return Form(
        title=words("forms.evidence.title"),
        intro=" ".join([words("forms.evidence.intro", {"link": link}), *map(plain, plan)]),
        command=command,
        send=words("forms.evidence.save"),
        questions=(
            _which(items),
            Choice(id="type", label=words("forms.label.type"), options=kinds),
            Prose(id="shows", label=words("forms.label.shows"), most=update_form.MOST_SHOWS, lines=1),
        ),
    )


def _which(items: Sequence[tuple[Milestone, Standing]]) -> AnyQuestion:
    label = words("forms.label.milestone")
    if len(items) > MOST_CHOICES:
        return Prose(id="milestone", label=label, hint=words("forms.hint.milestone"), required=True, lines=1)
    options = tuple(Option(value=m.ref, label=_short(f"{m.ref} {m.text}")) for m, _ in items)
    return Choice(id="milestone", label=label, required=True, options=options)


def _short(text: str) -> str:
    return text if len(text) <= MOST_LABEL else f"{text[: MOST_LABEL + 1].rpartition(' ')[0]}…"


def wrong(items: Sequence[tuple[Milestone, Standing]], given: Answers) -> Faults:
    """Return a sentence for each fault, by question id. Empty if the evidence may be added."""
    if faults := update_form.too_long({name: answer.strip() for name, answer in given.items()}, MOST_OF):
        return faults
    faults = {}
    ref = given.get("milestone", "").strip()
    standing = next((standing for milestone, standing in items if milestone.ref == ref), None)
    if standing is None:
        faults["milestone"] = words("forms.evidence.unknown", {"ref": ref})
    elif standing.update is None:
        faults["milestone"] = words("forms.evidence.fault", {"ref": ref})
    if given.get("type") and given["type"] not in {kind.value for kind in EvidenceType}:
        faults["type"] = words("forms.fault.choice")
    return faults


def evidence_in(link: str, given: Answers) -> Evidence:
    """Read what the answers say, for answers with no faults."""
    return Evidence(url=link, kind=EvidenceType(given.get("type") or EvidenceType.OTHER), shows=given.get("shows", "").strip())


def add_evidence(tx: Tx, said: Said, ref: str, evidence: Evidence) -> Reply:
    """Add a link to the update that stands. Nothing new is declared."""
    milestone = milestone_for(tx, said, said.asker.short, ref)
    update = _meant(tx, said, ref)
    if update is None:
        raise Refusal("no_update_yet", ref=ref)
    if not update_form.good_link(evidence.url):
        raise Refusal("bad_link")
    if long := update_form.too_long({"shows": evidence.shows}, update_form.MOST_OF):
        raise Refusal("fault", sentence=long["shows"])
    tx.updates.add_evidence(update, evidence, capacity_of(tx, said, milestone))
    stands = _meant(tx, said, ref) or update
    title = words("replies.saved.evidence", {"ref": ref, "day": said.day_of(update.at)})
    return say_updates(tx, said, [(milestone, stands)], title)


def _meant(view: View, said: Said, ref: str) -> Update | None:
    """Return the statement that a link offered now is for: what they said last themselves, else what stands."""
    standing = view.updates.standings(said.asker.short)[ref]
    mine = [one for one in (standing.last_said, *standing.dissents) if one is not None and one.by == said.asker.person.id]
    return mine[0] if mine else standing.update
