"""Labels of Google Takeout, as its accounts in several languages write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailferry.mail import labels
from mailferry.mail.message import Message
from mailferry.mail.source import open_source


@pytest.mark.parametrize(("value", "places"), [
    (b"Inbox,Important,Opened,Category Updates", ["Inbox"]),
    (b"Archived,Sent,Opened", ["Sent"]),
    (b"Archived,Category Personal,Unread", ["Archived"]),
    (b"Opened,Work,Travel/Rome", ["Work", "Travel/Rome"]),
    (b'=?UTF-8?Q?Posteingang,Wichtig,Ungelesen,Kategorie:_=22Neuigkeiten=22?=', ["Posteingang"]),
    (b"=?UTF-8?Q?Messages_archiv=C3=A9s,Ouvert,Cat=C3=A9gorie=C2=A0:_E-mails_?=\r\n"
     b' =?UTF-8?Q?personnels,"Culture,_associations,_=C3=A9v=C3=A9nements"?=', ["Culture, associations, événements"]),
    (b"=?UTF-8?Q?Archivov=C3=A1no,Kategorie:_Soci=C3=A1?=\r\n =?UTF-8?Q?ln=C3=AD_s=C3=ADt=C4=9B,"
     b"Nep=C5=99e=C4=8Dten=C3=A9,Facebook?=", ["Facebook"]),
    (b"IMAP_$Forwarded,IMAP_NotJunk,Starred", []),
    (b"INBOX,IMPORTANT,STARRED,UNREAD,CATEGORY_PERSONAL", ["INBOX"]),
    (b"Safata d'entrada,Importants,No llegits,Categoria: Promocions", ["Safata d'entrada"]),
])
def test_which_labels_say_where_a_message_lies(value: bytes, places: list[str]) -> None:
    assert labels.places(labels.parse(value)) == places


@pytest.mark.parametrize(("label", "path"), [
    ("Work", ("Work",)), ("Travel/Rome", ("Travel", "Rome")), ("/a//b/", ("a", "b")), ("a / b", ("a", "b"))])
def test_a_label_as_a_folder(label: str, path: tuple[str, ...]) -> None:
    assert labels.folder_path(label) == path


def test_labels_as_keywords() -> None:
    found = labels.keywords(["Inbox", "Unread", "Markiert", "Travel/Rome", "two words", "Größe", "IMAP_$Forwarded",
                             "(a)", "x" * 60])
    assert found == {"Inbox", "Travel/Rome", "two_words", "Gr&APYA3w-e", "$Forwarded", "_a_", "x" * 50}


@pytest.mark.parametrize(("header", "found"), [
    (b"X-GM-THRID: 1\nX-Gmail-Labels: Inbox,Work\n", ("Inbox", "Work")),
    (b"X-Gmail-Labels: Inbox,Work\n", ()),  # some other program's
])
def test_only_an_mbox_of_takeout_has_labels(tmp_path: Path, header: bytes, found: tuple[str, ...]) -> None:
    (tmp_path / "All mail.mbox").write_bytes(b"From 1@xxx Mon Apr 07 14:31:02 +0000 2025\n" + header
                                             + b"Subject: a\n\nb\n")
    [message] = [item for item in open_source(tmp_path / "All mail.mbox").scan() if isinstance(item, Message)]
    assert message.labels == found


def test_names_are_written_as_they_are_looked_up() -> None:
    assert all(name == name.casefold() for names in (labels.UNREAD, labels.STARRED) for name in names)
    assert labels.is_inbox("ΕΙΣΕΡΧΌΜΕΝΑ")
