"""The lines of the weekly summary: a milestone with all that is to be said of it, a role, or what is only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import assert_never

from bot.model.letters.message import Item, Spans, Text
from bot.model.measures.no_impact import NoImpact
from bot.model.status import Status
from bot.model.summary import DateChanged, Entry, Held, Line, Moved, Section, Silence, Told, Unasked
from bot.model.updates.update import Face
from bot.wording.documents import imported
from bot.wording.documents.refs import with_theirs
from bot.wording.measures.digest import no_impact_counted, no_impact_line
from bot.wording.sentences import Fact, day, line, mark, with_full_stop, words
from bot.wording.summary_board import carried
from bot.wording.updates.dates import age, dated

LONG = 200  # letters of a person's words
BRIEF, SHORT = 120, 90  # on the one screen: letters of a person's words, and of a milestone's text
MOST_NAMED, MOST_ROLES = 8, 4  # milestones, and roles, that are named in a line that counts them
OWNER = "owner"  # whose turn it is of what an assurer has looked at and gave back
_MARKED = {
    Section.CHECK: Face.COMPLETE,
    Section.UNREADABLE: Face.UNREADABLE,
}
_SOUNDS_WELL = (Section.FIRST, Section.BETTER)


def screen_lines(told: Told, due_soon_days: int) -> tuple[Item, ...]:
    """Return a section's lines on the one screen."""
    lines = [_on_screen(told.section, one) for one in told.each]
    return (*lines, _counted(told, due_soon_days)) if told.rest else tuple(lines)


def full_line(section: Section, one: Line) -> Item:
    """Return one line with all that is to be said."""
    match one:
        case Silence():
            return _silence(one)
        case Unasked():
            return _unasked(one, len(one.refs))
        case Held():
            return _held(one)
        case NoImpact():
            return no_impact_line(one)
        case Entry():
            said = (*_wanted(one), *_tags(one), *_reasons(one))
            spans = (*_name(one, len(one.text)), *said, *_dates(one), *_role(one))
            return Item(spans=spans, mark=mark(_shown(section, one)))
    assert_never(one)


def silent_line(entry: Entry) -> Item:
    """Return the line of a milestone under the role that has not answered."""
    return Item(spans=(*_name(entry, len(entry.text)), *_last(entry), *_dates(entry)), mark=mark(entry.face))


def reason_line(entry: Entry) -> Item:
    """Return the line that says why a milestone stands as it does, and how it comes back."""
    return Item(spans=(*_name(entry, SHORT), *_reasons(entry, BRIEF)), mark=mark(entry.status or entry.face))


def _on_screen(section: Section, one: Line) -> Item:
    match one:
        case Silence():
            return _silence(one)
        case Unasked():
            return _unasked(one, MOST_NAMED)
        case Held():
            return _held(one)
        case NoImpact():
            return no_impact_line(one)
        case Entry():
            spans = (*_name(one, SHORT), *_wanted(one, BRIEF), *_tags(one), *_when(one), *_role(one))
            return Item(spans=spans, mark=mark(_shown(section, one)))
    assert_never(one)


def _counted(told: Told, due_soon_days: int) -> Item:
    """Return the line that counts what has no line of its own."""
    if told.section is Section.NO_IMPACT:
        return no_impact_counted([one for one in told.rest if isinstance(one, NoImpact)])
    table = "others" if told.each or told.before else "rest"
    refs = [_ref(told.section, one) for one in told.rest if isinstance(one, Entry)]
    roles = [_role_counted(one) for one in told.rest if isinstance(one, Silence | Unasked)]
    facts: dict[str, Fact] = {
        "count": len(told.rest),
        "refs": named(refs, MOST_NAMED),
        "roles": named(roles, MOST_ROLES, "roles"),
        "days": due_soon_days,
    }
    if told.section is Section.CHECK and any(map(has_gone_back, told.rest)):
        return _looked_at(told, table)
    face = _silence_face(one for one in told.rest if isinstance(one, Silence)) or _MARKED.get(told.section)
    return Item(spans=line(f"digest.{table}.{told.section.value}", facts), mark=mark(face) if face else None)


def has_gone_back(one: Line) -> bool:
    """Say if an assurer has looked at a completion and it is its owner's turn."""
    return isinstance(one, Entry) and one.waits_for == OWNER


def _looked_at(told: Told, table: str) -> Item:
    """Return the line that counts completions of which some have gone back to their owners."""
    refs: dict[bool, list[str]] = {True: [], False: []}
    for one in told.rest:
        if isinstance(one, Entry):
            refs[has_gone_back(one)].append(one.ref)
    facts: dict[str, Fact] = {
        "count": len(refs[False]),
        "refs": named(refs[False], MOST_NAMED),
        "back": len(refs[True]),
        "back_refs": named(refs[True], MOST_NAMED),
    }
    name = "check_and_gone_back" if refs[False] else "gone_back"
    return Item(spans=line(f"digest.{table}.{name}", facts), mark=mark(Face.COMPLETE))


