"""Telling: who answers says what will be done, was done or cannot be. The forum says what changed, and nobody else does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, assert_never

from bot.conversation.updating.update_form import good_link, links_given
from bot.conversation.visit import Said, day_meant
from bot.conversation.voices.meant import Change, Table, at_table, found, refuse_long, refuse_names, refuse_wordless, refused
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import VoiceDeed, VoiceState, VoiceStep
from bot.ports.record import View
from bot.rules.voices import rights
from bot.wording import commands
from bot.wording.commands import Act
from bot.wording.typed.links import links_in
from bot.wording.voices import lines as wording

_WORDLESS = {
    Act.WE_WILL: "no_will",
    Act.WE_DID: "no_did",
    Act.CHANGED: "no_changed",
    Act.CANNOT: "no_cannot",
    Act.REOPEN: "no_reopen",
    Act.WITHDRAW: "no_withdraw",
}
_OVER = (VoiceState.CLOSED, VoiceState.WITHDRAWN)


def tell(view: View, said: Said, command: commands.TellVoice, evidence: str | None = None) -> Change:
    """Return what somebody says of a voice. `evidence` are the links of a form; of a line they stand among its words."""
    table = at_table(view, said)
    one = found(view, table.snapshot, command.handle)
    deed, capacity = may_tell(table, one, command.act)
    text, links = (command.text, evidence) if evidence is not None else _parted(command)
    if not (links and deed is VoiceDeed.DID):
        refuse_wordless(_WORDLESS[command.act], one.handle, text)
    refuse_long(one.handle, text, links)
    if any(not good_link(link) for link in links_given(links)):
        raise refused("link", {"handle": one.handle})
    refuse_names(table.snapshot, one.handle, text, is_heard=False)
    by_when = command.by or (day_meant(view, said.asker.short, command.when, said.today) if command.when else None)
    if by_when is not None and by_when < table.snapshot.today:
        raise refused("past", {"handle": one.handle, "day": by_when})
    told: Mapping[str, object] = {"words": text.strip(), "evidence": links, "by_when": by_when, "at": said.asker.now}
    person = said.asker.person
    step = VoiceStep.model_validate({**told, "deed": deed, "by": person.id, "by_name": person.name, "capacity": capacity})
    return Change(one.voice, step, capacity)


def _parted(command: commands.TellVoice) -> tuple[str, str]:
    """Part the words from the links among them, which are evidence of what was done or has changed."""
    if command.act not in (Act.WE_DID, Act.CHANGED):
        return command.text, ""
    text, links = links_in(command.text)
    return text.strip(" ,;:-"), "\n".join(links)


def may_tell(table: Table, one: VoiceTold, act: Act) -> tuple[VoiceDeed, str]:
    """Return what somebody does by an act, and in which capacity. Raises Refusal if they may not, or nobody can any more."""
    match act:
        case Act.WE_WILL | Act.WE_DID | Act.CANNOT:
            capacity = _answers_as(table, one)
            if capacity is None:
                _refuse_answer(table, one)
            _refuse_over(one, act)
            return _DEEDS[act], capacity
        case Act.CHANGED:
            return _changed(table, one)
        case Act.REOPEN:
            if not rights.is_forum(table.person):
                raise refused("reopen_right", {"handle": one.handle})
            if one.state not in (VoiceState.CANNOT, VoiceState.CLOSED):
                _refuse_not_over(one)
        case Act.WITHDRAW:
            if not rights.may_retell(table.person, one.voice):
                raise refused("withdraw_right", {"handle": one.handle})
            if one.state is VoiceState.WITHDRAWN:
                raise refused("over", {"handle": one.handle, "how": wording.ended(one)})
        case _:
            assert_never(act)
    return _DEEDS[act], rights.hears_as(table.person)


_DEEDS = {
    Act.WE_WILL: VoiceDeed.PLANNED,
    Act.WE_DID: VoiceDeed.DID,
    Act.CANNOT: VoiceDeed.CANNOT,
    Act.REOPEN: VoiceDeed.REOPENED,
    Act.WITHDRAW: VoiceDeed.WITHDRAWN,
}


def _changed(table: Table, one: VoiceTold) -> tuple[VoiceDeed, str]:
    """Return what comes of it if somebody says what changed: the forum closes it, and is offered the words of others."""
    if rights.is_forum(table.person):
        _refuse_over(one, Act.CHANGED)
        return VoiceDeed.CHANGED, rights.hears_as(table.person)
    capacity = _answers_as(table, one)
    if capacity is None:
        raise refused("changed_right", {"handle": one.handle})
    if not one.voice.is_open:
        raise refused("over", {"handle": one.handle, "how": wording.ended(one)})
    return VoiceDeed.OFFERED, capacity


def _answers_as(table: Table, one: VoiceTold) -> str | None:
    people, plan, day = table.snapshot.people, table.snapshot.plan, table.snapshot.today
    return rights.capacity_to_answer(people, plan, table.person, one.voice, day)


def _refuse_answer(table: Table, one: VoiceTold) -> NoReturn:
    who = wording.owners(rights.answering(table.snapshot.plan, table.snapshot.people, one.voice))
    raise refused("answer_right", {"handle": one.handle, "who": who})


def _refuse_over(one: VoiceTold, act: Act) -> None:
    """Raise Refusal if nothing more can be said: it is over. What could not be done may be done after all."""
    said_already = act is Act.CANNOT and one.state is VoiceState.CANNOT
    if one.state in _OVER or said_already:
        raise refused("over", {"handle": one.handle, "how": wording.ended(one)})


def _refuse_not_over(one: VoiceTold) -> NoReturn:
    name = "over" if one.state is VoiceState.WITHDRAWN else "not_over"
    raise refused(name, {"handle": one.handle, "how": wording.ended(one)})
