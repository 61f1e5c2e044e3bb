"""The plan of a drop: seen before anything is sent, changed in place, and what comes of it on a real server."""

from __future__ import annotations

import threading
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, QSettings, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from tests.mail.outlook.made_msg import Msg
from tests.servers.checker import list_mailboxes, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.ui.desk import Desk, files
from tests.ui.made import FACTS, FROM_LINE_DATE, account, box, letter, mbox

from mailferry.imap.values import Quota
from mailferry.mail import spool
from mailferry.sandbox import Sandbox
from mailferry.transfer.journal_reader import ENOUGH_OCTETS
from mailferry.transfer.survey import FolderCount
from mailferry.transfer.values import TOP, AccountState, ImportOptions
from mailferry.transfer.values_after import Verify
from mailferry.ui.arrivals import cargo_of_paths
from mailferry.ui.plan_model import MAILBOX, PlanModel
from mailferry.ui.plan_parts import table_of
from mailferry.ui.preferences import Preferences, load, save
from mailferry.ui.queue_data import MESSAGES
from mailferry.ui.suggestions import own_mailboxes, suggestion
from mailferry.ui.targets import Drop, Target


def make_mail(folder: Path) -> Path:
    mbox(folder / "Mail" / "Sent Items", [letter(number) for number in range(3)])
    mbox(folder / "Mail" / "Work", [letter(number) for number in range(10, 15)])
    return folder / "Mail"


def counted(desk: Desk) -> bool:
    return "still counting" not in desk.window.plan.facts.text()


@pytest.mark.parametrize(("path", "name"), [((), "Inbox of anna@example.org"), (TOP, "anna@example.org"),
                                            (("Archive", "2019"), "Archive/2019 of anna@example.org")])
def test_a_plan_names_the_account_since_others_may_have_a_mailbox_of_that_name(path: tuple[str, ...],
                                                                               name: str) -> None:
    assert Target("anna@example.org@imap.example.org:993", path).full_name == name


def test_what_is_cut_in_the_table_is_told_whole_when_the_mouse_rests_there() -> None:
    model = PlanModel()
    model.begin(("Archive", "2019"))
    model.take((FolderCount(("Old mail", "Sent Items"), 3, 100),))
    folder, mailbox = (str(model.data(model.index(0, column), Qt.ItemDataRole.ToolTipRole)) for column in (0, MAILBOX))
    assert folder == "Old mail/Sent Items"
    assert mailbox.startswith("Archive/2019/Old mail/Sent Items\n")
    assert "F2" in mailbox


def test_a_plan_names_mailboxes_as_they_will_be_on_their_server() -> None:
    model = PlanModel()
    model.begin(("Archive",), ".")
    model.take((FolderCount(("50 % off*", "a\nb", "  ", "v1.2"), 3, 100),))
    index = model.index(0, MAILBOX)
    assert model.data(index) == "Archive/50 _ off_/a_b/_/v1_2"
    assert model.data(index, Qt.ItemDataRole.EditRole) == model.data(index)
    assert model.chosen() == (), "that is no choice of a person"


def test_a_mailbox_is_written_with_f2_wherever_in_its_row_the_keyboard_is(qtbot: QtBot) -> None:
    model = PlanModel()
    model.begin(())
    model.take((FolderCount(("Old mail",), 3, 100),))
    table = table_of(model)
    qtbot.addWidget(table)
    table.show()
    table.activateWindow()
    table.setFocus()
    table.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_F2)
    field = table.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "INBOX/Old mail"
    QTest.keyClicks(field, "Boats")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.chosen() == ((("Old mail",), ("Boats",)),))


def test_nothing_is_sent_before_import_is_pressed_and_cancel_sends_nothing(desk: Desk, sandbox: Sandbox,
                                                                           tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([make_mail(tmp_path)]))
    plan = desk.window.plan
    desk.wait(lambda: counted(desk) and plan.model.rowCount() == 2)
    assert plan.import_button.hasFocus()
    assert desk.window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange), "a frame shows what Return presses"
    assert plan.heading.text() == "Import “Mail” into Inbox of Practice mailbox?"
    assert "8 messages" in plan.facts.text()
    assert "whole batches, kept by the server" in plan.facts.text()
    assert "The folders go below Inbox. To have them beside it, choose the account itself." in plan.facts.text()
    assert [plan.model.data(plan.model.index(row, MAILBOX)) for row in range(2)] == ["Inbox/Mail/Sent Items",
                                                                                      "Inbox/Mail/Work"]
    QTest.keyClick(plan.import_button, Qt.Key.Key_Escape)
    assert not plan.isVisible()
    assert desk.imports() == []
    cargo = cargo_of_paths([str(tmp_path / "Mail")])
    assert cargo is not None
    desk.window.mailboxes.model.drop(Target(name, TOP), cargo)
    desk.wait(lambda: counted(desk) and plan.model.rowCount() == 2)
    assert "below Inbox" not in plan.facts.text()


