"""The report of an import as CSV (RFC 4180): a row for each message and for each file that should have held one. In
English the states are the journal's own words.

UTF-8 with a byte order mark, by which spreadsheet programs know it. What a mail or a file name could make a spreadsheet
take for a formula (= + - @, a tab or a carriage return in front) gets an apostrophe before it. The rows are read and
written one by one: memory does not grow with their number.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.journal_reading_after import DIFFERENCE_WORDS, ReportRow
from mailferry.transfer.report_file import ENGLISH, Language, report_file
from mailferry.transfer.values import ImportId
from mailferry.transfer.values_after import DifferenceKind

COLUMNS = ("subject", "source file", "offset", "size", "date", "flags", "mailbox", "state", "uid", "uidvalidity",
           "reason", "differences")

# Full-width forms count for some programs, and so does white space before the sign.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def save_csv(reader: JournalReader, import_id: ImportId, path: Path, language: Language = ENGLISH) -> None:
    """Write the report of an import. Raises ReportNotSaved."""
    with report_file(path, "utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(map(language.word, COLUMNS))
        writer.writerows(_cells(row, language) for row in reader.report_rows(import_id))


def _cells(row: ReportRow, language: Language) -> list[str | int]:
    date = "" if row.date is None else datetime.fromtimestamp(row.date, UTC).strftime("%Y-%m-%d %H:%M:%S")
    reason = language.told(row.reason)
    if row.messages > 1:
        reason = language.word("{0} messages: {1}").format(language.number(row.messages), reason)
    return [_text(row.subject), _text(row.path), row.offset, row.size, date, _text(row.flags), _text(row.mailbox),
            language.word(row.state), "" if row.uid is None else row.uid,
            "" if row.uidvalidity is None else row.uidvalidity, _text(reason),
            _text("; ".join(_difference(*one, language) for one in row.differences))]


def _difference(kind: DifferenceKind, sent: str, found: str, language: Language) -> str:
    parts = [language.word(DIFFERENCE_WORDS[kind]),
             language.word("sent: {0}").format(language.told(sent)) if sent else "",
             language.word("found: {0}").format(language.told(found)) if found else ""]
    return ", ".join(filter(None, parts))


def _text(text: str) -> str:
    """A cell that no program takes for anything but text."""
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return "'" + text if _FORMULA.match(text) else text
