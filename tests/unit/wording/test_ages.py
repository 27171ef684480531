"""The days of evidence in what somebody typed."""

from __future__ import annotations

import pytest

from bot.wording.typed.ages import Ages, Behind, ages_in, behind_links


@pytest.mark.parametrize(
    ("said", "words", "ages"),
    [
        ("minutes of May, dated 3 June, good until 30 June 2027", "minutes of May", Ages("3 June", "30 June 2027")),
        ("good until 30 June 2027, dated 3 June: minutes", "minutes", Ages("3 June", "30 June 2027")),
        ("board pack dated 1 May 2026 and good until 1 May 2027 approved", "board pack approved", Ages("1 May 2026", "1 May 2027")),
        ("minutes (dated 3 June 2026)", "minutes", Ages("3 June 2026")),
        ("policy dated by the council", "policy dated by the council", Ages()),
        ("policy, good until further notice", "policy", Ages("", "further notice")),
        ("updated 3 June", "updated 3 June", Ages()),
    ],
)
def test_days_are_taken_from_words_about_evidence(said: str, words: str, ages: Ages) -> None:
    assert ages_in(said) == (words, ages)


@pytest.mark.parametrize(
    ("said", "left", "shows", "ages"),
    [
        ("done https://x.org/a, good until 3 June 2027, path: b", "done https://x.org/a, path: b", "", Ages("", "3 June 2027")),
        ("letter dated 3 June, https://x.org/a", "letter dated 3 June, https://x.org/a", "", Ages()),
        ("agreed, https://x.org/a the plan, dated 3 June, good until 3 July", "agreed, https://x.org/a", "the plan", Ages("3 June", "3 July")),
        ("agreed, https://x.org/a list of names good until 3 July", "agreed, https://x.org/a", "list of names", Ages("", "3 July")),
        ("https://x.org/a path: cover, good until 3 July", "https://x.org/a path: cover, good until 3 July", "", Ages()),
        ("https://x.org/a. The lease, good until 3 July", "https://x.org/a. The lease, good until 3 July", "", Ages()),
        ("https://x.org/a two posts are empty", "https://x.org/a two posts are empty", "", Ages()),
        ("https://x.org/a dated 3 June, good until 3 July", "https://x.org/a", "", Ages("3 June", "3 July")),
    ],
)
def test_in_a_line_about_a_milestone_only_what_stands_behind_a_link_is_of_it(said: str, left: str, shows: str, ages: Ages) -> None:
    assert behind_links(said) == Behind(left, shows, ages)
