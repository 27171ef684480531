"""The grammar's laws: it never raises, what it reads it can write, and every example in the help works."""

import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.status import Status
from bot.model.updates.request import Cause
from bot.model.voices.voice import Heard
from bot.wording import commands
from bot.wording.commands import AddEvidence, Command, Declare, Due, Entry, Help, Mention, TooLong, Unknown, UpdateForm
from bot.wording.commands import Status as StatusOf
from bot.wording.help import For, nearest, usages
from bot.wording.parse import parse
from tests.laws import dear, tried

TODAY = date(2026, 2, 2)
PIECES = (
    "2.1.3", "1", "12", "green", "amber", "red", "complete", "same", "not started", ":", ",", ";", "\n", "forecast",
    "12 March", "path:", "decision:", "https://a.org/x", "(https://a.org/y_(1)),", "http://b.org", "#t1", "update",
    "history", "status", "holder", "a@b.org", "from", "in lancs:", "/milepost", "evidence", "slipped", "due", "save",
    "help", "and", "-", ".", "no", "change", "let go", "because", "u123", "x5", "; cause partner", "effect:", "moved:", "next:", "escalate:",
    "if", "then", "; owner: Head", "; score: 4 5", "; because", ", owner Head", "; treatment: tolerate", "; accepted until: 1 May", "r4",
)  # fmt: skip
STARTS = (
    "",
    "2.1.3 amber ",
    "1 green ",
    "status ",
    "evidence 2.1.3 https://a.org ",
    "holder ",
    "correct u123 ",
    "withdraw u123 ",
    "assure 2.1.3 ",
    "send back 2.1.3 ",
    "redact u123 ",
    "move 2.1.3 to ",
    "move 2.1.3 to 12 March because ",
    "decline x5 because ",
    "snooze 2.1.3 until ",
    "not me 2.1.3 ",
    "away ",
    "challenge ",
    "challenge 2.1 ",
    "challenge for a parent ",
    "action: ",
    "action 2.1: bring it, owner Head, by ",
    "decide d9: ",
    "decide d9: yes because ",
    "answer c7 ",
    "not accepted c7 ",
    "withdraw d9 ",
    "log ",
    "risk ",
    "risk: if a then ",
    "risk 2.1: if ",
    "raise 2.1.3: if ",
    "change r4: ",
    "score r4 ",
    "close r4 ",
    "heard ",
    "heard from survey: ",
    "heard slow; count: ",
    "details v1: ",
    "we will v1: ",
    "we did v1: ",
    "cannot v1 because ",
    "voices ",
    "narrative 2 ",
    "narrative 2 amber moved: ",
    "withdraw narrative 2 ",
    "impact ",
    "impact 2.1 ",
    "withdraw impact 2.1 ",
    "unfreeze ",
    "measure new: ",
    "measure m3 ",
    "reading m3 ",
    "reading m3 34% for October; note: ",
    "withdraw reading m3 ",
    "report board ",
    "issue board ",
)
LINES = st.tuples(st.sampled_from(STARTS), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)).map("".join)


def entries(said: str) -> tuple[Entry, ...]:
    command = parse(said, TODAY)
    assert isinstance(command, Declare)
    return command.entries


@tried(300)
@given(st.text())
def test_parse_never_raises_and_what_it_reads_it_can_write_for_any_text(said: str) -> None:
    command = parse(said, TODAY)
    assert parse(str(command), TODAY) == command


@tried(600)
@given(LINES)
def test_what_is_read_can_be_written_and_read_again(said: str) -> None:
    command = parse(said, TODAY)
    assert parse(str(command), TODAY) == command


@pytest.mark.parametrize(
    "said",
    [
        "change r4: 2.1.3",
        "change r4: about: 2.1; and the rest",
        "change r4: ; then path: x",
        "change r4: . because complete",
        "risk 2.1: if then",
        "risk 2.1: if ; because",
        "risk: if a then b; treatment: tolerate because ; owner: Head",
        "snooze 2.1.3 until ; because it rains",
        "move 2.1.3 to amber, because",
        "assure 2.1.3 ; #t1",
        "impact 2.1 ; because green",
    ],
)
def test_a_line_with_marks_and_dangling_words_is_written_as_it_was_understood(said: str) -> None:
    command = parse(said, TODAY)
    assert parse(str(command), TODAY) == command


