"""A plan's settings: in words, in the shape of their file, and how they differ from others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from bot.model.board.settings import BOARD, Audience, Business, Cycle, Meeting
from bot.model.letters.message import Item, Items, Message, Paragraph, Spans
from bot.model.noun import Noun
from bot.model.policy import Assuring, Calendar, Dates, Ladder, PlanLadder, Policy, Summary
from bot.model.risks.settings import Matrix
from bot.model.status import Status
from bot.rules.settings import lines_of
from bot.wording.sentences import Fact, day, line, mark, with_full_stop, words


def meaning(status: Status, policy: Policy) -> str:
    """Return what a colour means in this plan."""
    return policy.status.get(status) or words(f"status.{status.value}.means")


# ---- in words ---------------------------------------------------------------------------------


def settings_message(policy: Policy, plan: str) -> Message:
    """Tell all settings that are in force, what each colour means first."""
    key = tuple(Item(mark=mark(status), spans=_say("status.line", {"means": meaning(status, policy)})) for status in Status)
    return Message(
        title=words("settings.title.shown", {"plan": plan}),
        blocks=(
            Items(heading=words("settings.status.heading"), lines=key),
            _section("asking", [*_ladder(policy.asking), *_hours(policy.asking), *_own(policy.asking)]),
            _section("calendar", _calendar(policy.calendar)),
            _section("digest", _digest(policy.digest)),
            _section("evidence", [_say("evidence.before", {"days": _days(policy.evidence.remind_before)})]),
            _section("dates", _dates(policy.dates)),
            _section("assurance", _assurance(policy.assurance)),
            _section("board", _board(policy.board)),
            _section("business", [_business(policy.business)]),
            _section("audiences", _audiences(policy)),
            _section("risk", _risk(policy.risk)),
            *([_section("findings", _findings(policy))] if policy.findings else []),
            _section("retention", _retention(policy)),
            Paragraph(spans=line("settings.title.source")),
        ),
    )


def _say(name: str, facts: Mapping[str, Fact]) -> Spans:
    return line(f"settings.{name}", facts)


def _dates(dates: Dates) -> list[Spans]:
    few = dates.tolerance_days == 0
    return [
        _say("dates.far", {"years": dates.far_years}),
        _say("dates.tolerance_none" if few else "dates.tolerance", {"days": dates.tolerance_days}),
        _say("dates.chair", {"number": dates.chair_from_request}),
    ]


def _retention(policy: Policy) -> list[Spans]:
    kept = policy.retention
    return [
        _say("retention.drafts", {"days": kept.drafts_days}),
        _say("retention.letters", {"months": kept.letters_months}),
    ]


def _assurance(assuring: Assuring) -> list[Spans]:
    told: dict[str, Fact] = {"levels": ", ".join(assuring.levels), "from": assuring.blue_from}
    return [_say("assurance.levels", told), _say("assurance.blue", told)]


def _board(cycle: Cycle) -> list[Spans]:
    """Tell the meetings and the steps towards one. Without a meeting the ends of months stand in, and nobody is asked."""
    told = cycle.model_dump(include={"opens", "owners_by", "leads_by", "papers_due"})
    again = cycle.owners_by + cycle.owners_again
    return [
        *([] if any(one.audience == BOARD for one in cycle.meetings) else [_say("board.none", {})]),
        *(_meetings(name, together) for name, together in _by_audience(cycle.meetings)),
        _say("board.opens", told),
        _say("board.again" if cycle.owners_again else "board.once", {"again": again}),
        _say("board.leads", told),
        _say("board.papers", told),
    ]


def _by_audience(meetings: Sequence[Meeting]) -> list[tuple[str, list[date]]]:
    names = dict.fromkeys(one.audience for one in meetings)
    return [(name, [one.on for one in meetings if one.audience == name]) for name in names]


def _meetings(audience: str, days: Sequence[date]) -> Spans:
    return _say("board.meets", {"audience": audience, "days": ", ".join(map(day, days))})


def _business(business: Business) -> Spans:
    if not business.ask_before:
        return _say("business.never", {})
    return _say("business.before", {"days": _days(business.ask_before)})


def _audiences(policy: Policy) -> list[Spans]:
    """Tell each audience in a line: how its papers name people, in which words, their parts in order, and the files."""
    said: list[Spans] = []
    for name in policy.audience_names:
        audience = policy.audience(name)
        assert audience is not None  # it is one of the names there are
        facts: dict[str, Fact] = {
            "name": name,
            "names": words(f"settings.names.{audience.names.value}"),
            "wording": words(f"settings.tone.{audience.wording.value}"),
            "cadence": words(f"settings.cadence.{audience.cadence.value}"),
            "sections": ", ".join(words(f"settings.sections.{one.value}") for one in audience.sections),
            "files": words("settings.audiences.and").join(words(f"settings.files.{one.value}") for one in audience.files),
        }
        said.append(_say("audiences.line", facts))
        said += _own_to(name, audience)
    return said


def _own_to(name: str, audience: Audience) -> list[Spans]:
    """Tell what only the settings of an audience can say."""
    header = "; ".join(f"{field}: {value}" for field, value in audience.header.items())
    own = {"title": audience.title, "people": ", ".join(audience.people), "header": header, "approver": audience.approver}
    return [_say(f"audiences.{key}", {"name": name, key: value}) for key, value in own.items() if value]


def _risk(matrix: Matrix) -> list[Spans]:
    bands = ", ".join(words("settings.risk.band", {"word": one.word, "to": one.to}) for one in matrix.bands)
    months, again = matrix.review_every, matrix.review_again
    return [
        _say("risk.likelihood", {"words": ", ".join(matrix.likelihood)}),
        _say("risk.impact", {"words": ", ".join(matrix.impact)}),
        _say("risk.bands", {"bands": bands}),
        _say("risk.report", {"score": matrix.report_from}),
        _say("risk.review_month" if months == 1 else "risk.review", {"count": months}),
        _say("risk.again" if again else "risk.once", {"days": again}),
    ]


def _findings(policy: Policy) -> list[Spans]:
    return [
        _say("findings.line", {"name": name, "kind": one.kind, "text": with_full_stop(one.text), "refs": ", ".join(one.refs)})
        for name, one in policy.findings.items()
    ]


def _section(name: str, sentences: Sequence[Spans]) -> Items:
    lines = tuple(Item(spans=spans) for spans in sentences)
    return Items(heading=words(f"settings.{name}.heading"), lines=lines)


def _days(days: Sequence[int]) -> str:
    return ", ".join(map(str, days))


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _ladder(ladder: Ladder) -> list[Spans]:
    lead, admin = ladder.escalate_after
    after = _say("asking.after", {"days": _days(ladder.overdue_after)}) if ladder.overdue_after else _say("asking.never", {})
    count = ladder.cycle_months
    every = words("settings.asking.month" if count == 1 else "settings.asking.months", {"count": count})
    return [
        _say("asking.before", {"days": _days(ladder.rungs)}),
        after,
        _say("asking.above", {"lead": lead, "admin": admin}),
        _say("asking.cycle", {"every": every}),
    ]


def _hours(asking: PlanLadder) -> list[Spans]:
    return [
        _say("asking.hours", {"opens": _clock(asking.opens), "closes": _clock(asking.closes)}),
        _say("asking.snooze", {"days": asking.snooze_most}),
    ]


def _own(asking: PlanLadder) -> list[Spans]:
    """Tell, for each priority or action with settings of its own, only what is different there."""
    usual = _ladder(asking)
    return [
        _say("asking.only", {"ref": ref, "said": spans})
        for ref in asking.only
        for spans in _ladder(asking.down_to(ref))
        if spans not in usual
    ]


def _calendar(calendar: Calendar) -> list[Spans]:
    division = words(f"settings.division.{calendar.division.value}")
    said = [_say("calendar.zone", {"zone": calendar.zone}), _say("calendar.division", {"division": division})]
    for closure in calendar.closures:
        facts: dict[str, Fact] = {"first": closure.starts, "last": closure.ends, "what": closure.what or ""}
        said.append(_say("calendar.closure" if closure.what else "calendar.closure_plain", facts))
    said += [
        _say("calendar.term", {"name": term.name, "first": term.starts, "last": term.ends}) for term in calendar.terms
    ]
    return [*said, _say("calendar.quarters", {"month": words(f"settings.month.{calendar.quarters.value}")})]


def _digest(digest: Summary) -> list[Spans]:
    weekday = words(f"settings.weekday.{digest.weekday.value}")
    return [
        _say("digest.when", {"weekday": weekday, "at": _clock(digest.at)}),
        _say("digest.soon", {"days": digest.due_soon_days}),
        *([_say("digest.mentions", {})] if digest.mentions else []),
    ]


# ---- in the shape of the file -------------------------------------------------------------------


class Changed(Noun):
    """One setting that differs: its key, and what stands there, before and after."""

    key: str
    was: str
    now: str


def as_json(policy: Policy) -> dict[str, object]:
    """Return the shape of the settings file, with all defaults filled in."""
    key = {status.value: meaning(status, policy) for status in Status}
    audiences = {name: policy.audience(name) for name in policy.audience_names}
    policy = policy.model_copy(update={"audiences": audiences})
    return {**policy.model_dump(mode="json", by_alias=True, exclude_none=True), "status": key}


def changes(before: Policy, after: Policy) -> tuple[Changed, ...]:
    """Return each setting that differs between two policies, by its key in the file."""
    was, now = lines_of(as_json(before)), lines_of(as_json(after))
    sections = list(Policy.model_fields)
    keys = sorted(dict.fromkeys((*was, *now)), key=lambda key: sections.index(key.partition(".")[0]))
    found = (Changed(key=key, was=_said(was, key), now=_said(now, key)) for key in keys)
    return tuple(one for one in found if one.was != one.now)


def _said(lines: Mapping[str, str], key: str) -> str:
    return lines.get(key, "").removeprefix("{}")  # an empty section says nothing
