"""Health in words: each finding's sentence with its rule and since when, and the one command that mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import assert_never

from bot.model.health import Finding, Rule, Severity
from bot.model.letters.message import Button, Item, Items, Message, Paragraph, Spans, plain
from bot.wording import commands
from bot.wording.commands.phrase import Phrase
from bot.wording.letters.alarm import unreached
from bot.wording.sentences import Fact, day, line, with_full_stop, words
from bot.wording.summary_lines import named

MOST_NAMED = 8  # milestones that are named in a line


def sentence(one: Finding) -> Spans:
    """Say what is wrong, without its rule."""
    name = f"{one.rule.value}{_apart(one)}"
    facts: dict[str, Fact] = {
        "role": one.role or words("health.line.nobody"),
        "refs": named(one.refs, MOST_NAMED),
        "who": one.who or words("chase.pause.nobody"),
        "why": _why(one),
        "said": unreached(one.who, one.why) if one.rule is Rule.UNREACHABLE else "",
        "handle": one.handle,
        "handles": named(one.handles, MOST_NAMED) if one.handles else "",
        "count": one.count,
        "total": one.total,
        "day": one.day or "",
        "until": words("chase.pause.until", {"day": day(one.day)}) if one.day else "",
        "what": _what(one),
    }
    return line(f"health.line.{name}", facts)


def _apart(one: Finding) -> str:
    """Return what the name of its sentence ends with, if that differs by how much is wrong."""
    if one.rule is Rule.UNREACHABLE and not one.refs:
        return "_alone"
    if one.rule is Rule.MEASURE_WITHOUT_OWNER:
        return "_vacant" if one.role else "_many" if one.count > 1 else ""
    return "_one" if one.rule in (Rule.VACANT, Rule.LETTERS_WAIT) and one.count == 1 else ""


def _why(one: Finding) -> str:
    if one.rule is Rule.LETTERS_WAIT and not one.why:
        return words("faults.no_reason")
    if one.rule is not Rule.PAUSED:
        return with_full_stop(one.why) if one.why else ""
    return words("chase.pause.because", {"why": one.why.rstrip(" .")}) if one.why else ""


def _what(one: Finding) -> str:
    if not one.scope:
        return words("digest.line.held_plan")
    name = "priority" if one.scope.isdecimal() else "role"
    return words(f"digest.line.held_{name}", {"number": one.scope, "role": one.scope})


def mends(one: Finding, is_admin: bool = True) -> Phrase:
    """Return the command that mends it, or for whoever may not, the one that shows it."""
    ref = next(iter(one.refs), "")
    if not is_admin:
        return commands.Status(about=ref)
    match one.rule:
        case Rule.PLATFORM_REFUSES | Rule.LETTERS_WAIT:
            return commands.Health()
        case Rule.UNREACHABLE:
            return commands.SeedRoles()
        case Rule.VACANT:
            return commands.Help(topic="holder")
        case Rule.STALE | Rule.EVIDENCE_STALE | Rule.SAME_WORDS:
            return commands.AskFor(ref=ref)
        case Rule.HANDED_OVER:
            return commands.Who(ref=ref)
        case Rule.OVERLOADED:
            return commands.Status(about=one.role)
        case Rule.MEASURE_SENTENCE:
            return commands.MeasureForm(number=int(one.handle[1:]))
        case Rule.MEASURE_WITHOUT_OWNER:
            if one.role:
                return commands.Help(topic="holder")
            return commands.Measures() if one.count > 1 else commands.MeasureForm(number=int(one.handle[1:]))
        case Rule.PAUSED:
            return commands.Resume(what=one.scope or commands.ALL)
        case Rule.NO_APPROVER | Rule.WAITING | Rule.LATE_FORECAST:
            return commands.Dates(ref=ref)
        case Rule.NO_ASSURER:
            return commands.Status(about=ref)
    assert_never(one.rule)


def typed(one: Finding) -> str:
    """Return the command that mends it, as it is typed. If an e-mail must be given, with an example's in its place."""
    if one.rule is Rule.MEASURE_WITHOUT_OWNER and not one.role:
        return str(commands.OwnMeasure(number=int(one.handle[1:]), role=words("health.line.role")))
    if one.rule in (Rule.VACANT, Rule.UNREACHABLE, Rule.MEASURE_WITHOUT_OWNER) and one.role:
        return str(commands.Holder(role=one.role, email=words("health.line.example")))
    return str(mends(one))


def button(one: Finding, plan: str | None, is_admin: bool = True) -> Button:
    """Return the button with the command that mends it. `plan` is named if that must be."""
    command = mends(one, is_admin)
    name = one.rule.value if is_admin else "show"
    name = f"{name}{_apart(one)}" if is_admin and one.rule is Rule.MEASURE_WITHOUT_OWNER else name
    label = words(f"health.button.{name}", {"ref": next(iter(one.refs), ""), "handle": one.handle})
    spoken = f"{label}: {plain(sentence(one))}"[:75]
    return Button(label=label, command=str(command.model_copy(update={"plan": plan})), spoken=spoken)


def health_message(findings: Sequence[Finding], title: str, plan: str | None, is_admin: bool) -> Message:
    """List what is wrong, the worst first, each with its rule, since when, and one button."""
    if not findings:
        said = Paragraph(spans=line("health.title.none_said"))
        return Message(title=words("health.title.none", {"plan": title}), blocks=(said,))
    many = "one" if len(findings) == 1 else "some"
    lists = tuple(
        Items(
            heading=words(f"health.severity.{severity.value}"),
            lines=tuple(Item(spans=ruled(one), buttons=(button(one, plan, is_admin),)) for one in of_it),
        )
        for severity in Severity
        if (of_it := [one for one in findings if one.severity is severity])
    )
    return Message(title=words(f"health.title.{many}", {"plan": title, "count": len(findings)}), blocks=lists)


def ruled(one: Finding) -> Spans:
    """Say what is wrong, by which rule, and since when."""
    facts: dict[str, Fact] = {"said": sentence(one), "rule": words(f"health.rule.{one.rule.value}"), "day": one.since or ""}
    return line("health.line.since" if one.since else "health.line.whole", facts)


def weekly(findings: Sequence[Finding]) -> Spans:
    """Count what is wrong, by rule."""
    counts = Counter(one.rule for one in findings)
    rules = [
        words("health.weekly.count", {"rule": words(f"health.rule.{rule.value}"), "count": counts[rule]})
        for rule in Rule
        if rule in counts
    ]
    many = "one" if len(findings) == 1 else "some"
    return line(f"health.weekly.{many}", {"count": len(findings), "rules": ", ".join(rules)})
