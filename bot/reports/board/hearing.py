"""The news of papers that were issued to an audience, for those people whom the settings name for it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.letters.reader import Reader, last_opening
from bot.wording.letters.sections import News
from bot.wording.sentences import Fact, line


def issued(view: View, snapshot: Snapshot, reader: Reader) -> Iterator[News]:
    """Tell those people of an audience once that its papers were issued, or issued anew, since the last round."""
    policy = snapshot.policy
    mine = {name for name in policy.audience_names if (one := policy.audience(name)) and reader.person.email in one.people}
    after = last_opening(snapshot, reader.person, reader.ran)
    if not mine or after is None:
        return
    for issue in view.papers.issues(snapshot.short):
        if issue.audience in mine and after < issue.at <= reader.opens:
            facts: dict[str, Fact] = {"audience": issue.audience, "said": f"report {issue.audience}", "why": issue.why}
            yield News(spans=line(f"deliver.news.{'issued' if issue.replaces is None else 'corrected'}", facts))
