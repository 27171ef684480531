"""The refs of a plan's document, typed in the place of ours: wherever they can mean one thing alone, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Action, Milestone, Plan
from bot.model.status import Status
from bot.wording import commands
from bot.wording.documents.refs import ref_of
from bot.wording.documents.source_refs import is_guessed, is_typeable, may_hold, may_name, read, typeable, unclear
from bot.wording.parse import parse
from tests.laws import tried
from tests.world.every_line import STORY

TODAY = date(2025, 3, 18)
KNOWN = {"kd-110": "1.3.1", "kd-111": "1.3.2", "kd-112": "1.3.3", "snd-2": "1.3", "ks4/1": "2.1.1"}


def milestone(number: int, theirs: str | None) -> Milestone:
    return Milestone(ref=f"1.1.{number}", text="Do", source_ref=theirs)


def plan(*theirs: str | None, action: str | None = None) -> Plan:
    steps = tuple(milestone(number, one) for number, one in enumerate(theirs, 1))
    return Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", source_ref=action, milestones=steps),))


def said(text: str) -> commands.Command:
    return read(text, TODAY, (), KNOWN)


def entries(text: str) -> list[tuple[str, Status | None, str]]:
    command = said(text)
    assert isinstance(command, commands.Declare), command
    return [(one.target, one.status, one.narrative) for one in command.entries]


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("status KD-110", "status 1.3.1"),
        ("status snd-2", "status 1.3"),
        ("why kd-110", "why 1.3.1"),
        ("history KD-110.", "history 1.3.1"),
        ("who KS4/1?", "who 2.1.1"),
        ("update KD-110 KD-111", "update 1.3.1 1.3.2"),
        ("update KD\u2013110", "update 1.3.1"),
        ("status KD-110 as at 1 March 2025", "status 1.3.1 as at 1 March 2025"),
        ("move KD-110 to 3 May 2026 because the school moves", "move 1.3.1 to 3 May 2026 because the school moves"),
        ("snooze KD-110 until 3 April 2025", "snooze 1.3.1 until 3 April 2025"),
        ("in p: why KD-110", "in p: why 1.3.1"),
        ("all same except KD-110 amber", "all same except 1.3.1 amber"),
        ("KD-110 to KD-112 green", "1.3.1 to 1.3.3 green"),
        ("(KD-110) green, all well", "(1.3.1) green, all well"),
        ("KD-110 green; KD-111 red late, path: hire", "1.3.1 green; 1.3.2 red late, path: hire"),
    ],
)
def test_it_may_be_typed_wherever_ours_may(typed: str, ours: str) -> None:
    assert said(typed) == parse(ours, TODAY)


def test_in_a_persons_words_it_stays_a_word() -> None:
    assert entries("KD-110 amber: waits for KD-111, path: ask Ann") == [("1.3.1", Status.AMBER, "waits for KD-111")]
    assert entries("1.1.2 red because SND-2 has slipped, path: hire") == [("1.1.2", Status.RED, "because SND-2 has slipped")]
    moved = said("move KD-110 to 3 May 2026 because KD-111 comes first")
    assert isinstance(moved, commands.Move)
    assert (moved.ref, moved.why) == ("1.3.1", "KD-111 comes first")


def test_in_a_link_it_stays_what_it_is() -> None:
    command = said("KD-110 complete https://example.org/KD-111")
    assert isinstance(command, commands.Declare)
    assert [(one.target, one.links) for one in command.entries] == [("1.3.1", ("https://example.org/KD-111",))]


@pytest.mark.parametrize("theirs", ["1", "12", "2.1", "2.1.3", "1-3", "u12", "e124", "X5", "m3", "r4", "a1", "A3", "d9", "c7", "v30", "KD", "Rec 4", "", "KD_", "(1a)"])
def test_what_looks_like_something_else_is_told_only(theirs: str) -> None:
    assert not is_typeable(theirs.casefold())
    assert typeable(plan(theirs, None)) == {}


def test_what_stands_twice_is_told_only_and_an_action_gives_way_to_its_milestone() -> None:
    assert typeable(plan("KD-1", "kd-1", "KD-2")) == {"kd-2": "1.1.3"}
    assert typeable(plan("KD-1", "kd-1", action="KD-1")) == {}
    assert typeable(plan("KD-2", None, action="KD-2")) == {"kd-2": "1.1.1"}
    assert typeable(plan(None, action="SND-2")) == {"snd-2": "1.1"}


def test_the_name_of_a_role_keeps_its_number() -> None:
    known = {"ks4": "1.3.1"}
    assert read("status Head of KS4", TODAY, (), known) == parse("status Head of KS4", TODAY)
    assert read("status KS4", TODAY, (), known) == parse("status 1.3.1", TODAY)


def test_ours_is_told_with_the_documents_in_brackets() -> None:
    assert ref_of(milestone(3, "KD-110")) == "1.1.3 (KD-110)"
    assert ref_of(milestone(3, None)) == ref_of(milestone(3, "1.1.3")) == "1.1.3"
    assert ref_of(milestone(3, "K" * 60)) == f"1.1.3 ({'K' * 39}\u2026)"


@pytest.mark.parametrize("typed", sorted({one.says for one in STORY}))
def test_no_ref_of_a_document_takes_the_place_of_a_command_or_of_a_milestones_own_ref(typed: str) -> None:
    """Each word of each command in turn is made such a ref."""
    command = parse(typed, TODAY)
    for word in {*typed.split(), *typed.replace(",", " ").replace(":", " ").split()}:
        folded = word.casefold().strip(".,:;!?#'\"")
        if not is_typeable(folded):
            continue
        after = read(typed, TODAY, (), {folded: "7.7.7"})
        assert type(after) is type(command) or isinstance(command, commands.Unknown)
        if isinstance(command, commands.Declare) and isinstance(after, commands.Declare):
            assert {one.target for one in command.entries} <= {one.target for one in after.entries}
        else:
            assert getattr(after, "ref", None) == getattr(command, "ref", None)


@tried(200)
@given(st.text(max_size=60), st.dictionaries(st.sampled_from(list(KNOWN)), st.sampled_from(list(KNOWN.values())), max_size=3))
def test_whatever_is_typed_is_read_and_without_a_known_ref_as_ever(typed: str, known: dict[str, str]) -> None:
    command = read(typed, TODAY, (), known)
    if not may_name(typed):
        assert command == parse(typed, TODAY)


def test_one_that_cannot_be_typed_is_found_where_a_line_is_about_it_with_all_that_have_it() -> None:
    twice = plan("SND-2", "SND-2", "A1", "KD-1")

    for text, wanted in (
        ("status snd-2", ("snd-2", ("1.1.1", "1.1.2"))),
        ("A1 green all well", ("A1", ("1.1.3",))),
        ("KD-1 green: waits for A1", None),
        ("withdraw u12 because no", None),
    ):
        assert (unclear(text, TODAY, (), twice) if is_guessed(parse(text, TODAY)) and may_hold(text) else None) == wanted
