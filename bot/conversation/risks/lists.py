"""The risks of a plan in a list, the highest first, and one of them whole with its history."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.risks.meant import found_in, refused
from bot.conversation.risks.told import button
from bot.conversation.visit import plan_named
from bot.model.letters.message import Actions, Block, Button, Facts, Item, Items, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.risks.risk import Risk
from bot.model.risks.told import RiskTold
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.risks.told import told as told_of
from bot.reports.snapshot import take
from bot.rules.board.business import unknown
from bot.rules.risks import standing, whose
from bot.wording import commands
from bot.wording.commands import WhichRisks
from bot.wording.letters.sections import MOST_LINES
from bot.wording.risks import lines
from bot.wording.sentences import line, words
from bot.wording.summary_lines import named


def risks(view: View, asker: Asker, command: commands.Risks) -> Message:
    """Tell the risks of a plan: those that are open, unless others are asked for."""
    snapshot = take(view, asker.short, asker.now)
    all_ = told_of(view, snapshot)
    if command.ref:
        if unknown(snapshot.plan, (command.ref,)):
            raise refused("no_ref", {"ref": command.ref})
        all_ = tuple(one for one in all_ if _is_about(one, command.ref))
    band = _band(snapshot, command)
    meant = standing.by_score(one for one in all_ if _is_meant(one, command.which) and _is_in(one, band))
    opening = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    if not meant:
        none = "none" if not all_ else f"none_{'band' if band else command.which.value}"
        title = words(f"risks.list.{none}", {"band": band or ""})
        return Message(title=title, blocks=(*opening, Paragraph(spans=line("risks.list.how"))))
    room = len(meant) if band or command.which is WhichRisks.ALL else MOST_LINES
    items = tuple(_item(one, snapshot.policy.zone) for one in meant[:room])
    title = words(f"risks.list.title_{'band' if band else command.which.value}", {"count": len(meant), "band": band or ""})
    return Message(title=title, blocks=(*opening, Items(lines=items), *_left(asker, command.ref, meant[room:])))


def _band(snapshot: Snapshot, command: commands.Risks) -> str | None:
    """Return the word of the band that is asked for. None if none is. Raises Refusal if the plan has no such band."""
    if not command.band:
        return None
    bands = snapshot.policy.risk
    if (found := bands.band_called(command.band)) is None:
        raise refused("no_band", {"band": command.band, "bands": ", ".join(one.word for one in bands.bands)})
    return found.word


def _is_in(told: RiskTold, band: str | None) -> bool:
    """Say if a risk is in a band, or none is asked for. One whose review is overdue is in none."""
    return band is None or (told.band == band and not told.is_grey)


def _is_about(told: RiskTold, ref: str) -> bool:
    """Say if a risk is about a ref: about that itself, what it is a part of, or a part of it."""
    return any(ref == one or one.startswith(f"{ref}.") or ref.startswith(f"{one}.") for one in told.risk.terms.about)


def _is_meant(told: RiskTold, which: WhichRisks) -> bool:
    return which is WhichRisks.ALL or told.risk.is_closed is (which is WhichRisks.CLOSED)


def _item(told: RiskTold, zone: str) -> Item:
    return Item(mark=lines.mark_of(told), spans=lines.in_line(told, zone))


def _left(asker: Asker, ref: str, left: tuple[RiskTold, ...]) -> tuple[Block, ...]:
    """Count what there is no room for, with the button that shows it."""
    if not left:
        return ()
    handles = named([one.risk.handle for one in left], MOST_LINES)
    command = str(commands.Risks(plan=asker.plan_named, ref=ref, which=WhichRisks.ALL))
    shown = Button(label=words("risks.button.all"), command=command, apart=True)
    return (Paragraph(spans=line("risks.list.more", {"count": len(left), "refs": handles})), Actions(buttons=(shown,)))


# ---- one of them ----------------------------------------------------------------------------


def card(view: View, asker: Asker, handle: str) -> Message:
    """Tell one risk whole, with what was said of it and buttons for what whoever asks may do. Raises Refusal if there is none."""
    risk = found_in(view, asker.short, handle)
    snapshot = take(view, asker.short, asker.now)
    shown = standing.tell(risk, snapshot.policy, snapshot.today)
    refs = lines.about(risk.terms)
    about = words("risks.list.one_about", {"about": refs}) if refs else ""
    title = words("risks.list.one", {"handle": risk.handle, "about": about})
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    begins = Items(lines=(_item(shown, snapshot.policy.zone),))
    history = tuple(Item(spans=spans) for spans in lines.history(shown, snapshot.policy))
    offered = tuple(_buttons(snapshot, asker, risk))
    actions = (Actions(buttons=offered),) if offered else ()
    pairs = Facts(pairs=lines.in_full(shown, snapshot.policy))
    blocks = (*plan, begins, pairs, Items(heading=words("risks.list.history"), lines=history), *actions)
    return Message(title=title, blocks=blocks)


def _buttons(snapshot: Snapshot, asker: Asker, risk: Risk) -> Iterator[Button]:
    person = snapshot.people.one(asker.person.id) or asker.person
    where = (snapshot.plan, snapshot.people, person, risk, snapshot.today)
    if risk.is_closed:
        return
    if whose.scoring_as(*where) is not None:
        name = "score" if risk.score is not None else "first_score"
        yield button(name, commands.ScoreForm(plan=asker.plan_named, number=risk.number), risk, is_first=True)
    if whose.changing_as(*where) is not None:
        yield button("change", commands.ChangeRiskForm(plan=asker.plan_named, number=risk.number), risk)
