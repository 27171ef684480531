"""The weekly summary in words: a headline and one screen of lines, and all of it for whoever wants more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from bot.model.letters.message import (
    Actions,
    Block,
    Button,
    Chart,
    Item,
    Items,
    Link,
    Mention,
    Message,
    Paragraph,
    Text,
    plain,
    said_of,
)
from bot.model.plan import Plan
from bot.model.record.entry import Head
from bot.model.summary import SCREEN, SILENT, Digest, Entry, Section, Silence, Told, Totals
from bot.model.updates.update import OFF_GREEN, Face, Update, Withdrawn, update_handle
from bot.wording.board import challenge_button
from bot.wording.commands import DigestNow
from bot.wording.letters.cards import update_without_status
from bot.wording.measures.digest import measures_counted, measures_listed
from bot.wording.risks.digest import risks_counted, risks_listed
from bot.wording.sentences import Fact, line, mark, words
from bot.wording.summary_board import business_counted, period_counted
from bot.wording.summary_lines import (
    cut,
    date_line,
    dates_counted,
    full_line,
    has_gone_back,
    imported_counted,
    imported_line,
    is_cut,
    reason_line,
    screen_lines,
    silent_line,
    some_not_reported,
)

SHOWN = 16  # hex digits of a digest: too many to be found by trying, and few enough to compare
NAME = 64  # letters of a priority's name
MOST_CALLED = 20  # people who are called by name
MOST_REASONS = 6  # that are folded below the lines of the one screen


def posted(digest: Digest, plan: Plan, head: Head) -> Message:
    """Return the summary as it is posted: one screen, all of it further on, and last the head of the record."""
    # Last, as it is for checking and not for reading.
    proof = Paragraph(spans=line("digest.record.head", {"entry": head.entry, "digest": head.digest[:SHOWN]}))
    first = message(digest, plan, named=True)
    if not digest.has_more:
        return first.model_copy(update={"blocks": (*first.blocks, proof)})
    title = words("digest.title.further", {"week": digest.week})
    challenge = Actions(buttons=(challenge_button(plan.short),))
    return first.model_copy(update={"further": Message(title=title, blocks=(*_in_full(digest), challenge, proof))})


def called(mentions: Sequence[Mention]) -> Paragraph:
    """Call whoever has not answered, some of them by name and the rest counted."""
    spans: list[Text | Link | Mention] = []
    for mention in mentions[:MOST_CALLED]:
        spans += [Text(text=", "), mention] if spans else [mention]
    more = len(mentions) - MOST_CALLED
    if more > 0:
        spans.append(Text(text=words("digest.called.more", {"count": more})))
    return Paragraph(spans=line("digest.called.line", {"who": tuple(spans)}))


def message(digest: Digest, plan: Plan, named: bool = False) -> Message:
    """Return the summary on one screen, with a button for all of it. `named` says that it must name the plan."""
    blocks: list[Block] = [Paragraph(spans=(Text(text=headline(digest), strong=True),))]
    lines, reasons = _lines(digest), _reasons(digest)
    if lines:
        blocks.append(Items(lines=lines))
    if reasons:
        blocks.append(Items(heading=words("digest.heading.reasons"), lines=reasons, folded=True))
    blocks.append(chart(digest.totals, plan))
    if digest.has_more:
        all_of_it = str(DigestNow(plan=plan.short if named else None, everything=True))
        blocks.append(Actions(buttons=(Button(label=words("digest.button.all"), command=all_of_it, apart=True),)))
    return Message(title=words("digest.title.week", {"plan": plan.title, "week": digest.week}), blocks=tuple(blocks))


def in_full(digest: Digest, plan: Plan, day: date, may_challenge: bool = False) -> Message:
    """Return all of the summary, as it stands on a day. Whoever `may_challenge` has a button for that."""
    title = words("digest.title.full", {"plan": plan.title, "day": day})
    challenge = (Actions(buttons=(challenge_button(plan.short),)),) if may_challenge else ()
    first = Paragraph(spans=(Text(text=headline(digest), strong=True),))
    return Message(title=title, blocks=(first, *_in_full(digest), *challenge))


def headline(digest: Digest) -> str:
    """Say in one sentence how the plan stands. Silence is told before anything else is."""
    said = {
        "silent": digest.count(*SILENT),
        "late": len(digest.overdue),
        "unasked": digest.count(Face.NOT_YET_ASKED),
        "paused": digest.count(Face.PAUSED),
        "imported": len(digest.imported),
        "unreadable": digest.count(Face.UNREADABLE),
        "complete": digest.count(Face.COMPLETE),
        "assured": digest.count(Face.ASSURED),
        "closed": digest.count(Face.CLOSED),
        "first": len(digest.first),
    }
    if digest.nobody_asked:
        del said["silent"], said["unasked"]  # that nobody is silent reassures only if somebody was asked
    always, total = ("late", "silent", "complete"), digest.count()
    some = some_not_reported(digest.count(Face.NOT_REPORTED), digest.count(*SILENT))
    told = [(name, count) for name, count in said.items() if count or name in always]
    of = words("digest.headline.of", {"total": total})  # of how many is said once
    counts = [
        words(f"digest.headline.{name}", {"count": count, "of": "" if at else of, "some": some})
        for at, (name, count) in enumerate(told)
    ]
    facts: dict[str, Fact] = {"counts": ", ".join(counts), "worse": len(digest.worse)}
    said_so = words(f"digest.headline.{'worse' if digest.worse else 'plain'}", facts)
    return said_so + _nobody_asked(digest.first_asked) if digest.nobody_asked else said_so


def _nobody_asked(first: date | None) -> str:
    return words("digest.headline.none_asked", {"day": first}) if first else words("digest.headline.none_to_ask")


def silence(one: Silence) -> str:
    """Say on how many of its milestones a role has not answered."""
    return plain(full_line(Section.SILENT, one).spans)


def unreached() -> str:
    """Say that whoever was asked can be asked no longer."""
    return words("digest.heading.unasked")


def lines_of(digest: Digest) -> list[str]:
    """Return the lines that stand on the one screen, as plain sentences."""
    return [said_of(item) for item in _lines(digest)]


def _lines(digest: Digest) -> tuple[Item, ...]:
    lines = [item for told in digest.screen for item in screen_lines(told, digest.due_soon_days)]
    lines += [imported_counted(digest.imported)] if digest.imported else []
    lines += [dates_counted(digest.dates_changed)] if digest.dates_changed else []
    lines += [measures_counted(digest.measures_moved)] if digest.measures_moved else []
    lines += [risks_counted(digest.risks_moved, digest.risks_late)] if digest.tells_risks else []
    lines += [business_counted(digest.business)] if any(digest.business) else []
    lines += [period_counted(digest.period, digest.since_papers)] if digest.period is not None and digest.tells_period else []
    return tuple(_on_one_screen(lines))


def _on_one_screen(lines: Sequence[Item]) -> Iterator[Item]:
    """Give the lines, the last ones in one if there is no room for them: each of these only counts."""
    fits = len(lines) if len(lines) <= SCREEN else SCREEN - 1
    yield from lines[:fits]
    if last := lines[fits:]:
        yield Item(spans=tuple(span for one in last for span in (Text(text=" "), *one.spans))[1:])


def _reasons(digest: Digest) -> tuple[Item, ...]:
    """Return why the first milestones that are off track or at risk stand as they do, in the order of the lines above."""
    shown = (one for told in digest.screen for one in (*told.each, *told.rest) if isinstance(one, Entry))
    given = (reason_line(one) for one in shown if one.status in OFF_GREEN and (one.reason or one.path_to_green))
    return tuple(islice(given, MOST_REASONS))


# ---- all of it --------------------------------------------------------------------------------


def _in_full(digest: Digest) -> Iterator[Block]:
    entries = [one for told in digest.in_full for one in told.each if isinstance(one, Entry)]
    elsewhere = frozenset(one.ref for one in entries)
    for told in digest.in_full:
        if told.section is Section.SILENT:
            yield from _by_role(told, elsewhere)
        else:
            yield from _listed(told, digest.due_soon_days)
    if there := [one for one in digest.imported if one.ref not in elsewhere]:
        counted = "counted" if len(there) == len(digest.imported) else "besides"
        yield Items(heading=_heading("imported", len(there), counted), lines=tuple(map(imported_line, there)))
    if digest.dates_changed:
        heading = words("digest.heading.counted", {"heading": words("digest.heading.dates"), "count": len(digest.dates_changed)})
        yield Items(heading=heading, lines=tuple(map(date_line, digest.dates_changed)))
    if digest.measures_moved:
        yield measures_listed(digest.measures_moved)
    yield from risks_listed(digest.risks_moved, digest.risks_late)
    if is_cut(text for one in entries for text in (one.decision, one.reason, one.path_to_green)):
        yield Paragraph(spans=line("digest.more.cut"))


def _listed(told: Told, due_soon_days: int) -> Iterator[Items]:
    """List a section. What has gone back to its owner stands under a heading of its own."""
    back = tuple(one for one in told.each if told.section is Section.CHECK and has_gone_back(one))
    rest = tuple(one for one in told.each if one not in back)
    for name, each in ((told.section.value, rest), ("gone_back", back)):
        if each:
            heading = _heading(name, len(each), "besides" if told.before else "counted", due_soon_days)
            yield Items(heading=heading, lines=tuple(full_line(told.section, one) for one in each))


def _heading(name: str, count: int, counted: str = "counted", days: int = 0) -> str:
    return words(f"digest.heading.{counted}", {"heading": words(f"digest.heading.{name}", {"days": days}), "count": count})


def _by_role(told: Told, elsewhere: frozenset[str]) -> Iterator[Items]:
    """Give each role that has not answered with its milestones, but for those of which more is told elsewhere."""
    for role in told.each:
        if isinstance(role, Silence):
            lines = tuple(silent_line(entry) for entry in role.entries if entry.ref not in elsewhere)
            yield Items(heading=silence(role), lines=lines)


# ---- the chart --------------------------------------------------------------------------------


def chart(totals: Totals, plan: Plan) -> Chart:
    """Draw how many milestones of each priority stand how."""
    names = {one.number: priority_name(one.text) for one in plan.priorities}
    counts = [(number, dict(of)) for number, of in totals]
    faces = [face for face in Face if any(face in of for _, of in counts)]
    return Chart(
        title=words("digest.heading.totals", {"count": sum(sum(of.values()) for _, of in counts)}),
        labels=tuple(_priority(number, names.get(number, "")) for number, _ in counts),
        series=tuple((mark(face), tuple(of.get(face, 0) for _, of in counts)) for face in faces),
        twin=tuple(_twin(_priority(number, names.get(number, "")), of) for number, of in counts),
    )


def priority_name(text: str) -> str:
    """Return what a priority is called: its first sentence, cut short, from the deed on if it says who should do it."""
    first = " ".join(text.split()).split(". ")[0].rstrip(".")
    who, _, deed = first.partition(" should ")
    name = deed.removeprefix("urgently ").removeprefix("continue to ") if deed and who.startswith("Leaders ") else first
    return cut(name[:1].upper() + name[1:], NAME).text


def _priority(number: int, name: str) -> str:
    return words(f"digest.totals.{'name' if name else 'nameless'}", {"number": number, "name": name})


def _twin(priority: str, of: dict[Face, int]) -> str:
    counts: Sequence[str] = [_count(face, count) for face, count in of.items()]
    return words("digest.totals.twin", {"priority": priority, "counts": ", ".join(counts)})


def _count(face: str, count: int) -> str:
    shown = mark(face)
    return words("digest.totals.count", {"count": count, "shape": shown.shape, "word": shown.word})


# ---- since it was posted ----------------------------------------------------------------------


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
