"""A draft beside the plan that stands: what of it may be new, or one of the plan reworded or moved, is asked like any doubt."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.draft import Draft
from bot.model.edition import ORDER
from bot.model.plan import Plan
from bot.rules.edition import compare
from bot.wording.editions import doubts


def with_order(draft: Draft, standing: Plan | None, answers: Mapping[str, str]) -> Draft:
    """Return a draft with what is in doubt of its order, by the answers given so far. A first edition has no such doubt."""
    if standing is None:
        return draft
    new = compare(standing, draft.plan, answers=answers, keys=draft.keys)
    used = [one for one in new.plan.answers if one.key.startswith(f"{ORDER}-") and one.choice]
    if not (new.unsure or used):
        return draft
    known = {one.key for one in draft.plan.answers}
    plan = draft.plan.model_copy(update={"answers": (*draft.plan.answers, *(one for one in used if one.key not in known))})
    asked = sorted((*draft.doubts, *doubts(new)), key=lambda doubt: -len(doubt.touches))
    return draft.model_copy(update={"plan": plan, "doubts": tuple(asked)})
