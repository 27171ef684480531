"""What Teams sends, read: who, where, what was said, and how to reach both again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.drawing.forms import form_card
from adapters.teams.inbound import Junk, Way, parse, speech_in, turn, words_in
from bot.model.letters.form import Form, Prose

BOT = {"id": "28:app", "name": "Milepost"}
ANA = {"id": "29:ana", "name": "Ana", "aadObjectId": "aad-ana"}
CHANNEL = "19:board@thread.tacv2"

Json = dict[str, object]


def message(text: str, **more: object) -> Json:
    return {
        "type": "message",
        "id": "1700000000001",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "channelId": "msteams",
        "from": ANA,
        "recipient": BOT,
        "conversation": {"id": "a:one", "conversationType": "personal", "tenantId": "council"},
        "channelData": {"tenant": {"id": "council"}},
        "text": text,
        **more,
    }


def in_channel(text: str, thread: str = "") -> Json:
    there = {"id": f"{CHANNEL}{thread}", "conversationType": "channel", "tenantId": "council", "isGroup": True}
    return message(text, conversation=there, channelData={"tenant": {"id": "council"}, "channel": {"id": CHANNEL}})


def mention(text: str, who: Json) -> Json:
    return {"type": "mention", "mentioned": who, "text": text}


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def form() -> Form:
    return Form(title="Update", command="update 1.1.1 #u3", questions=(Prose(id="happened", label="What"),), send="Save")


def sent(card: str | None = None, **inputs: str) -> Json:
    """What a client sends when the form's button is pressed."""
    drawn = form_card(form(), {}, {}, card=card)
    data = json.loads(json.dumps(drawn))["actions"][0]["data"]
    return {**data, **inputs}


# ---- what was typed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("status 2.1", []),
        ("<at>Milepost</at> status 2.1", [mention("<at>Milepost</at>", BOT)]),
        ("<at>Milepost</at>\u00a0status 2.1\n", [mention("<at>Milepost</at>", BOT)]),
        ("<at>Milepost</at>&nbsp;status 2.1", [mention("<at>Milepost</at>", BOT)]),
        ("status 2.1 <at>Milepost</at>", [mention("<at>Milepost</at>", BOT)]),
        ("<at>Mile post bot</at> status 2.1", [mention("<at>Mile post bot</at>", BOT)]),
        ("<at>Milepost</at> status 2.1", []),
        ('<at id="0">milepost</at> status 2.1', []),
        ("<at>Milepost</at> status 2.1", [mention("", BOT)]),
        ("<at>Milepost</at> status 2.1", ["nonsense", None, {"type": "mention"}, {"type": "mention", "mentioned": "x"}]),
    ],
)
def test_a_mention_of_the_bot_is_no_part_of_what_was_said(text: str, entities: list[object]) -> None:
    assert words_in(message(text, entities=entities)) == "status 2.1"


def test_other_people_mentioned_stay_by_name() -> None:
    text = "<at>Milepost</at> 2.1.3 amber waiting for <at>Sam Ali</at>"
    entities = [mention("<at>Milepost</at>", BOT), mention("<at>Sam Ali</at>", {"id": "29:sam", "name": "Sam Ali"})]

    assert words_in(message(text, entities=entities)) == "2.1.3 amber waiting for Sam Ali"


def test_what_looks_like_markup_is_kept_as_typed() -> None:
    assert words_in(message("2.1.3 amber R&D <slipped> *by* [one](month) &amp; more")) == (
        "2.1.3 amber R&D <slipped> *by* [one](month) &amp; more"
    )


def test_formatting_that_teams_sends_as_html_is_taken_out_and_its_links_stay() -> None:
    text = '<p><at>Milepost</at>&nbsp;<b>2.1.3</b> green<br/>see <a href="https://a.org/x?b=1&amp;c">minutes</a></p>'

    assert words_in(message(text, textFormat="xml")).split() == ["2.1.3", "green", "see", "https://a.org/x?b=1&c", "minutes"]


