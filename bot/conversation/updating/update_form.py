"""The update form: its questions, its judge, and what its answers say. One judge for forms and typed lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from bot.conversation.evidence import days
from bot.conversation.updating import from_tracker
from bot.model.letters.form import Answers, AnyQuestion, Choice, DateQ, Faults, Form, Links, Option, Prose
from bot.model.noun import Noun
from bot.model.plan import Milestone
from bot.model.policy import Calendar, Policy
from bot.model.spelling import legible
from bot.model.status import Status
from bot.model.updates.update import OFF_GREEN, Evidence, EvidenceType, Standing
from bot.rules.board.business import wants_nothing
from bot.rules.calendar import local_day
from bot.rules.dates import day_in, example, read
from bot.wording.commands import Entry, UpdateForm
from bot.wording.documents.refs import ref_of
from bot.wording.sentences import Fact, words
from bot.wording.settings import meaning
from bot.wording.typed.links import links_in
from bot.wording.updates.dates import unread

SAME = "same"
MOST = 3000
MOST_SHOWS = 300
MOST_DAY = 60
MOST_LINK = 2000
DAYS = ("forecast", "dated", "good_until")
_STATUSES, _TYPES = frozenset(status.value for status in Status), frozenset(kind.value for kind in EvidenceType)
FIELDS = ("status", "happened", "path", "link", "type", "shows", "no_evidence", "decision", *DAYS)
MOST_OF = {**dict.fromkeys(FIELDS, MOST), **dict.fromkeys(("status", "type", *DAYS), MOST_DAY), "shows": MOST_SHOWS}


class Answered(Noun):
    """The answers of a form about one milestone, read and judged sound."""

    status: Status
    narrative: str = ""
    path: str = ""
    forecast: date | None = None
    evidence: tuple[Evidence, ...] = ()
    no_evidence_reason: str = ""
    decision: str = ""


def update_form(
    items: Sequence[tuple[Milestone, Standing]], token: str, today: date, zone: str, policy: Policy, plan: str | None = None
) -> Form:
    """Draw the form for one milestone, or for several at once, on a day in a zone. `token` names what it was drawn from,
    `policy` what the colours mean, `plan` a plan to be named."""
    key = _options(policy)
    refs = tuple(milestone.ref for milestone, _ in items)
    command = str(UpdateForm(plan=plan, refs=refs, token=token or None))
    send = words("forms.update.save")
    if len(items) == 1:
        milestone, _ = items[0]
        facts = {"ref": ref_of(milestone), "text": milestone.text}
        return Form(
            title=words("forms.update.title", facts),
            intro=words("forms.update.intro", facts),
            command=command,
            send=send,
            questions=_all("", key, today),
        )
    return Form(
        title=words("forms.update.several", {"count": len(items)}),
        intro=words("forms.update.several_intro"),
        command=command,
        send=send,
        questions=tuple(question for one, standing in items for question in _few(f"{one.ref}.", standing, key, today, zone)),
        sections=tuple((f"{milestone.ref} {milestone.text}", f"{milestone.ref}.status") for milestone, _ in items),
    )


def _label(field: str) -> str:
    return words(f"forms.label.{field}")


def _options(policy: Policy) -> tuple[Option, ...]:
    return tuple(_option(status.value, meaning(status, policy)) for status in Status)


@lru_cache(maxsize=64)  # the same for all plans in which a colour means the same
def _option(status: str, means: str) -> Option:
    return Option(value=status, label=words(f"status.{status}.word"), means=means, shape=words(f"status.{status}.shape"))


def _path(prefix: str) -> Prose:
    return Prose(
        id=f"{prefix}path",
        label=_label("path"),
        hint=words("forms.hint.path"),
        required=True,  # whenever it is shown at all
        most=MOST,
        shown_when=(f"{prefix}status", tuple(status.value for status in Status if status in OFF_GREEN)),
    )


def _forecast(prefix: str, today: date) -> DateQ:
    hint = words("forms.hint.forecast", {"example": example(today)})
    return DateQ(id=f"{prefix}forecast", label=_label("forecast"), hint=hint, picked=words("forms.hint.forecast_picked"))


@lru_cache(maxsize=64)  # the same for everybody on one day, and drawn again for whatever is sent in
def _all(prefix: str, key: tuple[Option, ...], today: date) -> tuple[AnyQuestion, ...]:
    types = tuple(Option(value=kind.value, label=kind.value.capitalize()) for kind in EvidenceType)
    return (
        Choice(id=f"{prefix}status", label=_label("status"), required=True, options=key),
        Prose(id=f"{prefix}happened", label=_label("happened"), hint=words("forms.hint.happened"), most=MOST),
        _path(prefix),
        _forecast(prefix, today),
        *_evidence(prefix, types, today),
        Prose(
            id=f"{prefix}decision",
            label=_label("decision"),
            hint=words("forms.hint.decision"),
            most=MOST,
            lines=2,
            behind=words("forms.behind.decision"),
            wanted_when=(f"{prefix}status", (Status.RED.value,)),
        ),
    )


def _evidence(prefix: str, types: tuple[Option, ...], today: date) -> tuple[AnyQuestion, ...]:
    """Ask for the evidence, which waits behind its heading until it is wanted: complete needs it, or a reason. With no types
    to choose from, for the link alone."""
    behind, complete = words("forms.behind.evidence"), (f"{prefix}status", (Status.COMPLETE.value,))
    asked: list[AnyQuestion] = [
        Links(id=f"{prefix}link", label=_label("link"), hint=words("forms.hint.link"), behind=behind, wanted_when=complete)
    ]
    if types:
        asked.append(Choice(id=f"{prefix}type", label=_label("type"), options=types, behind=behind, wanted_when=complete))
        asked.append(
            Prose(id=f"{prefix}shows", label=_label("shows"), most=MOST_SHOWS, lines=1, behind=behind, wanted_when=complete)
        )
        asked.append(days.good_until(f"{prefix}good_until", today, behind))
    asked.append(
        Prose(
            id=f"{prefix}no_evidence",
            label=_label("no_evidence"),
            hint=words("forms.hint.no_evidence") if types else "",
            most=MOST,
            lines=3 if types else 2,
            shown_when=complete,
            behind=behind,
            wanted_when=complete,
        )
    )
    return tuple(asked)


def _same(standing: Standing, zone: str) -> tuple[Option, ...]:
    """Offer to keep what stands, and say what that is, and who said it when: nobody declares a colour unseen."""
    if standing.update is None:
        return from_tracker.option(SAME, standing.imported)
    update = standing.update
    facts: dict[str, Fact] = {"status": words(f"status.{update.status.value}.word"), "who": update.by_name}
    facts["day"] = local_day(update.at, zone)
    return (Option(value=SAME, label=words("forms.choice.same", facts)),)


def _few(prefix: str, standing: Standing, key: tuple[Option, ...], today: date, zone: str) -> tuple[AnyQuestion, ...]:
    none = Option(value="", label=words("forms.choice.later"))
    options = (none, *_same(standing, zone), *key)
    return (
        Choice(id=f"{prefix}status", label=_label("status_later"), options=options),
        Prose(id=f"{prefix}happened", label=_label("happened"), most=MOST, lines=2),
        _path(prefix),
        _forecast(prefix, today),
        *_evidence(prefix, (), today),
    )


# ---- judging --------------------------------------------------------------------------------


def wrong(form: Form, answers: Answers, today: date, calendar: Calendar) -> Faults:
    """Return a sentence for each fault, by question id. Empty if the answers may be saved."""
    faults: Faults = {}
    choices = {q.id: {o.value for o in q.options} for q in form.questions if isinstance(q, Choice)}
    told = {one[: -len("status")]: _of(answers, one[: -len("status")]) for one in choices if one.endswith("status")}
    for prefix, given in told.items():
        if prefix and not any(given.values()):
            continue
        found = _faults(given, choices[f"{prefix}status"], choices.get(f"{prefix}type", set()), today, calendar)
        faults |= {f"{prefix}{field}": sentence for field, sentence in found.items()}
    if not faults and "" not in told and not any(given["status"] for given in told.values()):
        faults[form.questions[0].id] = words("forms.fault.nothing")
    return faults


def wrong_of_one(answers: Answers, today: date, calendar: Calendar) -> Faults:
    """Do as `wrong` for the form about one milestone. It needs not be drawn for that."""
    return _faults(_of(answers, ""), _STATUSES, _TYPES, today, calendar)


def _of(answers: Answers, prefix: str) -> Answers:
    return {field: answers.get(f"{prefix}{field}", "").strip() for field in FIELDS}


def too_long(answers: Answers, most: Mapping[str, int]) -> Faults:
    """Return a sentence for each answer longer than it may be, with the count. Nothing else looks at one of those."""
    return {
        name: words("forms.fault.long", {"count": len(answer), "most": most[name]})
        for name, answer in answers.items()
        if name in most and len(answer) > most[name]
    }


def _faults(given: Answers, statuses: Set[str], types: Set[str], today: date, calendar: Calendar) -> Faults:
    if faults := too_long(given, MOST_OF):
        return faults
    faults = {}
    if not given["status"]:
        faults["status"] = words("forms.fault.status")
    elif given["status"] not in statuses:
        faults["status"] = words("forms.fault.choice")
    if given["type"] and given["type"] not in types:
        faults["type"] = words("forms.fault.choice")
    if needed := missing(given):
        faults[needed] = words(f"forms.fault.{needed}", {"status": words(f"status.{given['status']}.word")})
    if given["forecast"] and (fault := unread(read(given["forecast"], today, calendar), today)):
        faults["forecast"] = fault
    faults |= days.wrong(given, today, calendar)
    if any(not good_link(link) for link in links_given(given["link"])):
        faults["link"] = words("forms.fault.link")
    return faults


def missing(answers: Answers) -> str | None:
    """Return the question still to be answered: the path to green for amber and red, a link or a reason for complete."""
    status = answers.get("status", "")
    if status in {s.value for s in OFF_GREEN} and not answers.get("path", "").strip():
        return "path"
    if status == Status.COMPLETE.value and not (answers.get("link", "").strip() or answers.get("no_evidence", "").strip()):
        return "no_evidence"
    return None


def links_given(text: str) -> tuple[str, ...]:
    """Return the links of an answer, without what stands around them; and each other word, which is none."""
    words_left, links = links_in(legible(text))
    return (*links, *(word for word in words_left.split() if any(map(str.isalnum, word))))


def good_link(link: str) -> bool:
    """Say if a link may be kept: https, a host, a possible port, no user name or password, no spaces or controls."""
    if len(link) > MOST_LINK or not link.isprintable() or any(c.isspace() for c in link):
        return False
    try:
        parts = urlsplit(link)
        port_can_be = parts.port is None or parts.port > 0
        return port_can_be and parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


# ---- reading --------------------------------------------------------------------------------


def answers_by_ref(answers: Answers, refs: Sequence[str]) -> dict[str, Answers]:
    """Return the answers for each of a form's milestones, by ref. Milestones left for later are left out."""
    given = {ref: _of(answers, f"{ref}." if len(refs) > 1 else "") for ref in refs}
    return {ref: {field: said for field, said in fields.items() if said} for ref, fields in given.items() if fields["status"]}


