"""Erasures, and what is held on one person, in the shapes that other programs read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.model.record.entry import EntryKind
from bot.model.record.erasure import Erased, Erasure, Held, HeldAbsence, HeldEntry
from bot.ports.record import View
from bot.ports.refusals import Refusal

_ERASED = re.compile(r"erased_field/(?P<entry>[0-9]+)/(?P<field>.+)/done")

WHY = "why"
OF_HEADER = ("said", WHY)  # texts that stand beside an entry's own
MOST_NAMED = 12


def text_meant(view: View, short: str, entry: int, field: str | None) -> str:
    """Return the field meant: the one named, or the only one that there is. If an entry has no words but its reason, that is the
    one, and goes out of what was typed too. Raises Refusal if that is unclear, or no text."""
    texts = view.erasures.texts(short, entry)
    if field is not None:
        view.erasures.text(short, entry, field)
        return field
    own = {name: text for name, text in texts.items() if name not in OF_HEADER}
    own = own or {name: text for name, text in texts.items() if name == WHY} or dict(texts)
    if len(own) == 1:
        return next(iter(own))
    fields = ", ".join(list(own)[:MOST_NAMED]) + (", ..." if len(own) > MOST_NAMED else "")
    raise Refusal("which_text" if own else "no_texts", entry=str(entry), fields=fields)


def erased_json(done: Erased, not_rewritten: Sequence[str] = ()) -> dict[str, object]:
    """Return the shape of `record redact --json` and of `record erase --json`, for one plan."""
    told = {"plan": done.plan, "entry": done.entry, "removed": list(done.removed), "left": list(done.left)}
    told["settings"] = list(done.settings)
    return {**told, "not_rewritten": list(not_rewritten)}


def held_json(found: Held) -> dict[str, object]:
    """Return the shape of `record person --json`."""
    accounts = [{"platform": one.platform, "tenant": one.tenant, "account": one.id} for one in found.accounts]
    return {
        "person": found.person,
        "names": list(found.names),
        "emails": list(found.emails),
        "accounts": accounts,
        "entries": [_entry(one) for one in found.entries],
        "letters": [{"key": one.key, "at": one.at.isoformat(), "state": one.state} for one in found.letters],
        "absences": [_absence(one) for one in found.absences],
        "drafts": list(found.drafts),
        "documents": list(found.documents),
        "pages": [{"plan": one.plan, "kind": one.kind, "until": one.until.isoformat()} for one in found.pages],
    }


def erasures_in(log: Iterable[Mapping[str, object]]) -> list[Erasure]:
    """Read the erasures in what `record log --json` printed. Raises ValueError if that is not what it is."""
    found = []
    for entry in log:
        fields = entry["fields"]
        if not isinstance(fields, dict):
            raise ValueError("an entry of the log has no fields")  # noqa: TRY004
        if entry["kind"] == EntryKind.ERASURE:
            places = [_ERASED.fullmatch(name) for name in fields]
            erased = tuple((int(place["entry"]), place["field"]) for place in places if place)
            told = {"plan": entry["plan"], "why": entry["why"] or "", "whom": fields.get("whom"), "fields": erased}
            found.append(Erasure.model_validate(told))
    return found


def _absence(one: HeldAbsence) -> dict[str, object]:
    days = {"starts": one.starts.isoformat() if one.starts else None, "ends": one.ends.isoformat() if one.ends else None}
    return {**_entry(one), **days, "as_deputy": one.as_deputy, "void": one.void}


def _entry(one: HeldEntry) -> dict[str, object]:
    return {"plan": one.plan, "entry": one.entry, "kind": one.kind, "at": one.at.isoformat()}
