"""From folders to mailbox names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailferry.transfer.names import clean_part, mailbox_name, numbered, other_names
from mailferry.transfer.values import DeliveryKind, ServerFacts


def server(delimiter: str | None = "/", prefix: str = "") -> ServerFacts:
    return ServerFacts(delimiter, prefix, DeliveryKind.MULTIAPPEND, None, uidplus=True)


@pytest.mark.parametrize(("path", "name"), [
    ((), "INBOX"),
    (("Archive",), "Archive"),
    (("Archive", "2019", "Rechnungen"), "Archive/2019/Rechnungen"),
    (("inbox",), "INBOX"),
    (("Inbox", "Work"), "INBOX/Work"),
    (("a/b", "c"), "a_b/c"),
    (("all*", "100%"), "all_/100_"),
    (("line\nend", "tab\t", "nul\0"), "line_end/tab_/nul_"),
    (("\x7f\x85",), "__"),
    (("\ud800broken",), "_broken"),
    (("Ku\u0308che",), "K\xfcche"),
    (("",), "_"),
    ((" ", "x"), "_/x"),
    (("日本語", "😀"), "日本語/😀"),
])
def test_a_path_and_its_mailbox(path: tuple[str, ...], name: str) -> None:
    assert mailbox_name(path, server()) == name


def test_the_hierarchy_is_the_servers() -> None:
    assert mailbox_name(("a.b", "c/d"), server(".")) == "a_b.c/d"
    assert mailbox_name(("a", "b"), server(None)) == "a_b"


def test_the_personal_namespace_may_have_a_prefix() -> None:
    behind_inbox = server(".", "INBOX.")
    assert mailbox_name(("Archive",), behind_inbox) == "INBOX.Archive"
    assert mailbox_name((), behind_inbox) == "INBOX"
    assert mailbox_name(("INBOX", "x"), behind_inbox) == "INBOX.x"


def test_names_that_collide_are_numbered() -> None:
    assert numbered("a", set()) == "a"
    assert numbered("a", {"a"}) == "a 2"
    assert numbered("a", {"a", "a 2", "a 3"}) == "a 4"


def test_a_child_of_inbox_that_is_refused_goes_beside_it() -> None:
    assert next(other_names(("INBOX", "Work!", "2019"), server(), {"INBOX"})) == "Work!/2019"
    assert next(other_names(("INBOX", "Work"), server(), {"INBOX", "Work"})) == "Work 2"
    assert next(other_names(("inbox", "Inbox"), server(), {"INBOX"})) == "INBOX 2"


def test_a_name_that_is_refused_loses_its_punctuation_and_then_its_other_letters() -> None:
    assert list(other_names(("Büro!", "x;y"), server(), set())) == ["Büro_/x_y", "B_ro_/x_y"]
    assert list(other_names(("Büro!",), server(), {"Büro_"})) == ["Büro_ 2", "B_ro_"]
    assert list(other_names(("Work",), server(), set())) == ["Work 2", "Work 2"], "not the one that was refused"


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.sampled_from(["/", ".", "\\", None]))
def test_whatever_a_folder_is_called_its_mailbox_has_a_name_that_can_be_sent(
        path: list[str], delimiter: str | None) -> None:
    name = mailbox_name(tuple(path), server(delimiter))
    levels = name.split(delimiter) if delimiter else [name]
    assert len(levels) == (len(path) if delimiter else 1)
    assert all(levels)
    assert unicodedata.is_normalized("NFC", name)
    assert not any(letter in "*%" or unicodedata.category(letter) in ("Cc", "Cs") for letter in name)


@given(st.text(max_size=12))
def test_a_clean_name_stays_as_it_is(part: str) -> None:
    once = clean_part(part, "/")
    assert clean_part(once, "/") == once
