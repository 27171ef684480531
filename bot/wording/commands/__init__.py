"""The commands: what a person may ask or say, each with the text that says it and the pattern that reads it.

A union for each room that answers: questions, statements, office work, talk of dates, assurance, the month and the plan's
document. Whoever matches over one of them ends in `assert_never`, so that a new command is missed by nobody. What is said of a
document neither only asks nor records at once: first it is read.
"""

from __future__ import annotations

from bot.wording.commands import assuring
from bot.wording.commands.absences import AbsenceWork, Away, Back, NotMe, Snooze, Take, WhenToAsk
from bot.wording.commands.assuring import Assure, AssureForm, Assuring, Check, SendBack, SendBackForm
from bot.wording.commands.board.business import (
    Accept,
    ActionForm,
    Answer,
    AnswerForm,
    BusinessForm,
    BusinessLook,
    BusinessWork,
    Challenge,
    ChallengeForm,
    CloseAction,
    Decide,
    DecideForm,
    Log,
    NewAction,
    NotAccepted,
    NotAcceptedForm,
    Which,
    WithdrawBusiness,
)
from bot.wording.commands.board.cycle import (
    CycleLook,
    CycleTalk,
    CycleWork,
    FreezeNow,
    Narrate,
    NarrativeForm,
    PeriodNow,
    Unfreeze,
    WithdrawNarrative,
)
from bot.wording.commands.board.mention import Mention
from bot.wording.commands.board.papers import Issue, PaperLook, PaperWork, Report
from bot.wording.commands.chase import ALL, AllNews, Health, Pause, Resume, Tomorrow
from bot.wording.commands.confirming import NoChange
from bot.wording.commands.corrections import Correct, CorrectForm, Undo, Withdraw
from bot.wording.commands.evidence import AddEvidence, EvidenceIndex, OfferEvidence, RenewEvidence, Why
from bot.wording.commands.impact.measures import (
    CloseMeasure,
    GiveReading,
    MeasureCard,
    MeasureFilled,
    MeasureForm,
    MeasureLook,
    Measures,
    MeasureWork,
    OwnMeasure,
    ReadingForm,
    ReopenMeasure,
    SetMeasure,
    WithdrawReading,
)
from bot.wording.commands.impact.risks import (
    ChangeRisk,
    ChangeRiskForm,
    CloseRisk,
    NewRisk,
    RaiseForm,
    ReopenRisk,
    RiskCard,
    RiskFilled,
    RiskForm,
    RiskLook,
    Risks,
    RiskSaid,
    RiskWork,
    ScoreForm,
    ScoreRisk,
    WhichRisks,
    WithdrawRisk,
)
from bot.wording.commands.impact.steps import Impacts, SetStep, StepForm, StepLook, StepWork, WithdrawStep
from bot.wording.commands.impact.voices import (
    Act,
    Hear,
    HearForm,
    OneVoice,
    Retell,
    RetellForm,
    TellVoice,
    TellVoiceForm,
    VoiceForm,
    VoiceLook,
    Voices,
    VoiceWork,
)
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
from bot.wording.commands.page import OpenPage, PageLook
from bot.wording.commands.phrase import Phrase
from bot.wording.commands.plans import (
    ForgetPlan,
    LoadPlan,
    PlacePlan,
    PlanDraft,
    PlanForm,
    PlanWork,
    Settle,
)
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
from bot.wording.commands.requests import (
    Approve,
    DateForm,
    DateOrder,
    DateRecord,
    Dates,
    DateTalk,
    Decline,
    DeclineForm,
    Drop,
    ExceptionForm,
    Move,
    MoveForm,
    Scope,
    WhichDates,
    WithdrawRequest,
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

Command = (
    Question | Statement | OfficeWork | DateTalk | Assuring | MonthLook | MonthWork | BusinessLook | BusinessWork | PlanWork
    | CycleTalk | PaperLook | PaperWork | StepLook | StepWork | MeasureLook | MeasureWork | RiskLook | RiskWork | PageLook
    | VoiceLook | VoiceWork | Mention
)  # fmt: skip
Asks = (  # is answered by reading alone
    Question | Opening | Look | DateForm | assuring.Look | MonthLook | BusinessLook | CycleLook | StepLook | MeasureLook
    | RiskLook | VoiceLook
)  # fmt: skip
Reads = Asks | PaperLook | PageLook  # changes nothing of the record
Apart = PlanWork | PaperLook | PageLook  # takes longer than a transaction may, or has one of its own
# Opens a form of which something is recorded.
FilledIn = (
    Opening | DateForm | AssureForm | SendBackForm | MonthBut | CycleLook | BusinessForm | StepLook | MeasureFilled | RiskFilled
    | VoiceForm
)  # fmt: skip
# Changes the record.
Records = (
    Declaration | Order | DateRecord | assuring.Verdict | MonthWork | BusinessWork | CycleWork | PaperWork | StepWork | Mention
    | MeasureWork | RiskWork | VoiceWork
)  # fmt: skip

__all__ = [
    "ALL", "MOST_TYPED", "REF", "AbsenceWork", "Accept", "Act", "ActionForm", "AddEvidence", "AllNews", "Amber", "Answer",
    "AnswerForm", "Apart", "Approve", "AsAt", "AskFor", "Asks", "Assure", "AssureForm", "Assuring", "Away", "Back", "Board",
    "BusinessForm", "BusinessLook", "BusinessWork", "Challenge", "ChallengeForm", "Change", "ChangeRisk", "ChangeRiskForm",
    "Check", "Choose", "Chosen", "CloseAction", "CloseMeasure", "CloseRisk", "Command", "Confirm", "ConfirmFor", "Correct",
    "CorrectForm", "CycleLook", "CycleTalk", "CycleWork", "DateForm", "DateOrder", "DateRecord", "DateTalk", "Dates", "Decide",
    "DecideForm", "Declaration", "Declare", "Decline", "DeclineForm", "DigestNow", "Discard", "Drop", "Due", "Entry",
    "EvidenceIndex", "ExceptionForm", "FilledIn", "ForgetPlan", "FreezeNow", "GiveReading", "Health", "Hear", "HearForm", "Help",
    "History", "Holder", "Home", "Impacts", "Issue", "LoadPlan", "Log", "Look", "MeasureCard", "MeasureFilled", "MeasureForm",
    "MeasureLook", "MeasureWork", "Measures", "Mention", "Mine", "Month", "MonthAsBefore", "MonthBut", "MonthChoice", "MonthLook",
    "MonthSave", "MonthWork", "Move", "MoveForm", "Narrate", "NarrativeForm", "NewAction", "NewRisk", "NoChange", "NotAccepted",
    "NotAcceptedForm", "NotMe", "OfferEvidence", "OfficeWork", "OneVoice", "OpenPage", "Opening", "Order", "Overdue",
    "OwnMeasure", "PageLook", "PaperLook", "PaperWork", "Pause", "PeriodNow", "Phrase", "PlacePlan", "PlanDraft", "PlanForm",
    "PlanWork", "Preview", "Question", "RaiseForm", "ReadingForm", "Reads", "Records", "Red", "Redact", "Refuse", "RenewEvidence",
    "ReopenMeasure", "ReopenRisk", "Report", "Resume", "Retell", "RetellForm", "RiskCard", "RiskFilled", "RiskForm", "RiskLook",
    "RiskSaid", "RiskWork", "Risks", "Save", "Scope", "ScoreForm", "ScoreRisk", "SeedRoles", "SendBack", "SendBackForm",
    "SetMeasure", "SetStep", "Settings", "Settle", "Silent", "Snooze", "Statement", "Status", "StepForm", "StepLook", "StepWork",
    "Take", "TellVoice", "TellVoiceForm", "Tomorrow", "TooLong", "Undo", "Unfreeze", "Unknown", "UpdateForm", "VoiceForm",
    "VoiceLook", "VoiceWork", "Voices", "WhenToAsk", "Which", "WhichDates", "WhichRisks", "Who", "Why", "Withdraw",
    "WithdrawBusiness", "WithdrawNarrative", "WithdrawReading", "WithdrawRequest", "WithdrawRisk", "WithdrawStep", "fold",
]  # fmt: skip
