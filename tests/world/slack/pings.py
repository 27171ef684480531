"""Whether something sent would ping, format or disguise: a person's words must stay words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.world.slack.world import Json, World

SPECIAL = re.compile(r"<(![a-z]|@[UW]|#C|!subteam|https?://|mailto:)", re.IGNORECASE)


def pings(value: object) -> Iterator[str]:
    """Every place in blocks, a view or a whole message body where markup of Slack's would act."""
    if isinstance(value, list):
        for one, after in zip(value, [*value, None][1:], strict=True):
            yield from () if _in_sight(one, after) else pings(one)
    elif isinstance(value, dict):
        if value.get("type") in ("broadcast", "user", "usergroup", "channel") and "text" not in value:
            yield str(value)
        if value.get("type") == "mrkdwn" and SPECIAL.search(str(value.get("text", ""))):
            yield str(value["text"])
        if value.get("type") == "link" and value.get("text") not in (None, value.get("url")):
            yield f"disguised link: {value}"
        for inner in value.values():
            yield from pings(inner)


def _in_sight(one: object, after: object) -> bool:
    """Whether this is a link whose address stands in words right after it."""
    linked = isinstance(one, dict) and one.get("type") == "link" and isinstance(after, dict) and after.get("type") == "text"
    return linked and str(after["text"]).startswith(f" ({one['url']})")


def pings_sent(world: World) -> list[str]:
    """Everything that would have pinged or disguised a link in all that was sent, shown and drawn."""
    found: list[str] = []
    for call in world.calls:
        text = call.args.get("text")
        if isinstance(text, str) and SPECIAL.search(text):
            found.append(f"{call.method}: {text[:200]}")
    for post in world.posts:
        if post.bot_id is not None:
            if SPECIAL.search(post.text):
                found.append(post.text[:200])
            found += pings(post.blocks)
            for text, blocks in post.versions:
                found += [text[:200]] if SPECIAL.search(text) else []
                found += pings(blocks)
    bodies: list[Json] = [view.body for view in world.views.values()]
    return [one for one in found + list(pings(list(bodies))) if one not in world.may_ping]
