"""The report of an import as one HTML file: no scripts, nothing from elsewhere, readable in light, dark and on paper.

Its sums add up. Whatever a mail, a file name or a server could say is escaped. It names what is worth a look, each
kind up to LISTED times; all messages are in the CSV. The texts have their translations in ui/texts_report.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from mailferry.mail.errors import printable
from mailferry.transfer.journal_reader import JournalReader, message_name
from mailferry.transfer.journal_reading_after import DIFFERENCE_WORDS
from mailferry.transfer.messages import Note
from mailferry.transfer.report import DELIVERY_WORDS, FATE_WORDS, NOTE_WORDS, verification_sentence
from mailferry.transfer.report_file import ENGLISH, Language, report_file
from mailferry.transfer.throughput import rates
from mailferry.transfer.values import BatchState, ImportId, ScanState

LISTED = 10_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 64em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; margin-bottom: 0; }
h2 { font-size: 1.1em; margin-top: 2em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25em .75em .25em 0;
         border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; width: 8em; }
.fate { white-space: nowrap; }
.sum td { font-weight: 600; }
.bar, .chart { display: block; width: 100%; margin: .75em 0; }
.bar { height: .9em; background: color-mix(in srgb, CanvasText 8%, Canvas); }
.chart { height: 5em; background: color-mix(in srgb, CanvasText 5%, Canvas); }
.chart polygon { fill: #3b7dd8; }
.arrived { fill: #2e9e5b; } .arrived::before { color: #2e9e5b; }
.refused { fill: #c9302c; } .refused::before { color: #c9302c; }
.left { fill: #808890; } .left::before { color: #808890; }
.waits { fill: #d08a00; } .waits::before { color: #d08a00; }
td.arrived::before, td.refused::before, td.left::before, td.waits::before { content: "■ "; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } tr { break-inside: avoid; }
               thead { display: table-header-group; } }
"""


def save_html(reader: JournalReader, import_id: ImportId, path: Path, language: Language = ENGLISH) -> None:
    """Write the report of an import. Raises ReportNotSaved."""
    page = _Page(reader, import_id, language)
    with report_file(path, "utf-8") as file:
        for part in page.parts():
            file.write(part + "\n")


