"""The report of an import: it adds up, is saved, and closes when it should."""

from __future__ import annotations

import contextlib
import csv
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QScrollArea
from tests.servers.checker import signed_in
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.ui.desk import Desk, files
from tests.ui.made import imported, letter, mbox
from tests.ui.test_after import bring, choose, over, said

from mailferry.sandbox import Sandbox
from mailferry.transfer.journal_reader import Arrival
from mailferry.transfer.report import verification_sentence
from mailferry.transfer.throughput import rates
from mailferry.ui import language, report_view, words
from mailferry.ui.preferences import set_one
from mailferry.ui.report_view import ReportView, file_name


def all_settled(desk: Desk, imports: int) -> bool:
    return len(desk.imports()) == imports and desk.finished()


def test_the_report_adds_up_and_is_saved(desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                         tmp_path: Path) -> None:
    account = dovecot_account(max_mail_size=20_000)
    with signed_in(dovecot, account) as other:
        other.create("Archive.2019")
    name = desk.connect_server(dovecot, account)
    content = [*(letter(number) for number in range(5)), letter(9, octets=40_000, subject="Too <b>large</b>")]
    desk.drop_on(name, ("Archive", "2019"), files([mbox(tmp_path / "a.mbox", content)]))
    desk.wait(desk.finished)
    choose(desk, "report")
    desk.wait(lambda: desk.window.after.report is not None)
    report = desk.window.after.report
    assert report is not None
    text = " ".join(label.text() for label in report.findChildren(QLabel))
    for part in ("a.mbox", "refused by the server", "in all", "Arrived in", "Pace"):
        assert part in text
    totals = report._data.view.totals
    assert totals.committed + totals.rejected + totals.skipped + totals.failed == totals.messages == 6
    assert sum(count for _, count in report._data.mailboxes) == totals.committed == 5
    deep = ReportView(replace(report._data, mailboxes=(("Archive.2019." * 20 + "x", 5),)), report._pages, desk.window)
    deep.show()
    area = deep.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    QApplication.processEvents()
    assert area.horizontalScrollBar().maximum() == 0, "a deep mailbox does not make the page wider than its window"
    deep.close()
    for ending in ("html", "csv"):
        path = tmp_path / f"report.{ending}"
        report.save(ending, path)
        desk.wait(path.exists)
        assert "large" in path.read_text(encoding="utf-8-sig")
    page = (tmp_path / "report.html").read_text()
    assert ">Archive/2019</td>" in page, re.findall("Archive[^<]*<", page)
    assert "Archive.2019" not in page
    assert f"to Archive/2019, account {words.account_and_server(name)}</p>" in page
    report.save("html", tmp_path / "nowhere" / "report.html")
    desk.wait(lambda: "could not be written" in said(report.notices.notice("saved")))


