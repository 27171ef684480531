"""Words as Slack takes them: measured, cut, escaped, and as elements in which it reads no markup. Pure."""

from __future__ import annotations

import re
from typing import assert_never
from urllib.parse import urlsplit

from bot.model.letters.message import Link, Mark, Mention, Spans, Text, plain
from bot.wording.looks import signed
from bot.wording.sentences import words

Json = dict[str, object]
Run = tuple[list[Json], int]  # the elements of one section, and how many characters they show

MOST_URL = 3_000

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ADDRESS = re.compile(r"https://[^\s<>\"|\\^`{}]+")  # in small letters, as Slack takes it
_OPENS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{2,}")
_BOLD = {"bold": True}


def count_in_words(sentence: str, count: int) -> str:
    """Say a sentence of `[blocks]` that has one form for one and another for many."""
    return words(f"slack.blocks.{sentence}_{'one' if count == 1 else 'many'}", {"count": count})


def escape(text: str) -> str:
    """Make the three replacements without which Slack reads `text` as mentions and links."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """Count a text as the strictest counts: in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def cut(text: str, most: int) -> str:
    """Return the text, or as many whole words as fit and an ellipsis."""
    if size(text) <= most:
        return text
    head = text.encode("utf-16-le", "replace")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    whole = head.rpartition(" ")[0].rstrip()
    return f"{whole if 2 * len(whole) > len(head) else head}…"


def plain_text(text: str, most: int) -> Json:
    """Return a text in which Slack reads nothing, not even the name of an emoji."""
    return {"type": "plain_text", "text": cut(clean(text), most), "emoji": False}


def clean(text: str) -> str:
    """Return the text without what Slack refuses: controls and halves of characters become a visible mark."""
    if text.isprintable():
        return text
    return _REFUSED.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _closed(text: str) -> str:
    """Turn the writing direction back wherever a text turns it, so that it turns no words but its own."""
    waiting: list[str] = []
    for letter in text:
        if letter == "\n":
            waiting.clear()
        elif letter in _OPENS:
            waiting.append(_OPENS[letter])
        elif waiting and letter == waiting[-1]:
            waiting.pop()
    return text + "".join(reversed(waiting))


# ---- spans --------------------------------------------------------------------------------

def run(spans: Spans, number: int | None = None, mark: Mark | None = None) -> Run:
    """Draw spans as the elements of one section, after the number to type and the status in sign, shape and word."""
    elements: list[Json] = []
    shown = 0
    if number is not None:
        shown += _say(elements, f"{number}. ", strong=True)
    if mark is not None:
        shown += _say(elements, signed(mark), strong=True) + _say(elements, ": ")
    for span in spans:
        match span:
            case Text(text=text, strong=strong):
                shown += _say(elements, text, strong)
            case Link():
                shown += _link(elements, span)
            case Mention(name=name, account=account) if _ACCOUNT.fullmatch(account):
                elements.append({"type": "user", "user_id": account})
                shown += size(name)
            case Mention(name=name):
                shown += _say(elements, name)
            case _:
                assert_never(span)
    return elements, shown


def _say(elements: list[Json], text: str, strong: bool = False) -> int:
    if not text:
        return 0
    if not text.isprintable():
        text = _closed(clean(text))
    last = elements[-1] if elements else {}
    if last.get("type") == "text" and ("style" in last) is strong:
        last["text"] = f"{last['text']}{text}"
    else:
        elements.append({"type": "text", "text": text, "style": _BOLD} if strong else {"type": "text", "text": text})
    return size(text)


def _link(elements: list[Json], link: Link) -> int:
    """Draw a link so that its address can be seen. One that no client should open is text."""
    if not linkable(link.url):
        return _say(elements, plain((link,)))
    if link.text in ("", link.url):
        elements.append({"type": "link", "url": link.url})
        return size(link.url)
    text = _closed(clean(link.text))
    elements.append({"type": "link", "url": link.url, "text": text})
    return size(text) + _say(elements, f" ({link.url})")


def linkable(url: str) -> bool:
    """Say if Slack may be given this address as a link: https, with a host, and nothing odd in it."""
    if size(url) > MOST_URL or not url.isprintable() or not _ADDRESS.fullmatch(url):
        return False
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