@pytest.mark.parametrize("said", ["drop 2.1.3", "withdraw u5", "unfreeze"])
def test_a_because_without_a_reason_says_nothing(said: str) -> None:
    assert parse(f"{said} because", TODAY) == parse(f"{said}; because because .", TODAY) == parse(said, TODAY)


@pytest.mark.parametrize("said", ["status 2.1.3 .", "status 2.1.3 ! .", "status #t1 .", "status . ?", "status 2.1.3."])
def test_the_end_of_a_sentence_is_not_part_of_what_the_status_is_asked_of(said: str) -> None:
    command = parse(said, TODAY)
    assert command == StatusOf(about="2.1.3" if "2.1.3" in said else None)
    assert parse(str(command), TODAY) == command


@pytest.mark.parametrize("name", list(usages()))
def test_every_example_in_the_help_is_understood(name: str) -> None:
    assert not isinstance(parse(usages()[name][1], TODAY), Unknown)


@pytest.mark.parametrize(
    "said",
    [
        "snooze 2.1.3 until 3 June 2026{}because{} staff left",
        "move 2.1.3 to 3 June 2026{}because{} staff left",
        "drop 2.1.3{}because{} staff left",
        "decline x5{}because{} staff left",
        "assure 2.1.3 limited{}because{} staff left",
        "pause 2 until 3 June 2026{}because{} staff left",
        "withdraw u5{}because{} staff left",
        "redact u5{}because{} staff left",
        "withdraw narrative 2{}because{} staff left",
        "impact 2.1 3{}because{} staff left",
        "withdraw impact 2.1{}because{} staff left",
        "unfreeze{}because{} staff left",
    ],
)
def test_a_reason_is_read_with_a_comma_before_because_and_a_colon_after_it(said: str) -> None:
    read = parse(said.format(" ", ""), TODAY)

    assert getattr(read, "why", None) == "staff left"
    assert parse(said.format(", ", ":"), TODAY) == read


def test_after_a_full_reference_a_bare_number_is_only_a_number() -> None:
    (only,) = entries("2.1.3 green, 3 red flags were raised")
    assert (only.target, only.status, only.narrative) == ("2.1.3", Status.GREEN, "3 red flags were raised")


def test_after_a_full_reference_another_full_reference_starts_anew() -> None:
    assert [entry.target for entry in entries("2.1.3 green, 2.1.4 red late")] == ["2.1.3", "2.1.4"]


def test_numbers_of_a_list_each_start_anew_and_a_last_date_is_the_forecast() -> None:
    one, three = entries("1 green, 3 amber: recruitment slipped, 12 Mar")
    assert (one.target, three.target) == ("1", "3")
    assert (three.narrative, three.forecast) == ("recruitment slipped", "12 Mar")


def test_a_narrative_keeps_its_lines() -> None:
    assert entries("2.1.3 green line one\nline two")[0].narrative == "line one\nline two"


def test_a_link_keeps_the_brackets_it_opened_and_the_sentence_keeps_its_own() -> None:
    (only,) = entries("2.1.3 amber waiting (see https://a.org/m_(1)), path: agency")
    assert (only.links, only.narrative, only.path) == (("https://a.org/m_(1)",), "waiting", "agency")


def test_a_word_that_begins_like_a_month_is_no_forecast() -> None:
    assert entries("2.1.3 green we forecast decline")[0].forecast == ""


@pytest.mark.parametrize("said", ["٢.1.3 green", "١ green"])
def test_a_target_is_written_in_plain_digits(said: str) -> None:
    assert isinstance(parse(said, TODAY), Unknown)