def test_a_report_is_saved_in_the_language_of_the_window(desk: Desk, dovecot: ImapServer,
                                                         dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    account = dovecot_account(max_mail_size=20_000)
    name = desk.connect_server(dovecot, account)
    content = [*(letter(number) for number in range(1200)), letter(1300, octets=40_000)]
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", content)]))
    desk.wait(desk.finished)
    desk.wait(lambda: not desk.engine.unverified(name))
    with signed_in(dovecot, account) as other:
        other.select("INBOX")
        other.store("2", "+FLAGS", "(\\Flagged)")
    desk.engine.verify(desk.imports()[0].id)
    desk.wait(lambda: not desk.engine.unverified(name))
    language.speak("de")
    try:
        choose(desk, "Bericht")
        desk.wait(lambda: desk.window.after.report is not None)
        report = desk.window.after.report
        assert report is not None
        for ending in ("html", "csv"):
            report.save(ending, tmp_path / f"report.{ending}")
            desk.wait((tmp_path / f"report.{ending}").exists)
    finally:
        language.speak("en")
    page = (tmp_path / "report.html").read_text()
    assert '<html lang="de">' in page
    for text in (">1.200</td><td>angekommen", ">1.201</td><td>insgesamt", "1.200 wurden geprüft; 1 davon",
                 "<td class=\"fate\">hat andere Markierungen</td><td>keine</td>",
                 "<h2>Nachrichten, die nicht angekommen sind</h2>",
                 "<td class=\"fate\">Abgelehnt</td><td>„Letter 1300“ (a.mbox, ab Byte"):
        assert text in page
    english = re.findall(r">[^<]*\b(?:the|were|with|messages?|refused|found)\b[^<]*<", page.partition("</style>")[2])
    assert not [text for text in english if "Mail size is larger" not in text], "all but the server's own words"
    rows = list(csv.DictReader((tmp_path / "report.csv").read_text("utf-8-sig").splitlines()))
    assert [row["Unterschiede"] for row in rows if row["Unterschiede"]] == [
        "hat andere Markierungen, gesendet: keine, gefunden: \\Flagged"]
    assert [row["Betreff"] for row in rows if row["Status"] == "abgelehnt"] == ["Letter 1300"]
    assert sum(row["Status"] == "angekommen" for row in rows) == 1200


def test_the_pace_is_spread_over_the_time_of_each_batch() -> None:
    found = rates([Arrival(0.0, 30.0, 300, 1), Arrival(30.0, 60.0, 600, 1)])
    assert len(found) == 60
    assert (round(found[0]), round(found[-1])) == (10, 20)
    assert rates([]) == []
    assert sum(rates([Arrival(5.0, 5.0, 7, 1)])) > 0


def test_an_import_that_found_all_there_boasts_of_no_comparison(desk: Desk, dovecot: ImapServer,
                                                                dovecot_account: NewDovecotAccount,
                                                                tmp_path: Path) -> None:
    account = dovecot_account()
    for times in (1, 2):
        bring(desk, dovecot, account, tmp_path)
        desk.wait(partial(all_settled, desk, times))
    view = desk.imports()[0]
    assert view.totals.present == 6
    desk.wait(lambda: view.id in desk.window.after.verifications and desk.window.after.verifications[view.id].ended)
    desk.window.queue.report_wanted.emit(view)
    desk.wait(lambda: desk.window.after.report is not None)
    report = desk.window.after.report
    assert report is not None
    said = [label.text() for label in report.findChildren(QLabel)]
    assert "This import stored no message, so there was nothing to compare with the server." in said
    with closing(desk.engine.reader()) as reader:
        verified = reader.verification(view.id)
        assert verified is not None
        assert "stored no message" in verification_sentence(verified), "as the command line says it"


@pytest.mark.parametrize(("source", "what"), [
    ("/mail/Umzug Weber", ", Umzug Weber"), ("/mail/Büro: alt?.mbox", ", Büro alt .mbox"),
    ("/mail/" + "a" * 300, ", " + "a" * 60), ("/mail/???", "")])
def test_a_report_as_a_file_says_which_import_it_was_and_when(source: str, what: str) -> None:
    view = replace(imported(7, source=source), created=datetime(2026, 11, 23, 12).timestamp())
    assert file_name(view) == f"Mailferry import 7{what}, 2026-11-23"


def test_a_report_is_offered_to_be_saved_where_documents_are(desk: Desk, dovecot: ImapServer,
                                                             dovecot_account: NewDovecotAccount, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    bring(desk, dovecot, dovecot_account(), tmp_path)
    desk.window.queue.report_wanted.emit(desk.imports()[0])
    desk.wait(lambda: desk.window.after.report is not None)
    report = desk.window.after.report
    assert report is not None
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home/Documents").mkdir(parents=True)
    next(button for button in report.findChildren(QPushButton) if "CSV" in button.text()).click()
    dialog = report.findChild(QFileDialog)
    assert dialog is not None
    assert Path(dialog.directory().path()) == tmp_path / "home/Documents"
    assert Path(dialog.selectedFiles()[0]).name.startswith("Mailferry import 1, a.mbox, ")
    dialog.close()


def test_a_report_that_is_asked_for_too_late_says_why(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    view = over(desk, sandbox, tmp_path)
    desk.window.queue.report_wanted.emit(view)
    desk.wait(lambda: desk.window.after.report is not None)
    report = desk.window.after.report
    assert report is not None
    desk.window.queue.forget_wanted.emit(view)
    desk.wait(lambda: not desk.imports())
    report.save("html", tmp_path / "report.html")
    desk.wait(lambda: f"There is no import {view.id}." in said(report.notices.notice("saved")))
    desk.window.queue.report_wanted.emit(view)
    desk.wait(lambda: f"There is no import {view.id}." in said(desk.window.notices.notice("answer")))
    assert not (tmp_path / "report.html").exists()


def test_a_report_may_be_closed_before_it_is_saved(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    view = over(desk, sandbox, tmp_path)
    for path in (tmp_path / "report.html", tmp_path / "nowhere" / "report.html"):
        desk.window.queue.report_wanted.emit(view)
        desk.wait(lambda: desk.window.after.report is not None)
        report = desk.window.after.report
        assert report is not None
        report.save("html", path)
        report.close()
        desk.wait(lambda: desk.window.after.report is None)
    desk.wait((tmp_path / "report.html").exists)
    desk.wait(lambda: "could not be written" in said(desk.window.notices.notice("answer")))


def test_reports_close_with_the_window(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    view = over(desk, sandbox, tmp_path)
    desk.window.queue.report_wanted.emit(view)
    desk.wait(lambda: desk.window.after.report is not None)
    report = desk.window.after.report
    assert report is not None
    desk.window.close()
    assert not report.isVisible(), "what is saved from now on would not be written"
    desk.wait(lambda: desk.ended)


def test_a_report_of_very_many_batches_names_what_needs_a_person_and_says_that_there_is_more(
        desk: Desk, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_view, "_LISTED", 5)
    set_one(desk.window._settings, "batch_messages", 1)
    name = desk.connect_sandbox(sandbox)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(8)])]))
    desk.wait(lambda: desk.finished() and not desk.engine.unverified(name))
    view = desk.imports()[0]
    batches = desk.engine.reader().batches(view.id)
    assert len(batches) == 8
    with contextlib.closing(sqlite3.connect(desk.state_dir / "journal.sqlite")) as journal, journal:
        journal.execute("UPDATE batches SET state = 'conflict', reason = 'Half is there.' WHERE id = ?",
                        (batches[-1].id,))
    data = report_view.read_report(view.id)(desk.engine.reader())
    assert any(line.startswith(f"Batch {batches[-1].id} →") for line in data.lines), "it stands behind many others"
    boxes = tuple((f"Box {number}", 1) for number in range(6))
    report = report_view.ReportView(replace(data, mailboxes=boxes), desk.window._pages, desk.window)
    assert "There are more." in " ".join(label.text() for label in report.findChildren(QLabel))
