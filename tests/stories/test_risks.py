"""Risks: raised by those who may, scored for a reason, said anew, closed, and told with what is late."""

from __future__ import annotations

from bot.model.policy import Policy
from bot.model.risks.risk import Risk, RiskDeed, RiskState, Treatment
from bot.model.risks.settings import Matrix
from bot.reports.risks.told import risks_json
from bot.reports.snapshot import take
from tests.world.plan import SMALL
from tests.world.story import Story

RAISES = "risk: if the provider leaves then children wait longer"
RED = "1.1.1 red the provider has given notice, path: Head of Inclusion asks the board by 30 April 2025"
SHAPE = (
    "handle", "if", "then", "about", "owner", "controls", "likelihood", "impact", "score", "band", "target", "treatment", "next_review",
    "review_overdue", "state",
)  # fmt: skip


async def risks(story: Story) -> tuple[Risk, ...]:
    """All risks as the record has them."""
    return await story.store.read(lambda view: view.risks.all(SMALL))


async def saves(story: Story, name: str, line: str) -> str:
    """Say a line, and yes."""
    person = story.person(name)
    await person.says(line)
    return await person.says("yes")


async def test_a_risk_is_saved_as_it_is_said_scored_for_a_reason_and_told_with_its_band(story: Story) -> None:
    hugo, gwen, keira = story.person("hugo"), story.person("gwen"), story.person("keira")

    told = await hugo.says("risk 1.1.1: if the provider leaves then children wait longer")
    assert "r1 Saved: a risk about 1.1.1" in told and "Nobody has scored it yet" in told and "Owner: Head of Inclusion." in told
    assert "Say the rest" in hugo.buttons()
    assert "r1 Not saved. A score needs a reason. Say it again with one: score r1 4 5 because ..." in await gwen.says("score r1 4 5")
    assert "r1 Saved: Very high, 20" in await keira.says("score r1 4 5 because it has given notice")
    assert "r1 Not saved. 6x5 is outside" in await keira.says("score r1 6x5 because it has given notice")
    assert "r1 Saved: Low, 4" in await keira.says("score r1 rare major because it has signed again")
    told = await keira.says("score r1 same because nothing has changed")
    assert "r1 Saved: Low, 4, as before" in told and "It is to be scored again by 18 April 2025." in told

    told = await hugo.says("risks")
    assert "Risks: 1 open" in told and "Low, 4" in told and "Scores: 20, 4, 4, as before." in told
    assert "If the provider leaves, then children wait longer. About 1.1.1" in told and "Next review 18 April 2025." in told
    assert "r1 If the provider" in await hugo.says("risks 1.1") and "The plan has no 9" in await hugo.says("risks 9")
    told = await hugo.says("r1")
    assert "rare (1) and major (4): 4. Low, as before." in told
    assert "Keira (Head of Inclusion): almost" not in told and "likely (4) and severe (5), 20. Because it has given notice." in told
    (only,) = await risks(story)
    assert [one.deed for one in only.steps] == [RiskDeed.RAISED, *[RiskDeed.SCORED] * 3]
    assert [one.capacity for one in only.steps] == ["board", *["Head of Inclusion"] * 3]


