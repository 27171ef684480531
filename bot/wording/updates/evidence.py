"""Evidence in words: the link, what kind it is and what it shows, of which day it is and until when it is good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model.letters.message import Link, Span, Spans, Text
from bot.model.updates.evidence import Offered
from bot.model.updates.update import Evidence, evidence_handle
from bot.wording.sentences import day as in_words
from bot.wording.sentences import words


def links_in_words(links: Sequence[Evidence], handles: bool = False, today: date | None = None) -> Spans:
    """Say which links there are, each after its handle if these are told. What is stale `today` is said to be so."""
    spans: list[Span] = []
    for link in links:
        spans += [Text(text=", ")] if spans else []
        spans += [Text(text=f"{evidence_handle(link.id)} ")] if handles else []
        spans += link_in_words(link, today)
    return tuple(spans)


def link_in_words(link: Evidence, today: date | None = None) -> Spans:
    """Say one link, with all that is known of it in brackets behind it."""
    told = "; ".join(_told(link, today))
    url = Link(text="", url=link.url) if "://" in link.url else Text(text=link.url)  # words stand for one that was taken out
    return (url, Text(text=f" ({told})")) if told else (url,)


def _told(link: Evidence, today: date | None) -> list[str]:
    told = [words("evidence.link.shows", {"kind": link.kind.value, "shows": link.shows})] if link.shows else []
    if link.dated is not None:
        told.append(words("evidence.link.dated", {"day": in_words(link.dated)}))
    if link.good_until is not None:
        is_stale = today is not None and link.is_stale(today)
        told.append(words("evidence.link.stale" if is_stale else "evidence.link.good", {"day": in_words(link.good_until)}))
    return told


def verdict_of(one: Offered) -> str:
    """Say what was said of evidence, or that nobody has looked at it."""
    return words(f"evidence.verdict.{one.checked.verdict.value if one.checked else 'none'}")
