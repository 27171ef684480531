"""`milepost page`: a personal link to the page, for somebody who cannot ask in chat."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.conversation.page.giving import HOURS, address_of
from bot.conversation.page.links import Hour, give, new_secret
from bot.ports.page import Shut
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from bot.program.serving.composition import real_now, run, settings, with_store
from bot.program.terminal import Json, PlanName, plan_named, print_json, refuse
from bot.wording.sentences import Fact, words


def page(
    email: Annotated[str, typer.Option("--email", help="The person's e-mail: the page shows what they may read.")],
    plan: PlanName = None,
    json_out: Json = False,
) -> None:
    """Print a personal link to the page of a plan. It works once, for ten minutes: give it to nobody else."""
    chosen = settings()
    if chosen.public is None:
        refuse(words(f"replies.refusal.{Shut.OFF}"))
    begins, now = chosen.public.begins, real_now()

    def given(tx: Tx) -> dict[str, str]:
        found = tx.people.by_email(email.strip())
        theirs = tx.people.plans_of(found) if found is not None else ()
        short = plan_named(tx, plan or (theirs[0] if len(theirs) == 1 else None))
        if found is None or short not in theirs:
            raise Refusal("nobody_of_that_email", email=email)
        try:
            link = give(tx, found, short, Hour(now, now), new_secret())
        except Refusal as refusal:
            why = "forum" if refusal.prompt_key == Shut.FORUM else "no_right"
            refuse(words(f"visits.terminal.{why}", {"email": email.strip(), "plan": short}))
        person = tx.people.of(short).one(found)
        until = link.until.astimezone(ZoneInfo(tx.plans.policy(short).zone))
        who, title = person.name if person is not None else email, tx.plans.one(short).title
        told = {"plan": short, "title": title, "person": who, "email": email.strip(), "until": until.isoformat()}
        return {"url": address_of(begins, link.secret), **told}

    told = run(with_store(chosen.database_url, lambda store: store.transact(given)))
    if json_out:
        print_json({**told, "hours": HOURS})
        return
    facts: dict[str, Fact] = {"who": told["person"], "title": told["title"], "hours": HOURS, "until": told["until"][11:16]}
    typer.echo(words("visits.terminal.given", facts))
    typer.echo(told["url"])
