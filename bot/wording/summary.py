"""The weekly summary in words: one screen, and a count of what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from bot.model.entry import Head
from bot.model.message import Block, Chart, Item, Items, Message, Paragraph, Spans, Text
from bot.model.plan import Plan
from bot.model.summary import Digest, Entry, Moved, Unasked
from bot.model.update import Face, Update, Withdrawn, update_handle
from bot.wording.cards import update_without_status
from bot.wording.commands import Amber, Overdue, Red, Silent
from bot.wording.dates import dated
from bot.wording.sentences import Fact, line, mark, with_full_stop, words

_T = TypeVar("_T", Entry, Moved)
LONG = 200
SHOWN = 16  # hex digits of a digest: too many to be found by trying, and few enough to compare
_ASK = {"red": Red(), "amber": Amber(), "overdue": Overdue(), "not_reported": Silent()}
_SAID_WHEN_EMPTY = ("decisions", "red", "amber", "moved")


def message(digest: Digest, plan: Plan, head: Head | None = None, most: int = 5) -> Message:
    """Return the summary as one screen. Counts what does not fit, and says how to ask for it."""
    sections = (
        _section("decisions", digest.decisions, _decision, most),
        _section("red", digest.red, _off_green, most),
        _section("amber", digest.amber, _off_green, most),
        _section("moved", digest.moved, _move, most),
        _section("overdue", digest.overdue, _dated, most),
        _section("due_soon", digest.due_soon, _dated, most, digest.due_soon_days),
        _section("not_reported", digest.not_reported, _silent, most),
        _unasked(digest.unasked, most),
        _section("awaiting_assurance", digest.awaiting_assurance, _done, most),
        _section("unreadable", digest.unreadable, _unreadable, most),
    )
    blocks: list[Block] = [block for block in sections if block is not None]
    if _cut_anything(digest, most):
        blocks.append(Paragraph(spans=line("digest.more.cut")))
    blocks.append(_chart(digest))
    if head is not None:
        # Last, as it is for checking and not for reading.
        blocks.append(Paragraph(spans=line("digest.record.head", {"entry": head.entry, "digest": head.digest[:SHOWN]})))
    return Message(title=words("digest.title.week", {"plan": plan.title, "week": digest.week}), blocks=tuple(blocks))


def _section(name: str, entries: Sequence[_T], said: Callable[[_T], Item], most: int, days: int = 0) -> Items | Paragraph | None:
    if not entries:
        return Paragraph(spans=line(f"digest.nothing.{name}")) if name in _SAID_WHEN_EMPTY else None
    lines = [said(entry) for entry in entries[:most]]
    left = entries[most:]
    if left and name in _ASK:
        lines.append(Item(spans=line("digest.more.command", {"count": len(left), "command": str(_ASK[name])})))
    elif left:
        refs = ", ".join(entry.ref for entry in left)
        lines.append(Item(spans=line("digest.more.refs", {"count": len(left), "refs": refs})))
    heading = words(f"digest.heading.{name}", {"count": len(entries), "days": days})
    return Items(heading=heading, lines=tuple(lines))


def _unasked(unasked: Sequence[Unasked], most: int) -> Items | None:
    if not unasked:
        return None
    lines = [
        Item(
            spans=_say(
                "vacant" if one.vacant else "unreached",
                {"role": one.role, "refs": ", ".join(one.refs[:most]), "more": _and_more(len(one.refs) - most)},
            )
        )
        for one in unasked[:most]
    ]
    if len(unasked) > most:
        lines.append(Item(spans=line("digest.more.roles", {"count": len(unasked) - most})))
    return Items(heading=words("digest.heading.unasked", {"count": len(unasked)}), lines=tuple(lines))


def _and_more(count: int) -> str:
    return words("digest.more.count", {"count": count}) if count > 0 else ""


def _decision(entry: Entry) -> Item:
    return _item(entry, _say("decision", {"decision": _short(entry.decision)}), _role(entry), _quiet(entry))


def _off_green(entry: Entry) -> Item:
    status = entry.status or entry.face
    spans = (
        _whose(entry),
        _say("reason", {"reason": _short(entry.reason)}) if entry.reason else (),
        _say("path", {"path": _short(entry.path_to_green)}) if entry.path_to_green else (),
        _dates(entry),
        _role(entry),
        _quiet(entry),
    )
    return _item(entry, *spans, status=status)


def _move(moved: Moved) -> Item:
    spans = _say("milestone", {"ref": moved.ref, "text": with_full_stop(moved.text)})
    if moved.was != moved.now:
        spans += _say("moved", {"was": _shape_word(moved.was), "now": _shape_word(moved.now)})
    if moved.was_forecast != moved.now_forecast:
        none = words("digest.line.no_forecast")
        spans += _say("forecast_moved", {"was": moved.was_forecast or none, "now": moved.now_forecast or none})
    if moved.why:
        spans += _say("why", {"why": _short(moved.why)})
    return Item(spans=spans, mark=mark(moved.face))


def _dated(entry: Entry) -> Item:
    return _item(entry, _dates(entry), _role(entry))


def _silent(entry: Entry) -> Item:
    if entry.last is None:
        last = _say("never")
    else:
        last = _say("last", {"last": _shape_word(entry.last), "age": age(entry.age_days or 0)})
    return _item(entry, last, _say("missed", {"missed": entry.missed}) if entry.missed else (), _role(entry))


def _done(entry: Entry) -> Item:
    return _item(entry, _role(entry))


def _unreadable(entry: Entry) -> Item:
    return _item(entry, _say("unreadable", {"entry": entry.unreadable or 0}), _role(entry))


def _item(entry: Entry, *more: Spans, status: str = "") -> Item:
    spans = _say("milestone", {"ref": entry.ref, "text": with_full_stop(entry.text)})
    return Item(spans=spans + tuple(span for part in more for span in part), mark=mark(status or entry.face))


def _say(name: str, facts: Mapping[str, Fact] | None = None) -> Spans:
    return line(f"digest.line.{name}", facts)


def _dates(entry: Entry) -> Spans:
    if entry.dates.due is None and entry.dates.expected is None:
        return ()
    return _say("dates", {"dates": dated(entry.dates)})


def _role(entry: Entry) -> Spans:
    return _say("role", {"role": entry.role or words("digest.line.nobody")})


def _whose(entry: Entry) -> Spans:
    """Say whose word it is, if it is not the accountable role's."""
    role = entry.role or words("digest.line.nobody")
    if entry.dissent is not None:
        return _say("dissent", {"status": mark(entry.status or entry.face).word, "by": entry.dissent, "role": role})
    return _say("lone", {"by": entry.lone, "role": role}) if entry.lone is not None else ()


