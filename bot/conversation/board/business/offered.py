"""A challenge offered back: what somebody said under a posted summary, as it would be recorded at a yes."""

from __future__ import annotations

from bot.conversation.board.business import doing
from bot.conversation.guarding import personal
from bot.conversation.visit import Said, plan_named
from bot.model.letters.message import Actions, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Draft, DraftState
from bot.ports.record import View
from bot.wording import commands
from bot.wording.board import listed
from bot.wording.parse import parse
from bot.wording.sentences import line, with_full_stop, words

_KEPT = "m"  # begins the token of a form for words that are kept in a draft: its token follows


def said_back(view: View, said: Said, draft: Draft, order: commands.Challenge) -> Message:
    """Ask if words are a challenge; if they name nothing, what it is about. What looks as if it told who a child is is said."""
    plan, token = said.asker.plan_named, draft.token
    name = "ask" if order.refs else "ask_what"
    told: list[Spans] = [line("board.mention.words", {"words": with_full_stop(order.text)})]
    texts = doing.meant(view, said, order).texts if order.refs else ()
    if personal.found_in(view, said.asker.short, texts):
        told = [personal.why_asked(view, said.asker.short, texts)]
    told += plan_named(view, said.asker.person.id, said.asker.short)
    told.append(line(f"board.mention.hint{'' if order.refs else '_what'}"))
    if order.refs:
        first = Button(label=words("board.mention.yes"), command=str(commands.Save(plan=plan, token=token)), style="primary")
    else:
        form = commands.ChallengeForm(plan=plan, token=f"{_KEPT}{token}")
        first = Button(label=words("board.mention.choose"), command=str(form), style="primary")
    let_go = Button(label=words("board.mention.let_go"), command=str(commands.Discard(plan=plan, token=token)))
    paragraphs = tuple(Paragraph(spans=spans) for spans in told)
    title = words(f"board.mention.{name}", {"about": listed(order.refs)})
    return Message(title=title, blocks=(*paragraphs, Actions(buttons=(first, let_go))))


def kept_for(view: View, said: Said, token: str | None) -> Draft | None:
    """Return the draft whose words the form of that token holds, as long as it is open and theirs. None if it holds none."""
    draft = view.talk.draft(token.removeprefix(_KEPT)) if token and token.startswith(_KEPT) else None
    theirs = draft is not None and (draft.person, draft.plan) == (said.asker.person.id, said.asker.short)
    return draft if theirs and draft is not None and draft.state is DraftState.OPEN else None


def words_kept(view: View, said: Said, token: str | None) -> dict[str, str]:
    """Return the words that the form of a challenge begins with. Empty if none are kept for it."""
    draft = kept_for(view, said, token)
    order = parse(draft.order, said.today, (draft.plan,)) if draft is not None else None
    return {"text": order.text} if isinstance(order, commands.Challenge) else {}
