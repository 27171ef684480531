"""Words that are no update and look as if they told who a child is: what the board says and hears is guarded as updates are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.letters.message import Spans
from bot.model.updates.doubt import Doubt, DoubtKind, Misfit
from bot.ports.record import Tx, View
from bot.rules.guard.path import names_of
from bot.rules.guard.soft import of_words
from bot.wording.sentences import line, with_full_stop, words


def found_in(view: View, short: str, texts: Iterable[str]) -> tuple[Misfit, ...]:
    """Return what looks so in some texts, each kind once, in the order in which it is asked about. Mostly empty."""
    names = names_of(view.plans.one(short), view.people.of(short))
    kinds = {one.kind for one in of_words("\n".join(texts), names)}
    return tuple(Misfit(kind) for kind in DoubtKind if kind in kinds)


def why_asked(view: View, short: str, texts: Sequence[str]) -> Spans:
    """Say back what looks so in some texts, and ask if it may stand."""
    kinds = "; ".join(words(f"guard.kind.{one.kind.value}") for one in found_in(view, short, texts))
    return line("guard.personal.asked", {"what": kinds, "text": " ".join(map(with_full_stop, texts))})


def note(tx: Tx, short: str, about: str, entry: int, found: tuple[Misfit, ...], capacity: str) -> None:
    """Put on the record what was asked about an entry before it was made: whoever said it has let it stand."""
    if found:
        doubt = Doubt(plan=short, ref=about, update=entry, found=found, asked=found[0].kind)
        tx.doubts.note(doubt, capacity)
