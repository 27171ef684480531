"""The board's business in words: what is asked of somebody in their nudge, and what became of it."""

from __future__ import annotations

from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.letters.message import Button, Link, Spans, Text
from bot.wording.commands.board.business import Accept, AnswerForm, ChallengeForm, DecideForm, NotAcceptedForm
from bot.wording.commands.phrase import Phrase
from bot.wording.letters.sections import Offer
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_board import carried
from bot.wording.summary_lines import shortened

MOST_SAID = 400  # letters of somebody's words in a line


def wanted(item: Item, asked_back: Step | None) -> Spans:
    """Ask for what an item wants. `asked_back` is set if an answer was not enough."""
    facts = _facts(item)
    if asked_back is not None and item.kind is not BusinessKind.DECISION:
        told: dict[str, Fact] = {**facts, "by": _who(asked_back), "missing": _said(asked_back.words)}
        return line("board.ask.back" if item.about else "board.ask.back_alone", told)
    alone = item.kind is BusinessKind.DECISION and not item.about
    return line(f"board.ask.{item.kind.value}{'_alone' if alone else ''}", facts)


def in_nobodys_hands(item: Item, chairs: str) -> Spans:
    """Tell an admin that nobody can be asked for what an item wants: none of the chairs either, if it has any."""
    if item.kind is BusinessKind.DECISION:
        return line("board.ask.chair_gone" if chairs else "board.ask.no_chair", {**_facts(item), "chairs": chairs})
    return line("board.ask.nobody", {**_facts(item), "role": item.owner or words("board.fact.nobody_named")})


def unjudged(item: Item) -> Spans:
    """Tell an admin that nobody is there who may accept an answer."""
    return line("board.ask.no_judge", _facts(item))


def answered(item: Item, answer: Step) -> Spans:
    """Tell whoever may accept it what was answered."""
    link = line("board.fact.evidence", {"link": _link(answer.evidence)}) if answer.evidence else ()
    facts: dict[str, Fact] = {"by": _who(answer), "answer": _answer(answer), "evidence": link}
    return line("board.ask.answered", {**_facts(item), **facts})


def decided(item: Item, decision: Step) -> Spans:
    """Tell whoever is concerned what the board decided."""
    why = line("board.news.why", {"why": _said(decision.why)}) if decision.why else ()
    conditions = line("board.news.conditions", {"conditions": _said(decision.conditions)}) if decision.conditions else ()
    facts: dict[str, Fact] = {"handle": item.handle, "decision": _said(decision.words), "why": why, "conditions": conditions}
    return line("board.news.decided", facts)


def over(item: Item, step: Step) -> Spans:
    """Tell whoever was asked that nothing more is: an answer was accepted, or the item closed or withdrawn."""
    why = words("board.news.because", {"why": step.why.rstrip(" .")}) if step.why else ""
    name = {Deed.ACCEPTED: "accepted", Deed.CLOSED: "closed"}.get(step.deed, "withdrawn")
    return line(f"board.news.{name}", {"handle": item.handle, "by": _who(step), "why": why})


def over_for_raiser(item: Item, answer: Step | None, step: Step) -> Spans:
    """Tell whoever raised it that others ended it, with the answer if they have not heard it."""
    ended = over(item, step)
    if answer is None:
        return (*ended, Text(text=" "), *line("board.news.asked_was", {"words": _said(item.words)}))
    link = line("board.fact.evidence", {"link": _link(answer.evidence)}) if answer.evidence else ()
    facts: dict[str, Fact] = {**_facts(item), "by": _who(answer), "answer": _answer(answer), "evidence": link}
    return (*line("board.news.answered", facts), Text(text=" "), *ended)


# ---- its buttons ------------------------------------------------------------------------------


def answer_offer(item: Item) -> Offer:
    """Return the button that opens the form of an answer."""
    return _offer("answer", AnswerForm(kind=item.kind, number=item.number), item.handle)


def decide_offer(item: Item) -> Offer:
    """Return the button that opens the form of a decision."""
    return _offer("decide", DecideForm(kind=item.kind, number=item.number), item.handle)


def verdict_offers(item: Item) -> tuple[Offer, Offer]:
    """Return the buttons under an answer: it will do, or something is missing."""
    of = {"kind": item.kind, "number": item.number}
    accept, missing = Accept.model_validate(of), NotAcceptedForm.model_validate(of)
    return _offer("accept", accept, item.handle), _offer("not_enough", missing, item.handle)


def challenge_button(plan: str) -> Button:
    """Return the button that opens the form of a challenge to a plan, for whoever presses it alone."""
    return Button(label=words("board.button.challenge"), command=str(ChallengeForm(plan=plan)), apart=True)


def _offer(name: str, command: Phrase, of: str) -> Offer:
    label = words(f"board.button.{name}")
    return Offer(label=label, command=command, spoken=f"{label}: {of}")


# ---- its facts --------------------------------------------------------------------------------


def _facts(item: Item) -> dict[str, Fact]:
    is_decision = item.kind is BusinessKind.DECISION
    due = words(f"board.fact.wanted{'_decision' if is_decision else ''}", {"day": item.due}) if item.due else ""
    return {
        "handle": item.handle,
        "who": _raiser(item),
        "about": listed(item.about),
        "words": _said(item.words),
        "wanted": due,
        "carried": carried(item.carried),
    }


def listed(refs: tuple[str, ...]) -> str:
    """Name refs as a sentence does: 2.1, 2.2 and 3.1."""
    if len(refs) < 2:
        return "".join(refs)
    return ", ".join(refs[:-1]) + words("board.fact.and") + refs[-1]


def _raiser(item: Item) -> str:
    who = _named(item.by_name, item.capacity)
    return words("board.fact.for_other", {"who": who, "for": item.raised_for}) if item.raised_for else who


def _who(step: Step) -> str:
    return _named(step.by_name, step.capacity)


def _named(name: str, capacity: str) -> str:
    if not name:
        return capacity or words("board.fact.somebody")
    return f"{name} ({capacity})" if capacity else name


def _said(text: str) -> Text:
    """Return somebody's words, cut if they are long."""
    short = shortened(text, MOST_SAID)
    return short.model_copy(update={"text": with_full_stop(short.text)})


def _answer(step: Step) -> Text:
    """Return the words of an answer, or say that it was a link alone."""
    return _said(step.words) if step.words else Text(text=words("business.told.see_link"))


def _link(url: str) -> Text | Link:
    return Link(text="", url=url) if "://" in url else Text(text=url)
