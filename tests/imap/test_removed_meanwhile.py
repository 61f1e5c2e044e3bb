"""Messages that another client removes while we have the mailbox open: they are gone for us too, and that is no error.
On Dovecot, Cyrus and Courier (RFC 5530: EXPUNGEISSUED)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.imap.accounts import Place, new_place
from tests.imap.test_opened import box, filled
from tests.servers.checker import quoted, read_mailbox, signed_in

pytestmark = pytest.mark.parametrize("name", ["dovecot", "mdbox", "cyrus", "courier"])


@pytest.fixture
def place(name: str, request: pytest.FixtureRequest) -> Place:
    if name == "mdbox":
        server = request.getfixturevalue("dovecot")
        return Place(server, request.getfixturevalue("dovecot_account")(storage="mdbox"))
    return new_place(name, request)


def destroy(place: Place, mailbox: str, uids: Sequence[int]) -> None:
    """As another client does."""
    with signed_in(place.server, place.account) as connection:
        connection.select(quoted(mailbox))
        which = ",".join(map(str, uids))
        assert connection.uid("STORE", which, "+FLAGS.SILENT", "(\\Deleted)")[0] == "OK"
        assert connection.uid("EXPUNGE", which)[0] == "OK"


def test_what_is_there_is_told(place: Place) -> None:
    with place.session() as session:
        mailbox = box(session, "Source")
        uids = filled(session, mailbox)
        with session.opened(mailbox):
            destroy(place, mailbox, uids[1:3])
            marks = session.stored.marks(uids)
            assert {uid: marks[uid].size for uid in marks if uid not in uids[1:3]}.keys() == {uids[0], *uids[3:]}
            bodies = {uid: b"".join(pieces) for uid, pieces in session.stored.bodies(
                {uid: marks[uid].size for uid in marks})}
            assert all(bodies[uid] for uid in (uids[0], *uids[3:]))


def test_heads_are_told_of_what_is_there(place: Place) -> None:
    with place.session() as session:
        mailbox = box(session, "Source")
        uids = filled(session, mailbox)
        with session.examined(mailbox) as looked_into:
            destroy(place, mailbox, uids[1:3])
            heads = {head.uid: head.head for head in looked_into.heads(uids, 100)}
            assert all(heads[uid] for uid in (uids[0], *uids[3:]))


def test_the_others_are_removed(place: Place) -> None:
    with place.session() as session:
        mailbox = box(session, "Source")
        uids = filled(session, mailbox)
        with session.opened(mailbox) as opened:
            destroy(place, mailbox, uids[1:3])
            opened.remove(uids[:4])
    assert [message.uid for message in read_mailbox(place.server, place.account, mailbox)] == [uids[4]]
