"""Evidence and why, in words."""

from __future__ import annotations

from datetime import date

from bot.model.letters.message import plain
from bot.model.updates.evidence import Verdict
from bot.model.updates.update import Evidence, EvidenceType
from bot.wording.sentences import all_words
from bot.wording.updates.evidence import links_in_words


def test_every_verdict_has_its_words() -> None:
    known = all_words("evidence")

    assert {f"verdict.{one.value}" for one in Verdict} | {"verdict.none"} == {name for name in known if name.startswith("verdict.")}
    assert {f"why.{one.value}" for one in Verdict} <= set(known)


def test_a_link_is_out_of_date_from_the_day_after_its_last_good_one_and_one_taken_out_is_no_link() -> None:
    policy = Evidence(id=4, url="https://x.org/a", kind=EvidenceType.POLICY, shows="the policy", good_until=date(2025, 6, 30))
    gone = Evidence(id=5, url="[removed by Gwen, 1 May 2025]")

    assert plain(links_in_words([policy, gone], handles=True, today=date(2025, 6, 30))) == (
        "e4 https://x.org/a (policy or procedure: the policy; good until 30 June 2025), e5 [removed by Gwen, 1 May 2025]"
    )
    assert "out of date: it was good until 30 June 2025" in plain(links_in_words([policy], today=date(2025, 7, 1)))
