"""Messages that Cyrus refuses as they are: each is named and kept aside, or repaired, or arrives in a literal8. And the
other mail arrives."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.checker import Stored, read_mailbox
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewCyrusAccount, NewFaultProxy
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import Ferry, as_counts
from tests.transfer.refusals import (
    FROM_LINE,
    LARGE,
    NO_COLON,
    NO_HEADER,
    NUL_IN_HEADER,
    NUL_IN_PART,
    SEVEN,
    SPACED,
    Odd,
    ordinary,
    write_maildir,
)

from mailferry.errors import Problem
from mailferry.transfer.aside import INDEX
from mailferry.transfer.report import report_lines
from mailferry.transfer.values import BatchState, DeliveryKind, ImportView, OnRefused, Retry

INVALID = b"X-Invalid-Header-Line: "


@pytest.fixture
def account(cyrus_account: NewCyrusAccount) -> Account:
    return cyrus_account()


@pytest.fixture
def ferry(cyrus_limited: ImapServer, account: Account, new_ferry: NewFerry) -> Ferry:
    return new_ferry(cyrus_limited, account)


def octets(server: ImapServer, account: Account) -> list[bytes]:
    """What the mailbox holds beside ordinary mail, in the order of arrival."""
    usual = {ordinary(number).replace(b"\n", b"\r\n") for number in range(100)}
    return [message.octets for message in read_mailbox(server, account, octets=True)
            if message.octets is not None and message.octets not in usual]


def report(ferry: Ferry, view: ImportView) -> list[str]:
    with ferry.reading() as reader:
        return list(report_lines(reader, [view.id], 1.0))


def aside(ferry: Ferry, view: ImportView) -> dict[str, bytes]:
    """The files that were kept, and the index."""
    folder = ferry.engine.aside_folder(view.id)
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def refused_batch(ferry: Ferry, view: ImportView) -> int:
    [batch] = [batch for batch in ferry.batches(view.id, BatchState.REJECTED) if batch.current]
    return batch.id


def test_seven_are_named_and_kept_aside_and_all_others_arrive(
        ferry: Ferry, cyrus: ImapServer, account: Account, tmp_path: Path) -> None:
    view = ferry.bring(write_maildir(tmp_path / "mail", 70), batch_messages=40)
    assert as_counts(view.totals) == (63, 7, 0, 0)
    arrived: list[Stored] = read_mailbox(cyrus, account)
    assert len(arrived) == 63
    assert octets(cyrus, account) == []
    kept = aside(ferry, view)
    index = kept.pop(INDEX).decode()
    assert sorted(kept.values()) == sorted(odd.wire for odd in SEVEN)
    lines = report(ferry, view)
    for odd in SEVEN:
        [line] = [line for line in lines if line.startswith("  Refused: ") and (
            odd.name in line or (odd is NO_HEADER and "“" not in line))]
        assert odd.says in line
        assert (". It can be repaired: " in line) == (odd is not LARGE)
        [name] = [name for name, content in kept.items() if content == odd.wire]
        assert odd is NO_HEADER or odd.name in name
        entry = index.split(f"\n{name}\n")[1].split("\n\n")[0]
        assert odd.says in entry
    assert f"        7 refused messages are kept in {ferry.engine.aside_folder(view.id)}" in lines


def test_repaired_as_the_servers_words_suggest(
        ferry: Ferry, cyrus: ImapServer, account: Account, tmp_path: Path) -> None:
    view = ferry.bring(write_maildir(tmp_path / "mail", 35), batch_messages=20, on_refused=OnRefused.REPAIR)
    assert as_counts(view.totals) == (34, 1, 0, 0)
    assert sorted(octets(cyrus, account)) == sorted([
        NUL_IN_HEADER.wire.replace(b"\0", b" "), NUL_IN_PART.wire.replace(b"\0", b" "), b"\r\n" + NO_HEADER.wire,
        NO_COLON.wire.replace(b"this line", INVALID + b"this line"), INVALID + SPACED.wire, INVALID + FROM_LINE.wire])
    lines = [line for line in report(ferry, view) if line.startswith("  Repaired: ")]
    assert len(lines) == 6
    assert "“NUL in the header” (1500000002.M2.host:2,S): 1 NUL character becomes a space." in lines[0]
    assert [content for name, content in aside(ferry, view).items() if name != INDEX] == [LARGE.wire]


def test_octets_over_127_in_a_header_are_encoded(
        ferry: Ferry, cyrus: ImapServer, account: Account, tmp_path: Path) -> None:
    header = b"Message-ID: <1@example.org>\nSubject: Gr\xc3\xbc\xc3\x9fe\nFrom: J\xf6rg <j@example.org>\n"
    odd = Odd("8-bit", header + b"\nGr\xfc\xdfe.\n", "non-ASCII")
    view = ferry.bring(write_maildir(tmp_path / "mail", 9, (odd,)), on_refused=OnRefused.REPAIR)
    assert as_counts(view.totals) == (9, 0, 0, 0)
    assert octets(cyrus, account) == [
        b"Message-ID: <1@example.org>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
        b"From: =?windows-1252?q?J=F6rg?= <j@example.org>\r\n\r\nGr\xfc\xdfe.\r\n"]


@pytest.fixture
def without_multiappend(cyrus_limited: ImapServer, fault_proxy: NewFaultProxy) -> ImapServer:
    return fault_proxy(cyrus_limited, hide=["MULTIAPPEND"]).server


@pytest.mark.parametrize("kind", [DeliveryKind.STAGED, DeliveryKind.REVERSIBLE, DeliveryKind.SEPARATE])
def test_without_multiappend_it_is_the_same(
        without_multiappend: ImapServer, account: Account, new_ferry: NewFerry, tmp_path: Path,
        kind: DeliveryKind) -> None:
    ferry = new_ferry(without_multiappend, account)
    nul = Odd("nul", b"Subject: nul\n\nHel\0lo.\n", "NUL")
    view = ferry.bring(write_maildir(tmp_path / "mail", 16, (NUL_IN_HEADER, nul, NO_HEADER, LARGE)), delivery=kind,
                       on_refused=OnRefused.REPAIR)
    assert as_counts(view.totals) == (15, 1, 0, 0)
    assert sorted(octets(without_multiappend, account)) == sorted([NUL_IN_HEADER.wire.replace(b"\0", b" "), nul.wire,
                                                                   b"\r\n" + NO_HEADER.wire])
    assert [content for name, content in aside(ferry, view).items() if name != INDEX] == [LARGE.wire]


def test_only_named(ferry: Ferry, tmp_path: Path) -> None:
    view = ferry.bring(write_maildir(tmp_path / "mail", 3, (NO_COLON,)), on_refused=OnRefused.REPORT)
    assert as_counts(view.totals) == (2, 1, 0, 0)
    assert aside(ferry, view) == {}


def test_a_nul_in_the_text_arrives_in_a_literal8(
        ferry: Ferry, cyrus: ImapServer, account: Account, tmp_path: Path) -> None:
    """It is refused in a plain literal first; what is known then spares the later ones that."""
    nuls = tuple(Odd(f"nul {number}", b"Subject: nul %d\n\nHel\0lo.\n" % number, "NUL") for number in range(4))
    view = ferry.bring(write_maildir(tmp_path / "mail", 40, nuls), batch_messages=10)
    assert as_counts(view.totals) == (40, 0, 0, 0)
    assert sorted(octets(cyrus, account)) == sorted(nul.wire for nul in nuls)
    assert len(ferry.batches(view.id, BatchState.REJECTED)) == 2  # the batch of the first, and the first alone


# --- by a person -----------------------------------------------------------------------------------------------------


def test_a_person_has_a_refused_message_repaired(
        ferry: Ferry, cyrus: ImapServer, account: Account, tmp_path: Path) -> None:
    view = ferry.bring(write_maildir(tmp_path / "mail", 3, (NO_COLON,)))
    batch_id = refused_batch(ferry, view)
    assert ferry.engine.repairs_for(batch_id) == [
        "1 header line that is no field becomes the text of a field X-Invalid-Header-Line."]
    ferry.engine.retry(batch_id, Retry.REPAIR)
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (3, 0, 0, 0)
    assert octets(cyrus, account) == [NO_COLON.wire.replace(b"this line", INVALID + b"this line")]
    [before] = [batch for batch in ferry.batches(view.id) if batch.id == batch_id]
    assert (before.state, before.octets, before.current) == (BatchState.REJECTED, len(NO_COLON.wire), 0)


def test_what_no_repair_helps_is_set_aside_and_left_out(ferry: Ferry, tmp_path: Path) -> None:
    view = ferry.bring(write_maildir(tmp_path / "mail", 3, (LARGE,)), on_refused=OnRefused.REPORT)
    batch_id = refused_batch(ferry, view)
    assert ferry.engine.repairs_for(batch_id) == []
    with pytest.raises(Problem, match="knows no repair"):
        ferry.engine.retry(batch_id, Retry.REPAIR)
    ferry.engine.retry(batch_id, Retry.ASIDE)
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (2, 0, 1, 0)
    assert [content for name, content in aside(ferry, view).items() if name != INDEX] == [LARGE.wire]
    assert any(line.startswith("  Left out: “larger than the server takes”") and "larger than this server takes" in line
               for line in report(ferry, view))


def test_where_nothing_can_be_kept_that_is_said_and_nothing_is_lost(ferry: Ferry, tmp_path: Path) -> None:
    (tmp_path / "state" / "aside").write_bytes(b"in the way")
    view = ferry.bring(write_maildir(tmp_path / "mail", 3, (NO_COLON,)))
    assert as_counts(view.totals) == (2, 1, 0, 0)
    [batch] = [batch for batch in ferry.batches(view.id, BatchState.REJECTED) if batch.current]
    assert "could not be set aside" in batch.reason
    assert "It is still in its source." in batch.reason
    (tmp_path / "state" / "aside").unlink()
    ferry.engine.retry(batch.id, Retry.ASIDE)
    assert [content for name, content in aside(ferry, view).items() if name != INDEX] == [NO_COLON.wire]


def test_the_command_line_repairs(cyrus: ImapServer, account: Account, new_program: NewProgram, tmp_path: Path) -> None:
    program = new_program(account)
    source = write_maildir(tmp_path / "mail", 3, (SPACED,))
    ended = program.run("import", source, *program.target(cyrus), "--on-refused", "repair")
    assert ended.code == 0
    assert "  Repaired: “a space in a field name”" in ended.output
    assert octets(cyrus, account) == [INVALID + SPACED.wire]
