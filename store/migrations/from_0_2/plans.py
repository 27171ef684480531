"""A plan's editions, settings, boards and pause, from the one row that 0.2 kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from store.migrations.from_0_2.written import By, Chain, Row, Value

Document = Mapping[str, Any]  # a plan as JSON
DUE_CHANGES = sa.text("SELECT ref, was, now FROM due_change WHERE plan = :plan ORDER BY id").columns(was=sa.Date, now=sa.Date)
BOARDS = sa.text(
    "SELECT platform, tenant, address, route FROM board_before WHERE plan = :plan ORDER BY platform, tenant, address"
)


class Change(NamedTuple):
    """A due date that an edition moved. 0.2 did not keep which edition, nor when."""

    ref: str
    was: date | None
    now: date | None


def take_over(db: sa.Connection, entries: Chain, short: str, by: By) -> None:
    """Add a plan's editions, then its settings, boards and pause."""
    kept = db.execute(sa.text("SELECT document, policy, paused FROM plan WHERE short = :plan"), {"plan": short}).one()
    changes = [Change(*row) for row in db.execute(DUE_CHANGES, {"plan": short})]
    for document in editions(json.loads(kept.document), changes):
        entries.append("edition", by, rows_of(document))
    settings = [{"key": key, "value": value} for key, value in flat(json.loads(kept.policy or "{}"))]
    entries.append("settings", by, [("settings", {"file": None, "sha256": None}), *(("setting", row) for row in settings)])
    for platform, tenant, address, route in db.execute(BOARDS, {"plan": short}):
        place = {"at_platform": platform, "at_tenant": tenant, "channel": address, "route": route}
        entries.append("board", by, [("board", {**place, "bound": True})])
    if kept.paused:
        entries.append("pause", by, [("pause", {"scope": None, "paused": True, "until": None})])


# ---- editions --------------------------------------------------------------------------------


def editions(document: Document, changes: Sequence[Change]) -> list[Document]:
    """Return the editions that led to a plan as it stands: they moved its due dates by these changes, in their order.

    What an edition changed besides is not known. Changes that could have come with one edition are held to have.
    """
    found = [document]
    for group in reversed(together(document, changes)):
        earlier = deepcopy(found[0])
        was = {change.ref: change.was for change in group}
        for milestone in _milestones(earlier):
            if milestone["ref"] in was:
                milestone["due"] = _iso(was[milestone["ref"]])
        found.insert(0, earlier)
    return found


def together(document: Document, changes: Sequence[Change]) -> list[list[Change]]:
    """Part the changes into groups, one an edition: within one, each milestone comes once, in the order of the document."""
    places = {milestone["ref"]: place for place, milestone in enumerate(_milestones(document))}
    groups: list[list[Change]] = []
    last = len(places)
    for change in changes:
        place = places.get(change.ref)
        if place is None:
            continue  # no longer in the plan: nothing counts its dates
        if place <= last or not groups:
            groups.append([])
        groups[-1].append(change)
        last = place
    return groups


def _milestones(document: Document) -> list[dict[str, Any]]:
    return [milestone for action in document.get("actions", ()) for milestone in action.get("milestones", ())]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# ---- apart -----------------------------------------------------------------------------------


def rows_of(plan: Document) -> Iterator[Row]:
    """Give the rows of an edition."""
    watch = plan.get("governance") or {}
    over = {name: watch.get(name) for name in ("board", "chair", "operations_group")}
    whole = {"title": plan["title"] or plan["short"], "file": plan.get("file"), "sha256": None, "approved": None}
    yield "edition", {**whole, "reconstructed": True, **over}
    lists = {"partnership": plan.get("partnership"), "reports_into": watch.get("reports_into"), "scrutiny": watch.get("scrutiny")}
    for name, lines in lists.items():
        for position, text in enumerate(lines or (), 1):
            yield "edition_line", {"list": name, "position": position, "text": text, "length": len(text)}
    for position, priority in enumerate(_once(plan.get("priorities", ()), "number"), 1):
        yield "priority", {"number": priority["number"], "position": position, "text": priority["text"]}
    yield from _actions(plan)
    yield from _milestone_rows(plan)
    for position, role in enumerate(_once(plan.get("roles", ()), "name"), 1):
        yield "role", {"name": role["name"], "position": position, "organisation": role.get("organisation")}
        for place, alias in enumerate(role.get("aliases", ()), 1):
            yield "role_alias", {"role": role["name"], "position": place, "alias": alias}


def _actions(plan: Document) -> Iterator[Row]:
    for position, one in enumerate(plan.get("actions", ()), 1):
        words = {name: one.get(name) for name in ("title", "impact", "source_ref")}
        yield "action", {"ref": one["ref"], "position": position, "priority": one["priority"], **words}
        for place, text in enumerate(one.get("success_measures", ()), 1):
            yield "success_measure", {"action": one["ref"], "position": place, "text": text, "length": len(text)}
        for place, number in enumerate(one.get("strategy_links", ()), 1):
            yield "strategy_link", {"action": one["ref"], "position": place, "number": number}


def _milestone_rows(plan: Document) -> Iterator[Row]:
    placed = [
        (milestone, action["ref"], False) for action in plan.get("actions", ()) for milestone in action.get("milestones", ())
    ]
    refs = {milestone["ref"] for milestone, _, _ in placed}
    retired = [one for one in _once(plan.get("retired", ()), "ref") if one["ref"] not in refs]
    placed += [(milestone, milestone["ref"].rpartition(".")[0], True) for milestone in retired]
    for position, (one, action, is_retired) in enumerate(placed, 1):
        told: dict[str, Value] = {name: one.get(name) for name in ("text", "date_text", "recurrence", "source_ref")}
        told |= {name: date.fromisoformat(one[name]) if one.get(name) else None for name in ("start", "baseline", "due")}
        placing = {"ref": one["ref"], "position": position, "action": action, "retired": is_retired}
        yield "milestone", {**placing, **told, "open_ended": bool(one.get("open_ended"))}
        for place, role in enumerate(one.get("owners", ()), 1):
            yield "milestone_owner", {"ref": one["ref"], "position": place, "role": role}


def _once(items: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """Those items whose name comes for the first time."""
    return list({item[name]: item for item in reversed(items)}.values())[::-1]


# ---- settings --------------------------------------------------------------------------------


def flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Give each setting by its key, with its value as TOML in one line."""
    for name, value in tree.items():
        key = above + (name if name.isidentifier() and name.isascii() else json.dumps(name))
        if isinstance(value, Mapping):
            yield from flat(value, f"{key}.")
        elif value is not None:
            yield key, _toml(value)


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items() if inner is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
