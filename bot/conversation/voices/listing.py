"""The voices of a plan in a list: those that wait first, the longest first. What is about a priority is told by itself."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import plan_named
from bot.conversation.voices.meant import found, refused
from bot.conversation.voices.told import whole
from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceState
from bot.ports.record import View
from bot.reports.snapshot import take
from bot.reports.voices.told import about_of, told
from bot.rules.board import business
from bot.rules.voices import rights
from bot.wording import commands
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, words
from bot.wording.voices import lines as wording


def one_voice(view: View, asker: Asker, handle: str) -> Message:
    """Tell one voice whole. Raises Refusal if there is none of that handle."""
    snapshot = take(view, asker.short, asker.now)
    return whole(view, asker, snapshot, found(view, snapshot, handle))


def voices(view: View, asker: Asker, command: commands.Voices) -> Message:
    """Tell the voices of a plan, or those about one thing in it. Raises Refusal if the plan has no such thing."""
    snapshot = take(view, asker.short, asker.now)
    each = [one for one in told(view, snapshot) if command.everything or one.state is not VoiceState.WITHDRAWN]
    if command.about:
        measures = view.measures.all(asker.short)
        if command.about not in {one.handle for one in measures} and business.unknown(snapshot.plan, (command.about,)):
            raise refused("no_such_ref", {"ref": command.about})
        each = [one for one in each if about_of(one, command.about, measures)]
    opening = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    facts: dict[str, Fact] = {"about": command.about}
    if not each:
        how = Paragraph(spans=line("voices.list.how"))
        return Message(title=words(f"voices.list.none{'_of' if command.about else ''}", facts), blocks=(*opening, how))
    waiting = sorted((one for one in each if one.voice.is_open), key=lambda one: (-one.days, one.voice.number))
    over = [one for one in reversed(each) if not one.voice.is_open and one.state is not VoiceState.WITHDRAWN]
    gone = [one for one in reversed(each) if one.state is VoiceState.WITHDRAWN]
    room = len(each) if command.everything else MOST_LINES
    shown, rest = waiting[:room], over[: max(room - len(waiting), 0)]
    lists = (*_listed("waiting", shown, snapshot), *_listed("over", rest, snapshot), *_listed("gone", gone, snapshot))
    left = len(each) - len(shown) - len(rest) - len(gone)
    title = words(f"voices.list.title{'_of' if command.about else ''}", {**facts, "open": len(waiting), "over": len(over)})
    return Message(title=title, blocks=(*opening, *lists, *_left(asker, command, left)))


def _listed(name: str, voices_: Sequence[VoiceTold], snapshot: Snapshot) -> tuple[Block, ...]:
    if not voices_:
        return ()
    plan, people = snapshot.plan, snapshot.people
    lines = tuple(Item(spans=wording.in_line(one, rights.answering(plan, people, one.voice))) for one in voices_)
    return (Items(heading=words(f"voices.list.{name}"), lines=lines),)


def _left(asker: Asker, command: commands.Voices, left: int) -> tuple[Block, ...]:
    """Count what there is no room for, with the button that shows all."""
    if left <= 0:
        return ()
    more = Paragraph(spans=line("voices.list.more", {"count": left}))
    if command.about:
        return (more,)
    all_ = str(commands.Voices(plan=asker.plan_named, everything=True))
    return (more, Actions(buttons=(Button(label=words("voices.button.all"), command=all_, apart=True),)))
