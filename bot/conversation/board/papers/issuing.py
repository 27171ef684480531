"""Papers issued to an audience: what would go is said first, and it goes at a yes."""

from __future__ import annotations

from typing import NamedTuple

from bot.conversation.meant import draft_answered
from bot.conversation.visit import Said
from bot.model.board.paper import Issue, Ready
from bot.model.board.wanted import Wanted
from bot.model.letters.message import Actions, Block, Button, Facts, Item, Items, Message, Paragraph, Text
from bot.model.letters.talk import Draft, DraftState, Reply, Say
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.board.issues import latest, letters, places, readers, reason, replaced, standing, to_issue, with_files
from bot.reports.board.issues import ready as told_of
from bot.reports.papers import packs
from bot.rules import holders
from bot.wording import commands
from bot.wording.papers.frame import SHOWN
from bot.wording.parse import parse
from bot.wording.sentences import Fact, line, words

MOST_PUBLIC = 20  # voices that are shown before families read them


class Found(NamedTuple):
    """The papers that would be issued, and what is to be known of them. None of it reads the record any more."""

    ready: Ready
    pack: packs.Pack


def order_of(view: View, said: Said) -> commands.Issue | None:
    """Return the issue that somebody asks for, or says yes to. None if they say something else."""
    if isinstance(said.command, commands.Issue):
        return said.command
    if not isinstance(said.command, commands.Save):
        return None
    token = said.command.token
    draft = view.talk.draft(token) if token else draft_answered(view, said.inbound, said.asker.person.id)
    if draft is None or not draft.order or draft.state is not DraftState.OPEN or draft.plan != said.asker.short:
        return None
    order = parse(draft.order, said.today, (draft.plan,))
    return order if isinstance(order, commands.Issue) else None


def found(view: View, said: Said, order: commands.Issue) -> Found:
    """Return the papers that would be issued. Raises Refusal if they can't be, or not by whoever speaks, or to nobody."""
    must_be_allowed(view, said, order)
    made = to_issue(view, said.asker.short, order.audience, said.asker.now, order.why)
    pack = packs.pack(made, Wanted(kinds=made.audience.files))
    if not pack.papers:
        raise Refusal("issue_nothing", files=", ".join(pack.left_out))
    return Found(told_of(made, pack), pack)


def drawn(found: Found, handed: packs.Handed) -> Ready:
    """Return them with their files. Raises Refusal if not one could be drawn."""
    if not handed.files:
        raise Refusal("issue_nothing", files=", ".join(handed.left_out))
    return with_files(found.ready, handed)


def must_be_allowed(view: View, said: Said, order: commands.Issue) -> None:
    """Raise Refusal unless whoever speaks may issue papers to an audience that there is, and that hears of it.

    That is an admin. If the settings name who must agree, it is whoever has that right, or holds that role.
    """
    short, person = said.asker.short, said.asker.person
    policy = view.plans.policy(short)
    audience = policy.audience(order.audience)
    if audience is None:
        raise Refusal("no_such_audience", name=order.audience, audiences=", ".join(policy.audience_names))
    if holders.only_observes(view.people.of(short), person, said.today):
        raise Refusal("observes")
    agrees = audience.approver
    if agrees is None and not person.is_admin:
        raise Refusal("admin_only")
    if agrees is not None and not _agrees(view, said, agrees):
        raise Refusal("issue_approver", audience=order.audience, role=agrees)
    if not places(view, short, order.audience) and not readers(view, short, audience):
        raise Refusal("issue_to_nobody", audience=order.audience)


def _agrees(view: View, said: Said, agrees: str) -> bool:
    """Say if somebody has a right of that name, or holds a role of that name today."""
    person, short = said.asker.person, said.asker.short
    role = holders.find_role(view.plans.one(short), agrees)
    mine = holders.roles_of(view.people.of(short), person.id, said.today)
    return agrees.casefold() in person.rights or (role is not None and role.name in mine)


def known(view: View, said: Said, order: commands.Issue) -> Reply | None:
    """Say that the papers of this freeze are issued already, unless there is a reason to issue them anew."""
    freeze = standing(view, said.asker.short)
    before = latest(view, said.asker.short, order.audience, freeze.id) if freeze is not None else None
    if before is None or order.why:
        return None
    facts: dict[str, Fact] = {"audience": order.audience, "day": said.day_of(before.at), "entry": before.id}
    title = words("deliver.issue.already", facts)
    return Say(message=Message(title=title, blocks=(Paragraph(spans=line("deliver.issue.anew", facts)),)))


def meant(view: View, said: Said, order: commands.Issue) -> commands.Issue:
    """Return the order with the freeze that its papers are shown of: no other is issued at a yes to it."""
    freeze = standing(view, said.asker.short)
    return order.model_copy(update={"freeze": freeze.id if freeze is not None else None})


