"""Mail arrives: octets, flags, dates, mailboxes. Read afterwards by the checker, on a connection of its own."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.servers.checker import Stored, as_multiset, list_mailboxes, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount, NewFaultProxy, NewPymap
from tests.transfer.boxes import HOSTILE, Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real, as_counts

from mailferry.transfer.messages import Note
from mailferry.transfer.values import BatchState, DeliveryKind, ImportOptions, Retry, Selection


def stored(content: list[Mail]) -> object:
    return as_multiset(mail.stored for mail in content)


def test_two_thousand_messages_in_at_most_forty_appends(
        real: Real, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(2000, body=HOSTILE)
    source = write_mbox(tmp_path / "box.mbox", content)
    account, proxy = real.new_account(), fault_proxy(real.server)
    ferry = new_ferry(proxy.server, account)
    view = ferry.bring(source)
    assert as_counts(view.totals) == (2000, 0, 0, 0)
    assert view.delivery is DeliveryKind.MULTIAPPEND
    assert proxy.appends <= 40
    found = read_mailbox(real.server, account)
    assert as_multiset(found) == stored(content)
    assert view.totals.committed_octets == sum(len(mail.wire) for mail in content)
    uids = {message.subject: message.uid for batch in ferry.batches(view.id) for message in ferry.messages(batch)}
    assert uids == {f"number {mail.number}": message.uid for mail, message in zip(content, found, strict=True)}


def test_a_tree_of_folders_becomes_mailboxes(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(9)
    tree = tmp_path / "Mail"
    (tree / "Work" / "cur").mkdir(parents=True)
    (tree / "Work" / "new").mkdir()
    (tree / "loose.eml").parent.mkdir(exist_ok=True)
    (tree / "loose.eml").write_bytes(content[0].octets)
    os.utime(tree / "loose.eml", (content[0].date.timestamp(),) * 2)
    write_mbox(tree / "Büro & Küche.mbox", content[1:4])
    write_mbox(tree / "Lists" / "2019" / "dev", content[4:7])
    seconds = int(content[7].date.timestamp())
    (tree / "Work" / "cur" / f"{seconds}.1.host:2,FRS").write_bytes(content[7].octets)
    os.utime(tree / "Work" / "cur" / f"{seconds}.1.host:2,FRS", (seconds, seconds))
    (tree / "notes.txt").write_text("no mail")
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    view = ferry.bring(tree, target=("Archive",))
    assert as_counts(view.totals) == (8, 0, 0, 0)
    assert view.totals.ignored == 1

    delimiter = "." if real.server.name == "dovecot" else "/"

    def mailbox(*path: str) -> list[Stored]:
        return read_mailbox(real.server, account, delimiter.join(("Archive", "Mail", *path)))

    assert [message.sha256 for message in mailbox()] == [content[0].stored.sha256]
    assert as_multiset(mailbox("Büro & Küche")) == stored(content[1:4])
    assert as_multiset(mailbox("Lists", "2019", "dev")) == stored(content[4:7])
    assert mailbox("Work") == [Stored.of(content[7].wire, {"\\Flagged", "\\Answered", "\\Seen"}, content[7].date)]


def test_the_root_of_a_maildir_goes_into_the_mailbox_itself(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(2)
    for mail, name in zip(content, ("cur/{}.a.host:2,S", "new/{}.b.host"), strict=True):
        path = tmp_path / "box" / name.format(int(mail.date.timestamp()))
        path.parent.mkdir(parents=True)
        path.write_bytes(mail.octets)
        os.utime(path, (mail.date.timestamp(),) * 2)
    account = real.new_account()
    new_ferry(real.server, account).bring(tmp_path / "box", target=("Sent 2019",))
    assert as_multiset(read_mailbox(real.server, account, "Sent 2019")) == as_multiset([
        Stored.of(content[0].wire, {"\\Seen"}, content[0].date), Stored.of(content[1].wire, (), content[1].date)])
    assert read_mailbox(real.server, account) == []


def test_equal_folders_of_two_sources_share_a_mailbox(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(4)
    write_mbox(tmp_path / "a" / "Mail" / "box", content[:2])
    write_mbox(tmp_path / "b" / "Mail" / "box", content[2:])
    account = dovecot_account()
    new_ferry(dovecot, account).bring(tmp_path / "a" / "Mail", tmp_path / "b" / "Mail", target=("In",))
    assert as_multiset(read_mailbox(dovecot, account, "In.Mail.box")) == stored(content)


def test_names_that_the_server_cannot_have_and_that_collide_are_numbered_and_told(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(3)
    for number, name in enumerate(("a.b", "a_b", "100% *")):
        write_mbox(tmp_path / "Mail" / name, content[number:number + 1])
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    view = ferry.bring(tmp_path / "Mail", target=("In",))
    assert as_counts(view.totals) == (3, 0, 0, 0)
    names = {name: read_mailbox(dovecot, account, name) for name in list_mailboxes(dovecot, account)
             if name.startswith("In.Mail.")}
    assert {name: [message.sha256 for message in found] for name, found in names.items()} == {
        "In.Mail.100_ _": [content[2].stored.sha256], "In.Mail.a_b": [content[0].stored.sha256],
        "In.Mail.a_b 2": [content[1].stored.sha256]}
    with ferry.reading() as reader:
        told = dict(reader.renamed_mailboxes(view.id))
    assert told.keys() == {"In.Mail.100_ _", "In.Mail.a_b", "In.Mail.a_b 2"}
    assert "100% *" in told["In.Mail.100_ _"]
    assert "In.Mail.a_b already" in told["In.Mail.a_b 2"]


def test_names_that_cyrus_refuses_lose_their_punctuation_and_are_told_and_are_the_same_the_next_time(
        cyrus: ImapServer, cyrus_account: NewCyrusAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(4)
    write_mbox(tmp_path / "Büro; alt!" / "A & B", content[:2])
    write_mbox(tmp_path / "Büro; alt!" / "日本!", content[2:])
    account = cyrus_account()
    ferry = new_ferry(cyrus, account)
    view = ferry.bring(tmp_path / "Büro; alt!", target=("In",))
    assert as_counts(view.totals) == (4, 0, 0, 0)
    found = {name: as_multiset(read_mailbox(cyrus, account, name)) for name in list_mailboxes(cyrus, account)}
    assert {name: held for name, held in found.items() if held} == {
        "In/Büro_ alt_/A _ B": stored(content[:2]), "In/Büro_ alt_/日本_": stored(content[2:])}
    with ferry.reading() as reader:
        told = dict(reader.renamed_mailboxes(view.id))
    assert told == {name: f"The server refused the name In/Büro; alt!/{leaf}: Invalid mailbox name"
                    for name, leaf in (("In/Büro_ alt_/A _ B", "A & B"), ("In/Büro_ alt_/日本_", "日本!"))}
    assert as_counts(ferry.bring(tmp_path / "Büro; alt!", target=("In",)).totals) == (0, 0, 4, 0)
    assert list_mailboxes(cyrus, account) == sorted(found)


def test_a_folder_named_inbox_below_inbox_goes_beside_it_where_the_server_wants_that(
        cyrus: ImapServer, cyrus_account: NewCyrusAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(4)
    write_mbox(tmp_path / "Inbox" / "A", content[:2])
    (tmp_path / "Inbox" / "b.eml").write_bytes(content[2].octets)
    account = cyrus_account()
    ferry = new_ferry(cyrus, account)
    view = ferry.bring(tmp_path / "Inbox")
    assert as_counts(view.totals) == (3, 0, 0, 0)
    assert [message.sha256 for message in read_mailbox(cyrus, account, "INBOX 2")] == [content[2].stored.sha256]
    assert as_multiset(read_mailbox(cyrus, account, "INBOX/A")) == stored(content[:2])
    with ferry.reading() as reader:
        told = dict(reader.renamed_mailboxes(view.id))
    assert told.keys() == {"INBOX 2", "INBOX/A"}
    assert "INBOX/Inbox" in told["INBOX 2"]


def test_folders_below_inbox_where_the_server_has_them(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(2)
    write_mbox(tmp_path / "Projects" / "A", content)
    account = dovecot_account(separator="/")
    view = new_ferry(dovecot, account).bring(tmp_path / "Projects")
    assert as_counts(view.totals) == (2, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account, "INBOX/Projects/A")) == stored(content)


def test_a_namespace_behind_inbox(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(2)
    account = dovecot_account(prefix="INBOX.")
    new_ferry(dovecot, account).bring(write_mbox(tmp_path / "a", content), target=("Archive",))
    assert as_multiset(read_mailbox(dovecot, account, "INBOX.Archive")) == stored(content)


def test_mail_marked_as_deleted_arrives_without_the_mark_and_is_counted(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = [Mail(1, flags=frozenset({"\\Seen", "\\Deleted"})), Mail(2)]
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert as_multiset(read_mailbox(real.server, account)) == stored(content)
    with ferry.reading() as reader:
        assert reader.notes(view.id)[Note.DELETED_LEFT_OUT] == 1


def test_empty_messages_are_counted_one_by_one(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(1)
    empty = b"From - Sat Jul  1 19:33:02 2000\n\n"
    (tmp_path / "box").write_bytes(content[0].in_mbox + empty * 3)
    (tmp_path / "empty.eml").write_bytes(b"")
    account = dovecot_account()
    view = new_ferry(dovecot, account).bring(tmp_path / "box", tmp_path / "empty.eml")
    assert as_counts(view.totals) == (1, 0, 4, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == stored(content)


def test_what_is_named_twice_arrives_once(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(5)
    box = write_mbox(tmp_path / "Mail" / "box", content)
    account = dovecot_account()
    view = new_ferry(dovecot, account).bring(box, box, tmp_path / "Mail")
    assert as_counts(view.totals) == (5, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == stored(content)


def test_single_messages_and_single_folders_of_a_source(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(6)
    tree = tmp_path / "Mail"
    box = write_mbox(tree / "box", content[:3])
    write_mbox(tree / "Lists" / "dev", content[3:])
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    offset = len(content[0].in_mbox)
    start = box.read_bytes().index(b"\n", offset) + 1
    ferry.engine.start_import([Selection(str(tree), None, frozenset({(str(box), start)}))], ferry.name, ("One",))
    ferry.engine.start_import([Selection(str(tree), ("Mail", "Lists"))], ferry.name, ("Folder",), ImportOptions())
    ferry.rest()
    assert as_multiset(read_mailbox(dovecot, account, "One")) == stored(content[1:2])
    assert as_multiset(read_mailbox(dovecot, account, "Folder.Lists.dev")) == stored(content[3:])
    names = [name for name in list_mailboxes(dovecot, account) if name not in ("Folder", "Folder.Lists")]
    assert sum(len(read_mailbox(dovecot, account, name)) for name in names) == 4


def test_a_server_with_neither_multiappend_nor_uidplus_gets_message_by_message(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        tmp_path: Path) -> None:
    content = mails(7)
    account, proxy = dovecot_account(), fault_proxy(dovecot, hide=["MULTIAPPEND", "UIDPLUS"])
    view = new_ferry(proxy.server, account).bring(write_mbox(tmp_path / "box", content))
    assert view.delivery is DeliveryKind.SEPARATE
    assert as_counts(view.totals) == (7, 0, 0, 0)
    assert proxy.appends == view.totals.batches == 7
    assert as_multiset(read_mailbox(dovecot, account)) == stored(content)


def test_a_server_that_refuses_multiappend_is_never_sent_one(
        new_pymap: NewPymap, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(7)
    pymap = new_pymap(multi_append=False)
    view = new_ferry(pymap.server, pymap.account).bring(write_mbox(tmp_path / "box", content))
    assert as_counts(view.totals) == (7, 0, 0, 0)
    assert as_multiset(read_mailbox(pymap.server, pymap.account)) == stored(content)


def test_batches_that_were_planned_for_multiappend_go_singly_where_it_is_gone(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        tmp_path: Path) -> None:
    content = mails(6)
    account = dovecot_account()
    first = new_ferry(dovecot, account)
    first.engine.pause(first.name)
    first.wait_for(lambda: first.account.state.value == "paused")
    import_id = first.start(write_mbox(tmp_path / "box", content))
    first.rest()
    first.engine.close()
    proxy = fault_proxy(dovecot, hide=["MULTIAPPEND"])
    second = new_ferry(proxy.server, account, connect=False)
    second.engine._journal._db.execute("UPDATE accounts SET port = ?, name = ?", (proxy.server.port, second.name))
    second.connect().rest()
    assert as_counts(second.totals(import_id)) == (6, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == stored(content)


def test_literals_one_by_one_where_the_server_wants_them(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        tmp_path: Path) -> None:
    content = mails(20)
    account = dovecot_account(literal_minus=True)
    proxy = fault_proxy(dovecot, hide=["LITERAL-"])
    view = new_ferry(proxy.server, account).bring(write_mbox(tmp_path / "box", content))
    assert as_counts(view.totals) == (20, 0, 0, 0)
    assert proxy.appends == 1
    assert as_multiset(read_mailbox(dovecot, account)) == stored(content)


def test_without_uidplus_everything_arrives_and_the_uids_are_not_known(
        real: Real, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(5)
    account, proxy = real.new_account(), fault_proxy(real.server, hide=["UIDPLUS"])
    ferry = new_ferry(proxy.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert as_counts(view.totals) == (5, 0, 0, 0)
    assert as_multiset(read_mailbox(real.server, account)) == stored(content)
    [batch] = ferry.batches(view.id, BatchState.COMMITTED)
    assert {message.uid for message in ferry.messages(batch)} == {None}


def test_every_batch_is_told_of(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    server, account, limit = real.limited()
    content = mails(8)
    content[3] = Mail(3, b"x" * 70 + b"\n" + b"y" * limit + b"\n")
    ferry = new_ferry(server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    batches = {batch.id: batch.state for batch in ferry.batches(view.id)}
    assert ferry.heard() == batches
    [rejected] = [batch for batch in ferry.batches(view.id, BatchState.REJECTED) if batch.current]
    ferry.engine.retry(rejected.id, Retry.AGAIN)
    ferry.rest()
    assert ferry.heard() == {batch.id: batch.state for batch in ferry.batches(view.id)}
    assert len(ferry.heard()) == len(batches) + 1


def test_no_password_is_in_any_file_of_the_state_folder(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = replace(dovecot_account(), password="correct horse battery")
    ferry = new_ferry(dovecot, account)
    assert ferry.account.title == "Sign-in did not work"
    ferry.engine.close()
    for path in (tmp_path / "state").iterdir():
        octets = path.read_bytes()
        assert b"correct horse" not in octets
        assert b"Y29ycmVjdCBob3JzZ" not in octets


@pytest.mark.parametrize("what", ["missing", "secret"])
def test_a_source_that_cannot_be_opened_is_named_and_the_rest_goes_on(
        what: str, dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry,
        tmp_path: Path) -> None:
    content = mails(2)
    good = write_mbox(tmp_path / "good", content)
    bad = tmp_path / "bad.eml"
    if what == "secret":
        bad.mkdir()
        (bad / "link.eml").symlink_to(bad / "nowhere")
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    view = ferry.bring(bad, good)
    assert as_counts(view.totals) == (2, 0, 0, 1)
    with ferry.reading() as reader:
        [finding] = reader.findings(view.id)
    assert finding.fate == "failed"
    assert str(bad) in finding.path
    assert finding.sentence.endswith(".")
