"""The typed line: said back as it was understood, completed by one question where something is missing, saved at a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot import cards, commands, updating
from bot.forms import Answers
from bot.message import Actions, Button, Item, Items, Message, Paragraph
from bot.model import Update
from bot.ports import Draft, Refusal, Reply, Say, Tx, View
from bot.recorded import append, doubts, say_saved, stands, update_of
from bot.said import Said
from bot.wording import Fact, line, mark, stopped, words

SAME_LINE = timedelta(minutes=10)  # typed again within these, as whoever is in doubt does, a line is the same draft


def draft_meant(view: View, said: Said, token: str | None) -> Draft:
    """The draft of that token, or the one open in this chat; Refusal where there is none of theirs."""
    draft = view.draft(token) if token else view.open_draft(said.asker.person.id, said.inbound.chat.id)
    if draft is None:
        raise Refusal("gone" if token else "nothing_to_save")
    if draft.person != said.asker.person.id:
        raise Refusal("gone")
    return draft


def typed(tx: Tx, said: Said, entries: Sequence[commands.Entry], fresh: bool) -> Reply:
    """Keep a typed line as a draft and say it back; heard again, or typed again soon, only say it back."""
    before = tx.open_draft(said.asker.person.id, said.inbound.chat.id)
    if before is not None and before.said == said.inbound.said and not (fresh and said.asker.now - before.at > SAME_LINE):
        return echo(tx, said, before)
    given = tuple(_entry(tx, said, entry) for entry in entries)
    if twice := next((ref for ref, count in Counter(ref for ref, _ in given).items() if count > 1), None):
        raise Refusal("said_twice", ref=twice)
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=given,
        said=said.inbound.said,
        awaiting=_awaited(given),
        at=said.asker.now,
    )
    reply = echo(tx, said, draft.model_copy(update={"token": tx.keep_draft(draft)}))
    return _with_note(reply, "replies.echo.bad_link") if any(entry.bad_links for entry in entries) else reply


def _with_note(reply: Reply, sentence: str, facts: dict[str, Fact] | None = None) -> Reply:
    """The same reply with one more sentence at its head."""
    if not isinstance(reply, Say):
        return reply
    note = Paragraph(spans=line(sentence, facts))
    message = reply.message.model_copy(update={"blocks": (note, *reply.message.blocks)})
    return reply.model_copy(update={"message": message})


def _entry(tx: Tx, said: Said, entry: commands.Entry) -> tuple[str, Answers]:
    ref = _ref_meant(tx, said, entry.target)
    milestone = tx.milestone_for(said.asker.person.id, said.asker.short, ref, said.today)
    standing = tx.standings(said.asker.short)[ref]
    if entry.keep:
        if standing.update is None:
            raise Refusal("nothing_declared", ref=ref)
        typed = updating.answers_of(entry)
        kept = updating.kept_answers(standing)
        given = {**kept, **{key: value for key, value in typed.items() if value and key != "status"}}
    else:
        given = updating.answers_of(entry)
    form = updating.update_form(tx.plan(said.asker.short), [(milestone, standing)], "")
    faults = updating.wrong(form, given, said.today)
    left = [sentence for question, sentence in faults.items() if question not in ("path", "no_evidence", "link")]
    if left or ("link" in faults and given.get("link")):
        raise Refusal("fault", sentence=(left or [faults["link"]])[0])
    return ref, given


def _ref_meant(tx: Tx, said: Said, target: str) -> str:
    if "." in target:
        return target
    letter = tx.last_nudge(said.asker.person.id, said.inbound.chat, said.inbound.sender.platform)
    asked = [a for a in letter.asked if a.kind != "news"] if letter else []
    if not asked:
        raise Refusal("no_numbers")
    if not 1 <= int(target) <= len(asked):
        raise Refusal("no_such_number", number=target, most=str(len(asked)))
    return asked[int(target) - 1].ref


def _awaited(entries: Sequence[tuple[str, Answers]]) -> tuple[str, str] | None:
    for ref, given in entries:
        missing = updating.missing(given)
        if missing is not None:
            return ref, missing
    return None


def told_more(tx: Tx, said: Said, draft: Draft) -> Reply:
    """The follow-up's answer: put where it was missing, all else kept."""
    assert draft.awaiting is not None
    wanted, question = draft.awaiting
    text = said.inbound.said.strip()
    if question == "no_evidence" and text.startswith("https://"):
        question = "link"
    entries = tuple((ref, {**given, question: text} if ref == wanted else given) for ref, given in draft.entries)
    fuller = draft.model_copy(
        update={"entries": entries, "awaiting": _awaited(entries), "said": f"{draft.said}\n{said.inbound.said}"}
    )
    tx.keep_draft(fuller)
    return echo(tx, said, fuller)