async def test_outside_the_matrix_says_the_matrix_and_nothing_is_saved(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says(RAISES)

    told = await gwen.says("score r1 6 2 because it is worse")
    assert "6 2 is outside the plan's matrix. The plan's matrix is likelihood 1 to 5 (rare, unlikely" in told
    assert "likelihood 1 to 5" in await gwen.says("score r1 awful because it is worse")
    assert "no score yet that could stay the same" in await gwen.says("score r1 same because it is")
    assert "There is no r9 in this plan" in await gwen.says("score r9 1 1 because it is")
    (only,) = await risks(story)
    assert only.score is None


async def test_each_raises_what_is_theirs_and_is_told_who_may_do_the_rest(story: Story) -> None:
    keira, ben, leo, hugo = (story.person(name) for name in ("keira", "ben", "leo", "hugo"))

    assert "Say what it is about" in await keira.says(RAISES)
    assert "1.1.3 is not that" in await keira.says(RAISES.replace("risk", "risk 1.1.3", 1))
    assert "r1 Saved: a risk about 1.1.2" in await ben.says(RAISES.replace("risk", "risk 1.1.2", 1))
    told = await leo.says(RAISES)  # what he leads goes without saying
    assert "r2 Saved: a risk about 1" in told and "It has no owner yet, so Leo is asked to score it." in told
    assert "The plan has no 9.9" in await hugo.says(RAISES.replace("risk", "risk 9.9", 1))
    assert "Say what would follow" in await hugo.says("risk 1: if the provider leaves")

    assert "Only its owner, whoever leads its priority, and admins score it: Gwen, Leo." in await hugo.says("score r2 1 1 because it is")
    assert "Only whoever leads its priority and admins may close it" in await hugo.says("close r2 because it is over")
    assert "Only whoever raised it and admins may withdraw it: Gwen, Leo." in await hugo.says("withdraw r2 because it is")
    assert [one.capacity for risk in await risks(story) for one in risk.steps] == ["Chief Nursing Officer", "lead of priority 1"]


async def test_a_risk_is_raised_from_an_amber_or_a_red_with_its_words_and_not_from_a_green(story: Story) -> None:
    keira = story.person("keira")
    assert "Nobody has said how 1.1.1 stands" in await keira.says("raise 1.1.1")
    await saves(story, "keira", RED)

    form = await keira.opens("raise 1.1.1")
    assert "the provider has given notice" in form and "asks the board by 30 April 2025" in form and "Head of Inclusion" in form
    await keira.fills({"follows": "children wait longer", "likelihood": "4", "impact": "5"})
    assert "A score needs a reason" in await keira.presses("Save")
    await keira.fills({"follows": "children wait longer", "likelihood": "4", "impact": "5", "why": "it is in writing"})
    assert "r1 Saved: a risk about 1.1.1" in await keira.presses("Save")
    (only,) = await risks(story)
    assert only.update == (await story.history("1.1.1"))[-1].id
    assert (only.terms.happens, only.terms.owner) == ("the provider has given notice", "Head of Inclusion")
    assert only.score is not None and (only.score.points, only.raised.why) == (20, "it is in writing")

    await saves(story, "keira", "1.1.2 green it goes well")
    assert "1.1.2 is green. A risk is raised from an amber or a red." in await keira.says("raise 1.1.2")
    assert "The plan has no milestone 7.7.7" in await keira.says("raise 7.7.7")


async def test_to_tolerate_needs_who_approved_it_and_until_when_and_says_so_once_that_has_passed(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("risk 1.1.1: if the provider leaves then children wait longer; score: 2 2 because it has said so")

    assert "needs an approver and an end date" in await gwen.says("change r1: treatment: tolerate")
    assert "needs an approver" in await gwen.says("change r1: treatment: tolerate; accepted until: 30 April 2025")
    assert "is no role of the plan" in await gwen.says("change r1: treatment: tolerate; until: 1 May 2025; approved by: my aunt")
    assert "is past" in await gwen.says("change r1: treatment: tolerate; until: 1 March 2025; approved by: the board")
    told = await gwen.says("change r1: treatment: tolerate; until: 11 April 2025; approved by: the board")
    assert "r1 Saved: the risk is said anew" in told and "Tolerated until 11 April 2025, approved by the board." in told
    assert "Tolerated until 11 April 2025." in await gwen.says("risks")

    await story.at("2025-04-12T09:30")
    assert "It was tolerated until 11 April 2025, and that day has passed." in await gwen.says("risks")
    assert "needs a new approval" in await gwen.says("risk r1")
    await gwen.says("change r1: treatment: treat")
    (only,) = await risks(story)
    assert only.terms.treatment is Treatment.TREAT and only.terms.accepted_until is None
    assert "passed" not in await gwen.says("risks")
    assert "r1 Nothing changed" in await gwen.says("change r1: treatment: treat")


async def test_the_form_asks_all_of_a_risk_and_what_is_emptied_there_is_gone(story: Story) -> None:
    hugo = story.person("hugo")

    await hugo.opens("risk")
    await hugo.fills({"happens": "If staff leave", "follows": "plans are late", "about": "1.1.9", "owner": "Head of Gardens"})
    told = await hugo.presses("Save")
    assert "The plan has no 1.1.9" in told and "The plan has no role Head of Gardens" in told
    said = {
        "happens": "If staff leave", "follows": "plans are late", "about": "1.1.1, 1.1.2", "owner": "Head of Inclusion",
        "controls": "Agency staff", "likelihood": "3", "impact": "4", "why": "two have left", "target_likelihood": "1",
        "target_impact": "4", "sureness": "low", "treatment": "treat", "review": "3",
    }  # fmt: skip
    await hugo.fills(said)
    assert "r1 Saved: a risk about 1.1.1, 1.1.2" in await hugo.presses("Save")
    (only,) = await risks(story)
    terms = only.terms
    assert (terms.happens, terms.about, terms.controls, terms.review_every) == ("staff leave", ("1.1.1", "1.1.2"), "Agency staff", 3)
    assert only.score is not None and terms.target is not None and (only.score.points, terms.target.points) == (12, 4)

    for line in ("likelihood: 3", "owner Head of Inclusion", "colour: red"):
        assert "I do not know what" in await hugo.says(f"change r1: {line}")
    assert "The plan has no 9.9" in await hugo.says("change r1: about: 9.9")
    assert "r1 Saved: the risk is said anew" in await hugo.says("change r1: about: 1.1.2; then plans are very late")
    assert (await risks(story))[0].terms.about == ("1.1.2",)
    form = await hugo.opens("change r1")
    assert "Agency staff" in form
    await hugo.fills({"controls": "", "about": "", "owner": ""})
    assert "r1 Saved: the risk is said anew" in await hugo.presses("Save")
    (only,) = await risks(story)
    assert (only.terms.controls, only.terms.about, only.terms.owner, only.terms.follows) == ("", (), "", "plans are very late")
    assert "said anew. About: nothing. Owner: nothing. Controls: nothing." in await hugo.says("risk r1")


async def test_a_risk_is_closed_opened_again_and_withdrawn_for_a_reason_and_undone(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says(RAISES)
    await gwen.says("score r1 4 5 because it has given notice")

    assert "Please say why: close r1 because ..." in await gwen.says("close r1")
    assert "r1 Saved: the risk is closed" in await gwen.says("close r1 because it has signed")
    assert "It is closed. Say reopen r1" in await gwen.says("score r1 1 1 because it is")
    assert "No risk is open." in await gwen.says("risks") and "Closed 18 March 2025." in await gwen.says("risks closed")
    assert "r1 Saved: the risk is open again" in await gwen.says("reopen r1 because it has not")
    assert "r1 Undone: it stands as before. It is closed." in await gwen.says("undo")
    await gwen.says("reopen r1 because it has not")
    assert "r1 Withdrawn" in await gwen.says("withdraw r1 because it is r2")
    assert "Because it is r2." in await gwen.says("risk r1")
    (only,) = await risks(story)
    assert only.state is RiskState.WITHDRAWN

    await gwen.says(RAISES)
    assert "r2 Undone: it is withdrawn" in await gwen.presses("Undo")
    assert (await risks(story))[1].state is RiskState.WITHDRAWN


async def test_the_same_line_twice_is_one_risk_and_one_score(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says(RAISES)
    await gwen.says(RAISES)
    await gwen.says("score r1 4 5 because it has given notice")
    await gwen.says("score r1 4 5 because it has given notice")
    (only,) = await risks(story)
    assert len(only.steps) == 2


async def test_words_that_tell_who_a_child_is_are_asked_about_first(story: Story) -> None:
    gwen = story.person("gwen")
    told = await gwen.says("risk 1.1: if her son Tom Brown has no place then the tribunal decides; owner: Head of Inclusion")
    assert "Not saved yet" in told and "who a child is" in told and await risks(story) == ()
    assert "r1 Saved: a risk about 1.1" in await gwen.says("yes")
    (only,) = await risks(story)
    assert (only.terms.owner, only.terms.about) == ("Head of Inclusion", ("1.1",))


async def test_another_matrix_reads_old_scores_and_as_at_reads_them_by_the_old_one(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says(RAISES)
    await gwen.says("score r1 5 5 because it has given notice")
    await story.at("2025-03-24T09:30")
    small = Policy(risk=Matrix(likelihood=("a", "b", "c"), impact=("x", "y", "z"), report_from=6))
    await story.store.transact(lambda tx: tx.plans.keep_settings(SMALL, small))

    told = await gwen.says("risks")
    assert "Outside the matrix" in told and "25, is outside the plan's matrix" in told
    assert "outside the plan's matrix" in await gwen.says("risk r1")
    assert "does not fit this one" in await gwen.says("score r1 same because nothing changed")
    told = await gwen.says("risks as at 20 March 2025")
    assert "Very high, 25" in told and "outside" not in told
    assert "likely" not in await gwen.says("score r1 3 3 because it is still so")
    assert "Very high" not in await gwen.says("risk r1 as at 17 March 2025")


async def test_the_summary_names_what_moved_and_what_nobody_reviewed_in_one_line(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("risk 1.1.1: if the provider leaves then children wait; score: 3 4 because it has said so")
    await gwen.says("risk 1: if money ends then posts go")
    told = await gwen.says("digest")
    assert "Risks: r1 is new at 12, r2 is new and has no score." in told

    await story.at("2025-04-07T09:30")
    await gwen.says("score r1 5 5 because it has given notice")
    told = await gwen.says("digest")
    assert "Risks: r1 from 12 to 25. Not reviewed in time: r2." in told
    assert "r2 was never scored. If money ends, then posts go." in await gwen.says("digest all")
    await story.at("2025-04-16T09:30")
    assert "r1" not in await gwen.says("digest")


async def test_risks_are_told_as_json_with_the_plan_s_words_and_no_band_once_a_review_is_late(story: Story) -> None:
    gwen = story.person("gwen")
    line = "risk 1.1.1, 1.1.2: if the provider leaves then children wait; controls: two contracts; score: 4 5 because it has said so"
    await gwen.says(f"{line}; target: rare major; sureness: low; review every: 2; owner: Head of Inclusion")

    (row,) = await story.store.read(lambda view: risks_json(view, take(view, SMALL, story.clock())))
    shape = {name: row[name] for name in SHAPE}
    assert shape == {
        "handle": "r1", "if": "the provider leaves", "then": "children wait", "about": ["1.1.1", "1.1.2"], "owner": "Head of Inclusion",
        "controls": "two contracts", "likelihood": 4, "impact": 5, "score": 20, "band": "very high", "target": 4, "treatment": "treat",
        "next_review": "2025-05-18", "review_overdue": False, "state": "open",
    }  # fmt: skip
    await story.at("2025-05-21T09:30")
    (late,) = await story.store.read(lambda view: risks_json(view, take(view, SMALL, story.clock())))
    assert (late["band"], late["last_band"], late["review_overdue"], late["score"]) == (None, "very high", True, 20)


async def test_the_risks_of_a_band_are_asked_for_by_its_word(story: Story) -> None:
    hugo = story.person("hugo")
    for score in ("5 5", "3 5", "1 2"):
        await hugo.says(f"risk 1.1: if {score} happens then children wait; score: {score}; because two posts are vacant")
    assert "Risks: 1 open and very high" in (told := await hugo.says("risks very high")) and "r1" in told and "r2" not in told
    assert "Risks: 1 open and high" in (told := await hugo.says("Risks High")) and "r2" in told and "r1 " not in told
    assert "No open risk is medium." in await hugo.says("risks medium")
    assert "It has these bands: low, medium, high, very high." in await hugo.says("risks purple")
