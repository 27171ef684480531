
"""The Lancashire plan, against a list of its milestones checked by reading the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.documents.draft import Draft
from bot.model.plan import Plan, Recurrence
from seed.check import as_json
from seed.people import read_people
from seed.roles import RolesFile, role_key
from tests.world.reading import read_text as read

PLANS = Path(__file__).parents[3] / "seed" / "plans"
NAME = "lancashire_send_priority_action_plan"

# ref, first words, date phrase, start, due, owners
GOLDEN = """\
1.1.1	An Independent Chair appointed.	April 25	-	2025-04-30	Executive Director Education and Childrens Services; Chief Nursing Officer
1.1.2	Terms of reference and membership agreed.	June 25	-	2025-06-30	Independent Chair
1.1.3	Governance structure in place and agreed	June 25	-	2025-06-30	Independent Chair
1.1.4	Operational plan developed and agreed for	June 25	-	2025-06-30	Director of Education, Culture and Skills; Director of Children, young people and Maternity (ICB)
1.1.5	Risk register and highlight report template	June 25	-	2025-06-30	Director of Education, Culture and Skills; Director of Children, young people and Maternity (ICB)
1.2.1	Outcome measures and KPIs from services	July 2025	-	2025-07-31	Director of Education, Culture and Skills; Director of Children, young people and Maternity (ICB)
1.2.2	Baseline data captured.	Aug 2025	-	2025-08-31	LCC Data officer; ICB Performance Lead
1.2.3	Co-produce prototype of refreshed dashboard for	May - August 2025	2025-05-01	2025-08-31	Director of Policy, Commissioning and Children's Health; LCC Business Intelligence Lead; Associate Director of SEND and Complexities (ICB)
1.2.4	Data dashboard established with regular flow	September 2025	-	2025-09-30	LCC Business Intelligence Lead; ICB Performance Lead
1.3.1	Priority action plan co-produced and published	Jan – March 2025	2025-01-01	2025-03-31	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
1.3.2	SEND strategy and strategy on a	March – September 2025	2025-03-01	2025-09-30	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
1.4.1	Refreshed JSNA	July 2025	-	2025-07-31	Director of Policy, Commissioning and Children's Health; Head of Childrens Services and Commissioning
1.4.2	Joint commissioning Strategy reviewed and updated.	July 2025 – September 2025	2025-07-01	2025-09-30	Senior Commissioning Manager; Head of Childrens Services and Commissioning
1.4.3	Update the Self Evaluation Framework	September 2025 and quarterly	-	2025-09-30	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
2.1.1	Phased onboarding of frontline staff providing	April 2025 – September 2025	2025-04-01	2025-09-30	Head of Inclusion
2.1.2	Investment in agency EP and procurement	April 2025 – April 2026	2025-04-01	2026-04-30	Head of Inclusion
2.1.3	Produce a recovery plan to improve	May 2025	-	2025-05-31	Head of Inclusion
2.1.4	Develop progress tracking dashboard to monitor	April 2025 – September 2025	2025-04-01	2025-09-30	Head of Inclusion
2.1.5	Review of ICB capacity to deliver	April 2025	-	2025-04-30	Associate Director of SEND and Complexities (ICB)
2.2.1	Joint recovery plan completed and shared	May 2025	-	2025-05-31	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
2.2.2	Develop the progress tracking dashboard to	April – September 2025	2025-04-01	2025-09-30	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
2.3.1	Focused review of the EHCP process	April 2025 – June 2025	2025-04-01	2025-06-30	Service Designer (LCC Change Service)
2.3.2	Report and recommendations in place.	July 2025	-	2025-07-31	Service Designer (LCC Change Service)
2.3.3	Development and implementation of improvements identified	August 2025 – December 2026	2025-08-01	2026-12-31	Head of Inclusion
2.3.4	Implement ECHP portal for new assessments.	September 2025	-	2025-09-30	Head of Inclusion
2.3.5	Implement EHCP portal for annual reviews.	January 2026	-	2026-01-31	Head of Inclusion
2.3.6	Review of digital solutions to deliver	September 2025	-	2025-09-30	Associate Director of SEND and Complexities (ICB)
2.3.7	Implement Invision 360 audit tool.	April 2025	-	2025-04-30	SEND auditor
2.3.8	Multi- agency audit schedule completed and	June 2025	-	2025-06-30	SEND auditor
2.4.1	Service redesign modelled.	April 2025	-	2025-04-30	Head of Inclusion
2.4.2	HR processes initiated	May 2025	-	2025-05-31	Head of Inclusion
2.4.3	New structure agreed.	August 2025	-	2025-08-31	Head of Inclusion
2.4.4	Implementation of new structure.	September 2025	-	2025-09-30	Head of Inclusion
2.5.1	SEND Academy Induction designed.	April 2025– July 2025	2025-04-01	2025-07-31	Head of Inclusion
2.5.2	Pilot of SEND Academy Induction	April 2025	-	2025-04-30	Practice Development Officers
2.5.3	Foundation training delivered for all statutory	September 2025 – July 2026	2025-09-01	2026-07-31	Practice Development Officers
2.5.4	Extend the SEND Academy to offer	September 2025 – July 2026	2025-09-01	2026-07-31	Head of Inclusion
2.5.5	Multi-agency training programme developed and in	April 2026 – April 2027	2026-04-01	2027-04-30	Associate Director of SEND and Complexities (ICB); Designated Social Care Officer; Designated Clinical Officer (ICB)
2.6.1	Awareness raising developed and shared and	April 2025 – April 2026	2025-04-01	2026-04-30	Designated Social Care Officer; Designated Clinical Officer (ICB)
2.6.2	Process for sharing EHCP across the	May 2025 – December 2025	2025-05-01	2025-12-31	Head of Inclusion; Associate Director of SEND and Complexities (ICB); Designated Social Care Officer; Designated Clinical Officer (ICB)
2.6.3	Pathway for obtaining advice reviewed and	September 2025 – December 2025	2025-09-01	2025-12-31	Head of Inclusion; Associate Director of SEND and Complexities (ICB); Designated Social Care Officer; Designated Clinical Officer (ICB)
2.6.4	Service specifications developed to improve the	April 2026	-	2026-04-30	Associate Director of SEND and Complexities (ICB); Designated Social Care Officer; Designated Clinical Officer (ICB)
2.7.1	Undertake a sufficiency activity and mapping	April 2025 – June 2025	2025-04-01	2025-06-30	Head of Inclusion
2.7.2	Develop a SEND Capitol plan and	June 2025 – September 2025	2025-06-01	2025-09-30	Programme manager for school place planning
2.7.3	Implement an annual programme of work.	January 2026 – January 2027	2026-01-01	2027-01-31	Capital programme principal
2.7.4	Implementing a new, more flexible banding	April 2026 – December 2027	2026-04-01	2027-12-31	Head of Inclusion; LCC Senior accountant
2.8.1	Section 19 and Section 61 protocol	April 2025 – September 2025	2025-04-01	2025-09-30	Head of Inclusion
2.8.2	Section 19 and Section 61 dashboard	April 2025 – September 2025	2025-04-01	2025-09-30	Head of Inclusion; LCC Business Intelligence Lead
2.8.3	Regular tracking established through a panel.	September 2025 – July 2026	2025-09-01	2026-07-31	Head of Inclusion
2.8.4	Attendance strategy published.	April 2025 – September 2025	2025-04-01	2025-09-30	Head of Education Improvement
2.8.5	Review multi-agency decision making for children	September 2025 – December 2025	2025-09-01	2025-12-31	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
3.1.1	Commission an enhanced robust Neurodivergent support	April 2026	-	2026-04-30	Head of Children's Services (SEND and Complexities)
3.1.2	Review and bring together all existing	Oct 2025	-	2025-10-31	SEND Delivery Manager (ICB); Senior Manager Specialist Teaching Service (LCC)
3.1.3	Develop a local profiling tool to	Dec 2025	-	2025-12-31	Head of Children's Services (SEND and Complexities)
3.1.4	Develop single data set for all	Sep 2025	-	2025-09-30	Head of Children's Services (SEND and Complexities)
3.2.1	Roll out of digital front door	April 2026	-	2026-04-30	Associate Director of SEND and Complexities (ICB)
3.2.2	Integrated ASD and ADHD referral pathway.	April 2027	-	2027-04-30	Associate Director of SEND and Complexities (ICB)
3.2.3	Implementation of screening and high-quality triage	April 2027	-	2027-04-30	Associate Director of SEND and Complexities (ICB)
3.2.4	Development of service specification in line	April 2026	-	2026-04-30	Head of Children's Services (SEND and Complexities)
3.2.5	Local NHS providers are all offering	April 2027	-	2027-04-30	Head of Children's Services (SEND and Complexities)
3.2.6	Accreditation in place for any private	Dec 2025	-	2025-12-31	Head of Children's Services (SEND and Complexities)
3.3.1	Training strategy agreed and implemented across	Oct 2026	-	2026-10-31	Head of Children's Services (SEND and Complexities)
3.3.2	Targeted ADOS training for appropriate diagnostic	Aug 2026	-	2026-08-31	Head of Children's Services (SEND and Complexities)
3.3.3	Awareness training delivered to relevant and	April 2027	-	2027-04-30	Associate Director of SEND and Complexities (ICB)
3.3.4	Review implementation of quality first teaching	Dec 2026	-	2026-12-31	Head of Inclusion
3.4.1	Multiple stakeholder events held and quarterly	April 2027	-	2027-04-30	SEND Delivery Manager (ICB)
3.4.2	Presentation at PCF and Round Table.	Sep 2025	-	2025-09-30	Associate Director of SEND and Complexities (ICB)
3.4.3	Improve visibility and accessibility of support	Dec 2025	-	2025-12-31	SEND Delivery Manager (ICB); Local Offer Development Officer
4.1.1	Co-produce and publish an engagement strategy	October 2025	-	2025-10-31	Chair of LPCF; Head of Inclusion; Associate Director of SEND and Complexities (ICB)
4.1.2	Launch the Four Cornerstones model of	Sep 2025	-	2025-09-30	Chair of LPCF; Youth Policy Strategic Lead
4.1.3	Develop a termly programme of 'Let's	Sep 2025	-	2025-09-30	Chair of LPCF; Head of Inclusion; Associate Director of SEND and Complexities (ICB)
4.1.4	Children and young people's participation plan	May 2025 - September 2025	2025-05-01	2025-09-30	Youth Policy Strategic Lead
4.1.5	Develop and implement an active communication	Oct 2025	-	2025-10-31	Youth Policy Strategic Lead
4.1.6	Co-produce a strategy to deliver the	September 2025	-	2025-09-30	Youth Policy Strategic Lead
4.1.7	Work with children and young people	June 2025 – September 2025	2025-06-01	2025-09-30	Youth Policy Strategic Lead
4.2.1	Produce and embed a partnership communications	Dec 2025	-	2025-12-31	SEND Partnership Manager
4.2.2	Implement multi-agency SEND development sessions to	Dec 2025	-	2025-12-31	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
4.2.3	Develop a programme of joined up	Aug 2025	-	2025-08-31	Designated Social Care Officer; Designated Clinical Officer (ICB); Senior Manager Specialist Teaching Service (LCC)
4.3.1	Provide advice, guidance and support for	April 2025 – April 2026	2025-04-01	2026-04-30	Chair of LPCF; Head of Inclusion; Associate Director of SEND and Complexities (ICB)
4.3.2	Regular officer and senior lead attendance	May 2025 onwards	2025-05-01	-	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
4.3.3	Develop and promote social media and	July 2025 – December 2025	2025-07-01	2025-12-31	Local Offer Development Officer
4.4.1	Improve the accessibility of the local	Dec 2025	-	2025-12-31	Local Offer Development Officer
4.4.2	Review the SEND helpline and approach	Sep 2025	-	2025-09-30	Head of Inclusion
4.4.3	Increase the capacity of SENDIAS through	June 2025	-	2025-06-30	Head of Service Quality Assurance and Safeguarding
5.1.1	Needs analysis undertaken.	September 2025 – January 2026	2025-09-01	2026-01-31	Director of Policy, Commissioning and Children's Health; Head of Children's Services (SEND and Complexities); Head of Inclusion; Senior Commissioning Manager
5.1.2	Development of offer for Post 16	-	-	-	Director of Policy, Commissioning and Children's Health; Head of Children's Services (SEND and Complexities); Head of Inclusion; Senior Commissioning Manager
5.2.1	Review current information on local offer	June 2025 – August 2025	2025-06-01	2025-08-31	Local Offer Development Officer
5.2.2	Co -produce a transition/preparation for adulthood	August 2025 – December 2025	2025-08-01	2025-12-31	Service Manager Learning Disability and Autism; Head of Children's Services (SEND and Complexities)
5.2.3	Produce a directory/videos of opportunities for	September 2025 – September 2026	2025-09-01	2026-09-30	Local Offer Development Officer; Head of Inclusion
5.3.1	Review the EHCP template to ensure	September 2025	-	2025-09-30	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
5.3.2	Provide training for the statutory SEND	September 2025 – April 2026	2025-09-01	2026-04-30	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
5.3.3	Produce Annual Review guide and training	January 2026 - September 2026	2026-01-01	2026-09-30	Head of Inclusion; Associate Director of SEND and Complexities (ICB)
5.4.1	Conduct a review of transition processes	June 2025 – December 2025	2025-06-01	2025-12-31	Head of Service for Learning Disability and Autism; Head of Children's Services (SEND and Complexities)
5.4.2	Develop a transitions pathway/protocol and assurance	December 25 - March 26	2025-12-01	2026-03-31	Head of Service for Learning Disability and Autism; Head of Children's Services (SEND and Complexities)
5.4.3	Increase membership and reach of NHS	August 25	-	2025-08-31	Head of Children's Services (SEND and Complexities)
"""


@pytest.fixture(scope="module")
def draft() -> Draft:
    roles = RolesFile.parse((PLANS / f"{NAME}.roles.toml").read_text(encoding="utf-8"))
    return read((PLANS / f"{NAME}.txt").read_text(encoding="utf-8"), "lancashire", roles)


@pytest.fixture(scope="module")
def plan(draft: Draft) -> Plan:
    return draft.plan


def test_every_milestone_is_read_as_a_person_reads_it(plan: Plan) -> None:
    read_lines = [
        "\t".join(
            [
                m.ref,
                " ".join(m.text.split()[:6]),
                m.date_text or "-",
                str(m.start or "-"),
                str(m.due or "-"),
                "; ".join(m.owners),
            ]
        )
        for m in plan.milestones
    ]

    assert read_lines == GOLDEN.splitlines()


def test_the_counts_are_those_of_a_human_reading(plan: Plan) -> None:
    milestones = plan.milestones

    assert (len(plan.priorities), len(plan.actions), len(milestones), len(plan.roles)) == (5, 24, 95, 32)
    assert sum(m.date_text is not None for m in milestones) == 94
    assert sum(m.start is not None and m.due is not None for m in milestones) == 38
    assert sum(len(m.owners) > 1 for m in milestones) == 40
    assert [m.recurrence for m in milestones if m.recurrence] == [Recurrence.QUARTERLY]
    assert [m.ref for m in milestones if m.open_ended] == ["4.3.2"]


def test_all_that_is_told_is_the_missing_date_the_two_names_of_the_board_and_the_numbers_of_the_aims(draft: Draft) -> None:
    assert [(w.line, w.code) for w in draft.warnings] == [(45, "aims_numbered"), (54, "board_named_twice"), (227, "no_date")]


def test_a_title_goes_on_over_a_page_break(plan: Plan) -> None:
    titles = {action.ref: action.title for action in plan.actions}

    assert titles["1.4"].endswith("supported by data, intelligence and insight.")
    assert titles["2.6"].endswith("for partners for new assessments and annual reviews.")
    assert titles["2.7"].endswith(
        "educational places to meet the needs of children and young people with SEND in Lancashire."
    )
    assert titles["2.8"].endswith(
        "operational guidance for LA staff and monitor outcomes through a new panel and dashboard."
    )


def test_no_milestone_keeps_its_date_or_a_tag(plan: Plan) -> None:
    for milestone in plan.milestones:
        assert not milestone.text.endswith((")", "("))
        assert "<" not in milestone.text
        assert milestone.date_text is None or not set("()<>") & set(milestone.date_text)


def test_every_action_says_what_changes_and_how_it_is_known(plan: Plan) -> None:
    for action in plan.actions:
        assert all((action.impact, action.success_measures, action.strategy_links)), action.ref
    assert plan.actions[0].strategy_links == (2, 4)


def test_the_cells_that_slid_left_are_measures_and_no_word_is_lost(plan: Plan) -> None:
    induction = next(action for action in plan.actions if action.ref == "2.5")

    assert "Reduction in vacancies and staff absences." in induction.success_measures
    assert any("staff as evidenced through the staff survey" in measure for measure in induction.success_measures)


def test_the_people_of_the_governance_section_come_out(plan: Plan) -> None:
    assert plan.governance.board == "Lancashire SEND Improvement Board"
    assert plan.governance.chair == "Kathryn Boulton"
    assert plan.governance.operations_group == "SEND Improvement Operations Group"
    assert plan.governance.reports_into == ("County Council", "Integrated Care Board")
    assert plan.governance.scrutiny == ("Scrutiny committee", "ICB quality committee")
    assert len(plan.partnership) == 6


def test_every_word_of_the_tables_is_kept_somewhere(draft: Draft) -> None:
    plan = draft.plan
    kept = " ".join(
        [text for a in plan.actions for text in (a.ref, a.title, a.impact, *a.success_measures)]
        + [f"{m.text} {m.date_text}" for m in plan.milestones]
        + [f"{role.name} {' '.join(role.aliases)}" for role in plan.roles]
        + [p.text for p in plan.priorities]
    )
    words = set(role_key(kept))
    lines = (PLANS / f"{NAME}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if "\t" in line and not line.startswith("Ref")]

    lost = {word for row in rows for word in role_key(row.replace("<p>", " ").replace("</p>", " "))} - words

    assert {word for word in lost if not word.isdigit()} <= {"and"}


def test_without_a_roles_file_owners_are_proposed_and_every_run_together_split_is_a_warning() -> None:
    draft = read((PLANS / f"{NAME}.txt").read_text(encoding="utf-8"), "lancashire", None)

    first = draft.plan.milestones[0]
    assert first.owners == ("Executive Director Education and Childrens Services", "Chief Nursing Officer")
    assert any(w.code == "owner_doubtful" and "1.1.1" in w.message for w in draft.warnings)
    assert all(m.owners for m in draft.plan.milestones)


def test_the_json_has_the_promised_shape(draft: Draft) -> None:
    shape = as_json(draft)

    promised = {"title", "partnership", "governance", "priorities", "actions", "roles", "warnings", "doubts"}
    assert set(shape) == promised | {"vision", "aims", "voices", "doubts_listed", "answers"}
    actions = shape["actions"]
    assert isinstance(actions, list)
    assert actions[0]["milestones"][0]["due"] == "2025-04-30"
    assert actions[0]["milestones"][0]["start"] is None


def test_the_demo_people_hold_every_role_and_every_lead(plan: Plan) -> None:
    rows = read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8"), plan)

    assert {row.role for row in rows if row.role} == {role.name for role in plan.roles}
    assert {f"lead:{n}" for n in range(1, 6)} | {"admin", "board", "assurer"} == {r for row in rows for r in row.rights}
    assert all(row.email.endswith("@example.org") for row in rows)
