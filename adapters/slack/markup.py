"""The words a person typed, out of what Slack makes of them on the way: references, links and escapes taken back. Pure."""

from __future__ import annotations

import re

_MARKED = re.compile(r"<([^<>\n]*)>")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^<>]*)?>")


def without_markup(text: str) -> str:
    """Return the text as it was typed: names for people and channels, bare links and addresses, no escapes."""
    bare = _MARKED.sub(lambda found: _as_typed(found[1]), text) if "<" in text else text
    return without_escapes(bare).replace("\u00a0", " ")


def without_escapes(text: str) -> str:
    """Take back Slack's three replacements."""
    # Last of all the ampersand, so that what was typed as "&lt;" stays so.
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def without_mention(text: str, bot: str) -> str:
    """Take out the mention that called the bot. If the bot's own id is not known, take out the first mention."""
    if bot:
        first, *others = re.split(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>", text)
        if others:
            *between, last = (part.lstrip(" \t") for part in others)
            return " ".join([*(part.rstrip() for part in (first, *between)), last]).strip()
    return _MENTION.sub("", text, count=1).strip()


def _as_typed(marked: str) -> str:
    what, _, label = marked.partition("|")
    kind, rest = what[:1], what[1:]
    if kind == "@":
        return label or what
    if kind == "#":
        return f"#{label or rest}"
    if kind == "!":
        return label or f"@{rest.partition('^')[0]}"
    if what.lower().startswith(("mailto:", "tel:")):
        return what.partition(":")[2] or label
    if not _SCHEME.match(what):
        return f"<{marked}>"
    # "example.org" typed comes with the scheme put before it. A link under other words comes before them, as on Teams.
    bare = _SCHEME.sub("", label).rstrip("/")
    if label and _SCHEME.sub("", what).rstrip("/") == bare:
        return label
    return f"{what} {label}" if bare else what
