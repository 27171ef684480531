"""A law: whatever is read takes work in proportion to its length, so that one message stops nobody.

Every reader of text reads every string of a hostile family at 1,000, 10,000 and 100,000 characters: ten times the length
may take twelve times the work. The work of a pattern is done inside the interpreter, where no step of it can be counted,
so it is measured as the processor time of this thread, which no other program on a busy machine adds to. What takes less
than `LITTLE` is never held against a reader: below it a clock measures itself. Whoever seems to take too much is measured
with care: ten short texts, all that was made of them kept, against the one of ten times the length, turn by turn. Both then
take as long and fill as much memory, so that what a busy machine does to the one it does to the other; the least of each
counts. What squares takes a hundred times as long, which no machine makes of twelve.

What reads a whole document does much for each line of it, and is read at the first two sizes; the string whose square shows
only beyond them is read at four times that. The grammar behind a status word, and whoever else reads what is typed and does
much for each piece of it, reads 2,000 characters and 20,000: what is longer than 12,000 never comes that far. What grows faster
than a square is stopped by `ALARM`, in the processor time of the process, which also stops a pattern. Every reader reads a
tenth of the family usually, a third with all laws, another for each, and all of it in `make soak`.
"""

from __future__ import annotations

import ast
import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from adapters.slack import inbound as slack_inbound
from adapters.slack import markup
from adapters.slack.bolt import reading as slack_reading
from adapters.slack.drawing import folded, form_answers
from adapters.slack.drawing import text as drawing_text
from adapters.teams import inbound, quote
from adapters.teams import markup as teams_markup
from adapters.teams import people as teams_people
from adapters.teams.drawing import elements
from bot.conversation import meant as which_is_meant
from bot.conversation import mentions
from bot.conversation.asking import numbered
from bot.conversation.evidence import adding
from bot.conversation.guarding import answering as doubt_answer
from bot.conversation.measures import setting
from bot.conversation.updating import follow_ups, update_form
from bot.model.documents.draft import PlanDoubt, PlanDoubtKind
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.letters.message import Items, Link, Text
from bot.model.measures.files import FileFaults
from bot.model.measures.measure import DataPeriod, Terms
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.policy import Calendar, Policy
from bot.model.spelling import alike, legible, plain_signs
from bot.model.status import Status as MilestoneStatus
from bot.model.updates.update import Standing
from bot.rules import dates, holders
from bot.rules.dates import span
from bot.rules.dates.written import heard
from bot.rules.documents.edition.likeness import closest, numbers_in
from bot.rules.documents.edition.milestones import key_of
from bot.rules.guard import hard, path, same_words, seen, soft
from bot.rules.guard import links as guard_links
from bot.rules.measures.periods import meant
from bot.rules.risks import standing
from bot.rules.voices.cases import tells_a_case
from bot.rules.voices.naming import namings
from bot.wording import commands, parse
from bot.wording.documents import action, source_refs
from bot.wording.help import nearest, nearest_of
from bot.wording.measures import steps as impact_steps
from bot.wording.measures import typed as readings_typed
from bot.wording.typed import actions, ages, cleaning, fields, links
from bot.wording.typed import line as typed_line
from seed.answers import AnswersFile, AnswersFileError, judge
from seed.draft import Doubts
from seed.draft import key_of as doubt_key
from seed.meaning import cells, front, groups, headings, measures
from seed.meaning import dates as plan_dates
from seed.meaning import key as plan_key
from seed.meaning.classify import parts_of
from seed.meaning.dates import of_document, rhythms
from seed.meaning.dates.asking import ask_day
from seed.meaning.owners import Owners
from seed.meaning.parts import Meaning
from seed.meaning.rows import fitting, imported, numbering, parallel, prose
from seed.meaning.rows.kinds import kind_of
from seed.meaning.rows.steps import Deed, Step, Where
from seed.meaning.titles import Titles
from seed.measures.measures_file import COLUMNS, read_measures
from seed.measures.sentence import read_sentence
from seed.people import PeopleErrors, read_people
from seed.roles import MOST_LINE, RolesFile, RolesFileError, role_key
from seed.settings import SettingsErrors, read_settings
from seed.source import Cell, Document, Format, Heading, Line, Place, Prose, Table
from seed.sources import csv, page, pdf
from seed.sources import markdown as source_markdown
from seed.sources import text as source_text
from seed.sources.kinds import format_of
from seed.sources.office import formats as office_formats
from tests.laws import ALL, NEW
from tests.world.reading import read_text

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 2, 2)
SIZES = (1_000, 10_000, 100_000)
OF_A_MESSAGE = (2_000, 20_000)  # a grammar looks ahead over fifty refs from each place: a shorter text is hardly longer than that
LONGER = 10
TIMES = 12
TRIES = 20
LITTLE = 0.005  # seconds
ALARM = 20.0  # seconds
PLAN = Plan(
    short="p",
    title="Plan",
    actions=(Action(ref="1.1", priority=1, title="A", milestones=(Milestone(ref="1.1.1", text="M"),)),),
    roles=(Role(name="Head of SEND"), Role(name="Director of Children's Services")),
)
HEADING = "Ref\tAction\tMilestone\tWhen\tOwner\tImpact\tMeasure\tLink\n"

