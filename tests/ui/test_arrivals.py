"""What other programs hand over: Thunderbird's drags as they were measured, files that vanish, octets of messages."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from tests.servers.checker import read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.ui.desk import Desk, drag
from tests.ui.made import letter, wire

from mailferry.mail.message import Message
from mailferry.mail.source import open_source
from mailferry.sandbox import Sandbox
from mailferry.transfer.claimed import Claims
from mailferry.ui.arrivals import received

LIST = "application/x-moz-internal-item-list"
PROMISE = "application/x-moz-file-promise"


class Offer(QMimeData):
    """What another program offers: it notices each reading, and does something when the list of files is read."""

    def __init__(self, formats: dict[str, bytes]) -> None:
        super().__init__()
        self._formats = formats
        self.reads: Counter[str] = Counter()

    def formats(self) -> list[str]:
        return list(self._formats)

    def hasFormat(self, name: str) -> bool:
        return name in self._formats

    def retrieveData(self, name: str, kind: object) -> object:
        self.reads[name] += 1
        return QByteArray(self._formats.get(name, b""))


def urls(*paths: Path) -> bytes:
    return b"".join(path.as_uri().encode() + b"\r\n" for path in paths)


def handed(folder: Path, **messages: bytes) -> list[Path]:
    """Messages as Thunderbird writes them for a drag."""
    paths = []
    for number, (name, octets) in enumerate(messages.items()):
        path = folder / f"dnd_file-{number}" / f"{name}.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
        paths.append(path)
    return paths


@pytest.fixture
def claims(tmp_path: Path) -> Claims:
    return Claims(tmp_path / "claimed")


def names_in(path: str) -> list[str]:
    return [Path(item.locator.path).name for item in open_source(path).scan() if isinstance(item, Message)]


def shown(desk: Desk, pane: str = "mailboxes") -> str:
    notice = getattr(desk.window, pane).notices.notice("arrival")
    return "" if notice is None else " ".join(label.text() for label in notice.findChildren(QLabel))


def test_several_messages_of_thunderbird_are_one_source_in_their_order(claims: Claims, tmp_path: Path) -> None:
    offer = Offer({"text/uri-list": urls(*handed(tmp_path, b=letter(1), a=letter(2))), LIST: b""})
    arrival = received(offer, claims)
    assert arrival.cargo is not None
    assert (arrival.title, arrival.cargo.messages, arrival.cargo.title) == ("", 2, "2 messages from Thunderbird")
    (selection,) = arrival.cargo.selections
    assert names_in(selection.path) == ["b.eml", "a.eml"]
    assert offer.reads == {"text/uri-list": 1}


def test_a_message_that_thunderbird_left_out_is_told_with_its_place(claims: Claims, tmp_path: Path) -> None:
    first, second, third = handed(tmp_path, a=letter(1), Re_Hello=letter(2), c=letter(3))
    offer = Offer({"text/uri-list": urls(first, second, second, third), LIST: b""})
    arrival = received(offer, claims)
    assert arrival.cargo is not None
    assert arrival.cargo.messages == 3
    assert arrival.sentence == ("Thunderbird left out 1 of 4 messages: number 3 of those selected, after "
                                "“Re_Hello.eml”. Drag it alone.")
    arrival = received(Offer({"text/uri-list": urls(first, first, second, second), LIST: b""}), claims)
    assert arrival.sentence == ("Thunderbird left out 2 of 4 messages: of those selected numbers 2, 4. Drag each of "
                                "them alone.")


def test_an_empty_list_of_thunderbird_means_that_it_took_too_long(claims: Claims) -> None:
    arrival = received(Offer({"text/uri-list": b"", LIST: b""}), claims)
    assert arrival.cargo is None
    assert "took too long" in arrival.sentence
    assert arrival.wants_profile


def test_files_in_a_folder_of_a_sandbox_are_told(claims: Claims, tmp_path: Path) -> None:
    gone = tmp_path / "dnd_file-9" / "Hello.eml"
    there = handed(tmp_path, here=letter(1))
    arrival = received(Offer({"text/uri-list": urls(*there, gone), LIST: b""}), claims)
    assert arrival.cargo is not None
    assert arrival.cargo.messages == 1
    assert arrival.sentence.startswith("1 of 2 files that Thunderbird names are not there. If it runs in a sandbox")
    nothing = received(Offer({"text/uri-list": urls(gone), PROMISE: b""}), claims)
    assert (nothing.cargo, nothing.title) == (None, "Nothing to import")
    assert len(list(claims.folder.iterdir())) == 1, "nothing is kept of a drag of which nothing came"


@pytest.mark.parametrize(("where", "note"), [(b"mailbox-message://nobody@Local%20Folders/Inbox#13", False),
                                             (b"imap-message://anna@example.org/INBOX#7", True)])
def test_where_a_single_message_lay_tells_whether_its_flags_are_known(claims: Claims, tmp_path: Path, where: bytes,
                                                                      *, note: bool) -> None:
    paths = handed(tmp_path, a=b"X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n" + letter(1))
    arrival = received(Offer({"text/plain": where, "text/uri-list": urls(*paths), PROMISE: b""}), claims)
    assert arrival.cargo is not None
    (message,) = [item for item in open_source(arrival.cargo.selections[0].path).scan() if isinstance(item, Message)]
    assert message.flags == (frozenset() if note else {"\\Seen"})
    assert ("arrive as unread" in arrival.cargo.note) is note


def test_temporary_files_of_any_program_are_claimed_and_own_files_are_not(claims: Claims, tmp_path: Path) -> None:
    own = handed(tmp_path / "mine", a=letter(1))
    arrival = received(Offer({"text/uri-list": urls(*own)}), claims)
    assert arrival.cargo is not None
    assert [selection.path for selection in arrival.cargo.selections] == [str(own[0])]
    temporary = handed(Path(tempfile.gettempdir()), b=letter(2))
    arrival = received(Offer({"text/uri-list": urls(*temporary)}), claims)
    assert arrival.cargo is not None
    temporary[0].unlink()
    assert names_in(arrival.cargo.selections[0].path) == ["b.eml"]


def test_octets_of_a_message_are_kept_where_no_file_comes(claims: Claims) -> None:
    for more in ({}, {"text/uri-list": b"imap://anna@example.org/INBOX/;UID=7\r\n"}):
        arrival = received(Offer({"message/rfc822": letter(1), **more}), claims)
        assert arrival.cargo is not None
        assert names_in(arrival.cargo.selections[0].path) == ["1.eml"]
    assert received(Offer({"message/rfc822": b""}), claims).cargo is None


def test_a_drag_of_thunderbird_arrives_with_its_flags_and_its_files_go(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    user = dovecot_account()
    name = desk.connect_server(dovecot, user)
    above = b"X-Mozilla-Status: %s\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys: \n"
    paths = handed(tmp_path / "drags", a=above % b"0005" + letter(1), b=above % b"0000" + letter(2))
    desk.only_drop_on(name, (), Offer({"text/uri-list": urls(*paths), LIST: b""}))
    for path in paths:
        path.unlink()
    assert "2 messages from Thunderbird" in desk.window.plan.heading.text()
    desk.accept_plan()
    desk.wait(desk.finished)
    assert {message.octets: message.flags for message in read_mailbox(dovecot, user, octets=True)} == {
        wire(letter(1)): {"\\Flagged", "\\Seen"}, wire(letter(2)): set()}
    desk.wait(lambda: not list((desk.state_dir / "claimed").iterdir()))


def test_a_drag_that_is_not_wanted_leaves_nothing(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    offer = Offer({"text/uri-list": urls(*handed(tmp_path / "drags", a=letter(1))), PROMISE: b""})
    desk.only_drop_on(name, (), offer)
    assert len(list((desk.state_dir / "claimed").iterdir())) == 1
    desk.window.plan.cancel_button.click()
    desk.wait(lambda: not list((desk.state_dir / "claimed").iterdir()))


def test_a_drag_can_be_looked_into_first(desk: Desk, tmp_path: Path) -> None:
    tree = desk.window.sources.tree
    offer = Offer({"text/uri-list": urls(*handed(tmp_path / "drags", a=letter(1), b=letter(2))), LIST: b""})
    assert drag(tree, offer, tree.viewport().rect().center())[1]
    desk.wait(lambda: desk.window.sources.messages_model.rowCount() == 2)
    desk.window.sources.remove_current()
    desk.wait(lambda: not list((desk.state_dir / "claimed").iterdir()))


def test_a_folder_of_thunderbird_is_refused_with_a_way_on(desk: Desk, sandbox: Sandbox, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    profile = tmp_path / "home" / ".thunderbird" / "x.default"
    (profile / "Mail" / "Local Folders").mkdir(parents=True)
    (profile / "prefs.js").write_text("")
    (profile / "Mail" / "Local Folders" / "Inbox").write_bytes(b"From - Fri Mar  1 10:00:00 2019\n" + letter(1))
    (profile.parent / "profiles.ini").write_text("[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    name = desk.connect_sandbox(sandbox)
    tree = desk.window.mailboxes.tree
    said: list[str] = []
    over: list[str] = []
    desk.window.mailboxes.status.connect(said.append)
    desk.window.mailboxes.status.connect(lambda _: over.append(desk.window.mailboxes.hover_words.text()))
    offer = Offer({"text/x-moz-folder": b""})
    assert drag(tree, offer, desk.center(tree, desk.mailbox(name))) == (False, False, None)
    assert said[0] == "Thunderbird does not hand folders to other programs.", "what a small window has room for"
    assert over[0].startswith(f"{said[0]} Select the messages in it"), "all of it stands over the mailboxes"
    assert "does not hand folders" in shown(desk)
    assert offer.reads == {}
    notice = desk.window.mailboxes.notices.notice("arrival")
    assert notice is not None
    QTest.keyClick(notice.findChildren(QPushButton)[0], Qt.Key.Key_Space)
    desk.wait(lambda: desk.window.sources.model.paths() == [str(profile)])
    assert shown(desk) == ""
