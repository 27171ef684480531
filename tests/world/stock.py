"""A small plan of which a stocktake has something to tell in every paper: dates, evidence, verdicts, business and silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.board.period import Freeze
from bot.model.board.settings import Cycle, Finding, Meeting
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority, Source
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.status import Status
from bot.model.updates.assurance import Assurance
from bot.model.updates.assurance import Verdict as Look
from bot.model.updates.evidence import Verdict
from bot.model.updates.request import Asks, Cause, DateRequest, RequestState
from bot.model.updates.update import Evidence, Update
from bot.planning import editions
from bot.ports.record import Tx
from bot.rules.documents import edition
from store.record import SqlStore

SHORT = "kent"
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
LAST_DAY = BEGAN + timedelta(days=40)
MARCH, APRIL, MAY, JUNE = (date(2026, month, 28) for month in (3, 4, 5, 6))
NASTY = "=HYPERLINK(\"https://example.org\",\"press\")"
ANNA, BEN, CY, ASH = 1, 2, 3, 4
PEOPLE = (
    ("Head of Inclusion", "Anna Jones", ()),
    ("Data Lead", "Ben Okafor", ()),
    (None, "Cy Ward", ("chair", "board")),
    (None, "Ash Lee", ("assurer",)),
)
FINDINGS = {
    "A1": Finding(text="Plans take too long.", refs=("1",)),
    "A2": Finding(text="Nobody knows the data.", refs=("1.2", "2.1.1")),
    "A3": Finding(text="Something the plan forgot.", refs=("9",)),
}


def document(moved: date = JUNE) -> Plan:
    """The plan: 1.2.1 falls due in June, or on another day by a later edition."""

    def step(ref: str, due: date | None, owner: str = "Head of Inclusion") -> Milestone:
        return Milestone(ref=ref, text=f"Step {ref}.", due=due, owners=(owner,))

    actions = (
        Action(ref="1.1", priority=1, title="Write plans", milestones=(step("1.1.1", MAY), step("1.1.2", MARCH), step("1.1.3", APRIL))),
        Action(ref="1.2", priority=1, title="Count", milestones=(step("1.2.1", moved, "Data Lead"),)),
        Action(ref="2.1", priority=2, title="Listen", milestones=(step("2.1.1", MAY), step("2.1.2", JUNE))),
        Action(ref="2.2", priority=2, title="Answer", milestones=(step("2.2.1", None),)),
    )
    priorities = (Priority(number=1, text="Plans on time"), Priority(number=2, text="Voices are heard"))
    return Plan(short=SHORT, title="Kent", priorities=priorities, actions=actions)


def load(tx: Tx, findings: bool = True) -> None:
    """Load the plan, its settings and its people."""
    tx.acting(By(at=BEGAN, capacity="command line: ed"))
    editions.keep(tx, edition.compare(None, document()).plan, Source(), BEGAN)
    board = Cycle(meetings=(Meeting(on=date(2026, 3, 26)), Meeting(on=date(2026, 4, 30))))
    tx.plans.keep_settings(SHORT, Policy(board=board, findings=FINDINGS if findings else {}))
    rows = [PersonRow(role=role, name=name, email=f"{name[:2]}@example.org", rights=rights) for role, name, rights in PEOPLE]
    tx.people.save(SHORT, rows)


def at(days: int) -> datetime:
    """The moment so many days after the plan was loaded."""
    return BEGAN + timedelta(days=days)


def says(tx: Tx, days: int, ref: str, status: Status, by: int = ANNA, **more: object) -> Update:
    """Somebody says how a milestone stands."""
    tx.acting(By(at=at(days), person=by))
    capacity = PEOPLE[by - 1][0]
    facts: dict[str, object] = {"plan": SHORT, "ref": ref, "status": status, "by": by, "by_name": "", "capacity": capacity, "at": at(days)}
    return tx.updates.record(Update.model_validate({**facts, "narrative": f"Said on day {days}", "path_to_green": "Hire", **more}))


def asks(tx: Tx, days: int, ref: str, wanted: date | None, why: str, decided: RequestState | None = None) -> DateRequest:
    """The head asks for another date, or to close a milestone; a day later the chair decides."""
    tx.acting(By(at=at(days), person=ANNA, capacity="Head of Inclusion"))
    was = tx.plans.one(SHORT).known(ref)
    assert was is not None
    what = Asks.MOVE if wanted else Asks.DROP
    facts = {"was": was.due, "wanted": wanted, "why": why, "cause": Cause.PARTNER, "by": ANNA, "capacity": "Head of Inclusion"}
    request = tx.requests.ask(DateRequest.model_validate({"plan": SHORT, "ref": ref, "asks": what, "at": at(days), **facts}))
    if decided is None:
        return request
    tx.acting(By(at=at(days + 1), person=CY, capacity="chair"))
    return tx.requests.decide(request, decided, "the board agreed")


def judged(tx: Tx, days: int, update: Update) -> None:
    """The assurer accepts the evidence of a completion, and signs it off."""
    tx.acting(By(at=at(days), person=ASH))
    tx.evidence.check(SHORT, update.evidence[0].id, Verdict.ACCEPTED, "", "assurer")
    told = {"plan": SHORT, "ref": update.ref, "update": update.id, "verdict": Look.SIGNED_OFF, "level": "substantial", "why": "read it"}
    evidence = (update.evidence[0].id,)
    tx.assurances.judge(Assurance.model_validate({**told, "by": ASH, "capacity": "assurer", "at": at(days), "evidence": evidence}))


def raised(tx: Tx, days: int, kind: BusinessKind, text: str, **more: object) -> Item:
    """The chair raises business."""
    tx.acting(By(at=at(days), person=CY, capacity="chair"))
    facts: dict[str, object] = {"plan": SHORT, "kind": kind, "text": text, "by": CY, "capacity": "chair", "at": at(days), **more}
    return tx.business.begin(Item.model_validate(facts))


def did(tx: Tx, days: int, item: Item, deed: Deed, by: int = CY, **more: object) -> Item:
    """Somebody does something with business."""
    capacity = PEOPLE[by - 1][0] or "chair"
    tx.acting(By(at=at(days), person=by, capacity=capacity))
    return tx.business.step(item, Step.model_validate({"deed": deed, "by": by, "capacity": capacity, "at": at(days), **more}))


def happens(tx: Tx) -> None:
    """All that happens before the board's papers of March are frozen, and after."""
    says(tx, 1, "1.1.1", Status.RED, narrative=NASTY)
    asks(tx, 2, "1.1.1", JUNE, NASTY, RequestState.APPROVED)
    done = says(tx, 3, "1.1.3", Status.COMPLETE, evidence=(Evidence(url="https://example.org/minutes", shows=NASTY),))
    judged(tx, 4, done)
    asks(tx, 4, "2.1.2", None, "it was decided elsewhere", RequestState.APPROVED)
    challenge = raised(tx, 5, BusinessKind.CHALLENGE, NASTY, about=("1.1", "1.1.1"), owner="Head of Inclusion", wanted_by=APRIL)
    raised(tx, 5, BusinessKind.ACTION, "Bring the survey", owner="Data Lead", wanted_by=APRIL, meeting=MARCH)
    decision = raised(tx, 6, BusinessKind.DECISION, "May we hire", about=("1.1.1",), owner="Head of Inclusion")
    did(tx, 7, challenge, Deed.ANSWERED, ANNA, words="Two posts were empty", evidence="https://example.org/posts")
    did(tx, 8, challenge, Deed.ACCEPTED)
    did(tx, 9, decision, Deed.DECIDED, words="Hire two", why="It is late", options="Wait", conditions="By May")
    freezes(tx, 17, date(2026, 3, 26))
    says(tx, 30, "1.2.1", Status.COMPLETE, BEN, no_evidence_reason="it is on the wall")
    asks(tx, 31, "2.1.1", JUNE, "the partner is late")
    tx.acting(By(at=at(32), capacity="command line: ed"))
    new = edition.compare(tx.plans.document(SHORT), document(MAY))
    editions.keep(tx, new.plan, Source(file="kent.txt", approved="board, 26 March 2026"), at(32))


def freezes(tx: Tx, days: int, meeting: date) -> None:
    """The record is frozen for the papers of a meeting."""
    tx.acting(By(at=at(days)))
    upto = tx.entries.upto(SHORT, at(days))
    tx.periods.freeze(Freeze(plan=SHORT, meeting=meeting, as_at=at(days), upto=upto, at=at(days)))


async def made(store: SqlStore, findings: bool = True) -> SqlStore:
    """Put all of it into an empty record."""
    await store.transact(lambda tx: load(tx, findings))
    await store.transact(happens)
    return store
