"""Voices of families put on the record as their commands put them, for tests of what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model.record.entry import By
from bot.model.voices.voice import Heard, Shareable, Voice, VoiceDeed, VoiceStep, VoiceTerms
from bot.ports.record import Tx

PHONE = "Nobody answers the phone <b>at all</b>"


def heard(tx: Tx, short: str, at: datetime, deeds: Sequence[tuple[VoiceDeed, str]] = (), **terms: object) -> Voice:
    """Somebody of the forum hears something on a day, and then something is done about it each day."""
    told = VoiceTerms.model_validate({"said": "Waits are long", "heard_on": at.date(), **terms})
    tx.acting(By(at=at, capacity="forum"))
    voice = tx.voices.begin(Voice(plan=short, steps=(VoiceStep(deed=VoiceDeed.HEARD, terms=told, capacity="forum", at=at),)))
    for after, (deed, said) in enumerate(deeds, 1):
        moment = at + timedelta(days=after)
        tx.acting(By(at=moment, capacity="admin"))
        by_when = date(2030, 1, 1) if deed is VoiceDeed.PLANNED else None
        step = VoiceStep(deed=deed, words=said, by_when=by_when, capacity="admin", at=moment)
        voice = tx.voices.step(voice, step)
    return voice


def fill(tx: Tx, short: str, at: datetime) -> None:
    """Put a voice of each kind and fate on the record: closed, done, promised, open, impossible, and one that is not shown."""
    yes = {"shareable": Shareable.YES}
    done = (VoiceDeed.DID, "A second line is open")
    heard(tx, short, at, [done, (VoiceDeed.CHANGED, "Most calls are answered")], said=PHONE, count=12, **yes)
    heard(tx, short, at, [done], said="Calls end too soon", count=3, source=Heard.SURVEY, **yes)
    heard(tx, short, at, [(VoiceDeed.PLANNED, "Ask for more buses")], said="There is no bus", source=Heard.EVENT, **yes)
    heard(tx, short, at, said="Letters are hard to read", **yes)
    heard(tx, short, at, [(VoiceDeed.CANNOT, "There is no money for it")], said="A hub in each town", **yes)
    heard(tx, short, at, said="The words of many", shareable=Shareable.SUMMARY, summary="Reviews are late")
    heard(tx, short, at, said="Not for everybody", source=Heard.COMPLAINT)
