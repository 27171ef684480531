"""Date requests in words: in one line for lists and nudges, in full where they are asked and decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.letters.message import Button, Spans, Text
from bot.model.noun import local_day
from bot.model.updates.request import Asks, Cause, DateRequest, RequestState
from bot.wording.commands.phrase import Phrase
from bot.wording.commands.requests import Approve, DeclineForm, ExceptionForm, MoveForm
from bot.wording.letters.sections import MOST_LINES, Offer
from bot.wording.sentences import Fact, line, with_full_stop, words
from bot.wording.summary_lines import named


def kind(request: DateRequest) -> str:
    """Return which sentence tells of a request: that a date moves, that there is one at last, or that it is closed."""
    if request.asks is Asks.DROP:
        return "drop"
    if request.wanted is None:
        return "undate"
    return "date" if request.was is None else "move"


def facts(request: DateRequest) -> dict[str, Fact]:
    """Return what the sentences about a request need."""
    return {
        "handle": request.handle,
        "ref": request.ref,
        "was": request.was or "",
        "wanted": request.wanted or "",
        "why": with_full_stop(request.why) if request.why else "",
    }


def told(request: DateRequest, state: RequestState) -> str:
    """Say in a title what was asked or decided."""
    name = "asked" if state is RequestState.OPEN else state.value
    name = name if state in (RequestState.WITHDRAWN, RequestState.OVERTAKEN) else f"{name}_{kind(request)}"
    return words(f"requests.told.{name}", facts(request))


def what(request: DateRequest) -> str:
    """Say in a few words what a request asks."""
    return words(f"requests.line.{kind(request)}", facts(request))


def asker(request: DateRequest) -> str:
    """Say who asks: by name and capacity, or that it is an edition."""
    if request.edition is not None:
        return words("requests.line.by_file")
    return _who(request.by_name, request.capacity)


def decider(request: DateRequest) -> str:
    """Say who decided."""
    return _who(request.decision.by_name, request.decision.capacity) if request.decision else ""


def _who(name: str, capacity: str) -> str:
    if not name:
        return capacity or words("requests.line.nobody")
    return f"{name} ({capacity})" if capacity else name


def in_full(request: DateRequest, zone: str) -> Spans:
    """Tell all of a request in one line: what, by whom, why, and what was decided."""
    asked: dict[str, Fact] = {"what": what(request), "day": local_day(request.at, zone), "who": asker(request)}
    parts = [words("requests.line.asked", asked)]
    if request.why:
        parts.append(words("requests.line.because", {"why": request.why.rstrip(".")}))
    said = ", ".join(parts)
    if request.cause is not None:
        said = f"{said}. {words('requests.ask.cause', {'cause': cause_named(request.cause)}).rstrip('.')}"
    if request.effect:
        said = f"{said}. {words('requests.ask.effect', {'effect': request.effect}).rstrip('.')}"
    decided = _decided(request, zone)
    return (Text(text=with_full_stop(f"{said}. {decided}")),)


def _decided(request: DateRequest, zone: str) -> str:
    if request.decision is None:
        return words("requests.line.open").capitalize()
    one = request.decision
    said = words(f"requests.line.{one.state.value}", {"day": local_day(one.at, zone), "who": decider(request)})
    why = words("requests.line.said", {"why": one.why}) if one.why else ""
    return f"{said[:1].upper()}{said[1:]}{why}"


def cause_named(cause: Cause) -> str:
    """Return a cause as it is shown."""
    return words(f"requests.cause.{cause.value.replace(' ', '_')}")


def decision_offers(request: DateRequest) -> tuple[Offer, Offer]:
    """Return the buttons that approve and decline a request."""
    approve, decline = Approve(number=request.number), DeclineForm(number=request.number)
    return _offer("approve", approve, request.handle), _offer("decline", decline, request.handle)


def beyond_offers(ref: str, full: bool = False) -> tuple[Offer, Offer]:
    """Return the buttons under a forecast that lies too far behind the due date, each with the milestone if it must be named."""
    offers = _offer("move", MoveForm(ref=ref), ref), _offer("exception", ExceptionForm(ref=ref), ref)
    first, second = (one.model_copy(update={"label": one.spoken}) if full else one for one in offers)
    return first, second


def beyond_several(refs: Sequence[str], days: int) -> Spans:
    """Ask once what should become of several milestones whose forecasts lie beyond their due dates and the tolerance."""
    facts: dict[str, Fact] = {"refs": named(refs, MOST_LINES), "days": days, "count": len(refs), "ref": refs[0]}
    return line("requests.beyond.several" if days else "requests.beyond.several_none", facts)


def _offer(name: str, command: Phrase, of: str) -> Offer:
    label = words(f"requests.button.{name}")
    return Offer(label=label, command=command, spoken=f"{label}: {of}")


def buttons(offers: tuple[Offer, Offer], plan: str | None) -> tuple[Button, ...]:
    """Return offers as buttons, of a plan if it must be named."""
    return tuple(
        Button(label=one.label, command=str(one.command.model_copy(update={"plan": plan})), spoken=one.spoken) for one in offers
    )


def beyond(ref: str, forecast: date, due: date, days: int) -> Spans:
    """Ask what should become of a milestone whose forecast lies beyond its due date and the tolerance."""
    name = "question" if days else "question_none"
    return line(f"requests.beyond.{name}", {"ref": ref, "forecast": forecast, "due": due, "days": days})


def handles(requests: Iterable[DateRequest]) -> str:
    """Name requests one after the other."""
    return ", ".join(one.handle for one in requests)
