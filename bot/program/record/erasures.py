"""`milepost record redact`, `erase` and `person`: words taken out for good, and what is held on somebody."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from bot.delivery.rewriting import rewrite_posted
from bot.model.record.erasure import Erased, Held
from bot.planning.retention import empty_ended
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.program.serving.composition import at_the_command_line, channels_of, look, owner_url, real_now, run, settings, with_store
from bot.program.terminal import Json, PlanName, kept, plan_named, print_json, refuse
from bot.reports.record.erasures import erased_json, held_json, text_meant
from bot.reports.record.worded import entry_meant
from bot.wording.commands.office import HANDLED
from bot.wording.sentences import Fact, words
from store.record import SqlStore

NUMBER = re.compile(r"[ue]?(?P<number>[0-9]{1,9})", re.IGNORECASE)
HANDLE = re.compile(HANDLED, re.IGNORECASE)
Because = Annotated[str, typer.Option("--because", help="Why: it stays on the record.")]
Yes = Annotated[bool, typer.Option("--yes", help="Take it out without asking.")]
FieldName = Annotated[str | None, typer.Option("--field", help="Which text, where an entry holds several.")]
Email = Annotated[str, typer.Argument(help="The person's e-mail.")]


def redact(
    entry: Annotated[str, typer.Argument(help="The entry's number, such as 123 or u123, or a handle such as c7.")],
    because: Because,
    field: FieldName = None,
    plan: PlanName = None,
    yes: Yes = False,
    json_out: Json = False,
) -> None:
    """Take a free text out of the record for good, with every copy of it. Colours, dates, refs and numbers stay.

    With --json nothing is asked: without --yes nothing is taken out.
    """
    handle, why = entry.strip().lower(), kept(because)
    known = 0 if HANDLE.fullmatch(handle) else number_of(entry)

    async def work(store: SqlStore) -> None:
        short = await store.read(lambda view: plan_named(view, plan))
        number = known or await store.read(lambda view: entry_meant(view, short, handle))
        name = await store.read(lambda view: text_meant(view, short, number, field))
        if not json_out:
            text = await store.read(lambda view: view.erasures.text(short, number, name))
            tell("redact.asks", {"entry": number, "plan": short, "field": name, "text": text})
            texts = await store.read(lambda view: view.erasures.texts(short, number))
            if others := [one for one in texts if one != name]:
                tell("redact.others", {"entry": number, "fields": ", ".join(others)})
        sure(yes, json_out, "redact.question")
        done = await store.transact(lambda tx: _as_operator(tx).erasures.redact(short, number, name, why), plans=(short,))
        await finish(store, (done,), json_out)

    run(with_store(owner_url(settings()), work))


def erase(
    person: Annotated[str, typer.Option("--person", help="The e-mail of whoever must be forgotten.")],
    because: Because,
    plan: PlanName = None,
    yes: Yes = False,
    json_out: Json = False,
) -> None:
    """Forget a person for good: name, e-mail, accounts, addresses, drafts and letters. Lists entries that name them."""
    why = kept(because)

    async def work(store: SqlStore) -> None:
        known = await store.read(lambda view: known_in(view, person))
        if not json_out:
            tell("erase.asks", {"email": person, "plans": plan or ", ".join(known)})
        sure(yes, json_out, "erase.question")
        done = await store.transact(lambda tx: _as_operator(tx).erasures.erase(person, why, plan), plans=known)
        await finish(store, done, json_out)
        if not json_out:
            tell("erase.file")

    run(with_store(owner_url(settings()), work))


def known_in(view: View, email: str) -> tuple[str, ...]:
    """Return the plans that know somebody. Raises Refusal if none does."""
    found = view.people.by_email(email)
    if found is None:
        raise Refusal("nobody_of_that_email", email=email)
    return view.people.plans_of(found)


def person(email: Email, json_out: Json = False) -> None:
    """Print all that is held on someone."""
    found = look(lambda view: view.erasures.held(email))
    if found is None:
        refuse(words("erasures.held.nobody", {"email": email}))
    print_json(held_json(found)) if json_out else tell_held(found)


def tell_held(found: Held) -> None:
    """Print for people what is held on someone."""
    plans = list(dict.fromkeys(one.plan for one in found.entries))
    emails = ", ".join(found.emails)
    tell("held.person", {"names": ", ".join(found.names), "emails": emails, "plans": ", ".join(plans)})
    tell("held.accounts", {"accounts": ", ".join(f"{one.platform} {one.id}" for one in found.accounts) or "-"})
    for short in plans:
        entries = ", ".join(f"{one.entry} {one.kind}" for one in found.entries if one.plan == short)
        tell("held.entries", {"plan": short, "entries": entries})
    if found.letters:
        tell("held.letters", {"count": len(found.letters)})
    tell("held.drafts", {"count": len(found.drafts)})
    if found.documents:
        tell("held.documents", {"files": ", ".join(found.documents)})
    if found.pages:
        tell("held.pages", {"count": len(found.pages)})


def retire() -> None:
    """Take the texts out of plans that ended, once their time is over. A round does it too, if it may change the record."""

    async def work(store: SqlStore) -> None:
        done = await empty_ended(store, real_now())
        for one in done:
            tell("done.taken", {"plan": one.plan, "entry": one.entry, "fields": ", ".join(one.removed)})
        if not done:
            tell("ended.nothing")

    run(with_store(owner_url(settings()), work))


def number_of(text: str) -> int:
    """Read an entry's number, with the letter of an update or of evidence, or without."""
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        refuse(words("erasures.redact.shape"))
    return int(found["number"])


def sure(yes: bool, json_out: bool, question: str) -> None:
    """Ask if it must be done, or end."""
    if yes:
        return
    if json_out:
        refuse(words("erasures.redact.needs_yes"))
    if not typer.confirm(words(f"erasures.{question}")):
        refuse(words("erasures.redact.kept"))


def _as_operator(tx: Tx) -> Tx:
    tx.acting(at_the_command_line(real_now()))
    return tx


async def finish(store: SqlStore, done: tuple[Erased, ...], json_out: bool) -> None:
    """Rewrite what was posted, and say what was done."""
    rewritten, left = 0, tuple[str, ...]()
    changed = {key for one in done for key in one.letters}
    if any(one.key in changed for one in await store.read(lambda view: view.letters.to_rewrite())):
        async with channels_of(settings()) as (channels, _):
            rewritten, left = await rewrite_posted(store, channels, changed)
    if json_out:
        shown = [erased_json(one, left) for one in done]
        print_json(shown[0] if len(shown) == 1 else shown)
        return
    for one in done:
        facts: dict[str, Fact] = {"plan": one.plan, "entry": one.entry, "fields": ", ".join(one.removed)}
        tell("done.taken", facts)
        if one.letters:
            tell("done.letters", {"count": len(one.letters)})
        if one.left:
            tell("done.left", {**facts, "entries": ", ".join(map(str, one.left))})
        if one.settings:
            tell("done.settings", {**facts, "entries": ", ".join(map(str, one.settings))})
    if rewritten:
        tell("posted.rewritten", {"count": rewritten})
    for key in left:
        tell("posted.left", {"key": key})
    tell("done.backups")


def tell(name: str, facts: dict[str, Fact] | None = None) -> None:
    """Print one sentence of `prompts/erasures.toml`."""
    typer.echo(words(f"erasures.{name}", facts))
