"""The board's business in words: in one line for lists, in full where it is asked about, and who is concerned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.model.board.business import Answering, BusinessKind, BusinessState, Deed, Item, Step
from bot.model.letters.message import Link, Spans, Text
from bot.model.noun import local_day
from bot.model.people import People, Right
from bot.model.updates.update import update_handle
from bot.wording.commands.board.business import Decide
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import named, shortened

MOST_SAID = 200  # letters of somebody's words in a line of a list
MOST_TITLE = 80


def refs_named(refs: Sequence[str], before: bool = False) -> str:
    """Name some refs, with a blank before them if there are any and that is wanted."""
    told = named(list(refs), MOST_LINES) if refs else ""
    return f" {', '.join(refs)}" if before and refs else told


def about(item: Item) -> str:
    """Say what a piece of business is about."""
    return refs_named(item.about) or words("business.about.nothing")


def capacity_in_words(capacity: str) -> str:
    """Say in which capacity something was done: as the chair, as the lead of a priority, by a role."""
    if capacity in (Right.CHAIR, Right.BOARD, Right.ADMIN):
        return words(f"business.capacity.{capacity}")
    right, _, number = capacity.partition(":")
    return words("business.capacity.lead", {"number": number}) if right == "lead" and number else capacity


def who(name: str, capacity: str) -> str:
    """Say who did something: by name and capacity, or Milepost itself."""
    if not name:
        return capacity_in_words(capacity) or words("business.capacity.milepost")
    return words("business.capacity.who", {"who": name, "capacity": capacity_in_words(capacity)}) if capacity else name


def raiser(item: Item) -> str:
    """Say who raised it, and for whom."""
    told = who(item.by_name, item.capacity)
    return words("business.capacity.for", {"who": told, "whom": item.raised_for}) if item.raised_for else told


def raised_by_role(item: Item) -> str:
    """Say who raised it without naming anybody, for papers."""
    told = capacity_in_words(item.capacity) or words("business.capacity.milepost")
    return words("business.capacity.for", {"who": told, "whom": item.raised_for}) if item.raised_for else told


def state(item: Item) -> str:
    """Return the word for its state."""
    return words(f"business.state.{item.state.value}")


def ended(item: Item) -> str:
    """Say how it ended, for whoever comes too late."""
    return words(f"business.ended.{item.state.value}")


def carried(item: Item) -> str:
    """Say how often it was carried. Empty if it never was."""
    names = {0: "", 1: "once", 2: "twice"}
    name = names.get(item.carried, "many")
    return words(f"business.line.carried_{name}", {"count": item.carried}) if name else ""


def owners(item: Item, answering: Answering) -> str:
    """Name the role that must act or answer, or say that whoever leads does, or any of several. Stands inside a sentence."""
    leads = [words("business.capacity.leads", {"number": number}) for number in answering.led]
    return _first_of(answering.roles, leads)


def answers(item: Item, answering: Answering, people: People) -> str:
    """Say who may answer it, and name whoever leads."""
    leads = [
        words("business.capacity.lead_named", {"number": number, "who": people.named_apart(one)})
        for number in answering.led
        for one in people.persons
        if one.leads(number)
    ]
    return _first_of(answering.roles, leads)


def _first_of(roles: Sequence[str], leads: Sequence[str]) -> str:
    """Name the one who answers, or any of several."""
    all_ = [*leads, *roles]
    if len(all_) == 1:
        return all_[0]
    told = named(all_, MOST_LINES) if all_ else ""
    return words("business.about.first_of", {"roles": told}) if told else words("business.about.nobody")


def judges(people: People, asked: Sequence[int]) -> str:
    """Name those who say what becomes of it, or say that the chair does."""
    found = (people.one(one) for one in asked)
    return ", ".join(people.named_apart(one) for one in found if one is not None) or words("business.capacity.chair")


def parts(command: Decide) -> str:
    """Write the further parts of a decision as they were typed."""
    told = (("options", command.options), ("conditions", command.conditions), ("follow-up", command.follow_up))
    return "".join(f"; {name}: {said}" for name, said in told if said)


# ---- in one line ----------------------------------------------------------------------------


def in_line(item: Item, answering: Answering) -> Spans:
    """Tell a piece of business in one line: what it is, about what, whose it is, how it stands."""
    facts: dict[str, Fact] = {**_facts(item, MOST_SAID), "owner": owners(item, answering), "rest": _rest(item)}
    return line(f"business.line.{item.kind.value}", facts)


def about_ref(item: Item, zone: str) -> Spans:
    """Tell a piece of business in one line under what it is about: how it began, and how it stands."""
    facts = {**_facts(item, MOST_SAID), "day": local_day(item.at, zone), "who": raiser(item), "rest": _rest(item)}
    last = item.last(Deed.DECIDED) if item.kind is BusinessKind.DECISION else item.last(Deed.ANSWERED)
    if last is None or item.state is BusinessState.WITHDRAWN:
        return line(f"business.line.of_{item.kind.value}", facts)
    answer: dict[str, Fact] = {"answer": answer_in_words(shortened(last.words, MOST_SAID).text)}
    began = line(f"business.line.of_{item.kind.value}", facts)
    return (*began, Text(text=" "), *line(f"business.line.{last.deed.value}", answer))


def _rest(item: Item) -> Spans:
    facts: dict[str, Fact] = {"state": state(item), "due": item.due or "", "carried": carried(item)}
    if item.is_open and item.due is not None:
        return line("business.line.wanted", facts)
    return line("business.line.stands", facts)


def _facts(item: Item, most: int) -> dict[str, Fact]:
    text = with_full_stop(shortened(item.words, most).text)
    return {"handle": item.handle, "about": about(item), "text": text}


def title_text(item: Item) -> str:
    """Return its words, cut to stand in a title."""
    return shortened(item.words, MOST_TITLE).text


# ---- in full --------------------------------------------------------------------------------


def in_full(item: Item, answering: Answering, zone: str) -> tuple[tuple[str, Spans], ...]:
    """Tell all of a piece of business, pair by pair."""
    began: dict[str, Fact] = {"day": local_day(item.at, zone), "who": raiser(item)}
    pairs = [
        ("text", _plain(item.words)),
        ("about", _plain(about(item))),
        ("raised", line("business.full.by", began)),
        ("owner", _plain(owners(item, answering))),
        ("wanted", _plain(words("business.full.day", {"day": item.due})) if item.due else ()),
        ("meeting", _plain(words("business.full.day", {"day": item.meeting})) if item.meeting else ()),
        ("from", _plain(update_handle(item.update)) if item.update else ()),
        ("state", _plain(f"{state(item).capitalize()}.{carried(item)}")),
    ]
    return tuple((words(f"business.full.{name}"), spans) for name, spans in pairs if spans)


def step_in_words(step: Step, zone: str) -> Spans:
    """Tell one thing that was done with a piece of business."""
    more: list[Text | Link] = []
    for name in ("options", "conditions", "follow_up"):
        if said := str(getattr(step, name)):
            more += [Text(text=" "), *(Text(text=words(f"business.step.{name}", {"said": with_full_stop(said)})),)]
    for link in step.evidence.split():
        more += [Text(text=" "), Link(text=link, url=link) if "://" in link else Text(text=link)]
    facts: dict[str, Fact] = {
        "day": local_day(step.at, zone),
        "who": who(step.by_name, step.capacity),
        "words": answer_in_words(step.words) if step.words or step.deed is Deed.ANSWERED else "",
        "why": words("business.step.because", {"why": with_full_stop(step.why)}) if step.why else "",
        "until": step.wanted_by or "",
        "meeting": step.meeting or "",
    }
    return (*line(f"business.step.{_step_name(step)}", facts), *more)


def answer_in_words(said: str) -> str:
    """Return an answer as a sentence. One without words says so: it was a link alone."""
    return with_full_stop(said) if said else words("business.told.see_link")


def _step_name(step: Step) -> str:
    match step.deed:
        case Deed.CARRIED:
            return "carried" if step.wanted_by else "carried_on"
        case (
            Deed.RAISED | Deed.REWORDED | Deed.ANSWERED | Deed.ACCEPTED | Deed.NOT_ACCEPTED | Deed.DECIDED | Deed.CLOSED
            | Deed.WITHDRAWN
        ):  # fmt: skip
            return step.deed.value
    assert_never(step.deed)


def _plain(text: str) -> Spans:
    return (Text(text=text),) if text else ()
