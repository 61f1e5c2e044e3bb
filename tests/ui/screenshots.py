"""Pictures of every window and state, to be looked at: light and dark, English and German, at 100 and
200 %.

    python -m tests.ui.screenshots DIRECTORY

The window is the real one on a real engine with the practice mailbox; states that do not come about by themselves are
told to it as the engine would tell them. Without a screen (offscreen) a dark palette stands in for a dark desktop.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keyring
import keyring.backends.fail
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from tests.ui.desk import Desk, drag, files
from tests.ui.made import ENDPOINT, FACTS, account, batch, box, imported, letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.errors import StateFolderInUse
from mailferry.transfer.journal_reader import Arrival
from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    BatchChanged,
    BatchState,
    BatchView,
    DeliveryKind,
    Event,
    ImportChanged,
    JournalFailed,
    ScanState,
    Totals,
)
from mailferry.ui import language
from mailferry.ui.app import failure_box
from mailferry.ui.help_text import show_about, show_help, show_keys
from mailferry.ui.queue_rows import Filter
from mailferry.ui.report_view import ReportView, read_report
from mailferry.ui.words import translate

ROOT = Path(__file__).resolve().parents[2]
SIZES = ((1600, 900), (1000, 650))
TOO_LARGE = "A message is larger than this server takes."


PAGE = b"""From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.org>
To: Anna Example <anna@example.org>, Ben Example <ben@example.org>
Date: Fri, 1 Mar 2019 12:00:00 +0000
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_Z=C3=BCrich?=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<style>p { color: red }</style><h2>From the lake</h2><p>Hello Anna,<p>the boat is <b>in the water</b> again. Prices:
<table><tr><th>Day<th>Price<tr><td>Saturday<td>40 CHF<tr><td>Sunday<td>45 CHF</table>
<ul><li>Bring <i>bread</i><li>and <a href="https://example.org/cheese">cheese</a></ul>
<img src="http://example.org/spy.gif"><blockquote>When do we go?</blockquote>

--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="Bill 2019-03.pdf"

0123456789
--b
Content-Type: image/jpeg
Content-Disposition: attachment; filename="The lake.jpg"

