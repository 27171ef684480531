"""The pages that anybody may read: what Milepost keeps of people, and on what terms it is used."""

from __future__ import annotations

from functools import cache, partial
from html import escape

from aiohttp import web

from bot.model.policy import Retention
from bot.wording.sentences import Fact, all_words, words

NAMES = ("privacy", "terms")
STYLE = (
    ":root{color-scheme:light dark}body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:38rem;margin:0 auto;padding:1.5rem}"
    "h1{font-size:1.75rem;line-height:1.25}h2{font-size:1.25rem;margin:2rem 0 .25rem}p{margin:.5rem 0}"
)


def pages() -> list[web.RouteDef]:
    """Return the routes of the pages, each under its own name."""
    return [web.get(f"/{name}", partial(_shown, name)) for name in NAMES]


async def _shown(name: str, _request: web.Request) -> web.Response:
    return web.Response(text=page(name), content_type="text/html")


@cache
def page(name: str) -> str:
    """Draw one page of `prompts/pages.toml`: a title, then each heading with its paragraph."""
    usual = Retention()
    facts: dict[str, Fact] = {"months": usual.letters_months, "days": usual.drafts_days}
    title, other = words(f"pages.{name}.title"), next(one for one in NAMES if one != name)
    parts = [key.partition(".")[2] for key in all_words("pages") if key.startswith(f"{name}.")]
    tags = {part: "p" if part.endswith("_text") else "h2" for part in parts if part != "title"}
    told = [_tag(tag, words(f"pages.{name}.{part}", facts)) for part, tag in tags.items()]
    link = f'<p><a href="/{other}">{escape(words(f"pages.{other}.title"))}</a></p>'
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    main = f"<main>{_tag('h1', title)}{''.join(told)}{link}</main>"
    return f'<!doctype html><html lang="en-GB"><head>{head}<style>{STYLE}</style></head><body>{main}</body></html>'


def _tag(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"
