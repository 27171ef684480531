"""The assurer's list: what waits for them, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.assuring.meant import assurers
from bot.conversation.visit import plan_named
from bot.model.letters.message import Block, Button, Item, Items, Message, Paragraph, Spans
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.snapshot import take
from bot.rules.calendar import local_day
from bot.rules.updates.assurance import Waiting, to_check, waiting
from bot.rules.updates.standing import face_in, judged, lapsed
from bot.wording.commands import AssureForm, SendBackForm
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.summary_lines import named


def check(view: View, asker: Asker) -> Message:
    """List what waits for this assurer."""
    snapshot = take(view, asker.short, asker.now)
    person = snapshot.people.one(asker.person.id) or asker.person
    if not person.is_assurer:
        return Message(title=words("assurance.check.not_assurer", {"who": assurers(snapshot.people)}))
    mine = to_check(snapshot, person)
    refs = {one.milestone.ref for one in mine}
    barred = [one for one in waiting(snapshot) if person.assures(one.milestone.priority) and one.milestone.ref not in refs]
    blocks: list[Block] = [Paragraph(spans=spans) for spans in plan_named(view, person.id, snapshot.short)]
    if mine:
        blocks.append(Items(lines=tuple(_line(snapshot, asker, one) for one in mine[:MOST_LINES])))
    blocks += _counted("more", mine[MOST_LINES:])
    blocks += _counted("others", barred)
    if mine:
        levels = snapshot.policy.assurance
        hint = line("assurance.check.hint", {"ref": mine[0].milestone.ref, "level": levels.blue_from})
        blocks.append(Paragraph(spans=hint))
    return Message(title=_title(mine), blocks=tuple(blocks))


def _title(mine: Sequence[Waiting]) -> str:
    if not mine:
        return words("assurance.check.none")
    return words(f"assurance.check.title_{'one' if len(mine) == 1 else 'many'}", {"count": len(mine)})


def _counted(name: str, some: Sequence[Waiting]) -> list[Block]:
    if not some:
        return []
    refs = named([one.milestone.ref for one in some], MOST_LINES)
    one = "_one" if len(some) == 1 else ""
    return [Paragraph(spans=line(f"assurance.check.{name}{one}", {"count": len(some), "refs": refs}))]


def _line(snapshot: Snapshot, asker: Asker, one: Waiting) -> Item:
    milestone, standing = one.milestone, snapshot.standing(one.milestone)
    update = standing.update
    assert update is not None
    facts: dict[str, Fact] = {
        "ref": milestone.ref,
        "text": with_full_stop(milestone.text),
        "day": local_day(one.since, asker.zone),
        "who": update.capacity,
        "count": len(update.evidence),
    }
    spans: Spans = line("assurance.check.line", facts)
    spans = (*spans, *line(f"assurance.check.{'links' if update.evidence else 'links_none'}", facts))
    why = lapsed(standing, snapshot.today)
    if why is not None and judged(milestone, standing, snapshot.policy, snapshot.today) is not None:
        spans = (*spans, *line("assurance.check.lapsed", {"why": words(f"assurance.lapse.{why.value}")}))
    return Item(mark=mark(face_in(snapshot, milestone)), spans=spans, buttons=buttons(asker, milestone.ref))


def buttons(asker: Asker, ref: str) -> tuple[Button, ...]:
    """Offer both forms for one milestone."""
    plan = asker.plan_named
    return tuple(
        Button(
            label=words(f"assurance.check.{name}"),
            command=str(form(plan=plan, ref=ref)),
            spoken=words(f"assurance.check.{name}_spoken", {"ref": ref}),
            style="primary" if name == "sign_off" else "plain",
        )
        for name, form in (("sign_off", AssureForm), ("send_back", SendBackForm))
    )


