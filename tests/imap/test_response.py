"""What a server says is read as it is meant; nonsense, endless lines and huge numbers do no harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailferry.imap.response import (
    MAX_RESPONSE,
    Response,
    ResponseReader,
    ResponseTooLong,
    append_uid,
    parse,
    uid_set,
)


@pytest.mark.parametrize(("line", "response"), [
    (b"+ OK\r\n", Response("+", "", "", "", "OK")),
    (b"+\r\n", Response("+", "", "", "", "")),
    (b"+ a1 OK [APPENDUID 1 2] done\r\n", Response("+", "", "", "", "a1 OK [APPENDUID 1 2] done")),
    (b"a1 OK done\r\n", Response("a1", "OK", "", "", "done")),
    (b"a1 OK\r\n", Response("a1", "OK", "", "", "")),
    (b"a1 ok [appenduid 7 1:3] Done\n", Response("a1", "OK", "APPENDUID", "7 1:3", "Done")),
    (b"a1 NO [OVERQUOTA]\r\n", Response("a1", "NO", "OVERQUOTA", "", "")),
    (b"a1 NO [OVERQUOTA]full\r\n", Response("a1", "NO", "OVERQUOTA", "", "full")),
    (b"a1 NO [TRYCREATE] Mailbox doesn't exist: x\r\n",
     Response("a1", "NO", "TRYCREATE", "", "Mailbox doesn't exist: x")),
    (b"a1 NO Over quota [really]\r\n", Response("a1", "NO", "", "", "Over quota [really]")),
    (b"a1 NO [unclosed and so no code\r\n", Response("a1", "NO", "", "", "[unclosed and so no code")),
    (b"a1 BAD Error in {5}\r\n", Response("a1", "BAD", "", "", "Error in {5}")),
    (b"* BYE [TOOBIG] go away\r\n", Response("*", "BYE", "TOOBIG", "", "go away")),
    (b"* PREAUTH hello\r\n", Response("*", "PREAUTH", "", "", "hello")),
    (b"* OK [UIDNEXT 5] next\r\n", Response("*", "OK", "UIDNEXT", "5", "next")),
    (b"a1 NO Postfach \xc3\xbcber voll\r\n", Response("a1", "NO", "", "", "Postfach über voll")),
    (b"a1 NO \xff\r\n", Response("a1", "NO", "", "", "�")),
    # data, and what is no response at all
    (b"* 3 EXISTS\r\n", Response("*", "", "", "", "3 EXISTS")),
    (b"* OKAY\r\n", Response("*", "", "", "", "OKAY")),
    (b"a1\r\n", Response("", "", "", "", "")),
    (b"a1 OKAY\r\n", Response("", "", "", "", "OKAY")),
    (b"HTTP/1.1 400 Bad Request\r\n", Response("", "", "", "", "400 Bad Request")),
    (b"\r\n", Response("", "", "", "", "")),
])
def test_a_line_is_read(line: bytes, response: Response) -> None:
    assert parse(line) == response


@given(st.binary(max_size=200))
def test_no_line_makes_it_fail(line: bytes) -> None:
    append_uid(parse(line))
    append_uid(parse(b"a OK [APPENDUID " + line + b"] done"))


def fed(octets: bytes) -> list[Response]:
    """The responses of a whole stream, cut as the transmission cuts it."""
    reader = ResponseReader()
    responses = []
    while octets:
        size = reader.literal_left or octets.index(b"\n") + 1
        response = reader.feed(octets[:size])
        octets = octets[size:]
        if response is not None:
            responses.append(response)
    return responses


def test_a_literal_belongs_to_its_response() -> None:
    first, second = fed(b"* LIST () {12}\r\na1 OK no\r\n\r\n {4}\r\nabcd)\r\na1 OK done\r\n")
    assert (first.tag, first.status) == ("*", "")
    assert second == Response("a1", "OK", "", "", "done")


def test_an_empty_literal_does_not_end_its_response() -> None:
    first, second = fed(b"* 1 FETCH (BODY[] {0}\r\n UID 5)\r\na1 NO done\r\n")
    assert first.text.endswith(" UID 5)")
    assert second.status == "NO"


def test_a_literal_may_come_in_pieces() -> None:
    reader = ResponseReader()
    assert reader.feed(b"* LIST () {5}\r\n") is None
    assert reader.literal_left == 5
    assert reader.feed(b"a\r\n") is None
    assert reader.literal_left == 2
    assert reader.feed(b"bc") is None
    assert reader.literal_left == 0
    assert reader.feed(b"\r\n") is not None


@pytest.mark.parametrize("line", [b"a1 NO not with {5000}\r\n", b"* OK see {12}\r\n", b"+ send {7}\r\n",
                                  b"* bye {3}\r\n", b"a1 BAD {9}\n"])
def test_words_that_look_like_a_literal_are_words(line: bytes) -> None:
    reader = ResponseReader()
    assert reader.feed(line) == parse(line)
    assert reader.literal_left == 0


def test_an_endless_response_is_given_up() -> None:
    reader = ResponseReader()
    assert reader.feed(b"* LIST () {%d}\r\n" % (MAX_RESPONSE - 20)) is None
    with pytest.raises(ResponseTooLong):
        reader.feed(b"x" * (MAX_RESPONSE - 10))
    with pytest.raises(ResponseTooLong):
        ResponseReader().feed(b"* LIST () {%d}\r\n" % (MAX_RESPONSE + 1))
    with pytest.raises(ResponseTooLong):
        ResponseReader().feed(b"* LIST () {9999999999}\r\n")
    with pytest.raises(ResponseTooLong):
        ResponseReader().feed(b"x" * (MAX_RESPONSE + 1))
    assert ResponseReader().feed(b"a OK " + b"x" * (MAX_RESPONSE - 5)) is not None


@pytest.mark.parametrize(("text", "uids"), [
    ("5", (5,)),
    ("1:3", (1, 2, 3)),
    ("12:10", (10, 11, 12)),
    ("7:7", (7,)),
    ("304,319:320", (304, 319, 320)),
    ("9,1", (9, 1)),
    ("4294967295", (4294967295,)),
])
def test_a_uid_set(text: str, uids: tuple[int, ...]) -> None:
    assert uid_set(text) == uids


@pytest.mark.parametrize("text", ["", ",", "1,", "0", "0:3", "1:", ":1", "*", "1:*", "-1", "1:2:3", "a", "1 2", "١",
                                  "²", "1,1", "3:5,4", "1:1000001", "9" * 11, "1" * 5000, "1:9999999999"])
def test_nonsense_is_no_uid_set(text: str) -> None:
    assert uid_set(text) is None


def test_a_million_uids_are_believed_and_no_more() -> None:
    assert len(uid_set("1:1000000") or ()) == 1_000_000
    assert uid_set("5,1001:1001000") is None


@pytest.mark.parametrize(("line", "found"), [
    (b"a OK [APPENDUID 38505 3955] done", (38505, (3955,))),
    (b"a OK [appenduid 1 3:2] done", (1, (2, 3))),
    (b"a OK [APPENDUID 38505] done", None),
    (b"a OK [APPENDUID 0 1] done", None),
    (b"a OK [APPENDUID x 1] done", None),
    (b"a OK [APPENDUID 1 1:*] done", None),
    (b"a OK [APPENDUID 1  1] done", None),
    (b"a OK [COPYUID 1 2 3] done", None),
    (b"a OK done", None),
])
def test_an_appenduid(line: bytes, found: tuple[int, tuple[int, ...]] | None) -> None:
    assert append_uid(parse(line)) == found
