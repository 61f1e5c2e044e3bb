"""Mail of Outlook, whose octets are made: it arrives as it was made, once, and the report says what it is."""

from __future__ import annotations

from pathlib import Path

from tests.mail.mails import messages
from tests.mail.outlook.made_msg import ARRIVED, Attached, Msg
from tests.mail.outlook.made_pst import Folder, Pst
from tests.servers.checker import read_mailbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real, as_counts

from mailferry.mail.wire import measure
from mailferry.transfer.report import report_lines


def test_a_data_file_arrives_once_with_its_folders_flags_and_dates(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    path = Pst().write(tmp_path / "old.pst", Folder("Inbox", [
        Msg("Grüße", values={0x0E07: 1}, attached=[Attached("a.bin", b"\0" * 300), Attached(message=Msg("inner"))]),
        Msg("unread", values={0x0E07: 0, 0x1090: 2})]), Folder("Sent", [Msg("sent", values={0x0E07: 1})]))
    view = ferry.bring(path, target=("Old",))
    assert as_counts(view.totals) == (3, 0, 0, 0)
    delimiter = "." if real.server.name == "dovecot" else "/"
    first, second = read_mailbox(real.server, account, delimiter.join(("Old", "Inbox")))
    assert [first.sha256, second.sha256] == [
        measure(message).digest.hex() for message in messages(path, tmp_path / "spool") if message.folder == ("Inbox",)]
    assert ("\\Seen" in first.flags, "\\Seen" in second.flags, "\\Flagged" in second.flags) == (True, False, True)
    assert first.internal_date == ARRIVED
    with ferry.reading() as reader:
        report = "\n".join(report_lines(reader, [view.id], 1.0))
    assert "3 made of what Outlook keeps of a message, which is not its octets" in report
    assert as_counts(ferry.bring(path, target=("Old",)).totals) == (0, 0, 3, 0)


def test_a_message_and_what_is_no_mail(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    Msg("one").write(tmp_path / "in/one.msg")
    Msg("who", message_class="IPM.Contact").write(tmp_path / "in/who.msg")
    view = ferry.bring(tmp_path / "in", target=("Old",))
    assert as_counts(view.totals) == (1, 0, 0, 0)
    assert view.totals.ignored == 1
