"""Pages of a form too long for one view: which page is shown, and what comes after it. Pure."""

from __future__ import annotations

import json

from adapters.slack.drawing import forms
from adapters.slack.inbound import Heard, Json
from bot.model.letters.form import Form

MOST_ABOUT = 2000  # characters that a form remembers of the place it was asked for in


def about(heard: Heard, form: Form, page: int = 0) -> str:
    """Return what a form remembers: the command it sends, the chat it was asked for in, the card that asked, and if more
    comes."""
    told: Json = {"say": form.command, "chat": heard.channel, "thread": heard.thread, "card": heard.card, "url": heard.url}
    told |= {"fleeting": heard.fleeting, "page": page, "more": forms.rest_of(form) is not None}
    kept = {name: value for name, value in told.items() if value}
    packed = json.dumps(kept, separators=(",", ":"))
    if len(packed) > MOST_ABOUT:
        kept.pop("url", None)
        packed = json.dumps(kept, separators=(",", ":"))
    return packed


def page_number(heard: Heard) -> int:
    """Return which page of a long form was sent."""
    page = heard.memo.get("page")
    return page if isinstance(page, int) and 0 <= page < 100 else 0


def nth_page(form: Form, page: int) -> Form | None:
    """Return the form from that page on, None beyond the last."""
    rest: Form | None = form
    for _ in range(page):
        rest = forms.rest_of(rest) if rest is not None else None
    return rest


def page_of(form: Form, heard: Heard) -> Form:
    """Return the form from the page on that somebody has before them."""
    return nth_page(form, page_number(heard)) or form
