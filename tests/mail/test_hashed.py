"""Names of Thunderbird's folders that no file can have: they are in the index."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import FROM_LINE, folders, mail, messages, write

from mailferry.mail import hashed

COLUMNS = b"< <(a=c)> // (f=iso-8859-1)\n  (B8=keywords)(A7=mailboxName)(B1=folderName)(B2=MRUTime)>\n"


def msf(values: bytes, cells: bytes) -> bytes:
    return b'// <!-- <mdb:mork:z v="1.4"/> -->\n' + COLUMNS + b"\n<(80=1)(82=1ad41a64)" + values + (
        b">\n{1:^9F {(k^A0:c)(s=9u)} \n  [1(^AC=1)(^A7^82)" + cells + b"(^B2=5)]}\n")


@pytest.mark.parametrize(("values", "cells", "name"), [
    (b"(B1=Q&A: test $CF$84?)", b"(^B1^B1)", "Q&A: test τ?"),
    (b"(B1=old)", b"(^B1^B1)(^B1=new; one)", "new; one"),
    (b"(B1=a \\(b\\) \\$5)", b"(^B1^B1)", "a (b) $5"),
    (b"(B1=a lo\\\nng name)", b"(^B1^B1)", "a long name"),
    (b"", b"", "1ad41a64"), (b"", b"(^B1^77)", "1ad41a64"), (b"(B1= )", b"(^B1^B1)", "1ad41a64")])
def test_the_name_is_that_of_the_index(tmp_path: Path, values: bytes, cells: bytes, name: str) -> None:
    write(tmp_path / "1ad41a64.msf", msf(values, cells))
    assert hashed.called(str(tmp_path), {"1ad41a64.msf"}, "1ad41a64") == name


def test_a_folder_with_children_and_a_maildir(tmp_path: Path) -> None:
    top = tmp_path / "Mail/Local Folders"
    write(top / "1ad41a64", FROM_LINE + mail(1))
    write(top / "1ad41a64.msf", msf(b"(B1=a/b)", b"(^B1^B1)"))
    write(top / "1ad41a64.sbd/long0123abcd/cur/x.eml", mail(2))
    write(top / "1ad41a64.sbd/long0123abcd.msf", msf(b"(B1=long; name)", b"(^B1^B1)"))
    write(top / "deadbeef", FROM_LINE + mail(3))
    write(top / "deadbeef.msf", msf(b"(B1=deadbeef)", b"(^B1^B1)"))
    write(top / "other0123abcd", FROM_LINE + mail(4))
    write(top / "other0123abcd.msf", msf(b"(B1=something else)", b"(^B1^B1)"))
    assert [message.folder for message in messages(top)] == [
        ("a/b",), ("deadbeef",), ("other0123abcd",), ("a/b", "long; name")]
    assert ("a/b",) in folders(top)


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_any_index_is_read_or_not_believed(octets: bytes, cells: bytes) -> None:
    with tempfile.TemporaryDirectory() as directory:
        for index in (octets, msf(octets, cells)):
            write(Path(directory, "1ad41a64.msf"), index)
            assert hashed.called(directory, {"1ad41a64.msf"}, "1ad41a64")
