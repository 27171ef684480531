"""Renewing: evidence that was looked at again still shows what it did, until a later day."""

from __future__ import annotations

from bot.conversation.evidence.adding import added, meant, refuse_days
from bot.conversation.evidence.days import read_days, resolved
from bot.conversation.updating import update_form
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.saving import capacity_of, refuse_ended, say_updates, undo_of_this
from bot.conversation.visit import Said
from bot.model.letters.talk import Reply
from bot.model.plan import Milestone
from bot.model.record.entry import EntryKind
from bot.model.updates.evidence import Offered
from bot.model.updates.update import Evidence, Update, evidence_handle
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.updates.evidence import told_again
from bot.wording import commands
from bot.wording.sentences import Fact, words


def renew(tx: Tx, said: Said, command: commands.RenewEvidence, fresh: bool) -> Reply:
    """Offer the link of some evidence anew, with other days. Heard again, it gets its first answer."""
    if not fresh and (before := added(tx, said)) is not None:
        return _say_renewed(tx, said, command, *before)
    given, calendar = {"dated": command.dated, "good_until": command.good_until}, tx.plans.policy(said.asker.short).calendar
    refuse_days(given, said.today, calendar)
    one = _offered(tx, said, command)
    days = {name: day for name, day in read_days(resolved(given, said.today, calendar)).items() if day is not None}
    renewed = one.evidence.model_copy(update={"id": 0, **days})
    milestone, update = milestone_for(tx, said, said.asker.short, one.ref), meant(tx, said, one.ref)
    if update is None:
        raise Refusal("no_update_yet", ref=one.ref)
    if told_again(renewed, one.evidence):
        title = words("evidence.renewed.already", {"handle": one.handle})
        return say_updates(tx, said, [(milestone, update)], title)
    refuse_days({"dated": str(renewed.dated or ""), "good_until": str(renewed.good_until or "")}, said.today, calendar)
    if not update_form.good_link(renewed.url):
        raise Refusal("bad_link")
    tx.updates.add_evidence(update, renewed, capacity_of(tx, said, milestone))
    return _say_renewed(tx, said, command, milestone, meant(tx, said, one.ref) or update)


def _offered(view: View, said: Said, command: commands.RenewEvidence) -> Offered:
    """Return the evidence that is meant. Raises Refusal if there is none of that number, or it counts no longer."""
    short, handle = said.asker.short, command.handle
    entry = view.entries.entry(short, command.number)
    if entry is None or entry.header.kind is not EntryKind.EVIDENCE:
        raise Refusal("no_such_handle", handle=handle)
    index = view.evidence.index(short)
    found = next((one for one in index if one.number == command.number), None)
    if found is not None:
        return found
    refuse_ended(view, short, command.number, entry.fields["ref"])
    url, ref = entry.fields.get("url"), entry.fields["ref"]
    later = next((one for one in index if one.ref == ref and one.evidence.url == url), None)
    raise Refusal("evidence_replaced", handle=handle, by=later.handle) if later else Refusal("withdrawn_already", handle=handle)


def _say_renewed(view: View, said: Said, command: commands.RenewEvidence, milestone: Milestone, update: Update) -> Reply:
    made = view.entries.recorded(said.asker.short, said.inbound.id)
    new = next((one for one in update.evidence if one.id in made), None)
    if new is None:
        title = words("evidence.renewed.already", {"handle": command.handle})
        return say_updates(view, said, [(milestone, update)], title)
    return say_updates(view, said, [(milestone, update)], _title(command, new), buttons=undo_of_this(view, said))


def _title(command: commands.RenewEvidence, new: Evidence) -> str:
    facts: dict[str, Fact] = {"handle": evidence_handle(new.id), "before": command.handle}
    if command.good_until and new.good_until is not None:
        return words("evidence.renewed.saved", {**facts, "day": new.good_until})
    return words("evidence.renewed.saved_dated", {**facts, "day": new.dated or ""})
