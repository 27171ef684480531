"""A voice in words: in one line for lists, in full where it is asked about. Who did something is told by role, not by name."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.board.business import Answering
from bot.model.letters.message import Link, Spans, Text
from bot.model.noun import local_day
from bot.model.people import Right
from bot.model.updates.update import DEPUTY
from bot.model.voices.told import Count, VoiceTold
from bot.model.voices.voice import FEW, Voice, VoiceState, VoiceStep, VoiceTerms
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, day, line, with_full_stop, words
from bot.wording.summary_lines import named, shortened

MOST_SAID = 200  # letters of somebody's words in a line of a list
_RIGHTS = (Right.FORUM, Right.ADMIN, Right.CHAIR, Right.BOARD)


def source(one: VoiceTold) -> str:
    """Say where it was heard, inside a sentence."""
    return words(f"voices.source.{one.voice.terms.source.value}")


def count(of: Count) -> str:
    """Say how many people said so, after a comma. Empty if nobody counted."""
    if of.fewer:
        return words("voices.count.fewer")
    if of.number is None:
        return ""
    return words("voices.count.one" if of.number == 1 else "voices.count.many", {"count": of.number})


def state(one: VoiceTold) -> str:
    """Say in which state it is."""
    return words(f"voices.state.{one.state.value}")


def ended(one: VoiceTold) -> str:
    """Say how it ended, for whoever comes too late."""
    return words(f"voices.ended.{one.state.value}")


def capacity(told: str) -> str:
    """Say in which capacity something was done: by the forum, an admin, a role."""
    if told in _RIGHTS:
        return words(f"voices.capacity.{told}")
    right, _, number = told.removeprefix(DEPUTY).partition(":")
    if right == "lead" and number:
        said = words("voices.capacity.lead", {"number": number})
        return f"{DEPUTY}{said}" if told.startswith(DEPUTY) else said
    return told


def owners(answering: Answering) -> str:
    """Name whoever answers, or say that the admins do."""
    leads = [words("voices.capacity.leads", {"number": number}) for number in answering.led]
    each = [*leads, *answering.roles]
    if len(each) < 2:
        return each[0] if each else words("voices.capacity.nobody")
    return words("voices.capacity.first_of", {"roles": named(each, MOST_LINES)})


def days(number: int) -> str:
    """Say a number of days, as since today if there are none."""
    name = f"days_{number}" if number < 2 else "days"
    return words(f"voices.line.{name}", {"days": number})


def about(one: VoiceTold) -> str:
    """Name what it is about. Empty if it is about nothing in the plan."""
    return named(list(one.voice.terms.about), MOST_LINES) if one.voice.terms.about else ""


# ---- in one line ----------------------------------------------------------------------------


def in_line(one: VoiceTold, answering: Answering) -> Spans:
    """Tell a voice in one line: when and where it was heard, what was said, and how it stands."""
    facts: dict[str, Fact] = {
        "handle": one.handle,
        "day": one.voice.terms.heard_on,
        "from": source(one),
        "count": count(one.inside),
        "text": _cut(one.voice.terms.said),
        "about": words("voices.line.about", {"about": about(one)}) if about(one) else "",
        "state": _standing(one, answering),
    }
    return line("voices.line.voice", facts)


def _standing(one: VoiceTold, answering: Answering) -> Spans:
    promised = one.we_will.by_when if one.we_will is not None else None
    facts: dict[str, Fact] = {
        "days": days(one.days),
        "owner": owners(answering),
        "will": _of(one.we_will),
        "by": words("voices.line.by", {"day": promised}) if promised else "",
        "day": promised or "",
        "did": _of(one.we_did),
        "changed": _of(one.changed),
        "why": _of(one.cannot),
    }
    name = "late" if one.late else one.state.value
    at_once = one.state is VoiceState.CLOSED and one.days == 0
    return line(f"voices.line.{'closed_at_once' if at_once else name}", facts)


def _of(step: VoiceStep | None) -> str:
    """Return the words of a step. What was done may be a link alone."""
    if step is None:
        return ""
    return _cut(step.words) if step.words else words("voices.line.link")


def _cut(text: str) -> str:
    return with_full_stop(shortened(text, MOST_SAID).text)


# ---- in full --------------------------------------------------------------------------------


def in_full(one: VoiceTold, answering: Answering) -> tuple[tuple[str, Spans], ...]:
    """Tell all of a voice, pair by pair."""
    terms = one.voice.terms
    heard: dict[str, Fact] = {"day": terms.heard_on, "from": source(one), "count": count(one.inside)}
    pairs = [
        ("said", _plain(terms.said)),
        ("summary", _plain(terms.summary)),
        ("heard", line("voices.full.heard_is", heard)),
        ("about", _plain(about(one))),
        ("owner", _plain(owners(answering))),
        ("will", _dated(one.we_will)),
        ("did", _with_links(one.we_did)),
        ("changed", _with_links(one.changed)),
        ("offered", _with_links(one.offered)),
        ("cannot", _with_links(one.cannot)),
        ("shown", _plain(words(f"voices.share.{terms.shareable.value}"))),
        ("state", _plain(with_full_stop(state(one).capitalize()))),
    ]
    return tuple((words(f"voices.full.{name}"), spans) for name, spans in pairs if spans)


def history(voice: Voice, zone: str) -> Iterator[Spans]:
    """Tell all that was said and done about a voice, the oldest first. Of details said anew it tells what stood before."""
    before: VoiceTerms | None = None
    for step in voice.steps:
        yield _step_in_words(step, zone, before)
        before = step.terms or before


def _was(before: VoiceTerms | None, now: VoiceTerms | None) -> Iterator[str]:
    """Give each detail that stood otherwise before."""
    if before is None or now is None:
        return
    for name, was, said in zip(_DETAILS, _details(before), _details(now), strict=True):
        if was != said:
            before_it = with_full_stop(was or words("voices.step.was_nothing"))
            yield words("voices.step.was", {"label": words(f"voices.detail.{name}"), "before": before_it})


_DETAILS = ("said", "on", "source", "count", "about", "owner", "share", "summary")


def _details(terms: VoiceTerms) -> tuple[str, ...]:
    few = terms.count is not None and terms.count < FEW
    counted = words("voices.detail.few") if few else str(terms.count or "")
    share = words(f"voices.share.{terms.shareable.value}")
    told = (terms.said, day(terms.heard_on), words(f"voices.from.{terms.source.value}"), counted)
    return (*told, ", ".join(terms.about), terms.owner, share, terms.summary)


def _step_in_words(step: VoiceStep, zone: str, before: VoiceTerms | None) -> Spans:
    """Tell one thing that was said or done about a voice."""
    facts: dict[str, Fact] = {
        "was": "".join(_was(before, step.terms)),
        "day": local_day(step.at, zone),
        "who": capacity(step.capacity),
        "words": with_full_stop(step.words) if step.words else "",
        "by": words("voices.line.by", {"day": step.by_when}) if step.by_when else "",
    }
    return (*line(f"voices.step.{step.deed.value}", facts), *_links(step))


def _dated(step: VoiceStep | None) -> Spans:
    if step is None or step.by_when is None:
        return _with_links(step)
    return line("voices.full.with_day", {"words": with_full_stop(step.words), "day": step.by_when})


def _with_links(step: VoiceStep | None) -> Spans:
    return () if step is None else (*_plain(step.words), *_links(step))


def _links(step: VoiceStep) -> Spans:
    found: list[Text | Link] = []
    for link in step.evidence.split():
        found += [Text(text=" "), Link(text=link, url=link) if "://" in link else Text(text=link)]
    return tuple(found)


def _plain(text: str) -> Spans:
    return (Text(text=text),) if text else ()
