"""Follow-ups: the one question that is still open of what somebody typed, and the answer put where it belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.conversation.evidence import days
from bot.conversation.updating import update_form
from bot.conversation.updating.confirming import going_on
from bot.conversation.visit import Said, plan_named
from bot.model.letters.form import Answers
from bot.model.letters.message import Actions, Block, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Draft
from bot.model.spelling import legible
from bot.model.status import Status
from bot.model.updates.doubt import DOUBT
from bot.ports.record import View
from bot.rules.dates import phrase_in, read
from bot.wording.commands import REF, Choose, Entry
from bot.wording.sentences import Fact, line, mark, words
from bot.wording.typed.cleaning import cleaned
from bot.wording.typed.fields import answers_in
from bot.wording.typed.line import entries_in
from bot.wording.updates.dates import is_no_date, unread

NONE = frozenset({"none", "no link", "skip", "leave it out", "without", "without it"})  # no link is to be kept
_UNNAMED = "0.0.0"
_EVIDENCE_FOR = re.compile(rf"\Aevidence(?: for| on)? {REF}[:,]? ", re.IGNORECASE)
_SAYS_NOTHING = re.compile(r"(?:[0-9]{1,3}|yep|yup|yeah|not sure|(?:i )?(?:do not|don't) know|no idea)?[.!? ]*", re.IGNORECASE)
_LOGIN = re.compile(r"//[^/\s]*@")  # a user name or password in a link, which is never said back
_JOINED = {"happened": ". ", "path": " ", "decision": " ", "link": "\n"}  # what is said twice stands together


def awaited(entries: Sequence[tuple[str, Answers]]) -> tuple[str, str] | None:
    """Return the milestone and the question that must be answered next. None if all is told."""
    for ref, given in entries:
        question = open_question(given)
        if question is not None:
            return ref, question
    return None


def open_question(given: Answers) -> str | None:
    """Return what must be asked of one milestone: what is missing, or what was said and could not be read."""
    unread = next((question for question in ("status", "forecast", "link") if not is_told(given, question)), None)
    return unread or update_form.missing(given)


def is_told(given: Answers, question: str) -> bool:
    """Say if what was said to a question can be kept. To say nothing can be, but of the status."""
    said = given.get(question, "")
    if question == "forecast":
        return not said or _is_day(said)
    if question == "link":
        return all(update_form.good_link(link) for link in said.split())
    return bool(said)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def together(draft: Draft, ref: str) -> list[str]:
    """Return the milestones of which the same was said in one breath: one answer is for all of them."""
    given = dict(draft.entries)[ref]
    return [one for one, said in draft.entries if said == given]


# ---- asked -----------------------------------------------------------------------------------


def follow_up(view: View, said: Said, draft: Draft) -> Message:
    """Ask the one question still to be answered. What was understood so far is said with it."""
    assert draft.awaiting is not None
    ref, question = draft.awaiting
    if question in going_on.QUESTIONS:
        return going_on.question(view, said, draft)
    given = dict(draft.entries)[ref]
    bad = [link for link in given.get("link", "").split() if not update_form.good_link(link)]
    unread_day = read(given.get("forecast", ""), said.today, view.plans.policy(draft.plan).calendar)
    facts: dict[str, Fact] = {
        "ref": ", ".join(together(draft, ref)),
        "status": mark(given["status"]).word if given.get("status") else "",
        "why": unread(unread_day, said.today),
        "link": _LOGIN.sub("//", next(iter(bad), "")),
    }
    blocks: list[Block] = [Paragraph(spans=spans) for spans in plan_named(view, draft.person, draft.plan)]
    if question == "status" and (sounds := draft.suggested.get(ref)):
        blocks.append(Paragraph(spans=line("replies.follow.sounds", {"status": mark(sounds).word})))
    blocks.append(Paragraph(spans=line(f"replies.follow.{question}", facts)))
    if question == "status":
        if kept := [given[field] for field in ("happened", "path", "decision", "forecast", "link") if given.get(field)]:
            blocks.append(Paragraph(spans=line("replies.follow.kept", {"words": ". ".join(kept)})))
        blocks.append(_statuses(said, draft))
    return Message(title=words(f"replies.follow.{question}_title", facts), blocks=tuple(blocks))


def _statuses(said: Said, draft: Draft) -> Actions:
    """Offer the five statuses, the one that the words sound like first in rank."""
    assert draft.awaiting is not None
    sounds = draft.suggested.get(draft.awaiting[0])
    return Actions(
        buttons=tuple(
            Button(
                label=mark(status.value).word,
                command=str(Choose(plan=said.asker.plan_named, status=status, token=draft.token)),
                style="primary" if status.value == sounds else "plain",
            )
            for status in Status
        )
    )


def dropped(gone: Draft, kept: Draft) -> list[Spans]:
    """Say what an older draft held of other milestones. While it waited for an answer no card showed its words, so they are
    said too."""
    now = {ref for ref, _ in kept.entries}
    refs = [ref for ref, _ in gone.entries if ref not in now]
    if not refs:
        return []
    typed = gone.awaiting is not None and gone.awaiting[1] != DOUBT and not gone.drawn
    more = [line("replies.echo.dropped_words", {"words": gone.said})] if typed else []
    return [line("replies.echo.dropped", {"refs": ", ".join(refs)}), *more]


# ---- answered --------------------------------------------------------------------------------


def answered(given: Answers, question: str, text: str, chosen: Status | None) -> Answers:
    """Return what is known of one milestone with the answer to a question put to it; and all that the answer told beside."""
    text = legible(text).strip()
    if chosen is not None:
        return {**given, "status": chosen.value}
    if question == "status":
        return _with_status(given, text)
    if question == "no_evidence":
        return _with_evidence(given, text) or {**given, "no_evidence": text}
    if question == "forecast" and is_no_date(cleaned(text)):
        return _without_day(given)
    if question == "link":
        good = {**given, "link": "\n".join(link for link in given.get("link", "").split() if update_form.good_link(link))}
        return good if cleaned(text).casefold().strip(" .!") in NONE else _with_evidence(good, text) or given
    return _with(given, answers_in(question, text), question)


def _with_status(given: Answers, text: str) -> Answers:
    """Take the status and what stands with it. Words without a status are kept, and it is asked again."""
    entry = next(iter(entries_in(f"{_UNNAMED} {cleaned(text)}")), Entry())
    if entry.status is None and not entry.keep and _SAYS_NOTHING.fullmatch(entry.narrative):
        entry = Entry()
    status = update_form.SAME if entry.keep else entry.status.value if entry.status else ""
    return {**_with(given, entry, ""), "status": status}


def _with_evidence(given: Answers, text: str) -> Answers | None:
    """Take links, and the words with them as what they show. None if there is no link."""
    entry = answers_in("link", _EVIDENCE_FOR.sub("", text))
    if not entry.links:
        return None
    shows = (entry.shows or entry.narrative)[: update_form.MOST_SHOWS] or given.get("shows", "")
    fuller = _with(given, Entry(links=entry.links, dated=entry.dated, good_until=entry.good_until), "no_evidence")
    return {**fuller, "shows": shows} if shows else fuller


def _with(given: Answers, entry: Entry, asked: str) -> Answers:
    """Put what an answer says to what is known. What was asked for takes the place of what could not be read."""
    told = {
        "happened": entry.narrative,
        "path": entry.path,
        "forecast": entry.forecast[: update_form.MOST_DAY],
        "link": "\n".join(entry.links),
        "decision": entry.decision,
        **days.said_of_links(entry),
    }
    fuller = dict(given)
    for field, answer in told.items():
        if answer:
            both = given.get(field) and field in _JOINED and field != asked
            fuller[field] = f"{given[field].rstrip('.')}{_JOINED[field]}{answer}" if both else answer
    return fuller


def _without_day(given: Answers) -> Answers:
    """Leave the forecast out. Words that were meant for no day are kept as what has happened."""
    found = phrase_in(given["forecast"])
    words_left = given["forecast"] if found is None or found.before or found.after else ""
    happened = ", ".join(filter(None, (given.get("happened", ""), words_left)))
    left = {name: answer for name, answer in given.items() if name not in ("forecast", "happened")}
    return {**left, "happened": happened} if happened else left