class _Page:
    """One report, piece by piece. A column is set by its English heading."""

    def __init__(self, reader: JournalReader, import_id: ImportId, language: Language) -> None:
        self._reader = reader
        self._view = reader.import_view(import_id)
        self._word = language.word
        self._told = language.told
        self._number = language.number
        self._mailbox = language.mailbox
        self._language = language

    def parts(self) -> Iterator[str]:
        """The whole page."""
        reader, view, word, number = self._reader, self._view, self._word, self._number
        title = _text(word("Mailferry: import {0}").format(view.id))
        yield "<!DOCTYPE html>"
        yield f'<html lang="{self._language.code}"><head><meta charset="utf-8">'
        yield """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
        yield '<meta name="viewport" content="width=device-width">'
        yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        yield f"<h1>{title}</h1>"
        account = self._language.account(view.account)
        target = "/".join(view.target or (self._mailbox("INBOX"),)) or account
        yield "<p>" + _text(word("{0}, to {1}, account {2}").format(_moment(view.created), target, account)) + "</p>"
        yield from self._facts()
        yield from self._sums()
        yield from self._table(word("Arrived in"), ("Messages", "Mailbox"),
                               ((number(count), self._mailbox(name)) for name, count in reader.mailbox_counts(view.id)))
        yield from self._pace()
        yield from self._verification()
        yield from self._left_out()
        yield from self._table(word("Batches that need you"), ("Batch", "Mailbox", "Messages", "Why"),
                               ((str(batch.id), self._mailbox(batch.mailbox), number(batch.current),
                                 self._told(batch.reason))
                                for batch in reader.batches(view.id, limit=LISTED)
                                if batch.state is BatchState.CONFLICT))
        yield from self._table(word("Mailboxes with another name than their folder"), ("Mailbox", "Why"),
                               ((self._mailbox(name), self._told(why))
                                for name, why in reader.renamed_mailboxes(view.id)))
        yield from self._table(word("Sent otherwise than the source has it"), ("Messages", "How"),
                               ((number(count), word(NOTE_WORDS[Note(bit)]))
                                for bit, count in sorted(reader.notes(view.id).items())))
        yield from self._table(word("Flags and keywords that were left out"), ("Messages", "Name"),
                               ((number(count), name) for name, count in reader.left_out_names(view.id)))
        yield f"<p>{word('Written by Mailferry.')}</p></body></html>"

    def _facts(self) -> Iterator[str]:
        word = self._word
        yield "<ul>"
        for source in self._view.sources:
            yield f"<li>{_text(word('From {0}').format(printable(source)))}</li>"
        yield f"<li>{_text(word('How: {0}').format(word(DELIVERY_WORDS[self._view.delivery])))}</li>"
        if self._view.scan is ScanState.RUNNING:
            yield f"<li>{word('The source was not read to its end yet: these numbers are not the last ones.')}</li>"
        yield "</ul>"

    def _sums(self) -> Iterator[str]:
        """The four fates, which are all of the messages."""
        view, word, number = self._view, self._word, self._number
        totals = view.totals
        there, back = self._reader.already_there(view.id), self._reader.taken_back(view.id)
        skipped = ", ".join(words.format(number(count)) for count, words in
                            ((there, word("{0} in the mailbox already")), (back, word("{0} taken back")),
                             (totals.skipped - there - back, word("{0} empty, cancelled, or left out by you")))
                            if count)
        waits = ", ".join(words.format(number(count)) for count, words in
                          ((totals.waiting, word("{0} of them wait")),
                           (totals.unclear, word("{0} of them need you: nobody can tell whether they arrived")))
                          if count)
        rows = (("arrived", word("arrived"), totals.committed, self._language.size(totals.committed_octets)),
                ("refused", word("refused by the server"), totals.rejected, ""),
                ("left", word("left out on purpose"), totals.skipped, skipped),
                ("waits", word("not sent"), totals.failed, waits))
        yield f"<h2>{word('Messages')}</h2>"
        yield from _bar([(colour, count) for colour, _, count, _ in rows], totals.messages)
        yield "<table>"
        for colour, words, count, more in rows:
            said = word("{0}: {1}").format(words, more) if more else words
            yield (f'<tr><td class="number {colour if count else ""}">{number(count)}</td>'
                   f"<td>{_text(said)}</td></tr>")
        yield (f'<tr class="sum"><td class="number">{number(totals.messages)}</td><td>{word("in all")}</td></tr>'
               f"</table>")
        if totals.ignored:
            said = (word("{0} files in the folders are no mail and were left out.") if totals.ignored > 1
                    else word("One file in the folders is no mail and was left out."))
            yield f"<p>{said.format(number(totals.ignored))}</p>"

    def _pace(self) -> Iterator[str]:
        """How many messages a second arrived, over the time of the import."""
        arrivals = list(self._reader.arrivals(self._view.id))
        found = rates(arrivals)
        if not found:
            return
        seconds = max(one.ended for one in arrivals) - min(one.began for one in arrivals)
        most, step = max(found) or 1.0, 1000 / len(found)
        corners = [f"{place * step:.2f},{100 - 95 * rate / most:.2f} "
                   f"{(place + 1) * step:.2f},{100 - 95 * rate / most:.2f}" for place, rate in enumerate(found)]
        said = _text(self._word("{0} messages in {1} s, at most {2} a second").format(
            self._number(sum(one.messages for one in arrivals)), self._language.decimal(seconds),
            self._number(round(max(found)))))
        yield (f'<h2>{self._word("Pace")}</h2><svg class="chart" viewBox="0 0 1000 100" preserveAspectRatio="none" '
               f'role="img" aria-label=')
        yield f'"{said}"><polygon points="0,100 {" ".join(corners)} 1000,100"/></svg><p>{said}</p>'

    def _verification(self) -> Iterator[str]:
        found, word = self._reader.verification(self._view.id), self._word
        if found is None or not found.arrived:
            return
        yield (f"<h2>{word('Compared with what the server holds')}</h2>"
               f"<p>{_text(verification_sentence(found, self._language))}</p>")
        if found.without_uid:
            said = word("{0} cannot be checked: the server did not tell their numbers.")
            yield f"<p>{said.format(self._number(found.without_uid))}</p>"
        if found.problem:
            yield f"<p>{_text(word('Not all could be checked: {0}').format(self._told(found.problem)))}</p>"
        yield from self._table("", ("Message", "Mailbox", "", "Sent", "Found"),
                               ((self._told(message_name(one.subject, one.path, one.offset)),
                                 self._mailbox(one.mailbox), word(DIFFERENCE_WORDS[one.kind]), self._told(one.sent),
                                 self._told(one.found))
                                for one in self._reader.differences(self._view.id, limit=LISTED)))

    def _left_out(self) -> Iterator[str]:
        word = self._word
        messages = self._reader.left_out(self._view.id, LISTED + 1)
        yield from self._table(word("Messages that did not arrive"), ("", "Message", "Why"),
                               ((word(FATE_WORDS[one.fate]),
                                 self._told(message_name(one.subject, one.path, one.offset)),
                                 self._told(one.reason)) for one in messages[:LISTED]))
        if len(messages) > LISTED:
            yield f"<p>{word('There are more. The report as CSV names each of them.')}</p>"
        findings = [one for one in self._reader.findings(self._view.id, LISTED) if one.fate in FATE_WORDS]
        many = word("{0}, {1} messages")
        yield from self._table(word("Files without mail that could be sent"), ("", "File", "Why"),
                               ((many.format(word(FATE_WORDS[one.fate]), self._number(one.messages))
                                 if one.messages > 1 else word(FATE_WORDS[one.fate]),
                                 one.path, self._told(one.sentence)) for one in findings))

    def _table(self, title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
        """A table with its heading; nothing where there are no rows."""
        begun = False
        for row in rows:
            if not begun:
                begun = True
                yield f"<h2>{title}</h2>" if title else ""
                heads = "".join(f"<th{_class(column)}>{self._word(column) if column else ''}</th>"
                                for column in columns)
                yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
            yield "<tr>" + "".join(f"<td{_class(column)}>{_text(cell)}</td>"
                                   for column, cell in zip(columns, row, strict=True)) + "</tr>"
        if begun:
            yield "</tbody></table>"


def _bar(parts: Sequence[tuple[str, int]], whole: int) -> Iterator[str]:
    """Parts of a whole; the table below it tells the same, so readers of screens need not hear of it."""
    if not whole:
        return
    yield '<svg class="bar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">'
    left = 0.0
    for colour, count in parts:
        width = 1000 * count / whole
        yield f'<rect class="{colour}" x="{left:.2f}" y="0" width="{width:.2f}" height="1"/>'
        left += width
    yield "</svg>"


def _class(column: str) -> str:
    """How a column is set: numbers stand beneath each other, and a fate, which needs no heading, is not broken."""
    return {"Messages": ' class="number"', "": ' class="fate"'}.get(column, "")


def _text(text: str) -> str:
    """Words that come from elsewhere: escaped, and without control characters, which HTML cannot hold."""
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
