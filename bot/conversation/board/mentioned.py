"""A mention under a posted summary, offered back as a challenge in private: recorded at a yes, in the words of its speaker."""

from __future__ import annotations

from bot.conversation.board.business import doing
from bot.conversation.board.own_chat import own_account
from bot.conversation.updating import drafts
from bot.conversation.visit import Said
from bot.model.letters.message import Message
from bot.model.letters.talk import OWN_CHAT, Draft, OwnChat, Reply, Say, Silence
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.board.business import may_raise
from bot.wording import commands
from bot.wording.sentences import words


def offer(tx: Tx, said: Said, mention: commands.Mention, fresh: bool) -> Reply:
    """Say back what somebody said under a summary, and ask if it is a challenge. If it is heard again, adds nothing."""
    asker, here = said.asker, said.inbound.chat
    person = tx.people.of(asker.short).one(asker.person.id)
    if person is None or not may_raise(tx.people.of(asker.short), person, said.today):
        raise Refusal("fault", sentence=words("board.mention.right"))
    own = own_account(tx, said) if here.open else None
    otherwise = Message(title=words("board.mention.type_it"))
    if here.open and own is None:
        return Say(message=otherwise)
    chat = f"{OWN_CHAT}{said.inbound.sender.platform}" if here.open else here.id
    reply = _again(tx, said, chat) if not fresh else drafts.keep(tx, said, _draft(tx, said, mention, chat))
    if own is None or not isinstance(reply, Say):
        return reply
    return reply.model_copy(update={"own_chat": OwnChat(address=own, otherwise=otherwise)})


def _again(view: View, said: Said, chat: str) -> Reply:
    """Say back what is still open. What was answered with a yes or let go since needs no answer."""
    before = view.talk.open_draft(said.asker.person.id, chat)
    return drafts.echo(view, said, before) if before is not None and before.said == said.inbound.said else Silence()


def _draft(view: View, said: Said, mention: commands.Mention, chat: str) -> Draft:
    """Return the words as a draft of a challenge. Raises Refusal if it could not be one."""
    order = commands.Challenge(plan=said.asker.short, refs=mention.refs, text=mention.text)
    if mention.refs:
        doing.meant(view, said, order)
    asker = said.asker
    entries: dict[str, object] = {"person": asker.person.id, "chat": chat, "plan": asker.short, "entries": (), "at": asker.now}
    return Draft.model_validate({**entries, "said": said.inbound.said, "order": str(order)})
