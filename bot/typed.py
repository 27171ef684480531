"""The typed line: said back as it was understood, completed by one question where something is missing, saved at a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot import commands, drafts, updating
from bot.forms import Answers
from bot.ports import Draft, Refusal, Reply, Tx
from bot.recorded import counts, nothing_to_keep
from bot.said import Said
from bot.wording import line


def typed(tx: Tx, said: Said, entries: Sequence[commands.Entry], fresh: bool) -> Reply:
    """Keep a typed line as a draft and say it back; heard again, only say it back."""
    before = None if fresh else tx.open_draft(said.asker.person.id, said.inbound.chat.id)
    if before is not None and before.said == said.inbound.said:
        return drafts.echo(tx, said, before)
    given = tuple(_entry(tx, said, entry) for entry in entries)
    if twice := next((ref for ref, count in Counter(ref for ref, _ in given).items() if count > 1), None):
        raise Refusal("said_twice", ref=twice)
    draft = Draft(
        person=said.asker.person.id,
        chat=said.inbound.chat.id,
        plan=said.asker.short,
        entries=given,
        said=said.inbound.said,
        awaiting=_awaited(given),
        at=said.asker.now,
    )
    notes = [line("replies.echo.bad_link")] if any(entry.bad_links for entry in entries) else []
    return drafts.keep(tx, said, draft, notes)


def _entry(tx: Tx, said: Said, entry: commands.Entry) -> tuple[str, Answers]:
    ref = _ref_meant(tx, said, entry.target)
    milestone = tx.milestone_for(said.asker.person.id, said.asker.short, ref, said.today)
    standing = counts(tx, said, said.asker.short, milestone)
    if entry.keep and standing.update is None:
        raise nothing_to_keep(tx, said, milestone)
    given = updating.resolved(updating.answers_of(entry), standing, said.today)
    form = updating.update_form(tx.plan(said.asker.short), [(milestone, standing)], "")
    faults = updating.wrong(form, given, said.today)
    left = [sentence for question, sentence in faults.items() if question not in ("path", "no_evidence", "link")]
    if left or ("link" in faults and given.get("link")):
        raise Refusal("fault", sentence=(left or [faults["link"]])[0])
    return ref, given


def _ref_meant(tx: Tx, said: Said, target: str) -> str:
    if "." in target:
        return target
    letter = tx.last_nudge(said.asker.person.id, said.inbound.chat, said.inbound.sender.platform)
    asked = [a for a in letter.asked if a.kind != "news"] if letter else []
    if not asked:
        raise Refusal("no_numbers")
    if not 1 <= int(target) <= len(asked):
        raise Refusal("no_such_number", number=target, most=str(len(asked)))
    return asked[int(target) - 1].ref


def _awaited(entries: Sequence[tuple[str, Answers]]) -> tuple[str, str] | None:
    for ref, given in entries:
        missing = updating.missing(given)
        if missing is not None:
            return ref, missing
    return None


def told_more(tx: Tx, said: Said, draft: Draft) -> Reply:
    """The follow-up's answer: put where it was missing, all else kept."""
    assert draft.awaiting is not None
    wanted, question = draft.awaiting
    text = said.inbound.said.strip()
    if question == "no_evidence" and text.startswith("https://"):
        question = "link"
    entries = tuple((ref, {**given, question: text} if ref == wanted else given) for ref, given in draft.entries)
    fuller = draft.model_copy(
        update={"entries": entries, "awaiting": _awaited(entries), "said": f"{draft.said}\n{said.inbound.said}"}
    )
    return drafts.keep(tx, said, fuller)
