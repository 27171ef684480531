"""Forms that were filled in: what every room asks of their answers before it reads them in its own way."""

from __future__ import annotations

from hashlib import sha256

from bot.conversation.updating.update_form import good_link, links_given
from bot.model.letters.form import Answers, Choice, Faults, Form, Links
from bot.rules.board.business import says_nothing
from bot.wording.sentences import words


def stripped(given: Answers) -> Answers:
    """Return the answers without the blanks around them."""
    return {name: answer.strip() for name, answer in given.items()}


def drawn_from(token: str | None, given: Answers) -> str:
    """Name what these answers were given to: the same ones sent twice are one thing. Empty if the form has no token."""
    told = sha256(repr(sorted(given.items())).encode("utf-8", "replace")).hexdigest()[:16]
    return f"form {token} {told}" if token else ""


def links(given: Answers) -> tuple[str, ...]:
    """Return the links that stand in the answers as evidence."""
    return links_given(given.get("evidence", ""))


def unanswered(form: Form, given: Answers, fault: str) -> Faults:
    """Return the fault of each question that must be answered and is not."""
    return {one.id: fault for one in form.questions if one.required and says_nothing(given.get(one.id, ""))}


def strange(form: Form, given: Answers) -> Faults:
    """Return a fault for each choice that was not offered, and for a link that can't be kept."""
    choices = {one.id: {option.value for option in one.options} for one in form.questions if isinstance(one, Choice)}
    faults = {name: words("forms.fault.choice") for name, all_ in choices.items() if given.get(name, "") not in {"", *all_}}
    linked = [one.id for one in form.questions if isinstance(one, Links)]
    bad = [name for name in linked if not all(map(good_link, links_given(given.get(name, ""))))]
    return faults | {name: words("forms.fault.link") for name in bad}