@pytest.mark.parametrize("said", [Help(), commands.Status(), Due()])
def test_a_token_alone_is_no_argument(said: commands.Command) -> None:
    assert parse(f"{said} #t1", TODAY) == said


def test_evidence_keeps_a_last_word_that_looks_like_a_token() -> None:
    expected = AddEvidence(ref="2.1.3", links=("https://a.org",), shows="minutes #x")
    assert parse("evidence 2.1.3 https://a.org minutes #x", TODAY) == expected


def test_update_takes_its_token() -> None:
    assert parse("Update 2.1.3 2.1.4 #u7", TODAY) == UpdateForm(refs=("2.1.3", "2.1.4"), token="u7")


def test_what_is_not_understood_is_kept_without_the_plan_it_named() -> None:
    assert parse("in lancs: qqq", TODAY) == Unknown(plan="lancs", said="qqq", nearest="help")


@pytest.mark.parametrize("said", ["MILEPOST  Mine!", "/milepost mine.", "  Yes. ", "Update  2.1.3.", "in lancs: 1 green"])
def test_case_spaces_and_full_stops_do_not_matter(said: str) -> None:
    assert not isinstance(parse(said, TODAY), Unknown)


@pytest.mark.parametrize(("said", "nearest"), [("histroy 2.1.3", "history"), ("statsu", "status"), ("2.1 purple", "line")])
def test_the_nearest_command_is_named(said: str, nearest: str) -> None:
    command = parse(said, TODAY)
    assert isinstance(command, Unknown)
    assert command.nearest == nearest


@pytest.mark.parametrize("said", ["no", "No.", "cancel", "let go", "Let go!"])
def test_what_was_said_back_can_be_let_go_in_words(said: str) -> None:
    assert parse(said, TODAY) == commands.Discard()


def test_one_thing_said_back_can_be_let_go_by_its_token() -> None:
    assert parse("in lancs: no #t-1_x", TODAY) == commands.Discard(plan="lancs", token="t-1_x")
    assert isinstance(parse("no #t1 more", TODAY), Unknown)


# ---- the law, for every command and every name a plan has or had -------------------------------

