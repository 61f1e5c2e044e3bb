"""Scenes: what follows an import: its end, its report in the window and in a browser, taking back, the history."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from tests.servers.checker import signed_in
from tests.ui.desk import Desk
from tests.ui.made import imported
from tests.ui.pictures.album import SMALL, Album

from mailferry.transfer.journal_reader import Arrival
from mailferry.transfer.values import BatchState, ImportChanged, Retry, Totals
from mailferry.ui.report_view import ReportView, read_report


def ended(album: Album) -> None:
    """An import has come to its end; its report; the same once more; taking it back."""
    desk = album.desk()
    name = album.account(desk, ("Archive", "2019"))
    album.imported(desk, name, ("Archive", "2019"), "Old mail")
    view = desk.imports()[0]
    notices = desk.window.queue.notices
    desk.wait(lambda: notices.notice("ended") is not None)
    desk.wait(lambda: desk.window.after.verifications.get(view.id) is not None
              and desk.window.after.verifications[view.id].ended is not None)
    album.window(desk, "after 1 all arrived", "All arrived: said above the queue", queue=5)
    album.menu("after 1a the menu of an import", "The menu of an import",
               desk.window.queue.menu_for(desk.window.queue.model.index(0, 0)))
    _report(album, desk, "after 2 report", "The report of an import of which all arrived")
    desk.window.queue.details_button.setChecked(True)
    desk.window.queue.view.setCurrentIndex(desk.window.queue.model.index(0, 0))
    album.window(desk, "after 3 details of an import", "What is known of an import that arrived", queue=6)
    desk.window.queue.details_button.setChecked(False)
    notices.remove("ended")
    desk.window.queue.undo_wanted.emit(view)
    desk.wait(lambda: (notice := notices.notice(f"undo {view.id}")) is not None
              and bool(notice.findChildren(QPushButton)))
    album.window(desk, "after 4 what taking back would do", "What would be removed, before it is", queue=5)
    notice = notices.notice(f"undo {view.id}")
    assert notice is not None
    notice.findChildren(QPushButton)[0].click()
    desk.wait(lambda: {one.state for one in desk.batches()} == {BatchState.UNDONE})
    desk.wait(lambda: desk.imports()[0].totals.committed == 0)
    album.window(desk, "after 5 taken back", "All was taken back", queue=6)


def _report(album: Album, desk: Desk, name: str, shows: str) -> None:
    desk.window.queue.report_wanted.emit(desk.imports()[0])
    desk.wait(lambda: (found := desk.window.after.report) is not None and found.isVisible())
    report = desk.window.after.report
    assert report is not None
    album.keep(name, shows, report)
    report.close()


def with_losses(album: Album) -> None:
    """An import with a refused message, and some that were there already; its report in the window and in a browser."""
    desk = album.desk()
    name = album.account(desk, account=album.user(max_mail_size=100_000))
    album.imported(desk, name, (), "Short.mbox")
    album.imported(desk, name, (), "Short.mbox", "Large.mbox", "Old mail")
    refused = next(view for view in desk.batches() if view.state is BatchState.REJECTED and view.current)
    album.window(desk, "after 6 with losses", "One message was refused, some were there already, a file is empty",
                 queue=7)
    _report(album, desk, "after 7 report with losses", "The report of it")
    desk.window.queue.retry_wanted.emit(refused, Retry.SKIP, None)
    desk.wait(lambda: desk.imports()[0].totals.rejected == 0)
    saved = album.place / "report.html"
    _drawn_report(album, desk, saved)
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is not None:
        _browse(album, browser, saved)


def _drawn_report(album: Album, desk: Desk, saved: Path) -> None:
    """A report with everything that one can hold: made of the true one, since no import here brings it all."""
    view = desk.imports()[0]
    data = desk.engine.reader()
    found = read_report(view.id)(data)
    data.close()
    totals = Totals(messages=4312, committed=3400, rejected=5, skipped=700, failed=207, waiting=107, unclear=100,
                    batches=11, octets=412_000_000, committed_octets=80_000_000)
    arrivals = (*(Arrival(5.0 * number, 5.0 * number + 4, 80 + number % 5 * 17, 1) for number in range(29)),
                Arrival(145.0, 150.0, 128, 1))
    report = ReportView(replace(
        found, view=replace(found.view, totals=totals), there=600, taken_back=40, arrivals=arrivals,
        mailboxes=(("Archive/2019", 2100), ("Archive/2018", 900), ("Sent", 400)),
        lines=("Refused: “Invoice 4711” (takeout.mbox): A message is larger than this server takes.",
               *found.lines)), desk.window._pages, desk.window, desk.account(view.account))
    report.show()
    report.save("html", saved)
    desk.wait(lambda: report.notices.notice("saved") is not None)
    album.keep("after 8 report with all it can hold", "A long import with every fate; the report was saved", report)
    report.close()


def _browse(album: Album, browser: str, saved: Path) -> None:
    """What a browser makes of the saved report."""
    for theme, scheme in (("light", "1"), ("dark", "0")):
        name = f"after 9 report in a browser, {theme}"
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,1400",
             f"--blink-settings=preferredColorScheme={scheme}", f"--user-data-dir={saved.parent / 'browser'}",
             f"--force-device-scale-factor={album.scale}", f"--screenshot={album.path(name)}", saved.as_uri()],
            check=True, capture_output=True, timeout=60)
        album.note(name, f"The saved report in a browser, {theme}")


def differences(album: Album) -> None:
    """What arrived is not as it was sent: somebody has changed it since."""
    desk, user = album.desk(), album.user()
    name = album.account(desk, account=user)
    album.imported(desk, name, (), "Short.mbox")
    view = desk.imports()[0]
    desk.wait(lambda: desk.window.after.verifications.get(view.id) is not None
              and desk.window.after.verifications[view.id].ended is not None)
    with signed_in(album.servers.dovecot.server, user) as other:
        other.select("INBOX")
        other.uid("STORE", "2", "+FLAGS", "(\\Flagged)")
        other.uid("STORE", "3", "+FLAGS", "(\\Deleted)")
        other.uid("EXPUNGE", "3")
    desk.window.after.verify(view, False)
    desk.wait(lambda: desk.imports()[0].totals.differing == 2)
    album.window(desk, "after 10 not as it was sent", "Two messages differ from what was sent", queue=5)


def history(album: Album) -> None:
    """Many imports of earlier days; a search that finds some, and one that finds none."""
    desk = album.desk()
    album.account(desk, ("Archive", "2019"))
    for number, source in enumerate(("takeout.zip", "Old mail", "Letters.mbox", "Photos.mbox", "outlook.pst",
                                     "Thunderbird"), 1):
        part = 40 if number % 3 == 0 else 0
        totals = Totals(messages=number * 700, committed=number * 700 - part, rejected=part // 8,
                        skipped=part - part // 8, batches=number, octets=number * 3_500_000)
        album.tell(desk, ImportChanged(replace(
            imported(number, totals=totals, source=f"/home/anna/{source}",
                     target=("Archive", "2019") if number % 2 else ()), created=1_700_000_000.0 + number * 86_400)))
    album.window(desk, "after 11 history", "Imports of earlier days", queue=5)
    desk.window.queue.search.setText("archive")
    album.window(desk, "after 12 history, searched", "The history with a search", SMALL, queue=5)
    desk.window.queue.search.setText("nothing like that")
    album.window(desk, "after 13 history, not found", "A search of the history that finds nothing", SMALL, queue=5)


SCENES = (ended, with_losses, differences, history)
