"""How a voice stands: what counts, how long families wait, and when few people are never counted in sight."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.model.voices.told import Count, VoiceTold
from bot.model.voices.voice import Heard, Shareable, Voice, VoiceDeed, VoiceState, VoiceStep, VoiceTerms
from bot.rules.voices.standing import standing

TODAY = date(2026, 3, 20)


def heard(*deeds: tuple[VoiceDeed, str], by_when: date | None = None, **terms: object) -> VoiceTold:
    begun = VoiceTerms.model_validate({"said": "Nobody answers the phone", "heard_on": date(2026, 3, 1), **terms})
    steps = [VoiceStep(id=1, deed=VoiceDeed.HEARD, terms=begun, at=datetime(2026, 3, 1, 9, tzinfo=UTC))]
    for number, (deed, said) in enumerate(deeds, 2):
        at = datetime(2026, 3, number, 9, tzinfo=UTC)
        steps.append(VoiceStep(id=number, deed=deed, words=said, by_when=by_when, at=at))
    return standing(Voice(id=1, number=1, plan="kent", steps=tuple(steps)), TODAY, "Europe/London")


def test_what_was_done_leaves_it_open_until_the_forum_says_what_changed() -> None:
    done = heard((VoiceDeed.DID, "A second line"))
    assert (done.state, done.voice.is_open, done.days) == (VoiceState.DONE, True, 19)
    closed = heard((VoiceDeed.DID, "A second line"), (VoiceDeed.CHANGED, "Most calls are answered"))
    assert closed.changed is not None and closed.changed.words == "Most calls are answered"
    assert (closed.state, closed.days, closed.ended_on) == (VoiceState.CLOSED, 2, date(2026, 3, 3))


def test_what_others_say_has_changed_is_only_offered() -> None:
    offered = heard((VoiceDeed.DID, "A second line"), (VoiceDeed.OFFERED, "All is well"))
    assert offered.state is VoiceState.DONE and offered.changed is None
    assert offered.offered is not None and offered.offered.words == "All is well"
    assert heard((VoiceDeed.OFFERED, "All is well"), (VoiceDeed.CHANGED, "Some of it is")).offered is None


def test_what_cannot_be_is_told_until_the_forum_opens_it_again() -> None:
    assert heard((VoiceDeed.CANNOT, "No money")).cannot is not None
    again = heard((VoiceDeed.CANNOT, "No money"), (VoiceDeed.REOPENED, "There is a grant"))
    assert (again.cannot, again.state) == (None, VoiceState.OPEN)


@pytest.mark.parametrize(("source", "inside"), [
    (Heard.FORUM, Count(number=3)), (Heard.YOUTH_FORUM, Count(number=3)), (Heard.EVENT, Count(number=3)),
    (Heard.SURVEY, Count(fewer=True)), (Heard.COMPLAINT, Count(fewer=True)), (Heard.COMPLIMENT, Count(fewer=True)),
])  # fmt: skip
def test_few_people_are_never_counted_outside_and_inside_only_if_it_was_said_aloud(source: Heard, inside: Count) -> None:
    told = heard(count=3, source=source)
    assert (told.inside, told.outside) == (inside, Count(fewer=True))


def test_five_are_counted_and_an_unknown_number_is_none() -> None:
    assert heard(count=5, source=Heard.COMPLAINT).outside == Count(number=5)
    assert heard().outside == Count()


def test_it_is_late_once_the_day_has_passed_and_nothing_was_done() -> None:
    late = heard((VoiceDeed.PLANNED, "A second line"), by_when=date(2026, 3, 19))
    assert late.late and not heard((VoiceDeed.PLANNED, "A second line"), by_when=TODAY).late
    assert not heard((VoiceDeed.PLANNED, "x"), (VoiceDeed.DID, "y"), by_when=date(2026, 3, 19)).late


@pytest.mark.parametrize(("shareable", "summary", "shown"), [
    (Shareable.YES, "", "Nobody answers the phone"), (Shareable.SUMMARY, "Calls", "Calls"), (Shareable.SUMMARY, "", ""),
    (Shareable.NO, "Calls", ""),
])  # fmt: skip
def test_only_what_may_be_shared_is_shared(shareable: Shareable, summary: str, shown: str) -> None:
    assert heard(shareable=shareable, summary=summary).words_shared == shown
    assert heard((VoiceDeed.WITHDRAWN, ""), shareable=shareable, summary=summary).words_shared == ""
