"""A plan of three sheets, and a workbook of it as somebody changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.model.documents.workbook import Book
from bot.model.plan import Action, Heading, Imported, Milestone, Plan, Priority, Role, Sheet
from bot.model.policy import Policy
from bot.model.record.entry import Head
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Evidence, Standing, Update
from bot.reports.documents.workbook import workbook
from bot.rules.documents import edition

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HEAD = Head(entry=12, digest="ab12cd34")
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


def sheet(name: str, **columns: str) -> Sheet:
    """A sheet whose columns have these headings, by what they mean."""
    headings = [(meaning.rstrip("_"), text) for meaning, text in columns.items()]
    return Sheet(name=name, headings=tuple(Heading(text=text, meaning=meaning) for meaning, text in headings))


SHEETS = (
    sheet("Leadership", ref="No.", action="What we will do", milestone="Step", owner="Lead", due="By when", status="RAG", note="Update", none="Cost"),
    sheet("Early help", action="Action", accountable="Lead", contributor="Support", start="From", due="To", measure="How we know"),
    sheet("Health: pathways/2026", ref="ID", milestone="Task", status="RAG", done="Finished", progress="%"),
)


def plan() -> Plan:
    """A plan of three sheets, each of its own form."""
    lead, nurse = "Head of Inclusion", "Chief Nursing Officer"
    steps = (
        Milestone(ref="1.1.1", text="=Chair appointed", date_text="May 2026", due=MAY, owners=(lead,), sheet=1),
        Milestone(ref="1.1.2", text="Terms agreed", due=JUNE, owners=(lead, nurse), sheet=1,
                  imported=Imported(status=Status.AMBER, colour="Slipping", words="Draft out", file="tracker.xlsx")),
        Milestone(ref="2.1.1", text="Open the hub", start=date(2026, 1, 1), due=MAY, owners=(lead, nurse), sheet=2),
        Milestone(ref="3.1.1", text="Cut the wait", date_text="Quarter 4", owners=(nurse,), source_ref="KD-110", sheet=3,
                  imported=Imported(status=Status.GREEN, colour="On track", progress=60)),
        Milestone(ref="3.1.2", text="Train the nurses", date_text="open", open_ended=True, owners=(), source_ref="KD-111", sheet=3),
    )  # fmt: skip
    titles = {"1.1": "Set up the board", "2.1": "Open the hub", "3.1": "Shorten the pathway"}
    measures = ("Families say so", "80% are seen in time")
    actions = tuple(
        Action(
            ref=ref,
            priority=int(ref[0]),
            title=title,
            success_measures=measures,
            milestones=tuple(one for one in steps if one.action == ref),
        )
        for ref, title in titles.items()
    )
    priorities = tuple(Priority(number=n, text=text) for n, text in enumerate(("Lead well", "Help early", "Heal soon"), 1))
    roles = (Role(name=lead), Role(name=nurse), Role(name="Director of Education, Culture and Skills"))
    read = Plan(short="kent", title="Kent", priorities=priorities, actions=actions, roles=roles, sheets=SHEETS)
    return edition.compare(None, read).plan


SAID = Update(
    id=9, plan="kent", ref="1.1.1", status=Status.AMBER, narrative="+Two people applied", path_to_green="Interview both",
    forecast=JUNE, evidence=(Evidence(id=9, url="https://example.org/minutes", shows="the minutes"),), by=1, by_name="Keira",
    capacity="Head of Inclusion", at=datetime(2026, 2, 20, 10, tzinfo=UTC),
)  # fmt: skip


def snapshot(read: Plan | None = None) -> Snapshot:
    """The plan as it stands, with one statement about its first milestone."""
    return Snapshot(plan=read or plan(), policy=Policy(), standings={"1.1.1": Standing(ref="1.1.1", update=SAID, slips=1)}, now=NOW)


def given(read: Plan | None = None) -> Book:
    """The workbook of that plan."""
    return workbook(snapshot(read), HEAD, NOW)


def edited(held: bytes, changes: Mapping[tuple[str, str], object]) -> bytes:
    """A workbook with other values in some cells, each named by its Milepost ref and its heading."""
    book = load_workbook(BytesIO(held))
    for (ref, heading), value in changes.items():
        on, line, columns = place(book.worksheets, ref)
        on.cell(line, columns[heading]).value = value  # type: ignore[assignment]
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def place(sheets: list[Worksheet], ref: str) -> tuple[Worksheet, int, dict[str, int]]:
    """The sheet and line of a milestone, and the columns there by their headings."""
    for on in sheets:
        columns = {str(cell.value): at for at, cell in enumerate(on[1], 1)}
        for line in range(2, on.max_row + 1):
            if "Milepost ref" in columns and on.cell(line, columns["Milepost ref"]).value == ref:
                return on, line, columns
    raise KeyError(ref)
