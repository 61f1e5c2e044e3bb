"""The reports that can be saved: their sums add up, the CSV has every message, and no mail can play a trick on them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.servers.checker import read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts

from mailferry.transfer.report_csv import COLUMNS, save_csv
from mailferry.transfer.report_file import ReportNotSaved
from mailferry.transfer.report_html import save_html
from mailferry.transfer.values import ImportId
from mailferry.transfer.values_after import UndoEnded

HOSTILE = "=HYPERLINK(\"http://example.org\")<script>alert(1)</script>&amp;\x07</table>"


class Page(HTMLParser):
    """What a browser would take an HTML file for: its elements, and the cells of its tables by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.widths: list[float] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        if tag != "meta":
            self.open.append(tag)
        if tag == "rect":
            self.widths.append(float(dict(attrs)["width"] or ""))
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        assert not {name for name, _ in attrs} & {"src", "href", "onload", "style"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open:
            self.rows[-1][-1] += data
        elif "style" not in self.open:
            self.text += data + "\n"


def page_of(ferry: Ferry, import_id: ImportId, path: Path) -> Page:
    with ferry.reading() as reader:
        save_html(reader, import_id, path)
    return Page(path.read_text(encoding="utf-8"))


def rows_of(ferry: Ferry, import_id: ImportId, path: Path) -> list[dict[str, str]]:
    with ferry.reading() as reader:
        save_csv(reader, import_id, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfsubject,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert all(tuple(row) == COLUMNS for row in found)
    return found


@pytest.fixture
def account(dovecot_account: NewDovecotAccount) -> Account:
    return dovecot_account(max_mail_size=20_000)


@pytest.fixture
def ferry(dovecot: ImapServer, account: Account, new_ferry: NewFerry) -> Ferry:
    return new_ferry(dovecot, account)


def mixed(ferry: Ferry, folder: Path) -> ImportId:
    """An import of ten mails that arrive, one that is refused, an empty one, and a file that is no mail."""
    source = folder / "Mail"
    write_mbox(source / "box", [*mails(10), Mail(77, b"x" * 30_000 + b"\n")])
    (source / "empty.eml").write_bytes(b"")
    (source / "index.db").write_bytes(bytes(range(200)))
    hostile = f"From: a@example.org\nSubject: {HOSTILE}\nMessage-ID: <h@example.org>\n\nbody\n"
    (source / "-2+3.eml").write_bytes(hostile.encode())
    view = ferry.bring(source, target=("In",))
    assert as_counts(view.totals) == (11, 1, 1, 0)
    return view.id


def test_the_page_has_the_sums_and_what_is_worth_a_look(ferry: Ferry, tmp_path: Path) -> None:
    page = page_of(ferry, mixed(ferry, tmp_path), tmp_path / "report.html")
    sums = {row[1].partition(":")[0]: int(row[0]) for row in page.rows if len(row) == 2 and row[0].isdigit()}
    assert sums["in all"] == 13 == sum(sums[words] for words in (
        "arrived", "refused by the server", "left out on purpose", "not sent"))
    assert (sums["arrived"], sums["In.Mail.box"], sums["In.Mail"]) == (11, 10, 1)
    assert ["Refused", "“number 77”"] in [[row[0], row[1].partition(" (")[0]] for row in page.rows if row]
    assert "All 11 were found as they were sent: size, date and flags." in page.text
    assert page.elements["polygon"] == 1, "the pace, drawn"
    assert "11 messages in " in page.text, "and told"
    assert sum(page.widths) == pytest.approx(1000, abs=0.1), "the parts of the bar make it whole"
    assert page.widths[0] == pytest.approx(1000 * 11 / 13, abs=0.1)
    assert page.elements["script"] == page.elements["img"] == page.elements["link"] == 0


def test_the_page_takes_what_mail_says_for_words(ferry: Ferry, dovecot: ImapServer, account: Account,
                                                 tmp_path: Path) -> None:
    """The hostile mail is named since somebody has flagged it."""
    import_id = mixed(ferry, tmp_path)
    with signed_in(dovecot, account) as connection:
        connection.select("In.Mail")
        connection.store("1", "+FLAGS", "(\\Flagged)")
    ferry.engine.verify(import_id)
    ferry.rest()
    page = page_of(ferry, import_id, tmp_path / "report.html")
    [row] = [row for row in page.rows if row and "HYPERLINK" in row[0]]
    assert row[0].startswith("“" + HOSTILE.replace("\x07", "\ufffd") + "”")
    assert row[2:] == ["has other flags", "none", "\\Flagged"]


def test_the_csv_has_each_message_with_what_became_of_it(ferry: Ferry, dovecot: ImapServer, account: Account,
                                                         tmp_path: Path) -> None:
    rows = rows_of(ferry, mixed(ferry, tmp_path), tmp_path / "report.csv")
    assert Counter(row["state"] for row in rows) == {"committed": 11, "rejected": 1, "skipped": 1, "ignored": 1}
    in_box = {int(row["uid"]): row for row in rows if row["mailbox"] == "In.Mail.box" and row["uid"]}
    held = read_mailbox(dovecot, account, "In.Mail.box")
    assert {message.uid: (message.size, f"{message.internal_date.astimezone(UTC):%Y-%m-%d %H:%M:%S}", message.flags)
            for message in held} == {
        uid: (int(row["size"]), row["date"], frozenset(row["flags"].split())) for uid, row in in_box.items()}
    assert len({row["uidvalidity"] for row in in_box.values()}) == 1
    [refused] = [row for row in rows if row["state"] == "rejected"]
    assert refused["subject"] == "number 77"
    assert "larger than this server takes" in refused["reason"]
    assert int(refused["offset"]) > 0


def test_no_cell_of_the_csv_is_a_formula(ferry: Ferry, tmp_path: Path) -> None:
    rows = rows_of(ferry, mixed(ferry, tmp_path), tmp_path / "report.csv")
    [row] = [row for row in rows if "HYPERLINK" in row["subject"]]
    assert row["subject"] == "'" + HOSTILE.replace("\x07", "\ufffd")
    text = {value for row in rows for name, value in row.items() if name not in ("offset", "size", "date")}
    assert not [value for value in text if value.lstrip()[:1] in tuple("=+-@")]


def test_what_was_taken_back_is_told_and_the_sums_still_add_up(ferry: Ferry, tmp_path: Path) -> None:
    import_id = mixed(ferry, tmp_path)
    ferry.engine.undo(import_id)
    ferry.rest()
    assert any(isinstance(event, UndoEnded) for event in ferry.told)
    page = page_of(ferry, import_id, tmp_path / "report.html")
    assert ["12", "left out on purpose: 11 taken back, 1 empty, cancelled, or left out by you"] in page.rows
    assert ["13", "in all"] in page.rows
    rows = rows_of(ferry, import_id, tmp_path / "report.csv")
    assert Counter(row["state"] for row in rows) == {"undone": 11, "rejected": 1, "skipped": 1, "ignored": 1}


def test_a_report_that_cannot_be_written_leaves_nothing_behind(ferry: Ferry, tmp_path: Path) -> None:
    import_id = mixed(ferry, tmp_path)
    (tmp_path / "taken").mkdir()
    with ferry.reading() as reader:
        for path in (tmp_path / "none" / "report.csv", tmp_path / "taken"):
            with pytest.raises(ReportNotSaved, match="could not be written"):
                save_csv(reader, import_id, path)
    assert {path.name for path in tmp_path.iterdir()} == {"state", "Mail", "taken"}