def echo(tx: Tx, said: Said, draft: Draft) -> Reply:
    """A draft as it was understood, with Save and Change; or the one question still to be answered."""
    if draft.awaiting is not None:
        return Say(message=_follow_up_question(draft))
    plan = {milestone.ref: milestone for milestone in tx.plan(draft.plan).milestones}
    items, questions = [], []
    for ref, given in draft.entries:
        answered = updating.answered_one(given, said.today)
        update = update_of(said, plan[ref], answered, tx.standings(draft.plan)[ref], "", "owner")
        facts: dict[str, Fact] = {"ref": ref, "text": stopped(plan[ref].text), "said": cards.explained(update)}
        items.append(Item(mark=mark(update.status), spans=line("replies.echo.item", facts)))
        questions += doubts(plan[ref], update, said.today)
    token = draft.token
    buttons = (
        Button(label=words("replies.echo.save"), command=said.meant(f"save #{token}"), style="primary"),
        Button(label=words("replies.echo.change"), command=said.meant(f"change #{token}")),
    )
    return Say(
        message=Message(
            title=words("replies.echo.title"),
            blocks=(
                Items(lines=tuple(items)),
                *(Paragraph(spans=doubt) for doubt in questions),
                Actions(buttons=buttons),
                Paragraph(spans=line("replies.echo.hint")),
            ),
        )
    )


def _follow_up_question(draft: Draft) -> Message:
    assert draft.awaiting is not None
    ref, question = draft.awaiting
    status = next(given.get("status", "") for known, given in draft.entries if known == ref)
    facts = {"ref": ref, "status": mark(status).word}
    return Message(
        title=words(f"replies.follow.{question}_title", facts),
        blocks=(Paragraph(spans=line(f"replies.follow.{question}", facts)),),
    )


def _newer(tx: Tx, draft: Draft) -> Update | None:
    """An update of one of these milestones that came after the line was said back."""
    standings = tx.standings(draft.plan)
    updates = [standings[ref].update for ref, _ in draft.entries]
    return next((update for update in updates if update is not None and update.at > draft.at), None)


def discard(tx: Tx, said: Said) -> Reply:
    """Let go of what was said back; nothing of it is saved."""
    draft = tx.open_draft(said.asker.person.id, said.inbound.chat.id)
    if draft is None:
        raise Refusal("nothing_to_save")
    tx.drop_draft(draft.token)
    return Say(message=Message(title=words("replies.echo.discarded")))


def save(tx: Tx, said: Said, token: str | None, fresh: bool) -> Reply:
    """Put a draft on the record, once. A "yes" heard again finds nothing open and adds nothing."""
    if not fresh and token is None and tx.open_draft(said.asker.person.id, said.inbound.chat.id) is None:
        return Say(message=Message(title=words("replies.saved.heard")))
    draft = draft_meant(tx, said, token)
    if draft.saved:
        return stands(tx, said, [ref for ref, _ in draft.entries], words("replies.saved.already"))
    if draft.awaiting is not None:
        return Say(message=_follow_up_question(draft))
    if newer := _newer(tx, draft):
        tx.keep_draft(draft.model_copy(update={"at": said.asker.now}))
        facts: dict[str, Fact] = {"ref": newer.ref, "who": newer.by_name, "status": mark(newer.status).word}
        return _with_note(echo(tx, said, draft), "replies.echo.newer", facts)
    saved = []
    for ref, given in draft.entries:
        answered = updating.answered_one(given, said.today)
        saved.append(append(tx, said, ref, answered, f"draft {draft.token}", draft.said))
    tx.close_draft(draft.token, tuple(update.id for _, update in saved))
    return say_saved(saved, said)
