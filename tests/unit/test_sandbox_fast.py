"""The fast mode's reading of HTTP and its counting."""

import itertools

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.fast_answers import Answers, flood
from sandbox.fast_counts import Counts, kind_of, most_in_a_second
from sandbox.fast_requests import CHAT, MESSAGE, PAID, BadHttp, cut, words

JSON_BODY = '{"chat_id":-100123,"text":"سطر \\u0623\\nثان","message_id": 7,"allow_paid_broadcast":true}'.encode()
FORM_BODY = b"chat_id=100001&text=a+b%20c&message_id=7&allow_paid_broadcast=True"
PART = '--b\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="{}"\r\nContent-Length: 1\r\n\r\n{}\r\n'
MULTIPART = "".join(
    PART.format(*pair) for pair in (("chat_id", "100001"), ("caption", "نص"), ("message_id", "7"))
).encode()


def request(body: bytes, method: bytes = b"sendMessage", *, chunked: bool = False) -> bytes:
    if not chunked:
        return b"POST /bot1:a/%b HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (method, len(body), body)
    head = b"POST /bot1:a/%b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" % method
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return head + b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts if part) + b"0\r\n\r\n"


@given(st.lists(st.booleans(), min_size=1, max_size=4), st.lists(st.integers(0, 800), max_size=6))
def test_requests_are_found_wherever_the_stream_is_cut(chunked: list[bool], cuts: list[int]):
    stream = b"".join(request(JSON_BODY, chunked=one) for one in chunked)
    edges = [0, *sorted(min(place, len(stream)) for place in cuts), len(stream)]
    found, rest = [], b""
    for begins, ends in itertools.pairwise(edges):
        requests, rest, _ = cut(rest + stream[begins:ends])
        found += requests
    assert [(one.method, one.body) for one in found] == [(b"sendMessage", JSON_BODY)] * len(chunked)
    assert rest == b""


def test_a_body_that_waits_to_be_asked_for_is_asked_for():
    head = b"POST /bot1:a/sendPhoto HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
    assert cut(head)[2]
    assert not cut(head + b"a")[2]


def test_what_is_no_http_is_refused():
    with pytest.raises(BadHttp):
        cut(b"hello\r\n\r\n")


@pytest.mark.parametrize(
    ("body", "chat", "begins"),
    [(JSON_BODY, b"-100123", "سطر أ\nثان"), (FORM_BODY, b"100001", "a b c"), (MULTIPART, b"100001", "نص")],
)
def test_fields_are_found_in_every_kind_of_body(body: bytes, chat: bytes, begins: str):
    found, message = CHAT.search(body), MESSAGE.search(body)
    assert found is not None
    assert message is not None
    assert (found[1], message[1], words(body)) == (chat, b"7", begins)
    assert (PAID.search(body) is not None) == (body is not MULTIPART)


def test_answers_carry_the_chat_and_the_message():
    answers = Answers()
    sent = orjson.loads(answers.to(b"sendMessage", FORM_BODY, 1.0).split(b"\r\n\r\n")[1])["result"]
    edited = orjson.loads(answers.to(b"editMessageCaption", FORM_BODY, 1.0).split(b"\r\n\r\n")[1])["result"]
    assert (sent["chat"]["id"], sent["message_id"]) == (100001, 1)
    assert (edited["message_id"], edited["edit_date"]) == (7, 1)
    assert orjson.loads(flood(3).split(b"\r\n\r\n")[1])["parameters"] == {"retry_after": 3}


def test_methods_are_sends_edits_deletes_or_other():
    kinds = {name: kind_of(name.encode()) for name in ("sendPhoto", "copyMessage", "sendChatAction", "getMe")}
    assert kinds == {"sendPhoto": "sends", "copyMessage": "sends", "sendChatAction": "other", "getMe": "other"}
    assert kind_of(b"stopMessageLiveLocation") == kind_of(b"editMessageText") == "edits"
    assert kind_of(b"deleteMessages") == "deletes"


def test_the_busiest_second_is_found():
    assert most_in_a_second([0.0, 0.5, 0.9, 1.0, 1.4, 3.0]) == 4
    assert most_in_a_second([]) == 0


def test_counts_begin_anew_after_a_reset():
    counts = Counts()
    counts.passed(b"sendMessage", "sends", 5.0)
    counts.refused(b"sendMessage")
    told = counts.as_json()
    assert (told["sends"], told["refused"], told["by_method"]["sendMessage"]["first"]) == (1, 1, 5.0)
    counts.reset()
    assert counts.as_json()["sends"] == 0