OLD = tomllib.loads((Path(__file__).parent / "buttons_of_0_2.toml").read_text(encoding="utf-8"))
REFS = st.from_regex(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True)
ACTIONS = st.from_regex(r"[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True)
WORD = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
NUMBERS = st.integers(1, 999_999_999)
PERIODS = st.sampled_from(["", "October", "31 October 2026", "Q2", "Autumn term", "2025/26"])
READINGS = st.sampled_from(["34%", "17 of 50", "17/50 (34%)", "12 weeks"])
TOKENS = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
LEVELS = st.sampled_from(["none", "limited", "very high"])
CODES = st.from_regex(r"[A-Z2-9]{6}", fullmatch=True)
LINKS = WORD.map("https://x.org/{}".format)
EMAILS = WORD.map("{}@x.org".format)
MAYBE_WORDS, MAYBE_TOKENS = st.none() | WORDS, st.none() | TOKENS
STATED = st.tuples(st.sampled_from(["not started", "green", "same", "is going"]), st.lists(LINKS, max_size=2).map(" ".join)).map(
    lambda told: " ".join(filter(None, told))
)
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1)).map(str)
KEYS = st.sampled_from(["year-2026-27", "column-agreed", "role-head-of-inclusion", "day-month-due"])
KINDS, ANSWERED = st.sampled_from(["action", "decision", "challenge"]), st.sampled_from(["action", "challenge"])
WHOM = st.sampled_from(["", "a parent", "a young person"])
ANY_REFS = st.lists(REFS | st.integers(1, 99).map(str) | st.just("2.1"), min_size=1, max_size=3, unique=True).map(tuple)
AGES = {"dated": st.just("") | DAYS, "good_until": st.just("") | DAYS}
OF_A_RISK = {
    "happens": WORDS, "follows": WORDS, "owner": st.just("") | WORDS, "controls": st.just("") | WORDS,
    "score": st.sampled_from(["", "4 5", "likely major"]), "target": st.sampled_from(["", "none", "1 2"]),
    "sureness": st.sampled_from(["", "low"]), "treatment": st.sampled_from(["", "tolerate"]), "until": st.sampled_from(["", "2026-05-01"]),
    "approver": st.just("") | WORDS, "review": st.sampled_from(["", "3"]), "why": st.just("") | WORDS,
}  # fmt: skip
DETAILS = {
    "source": st.just("") | st.sampled_from([one.value for one in Heard]), "count": st.just("") | NUMBERS.map(str),
    "on": st.just("") | st.dates(date(2000, 1, 1), date(2026, 2, 2)).map(date.isoformat), "about": st.just("") | REFS,
    "owner": st.just("") | WORDS, "share": st.sampled_from(["", "yes", "no"]), "summary": st.just("") | WORDS,
}  # fmt: skip
FIELDS: dict[type[Command], dict[str, st.SearchStrategy[object]]] = {
    commands.Help: {"topic": MAYBE_WORDS},
    commands.Issue: {"audience": st.sampled_from(["board", "parent-forum"]), "freeze": st.none() | st.integers(1, 10**9 - 1), "why": st.just("") | WORDS},
    commands.Status: {"about": MAYBE_WORDS},
    commands.Due: {"period": MAYBE_WORDS},
    commands.AsAt: {"question": REFS.map("history {}".format), "when": st.dates(date(1990, 1, 1), TODAY).map(str)},
    commands.DigestNow: {"everything": st.booleans()},
    commands.History: {"ref": REFS},
    commands.Who: {"ref": REFS},
    commands.AskFor: {"ref": REFS},
    commands.UpdateForm: {"refs": st.lists(REFS, min_size=1, max_size=4, unique=True).map(tuple), "token": MAYBE_TOKENS},
    commands.NoChange: {"refs": st.lists(REFS, min_size=1, max_size=4, unique=True).map(tuple), "token": TOKENS},
    commands.Change: {"token": MAYBE_TOKENS},
    commands.Save: {"token": MAYBE_TOKENS},
    commands.Discard: {"token": TOKENS},
    commands.AddEvidence: {"ref": REFS, "links": st.lists(LINKS, min_size=1, max_size=2, unique=True).map(tuple), "shows": st.just("") | WORDS, **AGES},
    commands.RenewEvidence: {"number": NUMBERS, "dated": st.just("") | DAYS, "good_until": DAYS},
    commands.EvidenceIndex: {"about": st.none() | st.integers(1, 9).map(str) | REFS},
    commands.Why: {"ref": REFS | ACTIONS},
    commands.OfferEvidence: {"link": LINKS, "shows": st.just("") | WORDS},
    commands.CorrectForm: {"number": NUMBERS},
    commands.Correct: {"number": NUMBERS, "line": STATED | st.tuples(REFS, STATED).map(" ".join)},
    commands.Choose: {"status": st.sampled_from(list(Status)), "token": TOKENS},
    commands.Withdraw: {"number": NUMBERS, "is_evidence": st.booleans(), "why": st.just("") | WORDS},
    commands.Redact: {"number": NUMBERS, "handle": st.just(""), "field": st.just("") | st.sampled_from(["narrative", "milestone/2.1.3/text"]), "why": st.just("") | WORDS},
    commands.Undo: {"token": MAYBE_TOKENS},
    commands.Dates: {"ref": st.none() | REFS},
    commands.Move: {
        "ref": REFS, "scope": st.none() | st.sampled_from(commands.Scope), "wanted": st.dates(date(2000, 1, 1), date(2090, 1, 1)),
        "why": WORDS, "cause": st.sampled_from(["", *Cause]), "effect": st.just("") | WORDS,
    },
    commands.Drop: {"ref": REFS, "why": st.just("") | WORDS},
    commands.WhichDates: {"scope": st.sampled_from(commands.Scope), "token": MAYBE_TOKENS},
    commands.Approve: {"number": NUMBERS, "why": st.just("") | WORDS},
    commands.Decline: {"number": NUMBERS, "why": WORDS},
    commands.WithdrawRequest: {"number": NUMBERS, "why": st.just("") | WORDS},
    commands.MoveForm: {"ref": REFS},
    commands.DeclineForm: {"number": NUMBERS},
    commands.ExceptionForm: {"ref": REFS, "token": MAYBE_TOKENS},
    commands.Confirm: {"code": CODES},
    commands.Refuse: {"code": CODES},
    commands.ConfirmFor: {"email": EMAILS, "platform": st.sampled_from(["slack", "teams"])},
    commands.Holder: {"role": WORDS, "email": EMAILS, "starts": st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1))},
    commands.WhenToAsk: {"ref": REFS},
    commands.Snooze: {"ref": REFS, "until": st.dates(date(2000, 1, 1), date(2090, 1, 1)), "why": st.just("") | WORDS},
    commands.NotMe: {"ref": REFS, "whose": st.just("") | WORDS | EMAILS},
    commands.Take: {"ref": REFS},
    commands.Away: {"when": st.sampled_from(["", "3 March to 10 March", "until Friday", "next week"]), "deputy": EMAILS},
    commands.Pause: {
        "what": st.sampled_from(["all", "2", "priority 2", "Head of Inclusion"]),
        "until": st.dates(date(2000, 1, 1), date(2090, 1, 1)),
        "why": st.just("") | WORDS,
    },
    commands.Resume: {"what": st.sampled_from(["all", "2", "Head of Inclusion"])},
    commands.Preview: {"days": st.none() | st.integers(1, 400)},
    commands.Board: {"here": st.booleans(), "audience": st.sampled_from(["", "operations", "integrated-care-board"])},
    commands.Impacts: {"ref": st.none() | ACTIONS | REFS | st.just("2")},
    commands.StepForm: {"ref": ACTIONS | REFS, "token": MAYBE_TOKENS},
    commands.SetStep: {"ref": ACTIONS | REFS, "step": st.sampled_from(["3", "2.5", "changes tried", "great"]), "why": st.just("") | WORDS},
    commands.WithdrawStep: {"ref": ACTIONS, "why": st.just("") | WORDS},
    commands.NarrativeForm: {"priority": st.integers(1, 99), "token": MAYBE_TOKENS},
    commands.Narrate: {
        "priority": st.integers(1, 99), "status": st.sampled_from(["amber", "not started"]), "moved": st.just("") | WORDS,
        "next": st.just("") | WORDS, "escalate": st.just("") | WORDS, "forecast": st.sampled_from(["", "green"]),
    },
    commands.WithdrawNarrative: {"priority": st.integers(1, 99), "why": st.just("") | WORDS},
    commands.Unfreeze: {"why": st.just("") | WORDS},
    commands.Declare: {"typed": st.lists(st.tuples(REFS, STATED).map(" ".join), min_size=1, max_size=3).map("\n".join)},
    commands.Month: {"acting": st.booleans(), "page": st.none() | st.integers(1, 99)},
    commands.MonthChoice: {"ref": REFS, "chosen": st.sampled_from(list(commands.Chosen)), "stood": st.none() | NUMBERS},
    commands.MonthSave: {"acting": st.booleans(), "token": MAYBE_TOKENS},
    commands.MonthAsBefore: {"acting": st.booleans(), "stood": st.none() | NUMBERS},
    commands.MonthBut: {"acting": st.booleans(), "stood": st.none() | NUMBERS},
    commands.AssureForm: {"ref": REFS, "token": MAYBE_TOKENS},
    commands.SendBackForm: {"ref": REFS, "token": MAYBE_TOKENS},
    commands.Assure: {"ref": REFS, "level": LEVELS, "why": st.just("") | WORDS},
    commands.SendBack: {"ref": REFS, "why": WORDS},
    commands.ChallengeForm: {"refs": ANY_REFS | st.just(()), "whom": WHOM, "token": MAYBE_TOKENS},
    commands.Challenge: {"refs": ANY_REFS, "whom": WHOM, "text": WORDS},
    commands.ActionForm: {"refs": ANY_REFS | st.just(()), "token": MAYBE_TOKENS},
    commands.NewAction: {
        "refs": ANY_REFS | st.just(()), "text": WORDS, "owner": st.just("") | WORDS,
        "by": st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    },
    commands.DecideForm: {"kind": st.just("decision"), "number": NUMBERS, "token": MAYBE_TOKENS},
    commands.Decide: {
        "kind": KINDS, "number": NUMBERS, "text": WORDS, "why": st.just("") | WORDS, "options": st.just("") | WORDS,
        "conditions": st.just("") | WORDS, "follow_up": st.just("") | WORDS,
    },
    commands.AnswerForm: {"kind": ANSWERED, "number": NUMBERS, "token": MAYBE_TOKENS},
    commands.Answer: {"kind": KINDS, "number": NUMBERS, "text": WORDS},
    commands.Accept: {"kind": KINDS, "number": NUMBERS},
    commands.NotAcceptedForm: {"kind": ANSWERED, "number": NUMBERS, "token": MAYBE_TOKENS},
    commands.NotAccepted: {"kind": ANSWERED, "number": NUMBERS, "text": WORDS},
    commands.CloseAction: {"kind": KINDS, "number": NUMBERS, "why": st.just("") | WORDS},
    commands.WithdrawBusiness: {"kind": KINDS, "number": NUMBERS, "why": st.just("") | WORDS},
    commands.HearForm: {"token": MAYBE_TOKENS},
    commands.Hear: {"text": WORDS, **DETAILS},
    commands.RetellForm: {"number": NUMBERS, "token": MAYBE_TOKENS},
    commands.Retell: {"number": NUMBERS, "text": WORDS, **DETAILS},
    commands.TellVoiceForm: {"number": NUMBERS, "act": st.sampled_from([one for one in commands.Act if one is not commands.Act.WITHDRAW]), "token": MAYBE_TOKENS},
    commands.TellVoice: {"number": NUMBERS, "act": st.sampled_from(commands.Act), "text": WORDS},
    commands.Voices: {"about": st.just("") | st.integers(1, 9).map(str) | REFS | NUMBERS.map("m{}".format)},
    commands.OneVoice: {"number": NUMBERS},
    commands.Log: {"which": st.none() | st.sampled_from(list(commands.Which))},
    commands.Measures: {"everything": st.booleans()},
    commands.MeasureCard: {"number": NUMBERS},
    commands.MeasureForm: {"number": st.none() | NUMBERS},
    commands.ReadingForm: {"number": NUMBERS, "period": PERIODS},
    commands.GiveReading: {
        "number": NUMBERS, "said": READINGS | WORDS, "period": PERIODS, "provisional": st.booleans(), "note": st.just("") | WORDS,
    },
    commands.WithdrawReading: {"number": NUMBERS, "period": PERIODS, "why": st.just("") | WORDS},
    commands.SetMeasure: {
        "number": st.none() | NUMBERS, "text": WORDS, "about": REFS, "better": st.sampled_from(["", "lower"]),
        "unit": st.sampled_from(["", "%", "weeks"]), "target": st.sampled_from(["", "60 by 31 December 2026"]),
        "points": st.sampled_from(["", "20 by May 2026 and 40 by June 2026"]), "period": st.sampled_from(["", "quarter"]),
        "owner": st.just("") | WORDS, "answered": st.sampled_from(["", "words"]),
    },
    commands.OwnMeasure: {"number": NUMBERS, "role": WORDS},
    commands.CloseMeasure: {"number": NUMBERS, "why": st.just("") | WORDS},
    commands.ReopenMeasure: {"number": NUMBERS, "why": st.just("") | WORDS},
    commands.RiskForm: {"refs": ANY_REFS | st.just(()), "token": MAYBE_TOKENS},
    commands.RaiseForm: {"ref": REFS, "token": MAYBE_TOKENS},
    commands.NewRisk: {**OF_A_RISK, "source": st.just("") | REFS, "about": ANY_REFS | st.just(())},
    commands.ChangeRiskForm: {"number": NUMBERS, "token": MAYBE_TOKENS},
    commands.ChangeRisk: {**OF_A_RISK, "number": NUMBERS, "about": ANY_REFS | st.just(())},
    commands.ScoreForm: {"number": NUMBERS, "token": MAYBE_TOKENS},
    commands.ScoreRisk: {"number": NUMBERS, "score": st.sampled_from(["4 5", "likely major", "same"]), "why": st.just("") | WORDS},
    commands.CloseRisk: {"number": NUMBERS, "why": st.just("") | WORDS},
    commands.ReopenRisk: {"number": NUMBERS, "why": st.just("") | WORDS},
    commands.WithdrawRisk: {"number": NUMBERS, "why": st.just("") | WORDS},
    commands.RiskCard: {"number": NUMBERS},
    commands.Risks: {
        "ref": st.just("") | REFS, "which": st.sampled_from(list(commands.WhichRisks)), "band": st.just(""),
    },
    commands.PlanDraft: {"key": st.just("") | KEYS, "token": MAYBE_TOKENS},
    commands.PlanForm: {"token": MAYBE_TOKENS},
    commands.Settle: {"key": KEYS, "choice": WORDS, "token": TOKENS},
    commands.PlacePlan: {"name": WORD, "is_new": st.booleans(), "token": MAYBE_TOKENS},
    commands.LoadPlan: {"is_sure": st.just(True), "why": st.just("") | WORDS, "token": MAYBE_TOKENS},
    commands.ForgetPlan: {"token": MAYBE_TOKENS},
    commands.Unknown: {"said": WORDS.map("qq {}".format), "nearest": st.just("help")},
}  # fmt: skip
SAYABLE = [kind for kind in get_args(Command) if kind not in (TooLong, Mention)]  # what is too long is never said again, and a thread makes a mention