def test_the_html_twin_of_a_message_is_not_read() -> None:
    html = {"contentType": "text/html", "content": "<div>pause all</div>"}

    assert speech_in(message("status", attachments=[html])).said == "status"  # type: ignore[union-attr]


PAGE = "https://council.sharepoint.example/minutes?d=w1&web=1"


@pytest.mark.parametrize(
    ("text", "html", "read"),
    [
        (
            "evidence 2.1.3 Minutes of May.docx",
            f'<p>evidence 2.1.3 <a href="{PAGE.replace("&", "&amp;")}" title="x">Minutes\u00a0of May.docx</a></p>',
            f"evidence 2.1.3 {PAGE} Minutes of May.docx",
        ),
        (f"evidence 2.1.3 {PAGE}", f'evidence 2.1.3 <a href="{PAGE}">{PAGE}</a>', f"evidence 2.1.3 {PAGE}"),
        ("2.1.3 green see example.org", '<a href="https://example.org/">example.org</a>', "2.1.3 green see example.org"),
        ("2.1.3 green see www.example.org/a", '<a href="https://example.org/a">www.example.org/a</a>', "2.1.3 green see www.example.org/a"),
        ("ask ana@x.example", '<a href="mailto:ana@x.example">ana@x.example</a>', "ask ana@x.example"),
        ("2.1.3 green here", '<a href="javascript:alert(1)">here</a>', "2.1.3 green here"),
        ("2.1.3 green here", "<a href=https://x.example", "2.1.3 green here"),
        ("2.1.3 green", '<a href="https://x.example/">elsewhere</a>', "2.1.3 green"),
    ],
)
def test_a_pasted_link_that_teams_shows_by_its_title_keeps_its_address(text: str, html: str, read: str) -> None:
    assert words_in(message(text, attachments=[{"contentType": "text/html", "content": html}])) == read


@given(st.text(), st.text())
def test_no_html_at_all_breaks_the_reading(text: str, html: str) -> None:
    words_in(message(text, attachments=[{"contentType": "text/html", "content": f"<a href={html}"}, {"contentType": "text/html"}, None]))


@pytest.mark.parametrize("text", ["", "   ", "<at>Milepost</at>", "<at>Milepost</at> \u00a0\n"])
def test_nothing_but_a_mention_asks_for_help(text: str) -> None:
    heard = speech_in(message(text))

    assert heard is not None
    assert (heard.way, heard.said) == (Way.TYPED, "help")


@given(st.text(), st.text())
def test_any_text_at_all_is_read(text: str, name: str) -> None:
    words_in(message(text, recipient={"id": "28:app", "name": name}, entities=[mention(text, BOT)]))


# ---- buttons and forms -----------------------------------------------------------------------