def asked(view: View, said: Said, order: commands.Issue, draft: Draft) -> Message:
    """Say what would be issued, and ask if it is meant."""
    told = said.ready or found(view, said, order).ready
    facts: dict[str, Fact] = {"title": told.title, "at": told.at, "entry": told.upto, "digest": told.head[:SHOWN]}
    pairs = [("at", words("deliver.issue.frozen", facts)), ("head", words("deliver.issue.head_is", facts))]
    pairs += [("to", _to_whom(view, said, order)), ("decisions", str(told.decisions))]
    freeze = standing(view, said.asker.short)
    before = replaced(view, said.asker.short, order.audience, freeze) if freeze is not None else None
    if before is not None:
        because: dict[str, Fact] = {"day": said.day_of(before.at), "entry": before.id, "why": reason(order.why)}
        pairs.append(("replaces", words("deliver.issue.replaces_is", because)))
    blocks: list[Block] = [Facts(pairs=tuple((words(f"deliver.issue.{name}"), (Text(text=text),)) for name, text in pairs))]
    if before is not None and before.freeze == told.freeze:
        blocks.append(Paragraph(spans=line("deliver.issue.same_freeze")))
    blocks.append(_listed("files", told.names))
    blocks += [_listed("missing", told.missing)] if told.missing else []
    blocks += _public(told.public, order.audience)
    blocks += [Paragraph(spans=line("deliver.handed.left_out", {"files": ", ".join(told.left_out)}))] if told.left_out else []
    plan = said.asker.plan_named
    buttons = (
        Button(label=words("deliver.issue.yes"), command=str(commands.Save(plan=plan, token=draft.token)), style="primary"),
        Button(label=words("replies.echo.let_go_button"), command=str(commands.Discard(plan=plan, token=draft.token))),
    )
    return Message(title=words("deliver.issue.sure", facts), blocks=(*blocks, Actions(buttons=buttons)))


def _public(said: tuple[str, ...], audience: str) -> list[Block]:
    """List what families will read of what was done about their words, and count what there is no room for."""
    if not said:
        return []
    left = len(said) - MOST_PUBLIC
    more = Paragraph(spans=line("deliver.issue.public_more", {"count": left, "audience": audience}))
    return [_listed("public", said[:MOST_PUBLIC]), *([more] if left > 0 else [])]


def _listed(name: str, said: tuple[str, ...]) -> Items:
    return Items(lines=tuple(Item(spans=(Text(text=one),)) for one in said), heading=words(f"deliver.issue.{name}"))


def _to_whom(view: View, said: Said, order: commands.Issue) -> str:
    short = said.asker.short
    audience = view.plans.policy(short).audience(order.audience)
    channels, people = len(places(view, short, order.audience)), len(readers(view, short, audience)) if audience else 0
    names = [name for name, many in (("channels", channels), ("people", people)) if many]
    return words(f"deliver.issue.{'_and_'.join(names)}", {"channels": channels, "people": people})


def issue(tx: Tx, said: Said, order: commands.Issue) -> None:
    """Issue papers, once they are drawn, and let their audience know. Raises Refusal if what they tell of has changed."""
    must_be_allowed(tx, said, order)
    drawn, short, freeze = said.ready, said.asker.short, standing(tx, said.asker.short)
    if drawn is None or not drawn.drawn or freeze is None or not freeze.id == drawn.freeze == order.freeze:
        raise Refusal("issue_changed", audience=order.audience)
    before = replaced(tx, short, order.audience, freeze)
    audience = tx.plans.policy(short).audience(order.audience)
    is_anew = before is not None and before.freeze == freeze.id
    is_told = (before.id if before is not None else None) == (drawn.corrects.entry if drawn.corrects is not None else None)
    if not is_told or (is_anew and not order.why):
        raise Refusal("issue_changed", audience=order.audience)
    made = Issue(
        plan=short,
        audience=order.audience,
        freeze=drawn.freeze,
        as_at=drawn.as_at,
        upto=drawn.upto,
        upto_digest=drawn.head,
        replaces=before.id if before is not None else None,
        why=reason(order.why) if before is not None else order.why,
        capacity=(audience.approver if audience is not None else None) or "",
        at=said.asker.now,
    )
    kept = tx.papers.issue(made, drawn.drawn)
    tx.letters.put(letters(tx, kept, drawn.title, drawn.at, said.asker.now))
    tx.rounds.wake(short)


def told(view: View, said: Said, order: commands.Issue, draft: Draft) -> Message:
    """Say what was issued, and who hears of it."""
    entries = set(draft.saved)
    made = next((one for one in view.papers.issues(draft.plan) if one.id in entries), None)
    entry = made.id if made is not None else ""
    title = said.ready.title if said.ready is not None else order.audience
    facts: dict[str, Fact] = {"audience": title, "entry": entry, "to": _to_whom(view, said, order)}
    names = tuple(name for name, _ in made.files) if made is not None else ()
    blocks = (Paragraph(spans=line("deliver.issue.hear", facts)), _listed("files", names))
    return Message(title=words("deliver.issue.done", facts), blocks=blocks)
