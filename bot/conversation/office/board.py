"""The board's channels, to which the weekly summary goes, and those of other audiences of papers."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.visit import Said
from bot.model.board.settings import BOARD
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import Inbound, Reply, Say
from bot.model.people import Address
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.walls import boards_beside
from bot.wording.sentences import Fact, line, words


def board(tx: Tx, said: Said, here: bool, audience: str, fresh: bool) -> Reply:
    """Bind this channel as the board's or another audience's, or unbind it. Raises Refusal if there is no such audience."""
    short, address = said.asker.short, board_address(said.inbound)
    _refuse_unknown(tx, said, here, audience, address)
    if said.inbound.chat.private:
        return _let_go(tx, said, here, audience, fresh)
    if here and fresh:
        _refuse_mixing(tx, said, address)
    verb = tx.plans.bind_board if here else tx.plans.unbind_board
    did = done(tx, said, fresh, lambda: verb(short, address, audience))
    name = f"{'board' if audience == BOARD else 'audience'}_{'here' if here else 'gone'}{'' if did else '_already'}"
    facts: dict[str, Fact] = {"plan": tx.plans.one(short).title, "audience": audience}
    return Say(message=Message(title=words(f"replies.admin.{name}", facts)), private=False)


def _refuse_unknown(view: View, said: Said, here: bool, audience: str, address: Address) -> None:
    """Raise Refusal if the settings name no such audience. A channel of one that they named before may still be let go."""
    policy = view.plans.policy(said.asker.short)
    if policy.audience(audience) is not None:
        return
    places = [(one.platform, one.tenant, one.id) for one in view.plans.board(said.asker.short, audience)]
    if here or (address.platform, address.tenant, address.id) not in places:
        raise Refusal("no_audience", name=audience, known=", ".join(policy.audience_names))


def _refuse_mixing(view: View, said: Said, address: Address) -> None:
    """Raise Refusal if the channel is the board's of another plan, whose people would read of this one. Names a plan to
    nobody who does not belong to it."""
    beside = boards_beside(view, said.asker.short, address)
    if not beside:
        return
    known = [view.plans.one(other).title for other in beside if other in said.asker.plans]
    if known:
        raise Refusal("board_of_plan", other=", ".join(known))
    raise Refusal("board_of_another")


def _let_go(tx: Tx, said: Said, here: bool, audience: str, fresh: bool) -> Reply:
    """Let go the board's channels that take no more summaries: nobody can say anything in those. Raises Refusal if there are
    none."""
    short = said.asker.short
    lost = [one for one in tx.plans.lost_boards(short) if not here and one.audience == audience]

    def unbind() -> bool:
        for one in lost:
            tx.plans.unbind_board(short, one.address, audience)
        return bool(lost)

    if not done(tx, said, fresh, unbind):
        raise Refusal("board_needs_channel" if audience == BOARD else "audience_needs_channel")
    name = "boards_let_go" if audience == BOARD else "audience_let_go"
    return say_noted(words(f"replies.admin.{name}", {"plan": tx.plans.one(short).title, "audience": audience}))


def with_warning(reply: Reply) -> Reply:
    """Add to what is said of the board's channel that people of other organisations read it."""
    if not isinstance(reply, Say):
        return reply
    warning = Paragraph(spans=line("replies.admin.board_shared"))
    message = reply.message.model_copy(update={"blocks": (*reply.message.blocks, warning)})
    return reply.model_copy(update={"message": message})


def done(tx: Tx, said: Said, fresh: bool, do: Callable[[], bool]) -> bool:
    """Do something that may be so already, once for each inbound. Returns if it changed the record: now, or the first time."""
    return do() if fresh else bool(tx.entries.recorded(said.asker.short, said.inbound.id))


def board_address(inbound: Inbound) -> Address:
    """Return the channel in which something was said, as the board's."""
    sender = inbound.sender
    return Address(platform=sender.platform, tenant=sender.tenant, id=inbound.chat.id, route=inbound.route)


def say_noted(sentence: str) -> Say:
    """Say in one sentence what was noted."""
    return Say(message=Message(title=sentence))
