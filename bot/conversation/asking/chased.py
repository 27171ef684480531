"""The chase, for whoever asks: all that somebody's last nudge had no room for."""

from __future__ import annotations

from datetime import timedelta

from bot.model.letters.letter_key import Sort, letter_key
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import Asker
from bot.model.noun import local_day
from bot.ports.record import View
from bot.reports.letters.asked_cards import still_counted
from bot.wording.sentences import line, words

DAYS = 14  # looked back on for the last nudge


def all_news(view: View, asker: Asker) -> Message:
    """Tell what the nudges of the last days only counted, the newest first, without what is settled since."""
    today = local_day(asker.now, asker.zone)
    keys = [letter_key(Sort.NUDGE, asker.person.id, today - timedelta(days=back)) for back in range(DAYS)]
    there = view.letters.some(keys)
    letters = [there[key] for key in keys if key in there]
    blocks = tuple(block for letter in letters for block in still_counted(view, letter))
    return Message(title=words("chase.news.title"), blocks=blocks or (Paragraph(spans=line("chase.news.none")),))