def resolve(given: Answers, standing: Standing, today: date, calendar: Calendar) -> Answers:
    """Resolve the answers to what they mean at the moment of saying: "same" becomes what stands, and days become dates."""
    if given.get("status") == SAME:
        given = {**said_answers(standing), **{field: answer for field, answer in given.items() if field != "status"}}
    day = day_in(given["forecast"], today, calendar) if given.get("forecast") else None
    given = {**given, **days.resolved(given, today, calendar)}
    return {**given, "forecast": day.isoformat()} if day else given


def with_path_kept(given: Answers) -> Answers:
    """Put a path to green that was typed of a milestone that needs none with what has happened: all that was typed is kept."""
    path, status = given.get("path", ""), given.get("status", "")
    if not path or not status or Status(status) in OFF_GREEN:
        return given
    told = f"{words('replies.status.path')}: {path}"
    happened = f"{given['happened'].rstrip('.')}. {told}" if given.get("happened") else told
    return {**{field: answer for field, answer in given.items() if field != "path"}, "happened": happened}


def read_answers(given: Answers) -> Answered:
    """Read what one milestone's answers say. For answers resolved, and with no faults."""
    said = {field: given.get(field, "").strip() for field in FIELDS}
    status, told = Status(said["status"]), days.read_days(said)
    return Answered(
        status=status,
        narrative=said["happened"],
        path=said["path"] if status in OFF_GREEN else "",
        forecast=date.fromisoformat(said["forecast"]) if said["forecast"] else None,
        evidence=tuple(
            Evidence(url=link, kind=EvidenceType(said["type"] or EvidenceType.OTHER), shows=said["shows"], **told)
            for link in links_given(said["link"])
        ),
        no_evidence_reason=said["no_evidence"] if status is Status.COMPLETE else "",
        decision="" if wants_nothing(said["decision"]) else said["decision"],
    )