def _ref(section: Section, entry: Entry) -> str:
    """Return a milestone's number in a line that counts. What sounds well says so if it is past due all the same."""
    late = section in _SOUNDS_WELL and entry.late
    return words("digest.more.late", {"ref": entry.ref}) if late else entry.ref


def _role_counted(one: Silence | Unasked) -> str:
    count = len(one.entries) if isinstance(one, Silence) else len(one.refs)
    return words("digest.more.role", {"role": one.role or words("digest.line.nobody"), "count": count})


def named(names: Sequence[str], most: int, what: str = "refs") -> str:
    """List some names, and count the others."""
    if len(names) <= most:
        return ", ".join(names)
    return words(f"digest.more.{what}", {what: ", ".join(names[:most]), "count": len(names) - most})


def imported_counted(entries: Sequence[Entry]) -> Item:
    """Return the line that counts by colour what stands as the plan's tracker said, as nobody has confirmed it."""
    colours = Counter(one.imported.status for one in entries if one.imported is not None and one.imported.status is not None)
    told = [
        words("digest.totals.imported", {"count": colours[status], "word": mark(status).word.lower()})
        for status in Status
        if colours[status]
    ]
    asked = sum(one.quiet for one in entries)
    facts: dict[str, Fact] = {"count": len(entries), "colours": ", ".join(told), "asked": asked}
    return Item(spans=line(f"digest.rest.imported{'_asked' if asked else ''}", facts))


def imported_line(entry: Entry) -> Item:
    """Return the line of a milestone that stands as the plan's tracker said."""
    said = (Text(text=" "), *imported.in_words(entry.imported)) if entry.imported is not None else ()
    return Item(spans=(*_name(entry, len(entry.text)), *said, *_dates(entry), *_role(entry)), mark=mark(entry.face))


def dates_counted(changed: Sequence[DateChanged]) -> Item:
    """Return the line that counts the due dates that moved, each with what it is now, and what was closed."""
    refs = named([_now(one) for one in changed], MOST_NAMED)
    return Item(spans=line("digest.rest.dates", {"count": len(changed), "refs": refs}))


def _now(one: DateChanged) -> str:
    now = day(one.now) if one.now is not None else words("digest.line.no_date")
    return words(f"digest.rest.{'closed' if one.closed else 'moved'}", {"ref": one.ref, "now": now})


def date_line(one: DateChanged) -> Item:
    """Return the line of a due date that moved, or of a milestone that was closed."""
    none = words("digest.line.no_date")
    facts: dict[str, Fact] = {"ref": one.ref, "was": one.was or none, "now": one.now or none}
    spans = line(f"digest.line.{'date_closed' if one.closed else 'date_moved'}", facts)
    why = line("digest.line.date_why", {"why": cut(with_full_stop(one.why), LONG)}) if one.why else ()
    return Item(spans=(*spans, *why))


# ---- what is said of one ----------------------------------------------------------------------


def _shown(section: Section, entry: Entry) -> str:
    """Return the status that a line is marked with: silence is never a colour, but what is off track is told as such."""
    return (entry.status or entry.face) if section is Section.OFF_TRACK else entry.face


def _silence(one: Silence) -> Item:
    facts: dict[str, Fact] = {
        "role": one.role or words("digest.line.nobody"),
        "count": len(one.entries),
        "held": one.held,
        "some": some_not_reported(one.not_reported, len(one.entries)),
        "newly": words("digest.line.newly", {"count": one.newly}) if one.newly else "",
    }
    face = _silence_face([one])
    return Item(spans=_say("silence", facts), mark=mark(face) if face else None)


def some_not_reported(late: int, silent: int) -> str:
    """Say how many of those without an answer are not reported, if it is some of them and not all."""
    return words("digest.line.some", {"count": late}) if 0 < late < silent else ""


def _silence_face(silences: Iterable[Silence]) -> Face | None:
    """Return what milestones without an answer are marked with together: not reported if every one of them is, else asked.
    None if there are none."""
    faces = {entry.face for one in silences for entry in one.entries}
    if not faces:
        return None
    return Face.NOT_REPORTED if faces == {Face.NOT_REPORTED} else Face.ASKED


def _unasked(one: Unasked, most: int) -> Item:
    facts: dict[str, Fact] = {"role": one.role, "refs": named(one.refs, most), "until": one.away_until or ""}
    return Item(spans=_say("vacant" if one.vacant else "away" if one.away_until else "unreached", facts))


