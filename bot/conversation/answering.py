"""Answering: each command is put to the room it belongs to."""

from __future__ import annotations

from bot.conversation import introductions
from bot.conversation.asking import history, home, lists, status
from bot.conversation.office import board, chase, pauses, preview, roles
from bot.conversation.updating import drafts, evidence, sent_form, typed_update
from bot.conversation.visit import ADMIN, Said
from bot.model.message import Message
from bot.model.talk import Ask, Reply, Say, Silence
from bot.model.update import Evidence, Status
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording import commands
from bot.wording.help import help_message, not_understood, too_long
from bot.wording.sentences import words


def answer(view: View, said: Said) -> Reply:
    """Answer what only asks. Reads; writes nothing."""
    command = said.command
    if isinstance(command, ADMIN) and not said.asker.person.is_admin:
        raise Refusal("admin_only")
    match command:
        case commands.UpdateForm(refs=refs):
            return Ask(form=sent_form.form_for(view, said, refs), answers=sent_form.prefilled(view, said, refs))
        case commands.Change(token=token):
            return sent_form.change(view, said, token)
        case commands.OfferEvidence():
            return sent_form.offer(view, said, command)
        case _:
            return Say(message=_told(view, said))


def _told(view: View, said: Said) -> Message:
    asker = said.asker
    match said.command:
        case commands.Home():
            return home.home(view, asker)
        case commands.Mine():
            return lists.mine(view, asker)
        case commands.Status(about=about):
            return status.status(view, asker, about)
        case commands.Due(period=period):
            return lists.due(view, asker, period)
        case commands.Overdue():
            return lists.past_due(view, asker)
        case commands.Red():
            return lists.off_track(view, asker, Status.RED)
        case commands.Amber():
            return lists.off_track(view, asker, Status.AMBER)
        case commands.Silent():
            return lists.silent(view, asker)
        case commands.History(ref=ref):
            return history.history(view, asker, ref)
        case commands.Who(ref=ref):
            return history.who(view, asker, ref)
        case commands.DigestNow():
            return status.summary(view, asker)
        case commands.SeedRoles():
            return roles.roles(view, asker)
        case commands.Preview(days=days):
            return preview.preview(view, asker, days or 14)
        case commands.Help(topic=topic):
            return help_message(topic)
        case commands.TooLong(count=count):
            return too_long(count)
        case commands.Unknown(nearest=nearest):
            return not_understood(nearest)
        case _:
            return not_understood("help")


def record(tx: Tx, said: Said) -> Reply:
    """Do what changes the record, once for each inbound."""
    if isinstance(said.command, ADMIN) and not said.asker.person.is_admin:
        raise Refusal("admin_only")
    fresh = tx.first_sight(said.inbound.id)
    if said.inbound.edited:
        return Say(message=Message(title=words("replies.edited.title"))) if fresh else Silence()
    if said.inbound.answers is not None:
        return _changed(_sent_in(tx, said, fresh))
    if said.draft is not None:
        return typed_update.told_more(tx, said, said.draft) if fresh else drafts.echo(tx, said, said.draft)
    match said.command:
        case commands.Declare(entries=entries):
            return typed_update.typed(tx, said, entries, fresh)
        case commands.Save(token=token):
            return _changed(drafts.save(tx, said, token, fresh))
        case commands.Discard(token=token):
            return drafts.let_go(tx, said, token, fresh)
        case commands.AddEvidence(ref=ref, link=link, shows=shows):
            return _changed(evidence.add_evidence(tx, said, ref, Evidence(url=link, shows=shows)))
        case commands.Holder(role=role, email=email, starts=starts):
            return _changed(roles.hold(tx, said, role, email, starts))
        case commands.Pause():
            return pauses.pause(tx, said, True)
        case commands.Resume():
            return pauses.pause(tx, said, False)
        case commands.AskFor(ref=ref):
            return chase.ask_for(tx, said, ref, fresh)
        case commands.Board(here=here):
            return board.board(tx, said, here)
        case commands.Confirm(code=code):
            return introductions.confirm(tx, said, code, fresh)
        case commands.Refuse(code=code):
            return introductions.refuse(tx, said, code, fresh)
        case commands.ConfirmFor(email=email, platform=platform):
            return introductions.confirm_for(tx, said, email, platform)
        case _:
            return Say(message=_told(tx, said))


def _sent_in(tx: Tx, said: Said, fresh: bool) -> Reply:
    given, command = said.inbound.answers or {}, said.command
    match command:
        case commands.UpdateForm():
            return sent_form.sent_in(tx, said, command, given, fresh)
        case commands.OfferEvidence():
            return sent_form.offered(tx, said, command, given)
        case _:
            return Say(message=_told(tx, said))


def _changed(reply: Reply) -> Reply:
    """The reply, saying that the record was changed; not where it was only said back."""
    return reply.model_copy(update={"recorded": True}) if isinstance(reply, Say) and not reply.draft else reply
