"""The words a person typed, out of what Slack makes of them on the way: references, links and escapes taken back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MARKED = re.compile(r"<([^<>\n]*)>")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^<>]*)?>")
_ACCOUNT = re.compile(r"(?<!\w)@([UW][A-Z0-9]{2,20})\b")
_EMOJI = re.compile(r"(?<![\w:/]):([a-z0-9_+\-]{0,60}[a-z1][a-z0-9_+\-]{0,60}):(?::skin-tone-[2-6]:)?(?![\w/])")
_OFTEN = {  # the emoji sent most, by the name that Slack sends for each
    "+1": "\U0001f44d",
    "thumbsup": "\U0001f44d",
    "-1": "\U0001f44e",
    "ok_hand": "\U0001f44c",
    "clap": "\U0001f44f",
    "wave": "\U0001f44b",
    "pray": "\U0001f64f",
    "smile": "\U0001f604",
    "grinning": "\U0001f600",
    "blush": "\U0001f60a",
    "slightly_smiling_face": "\U0001f642",
    "tada": "\U0001f389",
    "heart": "\u2764",
    "warning": "\u26a0",
    "white_check_mark": "\u2705",
    "heavy_check_mark": "\u2714",
    "x": "\u274c",
    "red_circle": "\U0001f534",
    "large_green_circle": "\U0001f7e2",
    "large_orange_circle": "\U0001f7e0",
    "large_yellow_circle": "\U0001f7e1",
}


def without_markup(text: str) -> str:
    """Return the text as it was typed: names for people and channels, bare links and addresses, emoji, no escapes."""
    bare = _MARKED.sub(lambda found: _as_typed(found[1]), text) if "<" in text else text
    bare = _EMOJI.sub(_emoji, bare) if ":" in bare else bare
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


def mentioned_in(typed: str) -> list[str]:
    """Return the accounts mentioned in what was typed, each once."""
    return list(dict.fromkeys(_ACCOUNT.findall(typed)))


def with_names(typed: str, names: Mapping[str, str]) -> str:
    """Return what was typed with the name of each account that has one there."""
    return _ACCOUNT.sub(lambda found: names.get(found[1]) or found[0], typed)


def _emoji(found: re.Match[str]) -> str:
    """Return an emoji as it is seen, or its name in words."""
    return _OFTEN.get(found[1]) or f"({' '.join(found[1].replace('_', ' ').replace('-', ' ').split()) or found[1]})"


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
