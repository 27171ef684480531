"""The messages that ask, echo and confirm: facts in, a Message out. Lists and answers are in `bot.conversation.asking.lists`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from types import MappingProxyType

from bot.model.letters.message import Actions, Block, Button, Item, Items, Message, Paragraph, Spans, Text
from bot.model.letters.nudge import Cause, Section, Takeover
from bot.model.plan import Imported, Milestone
from bot.model.status import Status
from bot.model.updates.update import Face, Standing, Update, update_handle
from bot.rules.updates.standing import seen
from bot.wording.commands import NoChange, UpdateForm, WhenToAsk
from bot.wording.commands import Status as Show
from bot.wording.documents.imported import is_it_so
from bot.wording.documents.refs import ref_of
from bot.wording.letters.all_of_card import all_buttons
from bot.wording.letters.card_line import Line
from bot.wording.letters.next_step import next_step, passed
from bot.wording.letters.sections import (
    MOST_LINES,
    News,
    heading,
    room_for,
    sections,
    shared_out,
    the_rest,
    told_title,
    wants,
)
from bot.wording.letters.went_back import went_back
from bot.wording.sentences import Fact, line, mark, with_full_stop, words
from bot.wording.updates.dates import dated, expected
from bot.wording.updates.evidence import links_in_words

MORE = (Cause.ESCALATION, Cause.OPEN_ENDED, Cause.ASKED)  # what says more of a milestone than its dates
FEW = 3  # questions of a card on which each has a second button
UNSAID = (Face.ASKED, Face.NOT_YET_ASKED)  # a card that asks need not say that it does


def asking_card(
    lines: Sequence[Line],
    next_on: date | None,
    news: Sequence[News] = (),
    welcome: Sequence[Spans] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Message:
    """Write a nudge, section by section: what is asked, of whom and why, how to answer, what else there is, and when the next
    question would come. There are never more than `MOST_LINES` lines: the rest is counted. `titles` are those of their plans,
    if a person has several."""
    several_plans, plans = bool(titles), [entry.plan for entry in lines]
    listed = room_for(plans, [(one.plan, one.section) for one in news])
    shown, rest = shared_out(news, MOST_LINES - listed, plans)
    told = list(sections(shown, several_plans, titles))
    kept = tuple(items for _, items in sections(rest, several_plans, titles))
    asked = list(_questions(lines[:listed], titles, len(lines) <= FEW))
    if not lines:
        blocks = (*(items for _, items in told), *the_rest(rest, several_plans), *first_contact(welcome))
        wanted = [want for one in news if one.offers and (want := wants(one.section, one.settled_by))]
        return Message(title=told_title(wanted), blocks=blocks, kept=kept)
    how = (*_how(lines, listed, several_plans),)
    body = _by_plan(asked, told) + how if several_plans else (*(q for _, q in asked), *how, *(items for _, items in told))
    return Message(
        title=_title(lines, lines),
        blocks=(
            *_paragraphs(tuple(_why_asked(lines, titles))),
            *body,
            *the_rest(rest, several_plans),
            *_paragraphs(tuple(next_step(next_on, all(one.as_deputy for one in lines), [one.passed_on for one in lines]))),
            *first_contact(welcome),
        ),
        kept=kept,
    )


def _questions(lines: Sequence[Line], titles: Mapping[str, str], few: bool) -> Iterator[tuple[str, Items]]:
    """Give the questions under their heading; if a person has several plans, those of each."""
    asked = (_asked(n, entry, bool(titles), few, headed=True) for n, entry in enumerate(lines, 1))
    numbered = tuple((entry.plan if titles else "", item) for entry, item in zip(lines, asked, strict=True))
    for plan, some in groupby(numbered, lambda one: one[0]):
        yield plan, Items(heading=heading(Section.QUESTIONS, titles.get(plan, "")), lines=tuple(item for _, item in some))


def _by_plan(asked: Sequence[tuple[str, Items]], told: Sequence[tuple[str, Items]]) -> tuple[Block, ...]:
    """Put together the sections of each plan, the plans in the order in which they ask."""
    plans = dict.fromkeys(plan for plan, _ in (*asked, *told))
    return tuple(items for plan in plans for of, items in (*asked, *told) if of == plan)


def _how(lines: Sequence[Line], listed: int, several_plans: bool) -> Iterator[Block]:
    role = lines[1].milestone.accountable if len(lines) > 1 else None
    example = words(f"nudges.intro.example{'_one' if len(lines) == 1 else '' if role else '_unowned'}", {"role": role or ""})
    yield from _rest(len(lines) - listed, lines, several_plans)
    if any(entry.may for entry in lines):
        yield Paragraph(spans=line("nudges.intro.how", {"example": example}))


def first_contact(welcome: Sequence[Spans]) -> tuple[Block, ...]:
    """Return the sentences of first contact as they stand below what is asked or answered, folded if the platform can."""
    lines = tuple(Item(spans=spans) for spans in welcome)
    return (Items(heading=words("nudges.welcome.heading"), lines=lines, folded=True),) if lines else ()


def _rest(rest: int, lines: Sequence[Line], several_plans: bool) -> tuple[Block, ...]:
    """Count what is asked beside what is shown, and lead to it with one button a plan for what somebody answers for, and another
    for what is passed on to them. `lines` are all that these are for."""
    pressed = tuple(all_buttons(lines, several_plans, hidden=rest > 0))
    actions = (Actions(buttons=pressed),) if pressed else ()
    if rest <= 0:
        return actions
    how = "rest_alone" if not pressed else "rest" if len(pressed) == 1 and not any(one.told for one in lines) else "rest_several"
    one = "_one" if rest == 1 and pressed else ""
    return (Paragraph(spans=line(f"nudges.intro.{how}{one}", {"count": rest})), *actions)


def _why_asked(lines: Sequence[Line], titles: Mapping[str, str]) -> Iterator[Spans]:
    """Say why somebody is asked: by what they hold, as whose deputy, for which board's papers, and what came to them just now."""
    roles: dict[str, set[str]] = {}
    for entry in lines:
        if entry.kind is not Cause.ESCALATION and entry.role:
            roles.setdefault(_asked_as(entry), set()).add(entry.role)
    for how in AS_WHAT:
        if how in roles:
            yield line(f"nudges.intro.{how}", {"roles": ", ".join(sorted(roles[how]))})
    for plan, papers in dict.fromkeys((entry.plan, entry.papers) for entry in lines if entry.papers is not None):
        are_all = all((entry.plan, entry.papers) == (plan, papers) for entry in lines)
        some = "_some" if not are_all else "_one" if len(lines) == 1 else ""
        whose = words("nudges.intro.board_of", {"plan": titles[plan]}) if plan in titles else words("nudges.intro.board")
        yield line(f"nudges.intro.papers{some}", {"board": whose, "meeting": papers.meeting, "by": papers.by})
    past = sum(_is_caught_up(entry) for entry in lines)
    if past:
        which = "catch_up_some" if past < len(lines) else "catch_up_one" if past == 1 else "catch_up"
        yield line(f"nudges.intro.{which}")
    if any(entry.imported is not None for entry in lines):
        yield line("nudges.intro.tracker_one" if len(lines) == 1 else "nudges.intro.tracker")
    if any(entry.kind is Cause.ESCALATION for entry in lines):
        yield line("nudges.intro.lead")


