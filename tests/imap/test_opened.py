"""Copying and removing in an open mailbox, on Dovecot, Cyrus and Courier: exactly what was named, and nothing else."""

from __future__ import annotations

import pytest
from tests.imap.accounts import Place, new_place
from tests.imap.mails import Mail, numbered, quiet
from tests.imap.peers import Talker
from tests.servers.checker import read_mailbox, signed_in

from mailferry.imap import opened
from mailferry.imap.append import Stored
from mailferry.imap.capabilities import Capabilities
from mailferry.imap.errors import CommandRefused
from mailferry.imap.opened import Copied, sequence_set
from mailferry.imap.session import Session
from mailferry.imap.values import Endpoint, Security

FLAGS = (frozenset({"\\Seen"}), frozenset({"\\Flagged", "Work"}), frozenset({"\\Deleted"}), frozenset({"$Label1"}),
         frozenset[str]())


@pytest.fixture(params=["dovecot", "cyrus", "courier"])
def place(request: pytest.FixtureRequest) -> Place:
    return new_place(request.param, request)


def filled(session: Session, mailbox: str, count: int = 5) -> tuple[int, ...]:
    """Put so many messages with the flags of FLAGS into a mailbox; their UIDs."""
    uids: list[int] = []
    for number in range(count):
        flags = FLAGS[number % len(FLAGS)]
        mail = Mail(numbered(number), frozenset(flag for flag in flags if flag.startswith("\\")),
                    frozenset(flag for flag in flags if not flag.startswith("\\")))
        stored = session.append(mailbox, [mail], quiet())
        assert isinstance(stored, Stored)
        assert stored.uids is not None
        uids += stored.uids
    return tuple(uids)


def box(session: Session, name: str) -> str:
    """A new mailbox."""
    name = session.namespace().prefix + name
    session.create(name)
    return name


def flags_of(place: Place, mailbox: str) -> dict[int, frozenset[str]]:
    return {message.uid: message.flags for message in read_mailbox(place.server, place.account, mailbox)}


# --- copying ---------------------------------------------------------------------------------------------------------


def test_a_copy_tells_the_uids_of_the_copies_in_the_order_asked_for(place: Place) -> None:
    with place.session() as session:
        source, target = box(session, "Source"), box(session, "Target")
        filled(session, target, 2)
        uids = filled(session, source)
        asked = (uids[4], uids[0], uids[1])
        with session.opened(source) as mailbox:
            copied = mailbox.copy(asked, target)
        status = session.status(target)
    assert status is not None
    assert isinstance(copied, Copied)
    assert copied.uidvalidity == status.uidvalidity
    from_there = {message.uid: message for message in read_mailbox(place.server, place.account, source)}
    arrived = {message.uid: message for message in read_mailbox(place.server, place.account, target)}
    assert [arrived[uid] for uid in copied.uids] == [from_there[uid] for uid in asked]
    assert len(arrived) == 5
    assert len(from_there) == 5


def test_a_copy_to_a_mailbox_that_is_not_there(place: Place) -> None:
    with place.session() as session:
        source = box(session, "Source")
        uids = filled(session, source)
        with pytest.raises(CommandRefused) as caught, session.opened(source) as mailbox:
            mailbox.copy(uids, session.namespace().prefix + "none")
        assert caught.value.code in ("TRYCREATE", "")
        assert session.status(source) is not None, "the session is still good"


def test_over_quota_nothing_is_copied(request: pytest.FixtureRequest, place: Place) -> None:
    new_account = request.getfixturevalue(f"{place.server.name}_account")
    place = Place(place.server, new_account(quota_kib=100))
    with place.session() as session:
        source, target = box(session, "Source"), box(session, "Target")
        uids: list[int] = []
        for number in range(3):
            stored = session.append(source, [Mail(numbered(number, 25_000))], quiet())
            assert isinstance(stored, Stored)
            assert stored.uids is not None
            uids += stored.uids
        with pytest.raises(CommandRefused) as caught, session.opened(source) as mailbox:
            mailbox.copy(uids, target)
        assert "quota" in caught.value.detail.lower()
        with session.opened(source) as mailbox:
            assert mailbox.copy(uids[:1], target) is not None
    assert len(flags_of(place, target)) == 1
    assert len(flags_of(place, source)) == 3