def _quiet(entry: Entry) -> Spans:
    return _say("quiet") if entry.quiet and entry.status else ()


def _shape_word(status: str) -> str:
    shown = mark(status)
    return words("digest.line.shape_word", {"shape": shown.shape, "word": shown.word})


def age(days: int) -> str:
    """Say how long ago, in words."""
    if days == 0:
        return words("digest.line.age_today")
    return words("digest.line.day") if days == 1 else words("digest.line.days", {"days": days})


def _short(text: str) -> Text:
    """Return a person's words, cut at a word if they are long, with a stop so that the next sentence stands apart."""
    said = " ".join(text.split())
    if len(said) > LONG:
        head = said[: LONG + 1]
        return Text(text=(head.rpartition(" ")[0] or said[:LONG]) + "…")
    return Text(text=said + "." if said[-1:].isalnum() else said)


def _cut_anything(digest: Digest, most: int) -> bool:
    off = (*digest.red[:most], *digest.amber[:most])
    said = (
        *(entry.decision for entry in digest.decisions[:most]),
        *(text for entry in off for text in (entry.reason, entry.path_to_green)),
        *(moved.why for moved in digest.moved[:most]),
    )
    return any(len(" ".join(text.split())) > LONG for text in said)


def _chart(digest: Digest) -> Chart:
    counts = [(number, dict(of)) for number, of in digest.totals]
    faces = [face for face in Face if any(face in of for _, of in counts)]
    return Chart(
        title=words("digest.heading.totals", {"count": sum(sum(of.values()) for _, of in counts)}),
        labels=tuple(words("digest.totals.bar", {"number": number}) for number, _ in counts),
        series=tuple((mark(face), tuple(of.get(face, 0) for _, of in counts)) for face in faces),
        twin=tuple(
            words("digest.totals.twin", {"number": number, "counts": ", ".join(_count(face, of[face]) for face in of)})
            for number, of in counts
        ),
    )


def _count(face: str, count: int) -> str:
    shown = mark(face)
    return words("digest.totals.count", {"count": count, "shape": shown.shape, "word": shown.word})


def since_posted(told: Sequence[Withdrawn | Update]) -> Message:
    """List what was taken back, corrected or said late since a summary was posted, in the order in which it was."""
    lines = tuple(_since(one) for one in sorted(told, key=lambda one: one.id))
    return Message(title=words("digest.since.title"), blocks=(Items(lines=lines),))


def _since(one: Withdrawn | Update) -> Item:
    if isinstance(one, Withdrawn):
        return Item(spans=line("digest.since.withdrawn", {"ref": one.ref, "handle": one.handle}))
    facts: dict[str, Fact] = {"ref": one.ref, "role": one.role, "handle": update_handle(one.id)}
    if one.corrects is None:
        spans = line("digest.since.late", facts)
    else:
        spans = line("digest.since.corrected", {**facts, "before": update_handle(one.corrects)})
    return Item(mark=mark(one.status), spans=(*spans, *update_without_status(one)))
