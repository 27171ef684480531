"""Answering: each command is put to the room it belongs to."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.asking import home
from bot.conversation.asking.numbered import numbered
from bot.conversation.asking.questions import answer_question
from bot.conversation.assuring import work as assurers
from bot.conversation.board import mentioned, narrative
from bot.conversation.board import work as cycle
from bot.conversation.board.business import work as business
from bot.conversation.dates import forms, talk
from bot.conversation.evidence import offers
from bot.conversation.measures import step_work
from bot.conversation.measures import work as measures
from bot.conversation.month import work as month
from bot.conversation.office.work import look, order, propose
from bot.conversation.risks import work as risks
from bot.conversation.updating import asked_cards, drafts, sent_form, typed_update
from bot.conversation.updating.statements import open_form, state
from bot.conversation.visit import Said, mark_changed
from bot.conversation.voices import work as voices
from bot.model.letters.message import Message
from bot.model.letters.talk import Ask, Reply, Say, Silence
from bot.model.people import Right
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.walls import told_in_the_open
from bot.rules import holders
from bot.rules.board.readers import is_there_for_forum
from bot.wording import commands
from bot.wording.commands import assuring
from bot.wording.help import not_understood
from bot.wording.parse import parse
from bot.wording.sentences import words


def answer(view: View, said: Said, command: commands.Asks) -> Reply:
    """Answer what only asks. Writes nothing."""
    _allow(view, said)
    if isinstance(command, commands.Question):
        message = answer_question(view, said.asker, command)
        if isinstance(command, commands.Home):
            return Say(message=message, sights=home.sights(view, said.asker))
        if isinstance(command, commands.Unknown):
            return Say(message=message.model_copy(update={"blocks": (*drafts.still_waiting(view, said), *message.blocks)}))
        return numbered(view, said, command, message)
    if isinstance(command, commands.Opening):
        return open_form(view, said, command)
    if isinstance(command, commands.Look):
        return Say(message=look(view, said.asker, command))
    if isinstance(command, commands.DateForm):
        return forms.open_form(view, said, command)
    if isinstance(command, commands.MonthLook):
        return month.look(view, said, command)
    if isinstance(command, assuring.Look):
        return assurers.look(view, said, command)
    if isinstance(command, commands.BusinessLook):
        return business.look(view, said, command)
    if isinstance(command, commands.CycleLook):
        return narrative.open_form(view, said, command)
    if isinstance(command, commands.MeasureLook):
        return measures.look(view, said, command)
    if isinstance(command, commands.RiskLook):
        return risks.look(view, said, command)
    if isinstance(command, commands.VoiceLook):
        return voices.look(view, said, command)
    if isinstance(command, commands.StepLook):
        return step_work.open_form(view, said, command)
    assert_never(command)


def record(tx: Tx, said: Said) -> Reply:
    """Do what changes the record, once for each inbound. The reply says what that is about."""
    reply, touched = _record(tx, said), tx.entries.touched()
    if not isinstance(reply, Say) or not touched:
        return reply
    return asked_cards.drawn_anew(tx, said, reply.model_copy(update={"touched": touched}), touched)


def _record(tx: Tx, said: Said) -> Reply:
    _allow(tx, said)
    tx.acting(said.by)
    fresh = tx.talk.first_sight(said.inbound.id)
    if said.inbound.edited:
        return Say(message=Message(title=words("replies.edited.title"))) if fresh else Silence()
    if said.inbound.answers is not None:
        return mark_changed(_sent_in(tx, said, fresh))
    if said.draft is not None:
        return typed_update.take_answer(tx, said, said.draft) if fresh else drafts.echo(tx, said, said.draft)
    command = said.command
    if isinstance(command, commands.Declaration):
        reply = state(tx, said, command, fresh)
        return month.below(tx, said, reply) if isinstance(command, commands.Undo | commands.Save | commands.Discard) else reply
    if isinstance(command, commands.Order):
        return order(tx, said, command, fresh)
    if isinstance(command, commands.DateRecord):
        return talk.record(tx, said, command, fresh)
    if isinstance(command, commands.MonthWork):
        return month.work(tx, said, command)
    if isinstance(command, commands.CycleWork):
        return cycle.do(tx, said, command, fresh)
    if isinstance(command, commands.StepWork):
        return step_work.do(tx, said, command, fresh)
    if isinstance(command, commands.PaperWork):
        return propose(tx, said, command, fresh)
    if isinstance(command, assuring.Verdict):
        return mark_changed(assurers.give(tx, said, command, fresh))
    if isinstance(command, commands.Mention):
        return mentioned.offer(tx, said, command, fresh)
    if isinstance(command, commands.BusinessWork):
        return business.do(tx, said, command, fresh)
    if isinstance(command, commands.MeasureWork):
        return measures.do(tx, said, command, fresh)
    if isinstance(command, commands.RiskWork):
        return risks.do(tx, said, command, fresh)
    if isinstance(command, commands.VoiceWork):
        return voices.do(tx, said, command, fresh)
    assert not isinstance(command, commands.Apart)  # the desk sees to these
    return answer(tx, said, command)


def _allow(view: View, said: Said) -> None:
    _refuse_observers(view, said)
    _refuse_forum(view, said)
    if said.command.admin_only and not said.asker.person.is_admin:
        raise Refusal("admin_only")
    chat, sender, short = said.inbound.chat, said.inbound.sender, said.asker.short
    if chat.open and not isinstance(said.command, commands.Board) and not told_in_the_open(view, [short], sender, chat.id):
        raise Refusal("ask_in_private")
    if chat.open and said.command.private_only:
        raise Refusal("alone_in_private")
    if chat.open and isinstance(said.command, commands.DigestNow) and said.command.everything:
        raise Refusal("all_in_private")  # it is long, and whoever wants it is one person


def _refuse_observers(view: View, said: Said) -> None:
    """Raise Refusal if somebody who only observes would change anything, or opens what would. What is about their own account
    they may say."""
    person, command = said.asker.person, said.command
    if Right.OBSERVER not in person.rights or isinstance(command, commands.Confirm | commands.Refuse):
        return
    asks = isinstance(command, commands.Reads) and not isinstance(command, commands.FilledIn)
    only_reads = asks and said.draft is None
    if not only_reads and holders.only_observes(view.people.of(said.asker.short), person, said.today):
        raise Refusal("observes")


_OF_FORUM = (
    commands.VoiceLook | commands.VoiceWork | commands.Help | commands.Home | commands.AllNews | commands.Unknown
    | commands.TooLong | commands.Undo | commands.Save | commands.Discard | commands.Confirm | commands.Refuse | commands.Report
)  # fmt: skip


def _refuse_forum(view: View, said: Said) -> None:
    """Raise Refusal if somebody who is there for the forum alone asks for more of the plan than what families said."""
    people, person = view.people.of(said.asker.short), said.asker.person
    if isinstance(said.command, _OF_FORUM) or said.draft is not None:
        return
    if _is_of_forum(said):
        return
    if is_there_for_forum(people, person, said.today):
        raise Refusal("fault", sentence=words("voices.refused.forum_only"))


def _is_of_forum(said: Said) -> bool:
    """Say if a question about the past is one that the forum may ask."""
    asked = said.command
    return isinstance(asked, commands.AsAt) and isinstance(parse(asked.question, said.today), commands.VoiceLook)


def form_of(view: View, said: Said) -> Ask | None:
    """Return the form that was sent in, drawn from what stands now. None if what it says has none."""
    command = said.command
    if isinstance(command, commands.MonthChoice):
        return month.form_of(view, said, command)
    shown = answer(view, said, command) if isinstance(command, commands.Asks) else None
    return shown if isinstance(shown, Ask) else None


def _sent_in(tx: Tx, said: Said, fresh: bool) -> Reply:
    """Judge a form that was sent in. One with a command that has no form is answered like the question it is, if it is one."""
    given, command = said.inbound.answers or {}, said.command
    if isinstance(command, commands.UpdateForm):
        return sent_form.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.CorrectForm):
        return sent_form.take_correction(tx, said, command, given, fresh)
    if isinstance(command, commands.OfferEvidence):
        return offers.add_offered(tx, said, command, given, fresh)
    if isinstance(command, commands.DateForm):
        return forms.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.MonthChoice | commands.MonthBut):
        return month.take(tx, said, command, given, fresh)
    if isinstance(command, commands.AssureForm | commands.SendBackForm):
        return assurers.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.BusinessForm):
        return business.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.MeasureFilled):
        return measures.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.CycleLook):
        return narrative.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.RiskFilled):
        return risks.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.Risks | commands.RiskCard):
        return answer(tx, said, command)
    if isinstance(command, commands.VoiceForm):
        return voices.take_form(tx, said, command, given, fresh)
    if isinstance(command, commands.StepLook):
        return step_work.take_form(tx, said, command, given, fresh)
    if isinstance(
        command,
        commands.Question | commands.Look | commands.Check | commands.Month | commands.Log | commands.Voices | commands.OneVoice,
    ):
        return answer(tx, said, command)
    if isinstance(command, commands.Measures | commands.MeasureCard):
        return answer(tx, said, command)
    if isinstance(command, commands.Change | commands.Records | commands.Apart):
        return Say(message=not_understood("help"))
    assert_never(command)