def test_a_button_says_its_command_by_submit_and_by_execute() -> None:
    data = {"say": "status 2.1"}
    submitted = speech_in(message("", value=data))
    executed = speech_in({**message(""), "type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"data": data}}})

    assert submitted is not None
    assert executed is not None
    assert (submitted.way, submitted.said, submitted.answers) == (Way.SUBMITTED, "status 2.1", None)
    assert (executed.way, executed.said, executed.answers) == (Way.EXECUTED, "status 2.1", None)


def test_a_form_brings_its_answers_and_the_card_it_was_opened_from() -> None:
    heard = speech_in(message("", value=sent(card="a:one|17", happened="two left")))

    assert heard is not None
    assert (heard.said, heard.answers, heard.card) == ("update 1.1.1 #u3", {"happened": "two left"}, "a:one|17")


def test_a_card_of_another_conversation_is_not_believed() -> None:
    heard = speech_in(message("", value=sent(card="19:secret@thread.v2|17", happened="x")))

    assert heard is not None
    assert heard.card is None


@pytest.mark.parametrize(("name", "way"), [("task/fetch", Way.OPENED), ("task/submit", Way.SENT)])
def test_a_dialog_says_what_its_data_says(name: str, way: Way) -> None:
    heard = speech_in({**message(""), "type": "invoke", "name": name, "value": {"data": {"say": "update 1.1.1"}, "context": {}}})

    assert heard is not None
    assert (heard.way, heard.said) == (way, "update 1.1.1")


@pytest.mark.parametrize(
    "kind",
    ["messageUpdate", "messageDelete", "messageReaction", "typing", "endOfConversation", "event", "conversationUpdate", "", "ünknown"],
)
def test_only_messages_and_calls_say_something(kind: str) -> None:
    assert speech_in({**message("yes"), "type": kind}) is None


@pytest.mark.parametrize("name", ["composeExtension/query", "signin/verifyState", "fileConsent/invoke", "config/fetch", ""])
def test_calls_of_other_kinds_say_nothing(name: str) -> None:
    assert speech_in({**message("yes"), "type": "invoke", "name": name, "value": {"action": {"data": {"say": "mine"}}}}) is None


ODD = [None, 7, 1.5, True, "x", [], [None, 7], {}, {"id": 3}, {"id": {"id": "x"}}]


@pytest.mark.parametrize("field", ["from", "recipient", "conversation", "channelData", "entities", "value", "text", "id", "type", "membersAdded"])
def test_an_odd_field_never_breaks_the_reading(field: str) -> None:
    for odd, kind in product(ODD, ("message", "invoke", "conversationUpdate")):
        activity = {**message("status"), "type": kind, "name": "adaptiveCard/action", field: odd}
        turn(activity)
        speech_in(activity)


# ---- where and who ---------------------------------------------------------------------------


def test_a_persons_own_chat_is_private_and_has_its_route() -> None:
    here = turn(message("mine"))

    assert (here.chat.id, here.chat.private, here.chat.thread) == ("a:one", True, None)
    assert json.loads(here.route) == {
        "service_url": "https://smba.trafficmanager.net/emea/",
        "tenant": "council",
        "user": "29:ana",
        "bot": "28:app",
        "conversation": "a:one",
    }


def test_a_channel_is_the_same_place_in_all_its_threads() -> None:
    one, other = turn(in_channel("mine", ";messageid=11")), turn(in_channel("mine", ";messageid=22"))

    assert one.chat.id == other.chat.id == CHANNEL
    assert one.chat.thread == f"{CHANNEL};messageid=11|11"
    assert json.loads(one.route)["channel"] == CHANNEL
    assert "conversation" not in json.loads(one.route)
    assert one.route == other.route


def test_a_group_chat_is_a_room_of_its_own() -> None:
    here = turn(message("mine", conversation={"id": "19:g@thread.v2", "conversationType": "groupChat", "isGroup": True}))

    assert (here.chat.id, here.chat.private) == ("19:g@thread.v2", False)


@pytest.mark.parametrize(("there", "private"), [({"id": "a:1"}, True), ({"id": "19:g@thread.v2"}, False), ({"id": "x", "isGroup": True}, False)])
def test_a_conversation_without_its_kind_is_told_by_its_id(there: Json, private: bool) -> None:
    assert turn(message("mine", conversation=there)).private is private


def test_the_same_activity_has_the_same_id_however_often_it_comes() -> None:
    body = json.dumps(message("yes")).encode()

    assert turn(message("yes"), body).inbound_id == turn(message("yes"), body).inbound_id


def test_ids_that_teams_gives_twice_in_two_conversations_are_two() -> None:
    elsewhere = message("yes", conversation={"id": "a:two", "conversationType": "personal"})

    assert turn(message("yes")).inbound_id != turn(elsewhere).inbound_id


def test_an_activity_without_an_id_is_known_by_what_it_holds() -> None:
    one, other = (turn(message(text, id=""), text.encode()) for text in ("yes", "no"))

    assert one.inbound_id != other.inbound_id


@pytest.mark.parametrize("who", [{"id": "28:other"}, {"id": "29:x", "role": "bot"}, BOT])
def test_what_a_bot_says_is_known_as_such(who: Json) -> None:
    assert turn(message("status", **{"from": who})).from_bot


def test_the_bot_coming_and_going_is_told_from_others() -> None:
    update = {**message(""), "type": "conversationUpdate"}

    assert turn({**update, "membersAdded": [BOT, ANA]}).bot_joined
    assert turn({**update, "membersRemoved": [{"id": "28:app"}]}).bot_left
    assert not turn({**update, "membersAdded": [ANA]}).bot_joined
    assert not turn({**update, "membersAdded": [{"id": ""}, None], "recipient": {}}).bot_joined


# ---- the body ----------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b'"x"', b"7", b"null", b"\xff\xfe", b'{"a": "\xed\xa0\x80"}', b"[" * 100_000, b'{"a":', b"{" * 50_000])
def test_a_body_that_is_no_object_is_junk(body: bytes) -> None:
    with pytest.raises(Junk):
        parse(body)


def test_halves_of_characters_are_replaced_wherever_they_stand() -> None:
    found = parse(b'{"text": "a\\ud800b", "\\udc00": [{"x": "\\ud83d\\ude00"}]}')

    assert found == {"text": "a\ufffdb", "\ufffd": [{"x": "\U0001f600"}]}


# ---- quoted replies --------------------------------------------------------------------------

OLD = (
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1600"><strong itemprop="mri" itemid="28:app">'
    'Milepost</strong><span itemprop="time" itemid="1600"></span><p itemprop="preview">1. Recruit &amp; train</p></blockquote>'
)


def page(html: str) -> list[Json]:
    return [{"contentType": "text/html", "content": html}]


@pytest.mark.parametrize(
    ("activity", "quoted", "words"),
    [
        (message('<quoted messageId="1600"/> 2 green'), "1600", "2 green"),
        (message('2 green <quoted messageId="1600"></quoted>'), "1600", "2 green"),
        (
            message(
                '<quoted messageId="x"/> 2 green', entities=[{"type": "quotedReply", "quotedReply": {"messageId": "1600"}}]
            ),
            "1600",
            "2 green",
        ),
        (
            message("2 green", entities=[{"type": "quotedReply", "quotedReply": {"messageId": "1600"}}]),
            "1600",
            "2 green",
        ),
        (message('&lt;quoted messageId="1600"/&gt; 2 green', textFormat="xml"), "1600", "2 green"),
        (message("Milepost 1. Recruit & train\n\n2 green", attachments=page(f"{OLD}<p>2 green</p>")), "1600", "2 green"),
        (message("Milepost 1. Recruit\n2 green", attachments=page(f"<div>\n{OLD}\n2 green</div>")), "1600", "2 green"),
        (
            message("Recruit\n2 green", attachments=page(f'{OLD}<p><span itemtype="http://schema.skype.com/Mention">Milepost</span> 2 green</p>')),
            "1600",
            "2 green",
        ),
        (message("2 green", attachments=page(OLD.replace("</blockquote>", ""))), "1600", "2 green"),
    ],
)
def test_a_quoted_reply_is_the_persons_words_about_that_message(activity: Json, quoted: str, words: str) -> None:
    assert words_in(activity) == words
    assert turn(activity).chat.thread == f"a:one|{quoted}"


def test_a_message_that_quotes_nothing_is_in_no_thread() -> None:
    told = message("2 green", attachments=page("<p>2 green</p><blockquote>as he said</blockquote>"))

    assert words_in(told) == "2 green"
    assert turn(told).chat.thread is None


def test_a_link_beside_a_quote_keeps_its_address() -> None:
    html = f'{OLD}<p>1 green see <a href="https://x.example/minutes">The minutes</a></p>'

    assert words_in(message("Recruit 1 green see The minutes", attachments=page(html))) == (
        "1 green see https://x.example/minutes The minutes"
    )


@pytest.mark.parametrize("part", ["<quoted ", "<quoted messageId=\"", "<quoted/>", "</quoted>", "<blockquote ", OLD, "<quoted " + " " * 50])
def test_reading_quotes_takes_no_longer_than_the_text_is_long(part: str) -> None:
    def seconds(length: int) -> float:
        text = (part * length)[:length]
        told = message(text, attachments=page(text + "http://schema.skype.com/Reply"))
        return min(timed(lambda: words_in(told)) for _ in range(3))

    assert seconds(200_000) < 40 * max(seconds(20_000), 0.0005)