@pytest.mark.parametrize(("words", "copied"), [
    (b"[COPYUID 9 1,3:4 20:22]", Copied(9, (22, 20, 21))),
    (b"[COPYUID 9 1:3 20:22]", None),  # other messages than asked for
    (b"[COPYUID 9 1,3:4 20:21]", None),
    (b"[COPYUID 9 1,3:4 *]", None),
    (b"[COPYUID x 1,3:4 20:22]", None),
    (b"[COPYUID 9]", None),
    (b"", None),
])
def test_what_the_server_tells_of_a_copy(words: bytes, copied: Copied | None) -> None:
    answers = {b"SELECT": b"* OK [UIDVALIDITY 7] x\r\n{tag} OK done\r\n",
               b"COPY": b"{tag} OK " + words + b" done\r\n"}
    with Talker(answers) as talker:
        session = Session.connect(Endpoint("127.0.0.1", talker.port, Security.PLAINTEXT, "me"), "secret")
        try:
            with session.opened("Source") as mailbox:
                assert mailbox.uidvalidity == 7
                assert mailbox.copy([4, 1, 3], 'a "b"') == copied
        finally:
            session.abort()
        assert any(line.endswith(b'UID COPY 1,3:4 "a \\"b\\""') for line in talker.lines)


# --- removing --------------------------------------------------------------------------------------------------------


def test_only_what_is_named_is_removed(place: Place) -> None:
    """The third message is one that the user has marked as deleted; a plain EXPUNGE would destroy it."""
    with place.session() as session:
        name = box(session, "Box")
        uids = filled(session, name)
        before = flags_of(place, name)
        assert "\\Deleted" in before[uids[2]]
        with session.opened(name) as mailbox:
            mailbox.remove([uids[4], uids[1]])
        assert flags_of(place, name) == {uid: before[uid] for uid in (uids[0], uids[2], uids[3])}
        with session.opened(name) as mailbox:
            mailbox.remove([uids[1], uids[0], uids[4] + 1000])
            assert mailbox.uids_from(1) == [uids[2], uids[3]]
            assert mailbox.uids_from(uids[3]) == [uids[3]]
            assert mailbox.uids_from(uids[3] + 1) == []
            mailbox.remove([])
    assert flags_of(place, name) == {uid: before[uid] for uid in (uids[2], uids[3])}


def test_many_are_removed_in_portions(on_dovecot: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "_AT_ONCE", 10)
    with on_dovecot.session() as session:
        stored = session.append("INBOX", [Mail(numbered(number)) for number in range(50)], quiet())
        assert isinstance(stored, Stored)
        assert stored.uids is not None
        with session.opened("INBOX") as mailbox:
            mailbox.remove(stored.uids[::2])
    assert list(flags_of(on_dovecot, "INBOX")) == list(stored.uids[1::2])


# --- leaving ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("unselect", [True, False])
def test_leaving_expunges_nothing(place: Place, unselect: bool, fails: bool) -> None:
    with place.session() as session:
        if not unselect:
            session.capabilities = Capabilities(session.capabilities - {"UNSELECT"})
        name = box(session, "Box")
        filled(session, name)
        before = flags_of(place, name)
        if fails:
            with pytest.raises(CommandRefused), session.opened(name) as mailbox:
                mailbox.copy([1, 2, 3, 4, 5], session.namespace().prefix + "none")
        else:
            with session.opened(name):
                pass
    assert flags_of(place, name) == before


def test_a_mailbox_that_is_not_there_cannot_be_opened(place: Place) -> None:
    with place.session() as session:
        with pytest.raises(CommandRefused), session.opened(session.namespace().prefix + "none"):
            pass
        assert session.status("INBOX") is not None


def test_deleting_and_creating_without_a_subscription(place: Place) -> None:
    with place.session() as session:
        prefix = session.namespace().prefix
        session.create(prefix + "Seen")
        session.create(prefix + "Hidden", subscribe=False)
        with signed_in(place.server, place.account) as connection:
            subscribed = str(connection.lsub('""', "*"))
        assert "Seen" in subscribed
        assert "Hidden" not in subscribed
        session.delete(prefix + "Hidden")
        assert session.status(prefix + "Hidden") is None
        with pytest.raises(CommandRefused):
            session.delete(prefix + "Hidden")


# --- sets ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("uids", "text"), [
    ([1], "1"), ([3, 1, 2], "1:3"), ([1, 3], "1,3"), ([9, 1, 2, 4, 5, 6, 8, 8], "1:2,4:6,8:9"),
    ([4294967295], "4294967295")])
def test_a_sequence_set(uids: list[int], text: str) -> None:
    assert sequence_set(uids) == text


def test_a_set_without_uids_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="without UIDs"):
        sequence_set([])