def _held(one: Held) -> Item:
    facts: dict[str, Fact] = {
        "what": _what_is_held(one.scope),
        "until": words("digest.line.until", {"day": day(one.until)}) if one.until else "",
        "why": words("digest.line.because", {"why": one.why.rstrip(" .")}) if one.why else "",
        "count": len(one.refs),
    }
    return Item(spans=_say("held_one" if len(one.refs) == 1 else "held", facts), mark=mark(Face.PAUSED))


def _what_is_held(scope: str) -> str:
    if not scope:
        return words("digest.line.held_plan")
    name = "priority" if scope.isdecimal() else "role"
    return words(f"digest.line.held_{name}", {"number": scope, "role": scope})


def _name(entry: Entry, most: int) -> Spans:
    return _say("milestone", {"ref": with_theirs(entry.ref, entry.source_ref), "text": cut(with_full_stop(entry.text), most + 1)})


def _tags(entry: Entry) -> Spans:
    """Say what is to be known of a milestone besides its reasons: whose word it is, what moved, and who is silent."""
    gone_back = _say("returned") if entry.waits_for == OWNER else ()
    return (*_whose(entry), *_moved(entry.moved), *_last(entry), *_unread(entry), *gone_back)


def _when(entry: Entry) -> Spans:
    if entry.late and entry.dates.due is not None:
        return _say("late", {"due": entry.dates.due})
    return _say("due", {"due": entry.falls}) if entry.falls is not None else ()


def _wanted(entry: Entry, most: int = LONG) -> Spans:
    if not entry.decision:
        return ()
    handle = words("digest.line.handle", {"handle": entry.handle}) if entry.handle else ""
    told = _say("decision", {"decision": shortened(entry.decision, most), "handle": handle})
    return (*told, Text(text=carried(entry.carried))) if entry.carried else told


def _reasons(entry: Entry, most: int = LONG) -> Spans:
    return (
        *(_say("reason", {"reason": shortened(entry.reason, most)}) if entry.reason else ()),
        *(_say("path", {"path": shortened(entry.path_to_green, most)}) if entry.path_to_green else ()),
    )


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


def _moved(moved: Moved | None) -> Spans:
    if moved is None:
        return ()
    return (*_status_moved(moved), *_forecast(moved.was_forecast, moved.now_forecast))


def _status_moved(moved: Moved) -> Spans:
    if moved.first:
        return _say("first")
    return _say("moved", {"was": _shape_word(moved.was), "now": _shape_word(moved.now)}) if moved.was != moved.now else ()


def _forecast(was: date | None, now: date | None) -> Spans:
    if was == now:
        return ()
    if now is None:
        return _say("forecast_gone")
    return _say("forecast_new", {"now": now}) if was is None else _say("forecast_moved", {"was": was, "now": now})


def _last(entry: Entry) -> Spans:
    """Say what was said last by whoever is silent now, and how long ago."""
    if entry.face is not Face.NOT_REPORTED:
        return _say("quiet") if entry.quiet and entry.status else ()
    if entry.last is None and entry.imported is not None:
        last = imported.last(entry.imported, entry.imported_days)
    elif entry.last is None:
        last = _say("never")
    else:
        last = _say("last", {"last": _shape_word(entry.last), "age": age(entry.age_days or 0)})
    return (*last, *(_say("missed", {"missed": entry.missed}) if entry.missed else ()))


def _unread(entry: Entry) -> Spans:
    return _say("unreadable", {"entry": entry.unreadable}) if entry.unreadable is not None else ()


def _say(name: str, facts: Mapping[str, Fact] | None = None) -> Spans:
    return line(f"digest.line.{name}", facts)


def _shape_word(status: str) -> str:
    shown = mark(status)
    return words("digest.line.shape_word", {"shape": shown.shape, "word": shown.word})


# ---- words cut short --------------------------------------------------------------------------


def cut(text: str, most: int) -> Text:
    """Return a text, cut between words if it is long."""
    if len(text) <= most:
        return Text(text=text)
    head = text[:most]
    return Text(text=(head.rpartition(" ")[0].rstrip(" ,;:") or head[:-1]) + "…")


def shortened(text: str, most: int) -> Text:
    """Return a person's words, cut at a word if they are long, with a stop so that the next sentence stands apart."""
    said = " ".join(text.split())
    return Text(text=said + "." if said[-1:].isalnum() else said) if len(said) <= most else cut(said, most + 1)


def is_cut(texts: Iterable[str]) -> bool:
    """Say if any of these words are cut short."""
    return any(len(" ".join(text.split())) > LONG for text in texts)
