"""A link offered as evidence: the form that asks which milestone it is for, and its judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversation.evidence import days
from bot.conversation.guarding.doubting import note_of_evidence
from bot.conversation.updating import update_form
from bot.conversation.updating.recording import with_what_is_known
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.saving import capacity_of, say_updates, undo_of_this
from bot.conversation.visit import Said
from bot.model.letters.form import Answers, AnyQuestion, Choice, Faults, Form, Option, Prose
from bot.model.letters.message import Spans, plain
from bot.model.letters.talk import Reply
from bot.model.plan import Milestone
from bot.model.policy import Calendar
from bot.model.updates.update import Evidence, EvidenceType, Standing, Update, evidence_handle
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.updates.evidence import told_again
from bot.wording import commands
from bot.wording.sentences import Fact, words

MOST_CHOICES = 100  # more milestones than any platform lets one choose from are asked for by number
MOST_LABEL = 72
ASKED = ("type", "shows", "dated", "good_until")
MOST_OF = {"milestone": update_form.MOST_DAY, **{name: update_form.MOST_OF[name] for name in ASKED}}


def offer_form(
    items: Sequence[tuple[Milestone, Standing]], link: str, command: str, today: date, plan: Sequence[Spans] = ()
) -> Form:
    """Ask which of these milestones the link is evidence for, what kind it is, what it shows and until when. `plan` names the
    plan, if need be."""
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
            days.dated("dated", today),
            days.good_until("good_until", today),
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


def wrong(items: Sequence[tuple[Milestone, Standing]], given: Answers, today: date, calendar: Calendar) -> Faults:
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
    return {**faults, **days.wrong(given, today, calendar)}


def evidence_in(link: str, given: Answers, today: date, calendar: Calendar) -> Evidence:
    """Read what the answers say, for answers with no faults."""
    told = days.read_days(days.resolved(given, today, calendar))
    kind = EvidenceType(given.get("type") or EvidenceType.OTHER)
    return Evidence(url=link, kind=kind, shows=given.get("shows", "").strip(), **told)


def add_typed(tx: Tx, said: Said, command: commands.AddEvidence, fresh: bool) -> Reply:
    """Add the links of a typed line. Raises Refusal if its days can't be."""
    given = {"dated": command.dated, "good_until": command.good_until, "shows": command.shows}
    calendar = tx.plans.policy(said.asker.short).calendar
    if fresh:
        refuse_days(given, said.today, calendar)
    offered = [evidence_in(link, given, said.today, calendar) for link in command.links]
    return add_evidence(tx, said, command.ref, offered, fresh)


def refuse_days(given: Answers, today: date, calendar: Calendar) -> None:
    """Raise Refusal if the days of evidence can't be read, or can't be."""
    if faults := days.wrong(given, today, calendar):
        raise Refusal("fault", sentence=next(iter(faults.values())))


def add_evidence(tx: Tx, said: Said, ref: str, offered: Sequence[Evidence], fresh: bool) -> Reply:
    """Add links to the update that stands. Nothing new is declared. Heard again, it gets its first answer."""
    urls = [one.url for one in offered]
    if not fresh and (before := added(tx, said)) is not None:
        return _say_added(tx, said, *before, urls)
    milestone = milestone_for(tx, said, said.asker.short, ref)
    update = meant(tx, said, ref)
    known = {link.url: link for link in update.evidence} if update is not None else {}
    if update is not None and all(one.url in known and told_again(one, known[one.url]) for one in offered):
        return _say_added(tx, said, milestone, update, urls, "evidence_already")
    if update is None:
        raise Refusal("no_update_yet", ref=ref)
    for one in offered:
        if not update_form.good_link(one.url):
            raise Refusal("bad_link")
        if long := update_form.too_long({"shows": one.shows}, update_form.MOST_OF):
            raise Refusal("fault", sentence=long["shows"])
    for one in offered:
        tx.updates.add_evidence(update, with_what_is_known(one, known.get(one.url, one)), capacity_of(tx, said, milestone))
    after = meant(tx, said, ref) or update
    notes = note_of_evidence(tx, said, (milestone, after), urls, capacity_of(tx, said, milestone))
    return _say_added(tx, said, milestone, after, urls, notes=notes)


def added(view: View, said: Said) -> tuple[Milestone, Update] | None:
    """Return the statement that a link was added to when this was first heard. None if none was added then."""
    short = said.asker.short
    made = [entry for number in view.entries.recorded(short, said.inbound.id) if (entry := view.entries.entry(short, number))]
    milestones = {one.ref: one for one in view.plans.one(short).milestones}
    for entry in made:
        update = view.updates.one(short, int(entry.fields["update"]))
        if update is not None and update.ref in milestones:
            return milestones[update.ref], update
    return None


def _say_added(
    view: View,
    said: Said,
    milestone: Milestone,
    update: Update,
    urls: Sequence[str],
    name: str = "evidence",
    notes: Sequence[Spans] = (),
) -> Reply:
    """Say under which handles the links are kept, and with what."""
    handles = ", ".join(evidence_handle(link.id) for link in update.evidence if link.url in urls)
    several = "_several" if len(urls) > 1 else ""
    facts: dict[str, Fact] = {"handle": handles, "ref": milestone.ref, "day": said.day_of(update.at)}
    title = words(f"replies.saved.{name}{several}", facts)
    return say_updates(view, said, [(milestone, update)], title, notes, buttons=undo_of_this(view, said))


def meant(view: View, said: Said, ref: str) -> Update | None:
    """Return the statement that a link offered now is for: what they said last themselves, else what stands."""
    standing = view.updates.standings(said.asker.short)[ref]
    mine = [one for one in (standing.last_said, *standing.dissents) if one is not None and one.by == said.asker.person.id]
    return mine[0] if mine else standing.update
