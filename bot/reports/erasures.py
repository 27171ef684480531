"""Erasures, and what is held on one person, in the shapes that other programs read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.erasure import Erased, Held, HeldEntry


def erased_json(done: Erased, not_rewritten: Sequence[str] = ()) -> dict[str, object]:
    """Return the shape of `record redact --json` and of `record erase --json`, for one plan."""
    told = {"plan": done.plan, "entry": done.entry, "removed": list(done.removed), "left": list(done.left)}
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
        "absences": [_entry(one) for one in found.absences],
        "drafts": list(found.drafts),
    }


def _entry(one: HeldEntry) -> dict[str, object]:
    return {"plan": one.plan, "entry": one.entry, "kind": one.kind, "at": one.at.isoformat()}