AS_WHAT = ("ask", "acting", "copied", *(f"taken_{how.value}" for how in Takeover))


def _asked_as(entry: Line) -> str:
    if entry.taken is not None:
        return f"taken_{entry.taken.value}"
    return "ask" if entry.as_deputy is None else entry.as_deputy.value


def _is_caught_up(entry: Line) -> bool:
    """Say if the date of a milestone had passed before the plan's first round: nothing counts against anybody."""
    return entry.kind is Cause.CATCH_UP and entry.taken is None and (entry.working_days or 0) < 0


def answered_card(
    listed: Sequence[tuple[int, Line]],
    counted: Sequence[Line],
    next_on: date | None,
    several_plans: bool = False,
    told: Sequence[Items] = (),
) -> Message:
    """Write the card that asked anew, under its own numbers: what was saved since, and what is still open. `counted` is all
    that its button is for: the lines listed, and the rest that it counts. `told` is what its other sections still say."""
    still_open = [entry for entry in counted if entry.is_open]
    title = words("nudges.title.answered") if not still_open else _title(still_open, counted)
    after = (Paragraph(spans=line("nudges.next.on", {"day": next_on})),) if still_open and next_on else ()
    there = {(entry.plan, entry.milestone.ref) for _, entry in listed}
    rest = [entry for entry in still_open if (entry.plan, entry.milestone.ref) not in there]
    return Message(
        title=title,
        blocks=(
            Items(lines=tuple(_asked(number, entry, several_plans, len(listed) <= FEW) for number, entry in listed)),
            *_rest(len(rest), still_open, several_plans),
            *told,
            *after,
        ),
    )


