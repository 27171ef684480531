"""Two plans of which every word, name and number is unmistakably its own; people of one, of the other, and of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from typing import get_args

from bot.model.board.business import BusinessKind, Item
from bot.model.board.wanted import Want
from bot.model.documents.document_read import DocumentRead
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.model.record.entry import By
from bot.model.risks.risk import Risk, RiskDeed, RiskStep, RiskTerms, Score
from bot.model.status import Status
from bot.model.voices.voice import Voice, VoiceDeed, VoiceStep, VoiceTerms
from bot.ports.record import Tx
from bot.rules.documents import edition
from bot.wording.commands import Act, Choose, Chosen, Command, Phrase, Which, WhichRisks
from bot.wording.commands.requests import Scope
from tests.world.plan import due, email

SIDES = {"quorvex": "7.3", "zyglint": "8.6"}  # a word that all texts of a plan hold, and the action that it has
NAMED = {"quorvex": "plover", "zyglint": "wagtail"}  # their short names, which hold no such word
OWNERS = {"quorvex": ("keira", "ben"), "zyglint": ("keira", "carys")}
ADMINS = {"quorvex": "gwen", "zyglint": "hugo"}
BOTH = "keira"
RAISED = datetime(2025, 2, 3, 9, tzinfo=UTC)  # what is open was carried on at each meeting since: at one, not at those of years
BELONG = {"gwen": "quorvex", "ben": "quorvex", "hugo": "zyglint", "carys": "zyglint"}  # who is in one plan alone


def role_of(word: str, name: str) -> str:
    """The role that somebody holds in the plan of that word."""
    return f"Head of {name} {word}"


def plan(word: str) -> Plan:
    """The plan of that word."""
    action = SIDES[word]
    roles = [role_of(word, name) for name in (*OWNERS[word], ADMINS[word], "nobody")]
    steps = [_step(word, number, owner) for number, owner in enumerate((*roles[:2], roles[0], roles[3]), 1)]
    return Plan(
        short=NAMED[word],
        title=f"The {word} plan",
        priorities=(Priority(number=int(action[0]), text=f"Lead {word} well"),),
        actions=(Action(ref=action, priority=int(action[0]), title=f"Set up {word}", milestones=tuple(steps)),),
        roles=tuple(Role(name=name) for name in roles),
    )


def _step(word: str, number: int, owner: str) -> Milestone:
    told = {"ref": f"{SIDES[word]}.{number}", "text": f"Step {number} of {word} done."}
    return due(number, "2025-04-30", owner).model_copy(update=told)


def people(word: str) -> list[PersonRow]:
    """The people of the plan of that word. It has its own name for each."""
    rows = [_row(word, name, "") for name in OWNERS[word]]
    return [*rows, _row(word, ADMINS[word], "admin board")]


def _row(word: str, name: str, rights: str) -> PersonRow:
    return PersonRow(role=role_of(word, name), name=f"{name.title()} {word}", email=email(name), rights=tuple(rights.split()))


OF_VOICES = ("RetellForm", "Retell", "TellVoiceForm", "TellVoice", "OneVoice")
OF_BUSINESS = ("DecideForm", "Decide", "AnswerForm", "Answer", "Accept", "NotAcceptedForm", "NotAccepted", "CloseAction", "WithdrawBusiness")
OF_RISKS = ("ChangeRiskForm", "ChangeRisk", "ScoreForm", "ScoreRisk", "CloseRisk", "ReopenRisk", "WithdrawRisk", "RiskCard")


def load(tx: Tx) -> None:
    """Put both plans and their people into a record, with a document for each that waits."""
    tx.acting(By(at=RAISED))
    for word in SIDES:
        tx.plans.save(edition.compare(None, plan(word)).plan)
        tx.people.save(NAMED[word], people(word))
        tx.documents_read.keep(_document(word))
        for kind in BusinessKind:
            tx.business.begin(_business(word, kind))
        tx.risks.begin(_risk(word))
        tx.voices.begin(_voice(word))


def _key(word: str) -> str:
    """The key of the one question about the document of that word."""
    return f"year-{word}"


def _business(word: str, kind: BusinessKind) -> Item:
    """Something that the board of that word asks."""
    update = 1 if kind is BusinessKind.DECISION else None
    told = {"plan": NAMED[word], "kind": kind, "text": f"Why is {word} late?", "about": (f"{SIDES[word]}.1",), "update": update}
    at = datetime(2025, 3, 18, 9, tzinfo=UTC)
    return Item.model_validate({**told, "owner": role_of(word, OWNERS[word][1]), "capacity": "board", "at": at})


def _risk(word: str) -> Risk:
    """A risk to the plan of that word."""
    terms = RiskTerms(happens=f"{word} is late", follows="children wait", about=(f"{SIDES[word]}.1",), owner=role_of(word, OWNERS[word][1]))
    at = datetime(2025, 3, 18, 9, tzinfo=UTC)
    step = RiskStep(deed=RiskDeed.RAISED, terms=terms, score=Score(likelihood=4, impact=5), why="It was said", capacity="board", at=at)
    return Risk(plan=NAMED[word], steps=(step,))


def _voice(word: str) -> Voice:
    """Something that families of that word said."""
    at = datetime(2025, 3, 18, 9, tzinfo=UTC)
    told = {"said": f"Nobody rings back in {word}", "heard_on": at.date(), "about": (f"{SIDES[word]}.1",)}
    terms = VoiceTerms.model_validate({**told, "owner": role_of(word, OWNERS[word][1])})
    return Voice(plan=NAMED[word], steps=(VoiceStep(deed=VoiceDeed.HEARD, terms=terms, capacity="forum", at=at),))


def _document(word: str) -> DocumentRead:
    row = f"A new step of {word}. | {role_of(word, OWNERS[word][1])} | ?{_key(word)} 2025-06-30"
    at = datetime(2025, 3, 18, 9, tzinfo=UTC)
    return DocumentRead(plan=NAMED[word], file=f"{word}.docx", document=row.encode(), at=at)


def let_slip(told: str, word: str, typed: str = "") -> list[str]:
    """Return what a text holds of the plan of that word, less what its reader typed."""
    marks = (word, NAMED[word], *(f"{SIDES[word]}.{number}" for number in range(1, 5)))
    folded, own = told.casefold(), typed.casefold()
    return [mark for mark in marks if mark.casefold() in folded and mark.casefold() not in own]


def commands_of(word: str) -> Iterator[Command]:
    """Every kind of command there is, about the plan of that word; with each value that a field of it may have.

    A new command joins by itself. One with a field of a new name, or of another type than others have, needs its values here.
    """
    ref, owner = f"{SIDES[word]}.1", OWNERS[word][1]
    known: dict[str, tuple[object, ...]] = {
        "ref": (ref,),
        "refs": ((ref, f"{SIDES[word]}.3"),),
        "about": (None, SIDES[word][0], SIDES[word], ref, role_of(word, owner)),
        "period": (None, "next month"),
        **{f"{kind}.period": ("", "October") for kind in ("ReadingForm", "GiveReading", "WithdrawReading")},
        "SetMeasure.about": (ref,),
        "SetMeasure.period": ("", "quarter"),
        **{f"SetMeasure.{name}": ("",) for name in ("better", "baseline", "points", "source", "resets", "voice", "answered")},
        "unit": ("%",),
        "provisional": (False, True),
        "note": ("",),
        "unknown": ("",),
        "topic": (None, "status"),
        "question": ("status", f"history {ref}", "digest"),
        "when": ("2025-03-19", "the first of never"),
        "days": (None, 60),
        "Away.when": ("", "3 June to 12 June"),
        "role": (role_of(word, owner),),
        "email": (email(owner), email(BOTH)),
        "starts": (None,),
        "until": (None,),
        "whose": ("", role_of(word, OWNERS[word][0])),
        "deputy": ("", email(owner)),
        "platform": ("slack", "teams"),
        "here": (True, False),
        "everything": (True, False),
        "link": ("https://example.org/minutes",),
        "shows": ("what it shows",),
        "dated": ("",),
        "good_until": ("2027-06-30",),
        "code": ("ABC234",),
        "token": (None,),
        "NoChange.token": ("n0-0",),
        "typed": (_line(ref), f"{_line('1')}\n{_line('2')}", "all green", f"{ref} is late"),
        "line": (_line(ref),),
        "acting": (True, False),
        "chosen": tuple(Chosen),
        "stood": (None,),
        "page": (None, 1),
        "ChallengeForm.refs": ((), (ref,)),
        "ActionForm.refs": ((), (ref,)),
        "whom": ("", "a parent"),
        "text": ("why is it late?",),
        "owner": ("", role_of(word, owner)),
        "by": (None,),
        "NewAction.when": ("", "12 June"),
        "kind": ("challenge", "action", "decision"),
        "DecideForm.kind": ("decision",),
        "AnswerForm.kind": ("challenge", "action"),
        "NotAcceptedForm.kind": ("challenge", "action"),
        "NotAccepted.kind": ("challenge", "action"),
        **{f"{kind}.number": (1,) for kind in OF_RISKS},
        "NewRisk.about": ((), (ref,)),
        "ChangeRisk.about": ((ref,),),
        "RiskForm.refs": ((), (ref,)),
        "step": ("3",),
        "happens": ("the provider leaves",),
        "follows": ("children wait",),
        "controls": ("none",),
        "score": ("4 5",),
        "target": ("",),
        "sureness": ("low",),
        "treatment": ("treat",),
        "NewRisk.until": ("",),
        "ChangeRisk.until": ("",),
        "approver": ("",),
        "review": ("3",),
        "NewRisk.source": ("", ref),
        "about_nothing": (False,),
        "Risks.which": tuple(WhichRisks),
        **{f"{kind}.number": (1,) for kind in (*OF_BUSINESS, *OF_VOICES)},
        **{f"{kind}.about": ("", ref) for kind in ("Hear", "Retell", "Voices")},
        **{f"{kind}.count": ("", "12") for kind in ("Hear", "Retell")},
        "act": tuple(Act),
        "TellVoiceForm.act": tuple(one for one in Act if one is not Act.WITHDRAW),
        "TellVoice.when": ("", "12 June"),
        "on": ("",),
        **{f"{kind}.source": ("", "survey") for kind in ("Hear", "Retell")},
        "share": ("", "summary"),
        "summary": ("", "waits are long"),
        "options": ("",),
        "conditions": ("report in June",),
        "follow_up": ("",),
        "which": (None, *Which),
        "band": ("", "high"),
        "handle": ("",),
        "status": (Status.GREEN,),
        "links": (("https://example.org/minutes",),),
        "number": (15, 18),  # entries that both plans have
        "is_evidence": (True, False),
        "field": ("",),
        "why": ("of a mistake",),
        "level": ("reasonable",),
        "what": ("all", SIDES[word][0], role_of(word, owner)),
        "scope": tuple(Scope),
        "Move.scope": (None, Scope.ALL),
        "wanted": (None,),
        "cause": ("partner",),
        "effect": ("one term late",),
        "count": (13_000,),
        "said": ("what else is there",),
        "nearest": ("status",),
        "priority": (int(SIDES[word][0]), 9),
        "moved": ("it moved",),
        "next": ("what comes",),
        "escalate": ("",),
        "forecast": ("green",),
        "Narrate.status": ("amber",),
        "Impacts.ref": (None, SIDES[word][0], SIDES[word], ref),
        **{f"{kind}.ref": (SIDES[word],) for kind in ("StepForm", "SetStep", "WithdrawStep")},
        "audience": ("", "operations"),
        "want": (None, *Want),
        "of": ("", ref),
        "drawn": (None,),
        "issue": (None,),
        "only": ("",),
        "freeze": (None,),
        "key": (_key(word),),
        "PlanDraft.key": ("", _key(word)),
        "choice": ("Yes", "perhaps"),
        "name": (NAMED[word], "a-third"),
        "is_new": (True, False),
        "is_sure": (False, True),
    }
    for kind in get_args(Command):
        yield from _each(kind, known)


def _line(target: str) -> str:
    return f"{target} red late path: catch up"


def _each(kind: Callable[..., Command], known: dict[str, tuple[object, ...]]) -> Iterator[Command]:
    assert isinstance(kind, type)
    assert issubclass(kind, Phrase)
    fields = [name for name in kind.model_fields if name != "plan"]
    own = ((f"{kind.__name__}.{name}", name) for name in fields)
    for values in product(*(known[one] if one in known else known[name] for one, name in own)):
        told = dict(zip(fields, values, strict=True))
        yield kind.model_validate({**told, "token": "k3f9"} if kind is Choose else told)