@pytest.mark.parametrize("kind", SAYABLE, ids=lambda kind: kind.__name__)
@dear(60)
@given(data=st.data(), plan=st.none() | st.sampled_from(OLD["plans"]) | WORD)
def test_whatever_a_command_says_is_read_as_that_command(kind: type[Command], data: st.DataObject, plan: str | None) -> None:
    fields = {name: data.draw(each, name) for name, each in FIELDS.get(kind, {}).items()}
    command = kind.model_validate({"plan": plan, **fields})
    if isinstance(command, Unknown):
        command = command.model_copy(update={"nearest": commands_nearest(command.said)})

    assert parse(str(command), TODAY, (*OLD["plans"], *([plan] if plan else []))) == command


def commands_nearest(said: str) -> str:
    found = parse(said, TODAY)
    assert isinstance(found, Unknown)
    return found.nearest


@pytest.mark.parametrize("plan", OLD["plans"])
@pytest.mark.parametrize("text", [*OLD["buttons"], *OLD["repeated"]])
def test_every_button_that_0_2_could_draw_is_still_read(text: str, plan: str) -> None:
    alone, named = parse(text, TODAY), parse(f"in {plan}: {text}", TODAY, OLD["plans"])

    assert not isinstance(alone, Unknown)
    assert named == alone.model_copy(update={"plan": plan})


def test_a_name_is_the_longest_that_fits_and_the_one_in_its_own_letters() -> None:
    plans = ("a", "a: b", "Lancs", "lancs")

    assert parse("in a: b: mine", TODAY, plans) == commands.Mine(plan="a: b")
    assert parse("in lancs: mine", TODAY, plans) == commands.Mine(plan="lancs")
    assert parse("in LANCS: mine", TODAY, plans[:3]) == commands.Mine(plan="Lancs")


@pytest.mark.parametrize("said", ["green", "Amber.", "complete? not sure"])
def test_a_status_of_no_milestone_is_met_by_the_example_of_a_line_and_never_by_some_other_command(said: str) -> None:
    assert nearest(said) == "line"
    assert nearest(said, {For.EVERYBODY}) == "help"