def told_card(told: Sequence[Items], wanted: Sequence[str]) -> Message:
    """Write a card that asks about no milestone anew: what it still says, under what it still wants."""
    return Message(title=told_title(wanted) if told else words("nudges.title.answered"), blocks=tuple(told))


def past_card(listed: Sequence[tuple[int, Line]], several_plans: bool = False, told: Sequence[Items] = ()) -> Message:
    """Write a card that asked once a newer one came: what was saved, and what was asked, with nothing to press about a
    milestone. `told` is what else it asks that is still open."""
    lines = [_asked(number, entry, several_plans).model_copy(update={"buttons": ()}) for number, entry in listed]
    return Message(
        title=words("nudges.title.past"), blocks=(Paragraph(spans=line("nudges.intro.past")), Items(lines=tuple(lines)), *told)
    )


def update_in_words(update: Update, handles: bool = False, today: date | None = None) -> Spans:
    """Say an update in one run of sentences: status, reason, path, forecast, evidence, decision. Evidence is named by its
    handle, if these are told, and said to be out of date if it is so `today`."""
    return (Text(text=f"{mark(update.status).word}.", strong=True), *update_without_status(update, handles, today))


def update_without_status(update: Update, handles: bool = False, today: date | None = None) -> Spans:
    """Say an update without its status, for a line that is marked with it already. Each sentence follows a space."""
    facts = _facts(update)
    spans: list[Spans] = []
    for key, fact in (("reason", "narrative"), ("path", "path")):
        if facts[fact]:
            spans.append(line(f"replies.said.{key}", {fact: _unstopped(facts[fact])}))
    if update.forecast:
        spans.append(line("replies.said.forecast", {"expected": expected(update.forecast)}))
    if update.evidence:
        spans.append(line("replies.said.evidence", {"evidence": links_in_words(update.evidence, handles, today)}))
    if facts["no_evidence"]:
        spans.append(line("replies.said.no_evidence", {"reason": _unstopped(facts["no_evidence"])}))
    if facts["decision"]:
        spans.append(line("replies.said.decision", {"decision": _unstopped(facts["decision"])}))
    return tuple(span for part in spans for span in part)


def dissent(update: Update, accountable: str | None) -> Spans:
    """Say that a contributor sees it otherwise, and that whoever answers for it has not spoken since."""
    facts = {"status": mark(update.status).word, "role": update.role, "accountable": accountable or ""}
    return line("replies.status.dissent", facts)


def lone(update: Update, accountable: str | None) -> Spans:
    """Say that only a contributor has spoken."""
    return line("replies.status.lone", {"role": update.role, "accountable": accountable or ""})


def _facts(update: Update) -> Mapping[str, Fact]:
    facts = {"narrative": update.narrative, "path": update.path_to_green, "no_evidence": update.no_evidence_reason}
    return {**facts, "decision": update.decision_wanted}


def _title(lines: Sequence[Line], asked: Sequence[Line]) -> str:
    """Say what a card wants. What it says of all that it asked, it says of what is left."""
    if all(entry.kind is Cause.CATCH_UP for entry in asked):
        return words("nudges.title.catch_up_one" if len(lines) == 1 else "nudges.title.catch_up")
    own = sum(not entry.told for entry in lines)
    count, passed_on = own or len(lines), "" if own else "passed_"
    return words(f"nudges.title.{passed_on}one") if count == 1 else words(f"nudges.title.{passed_on}many", {"count": count})


