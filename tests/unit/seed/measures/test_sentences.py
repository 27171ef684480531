"""Success measures read as measures, against tables that were written by hand before the reader was asked.

In the tables: H, L or T (which values are better), the target with its unit, by when, the points on the way, and the baseline.
"of 100" is a share of a baseline that has no number.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.model.measures.given import Given
from bot.model.measures.measure import DataPeriod, Whose
from bot.model.measures.proposal import Assumed, Proposal
from bot.model.plan import Action, Plan
from bot.rules.measures.readings import judged
from seed.measures.of_plan import proposed
from tests.world.reading import read_text

SHIPPED = Path(__file__).parents[4] / "seed" / "plans" / "lancashire_send_priority_action_plan.txt"
SENTENCES = 95

# The sentences of the shipped plan that set a target, by their place among all. Every other one sets none.
TARGETS: dict[int, tuple[str, ...]] = {
    10: ("H 300 per month",),
    11: ("L 50 of 100 by 2025-12-31 from 100",),
    12: ("L 50 of 100 by 2026-01-31 from 100", "L 50 of 100 by 2026-01-31 from 100"),
    13: ("H 60% by 2026-12-31 via 40 by 2025-12-31, 60 by 2026-12-31 from 17 on 2024-12-31",),
    15: ("H 50%",),
    16: ("L 4 weeks by 2026-01-31", "L 8 weeks by 2026-01-31"),
    20: ("H 110 of 100 from 100",),
    21: ("H 100%",),
    23: ("H 50%", "H 50%"),
    24: ("H 5% by 2026-06-30",),
    25: ("H 5%", "H 40%"),
    26: ("H 110 of 100 from 100",),
    28: ("L 80 of 100 from 100",),
    39: ("L 90 of 100 from 100",),
    49: ("L 80 of 100 from 100",),
    50: ("L 80 of 100 from 100",),
    51: ("L 12 weeks",),
    53: ("H 90%",),
    54: ("H 90%",),
    55: ("H 90%",),
    56: ("H 90%",),
    95: ("H 80%",),
}
QUANTITIES = 28  # 50% of two waits counts twice, 17, 40 and 60% three times
# Sentences that name a number to be read and set no target for it.
COUNTED = {22, 38, 40, 57, 64, 84, 85, 86, 87, 90, 91, 94}

# Sentences of other areas and of other plans, written before the reader was asked.
OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Increase the percentage of EHC plans issued within 20 weeks from 27% in 2023 to 60% by July 2025.", ("H 60% by 2025-07-31 from 27 on 2023-12-31",)),
    ("Suspension rate of children with SEN support falls from 28.92 (academic year 21/22) to 18.59 by July 2025", ("L 18.59 by 2025-07-31 from 28.92 on 2022-08-31",)),
    ("Persistent absence of pupils with an EHC plan is reduced to below 30% by the end of the 2025/26 academic year", ("L 30% by 2026-08-31",)),
    ("At least 90% of parent carers rate their experience as good or better.", ("H 90%",)),
    ("No child waits more than 52 weeks for an autism assessment by March 2026.", ("L 0 by 2026-03-31",)),
    ("9 in 10 families say that the Local Offer is easy to use", ("H 90%",)),
    ("Halve the number of permanent exclusions of children with SEN support by August 2026", ("L 50 of 100 by 2026-08-31 from 100",)),
    ("Average waiting time for speech and language therapy reduced from 40 weeks to 18 weeks", ("L 18 weeks from 40",)),
    ("85% of annual reviews for children in Year 9 are completed by 31 March 2026", ("H 85% by 2026-03-31",)),
    ("Caseloads no more than 18 per social worker", ("L 18 per social worker",)),
    ("Re-referral rate between 15% and 20%", ("T 17.5%",)),
    ("Tribunal appeals reduce by 15% compared with 2024", ("L 85 of 100 from 100 on 2024-12-31",)),
    ("100% of schools have a named SENCO", ("H 100%",)),
    ("All health advice is returned within 6 weeks", ("H 100%",)),
    ("Every looked after child has a personal education plan", ("H 100%",)),
    ("Young people aged 16 to 25 with EHC plans in supported internships increases from 25 to 60 by September 2026", ("H 60 by 2026-09-30 from 25",)),
    ("Improved attainment at Key Stage 2", ()),
    ("Fewer than 5% of plans are older than 3 years", ("L 5%",)),
    ("Increase the proportion of 2-year-olds taking up funded places by 8 percentage points", ("H 8 points from 0",)),
    ("Satisfaction with SENDIASS is 80% or above", ("H 80%",)),
    ("Two thirds of audits graded good by December 2025", ("H 66.7% by 2025-12-31",)),
    ("65% by July 2025, 75% by July 2026 and 85% by July 2027 of EHC needs assessments completed on time.", ("H 85% by 2027-07-31 via 65 by 2025-07-31, 75 by 2026-07-31, 85 by 2027-07-31",)),
    ("NEET for young people with EHCP is at or below the national average of 8.7%", ("L 8.7%",)),
    ("Recruit 12 additional educational psychologists by September 2025", ("H 12 by 2025-09-30",)),
    ("Increased confidence of parents in the graduated approach", ()),
    ("Waiting list cut by 40% by Q4 2025/26", ("L 60 of 100 by 2026-03-31 from 100",)),
    ("Section 19 duty met for pupils unable to attend school", ()),
    ("Phase 2 of the workforce plan delivered by 2026", ()),
    ("The 3 priorities of the plan are delivered", ()),
    ("Stage 1 complaints reduced by a third by April 2026", ("L 66.7 of 100 by 2026-04-30 from 100",)),
    ("Percentage of children seen within 18 weeks rises to 92%", ("H 92%",)),
    ("Double the number of families reached by the parent carer forum", ("H 200 of 100 from 100",)),
    ("Health advice received within six weeks: baseline 45% (March 2024), target 75% (March 2025), 90% (March 2026)", ("H 90% by 2026-03-31 via 75 by 2025-03-31, 90 by 2026-03-31 from 45 on 2024-03-31",)),
    ("Vacancy rate below 10%", ("L 10%",)),
    ("More than 75% of staff feel supported, up from 61% in the 2023 staff survey", ("H 75% from 61 on 2023-12-31",)),
    ("Number of children educated out of area", ()),
    ("The number of children in independent placements falls to 240 by March 2027", ("L 240 by 2027-03-31",)),
    ("Zero children without a school place for more than 15 days", ("L 0",)),
    ("4 out of 5 schools adopt the inclusion charter", ("H 80%",)),
    ("By December 2026, 70% of young people report feeling ready for adulthood", ("H 70% by 2026-12-31",)),
    ("Attendance at special schools of 91% or more", ("H 91%",)),
    ("School attendance of children with EHCPs improves from 86.2% to 88% in 2025/26 and 90% in 2026/27", ("H 90% by 2027-08-31 via 88 by 2026-08-31, 90 by 2027-08-31 from 86.2",)),
    ("Reduce unplanned hospital admissions for children with asthma from 320 per 100,000 to 280 per 100,000", ("L 280 per 100,000 from 320",)),
    ("Save £1.5 million on home to school transport by March 2027", ("H £1500000 by 2027-03-31",)),
    ("80-85% of initial health assessments completed within 20 working days", ("H 80%",)),
    ("Positive feedback from 0-5s services", ()),
    ("95% of statutory visits on time (currently 78%)", ("H 95% from 78",)),
    ("Average days to place children for adoption reduced to 426 days or fewer", ("L 426 days",)),
    ("At least 200 parents attend SEND roadshows each year", ("H 200",)),
    ("Rating of the Local Offer website of at least 4 out of 5", ("H 4 out of 5",)),
    ("EHCP timeliness 60% by Summer Term 2026", ("H 60%",)),
    ("50 more specialist places by September 2026", ("H 50 by 2026-09-30",)),
    ("Increase specialist places by 50", ("H 50 more from 0",)),
    ("Children with a social worker achieving level 4 at the end of key stage 2", ()),
    ("Reduction in the number of looked after children placed more than 20 miles from home", ()),
    ("Reduce the average time from referral to first appointment to 12 weeks by October 2025, and to 8 weeks by April 2026", ("L 8 weeks by 2026-04-30 via 12 by 2025-10-31, 8 by 2026-04-30",)),
    ("60% of pupils reach a good level of development, in line with the national average of 67%", ("H 60%",)),
    ("20% increase in short breaks take-up by 31/03/2026", ("H 120 of 100 by 2026-03-31 from 100",)),
    ("One in five young people on the register is in paid work by 2027", ("H 20% by 2027-12-31",)),
    ("Year 6 to Year 7 transition plans in place", ()),
    # Found to be read wrongly once.
    ("EHC plans issued within 20 weeks: 2024/25 45%, 2025/26 60%, 2026/27 75%", ("H 75% by 2027-03-31 via 45 by 2025-03-31, 60 by 2026-03-31, 75 by 2027-03-31",)),
    ("Waiting time for autism assessment to be no longer than 65 weeks by March 2026", ("L 65 weeks by 2026-03-31",)),
    ("A reduction in exclusions of 25% by the end of the academic year 2025/26", ("L 75 of 100 by 2026-08-31 from 100",)),
    ("Reduce the backlog of overdue annual reviews to zero by December 2025", ("L 0 by 2025-12-31",)),
    ("Current performance 52%, target 60% (July 2025), 70% (July 2026)", ("H 70% by 2026-07-31 via 60 by 2025-07-31, 70 by 2026-07-31 from 52",)),
    ("The gap between SEN support and all pupils narrows by 3 percentage points", ("L -3 points from 0",)),
    ("Reviewed within 12 months for 95% of children under 5", ("H 95%",)),
    ("Issued in time: 40% in 2025 (17% in 2024)", ("H 40% by 2025-12-31 from 17 on 2024-12-31",)),
    ("Reduce wait from 104 weeks to 52 weeks by March 2026 and 18 weeks by March 2028", ("L 18 weeks by 2028-03-31 via 52 by 2026-03-31, 18 by 2028-03-31 from 104",)),
    ("Attendance up 2%", ("H 102 of 100 from 100",)),
    ("95% of enquiries are answered within 5 working days", ("H 95%",)),
    ("EP vacancy rate no higher than 8% by 31 March 2027 (Q2 2026/27: 21%).", ("L 8% by 2027-03-31 from 21 on 2026-09-30",)),
    ("Agency spend reduced by £1.2m by 2027/28 from £4.8m in 2025/26.", ("L £3600000 by 2028-03-31 from 4800000 on 2026-03-31",)),
    ("Sickness absence to reduce by 2 percentage points, from 6.4%, by December 2027.", ("L 4.4% by 2027-12-31 from 6.4",)),
    ("Increase take-up to 60% from 40%", ("H 60% from 40",)),
    ("Children with three or more placements in a year under 9% (2025: 12.4%; England 10%).", ("L 9% from 12.4 on 2025-12-31",)),
    ("Every school has a trained mental health lead by 2028; 61 of 104 had one in July 2026.", ("H 100% by 2028-12-31 from 58.7 on 2026-07-31",)),
    ("Direct payments take-up doubles to 30%.", ("H 30%",)),
    ("People waiting for an assessment are halved by March 2027 (412 at 1 April 2026).", ("L 206 by 2027-03-31 from 412 on 2026-04-01",)),
    ("Stillbirth rate of 2.6 per 1,000 births or lower by 2028 (3.9 in 2024).", ("L 2.6 per 1,000 by 2028-12-31 from 3.9 on 2024-12-31",)),
    ("Carers reporting quality of life: score rises from 7.1 to 7.6 out of 12 in the biennial survey.", ("H 7.6 out of 12 from 7.1",)),
    ("Staff survey: 68% (was 51%) would recommend the unit by the 2027 survey.", ("H 68% by 2027-12-31 from 51",)),
    ("60 percent of cases are resolved without appeal", ("H 60%",)),
    ("A reduction of 15-20% in out-of-area placements over 3 years.", ("L 85 of 100 from 100",)),
    ("The gap at Key Stage 2 narrows from 43 to 35 points by July 2028.", ("L 35 points by 2028-07-31 from 43",)),
    ("Between 5 and 8 outreach visits per school per term.", ("T 6.5 per school",)),
    ("Absence is at or below the national average (36.1% in 2024/25).", ("L 36.1%",)),
    ("The rate falls to 8% (England: 12% in 2025)", ("L 8%",)),
    ("No more than 10 families wait", ("L 10",)),
    ("70% of the 120 schools are visited", ("H 70%",)),
    ("Improve from the 2023 baseline of 42.5% to the national average of 50.3% by Dec 2025", ("H 50.3% by 2025-12-31 from 42.5 on 2023-12-31",)),
)  # fmt: skip

UNITS = {"%": "%", "% of the baseline": " of 100", "percentage points": " points", "more than the baseline": " more"}
UNITS |= {"less than the baseline": " less"}


def brief(proposal: Proposal) -> str:
    """Return the target of a proposal as the tables write it."""
    terms = proposal.terms
    unit = UNITS.get(terms.unit, f" {terms.unit}" if terms.unit else "")
    number = f"£{terms.target}" if terms.unit == "£" else f"{terms.target}{unit}"
    by = f" by {terms.target_by}" if terms.target_by else ""
    via = ", ".join(f"{one.value} by {one.by}" for one in terms.trajectory)
    baseline = "" if terms.baseline is None else f" from {terms.baseline}"
    on = f" on {terms.baseline_on}" if terms.baseline_on else ""
    return f"{terms.polarity} {number}{by}{f' via {via}' if via else ''}{baseline}{on}"


def of_sentence(*sentences: str) -> tuple[Proposal, ...]:
    actions = (Action(ref="1.1", priority=1, title="A", success_measures=sentences),)
    return proposed(Plan(short="any", title="Any", actions=actions))


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return read_text(SHIPPED.read_text(encoding="utf-8")).plan


def test_the_shipped_plan_sets_the_targets_that_a_reader_finds_in_it(shipped: Plan) -> None:
    sentences = [(action.ref, text) for action in shipped.actions for text in action.success_measures]
    found: dict[int, tuple[str, ...]] = {}
    for proposal in proposed(shipped):
        if proposal.sets_target:
            at = sentences.index((proposal.terms.actions[0], proposal.sentence)) + 1
            found[at] = (*found.get(at, ()), brief(proposal))

    assert len(sentences) == SENTENCES
    assert found == TARGETS
    assert sum(proposal.quantities for proposal in proposed(shipped)) == QUANTITIES


def test_every_sentence_of_the_shipped_plan_is_proposed_in_numbers_or_in_words(shipped: Plan) -> None:
    proposals = proposed(shipped)
    sentences = [(action.ref, text) for action in shipped.actions for text in action.success_measures]

    assert {(one.terms.actions[0], one.sentence) for one in proposals} == set(sentences)
    assert [one.number for one in proposals] == list(range(1, len(proposals) + 1))
    counted = {sentences.index((one.terms.actions[0], one.sentence)) + 1 for one in proposals if not one.terms.in_words}
    assert counted - set(TARGETS) == COUNTED
    assert all(not one.terms.owner for one in proposals)


@pytest.mark.parametrize(("sentence", "expected"), OTHERS, ids=[sentence[:40] for sentence, _ in OTHERS])
def test_a_sentence_of_another_area_sets_the_targets_of_the_table(sentence: str, expected: tuple[str, ...]) -> None:
    assert tuple(brief(one) for one in of_sentence(sentence) if one.sets_target) == expected


def test_a_share_of_the_baseline_is_read_in_per_cent_and_may_be_over_a_hundred() -> None:
    (proposal,) = of_sentence("Increase uptake of short breaks by 10%")

    given = judged(proposal.terms, Given(value=Decimal(104), unit="%"))
    assert isinstance(given, Given) and given.value == Decimal(104)


@pytest.mark.parametrize(
    ("sentence", "doubts"),
    [
        ("Waits fall by 20%", {Assumed.RELATIVE}),
        ("Increase places by 50", {Assumed.FROM_START}),
        ("80-85% of assessments are on time", {Assumed.RANGE}),
        ("60% on time in 2026", {Assumed.YEAR}),
        ("60% on time by the end of 2026", set()),
        ("EHCP timeliness 60% by Summer Term 2026", {Assumed.DAY}),
        ("Onboard 50% of parents within 12 months of the launch", {Assumed.DAY}),
        ("Portfolios: 40", {Assumed.IN_WORDS}),
        ("Ratio of 3%", {Assumed.POLARITY}),
        ("Up to 30 places are commissioned", {Assumed.UP_TO}),
        ("Plans are finalised within 8 weeks", {Assumed.LIMIT}),
        ("All schools have a SENCO", {Assumed.ALL}),
        ("Two thirds of audits are good", {Assumed.ROUNDED}),
        ("Attendance is above the national average of 93%", {Assumed.NATIONAL, Assumed.STRICT}),
        ("Attendance is at or above 93%", set()),
        ("No more than 10 families wait", set()),
        ("Fewer than 10 families wait", {Assumed.STRICT}),
        ("25 more places are open by September 2027, on top of the present 310", {Assumed.LEFT_OUT}),
        ("£350,000 of savings in each of 2026/27 and 2027/28", {Assumed.POLARITY, Assumed.YEAR, Assumed.LEFT_OUT}),
        ("Caseload of no more than 16 children per social worker from April 2027", {Assumed.LEFT_OUT}),
        ("Plans finalised by 15 February for 100% of children and by 31 March for post-16", {Assumed.DAY}),
        ("Onboard 50% of parents by May 2027. Remainder by 18 months.", {Assumed.LEFT_OUT}),
        ("Number of parents trained", {Assumed.NO_TARGET, Assumed.POLARITY}),
        ("Parents feel heard", {Assumed.IN_WORDS}),
    ],
)
def test_each_doubt_is_named(sentence: str, doubts: set[Assumed]) -> None:
    (proposal,) = of_sentence(sentence)
    assert {one.kind for one in proposal.doubts} == doubts


def test_two_quantities_of_a_sentence_are_two_measures_that_say_which_is_which() -> None:
    first, second = of_sentence("Train 90% of staff and audit 5% of plans by June 2026")

    assert (brief(first), brief(second)) == ("H 90% by 2026-06-30", "H 5% by 2026-06-30")
    assert first.terms.text.startswith("90% of staff (1 of 2 in: Train 90% of staff")
    assert second.terms.text.startswith("5% of plans (2 of 2 in: ")
    _, taken = of_sentence("90% of interviews are offered and 70% are accepted within 72 hours")
    assert taken.terms.text.startswith("70% are accepted (2 of 2 in: ")


@pytest.mark.parametrize(
    ("sentence", "source", "period", "voice"),
    [
        ("60% on time as evidenced through SEN2 return annually", "SEN2 return annually", DataPeriod.YEAR, Whose.DATA),
        ("90% of parents report that they feel heard, measured by the termly survey", "termly survey", DataPeriod.TERM, Whose.PARENTS),
        ("Staff turnover below 10% each quarter", "", DataPeriod.QUARTER, Whose.DATA),
        ("80% of young people say they feel safe", "", DataPeriod.MONTH, Whose.CHILDREN),
    ],
)
def test_where_a_sentence_says_it_the_source_the_period_and_the_voice_are_taken(
    sentence: str, source: str, period: DataPeriod, voice: Whose
) -> None:
    (proposal,) = of_sentence(sentence)
    assert (proposal.terms.source, proposal.terms.period, proposal.terms.voice) == (source, period, voice)
