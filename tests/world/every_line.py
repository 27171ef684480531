"""Every command as somebody types it, in the order of one story: who says it, and what the first line of the answer holds.

`{u_late}` in an answer keeps the handle that stands there under that name, which begins with its letter. Later lines say it so.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.model.documents.document_read import DocumentRead
from bot.model.plan import Recurrence
from bot.ports.record import Tx
from bot.rules.documents import edition
from bot.wording.commands import MOST_TYPED
from tests.world import plan as world
from tests.world.plan import ROLES, STEPS, due, row, small

PEOPLE = {
    "keira": (ROLES[0], ""), "ben": (ROLES[1], "lead:1"), "carys": (ROLES[2], "chair board"), "leo": (ROLES[3], ""),
    "gwen": (None, "admin"), "hugo": (None, "assurer forum"),
}  # fmt: skip
DOCUMENT = b"Step 1 done. | Head of Inclusion | 2025-04-30\nAnother step. | Head of Inclusion | ?year-one 2025-06-30"
MONTHLY = due(4, "2025-04-30", ROLES[0]).model_copy(update={"recurrence": Recurrence.MONTHLY})
PLAN = small((*STEPS, MONTHLY))


def load(tx: Tx) -> None:
    """Put in the small plan with a milestone that comes round, and another plan, in which Leo holds a role too."""
    world.load(tx, PLAN, PEOPLE)
    tx.plans.save(edition.compare(None, PLAN.model_copy(update={"short": "other", "title": "The other plan"})).plan)
    tx.people.save("other", [row("leo", people=PEOPLE)])
    waits = DocumentRead(plan="small", file="small.docx", document=DOCUMENT, at=datetime(2025, 3, 18, 9, tzinfo=UTC))
    tx.documents_read.keep(waits)


class Kind(StrEnum):
    """The kinds of answer."""

    TOLD = "told"  # something is shown, asked or said back: nothing is recorded
    DONE = "done"  # it is on the record, and the first line says so
    NO_RIGHT = "no right"  # whoever says it may not
    NO_SENSE = "no sense"  # it cannot be done as it was said


TOLD, DONE, NO_RIGHT, NO_SENSE = Kind


class Line(NamedTuple):
    """One line of the table."""

    who: str
    says: str
    kind: Kind
    hears: str


NOT_OWNED = "Not saved. Only the holder of the role Head of Inclusion, a deputy or an admin may update 1.1.1"
NO_MILESTONE = "There is no milestone 9.9.9"
NOT_ADMIN = "Only an admin may"
SAID_BACK = "This is how I understood you. Save it?"
WOULD_CHANGE = "This is what would change"
PATH = "path: agency cover by Ben on 3 May 2025"

QUESTIONS = (
    Line("mallory", "status", NO_RIGHT, "Milepost does not know you"),
    Line("mallory", "approve x1", NO_RIGHT, "Milepost does not know you"),
    Line("keira", "help date", TOLD, "What you can say to Milepost"),
    Line("keira", "home", TOLD, "Milepost"),
    Line("keira", "mine", TOLD, "Your milestones"),
    Line("keira", "page", TOLD, "Here is your link to A small plan"),
    Line("leo", "page", NO_SENSE, "You are in more than one plan"),
    Line("leo", "in other: page", TOLD, "Here is your link to The other plan"),
    Line("keira@board", "page", NO_RIGHT, "A link to the page is for one person alone"),
    Line("keira", "month", TOLD, "Your month: 0 of 3 confirmed"),
    Line("hugo", "month", TOLD, "no role"),
    Line("keira", "status 1.1.1", TOLD, "How 1.1.1 stands"),
    Line("keira", "status 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("keira", "status 1.1.1 as at 17 March 2025", TOLD, "How 1.1.1 stands"),
    Line("keira", "status 1.1.1 as at the first of never", NO_SENSE, "No date was read in: the first of never"),
    Line("keira", "due next month", TOLD, "Due from 1 April 2025 to 30 April 2025"),
    Line("keira", "due some time", NO_SENSE, "That time was not understood: some time"),
    Line("keira", "overdue", TOLD, "Nothing is past its due date."),
    Line("keira", "red", TOLD, "Nothing is red."),
    Line("keira", "amber", TOLD, "Nothing is amber."),
    Line("keira", "silent", TOLD, "Nobody has been asked yet."),
    Line("keira", "digest", TOLD, "A small plan: the week of 17 March 2025"),
    Line("keira", "history 1.1.1", TOLD, "Nobody has given an update on 1.1.1 yet."),
    Line("keira", "history 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("keira", "who 1.1.1", TOLD, "Who answers for 1.1.1"),
    Line("keira", "who 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("keira", "why 1.1.1", TOLD, "Why 1.1.1 stands as it does"),
    Line("keira", "why 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("keira", "dates 1.1.1", TOLD, "Dates of 1.1.1"),
    Line("keira", "dates 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("keira", "settings", TOLD, "The settings of A small plan"),
    Line("keira", "news", TOLD, "What our last messages had no room for"),
    Line("gwen", "evidence index", TOLD, "Evidence"),
    Line("keira", "evidence index", NO_RIGHT, "The index of evidence is for admins"),
    Line("keira", "what is the weather", NO_SENSE, "That was not understood"),
    Line("keira", "green " * (MOST_TYPED // 5), NO_SENSE, "That is too long to read"),
)

STATEMENTS = (
    Line("keira", "undo", NO_SENSE, "so there is nothing to undo"),
    Line("keira", "yes", NO_SENSE, "Nothing is waiting to be saved. What was saved before stands."),
    Line("keira", "no", NO_SENSE, "Nothing is waiting to be saved. What was saved before stands."),
    Line("keira", "change", NO_SENSE, "Nothing is waiting to be saved. What was saved before stands."),
    Line("keira", "green #abcd", NO_SENSE, "That was replaced by a newer line"),
    Line("keira", "update 1.1.1", TOLD, "Update 1.1.1"),
    Line("keira", "update 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("ben", "update 1.1.1", NO_RIGHT, NOT_OWNED),
    Line("ben", "1.1.1 green fine", NO_RIGHT, NOT_OWNED),
    Line("hugo", "1.1.1 green fine", NO_RIGHT, NOT_OWNED),
    Line("keira", "9.9.9 green fine", NO_SENSE, NO_MILESTONE),
    Line("keira", "1.1.1 red stuck", TOLD, "One more thing about 1.1.1"),
    Line("keira", "no", TOLD, "Nothing was saved."),
    Line("keira", f"1.1.1 red stuck, {PATH}", TOLD, SAID_BACK),
    Line("keira", "change", TOLD, "Update 1.1.1"),
    Line("keira", "yes", DONE, "Saved as {u_gone}"),
    Line("keira", "undo", DONE, "Undone: {u_gone}"),
    Line("keira", "undo", NO_SENSE, "{u_gone} was taken back already."),
    Line("keira", f"1.1.1 amber late, {PATH}", TOLD, SAID_BACK),
    Line("keira", "yes", DONE, "Saved as {u_late}"),
    Line("keira", "correct {u_late}", TOLD, "Correct {u_late}"),
    Line("ben", "correct {u_late}", NO_RIGHT, "Not saved. Keira said {u_late}, so only they can correct it."),
    Line("ben", "correct {u_late} green", NO_RIGHT, "Not saved. Keira said {u_late}, so only they can correct it."),
    Line("keira", "correct u999 green", NO_SENSE, "Not saved. There is no u999 in this plan."),
    Line("keira", f"correct {{u_late}} red: stuck, {PATH}", TOLD, SAID_BACK),
    Line("keira", "yes", DONE, "Saved as {u_stuck}, in place of {u_late}"),
    Line("ben", "withdraw {u_stuck} because I say so", NO_RIGHT, "Not saved. Only an admin may withdraw {u_stuck}"),
    Line("keira", "withdraw {u_stuck} because I say so", NO_RIGHT, "You can put it right yourself: correct {u_stuck}"),
    Line("gwen", "withdraw {u_stuck}", NO_SENSE, "Not saved. Please say why: withdraw {u_stuck} because"),
    Line("gwen", "withdraw u999 because no", NO_SENSE, "Not saved. There is no u999 in this plan."),
    Line("gwen", "withdraw {u_stuck} because it was said of another", DONE, "Withdrawn: {u_stuck}"),
    Line("gwen", "redact {u_late} because no", NO_SENSE, "Not saved. Entry"),
    Line("keira", "redact {u_late} narrative because no", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "redact {u_late} narrative", NO_SENSE, "Not saved. Say why"),
    Line("gwen", "redact {u_late} narrative because it named a child", TOLD, ""),
    Line("gwen", "yes", DONE, "Saved. Taken out of entry"),
    Line("keira", "rest same", NO_SENSE, "Not saved yet: 1.1.2, 1.1.4"),
    Line("keira", f"1.1.1 amber late again, {PATH}; 1.1.2 green all is well", TOLD, SAID_BACK),
    Line("keira", "yes", DONE, "Saved as {u_again}, {u_well}"),
    Line("keira", "no change 1.1.1 #n0-0", NO_SENSE, "That was replaced by a newer line"),
    Line("keira", "all same except 1.1.4 green: well", TOLD, SAID_BACK),
    Line("keira", "yes", DONE, "Saved as {u_a}, {u_b}, {u_c}"),
    Line("keira", "update 1.1.1 1.1.2", TOLD, "Update 2 milestones"),
)

EVIDENCE = (
    Line("keira", "evidence 1.1.1 https://example.org/a minutes, dated 3 March 2025", DONE, "Saved as {e_minutes}."),
    Line("keira", "evidence 9.9.9 https://example.org/a minutes", NO_SENSE, NO_MILESTONE),
    Line("keira", "evidence 1.1.1 ftp://example.org/a minutes", NO_SENSE, "Not saved. Evidence needs a web address"),
    Line("ben", "evidence 1.1.1 https://example.org/b minutes", NO_RIGHT, NOT_OWNED),
    Line("keira", "evidence https://example.org/b survey", TOLD, "Use as evidence"),
    Line("keira", "{e_minutes} good until 30 June 2025", DONE, "Saved as {e_renewed}"),
    Line("ben", "{e_renewed} good until 30 July 2025", NO_RIGHT, NOT_OWNED),
    Line("keira", "evidence e999 good until 30 June 2025", NO_SENSE, "Not saved. There is no e999 in this plan."),
    Line("ben", "withdraw {e_renewed} because no", NO_RIGHT, "Not saved. Only an admin may withdraw {e_renewed}"),
    Line("keira", "withdraw {e_renewed} because it is another's", DONE, "Withdrawn: {e_renewed}"),
)

MONTH = (
    Line("keira", "month 1.1.1 green", TOLD, "Update 1.1.1"),
    Line("ben", "month 1.1.1 green", NO_RIGHT, NOT_OWNED),
    Line("keira", "month 9.9.9 green", NO_SENSE, NO_MILESTONE),
    Line("keira", "month save", TOLD, "Your month: 3 of 3 confirmed"),
    Line("keira", "month as before", NO_SENSE, "Your month: 3 of 3 confirmed"),
    Line("keira", "month as before but", TOLD, "Your month: 3 of 3 confirmed"),
    Line("hugo", "month as before", NO_RIGHT, "You hold no role of the plan"),
    Line("carys", "month as before but", NO_RIGHT, "You hold no role of the plan"),
)

ABSENCE = (
    Line("keira", "snooze 1.1.1", TOLD, "1.1.1: when shall Milepost ask you again?"),
    Line("keira", "snooze 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("keira", "snooze 1.1.1 until 2 April 2025", DONE, "1.1.1: Snoozed until 2 April 2025"),
    Line("keira", "snooze 1.1.1 until 30 December 2025", NO_SENSE, "1.1.1: Not saved. At most 20 working days"),
    Line("ben", "snooze 1.1.1 until 2 April 2025", NO_RIGHT, NOT_OWNED),
    Line("carys", "not me 1.1.1", NO_RIGHT, NOT_OWNED),
    Line("keira", "not me 1.1.1 nobody@example.org", NO_SENSE, "Nobody with the e-mail nobody@example.org"),
    Line("keira", "not me 1.1.1 ben@example.org", DONE, "1.1.1: Asked. Chief Nursing Officer is asked"),
    Line("carys", "take 1.1.1", NO_RIGHT, "1.1.1: Not saved. Nobody has said that it is yours."),
    Line("ben", "take 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("ben", "take 1.1.1", DONE, "1.1.1: Saved. It belongs to Chief Nursing Officer now"),
    Line("keira", "1.1.1 green still mine", NO_RIGHT, "Not saved. Only the holder of the role Chief Nursing Officer"),
    Line("ben", "undo", DONE, "1.1.1: Undone. It belongs to Head of Inclusion"),
    Line("ben", "not me 1.1.1", DONE, "1.1.1: Refused. An admin is asked whose it is"),
    Line("keira", "away 18 March to 4 April, deputy nobody@example.org", NO_SENSE, "Not saved. Nobody with the e-mail"),
    Line("keira", "away 18 March to 4 April, deputy carys@example.org", DONE, "Saved. You are away from 18 March 2025"),
    Line("carys", f"1.1.1 amber said for another, {PATH}", TOLD, SAID_BACK),
    Line("carys", "yes", DONE, "Saved as {u_deputy}"),
    Line("keira", "back", DONE, "Saved. You are back"),
    Line("keira", "back", NO_SENSE, "Not saved. You are not away"),
    Line("carys", "1.1.1 green once more", NO_RIGHT, NOT_OWNED),
)

DATES = (
    Line("keira", "move 1.1.2", TOLD, "New date for 1.1.2"),
    Line("keira", "move 1.1.2 to 30 June 2025", NO_SENSE, "1.1.2 Not saved. Say why it should move"),
    Line("hugo", "move 1.1.2 to 30 June 2025 because x", NO_RIGHT, "Not saved. Only the holder of the role Head of Inclusion"),
    Line("hugo", "move 1.1.2", NO_RIGHT, "Not saved. Only the holder of the role Head of Inclusion"),
    Line("ben", "move 1.1.2 to 30 June 2025 because a partner left; cause: partner", TOLD, "1.1.2 Not saved yet: ask"),
    Line("ben", "yes", DONE, "{x_move} Asked: to move 1.1.2 from 30 April 2025 to 30 June 2025"),
    Line("ben", "approve {x_move}", NO_RIGHT, "{x_move} Not saved. You asked for it yourself"),
    Line("keira", "approve {x_move}", NO_RIGHT, "{x_move} Not saved. Only the chair or an admin decides"),
    Line("keira", "decline {x_move}", NO_RIGHT, "{x_move} Not saved. Only the chair or an admin decides"),
    Line("hugo", "decline {x_move} because no", NO_RIGHT, "{x_move} Not saved. Only the chair or an admin decides"),
    Line("gwen", "decline x9 because no", NO_SENSE, "There is no x9 in this plan."),
    Line("gwen", "approve x9", NO_SENSE, "There is no x9 in this plan."),
    Line("gwen", "decline {x_move}", TOLD, "Decline {x_move}"),
    Line("gwen", "approve {x_move} because it is right", DONE, "{x_move} Approved: 1.1.2 moves from 30 April 2025"),
    Line("carys", "approve {x_move}", NO_SENSE, "{x_move} Not saved. It was approved already"),
    Line("keira", "move 1.1.2 to 31 July 2025 because again", TOLD, "1.1.2 Not saved yet: ask to move it to 31 July 2025?"),
    Line("keira", "yes", DONE, "{x_again} Asked"),
    Line("carys", "decline {x_again} because enough", DONE, "{x_again} Declined: 1.1.2 is not moved to 31 July 2025"),
    Line("keira", "drop 1.1.2", NO_SENSE, "1.1.2 Not saved. Say why it should be closed"),
    Line("hugo", "drop 1.1.2 because no", NO_RIGHT, "Not saved. Only the holder of the role Head of Inclusion"),
    Line("keira", "drop 1.1.2 because another action does it", TOLD, "1.1.2 Not saved yet: ask to close it?"),
    Line("keira", "yes", DONE, "{x_drop} Asked: to close 1.1.2"),
    Line("hugo", "withdraw {x_drop} because no", NO_RIGHT, "{x_drop} Not saved. Only Keira"),
    Line("keira", "withdraw {x_drop}", NO_SENSE, "{x_drop} Not saved. Say why"),
    Line("keira", "withdraw {x_drop} because it does not", DONE, "{x_drop} Withdrawn: nobody is asked to decide on 1.1.2"),
    Line("keira", "move 1.1.4 to 5 May 2025 because of the bank holiday", TOLD, "1.1.4 Not saved yet: this occurrence or all?"),
    Line("keira", "this one", TOLD, "1.1.4 Not saved yet: ask to move its date of 30 April 2025"),
    Line("keira", "yes", DONE, "{x_once} Asked: to move 1.1.4"),
    Line("keira", "all", NO_SENSE, "Nothing waits for that choice."),
    Line("keira", "exception 1.1.2", TOLD, "Exception on 1.1.2"),
    Line("keira", "exception 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("hugo", "exception 1.1.2", NO_RIGHT, "Not saved. Only the holder of the role Head of Inclusion"),
)

ASSURANCE = (
    Line("hugo", "check", TOLD, "Nothing waits for you to check."),
    Line("keira", "check", NO_RIGHT, "You may not sign off milestones in this plan"),
    Line("hugo", "assure 1.1.2 substantial because it holds", NO_SENSE, "Not saved. 1.1.2 is not declared complete"),
    Line("hugo", "send back 1.1.2: the minutes", NO_SENSE, "Not saved. 1.1.2 is not declared complete"),
    Line("keira", "1.1.2 complete: done https://example.org/c", TOLD, SAID_BACK),
    Line("keira", "yes", DONE, "Saved as {u_done}"),
    Line("hugo", "check", TOLD, "1"),
    Line("hugo", "assure 1.1.2", TOLD, "1.1.2"),
    Line("hugo", "send back 1.1.2", TOLD, "1.1.2"),
    Line("gwen", "assure 1.1.2", NO_RIGHT, "Not saved. Only an assurer may sign off 1.1.2"),
    Line("keira", "send back 1.1.2", NO_RIGHT, "Not saved. Only an assurer may sign off 1.1.2"),
    Line("hugo", "assure 1.1.2 substantial", NO_SENSE, "Not saved. Say why"),
    Line("hugo", "assure 1.1.2 wonderful because it is", NO_SENSE, "Not saved. Say at which level"),
    Line("keira", "assure 1.1.2 substantial because I did it", NO_RIGHT, "Not saved. Only an assurer may sign off 1.1.2"),
    Line("gwen", "assure 1.1.2 substantial because I may", NO_RIGHT, "Not saved. Only an assurer may sign off 1.1.2"),
    Line("gwen", "send back 1.1.2: the minutes", NO_RIGHT, "Not saved. Only an assurer may sign off 1.1.2"),
    Line("hugo", "send back 1.1.2: the minutes", DONE, "Sent back 1.1.2."),
    Line("keira", "evidence 1.1.2 https://example.org/d the minutes", DONE, "Saved as {e_more}"),
    Line("hugo", "assure 1.1.2 substantial because it holds", DONE, "Signed off 1.1.2 as substantial."),
    Line("hugo", "undo", DONE, "Undone: 1.1.2"),
)

NOT_BOARD = "Not saved. Only members of the board, its chair and admins may"
BUSINESS = (
    Line("keira", "log", TOLD, "The board has asked for nothing yet."),
    Line("keira", "log c9", NO_SENSE, "There is no c9 in this plan."),
    Line("carys", "challenge", TOLD, "Challenge"),
    Line("keira", "challenge", NO_RIGHT, NOT_BOARD),
    Line("keira", "challenge 1.1.1 why?", NO_RIGHT, NOT_BOARD),
    Line("carys", "challenge why is nothing done?", NO_SENSE, "Not saved. Say what it is about"),
    Line("carys", "challenge 9.9.9 why?", NO_SENSE, "Not saved. The plan has no 9.9.9."),
    Line("carys", "challenge 1.1.1, 1.1.2 why are both late?", DONE, "{c_late} Saved: a challenge about 1.1.1, 1.1.2"),
    Line("hugo", "answer {c_late} soon", NO_RIGHT, "{c_late} Not saved. It is for others to answer"),
    Line("carys", "accept {c_late}", NO_SENSE, "{c_late} Not saved. Nobody has answered it yet."),
    Line("keira", "answer {c_late}", TOLD, "Answer {c_late}"),
    Line("keira", "answer {c_late} a nurse left https://example.org/n", DONE, "{c_late} Saved: an answer"),
    Line("keira", "answer c9 soon", NO_SENSE, "There is no c9 in this plan."),
    Line("keira", "accept {c_late}", NO_RIGHT, "{c_late} Not saved. You wrote the answer"),
    Line("keira", "not accepted {c_late}: more", NO_RIGHT, "{c_late} Not saved. You wrote the answer"),
    Line("carys", "not accepted {c_late}", TOLD, "{c_late}: not enough"),
    Line("carys", "not accepted c9: more", NO_SENSE, "There is no c9 in this plan."),
    Line("carys", "not accepted {c_late}: say when", DONE, "{c_late} Sent back"),
    Line("keira", "answer {c_late} in May", DONE, "{c_late} Saved: an answer"),
    Line("carys", "accept {c_late}", DONE, "{c_late} Saved: the answer is accepted"),
    Line("carys", "action", TOLD, "Record an action"),
    Line("keira", "action: tell the board, owner Head of Inclusion", NO_RIGHT, NOT_BOARD),
    Line("carys", "action: tell the board", NO_SENSE, "Not saved. Say who does it"),
    Line("carys", "action: tell the board, owner Head of Inclusion, by 12 May", DONE, "{a_tell} Saved: an action for Head of Inclusion"),
    Line("keira", "close {a_tell}", NO_RIGHT, "{a_tell} Not saved. Only whoever recorded it"),
    Line("gwen", "close {c_late}", NO_SENSE, "{c_late} Not saved. Only an action can be closed"),
    Line("carys", "close {a_tell} because it was told", DONE, "{a_tell} Saved: closed"),
    Line("keira", f"1.1.1 red no money, {PATH}, decision: fund two posts", TOLD, SAID_BACK),
    Line("keira", "yes", DONE, "Saved as {u_wants}"),
    Line("gwen", "decide d1: yes because it is needed", NO_RIGHT, "d1 Not saved. Only the chair decides"),
    Line("carys", "decide d1", TOLD, "Decide d1"),
    Line("carys", "decide d1: yes", NO_SENSE, "d1 Not saved. A decision needs a reason."),
    Line("hugo", "withdraw d1 because no", NO_RIGHT, "d1 Not saved. Only the owner of the milestone"),
    Line("keira", "withdraw d1", NO_SENSE, "d1 Not saved. Please say why"),
    Line("carys", "decide d1: yes because it is needed; conditions: report in June", DONE, "d1 Saved: decided"),
    Line("carys", "undo", DONE, "d1 Undone: it is open again."),
    Line("keira", "withdraw d1 because the money was found", DONE, "d1 Withdrawn"),
)

RISKS = (
    Line("keira", "risks", TOLD, "The plan has no risks on record yet."),
    Line("keira", "risks as at 17 March 2025", TOLD, "The plan has no risks on record yet."),
    Line("keira", "risk r9", NO_SENSE, "There is no r9 in this plan."),
    Line("keira", "risk", TOLD, "Raise a risk"),
    Line("hugo", "risk", NO_RIGHT, "Not saved. Only members of the board, its chair, leads"),
    Line("hugo", "risk 1.1.1: if a then b", NO_RIGHT, "Not saved. Only members of the board, its chair, leads"),
    Line("keira", "risk 1.1.3: if a then b", NO_RIGHT, "Not saved. You may raise risks about what you lead or answer for"),
    Line("keira", "risk: if nurses leave then plans are late", NO_SENSE, "Not saved. Say what it is about"),
    Line("keira", "risk 1.1.1: nurses leave", NO_SENSE, "Not saved. Say what would follow"),
    Line("gwen", "risk 9.9.9: if a then b", NO_SENSE, "Not saved. The plan has no 9.9.9."),
    Line("keira", "raise 9.9.9", NO_SENSE, "The plan has no milestone 9.9.9."),
    Line("keira", "raise 1.1.1", TOLD, "Raise a risk from 1.1.1"),
    Line("keira", "risk 1.1.1: if nurses leave then plans are late", DONE, "{r_leave} Saved: a risk about 1.1.1"),
    Line("keira", "risk {r_leave}", TOLD, "{r_leave}, about 1.1.1"),
    Line("keira", "score {r_leave}", TOLD, "Score {r_leave}"),
    Line("keira", "score {r_leave} 4 5", NO_SENSE, "{r_leave} Not saved. A score needs a reason."),
    Line("keira", "score {r_leave} 4 9 because two left", NO_SENSE, "{r_leave} Not saved. 4 9 is outside the plan's matrix."),
    Line("keira", "score {r_leave} 4 5 because two left", DONE, "{r_leave} Saved: Very high, 20"),
    Line("hugo", "score {r_leave} 1 1 because I say so", NO_RIGHT, "{r_leave} Not saved. Only its owner"),
    Line("ben", "score {r_leave} same because nobody came", DONE, "{r_leave} Saved: Very high, 20, as before"),
    Line("keira", "change {r_leave}", TOLD, "Change {r_leave}"),
    Line("hugo", "change {r_leave}: owner: none", NO_RIGHT, "{r_leave} Not saved. Only its owner"),
    Line("keira", "change {r_leave}: treatment: tolerate", NO_SENSE, "{r_leave} Not saved. To tolerate a risk needs an approver"),
    Line("keira", "change {r_leave}: controls: agency nurses", DONE, "{r_leave} Saved: the risk is said anew"),
    Line("keira", "risks", TOLD, "Risks: 1 open"),
    Line("keira", "close {r_leave} because it is over", NO_RIGHT, "{r_leave} Not saved. Only whoever leads its priority"),
    Line("ben", "close {r_leave}", NO_SENSE, "{r_leave} Not saved. Please say why"),
    Line("ben", "close {r_leave} because posts are filled", DONE, "{r_leave} Saved: the risk is closed"),
    Line("ben", "undo", DONE, "{r_leave} Undone: it stands as before."),
    Line("ben", "reopen {r_leave} because it is not", NO_SENSE, "{r_leave} Not saved. It is open."),
    Line("ben", "close {r_leave} because posts are filled", DONE, "{r_leave} Saved: the risk is closed"),
    Line("keira", "reopen {r_leave} because one left", NO_RIGHT, "{r_leave} Not saved. Only whoever leads its priority"),
    Line("ben", "reopen {r_leave} because one left again", DONE, "{r_leave} Saved: the risk is open again"),
    Line("hugo", "withdraw {r_leave} because no", NO_RIGHT, "{r_leave} Not saved. Only whoever raised it"),
    Line("keira", "withdraw {r_leave}", NO_SENSE, "{r_leave} Not saved. Please say why"),
    Line("keira", "withdraw {r_leave} because it is another one", DONE, "{r_leave} Withdrawn"),
)

CYCLE = (
    Line("keira", "period", TOLD, "Up to 31 March 2025, as no meeting of the board is set: "),
    Line("hugo", "period as at 17 March 2025", TOLD, "Up to 31 March 2025, as no meeting of the board is set: "),
    Line("ben", "narrative 1", TOLD, "Priority 1 for the board"),
    Line("ben", "narrative 9", NO_SENSE, "Not saved. The plan has no priority 9. It has: 1."),
    Line("keira", "narrative 1", NO_RIGHT, "Not saved. Only whoever leads priority 1 writes about it for the board: Ben."),
    Line("keira", "narrative 1 green moved: a next: b forecast: green", NO_RIGHT, "Not saved. Only whoever leads priority 1"),
    Line("ben", "narrative 1 green moved: it began", NO_SENSE, "Not saved. This is missing for priority 1: what next"),
    Line("ben", "narrative 1 blue moved: a next: b forecast: green", NO_SENSE, "Not saved. The overall status is none of"),
    Line("ben", "narrative 1 amber moved: it began next: more forecast: green", DONE, "Saved for priority 1: amber"),
    Line("ben", "undo", DONE, "Undone: what was written for priority 1."),
    Line("gwen", "narrative 1 amber moved: it began next: more forecast: green", DONE, "Saved for priority 1: amber"),
    Line("ben", "withdraw narrative 1 because no", NO_RIGHT, "What is written for priority 1 is by Gwen."),
    Line("gwen", "withdraw narrative 1", NO_SENSE, "Say why: withdraw narrative 1"),
    Line("gwen", "withdraw narrative 1 because it names a parent", DONE, "Withdrawn: what was written for priority 1."),
    Line("gwen", "withdraw narrative 1 because again", NO_SENSE, "Nothing is written for priority 1 in this period"),
    Line("keira", "freeze", NO_RIGHT, NOT_ADMIN),
    Line("keira", "unfreeze because I say so", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "unfreeze because nothing is", NO_SENSE, "Not saved. The record is not frozen"),
    Line("gwen", "freeze", DONE, "Saved: the record is frozen for the papers of the meeting on 31 March 2025."),
    Line("gwen", "freeze", NO_SENSE, "Nothing was changed: the record is frozen"),
    Line("gwen", "unfreeze", NO_SENSE, "Not saved. Say why"),
    Line("gwen", "unfreeze because a priority was left out", DONE, "Saved: the freeze for the papers"),
)

IMPACT = (
    Line("keira", "impact", TOLD, "Impact of each action"),
    Line("keira", "impact 1.1", TOLD, "Impact of 1.1"),
    Line("hugo", "impact 1.1 as at 17 March 2025", TOLD, "Impact of 1.1"),
    Line("keira", "why 1.1", TOLD, "Impact of 1.1"),
    Line("keira", "impact 7.7", NO_SENSE, "The plan has no priority or action 7.7."),
    Line("keira", "impact 1.1 step", NO_RIGHT, "Not saved. Only whoever leads priority 1 sets the step of 1.1: Ben."),
    Line("ben", "impact 1.1 step", TOLD, "Impact of 1.1"),
    Line("keira", "impact 1.1 3 because it helps", NO_RIGHT, "Not saved. Only whoever leads priority 1"),
    Line("ben", "impact 1.1 3", NO_SENSE, "Not saved. Say why after because"),
    Line("ben", "impact 1.1 9 because it helps", NO_SENSE, 'Not saved. "9" is none of the steps.'),
    Line("ben", "impact 1.1 3 because families wait less", DONE, "Saved for 1.1: step 3, some improvement."),
    Line("ben", "undo", DONE, "Undone: the step of 1.1."),
    Line("gwen", "impact 1.1 2.5 because two schools try it", DONE, "Saved for 1.1: step 2.5, changes tried."),
    Line("ben", "withdraw impact 1.1 because no", NO_RIGHT, "The step of 1.1 was set by Gwen."),
    Line("gwen", "withdraw impact 1.1", NO_SENSE, "Say why: withdraw impact 1.1"),
    Line("gwen", "withdraw impact 1.1 because it was another", DONE, "Withdrawn: the step of 1.1."),
)

MEASURE = "measure new: Plans in time; about: 1.1; unit: %; target: 60 by 31 December 2026"
MEASURES = (
    Line("keira", "measures", TOLD, "This plan has no measures yet"),
    Line("keira", "measure m1", NO_SENSE, "There is no m1: this plan has no measures yet."),
    Line("gwen", "measure new", TOLD, "A new measure"),
    Line("keira", "measure new", NO_RIGHT, NOT_ADMIN),
    Line("keira", MEASURE, NO_RIGHT, NOT_ADMIN),
    Line("gwen", "measure new: Plans in time; about: 9.9", NO_SENSE, "Not saved. What it is about: The plan has no 9.9."),
    Line("gwen", MEASURE, DONE, "m1 Saved: a new measure"),
    Line("gwen", MEASURE, NO_SENSE, "m1 says that already."),
    Line("gwen", "measure m1 change", TOLD, "Change m1"),
    Line("gwen", "measure m1 owner Head of Inclusionn", NO_SENSE, "m1 Not saved. The plan has no role Head of Inclusionn."),
    Line("keira", "measure m1 owner Head of Inclusion", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "measure m1 owner Head of Inclusion", DONE, "m1 Saved: Head of Inclusion owns it"),
    Line("keira", "reading m1", TOLD, "A reading of m1"),
    Line("hugo", "reading m1 34% for February", NO_RIGHT, "m1 Not saved. Its readings are for others to give"),
    Line("keira", "reading m1 lots for February", NO_SENSE, "m1 Not saved. There is no number"),
    Line("keira", "reading m1 34%", NO_SENSE, "m1 Not saved. Say which period"),
    Line("keira", "reading m1 17 of 50 for February, provisional; note: late", DONE, "m1 Saved: 34% (17 of 50) for February 2025"),
    Line("keira", "measure m1", TOLD, "m1 Plans in time"),
    Line("hugo", "measures as at 18 March 2025", TOLD, "1 measure"),
    Line("ben", "withdraw m1 for February because no", NO_RIGHT, "m1 Not withdrawn. Only whoever gave the reading"),
    Line("keira", "withdraw m1 for February", NO_SENSE, "m1 Not withdrawn. Please say why"),
    Line("keira", "withdraw reading m1 for February because it is wrong", DONE, "m1 Withdrawn: February 2025 has no reading"),
    Line("keira", "measure m1 close because no", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "measure m1 close", NO_SENSE, "m1 Not saved. Please say why"),
    Line("gwen", "close m1 because it is over", DONE, "m1 Saved: closed"),
    Line("keira", "reading m1 34% for February", NO_SENSE, "m1 Not saved. It is closed"),
    Line("keira", "measure m1 reopen", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "measure m1 reopen", DONE, "m1 Saved: open again"),
    Line("gwen", "measure m1 reopen", NO_SENSE, "m1 Not saved. It is open."),
    Line("gwen", "undo", DONE, "m1 Undone: it stands as before"),
)

OFFICE = (
    Line("gwen", "seed roles", TOLD, "Roles"),
    Line("keira", "seed roles", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "preview", TOLD, "What would be sent in the next 14 days"),
    Line("keira", "preview", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "preview 900", NO_SENSE, "That was not understood"),
    Line("gwen", "health", TOLD, "Health of A small plan"),
    Line("keira", "health", NO_RIGHT, "Only an admin, or whoever leads a priority, may read this."),
    Line("keira", "tomorrow", TOLD, "19 March 2025"),
    Line("gwen", "holder Head of SEND Finance ben@example.org", TOLD, WOULD_CHANGE),
    Line("gwen", "yes", DONE, "Saved. From 18 March 2025, Head of SEND Finance is held by Ben"),
    Line("gwen", "undo", DONE, "Undone. From 18 March 2025, Head of SEND Finance is held by Leo."),
    Line("gwen", "holder Head of Nothing ben@example.org", NO_SENSE, "There is no role called Head of Nothing"),
    Line("keira", "holder Head of SEND Finance ben@example.org", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "pause 1 until 10 April 2025 because of the inspection", TOLD, WOULD_CHANGE),
    Line("gwen", "yes", DONE, "Paused: all questions about priority 1 until 10 April 2025"),
    Line("gwen", "pause 1", NO_SENSE, "Not paused. Say until when and why"),
    Line("keira", "pause 1 until 10 April 2025 because x", NO_RIGHT, NOT_ADMIN),
    Line("keira", "resume 1", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "resume 7", NO_SENSE, "Not paused or resumed. 7 is no priority"),
    Line("gwen", "resume 1", TOLD, WOULD_CHANGE),
    Line("gwen", "yes", DONE, "Resumed: all questions about priority 1."),
    Line("gwen@board", "board here", DONE, "Saved. This channel now gets the weekly board summary of A small plan."),
    Line("gwen", "board here", NO_SENSE, "Say this in the channel"),
    Line("keira@board", "board here", NO_RIGHT, NOT_ADMIN),
    Line("gwen@board", "board gone", DONE, "Saved. This channel no longer gets the weekly board summary."),
    Line("carys", "ask 1.1.1", DONE, "1.1.1: Asked"),
    Line("carys", "ask 9.9.9", NO_SENSE, NO_MILESTONE),
    Line("keira", "ask 1.1.1", NO_RIGHT, "Not asked. Only the chair or an admin may ask for an update."),
    Line("keira", "confirm ABC234", NO_SENSE, "No account is waiting for that code."),
    Line("keira", "refuse ABC234", NO_SENSE, "No account is waiting for that code."),
    Line("gwen", "confirm keira@example.org on slack", NO_SENSE, "No account on Slack is waiting"),
    Line("keira", "confirm ben@example.org on slack", NO_RIGHT, NOT_ADMIN),
)

TWO_PLANS = (
    Line("leo", "1.1.3 green well", NO_SENSE, "You are in more than one plan. Which one do you mean?"),
    Line("leo", "in nowhere: mine", NO_SENSE, "There is no plan called nowhere here. Plans: small, other"),
    Line("keira", "in other: status", NO_RIGHT, "There is no plan called other here. Plans: small"),
    Line("leo", "in other: status 1.1.3", TOLD, "How 1.1.3 stands"),
    Line("leo", "in other: 1.1.3 green well", TOLD, SAID_BACK),
    Line("leo", "yes", DONE, "Saved as {u_there}"),
    Line("leo", "in other: withdraw {u_there} because no", NO_RIGHT, "Not saved. Only an admin may withdraw {u_there}"),
    Line("leo", "in other: evidence 1.1.3 https://example.org/e survey", DONE, "Saved as {e_there}"),
    Line("leo", "in other: snooze 1.1.3 until 2 April 2025", DONE, "1.1.3: Snoozed until 2 April 2025"),
    Line("leo", "in other: move 1.1.3 to 30 January 2026 because it is late", TOLD, "1.1.3 Not saved yet"),
    Line("leo", "yes", DONE, "{x_there} Asked: to move 1.1.3 from 31 December 2025 to 30 January 2026"),
    Line("leo", "in other: approve {x_there}", NO_RIGHT, "{x_there} Not saved. You asked for it yourself"),
    Line("leo", "in small: approve {x_there}", NO_RIGHT, "{x_there} Not saved."),
    Line("leo", "in other: undo", DONE, "{x_there} Undone"),
    Line("leo", "in small: away 31 March to 4 April", DONE, "Saved. You are away from 31 March 2025 to 4 April 2025"),
    Line("leo", "in other: pause 1 until 10 April 2025 because x", NO_RIGHT, NOT_ADMIN),
    Line("leo", "in other: assure 1.1.3 substantial because x", NO_RIGHT, "Not saved. Only an assurer"),
)

NO_FILE = "No plan's file is waiting here."

DOCUMENTS = (
    Line("keira", "plan", NO_RIGHT, NOT_ADMIN),
    Line("keira", "load yes", NO_RIGHT, NOT_ADMIN),
    Line("keira", "settle year-one: Yes", NO_RIGHT, NOT_ADMIN),
    Line("keira", "new edition of small", NO_RIGHT, NOT_ADMIN),
    Line("keira", "forget plan", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "plan #never", NO_SENSE, NO_FILE),
    Line("gwen", "plan", TOLD, "small.docx, read for A small plan"),
    Line("gwen", "plan form", TOLD, "Questions about the plan"),
    Line("gwen", "settle year-one: perhaps", NO_SENSE, "perhaps is none of the answers."),
    Line("gwen", "settle year-nine: Yes", NO_SENSE, "No question of this file has the key year-nine."),
    Line("gwen", "settle year-one: Yes", TOLD, "small.docx, read for A small plan"),
    Line("gwen", "new edition of other", NO_SENSE, "You are not an admin of a plan called other."),
    Line("gwen", "new plan other", NO_SENSE, "The name other is taken."),
    Line("gwen", "new edition of small", TOLD, "small.docx, read for A small plan"),
    Line("gwen", "load", TOLD, "Load small.docx as a new edition of small?"),
    Line("gwen", "load yes because two are done", DONE, "Saved. small is loaded: 1 priority, 1 action"),
    Line("gwen", "load yes", NO_SENSE, "Nothing to change: this edition is loaded already."),
    Line("gwen", "forget plan", TOLD, "small.docx is forgotten."),
    Line("gwen", "load", NO_SENSE, NO_FILE),
)

NOT_FORUM = "Not saved. Only the forum and admins may save what families said"
VOICES = (
    Line("keira", "voices", TOLD, "No voices of families are on record yet."),
    Line("keira", "voices 9", NO_SENSE, "The plan has no 9."),
    Line("keira", "voice v9", NO_SENSE, "There is no v9 in this plan."),
    Line("keira", "heard", NO_RIGHT, NOT_FORUM),
    Line("keira", "heard waits are long", NO_RIGHT, NOT_FORUM),
    Line("hugo", "heard", TOLD, "What families said"),
    Line("gwen", "heard waits are long", NO_SENSE, "Not saved. Say where it was heard"),
    Line("hugo", "heard waits are long; count: many", NO_SENSE, "Not saved. many is no number of people."),
    Line("hugo", "heard my son Harry waits", NO_SENSE, "Not saved, and nothing of it was kept."),
    Line("hugo", "heard waits are long; count: 12; about: 1.1.1", DONE, "{v_wait} Saved: what families said"),
    Line("gwen", "heard from survey: nobody rings back", DONE, "{v_ring} Saved: what families said"),
    Line("hugo", "details {v_wait}", TOLD, "Details of {v_wait}"),
    Line("ben", "details {v_wait}: count: 40", NO_RIGHT, "{v_wait} Not saved. Only the forum, admins"),
    Line("hugo", "details {v_wait}: count: 40; share: yes", DONE, "{v_wait} Saved: its details"),
    Line("hugo", "details {v_wait}: count: 40", NO_SENSE, "{v_wait} Nothing was changed"),
    Line("keira", "we will {v_wait}", TOLD, "{v_wait}: we will"),
    Line("hugo", "we will {v_wait}: more posts", NO_RIGHT, "{v_wait} Not saved. It is for others to answer"),
    Line("keira", "we will {v_wait}: two more posts by 30 May 2025", DONE, "{v_wait} Saved: what will be done"),
    Line("keira", "we will {v_wait}: two more posts by 1 March 2025", NO_SENSE, "{v_wait} Not saved. 1 March 2025 is past."),
    Line("keira", "we did {v_wait}: two posts are filled https://example.org/p", DONE, "{v_wait} Saved: what was done"),
    Line("ben", "changed {v_wait}: waits are short", NO_RIGHT, "{v_wait} Not saved. Only the forum says what changed."),
    Line("gwen", "changed {v_wait}: waits are short", DONE, "{v_wait} Saved for the forum: what you say has changed"),
    Line("hugo", "changed {v_wait}", TOLD, "{v_wait}: what changed"),
    Line("hugo", "changed {v_wait}: waits are six weeks shorter", DONE, "{v_wait} Saved: what changed. It is closed"),
    Line("keira", "we did {v_wait}: more", NO_SENSE, "{v_wait} Not saved. It was closed already."),
    Line("hugo", "undo", DONE, "{v_wait} Undone"),
    Line("gwen", "cannot {v_ring}", TOLD, "{v_ring}: it cannot be done"),
    Line("gwen", "cannot {v_ring} because there is no money", DONE, "{v_ring} Saved: why it cannot be done"),
    Line("gwen", "reopen {v_ring} because there is", NO_RIGHT, "{v_ring} Not saved. Only the forum may open it again."),
    Line("hugo", "reopen {v_ring} because there is a grant", DONE, "{v_ring} Saved: it is open again"),
    Line("keira", "withdraw {v_ring} because no", NO_RIGHT, "{v_ring} Not saved. Only the forum, admins"),
    Line("hugo", "withdraw {v_ring}", NO_SENSE, "{v_ring} Not saved. Please say why"),
    Line("hugo", "withdraw {v_ring} because it was heard twice", DONE, "{v_ring} Withdrawn"),
    Line("hugo", "voice {v_wait}", TOLD, "{v_wait} What families said"),
)

PAPERS = (
    Line("keira", "report", TOLD, "These papers can be drawn"),
    Line("keira", "report cabinet", NO_SENSE, "There is no audience called cabinet in this plan."),
    Line("keira", "issue board", NO_RIGHT, NOT_ADMIN),
    Line("gwen", "issue cabinet", NO_SENSE, "There is no audience called cabinet in this plan."),
    Line("gwen", "issue board", NO_SENSE, "Not issued. Nobody would hear of papers for board"),
    Line("keira", "report exception 1.1.1 as at 12 March 2025", TOLD, "Improvement Board: here are the papers"),
)

STORY = (
    *QUESTIONS, *STATEMENTS, *EVIDENCE, *MONTH, *ABSENCE, *DATES, *ASSURANCE, *BUSINESS,
    *CYCLE, *IMPACT, *MEASURES, *RISKS, *VOICES, *OFFICE, *TWO_PLANS, *DOCUMENTS, *PAPERS,
)