def _asked(number: int, entry: Line, several_plans: bool, few: bool = False, headed: bool = False) -> Item:
    """Write the line of a question. It names its plan to whoever has several, if no heading does."""
    update = entry.answer or entry.standing.update
    ref, text = entry.milestone.ref, with_full_stop(entry.milestone.text)
    shown_ref = ref_of(entry.milestone)
    if entry.answered and update is not None:
        told: dict[str, Fact] = {"ref": shown_ref, "text": text, "said": update_in_words(update)}
        spans = line("nudges.saved.item", {**told, "handle": update_handle(update.id)})
        label = words("nudges.button.change", {"ref": ref})
    elif entry.passed or entry.rests:
        name = "passed" if entry.passed else "snoozed"
        spans = line(f"absence.card.{name}", {"ref": shown_ref, "text": text, "role": entry.passed, "until": entry.rests or ""})
        label = words("nudges.button.update", {"ref": ref})
    else:
        said = entry.kind if entry.kind in MORE else "dated"
        if entry.above is not None:
            said = passed(entry.above, entry.unheard)
        spans = (*line(f"nudges.item.{said}", _item_facts(entry)), *went_back(entry.kind, entry.standing))
        for one in entry.standing.dissents:
            spans = (*spans, Text(text=" "), *dissent(one, entry.milestone.accountable))
        if entry.imported is not None:
            spans = (*spans, *is_it_so(entry.imported))
        label = words("nudges.button.update", {"ref": ref})
    if several_plans and not headed:
        spans = (*spans, *line("nudges.item.plan", {"plan": entry.plan}))
    plan = entry.plan if several_plans else None
    if not entry.may:
        label = words("health.button.show", {"ref": ref})
    command = UpdateForm(plan=plan, refs=(ref,)) if entry.may else Show(plan=plan, about=ref)
    button = Button(label=label, command=str(command), spoken=f"{label}: {text}"[:75])
    shown = mark(entry.face) if entry.face not in UNSAID else None
    asks = entry.is_open and not entry.told
    same = no_change(entry.milestone, entry.standing, plan, entry.imported) if asks else ()
    later = (_not_now(entry, several_plans),) if few and asks else ()
    return Item(number=number, mark=shown, spans=spans, buttons=() if entry.passed else (button, *same, *later))


def _not_now(entry: Line, several_plans: bool) -> Button:
    """Return the button that asks until when a milestone may wait. Where there is much to press it would be too much."""
    label, ref = words("absence.snooze.button"), entry.milestone.ref
    command = WhenToAsk(plan=entry.plan if several_plans else None, ref=ref)
    return Button(label=label, command=str(command), spoken=f"{label}: {ref}")


def no_change(
    milestone: Milestone, standing: Standing, plan: str | None, said: Imported | None = None
) -> tuple[Button, ...]:
    """Return the button that says again what stands: what was declared, or what the plan's tracker `said`. Of what nobody has
    said, or what is complete, there is none."""
    stands = said if standing.update is None else standing.update
    if stands is None or stands.status in (None, Status.COMPLETE):
        return ()
    label, text = words("nudges.button.same"), with_full_stop(milestone.text)
    command = NoChange.drawn(plan, {milestone.ref: seen(milestone, standing)})
    return (Button(label=label, command=str(command), spoken=f"{label}, {milestone.ref}: {text}"[:75]),)


def _item_facts(entry: Line) -> dict[str, Fact]:
    caught_up = _is_caught_up(entry)  # so no days are counted
    return {
        "ref": ref_of(entry.milestone),
        "text": with_full_stop(entry.milestone.text),
        "dates": dated(entry.dates, None if caught_up else entry.working_days, caught_up),
        "role": entry.role,
        "who": entry.asker,
    }


def _paragraphs(sentences: Sequence[Spans]) -> tuple[Block, ...]:
    return tuple(Paragraph(spans=spans) for spans in sentences)


def _unstopped(fact: Fact) -> Fact:
    return fact.rstrip().removesuffix(".") if isinstance(fact, str) else fact


def welcome_words(plan: str) -> tuple[Spans, ...]:
    """Return the sentences of first contact: what Milepost asks, what it keeps, who sees it, whom to ask about that."""
    facts = {"plan": plan}
    return tuple(line(f"nudges.welcome.{part}", facts) for part in ("what", "keeps", "sees", "privacy"))