def answers_of(entry: Entry) -> Answers:
    """Return a typed entry as the form's answers."""
    given = {
        "status": SAME if entry.keep else entry.status.value if entry.status else "",
        "happened": entry.narrative,
        "path": entry.path,
        "forecast": entry.forecast[:MOST_DAY],
        "link": "\n".join(entry.links),
        "decision": entry.decision,
        **days.said_of_links(entry),
    }
    return {field: answer for field, answer in given.items() if answer}


def standing_answers(standing: Standing) -> Answers:
    """Return the first answers of a fresh form: the status, path and forecast that stand. What has happened starts empty, but for
    the words of the plan's tracker, of a milestone of which nobody has spoken."""
    update = standing.update
    if update is None:
        return from_tracker.answers(standing.imported, MOST)
    given = {
        "status": update.status.value,
        "path": update.path_to_green,
        "forecast": update.forecast.isoformat() if update.forecast else "",
        "no_evidence": update.no_evidence_reason,
        "decision": update.decision_wanted,
    }
    return {field: answer for field, answer in given.items() if answer}


def said_answers(standing: Standing) -> Answers:
    """Return what stands as the answers of a form, all of it: "same" says it again. A form starts without words and links."""
    said = standing_answers(standing)
    if standing.update is not None:
        said["happened"] = standing.update.narrative
        said["link"] = "\n".join(evidence.url for evidence in standing.update.evidence)
    return {field: answer for field, answer in said.items() if answer}