PIECES = (
    " ", "\n", "\t", "  \n", "\xa0", "a", "A ", "A", "1", "1,", "1 ", "1.1.1,", "1.1.1 ", "1 green ", "1 green,", ",", ";",
    ";\n", "-", "*", "[", "](", "[a](", "(", ")", "((", "(a) ", "a) ", ".", ". ", "<", ">", "<at>", "<at ", "</at>", "<at>a",
    "<@U1>", "<@U1|", "<@U1", " <@U1> ", "<a href=\"", "<a href='x'>", "<!--", "&", "&#", "&amp;", "https://a.b ",
    "https://", "https://a,", "https://a.b, good until 1 may ", "dated ", "forecast ", "forecast 1 may", ",1 may", "1 may,", "path", "path ", "path:", "decision:",
    "from ", "a@b ", "@", "a@", "x@y.", "and ", "and", "1and", "& ", "Board ", "A Board ", "Operations ", "reports to ",
    "has ", "has oversight ", "chair ", "chaired by A ", "every week ", "may 2026 ", "(1 May 2026) ", "1 May 2026) ",
    "(May 2026)\n", "Head of ", "Head of SEND ", "Director, ", "Lead ", "/", "|", "| ", "what|", "x\t", "a\tb\n", "a\tb\tc\n",
    "\t\tx\n", "1.1\tAct\n", "1.1\tAct\tMil\n", "Priority 1\n", "Priority 2: a\n", "page 1\n", "<p>", "a<p>", "</p>", "{{DATE(",
    "`", "#a ", "#", "\u202e", "\u2028", "ſ", "é", "🙂", "0", "[[", "]", "=", "\"", "'", "\\", "a.a", "partner:\n- a\n",
    "<quoted ", "<quoted>", "messageId=\"", "<blockquote>", "a.b-",
)  # fmt: skip


def hostile(piece: str, size: int) -> str:
    """One piece over and over, with an end that spoils a match which had come that far."""
    return (piece * size)[: size - 1] + "!"


def quiet(read: Callable[[str], object], *refusals: type[Exception]) -> Callable[[str], object]:
    def reading(text: str) -> object:
        try:
            return read(text)
        except refusals:
            return None

    return reading


