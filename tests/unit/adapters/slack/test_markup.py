"""The words a person typed, out of what Slack makes of them."""

from datetime import date

import pytest

from adapters.slack.markup import without_markup, without_mention
from bot.model.status import Status
from bot.wording.commands import Declare
from bot.wording.parse import parse


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2.1.3 green: all &amp; sundry &lt;3 &gt; 2", "2.1.3 green: all & sundry <3 > 2"),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <https://example.org/a|the minutes>", "see https://example.org/a the minutes"),
        ("see <http://example.org|example.org>", "see example.org"),
        ("<mailto:sam@example.org|sam@example.org>", "sam@example.org"),
        ("thanks <@U1|Sam Lee> in <#C1|board> and <#C2|>", "thanks Sam Lee in #board and #C2"),
        ("<@U1>", "@U1"),
        ("<!here> <!channel> <!subteam^S1|@admins>", "@here @channel @admins"),
        ("<!date^1^{date}|3 June>", "3 June"),
        ("a\u00a0b", "a b"),
        ("<>", "<>"),
        ("in post :+1:, all in :tada:", "in post \U0001f44d, all in \U0001f389"),
        (":+1::skin-tone-3: fine :party_parrot:", "\U0001f44d fine (party parrot)"),
        ("at 10:30:15, note: this :) <https://x.example:80:/a:b:c>", "at 10:30:15, note: this :) https://x.example:80:/a:b:c"),
    ],
)
def test_what_slack_marks_up_is_what_was_typed(sent: str, meant: str) -> None:
    assert without_markup(sent) == meant


@pytest.mark.parametrize(
    "sent",
    [
        "1.1.1 green <https://x.example/a>,<https://x.example/b>",
        "*1.1.1* green *<https://x.example/a>*, _<https://x.example/b>_",
        "1.1.1 green \u201c<https://x.example/a|https://x.example/a>\u201d and <https://x.example/b>.",
        "&gt; 1.1.1 green (see <https://x.example/a>; <https://x.example/b>)",
        "`1.1.1`\u00a0is _green_ evidence: <https://x.example/a>\n<https://x.example/b>",
    ],
)
def test_a_line_with_links_and_marks_is_understood_as_it_was_typed(sent: str) -> None:
    command = parse(without_markup(sent), date(2026, 11, 26))

    assert isinstance(command, Declare)
    (entry,) = command.entries
    assert (entry.target, entry.status, entry.narrative) == ("1.1.1", Status.GREEN, "")
    assert entry.links == ("https://x.example/a", "https://x.example/b")


@pytest.mark.parametrize("bot", ["UBOT", ""])
@pytest.mark.parametrize("sent", ["<@UBOT> holder Head of Inclusion", "<@UBOT|milepost>  holder Head of Inclusion"])
def test_the_mention_that_called_is_not_part_of_what_was_said(bot: str, sent: str) -> None:
    assert without_mention(sent, bot) == "holder Head of Inclusion"


def test_a_mention_in_the_middle_leaves_no_hole() -> None:
    assert without_mention("please <@UBOT> help", "UBOT") == "please help"


def test_another_persons_mention_stays() -> None:
    assert without_mention("<@UBOT> 1.1 green, says <@U2>", "UBOT") == "1.1 green, says <@U2>"