def test_what_is_asked_for_twice_is_planned_once(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    for _ in range(2):
        desk.only_drop_on(name, (), files([make_mail(tmp_path)]))
    desk.wait(lambda: counted(desk))
    assert desk.window.plan.pending == 1
    desk.accept_plan()
    assert not desk.window.plan.isVisible()


def test_mail_that_is_made_is_called_so(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    Msg().write(tmp_path / "Mail" / "a.msg")
    desk.only_drop_on(name, (), files([make_mail(tmp_path)]))
    desk.wait(lambda: counted(desk))
    assert "1 is made of what Outlook keeps" in desk.window.plan.facts.text()


def test_a_changed_plan_is_what_is_imported(desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                            tmp_path: Path) -> None:
    user = dovecot_account()
    name = desk.connect_server(dovecot, user)
    desk.window.commands.create_mailbox(name, ("Sent",))
    desk.wait(lambda: desk.mailbox(name, "Sent").isValid())
    desk.only_drop_on(name, (), files([make_mail(tmp_path)]))
    plan = desk.window.plan
    desk.wait(lambda: counted(desk) and plan.own.isVisible())
    plan.own.click()
    assert plan.model.data(plan.model.index(0, MAILBOX)) == "Sent"
    plan.model.setData(plan.model.index(1, MAILBOX), "Old/Work & more")
    plan.mark_read.click()
    desk.accept_plan()
    desk.wait(desk.finished)
    assert desk.imports()[0].totals.committed == 8
    assert sorted(list_mailboxes(dovecot, user)) == ["INBOX", "Old", "Old.Work & more", "Sent"]
    for mailbox, count in (("Sent", 3), ("Old.Work & more", 5)):
        found = list(read_mailbox(dovecot, user, mailbox))
        assert len(found) == count
        assert all("\\Seen" in message.flags for message in found)


def test_dates_leave_out_what_is_older_and_the_numbers_follow(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([make_mail(tmp_path)]))
    plan = desk.window.plan
    desk.wait(lambda: counted(desk))
    day = QDateTime.fromSecsSinceEpoch(int(FROM_LINE_DATE.timestamp())).date()  # it is the next one already in the east
    plan.since.setDate(day.addDays(1))
    plan.since_on.click()
    desk.wait(lambda: "8 are left out" in plan.facts.text())
    assert plan.model.rowCount() == 0
    assert not plan.import_button.isEnabled(), "there is nothing to import"
    plan.since.setDate(day)
    plan.until.setDate(day)
    plan.until_on.click()
    desk.wait(lambda: "8 messages" in plan.facts.text() and counted(desk))
    plan.import_button.click()
    desk.wait(desk.finished)
    assert desk.imports()[0].totals.committed == 8


def test_drops_wait_for_their_turn(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    for number in (1, 2):
        desk.only_drop_on(name, (), files([mbox(tmp_path / f"{number}.mbox", [letter(number)])]))
    plan = desk.window.plan
    assert plan.pending == 2
    assert "One more drop waits" in plan.facts.text()
    assert "1.mbox" in plan.heading.text()
    desk.accept_plan()
    assert "2.mbox" in plan.heading.text()
    desk.accept_plan()
    desk.wait(lambda: len(desk.imports()) == 2)
    assert not plan.isVisible()


@pytest.mark.parametrize(("count", "asked"), [(5, False), (150, True)])
def test_small_drops_start_at_once_where_that_was_chosen(desk: Desk, sandbox: Sandbox, tmp_path: Path, count: int,
                                                         asked: bool) -> None:
    save(desk.window._settings, Preferences(at_once=True))
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(count)])]))
    if asked:
        desk.wait(desk.window.plan.isVisible)
        assert desk.imports() == []
        desk.accept_plan()
    desk.wait(desk.finished)
    assert desk.imports()[0].totals.committed == count


def test_a_drop_of_few_large_messages_is_not_small(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    save(desk.window._settings, Preferences(at_once=True))
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1, octets=11_000_000)])]))
    desk.wait(desk.window.plan.isVisible)
    assert desk.imports() == []