0123456789
--b--
"""
"""A mail with a page, a picture that it would fetch, and attachments."""


def dark() -> QPalette:
    """The colours of a dark desktop."""
    palette = QPalette(QColor("#2b2b2b"))
    roles, groups = QPalette.ColorRole, QPalette.ColorGroup
    for role, colour in ((roles.Base, "#1e1e1e"), (roles.AlternateBase, "#262626"), (roles.Text, "#e6e6e6"),
                         (roles.WindowText, "#e6e6e6"), (roles.ButtonText, "#e6e6e6"), (roles.Highlight, "#2f65ca"),
                         (roles.HighlightedText, "#ffffff"), (roles.PlaceholderText, "#9a9a9a"),
                         (roles.ToolTipBase, "#3a3a3a"), (roles.ToolTipText, "#e6e6e6"), (roles.Link, "#7ab0ff")):
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(groups.Disabled, role, QColor("#7f7f7f"))
    return palette


class Album:
    """Takes the pictures of one run."""

    def __init__(self, folder: Path, desk: Desk, sandbox: Sandbox, mail: Path) -> None:
        self._folder = folder
        self.desk = desk
        self.sandbox = sandbox
        self.mail = mail

    def keep(self, name: str, widget: QWidget) -> None:
        """Let the widget come to rest, then keep its picture."""
        for _ in range(20):
            QApplication.processEvents()
        self.desk.window.queue.model.flush()
        for _ in range(20):
            QApplication.processEvents()
        widget.grab().save(str(self._folder / f"{name}.png"))

    def keep_window(self, name: str) -> None:
        """The main window in each of the sizes."""
        for size in SIZES:
            self.desk.window.resize(*size)
            self.keep(f"{name}, {size[0]}", self.desk.window)

    def tell(self, *events: Event) -> None:
        """As the engine tells."""
        window = self.desk.window
        for event in events:
            window._hear(event)
        window.queue.model.flush()


def empty(album: Album) -> None:
    """The first start."""
    album.keep_window("01 first start")


def sources(album: Album) -> None:
    """Opened mail, an account, a drag that hovers, and what is no mail."""
    desk, window = album.desk, album.desk.window
    name = desk.connect_sandbox(album.sandbox)
    for path in (("Archive", "2018"), ("Archive", "2019"), ("Sent",)):
        window.commands.create_mailbox(name, path)
    desk.wait(lambda: desk.mailbox(name, "Sent").isValid())
    window.mailboxes.tree.expandAll()
    window.sources.open([str(album.mail / "takeout"), str(album.mail / "Letters.mbox")])
    model, tree = window.sources.model, window.sources.tree
    desk.wait(lambda: model.data(model.index(1, 1)) == "400")
    tree.expandAll()
    tree.setCurrentIndex(model.index(1, 0))
    album.keep_window("03 sources and mailboxes")
    _read(album)
    boxes = window.mailboxes.tree
    where = desk.center(boxes, desk.mailbox(name, "Archive", "2019"))
    _hover(album, where)
    window.sources.open([str(album.mail / "picture.png")])
    desk.wait(window.sources.notices.isVisible)
    album.keep_window("05 a file that is no mail")
    tree.setCurrentIndex(model.index(2, 0))
    window.sources.remove_current()


def _read(album: Album) -> None:
    """A message with a page and an attachment; a search; a list in another order."""
    desk, pane = album.desk, album.desk.window.sources.list
    pane.table.setCurrentIndex(pane.model.index(2, 0))
    desk.wait(lambda: "Hello Anna" in pane.reading.view.toPlainText())
    album.keep_window("03a a message that is read")
    pane.search.setText("boat")
    desk.wait(lambda: pane.model.rowCount() == 67)
    pane.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    desk.wait(lambda: not pane.model.working)
    pane.table.setCurrentIndex(pane.model.index(0, 0))
    desk.wait(lambda: "This is letter" in pane.reading.view.toPlainText())
    album.keep_window("03b a search, the largest first")
    pane.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    pane.search.clear()
    desk.wait(lambda: pane.model.rowCount() == 400)


def _hover(album: Album, where: QPoint) -> None:
    tree = album.desk.window.mailboxes.tree
    taken: list[None] = []

    def look(text: str) -> None:
        if text and not taken:
            taken.append(None)
            album.keep_window("04 a drag hovers")

    tree.hovering.connect(look)
    drag(tree, files([album.mail / "Letters.mbox"]), where, drop=False)
    tree.hovering.disconnect(look)


def planned(album: Album) -> None:
    """The plan of a drop: as it comes, and changed."""
    desk, window = album.desk, album.desk.window
    name = window.mailboxes.model.views()[0].name
    desk.only_drop_on(name, ("Archive", "2019"), files([album.mail / "takeout"]))
    plan = window.plan
    desk.wait(lambda: plan._survey.complete)
    album.keep_window("05a the plan of a drop")
    plan.since_on.click()
    plan.own.click()
    plan.model.setData(plan.model.index(0, 3), "Old/Post")
    desk.wait(lambda: plan._survey.complete)
    album.keep_window("05b a plan that was changed")
    plan.cancel()


def arrived(album: Album) -> None:
    """A real import, with its messages."""
    desk, window = album.desk, album.desk.window
    name = window.mailboxes.model.views()[0].name
    desk.drop_on(name, ("Archive", "2019"), files([album.mail / "takeout"]))
    desk.wait(desk.finished)
    desk.wait(lambda: bool(desk.batches()) and all(view.state.settled for view in desk.batches()))
    window.queue.view.setCurrentIndex(window.queue.model.index(0, 0))
    window.queue.details_button.setChecked(True)
    desk.wait(lambda: translate("Details", "Found in the sources:") in window.queue.inspector.text.toPlainText())
    album.keep_window("06 arrived, with details")
    index = next(index for index, _ in desk.batch_rows())
    window.queue.view.expand(index)
    desk.wait(lambda: window.queue.model.rowCount(index) > 0)
    window.queue.view.setCurrentIndex(window.queue.model.index(0, 0, index))
    album.keep_window("07 a message, with details")
    window.queue.details_button.setChecked(False)


def after(album: Album) -> None:
    """Taking an import back, and its report."""
    desk, window = album.desk, album.desk.window
    view = desk.imports()[0]
    window.queue.undo_wanted.emit(view)
    desk.wait(lambda: (notice := window.queue.notices.notice(f"undo {view.id}")) is not None
              and bool(notice.findChildren(QPushButton)))
    album.keep_window("07a what taking back would do")
    window.queue.notices.remove(f"undo {view.id}")
    data = desk.engine.reader()
    found = read_report(view.id)(data)
    data.close()
    totals = Totals(messages=4312, committed=3400, rejected=5, skipped=700, failed=207, waiting=107, batches=11,
                    octets=412_000_000, committed_octets=80_000_000)
    arrivals = tuple(Arrival(100.0 * number, 100.0 * number + 90, 300 + number % 7 * 40, 1) for number in range(30))
    report = ReportView(replace(found, view=replace(found.view, totals=totals), there=600, taken_back=40,
                                mailboxes=(("Archive/2019", 2100), ("Archive/2018", 900), ("Sent", 400)),
                                arrivals=arrivals, lines=("Refused: “Invoice 4711” (takeout.mbox): It is too large.",
                                                          *found.lines)), window._pages, window)
    report.show()
    album.keep("07b the report of an import", report)
    report.close()


def every_state(album: Album) -> None:
    """All states of a batch at once; then each filter."""
    window = album.desk.window
    totals = Totals(messages=4312, committed=1000, rejected=5, skipped=700, failed=2607, waiting=2107, batches=11,
                    octets=412_000_000, committed_octets=80_000_000)
    refused = batch(93, BatchState.REJECTED, messages=204, reason=TOO_LARGE, culprit="“Invoice 4711” (takeout.mbox)",
                    status="NO", code="LIMIT", words="Mail size is larger than the maximum size allowed", import_id=90)
    rows: list[BatchView] = [
        batch(91, BatchState.COMMITTED, messages=500, import_id=90),
        batch(92, BatchState.SENDING, messages=500, sent=291, import_id=90), refused,
        batch(94, BatchState.FINISHING, messages=500, sent=500, import_id=90),
        batch(95, BatchState.DOUBTFUL, messages=500, import_id=90),
        batch(96, BatchState.CONFLICT, messages=500, import_id=90,
              reason="300 of 500 messages are there, and others that look like them."),
        batch(97, BatchState.CANCELLED, messages=200, import_id=90),
        batch(98, BatchState.UNDONE, messages=500, import_id=90),
        batch(99, BatchState.REJECTED, messages=10, current=0, reason=TOO_LARGE, import_id=90),
        batch(100, BatchState.REJECTED, messages=1, parent=99, reason=TOO_LARGE, culprit="“Boat”", import_id=90),
        batch(101, messages=607, import_id=90)]
    album.tell(ImportChanged(imported(90, totals=totals, scan=ScanState.RUNNING)))
    model = window.queue.model
    album.desk.wait(lambda: not model.canFetchMore(model.index(0, 0)) and not model.fetching(model.index(0, 0)))
    album.tell(*map(BatchChanged, rows))
    window.down.setSizes([200, 600])
    window.queue.view.setCurrentIndex(model.index(2, 0, model.index(0, 0)))
    window.pace.setText("2,107 messages to go · 41 messages/s · 3 min left")
    album.keep_window("08 every state of a batch")
    window.queue.details_button.setChecked(True)
    album.keep_window("09 a refused batch, with details")
    window.queue.details_button.setChecked(False)
    for number, chosen in ((11, Filter.RUNNING), (12, Filter.NEEDS_YOU)):
        window.queue.filter_buttons[chosen].click()
        album.desk.wait(lambda: not any(model.canFetchMore(index) or model.fetching(index) for index in (
            model.index(row, 0) for row in range(model.rowCount()))))
        album.tell(*map(BatchChanged, rows))
        album.keep_window(f"{number} filter {chosen.value}")
    window.queue.filter_buttons[Filter.ALL].click()
    window.down.setSizes([450, 350])


def accounts(album: Album) -> None:
    """Accounts that need a person, wait, or cannot do batches; and our own records that fail."""
    window = album.desk.window
    boxes = (box("INBOX"), box("Archive", selectable=False), box("Archive.2019"), box("Drafts", "\\Drafts"),
             box("Junk", "\\Junk"), box("Sent", "\\Sent"), box("Trash", "\\Trash"))
    for number, view in ((13, account(*boxes, state=AccountState.PAUSED, title="Sign-in did not work",
                                      sentence="imap.example.org did not accept the user anna@example.org with this "
                                               "password. Check both; some providers want an app password.",
                                      detail="[AUTHENTICATIONFAILED] Authentication failed.")),
                         (14, account(*boxes, state=AccountState.PAUSED, title="The mailbox is full",
                                      sentence="The mailbox is full: 2,107 messages wait. Make room, then go on.")),
                         (15, account(*boxes, state=AccountState.WAITING, title="The server asks us to wait",
                                      sentence="The server asks us to wait.", until=1_900_000_000.0)),
                         (16, account(*boxes, state=AccountState.PAUSED,
                                      sentence="Paused. Nothing is sent until you go on."))):
        album.tell(AccountChanged(view))
        window.mailboxes.tree.expandAll()
        album.keep_window(f"{number} account {view.title or 'paused'}")
    album.tell(AccountChanged(account(*boxes, facts=FACTS)), ImportChanged(imported(
        200, delivery=DeliveryKind.SEPARATE, source="/mail/old mail.mbox", target=(),
        totals=Totals(messages=12, committed=12, batches=12, octets=40_000))))
    album.keep_window("17 message by message")
    album.tell(JournalFailed("No room on the disk", "There is no room to note what happens in /home/anna/.local/state/"
                             "mailferry. Free some space, then go on; nothing is lost.", "database or disk is full"))
    album.keep_window("18 our own records fail")
    window.notices.remove("journal")
    window.mailboxes.new_action.trigger()
    album.keep_window("19 new mailbox")


def dialogs(album: Album) -> None:
    """The account dialog in each of its states, help, about, and the box of a second start."""
    desk, window, sandbox = album.desk, album.desk.window, album.sandbox
    window.add_account()
    dialog = window.dialog
    assert dialog is not None
    album.keep("20 account, empty", dialog)
    dialog.host.setText(sandbox.host)
    dialog.security.setCurrentIndex(2)
    dialog.port.setValue(sandbox.port)
    dialog.user.setText(sandbox.user)
    dialog.password.setText("wrong")
    dialog.test()
    desk.wait(dialog.notices.isVisible)
    album.keep("21 account, wrong password", dialog)
    dialog.password.setText(sandbox.password)
    dialog.test()
    desk.wait(lambda: "MULTIAPPEND" in dialog.result_line.text())
    album.keep("22 account, it works", dialog)
    dialog.save()
    desk.wait(lambda: dialog.notices.notice("keyring") is not None)
    album.keep("23 account, no keyring", dialog)
    dialog.close()
    window._open_dialog(ENDPOINT)
    assert window.dialog is not None
    album.keep("24 account to change", window.dialog)
    window.dialog.close()
    for name, show in (("25 help", show_help), ("25a keys", show_keys), ("26 about", show_about)):
        shown = show(window)
        album.keep(name, shown)
        shown.close()
    window.show_settings()
    assert window.settings is not None
    album.keep("26a settings", window.settings)
    window.settings.close()
    failure = failure_box(StateFolderInUse(
        "Another Mailferry is working with /home/anna/.local/state/mailferry. Close it first, or choose another folder "
        "with --state-dir."))
    failure.show()
    album.keep("27 already running", failure)
    failure.close()


def stopping(album: Album) -> None:
    """The window while it ends."""
    window = album.desk.window
    window.close()
    window.grab().save(str(album._folder / "28 stopping.png"))


SCENES: tuple[Callable[[Album], None], ...] = (
    empty, sources, planned, arrived, after, every_state, accounts, dialogs, stopping)


def make_mail(folder: Path) -> Path:
    """What the pictures show: letters with the subjects of real life, a file that is no mail."""
    subjects = ["Invoice 4711", "Re: boat", "=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_Z=C3=BCrich?=", "Minutes of the meeting",
                "Your order has been sent", "Re: Re: Re: a very long subject that goes on and on about the weather"]
    letters = [letter(number, subject=subjects[number % 6], octets=number * 97) for number in range(400)]
    letters[2] = PAGE
    mbox(folder / "Letters.mbox", letters)
    for name, count in (("Inbox", 120), ("Archive/2018", 30), ("Archive/2019", 312)):
        mbox(folder / "takeout" / f"{name}.mbox", [letter(number + count * 1000, subject=subjects[number % 6])
                                                   for number in range(count)])
    (folder / "takeout" / "empty.eml").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return folder


def take(folder: Path, theme: str, speech: str) -> None:
    """All pictures of one theme in one language, at the scale that Qt was started with."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(["screenshots"])
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    language.speak(speech)
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]  # keyring has none
    if theme == "dark":
        app.setPalette(dark())
    with tempfile.TemporaryDirectory(prefix="mailferry-") as name, Sandbox() as sandbox:
        desk = Desk(Path(name) / "state")
        album = Album(folder, desk, sandbox, make_mail(Path(name) / "mail"))
        for scene in SCENES:
            scene(album)
        desk.wait(lambda: desk.ended)
        desk.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


def main() -> int:
    """Each theme and scale in a process of its own: Qt takes the scale once, when it starts."""
    if len(sys.argv) == 4:
        take(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
        return 0
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    for speech, theme, scale in itertools.product(language.LANGUAGES, ("light", "dark"), ("1", "2")):
        folder = Path(sys.argv[1]).absolute() / f"{speech} {theme} {scale}00"
        subprocess.run([sys.executable, "-m", "tests.ui.screenshots", str(folder), theme, speech], check=True, cwd=ROOT,
                       env={"QT_QPA_PLATFORM": "offscreen"} | os.environ | {"QT_SCALE_FACTOR": scale})
        print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
