"""Readers of papers: whoever belongs to the plan may ask for all of it; a forum reads what is worded for everybody."""

from __future__ import annotations

from datetime import date

from bot.model.board.settings import Audience, Tone
from bot.model.people import People, Person, Right
from bot.rules.holders import answers_for


def may_read(people: People, person: Person, audience: Audience | None, day: date) -> bool:
    """Say if somebody may read the papers of an audience. Whoever belongs to the plan may, as they may ask for all of it in
    chat; those who are there for their forum alone read what is worded for everybody."""
    if not is_there_for_forum(people, person, day):
        return True
    return audience is not None and audience.wording is Tone.PUBLIC


def is_there_for_forum(people: People, person: Person, day: date) -> bool:
    """Say if somebody belongs to the plan for their forum alone: they answer for nothing and have no other right."""
    return set(person.rights) == {Right.FORUM} and not answers_for(people, person.id, day)
