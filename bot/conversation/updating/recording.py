"""Recording: answers put on the record, always with what does not fit in them. Every save goes through here, from any door."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.conversation.board.business import wanted
from bot.conversation.dates import overtaking
from bot.conversation.guarding.doubting import Doubts, Made, note
from bot.conversation.updating import update_form
from bot.conversation.updating.rights import milestone_for
from bot.conversation.updating.saving import capacity_of, corrected, letter_at, update_of
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.status import Status
from bot.model.updates.update import Evidence, Standing
from bot.ports.record import Tx
from bot.rules.board.business import wants_nothing

_FORM_OF_ONE = re.compile(r"u[0-9]{1,18} ")  # how the token of such a form begins


class Answered(NamedTuple):
    """The answers about one milestone that are to be saved.

    `drawn_from` names what they were given in, `typed` is the line they were typed as, if they were, and `card` the message
    they were given on. `corrects` is the statement whose place they take, if any. `again` says that they say again what stood.
    """

    ref: str
    given: Answers
    drawn_from: str
    card: str | None = None
    typed: str = ""
    corrects: int | None = None
    again: bool = False

    @property
    def shown(self) -> bool:
        """Say if whoever answered had what is wanted of the board before them, as in the form of this one milestone or of a
        correction, or says in so many words that nothing is."""
        said = self.given.get("decision", "").strip()
        return _FORM_OF_ONE.match(self.drawn_from) is not None or (said != "" and wants_nothing(said))


def put(tx: Tx, said: Said, answered: Sequence[Answered], found: Doubts, answer: str = "") -> list[Made]:
    """Put answers on the record, and what was `found` not to fit in them, with the `answer` to what was asked about that.

    Raises Refusal if this person may not. Their own statement they may always correct, in the capacity in which they made it.
    """
    saved = [_append(tx, said, one) for one in answered]
    note(tx, found, saved, answer)
    for milestone, update in saved:
        if update.status is Status.COMPLETE:  # nothing else completes a milestone, and most of what is saved is something else
            overtaking.overtake(tx, said, milestone, update.capacity)
    for one, (milestone, update) in zip(answered, saved, strict=True):
        wanted.follow(tx, said, milestone, update, shown=one.shown, again=one.again)
    return saved


def _append(tx: Tx, said: Said, one: Answered) -> Made:
    short, person = said.asker.short, said.asker.person
    if one.corrects is None:
        milestone = milestone_for(tx, said, short, one.ref)
        capacity = capacity_of(tx, said, milestone)
    else:
        milestone, before = corrected(tx, said, one.corrects)
        capacity = before.capacity
    update = update_of(short, one.ref, update_form.read_answers(one.given), person.id, said.asker.now)
    told = {
        "by_name": person.name,
        "capacity": capacity,
        "corrects": one.corrects,
        "evidence": _as_known(update.evidence, tx.updates.standings(short)[one.ref]),
        "platform": said.inbound.sender.platform,
        "drawn_from": one.drawn_from,
        "letter": letter_at(tx, said, one.card),
        "said": one.typed,
    }
    return milestone, tx.updates.record(update.model_copy(update=told))


def _as_known(evidence: Sequence[Evidence], standing: Standing) -> tuple[Evidence, ...]:
    """Return the evidence. A link that stands already and is only repeated keeps what was said of it."""
    known = {one.url: one for one in standing.update.evidence} if standing.update else {}
    return tuple(with_what_is_known(one, known.get(one.url, one)) for one in evidence)


def with_what_is_known(evidence: Evidence, known: Evidence) -> Evidence:
    """Return evidence with what was said of the same link before, if it is not said anew."""
    said = known if not evidence.shows else evidence
    days = {"dated": evidence.dated or known.dated, "good_until": evidence.good_until or known.good_until}
    return said.model_copy(update=days)
