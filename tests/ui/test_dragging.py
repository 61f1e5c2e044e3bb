"""What a drag carries, and that nothing of a drag from outside is read before its drop."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from mailferry.transfer.claimed import Claims
from mailferry.transfer.values import Selection
from mailferry.ui.arrivals import FILES, Cargo, local_paths, named_files
from mailferry.ui.dragging import MIME, Carrier, can_carry


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    return Carrier(Claims(tmp_path / "claimed"))


def test_our_own_selection_comes_back_as_it_went(carrier: Carrier) -> None:
    cargo = Cargo((Selection("/mail/a.mbox", None, frozenset({("/mail/a.mbox", 7)})),), "Letter", 1)
    data = carrier.pack(cargo)
    assert can_carry(data)
    assert carrier.hovering(data) is cargo
    assert carrier.received(data).cargo is cargo


def test_a_selection_of_another_mailferry_is_nothing_to_us(carrier: Carrier, tmp_path: Path) -> None:
    data = Carrier(Claims(tmp_path)).pack(Cargo((Selection("/mail/a.mbox"),), "a.mbox", None))
    assert carrier.received(data).cargo is None


def test_a_copy_may_be_pasted_after_some_drags_but_not_all_are_kept(carrier: Carrier) -> None:
    packed = [carrier.pack(Cargo((Selection(f"/{number}"),), str(number), None)) for number in range(10)]
    assert carrier.received(packed[0]).cargo is None
    assert all(carrier.received(data).cargo is not None for data in packed[3:])


def test_files_become_whole_sources_each_once(carrier: Carrier) -> None:
    data = QMimeData()
    data.setUrls([QUrl("file:///mail/a%20b.mbox"), QUrl("file:///mail/Posteingang/"), QUrl("https://example.org/x.eml"),
                  QUrl("file:///mail/a%20b.mbox")])
    cargo = carrier.received(data).cargo
    assert cargo is not None
    assert cargo.selections == (Selection("/mail/a b.mbox"), Selection("/mail/Posteingang"))
    assert cargo.messages is None


def test_a_name_in_no_valid_encoding_keeps_its_octets(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/gr\xfc\xdfe.mbox"
    url = QUrl.fromEncoded(b"file://" + name.replace(b"\xfc", b"%FC").replace(b"\xdf", b"%DF"))
    assert [os.fsencode(path) for path in local_paths([url])] == [name]


def test_umlauts_and_signs_in_names_survive() -> None:
    names = ["/mail/Grüße 100%.mbox", "/mail/a#b?c.eml", "/mail/e\u0301.mbox"]
    assert local_paths([QUrl.fromLocalFile(name) for name in names]) == names


def test_what_holds_no_file_is_refused(carrier: Carrier) -> None:
    data = QMimeData()
    data.setText("imap://somewhere")
    assert not can_carry(data)
    assert carrier.received(data).cargo is None
    links = QMimeData()
    links.setUrls([QUrl("https://example.org/")])
    assert can_carry(links), "whether the files are here can only be asked at the drop"
    assert carrier.received(links).cargo is None


def test_the_formats_are_the_agreed_ones() -> None:
    assert (MIME, FILES) == ("application/x-mailferry-selection", "text/uri-list")


def test_a_file_on_another_computer_is_not_the_one_of_that_name_here() -> None:
    """RFC 8089: a file URL may name its computer, as some file managers do with this one."""
    named = [b"file://elsewhere.example.org/mail/a.mbox", b"file://localhost/mail/b.mbox",
             f"file://{socket.gethostname()}/mail/c.mbox".encode(), b"file:///mail/d.mbox"]
    assert named_files(b"\r\n".join(named)) == ["/mail/b.mbox", "/mail/c.mbox", "/mail/d.mbox"]
