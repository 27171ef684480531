"""A draft told at a terminal: three lines, who gets how many, what is asked about it, and what is to be looked at."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from pathlib import Path

import typer

from bot.model.documents.draft import Draft, PlanDoubt
from bot.model.letters.message import plain
from bot.model.policy import Policy
from bot.program.documents.plan_file import answers_beside
from bot.program.terminal import out, say
from bot.rules.documents.drafts import chosen, in_order, may_not_be_kept, outlook_of
from bot.wording.documents.plans import about, in_three_lines, stopped
from bot.wording.sentences import Fact, words

MOST_WARNINGS = 20  # that are told unless all are wanted
MOST_ROLES = 12


def tell_draft(draft: Draft, policy: Policy, today: date, everything: bool = False) -> None:
    """Say what is in a draft and what it means for people."""
    outlook = outlook_of(draft.plan, policy, today)
    out.print(draft.plan.title)
    for spans in in_three_lines(draft.plan, outlook):
        out.print(plain(spans))
    shown = outlook.shares if everything else outlook.shares[:MOST_ROLES]
    if shown:
        say("seed.shares")
        for role, count in shown:
            say("seed.share", {"role": role, "count": count})
        if len(outlook.shares) > len(shown):
            rest = outlook.shares[len(shown) :]
            say("seed.more_shares", {"count": len(rest), "milestones": sum(count for _, count in rest)})
    for spans in stopped(may_not_be_kept(draft.plan), draft.plan):
        out.print(plain(spans))


def tell_doubts(draft: Draft, file: Path, everything: bool = False) -> None:
    """Say what is asked about a file, the widest first, each with where it stands, its answers, and how to give one. Count the
    rest."""
    if not draft.doubts:
        return
    shown = draft.doubts if everything else draft.asked
    say("seed.asked_one" if len(draft.doubts) == 1 else "seed.asked", {"count": len(draft.doubts)})
    for number, doubt in enumerate(shown, 1):
        tell_doubt(draft, doubt, number)
    if len(draft.doubts) > len(shown):
        say("seed.more_asked", {"count": len(draft.doubts) - len(shown)})
    say("seed.how_to_answer", {"file": as_typed(file), "answers": answers_beside(file).name})


def as_typed(file: Path) -> str:
    """Return a file as it is typed in a command."""
    return shlex.quote(str(file))


def tell_doubt(draft: Draft, doubt: PlanDoubt, number: int) -> None:
    """Say one question."""
    say("seed.question_line", {"number": number, "question": doubt.question})
    for spans in about(doubt, {one.ref: one for one in draft.plan.milestones}):
        out.print(f"   {plain(spans)}")
    for at, choice in enumerate(in_order(doubt), 1):
        name = "seed.choice_suggested" if choice == doubt.default else "seed.choice"
        say(name, {"number": at, "choice": choice})
    if doubt.free:
        say("seed.choice_free")
    say("seed.key", {"key": doubt.key})


def tell_warnings(draft: Draft, everything: bool = False) -> None:
    """Say what is to be looked at, and count what there is no room for."""
    if not draft.warnings:
        return
    shown = draft.warnings if everything else draft.warnings[:MOST_WARNINGS]
    say("seed.warnings_one" if len(draft.warnings) == 1 else "seed.warnings", {"count": len(draft.warnings)})
    for one in shown:
        facts: dict[str, Fact] = {"line": one.line, "place": one.place, "message": one.message}
        say("seed.warning_at" if one.place else "seed.warning", facts)
    if len(draft.warnings) > len(shown):
        say("seed.more_warnings", {"count": len(draft.warnings) - len(shown)})


def ask(draft: Draft, doubt: PlanDoubt, number: int) -> str | None:
    """Ask whoever sits at a terminal one question. Returns the answer, None if it is left for later."""
    tell_doubt(draft, doubt, number)
    name = "seed.prompt" if doubt.default is not None else "seed.prompt_open"
    while True:
        said = typer.prompt(words(f"program.{name}"), default="", show_default=False).strip()
        if not said:
            return doubt.default
        if said.casefold() == words("program.seed.later"):
            return None
        if (choice := chosen(doubt, said)) is not None:
            return choice
        say("seed.no_choice", {"count": len(doubt.choices)})


def is_asked() -> bool:
    """Say if somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()
