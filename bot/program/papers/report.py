"""Draw papers at the command line: those of an audience, of a priority, of an exception, and the stocktake pack."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.papers.drawing import Drawer
from bot.model.board.paper import Drawn
from bot.model.board.settings import BOARD, FileKind
from bot.model.board.wanted import Want, Wanted
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.program.papers.folder import put
from bot.program.serving.composition import look, real_now
from bot.program.terminal import AsAt, Json, PlanName, as_at_of, fault, plan_named, print_json, refuse, say
from bot.reports.board.issues import as_issued, issued, to_hand
from bot.reports.papers.ground import ground
from bot.reports.papers.packs import Handed, Pack, hand_over, pack
from bot.wording.sentences import words

Out = Annotated[Path, typer.Option("--out", help="The folder to write into; the current one if not given.")]
Format = Annotated[FileKind | None, typer.Option("--format", help="Only this kind of file; all if not given.")]


def report(
    what: Annotated[str, typer.Argument(help="An audience, such as board, operations or families; or priority; or exception.")],
    which: Annotated[str | None, typer.Argument(help="The number of the priority, or the milestone of the exception.")] = None,
    out: Out = Path(),
    kind: Format = None,
    plan: PlanName = None,
    as_at: AsAt = None,
    json_out: Json = False,
) -> None:
    """Write the papers of an audience, the report of a priority, or the report of an exception, as files for Word and Excel."""
    what = what.lower()
    wanted = _wanted(what, which, (kind,) if kind else tuple(FileKind))
    audience = what if wanted.want is Want.AUDIENCE else BOARD
    made, given = _made(wanted, audience, plan, as_at)
    _write(made, out, json_out, given)
    if given and not json_out:
        say("papers.issued", {"audience": audience})


def stocktake(out: Out = Path(), plan: PlanName = None, as_at: AsAt = None, json_out: Json = False) -> None:
    """Write the stocktake pack: a summary by finding, what is not on track with its history, dates, evidence, the board's
    business, and a slip by which all of it can be held against the record."""
    made, _ = _made(Wanted(want=Want.STOCKTAKE), BOARD, plan, as_at, from_freeze=False)
    _write(made, out / made.folder, json_out)


def _wanted(what: str, which: str | None, kinds: tuple[FileKind, ...]) -> Wanted:
    """Return what is asked for on the command line."""
    if what == Want.PRIORITY and which is not None:
        number = which.removeprefix("p")
        if not (number.isascii() and number.isdigit()):
            raise typer.BadParameter(words("program.fault.priority_number", {"text": which}))
        return Wanted(want=Want.PRIORITY, priority=int(number[:9]), kinds=kinds)
    if what == Want.EXCEPTION and which:
        return Wanted(want=Want.EXCEPTION, ref=which, kinds=kinds)
    if what in (Want.PRIORITY, Want.EXCEPTION):
        raise typer.BadParameter(words(f"program.fault.{what}_which"))
    if what == Want.STOCKTAKE:
        raise typer.BadParameter(words("program.fault.stocktake"))
    if which is not None:
        raise typer.BadParameter(words("program.fault.which", {"what": what, "which": which}))
    return Wanted(kinds=kinds)


def _made(
    wanted: Wanted, audience: str, plan: str | None, as_at: str | None, from_freeze: bool = True
) -> tuple[Pack, tuple[Drawn, ...]]:
    """Read the record once for all papers. They tell of the moment asked for, else of what was frozen if that is meant.

    Returns also their files as they were issued, if they were and no other moment is asked for.
    """
    now = real_now()

    def found(view: View) -> tuple[Pack, tuple[Drawn, ...]]:
        short = plan_named(view, plan)
        moment: datetime | None = None if from_freeze else now
        if as_at is not None:
            moment = as_at_of(as_at, view.plans.policy(short), now)
        if wanted.want is not Want.AUDIENCE or moment is not None:
            return pack(ground(view, short, audience, now, moment), wanted), ()
        made = to_hand(view, short, audience, now)
        given = issued(view, made)
        if given is None or made.freeze is None:
            return pack(made, wanted), ()
        kinds = tuple(f".{kind.value}" for kind in wanted.kinds)
        return pack(as_issued(view, given[0], made.freeze), wanted), tuple(one for one in given[1] if one.name.endswith(kinds))

    return look(found)


def _write(made: Pack, folder: Path, json_out: bool, given: tuple[Drawn, ...] = ()) -> None:
    """Draw the papers, unless they are given as they were issued, write them, and tell of each. Exit code 1 if one had to be
    left out."""
    handed = Handed(given, ()) if given else _drawn(made, quiet=json_out)
    if not handed.files:
        fault("no_papers", {"files": ", ".join(handed.left_out)})
    put(handed.files, folder)
    if json_out:
        print_json(_told(made, handed))
    else:
        for one in handed.files:
            say("papers.written", {"file": str(folder / one.name)})
    if handed.left_out:
        refuse(words("program.papers.left_out", {"files": ", ".join(handed.left_out)}))


def _drawn(made: Pack, quiet: bool) -> Handed:
    """Draw each paper, and say so as it is done: a long one takes seconds."""
    done: list[str] = []

    def tell(drawn: Drawn) -> None:
        done.append(drawn.name)
        if not quiet:
            typer.echo(words("program.papers.drawn", _progress(len(done), len(made.papers), drawn.name)), err=True)

    try:
        return hand_over(made, Drawer(), tell)
    except Refusal as refusal:
        refuse(words(f"replies.refusal.{refusal.prompt_key}", dict(refusal.facts)))


def _progress(number: int, of: int, file: str) -> dict[str, str | int]:
    return {"number": number, "of": of, "file": file}


def _told(made: Pack, handed: Handed) -> dict[str, object]:
    files = [{"name": one.name, "sha256": one.sha256} for one in handed.files]
    return {"folder": made.folder or None, "files": files, "left_out": list(handed.left_out), "facts": made.facts}