def test_the_plan_says_how_much_is_there_already(desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                                 tmp_path: Path) -> None:
    name = desk.connect_server(dovecot, dovecot_account())
    facts = desk.window.plan.facts
    source = mbox(tmp_path / "a.mbox", [letter(number, octets=ENOUGH_OCTETS // 4) for number in range(5)])
    desk.only_drop_on(name, (), files([source]))
    desk.wait(lambda: "None of them is in the mailbox already." in facts.text())
    assert "How long it takes is not known" in facts.text()
    desk.accept_plan()
    desk.wait(desk.finished)
    more = mbox(tmp_path / "b.mbox", [letter(number, octets=ENOUGH_OCTETS // 4) for number in range(2, 9)])
    desk.only_drop_on(name, (), files([more]))
    desk.wait(lambda: "3 of them are in the mailbox already, and are not sent again." in facts.text())
    assert "At the pace of earlier imports" in facts.text()
    desk.window.plan.model.setData(desk.window.plan.model.index(0, MAILBOX), "Elsewhere")
    desk.wait(lambda: "None of them is in the mailbox already." in facts.text())
    desk.accept_plan()
    desk.wait(lambda: len(desk.imports()) == 2 and desk.finished())
    assert desk.imports()[0].totals.committed == 7


def waiting(desk: Desk, imports: int) -> bool:
    return len(desk.imports()) == imports and desk.imports()[0].totals.waiting == 3


def test_what_is_imported_twice_at_once_is_told_so_and_comes_once(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    account_of_anna = dovecot_account()
    name = desk.connect_server(dovecot, account_of_anna)
    facts, words = desk.window.plan.facts, "being imported into this account right now"
    desk.window.commands.pause(name)
    desk.wait(lambda: desk.is_account(name, AccountState.PAUSED))
    source = mbox(tmp_path / "a.mbox", [letter(number) for number in range(3)])
    for before in (0, 1):
        desk.only_drop_on(name, (), files([source]))
        desk.wait(lambda: counted(desk) and desk.window.plan.isVisible())
        assert (words in facts.text()) == bool(before)
        desk.accept_plan()
        desk.wait(partial(waiting, desk, before + 1))
    desk.window.commands.resume(name)
    desk.wait(desk.finished)
    assert len(read_mailbox(dovecot, account_of_anna, "INBOX")) == 3
    model = desk.window.queue.model
    desk.wait(lambda: [model.data(model.index(row, MESSAGES)) for row in range(2)] == ["3 / 3", "3 / 3"])
    desk.only_drop_on(name, (), files([source]))
    desk.wait(lambda: "3 of them are in the mailbox already" in facts.text())
    assert words not in facts.text()


def test_mail_of_another_account_is_planned_by_its_mailboxes(
        desk: Desk, dovecot: ImapServer, sandbox: Sandbox, dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    user = dovecot_account()
    here, there = desk.connect_server(dovecot, user), desk.connect_sandbox(sandbox)
    for number, (path, count) in enumerate(((("Old",), 3), (("Old", "2019"), 2)), 1):
        desk.window.commands.create_mailbox(here, path)
        desk.wait(partial(lambda path: desk.mailbox(here, *path).isValid(), path))
        desk.drop_on(here, path, files([mbox(tmp_path / f"{count}.mbox", [letter(count + n) for n in range(count)])]))
        desk.wait(partial(lambda number: len(desk.imports()) == number and desk.finished(), number))
    cargo = desk.window.mailboxes.model.cargo(desk.mailbox(here, "Old"))
    assert cargo is not None
    desk.window.mailboxes.model.drop(Target(there, ()), cargo)
    plan = desk.window.plan
    desk.wait(lambda: plan.facts.text().startswith("5 messages, ") and counted(desk))
    assert [plan.model.data(plan.model.index(row, MAILBOX)) for row in range(2)] == ["Inbox", "Inbox/2019"]
    plan.model.setData(plan.model.index(1, MAILBOX), "Boats")
    desk.accept_plan()
    desk.wait(lambda: len(desk.imports()) == 3 and desk.finished())
    assert desk.imports()[0].totals.committed == 5
    desk.wait(lambda: desk.mailbox(there, "Boats").isValid())


def test_an_account_without_room_for_it_is_told(desk: Desk, tmp_path: Path) -> None:
    cargo = cargo_of_paths([str(mbox(tmp_path / "a.mbox", [letter(1, octets=30_000)]))])
    assert cargo is not None
    view = replace(account(box("INBOX")), quota=Quota(90_000, 100_000))
    desk.window.plan.propose(Drop(Target(view.name, ()), cargo), view, ImportOptions())
    desk.wait(lambda: "The account has room for 10.0 kB" in desk.window.plan.facts.text())


def test_import_pressed_while_an_archive_is_unpacked_unpacks_it_once(desk: Desk, sandbox: Sandbox, tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    name = desk.connect_sandbox(sandbox)
    letters = mbox(tmp_path / "a.mbox", [letter(number) for number in range(5)])
    with zipfile.ZipFile(tmp_path / "mail.zip", "w") as archive:
        archive.write(letters, "a.mbox")
    begun, goes_on, times = threading.Event(), threading.Event(), []
    real = spool._unpack

    def slow(*arguments: object) -> None:
        times.append(arguments[0])
        begun.set()
        goes_on.wait(60)
        real(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(spool, "_unpack", slow)
    desk.only_drop_on(name, (), files([tmp_path / "mail.zip"]))
    desk.wait(begun.is_set)
    desk.accept_plan()
    desk.wait(lambda: bool(desk.imports()))
    goes_on.set()
    desk.wait(desk.finished)
    assert len(times) == 1
    assert desk.imports()[0].totals.committed == 5


def test_the_window_closes_while_a_plan_is_shown(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([make_mail(tmp_path)]))
    desk.close()
    assert desk.ended


def test_the_plan_says_what_the_server_will_refuse(desk: Desk, tmp_path: Path) -> None:
    cargo = cargo_of_paths([str(mbox(tmp_path / "a.mbox", [letter(1), letter(2, octets=30_000)]))])
    assert cargo is not None
    view = account(box("INBOX"), facts=replace(FACTS, append_limit=20_000))
    desk.window.plan.propose(Drop(Target(view.name, ()), cargo), view, ImportOptions())
    desk.wait(lambda: "1 is larger than the 20.0 kB" in desk.window.plan.facts.text())


def test_the_model_is_sound_and_an_empty_name_means_the_usual_mailbox() -> None:
    model = PlanModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.begin(("Archive",))
    model.take((FolderCount(("A",), 1, 10),))
    model.take((FolderCount(("A",), 2, 20), FolderCount(("A", "B"), 1, 5)))
    first = model.index(0, MAILBOX)
    assert (model.data(first), model.chosen()) == ("Archive/A", ())
    model.setData(first, " Old / A ")
    assert model.chosen() == ((("A",), ("Old", "A")),)
    model.setData(first, "inbox")
    assert model.chosen() == ((("A",), ()),)
    model.setData(first, "")
    assert model.chosen() == ()
    model.take((FolderCount(("B",), 1, 1),))
    assert model.rowCount() == 1


def test_folders_of_mail_programs_mean_the_mailboxes_of_the_account() -> None:
    view = account(box("INBOX"), box("Sent"), box("Gesendet", "\\Sent"), box("Papierkorb"), box("Archive.Old"),
                   state=AccountState.READY)
    own = own_mailboxes(view)
    assert suggestion(("Profile", "Sent Items"), own) == ("Gesendet",), "what the server marks comes first"
    assert suggestion(("Deleted Items",), own) == ("Papierkorb",)
    assert suggestion(("Posteingang",), own) == ()
    assert suggestion(("Junk",), own) is None
    assert suggestion((), own) is None


def test_what_was_chosen_for_all_imports_is_kept_and_nonsense_is_not(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    assert load(settings) == Preferences()
    chosen = Preferences(True, 50, 8, True, Verify.FULL.value, False)
    save(settings, chosen)
    settings.sync()
    assert load(QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)) == chosen
    options = chosen.options()
    assert (options.batch_messages, options.batch_octets, options.keep_duplicates) == (50, 8 * 2**20, True)
    for name, value in (("batch_messages", 0), ("verify", "perhaps"), ("batch_mib", "many")):
        settings.setValue(f"preferences/{name}", value)
    assert load(settings) == Preferences(True, 500, 32, True, Verify.QUICK.value, False)


def test_labels_of_takeout_are_asked_about_where_there_are_any(desk: Desk, dovecot: ImapServer,
                                                               dovecot_account: NewDovecotAccount,
                                                               tmp_path: Path) -> None:
    server_account = dovecot_account()
    name = desk.connect_server(dovecot, server_account)
    plan = desk.window.plan
    desk.only_drop_on(name, (), files([mbox(tmp_path / "Letters", [letter(1)])]))
    desk.wait(lambda: counted(desk))
    assert not plan.labels.isVisible()
    plan.cancel()
    takeout = mbox(tmp_path / "Takeout" / "Mail" / "All mail Including Spam and Trash.mbox", [
        b"X-GM-THRID: 1\nX-Gmail-Labels: Inbox,Unread\n" + letter(1),
        b"X-GM-THRID: 2\nX-Gmail-Labels: Boats,Opened\n" + letter(2)])
    desk.only_drop_on(name, (), files([takeout.parent.parent]))
    desk.wait(plan.labels.isVisible)
    QTest.keyClick(plan.labels, Qt.Key.Key_Down)
    assert plan.labels.currentData() == "mailbox"
    desk.wait(lambda: counted(desk) and any("Boats" in folder for folder in plan.model.folders()))
    plan.import_button.setFocus()
    desk.accept_plan()
    desk.wait(desk.finished)
    found = {box: len(read_mailbox(dovecot, server_account, box)) for box in list_mailboxes(dovecot, server_account)}
    assert {box: count for box, count in found.items() if count} == {"INBOX": 1, "INBOX.Boats": 1}
    desk.only_drop_on(name, (), files([takeout.parent.parent]))  # what was chosen holds, else all would come twice
    desk.wait(lambda: "2 of them are in the mailbox already" in plan.facts.text())
