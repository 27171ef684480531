"""Signs that no person can type, taken out of what was said before anything reads it."""

from __future__ import annotations

from bot.model.letters.talk import Inbound


def readable(inbound: Inbound) -> Inbound:
    """Return the inbound without what no person can type and no database keeps: NUL and halves of characters."""
    answers = inbound.answers
    if answers is not None:
        answers = {_text(question): _text(answer) for question, answer in answers.items()}
    said = _text(inbound.said)
    same = said == inbound.said and answers == inbound.answers
    return inbound if same else inbound.model_copy(update={"said": said, "answers": answers})


def _text(said: str) -> str:
    if said.isascii() and "\x00" not in said:
        return said
    return said.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
