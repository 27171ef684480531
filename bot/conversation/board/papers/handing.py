"""Papers handed over: as they were issued, byte for byte, or else made now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple, assert_never

from bot.conversation.board.own_chat import own_account
from bot.conversation.visit import Said, day_meant
from bot.model.board.paper import AnyPaper, Drawn, Issue, Plain
from bot.model.board.settings import BOARD
from bot.model.board.wanted import Want, Wanted
from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph, Text
from bot.model.letters.talk import Asker, Handed, OwnChat, Say
from bot.ports.record import View
from bot.ports.refusals import Refusal
from bot.reports.board.issues import issued, to_hand
from bot.reports.papers import packs
from bot.reports.papers.frame import frame
from bot.reports.papers.ground import Ground, ground
from bot.rules.board.readers import may_read as may_read_papers
from bot.rules.calendar import last_moment, local_day
from bot.rules.dates import Towards
from bot.wording import commands
from bot.wording.papers.frame import at, audience_title, title_of
from bot.wording.sentences import line, words

OFFER_HOLDS = timedelta(days=14)  # a card that asks if a file is wanted gives it for so long
MOST_OFFERED = 8  # audiences with a button


class Found(NamedTuple):
    """The papers that were asked for: as they were issued, or to be drawn. `title` says whose they are, `at` of which moment, and
    `frozen` that this is the one for which the record was frozen."""

    title: str
    at: str
    now: datetime
    frozen: bool = False
    pack: packs.Pack | None = None
    issue: Issue | None = None
    issued: tuple[Drawn, ...] = ()


def offer(view: View, asker: Asker) -> Say:
    """Say what papers there are, with a button for those of each audience."""
    policy, plan = view.plans.policy(asker.short), view.plans.one(asker.short)
    names = [name for name in policy.audience_names if may_read(view, asker, name)]
    told = [commands.Report(plan=asker.plan_named, want=Want.AUDIENCE, of=name) for name in names]
    reads_all = may_read(view, asker, BOARD)
    more = [commands.Report(want=Want.PRIORITY, of=str(one.number)) for one in plan.priorities[:1] if reads_all]
    more += [commands.Report(want=Want.STOCKTAKE)] if reads_all else []
    called = {name: audience_title(name, policy.audience(name), plan) for name in names}
    lines = [
        Item(spans=line("deliver.offer.audience", {"said": str(one.model_copy(update={"plan": None})), "title": called[one.of]}))
        for one in told
    ]
    lines += [Item(spans=line(f"deliver.offer.{one.want}", {"said": str(one)})) for one in more]
    lines += [Item(spans=line("deliver.offer.exception"))] if reads_all else []
    buttons = tuple(Button(label=called[one.of], command=str(one)) for one in told[:MOST_OFFERED])
    blocks: tuple[Block, ...] = (Items(lines=tuple(lines)), Paragraph(spans=line("deliver.offer.as_at")))
    return Say(message=Message(title=words("deliver.offer.title"), blocks=(*blocks, Actions(buttons=buttons))))


def may_read(view: View, asker: Asker, audience: str) -> bool:
    """Say if somebody may read the papers of an audience."""
    people, policy = view.people.of(asker.short), view.plans.policy(asker.short)
    return may_read_papers(people, asker.person, policy.audience(audience), local_day(asker.now, asker.zone))


def must_be_for_a_file(said: Said) -> None:
    """Raise Refusal if the answer to an offer of a file says anything but to give one: a client may send any words with it."""
    command = said.command
    if said.inbound.for_a_file and not (isinstance(command, commands.Report) and command.only):
        raise Refusal("paper_gone", said="report")


def not_here(view: View, said: Said, command: commands.Report) -> Say:
    """Say where papers can be had, if no file can be handed over where somebody speaks. Raises Refusal as `found` does."""
    made = _ground(view, said, command)
    facts = {"title": title_of(frame(made)), "command": _typed_in_a_terminal(said.asker.short, command)}
    how = Paragraph(spans=line("deliver.off.how", facts))
    return Say(message=Message(title=words("deliver.off.title", facts), blocks=(how,)))


def _typed_in_a_terminal(short: str, command: commands.Report) -> str:
    when = f" --as-at {command.when}" if command.when else ""
    if command.want is Want.STOCKTAKE:
        return f"milepost stocktake --plan {short}{when}"
    named = command.of if command.want is Want.AUDIENCE else f"{command.want} {command.of}"
    return f"milepost report {named} --plan {short}{when}"


def found(view: View, said: Said, command: commands.Report) -> Found:
    """Find the papers that somebody asks for. Raises Refusal if there are none of that, or if they are not for them."""
    if command.issue is not None:
        return _of_issue(view, said, command)
    made = _ground(view, said, command)
    title = words("deliver.handed.stocktake") if command.want is Want.STOCKTAKE else title_of(frame(made))
    told = Found(title, at(frame(made), made.as_at), made.now, made.freeze is not None)
    given = issued(view, made) if command.want is Want.AUDIENCE and not command.when else None
    if given is not None:
        return told._replace(issue=given[0], issued=_only(given[1], command))
    pack = packs.pack(made, _wanted(command))
    if command.only:
        kept = tuple(one for one in pack.papers if one.file == command.only)
        if not kept:
            raise Refusal("paper_gone", said=_afresh(command))
        pack = pack._replace(papers=kept, left_out=())
    return told._replace(pack=pack)


def _of_issue(view: View, said: Said, command: commands.Report) -> Found:
    issue = next((one for one in view.papers.issues(said.asker.short) if one.id == command.issue), None)
    if issue is None or not may_read(view, said.asker, issue.audience):
        raise Refusal("paper_gone", said=_afresh(command))
    files = view.papers.files(said.asker.short, issue.id)
    if not files:
        raise Refusal("paper_gone", said=_afresh(command))
    made = ground(view, said.asker.short, issue.audience, said.asker.now, issue.as_at)
    return Found(title_of(frame(made)), at(frame(made), issue.as_at), said.asker.now, issue=issue, issued=_only(files, command))


def _only(files: tuple[Drawn, ...], command: commands.Report) -> tuple[Drawn, ...]:
    kept = tuple(one for one in files if command.only in ("", one.name))
    if not kept:
        raise Refusal("paper_gone", said=_afresh(command))
    return kept


def _ground(view: View, said: Said, command: commands.Report) -> Ground:
    """Read the plan as the papers asked for tell of it."""
    asker = said.asker
    audience = command.of if command.want is Want.AUDIENCE else BOARD
    now = _drawn_at(asker.now, command)
    moment = _moment(view, said, command, now)
    is_audience = command.want is Want.AUDIENCE and moment is None
    made = to_hand(view, asker.short, audience, now) if is_audience else ground(view, asker.short, audience, now, moment)
    if not may_read(view, asker, audience):
        raise Refusal("paper_not_yours")
    return made


def _drawn_at(now: datetime, command: commands.Report) -> datetime:
    """Return the moment at which papers are drawn: that of the card which asked, if it is not too old."""
    if command.drawn is None:
        return now
    if not now - OFFER_HOLDS <= command.drawn <= now:
        raise Refusal("paper_gone", said=_afresh(command))
    return command.drawn


def _moment(view: View, said: Said, command: commands.Report, now: datetime) -> datetime | None:
    """Return the moment that somebody asks about. None for what was frozen, or how it stands."""
    if not command.when:
        return now if command.want is Want.STOCKTAKE else None
    try:
        moment = datetime.fromisoformat(command.when)
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        return moment
    zone = view.plans.policy(said.asker.short).zone
    return last_moment(day_meant(view, said.asker.short, command.when, local_day(now, zone), Towards.PAST), zone)


def _wanted(command: commands.Report) -> Wanted:
    match command.want:
        case Want.PRIORITY:
            return Wanted(want=Want.PRIORITY, priority=int(command.of))
        case Want.EXCEPTION:
            return Wanted(want=Want.EXCEPTION, ref=command.of)
        case Want.STOCKTAKE:
            return Wanted(want=Want.STOCKTAKE)
        case Want.AUDIENCE | None:
            return Wanted()
    assert_never(command.want)


def _afresh(command: commands.Report) -> str:
    """Return what to type for the same papers anew."""
    return str(command.model_copy(update={"drawn": None, "issue": None, "only": ""}))


def handed(said: Said, command: commands.Report, found: Found, drawn: packs.Handed) -> Say:
    """Hand over files, and say what they are."""
    titles = {one.file: _title(one) for one in found.pack.papers} if found.pack is not None else {}
    files = tuple(
        Handed(**dict(one), title=titles.get(one.name, one.name), again=_again(said, command, found, one)) for one in drawn.files
    )
    facts = {"title": found.title, "at": found.at}
    kind = "issued" if found.issue is not None else "made"
    lines = [Paragraph(spans=line(f"deliver.handed.{kind}", facts))] if files else []
    if files and found.issue is not None and command.issue is None:
        lines.append(Paragraph(spans=line("deliver.handed.now", {"said": str(command.model_copy(update={"when": "today"}))})))
    if drawn.left_out:
        lines.append(Paragraph(spans=line("deliver.handed.left_out", {"files": ", ".join(drawn.left_out)})))
    named = [Items(lines=tuple(Item(spans=(Text(text=one.name),)) for one in files))] if files else []
    title = words(f"deliver.handed.{'title' if files else 'none'}", facts)
    return Say(message=Message(title=title, blocks=(*lines, *named)), files=files)


def own_chat(view: View, said: Said) -> OwnChat | None:
    """Return the chat that files go to if they were asked for elsewhere, by a button that answers its presser alone. None if that
    chat is not known, or if they were asked for there."""
    own = own_account(view, said) if not said.inbound.chat.private else None
    return OwnChat(address=own, otherwise=Message(title=words("deliver.teams.alone"))) if own is not None else None


def _title(paper: AnyPaper) -> str:
    return paper.file if isinstance(paper, Plain) else paper.title


def _again(said: Said, command: commands.Report, found: Found, file: Drawn) -> str:
    """Return the command that gives this very file again: of the same issue, or of the same moment."""
    told: dict[str, object] = {"plan": said.asker.short, "only": file.name, "drawn": None, "issue": None}
    if found.issue is not None:
        return str(command.model_copy(update={**told, "issue": found.issue.id}))
    when = command.when or ("" if found.frozen else found.now.isoformat())
    return str(command.model_copy(update={**told, "when": when, "drawn": found.now}))
