"""The commands: what a person may ask or say, each with the text that says it and the pattern that reads it.

A union for each room that answers: questions, statements, office work, assurance and the month. Whoever matches over one of
them ends in `assert_never`, so that a new command is missed by nobody.
"""

from __future__ import annotations

from bot.wording.commands import assuring
from bot.wording.commands.absences import AbsenceWork, Away, Back, NotMe, Snooze, Take, WhenToAsk
from bot.wording.commands.assuring import Assure, AssureForm, Assuring, Check, SendBack, SendBackForm
from bot.wording.commands.chase import ALL, AllNews, Health, Pause, Resume, Tomorrow
from bot.wording.commands.confirming import NoChange
from bot.wording.commands.corrections import Correct, CorrectForm, Undo, Withdraw
from bot.wording.commands.evidence import AddEvidence, EvidenceIndex, OfferEvidence, RenewEvidence, Why
from bot.wording.commands.month import Chosen, Month, MonthAsBefore, MonthBut, MonthChoice, MonthLook, MonthSave, MonthWork
from bot.wording.commands.office import (
    AskFor,
    Board,
    ConfirmFor,
    Holder,
    Look,
    OfficeWork,
    Order,
    Preview,
    Redact,
    SeedRoles,
)
from bot.wording.commands.phrase import Phrase
from bot.wording.commands.questions import (
    Amber,
    AsAt,
    DigestNow,
    Due,
    Help,
    History,
    Home,
    Mine,
    Overdue,
    Question,
    Red,
    Settings,
    Silent,
    Status,
    TooLong,
    Unknown,
    Who,
)
from bot.wording.commands.statements import (
    Change,
    Choose,
    Confirm,
    Declaration,
    Declare,
    Discard,
    Opening,
    Refuse,
    Save,
    Statement,
    UpdateForm,
)
from bot.wording.typed.line import REF, Entry, fold

MOST_TYPED = 12_000  # characters of one message; a longer one is refused whole, and nothing reads it

Command = Question | Statement | OfficeWork | Assuring | MonthLook | MonthWork
Asks = Question | Opening | Look | assuring.Look | MonthLook  # is answered by reading alone
Records = Declaration | Order | assuring.Verdict | MonthWork  # changes the record

__all__ = [
    "ALL",
    "MOST_TYPED",
    "REF",
    "AbsenceWork",
    "AddEvidence",
    "AllNews",
    "Amber",
    "AsAt",
    "AskFor",
    "Asks",
    "Assure",
    "AssureForm",
    "Assuring",
    "Away",
    "Back",
    "Board",
    "Change",
    "Check",
    "Choose",
    "Chosen",
    "Command",
    "Confirm",
    "ConfirmFor",
    "Correct",
    "CorrectForm",
    "Declaration",
    "Declare",
    "DigestNow",
    "Discard",
    "Due",
    "Entry",
    "EvidenceIndex",
    "Health",
    "Help",
    "History",
    "Holder",
    "Home",
    "Look",
    "Mine",
    "Month",
    "MonthAsBefore",
    "MonthBut",
    "MonthChoice",
    "MonthLook",
    "MonthSave",
    "MonthWork",
    "NoChange",
    "NotMe",
    "OfferEvidence",
    "OfficeWork",
    "Opening",
    "Order",
    "Overdue",
    "Pause",
    "Phrase",
    "Preview",
    "Question",
    "Records",
    "Red",
    "Redact",
    "Refuse",
    "RenewEvidence",
    "Resume",
    "Save",
    "SeedRoles",
    "SendBack",
    "SendBackForm",
    "Settings",
    "Silent",
    "Snooze",
    "Statement",
    "Status",
    "Take",
    "Tomorrow",
    "TooLong",
    "Undo",
    "Unknown",
    "UpdateForm",
    "WhenToAsk",
    "Who",
    "Why",
    "Withdraw",
    "fold",
]