def said_on_teams(text: str) -> object:
    entity = {"type": "mention", "mentioned": {"id": "bot"}, "text": text[:500]}
    html = {"contentType": "text/html", "content": text}
    activity: dict[str, object] = {
        "type": "message", "text": text[:20_000], "textFormat": "xml", "recipient": {"id": "bot", "name": "Milepost"},
        "entities": [entity] * (len(text) // 100), "attachments": [html] * (len(text) // 1_000),
    }  # fmt: skip
    return inbound.speech_in(activity)


def grammar(text: str) -> object:
    """What is inside the cap, at any length."""
    folded = commands.fold(text)
    spoken = fields.spoken(f" {folded}", MilestoneStatus.RED)
    return parse._read(folded, None, TODAY), typed_line.entries_in(folded), nearest(folded), spoken


def form(text: str) -> object:
    answers = dict.fromkeys((*update_form.FIELDS, "milestone"), text)
    shown = update_form.update_form([(PLAN.milestones[0], Standing(ref="1.1.1"))], "", date(2025, 6, 16), "Europe/London", Policy())
    return update_form.wrong(shown, answers, TODAY, Calendar()), adding.wrong([], answers, TODAY, Calendar()), update_form.good_link(text)


def chair(text: str) -> object:
    known = People(persons=(Person(id=1, name="A", email="a@b.org", rights=("board",)),), holdings=(Holding(role=text, person=1),))
    return holders.is_chair(known, known.persons[0], TODAY)


def slack_event(text: str) -> object:
    event = {"type": "app_mention", "user": "U2", "channel": "C1", "text": text, "ts": "1.1"}
    body: dict[str, object] = {
        "type": "event_callback", "team_id": "T1", "event_id": "E1", "event": event, "authorizations": [{"user_id": "U1"}],
    }  # fmt: skip
    return slack_reading.read(body), slack_reading.body_of(text, ""), form_answers.unpack(text), slack_inbound.split_reference(text)


def row(text: str) -> object:
    where = Where({Meaning.DUE: (1,), Meaning.STATUS: (2,), Meaning.PROGRESS: (3,)})
    cells = tuple(Cell(text) for _ in range(4))
    step = Step(Place(), text)
    step.cells, step.where = cells, where
    return parallel.items_in([text, text], text), kind_of(cells, where), imported.imported(imported.States(plan_key.Key({}, {})), step, text, None, False)


def heading_of_an_action(text: str) -> object:
    priority = Heading("Priority 1", 1, Place())
    return headings.action_in((priority, Heading(text, 2, Place())), priority)


def references(text: str) -> object:
    deed = Deed(Place(), None, text, None)
    prose.take_prose(deed, Meaning.LINK, text, Place())
    parallel.items_in([text, text], "Steps")
    numbering.settle([deed], [], Doubts())
    return numbering.refs_of([deed]), doubt_key(PlanDoubtKind.COLUMN, text)


def titles(text: str) -> object:
    known = Titles(RolesFile(roles=PLAN.roles), [])
    learnt = Titles(None, [text])
    return known.split(text), learnt.each(text), known.starts_owner(text), role_key(text), known.split(text.replace("\n", " "))


def owners(text: str) -> object:
    told = Doubts()
    known = Owners(Titles(None, [text]), [text, "Head of SEND"], {"HoS": "Head of SEND"}, told)
    return known.of(text, Place(), "M", whole=True), known.of(text, Place(), "M", whole=False), told.told()


READERS: dict[str, Callable[[str], object]] = {
    "a command": lambda text: parse.parse(text, TODAY),
    "the grammar": grammar,
    "evidence": lambda text: parse._read(f"evidence 1.1.1 {text}", None, TODAY),
    "the days of evidence": lambda text: (ages.ages_in(text), ages.behind_links(f"https://a.b {text}")),
    "a holder": lambda text: parse._read(f"holder {text}", None, TODAY),
    "a move": lambda text: parse._read(f"move 1.1.1 to {text}", None, TODAY),
    "an action": lambda text: (actions.parted(text), actions.parted(f"bring it, owner {text}"), actions.day_within(text)),
    "a challenge": lambda text: (parse._read(f"challenge {text}", None, TODAY), parse._read(f"challenge 1.1, 2.1,{text}", None, TODAY)),
    "a voice": lambda text: (parse._read(f"heard {text}", None, TODAY), parse._read(f"heard slow; {text}", None, TODAY)),
    "what is said of a voice": lambda text: [parse._read(f"{act} v1{text}", None, TODAY) for act in ("we will", "we did", "details", "cannot")],
    "who is named": lambda text: (namings(text, ("Anna Patel",)), tells_a_case(text)),
    "a reason of a move": lambda text: parse._read(f"move 1.1.1 to 30 June because {text}", None, TODAY),
    "a settled question": lambda text: (parse._read(f"settle year: {text}", None, TODAY), parse._read(f"new plan {text}", None, TODAY)),
    "a role's name": lambda text: nearest_of(text, [role.name for role in PLAN.roles] * 10),
    "a spelling": lambda text: (legible(text), plain_signs(text), alike(text), cleaning.cleaned(text)),
    "links": links.links_in,
    "an answer": lambda text: [
        follow_ups.answered({}, question, text, None) for question in ("path", "no_evidence", "link", "forecast")
    ],
    "a day": lambda text: (dates.read(text, TODAY), dates.full_date(text)),
    "a day in a text": lambda text: dates.phrase_in(text),
    "a term of the plan's own": lambda text: heard(text, ["Hilltop"]),
    "a span": lambda text: span(text, TODAY, 30, Policy().calendar),
    "a form": form,
    "a chair": chair,
    "Slack's markup": lambda text: (markup.without_markup(text), markup.without_mention(text, "U1"), markup.without_mention(text, "")),
    "Slack's event": slack_event,
    "Slack's words": lambda text: (drawing_text.run((Text(text=text), Link(text=text, url=text))), drawing_text.cut(text, 300)),
    "Teams's message": said_on_teams,
    "Teams's mentions": lambda text: inbound._AT.sub("", text),
    "Teams's links": lambda text: (teams_markup._links_in(text), teams_markup.without_escapes(text), teams_markup.with_links(text, text)),
    "a quote": lambda text: (
        quote.quote(text, ()), quote.quote("", [f"{quote.REPLY}{text}"]), quote.quote(text, [text], "1"),
    ),
    "Teams's body": quiet(lambda text: inbound.parse(text.encode()), inbound.Junk),
    "Teams's member": lambda text: teams_people.read({"email": text, "userPrincipalName": f"a@b.c{text}#"}),
    "a narrative": lambda text: [
        commands.Narrate.read(f"narrative 2 {' '.join(said.split())}", None, TODAY) for said in (text, f"amber moved: {text} next: {text}")
    ],
    "a risk": lambda text: [
        (commands.NewRisk.read(f"risk: {said}", None, TODAY), commands.ChangeRisk.read(f"change r4: {said}", None, TODAY),
         commands.ScoreRisk.read(f"score r4 {said}", None, TODAY), commands.RiskForm.read(f"risk {said}", None, TODAY))
        for said in (text, f"if {text} then {text}; owner: {text}; score: {text} because {text}")
    ],
    "a score": lambda text: (standing.read_score(Policy().risk, text, None), standing.read_score(Policy().risk, text.replace("", " "), None)),
    "an impact step": lambda text: (
        impact_steps.step_named(text), impact_steps.step_named(f"3 {text}"),
        [commands.SetStep.read(f"impact 2.1 {' '.join(said.split())}", None, TODAY) for said in (text, f"3 because {text}")],
    ),
    "a press of no change": lambda text: commands.NoChange(refs=("1.1.1",), token=text).stood,
    "what may be an answer": lambda text: which_is_meant.may_be_answer(commands.Status(about=text)),
    "a mention": lambda text: (mentions.refs_in(PLAN, text), mentions._without_refs(text, ("1.1.1",))),
    "a button's command": lambda text: (numbered._UPDATES.fullmatch(text), numbered._UPDATES.fullmatch(f"in p: update {text}")),
    "Teams's words": lambda text: (
        elements.heading(text), elements.paragraphs((Text(text=text),)), elements.openable(text)
    ),
    "an edition's words": lambda text: (list(closest([text], [text + "a", "b"])), numbers_in(text), key_of("1.1.1", text)),
    "what stops words": hard.stops,
    "what a child is told by": lambda text: list(soft.of_words(text, path.Names())),
    "a path to green": lambda text: (list(path.of_path(text, path.Names(whole=(" head of send ",)))), same_words.folded(text)),
    "words as they are seen": seen.readings,
    "a link's risks": lambda text: (guard_links.risks(text), guard_links.risks(f"https://x-my.sharepoint.com/{text}")),
    "an answer to a doubt": lambda text: doubt_answer.says(text),
    "an action's why": lambda text: action.why_in_short(Action(ref="1.1", priority=1, title="T", impact=text)),
    "Slack's folded list": lambda text: folded.sections(Items(heading=text, lines=(), folded=True)),
    "a plan's date": lambda text: (
        plan_dates.read_date(text), plan_dates.is_date_phrase(text), plan_dates.speaks_of_time(text), plan_dates.plan_year([text]),
        plan_dates.date_and_words(text), plan_dates.read_date(text[:plan_dates.MOST_PHRASE]),
        rhythms.rhythm_in(text), ask_day(Doubts(), plan_dates.Reading(problem="date_not_read"), text, Place(), Calendar()),
    ),
    "a plan's front": lambda text: (
        front.governance(text), front.tidy(text), front.priority_heading(text), front.same(text, text + "a"), front.partnership(text.split("\n")),
        front.read(text.split("\n"), (1, 2), 5), front.read(["Strategic vision", text, "Governance", f"The Board will {text}"], (1,), 1),
    ),
    "success measures": lambda text: (measures.measures_in([text]), measures.measures_in([f"{text}\n{text}"])),
    "a success measure": lambda text: read_sentence(text, "1.1", Calendar()),
    "a reading": lambda text: (
        readings_typed.given(text), readings_typed.given(f"17 of 50 {text}"), [meant(Terms(text="T", period=one), Policy(), text, TODAY) for one in DataPeriod],
        commands.GiveReading.read(f"reading m3 {text}", None, TODAY), commands.WithdrawReading.read(f"withdraw reading m3 for {text}", None, TODAY),
    ),
    "a measure": lambda text: (
        commands.SetMeasure.read(f"measure new: {text}", None, TODAY), commands.OwnMeasure.read(f"measure m3 owner {text}", None, TODAY),
        setting._number_and_day(text, TODAY), setting._points(text, TODAY, None),
    ),
    "a plan's cells": lambda text: (fitting.LINK.match(text), fitting.REF.match(text), fitting._dated(text)),
    "a priority": lambda text: (groups.headed(text, listed=True), heading_of_an_action(text)),
    "a row": row,
    "references": references,
    "a plan's columns": lambda text: plan_key.key_of(parts_of(wide_table(text), Doubts()), Doubts()),
    "a number's format": lambda text: (office_formats.seen(46203.5, text, False), office_formats.seen(-1234.5, text, False)),
    "a csv file": lambda text: csv.read(f"Action,Lead\n{text}".encode()),
    "a plan's brackets": lambda text: cells.without_brackets(text),
    "running text": quiet(lambda text: source_text.read(text.encode()), NotAPlan),
    "the format of a text": lambda text: format_of("plan", text),
    "a line of a page": lambda text: (pdf._PAGE_NUMBER.search(text), pdf._PAGE_NUMBER.fullmatch(text), pdf._BULLET.match(text), page._MARK.fullmatch(text)),
}


def wide_table(text: str) -> Document:
    """The text as a heading, as cells of every kind, as a label of a card and as words above a table."""
    heads = ("Action", "Due date", "Owner", "Status", "Progress", "Q1 RAG", text, f"{text[:150]} date")
    lines = [Line(tuple(Cell(words) for words in row), Place(line=at)) for at, row in enumerate((heads, (text,) * 8, (text[:70],) * 8), start=1)]
    card = [Line((Cell(label), Cell(text)), Place(line=at)) for at, label in enumerate(("Action 1", "Lead", "Due", text[:50]), start=1)]
    return Document(Format.DOCX, (Prose(text, Place()), Table(tuple(lines)), Table(tuple(card))))


def documents() -> dict[str, Callable[[str], object]]:
    """What does much for each line: what is hostile stands where a row, a cell or a piece of an update is looked for."""
    end = "1 May 2026\tHead of SEND\t\t\t\n"

    def plan(text: str) -> object:
        return read_text(text, "p")

    def roles(text: str) -> object:
        lines = (text[at : at + MOST_LINE // 2] for at in range(0, len(text), MOST_LINE // 2))
        return RolesFile.parse("".join(f"[[role]]\nname = '''{line}'''\n" for line in lines))

    def answers(text: str) -> object:
        lines = (text[at : at + MOST_LINE // 2].replace("\n", " ") for at in range(0, len(text), MOST_LINE // 2))
        read = AnswersFile.parse("[answers]\n" + "".join(f"k{at} = '''{line}'''\n" for at, line in enumerate(lines)))
        return judge(read, (), [PlanDoubt(key="year", kind=PlanDoubtKind.YEAR, question="?")])

    def settings(text: str) -> object:
        lines = (text[at : at + MOST_LINE // 2] for at in range(0, len(text), MOST_LINE // 2))
        said = "".join(f"[status]\ngreen = '''{line}'''\n{line} = 1\n" for line in lines)
        return read_settings(said, PLAN)

    def people(text: str) -> object:
        return read_people(f"role,name,email\n{text},A,a@b.org\nHead of SEND,{text},{text}", PLAN)

    def a_measure(text: str) -> object:
        cell = " ".join(text.split()).replace('"', "")
        row = ",".join(f'"{said}"' for said in (cell[:2_000],) * 14)
        return read_measures(f"{','.join(COLUMNS)},trajectory\n{row}\n{text}".encode(), PLAN, ())

    return {
        "Markdown": quiet(lambda text: source_markdown.read(text.encode()), NotAPlan),
        "a typed line": lambda text: grammar(f"1 amber: {text}"),
        "a document's refs": lambda text: (source_refs.may_name(text), list(source_refs._found(f"KD-1 {text}", {"kd-1": "1.1.1"}))),
        "rows": quiet(lambda text: plan(f"{HEADING}1.1\tAct\t{text}"), NotAPlan),
        "a milestone": quiet(lambda text: plan(f"{HEADING}1.1\tAct\t{' '.join(text.split())}\t{end}"), NotAPlan),
        "an owner": quiet(lambda text: plan(f"{HEADING}1.1\tAct\tMil\t1 May 2026\t{' '.join(text.split())}\t\t\t\n"), NotAPlan),
        "an introduction": quiet(lambda text: plan(f"{text}\n{HEADING}1.1\tAct\tMil\t{end}"), NotAPlan),
        "a roles file": quiet(roles, RolesFileError),
        "an answers file": quiet(answers, AnswersFileError),
        "a people file": quiet(lambda text: read_people(f"role,name,email\n{text}", PLAN), PeopleErrors),
        "a file of measures": quiet(a_measure, FileFaults),
        "a settings file": quiet(settings, SettingsErrors),
        "a document's day": lambda text: of_document.day_of((), [text, f"as at {text}"]),
        "titles": titles,
        "owners": owners,
        "people": quiet(people, PeopleErrors),
    }


DOCUMENTS = documents()
TYPED = ("a holder", "a settled question", "a path to green", "what a child is told by", "an answer")  # of one message, no more
KNOWN = {  # modules with patterns or comparisons of text, all read by a reader above
    "seed/sources/lines.py", "seed/sources/text.py", "bot/conversation/asking/numbered.py", "bot/wording/commands/confirming.py", "bot/wording/commands/month.py", "bot/wording/commands/board/papers.py", "bot/wording/commands/page.py", "bot/wording/commands/plans.py", "bot/wording/commands/requests.py", "seed/sources/markdown.py",
    "bot/conversation/meant.py", "bot/conversation/mentions.py", "seed/sources/kinds.py", "bot/conversation/asking/status.py", "bot/conversation/updating/said_back.py", "bot/conversation/updating/follow_ups.py", "bot/wording/commands/office.py", "bot/wording/commands/chase.py", "bot/wording/commands/questions.py",
    "bot/wording/commands/absences.py", "bot/wording/commands/assuring.py", "bot/wording/commands/board/cycle.py", "bot/wording/commands/impact/steps.py", "bot/wording/measures/steps.py", "bot/wording/commands/board/business.py", "bot/wording/commands/refs.py", "bot/wording/commands/impact/risks.py", "bot/conversation/updating/recording.py", "bot/conversation/absence/away.py", "bot/wording/commands/phrase.py", "bot/wording/commands/statements.py", "bot/wording/commands/corrections.py", "bot/wording/commands/evidence.py", "bot/wording/help.py", "bot/wording/parse.py", "bot/wording/documents/source_refs.py",
    "bot/wording/documents/action.py", "bot/wording/typed/actions.py", "bot/wording/typed/ages.py", "bot/wording/typed/cleaning.py", "bot/wording/typed/exceptions.py", "bot/wording/typed/fields.py", "bot/wording/typed/heads.py", "bot/wording/typed/line.py", "bot/wording/typed/links.py", "bot/wording/typed/spoken.py", "bot/model/spelling.py", "bot/wording/documents/plan_name.py", "bot/rules/dates/__init__.py", "bot/rules/dates/spans.py", "bot/rules/dates/written.py", "bot/rules/documents/edition/likeness.py", "bot/rules/holders.py",
    "bot/wording/commands/impact/voices.py", "bot/rules/voices/naming.py", "bot/rules/voices/cases.py",
    "bot/conversation/guarding/answering.py", "bot/rules/guard/birth_date.py", "bot/rules/guard/child.py", "bot/rules/guard/email.py", "bot/rules/guard/hard.py",
    "bot/rules/guard/links.py", "bot/rules/guard/nhs_number.py", "bot/rules/guard/path.py", "bot/rules/guard/postcode.py", "bot/rules/guard/seen.py", "bot/rules/guard/upn.py",
    "adapters/slack/inbound.py", "adapters/slack/bolt/app.py", "adapters/slack/drawing/text.py",
    "adapters/slack/markup.py",
    "adapters/teams/drawing/elements.py", "adapters/teams/markup.py", "adapters/teams/inbound.py", "adapters/teams/people.py", "adapters/teams/quote.py",
    "seed/meaning/groups.py", "seed/meaning/headings.py", "seed/meaning/rows/fitting.py", "seed/meaning/rows/imported.py", "seed/meaning/rows/joining.py",
    "seed/meaning/rows/kinds.py", "seed/meaning/rows/numbering.py", "seed/meaning/rows/parallel.py", "seed/meaning/rows/prose.py",
    "seed/draft.py", "seed/meaning/cells.py", "seed/meaning/dates/__init__.py", "seed/meaning/dates/of_document.py", "seed/meaning/dates/points.py", "seed/meaning/dates/rhythms.py", "seed/meaning/dates/asking.py", "seed/meaning/front/__init__.py", "seed/meaning/front/aims.py", "seed/meaning/front/bodies.py", "seed/meaning/front/words.py", "seed/people.py", "seed/roles.py", "seed/settings.py", "seed/meaning/titles.py",
    "seed/meaning/colours.py", "seed/meaning/columns/captions.py", "seed/meaning/columns/cards.py", "seed/meaning/columns/contents.py",
    "seed/meaning/columns/facts.py", "seed/meaning/columns/periods.py", "seed/meaning/key.py", "seed/meaning/columns/words.py",
    "seed/meaning/measures.py", "seed/measures/days.py", "seed/measures/figures.py", "seed/measures/grouping.py", "seed/measures/roles.py",
    "seed/measures/said.py", "seed/measures/sentence.py", "seed/measures/cells.py", "seed/measures/measures_file.py",
    "seed/meaning/owners/cutting.py", "seed/meaning/owners/words.py", "seed/meaning/owners/spelling.py",
    "seed/sources/office/formats.py",
    "seed/answers.py",
}  # fmt: skip
KNOWN |= {"bot/wording/commands/impact/measures.py", "bot/wording/measures/typed.py", "bot/rules/measures/periods.py", "bot/conversation/measures/setting.py"}
KNOWN |= {"seed/sources/kinds.py", "seed/sources/labels.py", "seed/sources/page.py", "seed/sources/pdf.py"}
NO_READERS = {
    "adapters/teams/drawing/forms.py": "reads the ids of our own questions",
    "bot/model/letters/letter_key.py": "reads keys that Milepost itself made",
    "adapters/console/pages.py": "fills in its own page",
    "adapters/papers/pictures/png.py": "finds runs of one colour in pictures that Milepost itself drew",
    "adapters/slack/bolt/app.py": "names the kinds of events it listens to",
    "bot/program/connect.py": "reads an app's id off the command line",
    "bot/program/record/proof.py": "reads a head off the command line",
    "bot/program/record/erasures.py": "reads a number off the command line",
    "bot/reports/record/erasures.py": "reads the names of fields that Milepost itself made",
    "bot/rules/rewriting.py": "looks for a name in what was kept, when an admin takes it out",
    "store/migrations/from_0_2/statements.py": "reads tokens that Milepost 0.2 made, once",
    "store/migrations/from_0_2/summaries.py": "reads keys that Milepost 0.2 made, once",
    "seed/reviewed.py": "compares an owner of at most 100 letters with the roles of a plan",
    "bot/conversation/updating/sent_form.py": "looks at no more than the numbers a form has room for",
    "bot/rules/settings.py": "writes settings that were read, of at most 200 characters each",
    "bot/model/tenants.py": "reads the settings of whoever runs it",
    "bot/wording/letters/parts.py": "cuts what is said",
    "bot/wording/documents/plan_name.py": "folds the name of a file",
    "bot/conversation/visit.py": "looks at the beginning of what a command was read from",
}


@contextmanager
def stopped_in_the_end() -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise AssertionError(f"more than {ALARM} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, ALARM)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def taken(read: Callable[[str], object], *texts: str) -> float:
    """The processor time of reading the texts one after the other, while all that was made of them is kept."""
    gc.disable()  # its work grows with all there is in the process
    try:
        began = time.thread_time()
        with stopped_in_the_end():
            kept = [read(text) for text in texts]
        took = time.thread_time() - began
    finally:
        gc.enable()
    assert len(kept) == len(texts)
    return took


def too_much(read: Callable[[str], object], short: str, long: str, tries: int = TRIES) -> str | None:
    """Say how much more the longer text takes, if it takes too much."""
    less, more = taken(read, short), taken(read, long)
    if more <= TIMES * max(less, LITTLE):
        return None
    less = taken(read, *[short] * LONGER)
    for _ in range(tries):
        if more <= TIMES * max(less / LONGER, LITTLE):
            return None
        less, more = min(less, taken(read, *[short] * LONGER)), min(more, taken(read, long))
    return f"{len(short):,} take {less / LONGER:.4f} s, {len(long):,} take {more:.4f} s"


def out_of_bounds(read: Callable[[str], object], name: str, sizes: tuple[int, ...]) -> dict[str, str]:
    """The pieces with which a reader takes too much."""
    every = 1 if NEW else 3 if ALL else 10
    tried = PIECES[len(name) % every :: every]
    texts = {piece: [hostile(piece, size) for size in sizes] for piece in tried}
    found = {piece: too_much(read, *pair) for piece, family in texts.items() for pair in pairwise(family)}
    return {piece: told for piece, told in found.items() if told}


@pytest.mark.parametrize("name", READERS)
def test_ten_times_the_length_takes_no_more_than_twelve_times_the_work(name: str) -> None:
    assert out_of_bounds(READERS[name], name, OF_A_MESSAGE if name in TYPED else SIZES) == {}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_or_an_update_of_ten_times_the_length_takes_no_more_than_twelve_times_the_work(name: str) -> None:
    assert out_of_bounds(DOCUMENTS[name], name, SIZES[:2]) == {}


def test_a_title_that_goes_on_row_after_row_takes_no_square() -> None:
    assert too_much(DOCUMENTS["rows"], "a\tb\n" * 1_000, "a\tb\n" * 10_000) is None


@pytest.mark.parametrize(("exponent", "found"), [(1.0, False), (1.3, True)])
def test_the_law_finds_who_takes_more_and_nobody_else(exponent: float, found: bool) -> None:
    def read(text: str) -> int:
        return sum(range(int(len(text) ** exponent) * 8))  # enough for any machine to take more than a little

    assert (too_much(read, "a" * 10_000, "a" * 100_000, tries=3) is not None) is found


def test_no_reader_is_forgotten() -> None:
    """A module that begins to read text with patterns must come under the law, or say why not."""
    found = {
        str(path.relative_to(ROOT))
        for folder in ("bot", "adapters", "seed", "store")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and node.names[0].name in ("re", "html"))
        or (isinstance(node, ast.ImportFrom) and node.module in ("difflib", "html.parser", "rapidfuzz"))
    }

    assert found == KNOWN | set(NO_READERS)


@pytest.mark.parametrize("text", ["a = " + "[" * 1_900, "a = " + "9" * 1_900, "\n".join(["a = [", *["[" * 1_900] * 20])])
def test_a_roles_file_that_no_reader_can_take_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RolesFileError):
        RolesFile.parse(text)


@pytest.mark.parametrize(("count", "taken"), [(2_000, True), (2_001, False)])
def test_a_line_of_a_roles_file_has_a_most(count: int, taken: bool) -> None:
    text = f'[[role]]\nname = "Head"\n{"# a note".ljust(count, "x")}'
    if taken:
        assert [role.name for role in RolesFile.parse(text).roles] == ["Head"]
        return
    with pytest.raises(RolesFileError, match=r"Line 3 .* 2001 "):
        RolesFile.parse(text)


@pytest.mark.parametrize("body", [b'{"a":' * 50_000, b"[" * 100_000, b'{"a":' + b"9" * 100_000 + b"}"])
def test_a_body_nested_or_counted_beyond_all_reading_is_junk_and_no_failure(body: bytes) -> None:
    with pytest.raises(inbound.Junk):
        inbound.parse(body)
    assert slack_reading.body_of(body.decode(), "application/json") is None


def test_a_reference_to_a_character_beyond_all_counting_stays_as_it_is() -> None:
    assert teams_markup.without_escapes("&#" + "9" * 5_000 + ";").startswith("&#9")


def test_pieces_of_a_message_beyond_what_anybody_sends_are_not_looked_at() -> None:
    link = {"contentType": "text/html", "content": '<p><a href="https://a.org/x">page</a></p>'}
    many: dict[str, object] = {"type": "message", "text": "1 green page", "attachments": [{}] * 10_000 + [link]}

    assert inbound.words_in({**many, "attachments": [link]}) == "1 green https://a.org/x page"
    assert inbound.words_in(many) == "1 green page"
