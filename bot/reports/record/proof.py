"""The record proven: each plan's chain walked, compared with heads kept elsewhere, and its entries told one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain as in_a_row

from bot.model.noun import Noun
from bot.model.record.entry import Head, Link
from bot.ports.record import View
from bot.rules import chain
from bot.wording.updates.erasures import InPlace

SURE = 16  # hex digits of a digest that are enough to name it
SAID = ("capacity", "platform", "tenant", "account", "about", "why", "said")


class Soundness(StrEnum):
    """The outcome of the last check of all plans."""

    OK = "ok"
    BROKEN = "broken"
    UNCHECKED = "unchecked"


class Checked(Noun):
    """The outcome of verifying one plan. `broken_at` is the first entry that is not as it was made, or is missing.

    `differs` says that what is here holds, and a head kept elsewhere is another: cut off at the end, or made anew."""

    plan: str
    entries: int
    head: Head
    broken_at: int | None = None
    differs: bool = False

    @property
    def is_whole(self) -> bool:
        """Say if every entry is as it was made, and none is missing that a head kept elsewhere knows."""
        return self.broken_at is None


def verify(view: View, short: str, heads: Sequence[Head] = (), upto: int | None = None) -> Checked:
    """Walk a plan's entries up to a number, and compare them with the heads given and with those that the record keeps."""
    last, known = view.entries.head(short, upto), dict[int, str]()
    links = _noting(view.entries.links(short, 0, last.entry), known)
    walked = list(chain.walked(short, links))
    broken = [number for number, holds in walked if not holds]
    kept = in_a_row(heads, view.entries.kept_heads(short) if upto is None else ())
    missed = [found for head in kept if (found := _missed(head, known, last.entry)) is not None]
    at = min([*broken, *missed], default=None)
    differs = at is not None and at not in broken
    return Checked(plan=short, entries=len(walked) - len(broken), head=last, broken_at=at, differs=differs)


def extended(view: View, short: str, known: Head) -> Checked:
    """Verify what was added to a plan since a head that was verified, and that this head still stands."""
    if known.entry == 0:
        return verify(view, short)
    last, stands = view.entries.head(short), view.entries.head(short, known.entry)
    if stands != known:
        return Checked(plan=short, entries=last.entry, head=last, broken_at=min(known.entry, last.entry + 1))
    links = view.entries.links(short, known.entry, last.entry)
    broken = [number for number, holds in chain.walked(short, links, known) if not holds]
    return Checked(plan=short, entries=last.entry, head=last, broken_at=min(broken, default=None))


def _noting(links: Iterable[Link], known: dict[int, str]) -> Iterator[Link]:
    for link in links:
        known[link.header.number] = link.digest.hex()
        yield link


def _missed(head: Head, known: Mapping[int, str], last: int) -> int | None:
    """The first entry that a head kept elsewhere shows to be another one, or to be missing at the end."""
    if head.entry > last:
        return last + 1
    digest = known.get(head.entry)
    return head.entry if digest is not None and not digest.startswith(head.digest.lower()) else None


def verify_json(found: Sequence[Checked]) -> dict[str, object]:
    """Return the shape of `record verify --json`."""
    return {
        "plans": [
            {
                "plan": one.plan,
                "entries": one.entries,
                "head": one.head.model_dump(),
                "ok": one.is_whole,
                "broken_at": one.broken_at,
            }
            for one in found
        ]
    }


def log_json(view: View, short: str, upto: int | None = None) -> list[dict[str, object]]:
    """Return the shape of `record log --json`: every entry of a plan, oldest first, by the names that the plan knows now."""
    names, removed, in_place = view.people.named(short), view.erasures.removed(short), InPlace()
    return [
        _told(link, names, {field: in_place.text(removed[link.header.number, field]) for field in link.removed})
        for link in view.entries.links(short, 0, upto)
    ]


def _told(link: Link, names: Mapping[str, str], removed: Mapping[str, str]) -> dict[str, object]:
    fields = {**removed, **link.fields}
    person = fields.pop("person", None)
    fields.pop("inbound", None)
    said = {name: fields.pop(name, None) for name in SAID}
    header = link.header
    return {
        "plan": header.plan,
        "entry": header.number,
        "at": header.at.isoformat(),
        "kind": header.kind.value,
        "by": None if person is None else names.get(person, person),
        **said,
        "fields": fields,
    }
