"""`milepost seed roles` and `seed board`: who holds what, and where the weekly summary goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from bot.model.board.settings import BOARD
from bot.model.people import Address, LostBoard, Person
from bot.ports.record import Tx, View
from bot.program.serving.composition import at_the_command_line, look, real_now, run, settings, with_store
from bot.program.terminal import Json, PlanName, fault, plan_named, print_json, say
from bot.rules import holders
from bot.rules.updates.standing import local_day
from bot.wording.holders import held_by
from bot.wording.platforms import platform_name
from bot.wording.sentences import Fact, with_full_stop, words


def seed_roles(plan: PlanName = None, json_out: Json = False) -> None:
    """List the plan's roles, who holds each today and who is their deputy, which are vacant, and lost board channels."""

    def held(view: View) -> tuple[list[dict[str, object]], list[str], tuple[LostBoard, ...]]:
        short = plan_named(view, plan)
        known, today = view.people.of(short), local_day(real_now(), view.plans.policy(short))
        roles, lines = [], []
        for role in view.plans.one(short).roles:
            who = [_with_email(p) for p in holders.holders(known, role.name, today)]
            deputies = [_with_email(p) for id_ in holders.deputies(known, role.name, today) if (p := known.one(id_))]
            roles.append({"role": role.name, "holders": who, "vacant": not who, "deputies": deputies})
            told = held_by(known, role.name, today, _with_email)
            lines.append(words("program.seed.role", {"role": role.name, "who": told}))
        return roles, lines, view.plans.lost_boards(short)

    roles, lines, lost = look(held)
    if json_out:
        print_json({"roles": roles, "lost_boards": [_lost_json(one) for one in lost]})
        return
    for told in lines:
        typer.echo(told)
    for one in lost:
        say(f"seed.{lost_name(one)}", lost_facts(one))


def _with_email(person: Person) -> str:
    return f"{person.name} <{person.email}>"


def _lost_json(lost: LostBoard) -> dict[str, object]:
    return {"platform": lost.address.platform, "channel": lost.address.id, "reason": lost.reason, "at": lost.at.isoformat()}


def lost_name(lost: LostBoard) -> str:
    """Return the name of the sentence that tells of a channel that takes nothing any more."""
    return "board_lost" if lost.audience == BOARD else "audience_lost"


def lost_facts(lost: LostBoard) -> dict[str, Fact]:
    """Return what is told of a board's channel that takes no more summaries."""
    where, reason = platform_name(lost.address.platform), with_full_stop(lost.reason)
    return {"channel": lost.address.id, "where": where, "reason": reason, "audience": lost.audience}


def seed_board(
    gone: Annotated[str | None, typer.Option("--gone", help="The id of a channel to let go.")] = None,
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """List the board's channels, with those that take no more summaries, and those of other audiences; or let one of them go."""
    if gone is not None:
        let_go(plan, gone)

    def found(view: View) -> tuple[tuple[Address, ...], tuple[LostBoard, ...], tuple[tuple[str, Address], ...]]:
        short = plan_named(view, plan)
        return view.plans.board(short), view.plans.lost_boards(short), tuple(_of_audiences(view, short))

    bound, lost, others = look(found)
    if json_out:
        there = [{"platform": one.platform, "channel": one.id, "reason": None, "at": None} for one in bound]
        audiences = [{"audience": name, "platform": one.platform, "channel": one.id} for name, one in others]
        print_json({"boards": [*there, *map(_lost_json, lost)], "audiences": audiences})
        return
    for one in bound:
        say("seed.board", {"channel": one.id, "where": platform_name(one.platform)})
    for other in lost:
        say(f"seed.{lost_name(other)}", lost_facts(other))
    if not bound and not lost:
        say("seed.board_none")
    for name, channel in others:
        say("seed.board_audience", {"channel": channel.id, "where": platform_name(channel.platform), "audience": name})


def _of_audiences(view: View, short: str) -> Iterator[tuple[str, Address]]:
    """Give the channels of the audiences besides the board."""
    for name in view.plans.policy(short).audience_names:
        if name != BOARD:
            yield from ((name, one) for one in view.plans.board(short, name))


def let_go(plan: str | None, channel: str) -> None:
    """Make a channel the board's no longer, nor any other audience's, whether it can be reached or not."""

    def work(tx: Tx) -> None:
        short = plan_named(tx, plan)
        tx.acting(at_the_command_line(real_now()))
        meant = [(BOARD, one) for one in tx.plans.board(short) if one.id == channel]
        meant += [(one.audience, one.address) for one in tx.plans.lost_boards(short) if one.address.id == channel]
        meant += [(name, one) for name, one in _of_audiences(tx, short) if one.id == channel]
        if not meant:
            fault("no_board", {"channel": channel})
        for name, one in meant:
            tx.plans.unbind_board(short, one, name)

    run(with_store(settings().database_url, lambda store: store.transact(work)))
    say("seed.board_gone", {"channel": channel})
