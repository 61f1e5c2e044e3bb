"""After an import, on a real Dovecot: comparing what arrived, taking it back, sending again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from tests.servers.checker import read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.ui.desk import Desk, files
from tests.ui.made import batch, imported, letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import AccountState, BatchState, ImportView, ScanState, Totals
from mailferry.transfer.values_after import VerificationChanged, VerificationView, Verify
from mailferry.ui import words
from mailferry.ui.asks import Pages
from mailferry.ui.notices import Notice


def bring(desk: Desk, dovecot: ImapServer, account: Account, folder: Path, count: int = 6) -> None:
    name = desk.connect_server(dovecot, account)
    desk.drop_on(name, (), files([mbox(folder / "a.mbox", [letter(number) for number in range(count)])]))
    desk.wait(desk.finished)


def choose(desk: Desk, label: str) -> None:
    """Choose from the menu of the newest import."""
    queue = desk.window.queue
    menu = queue.menu_for(queue.model.index(0, 0))
    action = next(action for action in menu.actions() if label in action.text().replace("&", ""))
    action.trigger()


def said(notice: Notice | None) -> str:
    return "" if notice is None else " ".join(label.text() for label in notice.findChildren(QLabel))


def over(desk: Desk, sandbox: Sandbox, folder: Path) -> ImportView:
    """An import into the practice mailbox that has come to its end, with all that follows it."""
    name = desk.connect_sandbox(sandbox)
    desk.drop_on(name, (), files([mbox(folder / "a.mbox", [letter(number) for number in range(3)])]))
    desk.wait(desk.finished)
    desk.wait(lambda: desk.window.queue.notices.notice("ended") is not None and not desk.engine.unverified(name))
    return desk.imports()[0]


def test_an_import_is_taken_back_after_its_plan_was_seen(desk: Desk, dovecot: ImapServer,
                                                         dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    account = dovecot_account()
    bring(desk, dovecot, account, tmp_path)
    with signed_in(dovecot, account) as other:
        other.select("INBOX")
        other.store("2", "+FLAGS", "(\\Flagged)")
    number = desk.imports()[0].id
    choose(desk, "Take back")
    notices = desk.window.queue.notices
    desk.wait(lambda: "5 messages would be removed" in said(notices.notice(f"undo {number}")))
    plan = notices.notice(f"undo {number}")
    assert plan is not None
    assert "5 from Inbox" in said(plan)
    assert "Left in place: 1 message." in said(plan)
    assert len(list(read_mailbox(dovecot, account))) == 6, "to ask removes nothing"
    button = next(button for button in plan.findChildren(QPushButton) if button.text() == "Take them back")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.wait(lambda: "5 messages were taken back" in said(notices.notice(f"undo {number}")))
    assert [message.flags for message in read_mailbox(dovecot, account)] == [frozenset({"\\Flagged"})]


def test_an_import_into_the_practice_mailbox_is_taken_back(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(4)])]))
    desk.wait(desk.finished)
    choose(desk, "Take back")
    key, notices = f"undo {desk.imports()[0].id}", desk.window.queue.notices
    desk.wait(lambda: "would be removed" in said(notices.notice(key)))
    plan = notices.notice(key)
    assert plan is not None
    next(button for button in plan.findChildren(QPushButton) if button.text() == "Take them back").click()
    desk.wait(lambda: "4 messages were taken back" in said(notices.notice(key)))
    desk.wait(lambda: desk.imports()[0].totals.committed == 0)


def test_it_is_said_how_many_mailboxes_go_with_what_is_taken_back(desk: Desk, dovecot: ImapServer,
                                                                  dovecot_account: NewDovecotAccount,
                                                                  tmp_path: Path) -> None:
    name = desk.connect_server(dovecot, dovecot_account())
    for number, expected in ((1, "1 mailbox that the import made, and that is empty then, goes too."),
                             (2, "2 mailboxes that the import made, and that are empty then, go too.")):
        folder = tmp_path / f"Mail{number}"
        for each in range(number):
            mbox(folder / f"Boats{each}", [letter(10 * number + each)])
        desk.drop_on(name, (), files([folder]))
        desk.wait(lambda number=number: len(desk.imports()) == number and desk.finished())  # type: ignore[misc]
        choose(desk, "Take back")
        key = f"undo {max(view.id for view in desk.imports())}"
        desk.wait(lambda key=key: "would be removed" in said(desk.window.queue.notices.notice(key)))  # type: ignore[misc]
        assert expected in said(desk.window.queue.notices.notice(key))


def test_what_cannot_be_taken_back_says_why_in_place(desk: Desk) -> None:
    desk.window.queue.undo_wanted.emit(imported(77))
    desk.wait(lambda: "There is no import 77" in said(desk.window.notices.notice("answer")))
    assert desk.window.queue.notices.notice("undo 77") is None


def test_a_difference_on_the_server_is_told_and_leads_to_the_report(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    account = dovecot_account()
    bring(desk, dovecot, account, tmp_path)
    number = desk.imports()[0].id
    after = desk.window.after
    desk.wait(lambda: number in after.verifications and after.verifications[number].ended)
    assert "All 6 were found as they were sent" in words.verification(after.verifications[number])
    with signed_in(dovecot, account) as other:
        other.select("INBOX")
        other.store("3", "+FLAGS", "(\\Deleted)")
        other.expunge()
    choose(desk, "Compare every byte")
    desk.wait(lambda: "1 of them" in said(desk.window.queue.notices.notice(f"verified {number}")))
    notice = desk.window.queue.notices.notice(f"verified {number}")
    assert notice is not None
    name = words.import_name(desk.imports()[0])
    assert notice.accessibleName() == f"{name}: Not all is as it was sent"
    desk.wait(lambda: "not as sent: 1" in said(desk.window.queue.notices.notice("ended")))
    end = desk.window.queue.notices.notice("ended")
    assert end is not None
    assert "attention" in [label.property("mailferry-icon") for label in end.findChildren(QLabel)]
    next(button for button in notice.findChildren(QPushButton) if "report" in button.text()).click()
    desk.wait(lambda: after.report is not None)
    assert after.report is not None
    assert any("is missing" in line for line in after.report._data.lines)


def test_refused_batches_are_sent_again_from_the_tool_bar(desk: Desk, dovecot: ImapServer,
                                                          dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    account = dovecot_account(max_mail_size=20_000)
    retry = desk.window.actions_.retry
    assert not retry.isEnabled()
    name = desk.connect_server(dovecot, account)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1), letter(9, octets=40_000)])]))
    desk.wait(desk.finished)
    desk.wait(retry.isEnabled)
    before = len(desk.batches())
    retry.trigger()
    desk.wait(lambda: len(desk.batches()) > before and desk.finished())
    assert desk.imports()[0].totals.rejected == 1, "it is still too large"


def test_report_and_taking_back_are_buttons_about_the_chosen_import(desk: Desk, sandbox: Sandbox,
                                                                     tmp_path: Path) -> None:
    bar = desk.window.queue.bar
    assert not bar.report.isEnabled()
    assert not bar.undo.isEnabled()
    assert bar.report.toolTip() == "Choose an import first"
    name = desk.connect_sandbox(sandbox)
    for number in (1, 2):
        source = mbox(tmp_path / f"box{number}.mbox", [letter(10 * number + one) for one in range(number + 1)])
        desk.drop_on(name, (), files([source]))
        desk.wait(lambda number=number: len(desk.imports()) == number and desk.finished())  # type: ignore[misc]
    desk.wait(bar.undo.isEnabled)
    assert bar.report.toolTip() == "Show the report of box2.mbox → Inbox", "the newest, before one is chosen"
    queue = desk.window.queue
    queue.view.setCurrentIndex(queue.model.index(1, 0))
    assert bar.report.toolTip() == "Show the report of box1.mbox → Inbox"
    bar.report.click()
    desk.wait(lambda: desk.window.after.report is not None)
    report = desk.window.after.report
    assert report is not None
    assert report._data.view.totals.committed == 2
    bar.undo.click()
    key = f"undo {desk.imports()[1].id}"
    desk.wait(lambda: "2 messages would be removed" in said(queue.notices.notice(key)))


def test_an_import_is_found_by_the_subject_of_a_message(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    for number, subject in enumerate(("Über 100% Boote", "Rechnung_4711"), 1):
        content = [letter(number), letter(10 + number, subject=subject)]
        desk.drop_on(name, (), files([mbox(tmp_path / f"box{number}.mbox", content)]))
        desk.wait(lambda number=number: len(desk.imports()) == number and desk.finished())  # type: ignore[misc]

    def shown(text: str, expected: list[str]) -> None:
        desk.window.queue.search.setText(text)
        desk.wait(lambda: [words.import_name(view) for view in desk.imports()] == expected)

    shown("über boote", ["box1.mbox → Inbox"])
    shown("100% BOOTE", ["box1.mbox → Inbox"])
    shown("4711", ["box2.mbox → Inbox"])
    shown("box2 rechnung", ["box2.mbox → Inbox"])
    shown("hnung_4 inbox", ["box2.mbox → Inbox"])
    shown("all 2 of 2 arrived letter", [])
    shown("2 of 2 arrived letter", ["box2.mbox → Inbox", "box1.mbox → Inbox"])
    shown("rechnung-4711", [])
    shown("", ["box2.mbox → Inbox", "box1.mbox → Inbox"])


def test_the_desktop_is_told_once_of_an_import_that_ended_in_the_background(
        desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(QApplication, "alert", told.append)
    monkeypatch.setattr(desk.window, "isActiveWindow", lambda: False)
    running = imported(5, totals=Totals(messages=3, failed=3, waiting=3), scan=ScanState.RUNNING)
    done = imported(5, totals=Totals(messages=3, committed=3))
    old = imported(4, totals=Totals(messages=3, committed=3))
    for views in ([old], [old, running], [old, done], [old, done]):
        desk.window.after.look(views)
    assert len(told) == 1


def test_what_was_found_is_said_in_words() -> None:
    def text(checked: int, differing: int = 0, *, ended: float | None = 1.0, depth: Verify = Verify.QUICK) -> str:
        return words.verification(VerificationView(1, depth, 10, checked, 0, differing, ended, ""))

    assert "so far: 3 of 10" in text(3, ended=None)
    assert "2 of them are not as they were sent" in text(10, 2)
    assert "9 of 10" in text(9)
    assert "byte for byte" in text(10, depth=Verify.FULL)


def test_at_its_end_an_import_is_told_with_its_report(desk: Desk, dovecot: ImapServer,
                                                      dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    name = desk.connect_server(dovecot, dovecot_account())
    desk.window.commands.pause_all()  # so that it is seen under way, however fast it is
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.PAUSED)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(6)])]))
    desk.wait(lambda: len(desk.batches()) == 1)
    desk.window.commands.resume_all()
    desk.wait(lambda: desk.window.queue.notices.notice("ended") is not None)
    notice = desk.window.queue.notices.notice("ended")
    assert notice is not None
    assert "a.mbox" in said(notice)
    next(button for button in notice.findChildren(QPushButton) if button.text() == "Show the report").click()
    desk.wait(lambda: desk.window.after.report is not None)


def test_nothing_is_offered_for_an_import_that_is_forgotten(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    view = over(desk, sandbox, tmp_path)
    queue = desk.window.queue
    queue.undo_wanted.emit(view)
    desk.wait(lambda: "would be removed" in said(queue.notices.notice(f"undo {view.id}")))
    queue.elsewhere.offer(batch(77, BatchState.REJECTED, import_id=view.id), None, queue.view)
    queue.forget_wanted.emit(view)
    desk.wait(lambda: not desk.imports())
    assert [queue.notices.notice(key) for key in ("ended", f"undo {view.id}")] == [None, None]
    assert not queue.elsewhere.isVisible()


def test_a_journal_that_cannot_be_read_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"no journal " * 1000)
    pages = Pages(lambda: JournalReader(tmp_path / "journal.sqlite"), desk.window._tell)
    pages.read(lambda reader: reader.imports(), lambda _: None)
    desk.wait(lambda: "cannot be read" in said(desk.window.notices.notice("answer")))
    pages.close()
    pages.join()


def test_who_asks_to_compare_is_told_that_all_is_well(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    view = over(desk, sandbox, tmp_path)
    notices = desk.window.queue.notices
    assert notices.notice(f"verified {view.id}") is None, "nobody has asked"
    for every_octet, answer in ((False, "size, date and flags"), (True, "byte for byte")):
        desk.window.queue.verify_wanted.emit(view, every_octet)
        desk.wait(lambda answer=answer: answer in said(notices.notice(f"verified {view.id}")))  # type: ignore[misc]
    desk.window.commands.pause_all()
    desk.wait(lambda: desk.is_account(view.account, AccountState.PAUSED))
    desk.window.queue.verify_wanted.emit(view, False)
    desk.wait(lambda: "is paused" in said(desk.window.notices.notice("answer")))
    assert notices.notice(f"verified {view.id}") is None


def test_what_an_earlier_comparing_has_said_goes_when_it_is_not_so_any_more(desk: Desk) -> None:
    def notice() -> Notice | None:
        return desk.window.queue.notices.notice("verified 1")

    desk.window.after.hear(VerificationChanged(VerificationView(1, Verify.QUICK, 9, 5, 0, 0, 1.0, "No answer came.")))
    assert "Not all could be compared" in said(notice())
    desk.window.after.hear(VerificationChanged(VerificationView(1, Verify.QUICK, 9, 9, 0, 0, 2.0, "")))
    assert notice() is None
