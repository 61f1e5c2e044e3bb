"""The report of an import as one HTML file: no scripts, nothing from elsewhere, readable in light, dark and on paper.

Its sums add up. Whatever a mail, a file name or a server could say is escaped. It names what is worth a look, each
kind up to LISTED times; all messages are in the CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from mailferry.transfer.journal_reader import JournalReader, message_name
from mailferry.transfer.journal_reading_after import DIFFERENCE_WORDS
from mailferry.transfer.messages import Note
from mailferry.transfer.report import DELIVERY_WORDS, FATE_WORDS, NOTE_WORDS, verification_sentence
from mailferry.transfer.report_file import report_file
from mailferry.transfer.throughput import rates
from mailferry.transfer.values import BatchState, ImportId, ImportView, ScanState, size_words

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


def save_html(reader: JournalReader, import_id: ImportId, path: Path) -> None:
    """Write the report of an import. Raises ReportNotSaved."""
    view = reader.import_view(import_id)
    with report_file(path, "utf-8") as file:
        for part in _page(reader, view):
            file.write(part + "\n")


def _page(reader: JournalReader, view: ImportView) -> Iterator[str]:
    title = f"Mailferry: import {view.id}"
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{title}</h1>"
    target = "/".join(view.target or ("INBOX",)) or view.account
    yield f"<p>{_moment(view.created)}, to {_text(target)} on {_text(view.account)}</p>"
    yield from _facts(view)
    yield from _sums(reader, view)
    yield from _table("Arrived in", ("Messages", "Mailbox"),
                      ((f"{count:,}", name) for name, count in reader.mailbox_counts(view.id)))
    yield from _pace(reader, view)
    yield from _verification(reader, view)
    yield from _left_out(reader, view)
    yield from _table("Batches that need you", ("Batch", "Mailbox", "Messages", "Why"),
                      ((str(batch.id), batch.mailbox, f"{batch.current:,}", batch.reason)
                       for batch in reader.batches(view.id, limit=LISTED) if batch.state is BatchState.CONFLICT))
    yield from _table("Mailboxes with another name than their folder", ("Mailbox", "Why"),
                      reader.renamed_mailboxes(view.id))
    yield from _table("Sent otherwise than the source has it", ("Messages", "How"),
                      ((f"{count:,}", NOTE_WORDS[Note(bit)]) for bit, count in sorted(reader.notes(view.id).items())))
    yield from _table("Flags and keywords that were left out", ("Messages", "Name"),
                      ((f"{count:,}", name) for name, count in reader.left_out_names(view.id)))
    yield "<p>Written by Mailferry.</p></body></html>"


def _facts(view: ImportView) -> Iterator[str]:
    yield "<ul>"
    for source in view.sources:
        yield f"<li>From {_text(source)}</li>"
    yield f"<li>How: {_text(DELIVERY_WORDS[view.delivery])}</li>"
    if view.scan is ScanState.RUNNING:
        yield "<li>The source was not read to its end yet: these numbers are not the last ones.</li>"
    yield "</ul>"


def _sums(reader: JournalReader, view: ImportView) -> Iterator[str]:
    """The four fates, which are all of the messages."""
    totals = view.totals
    there, back = reader.already_there(view.id), reader.taken_back(view.id)
    skipped = ", ".join(f"{count:,} {words}" for count, words in
                        ((there, "in the mailbox already"), (back, "taken back"),
                         (totals.skipped - there - back, "empty, cancelled, or left out by you")) if count)
    rows = (("arrived", "arrived", totals.committed, size_words(totals.committed_octets)),
            ("refused", "refused by the server", totals.rejected, ""),
            ("left", "left out on purpose", totals.skipped, skipped),
            ("waits", "not sent", totals.failed, f"{totals.waiting:,} of them wait" if totals.waiting else ""))
    yield "<h2>Messages</h2>"
    yield from _bar([(colour, count) for colour, _, count, _ in rows], totals.messages)
    yield "<table>"
    for colour, words, count, more in rows:
        yield (f'<tr><td class="number {colour if count else ""}">{count:,}</td>'
               f'<td>{words}{f": {_text(more)}" if more else ""}</td></tr>')
    yield f'<tr class="sum"><td class="number">{totals.messages:,}</td><td>in all</td></tr></table>'
    if totals.ignored:
        yield (f"<p>{totals.ignored:,} files in the folders are no mail and were left out.</p>"
               if totals.ignored > 1 else "<p>One file in the folders is no mail and was left out.</p>")


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


def _pace(reader: JournalReader, view: ImportView) -> Iterator[str]:
    """How many messages a second arrived, over the time of the import."""
    arrivals = list(reader.arrivals(view.id))
    found = rates(arrivals)
    if not found:
        return
    seconds = max(one.ended for one in arrivals) - min(one.began for one in arrivals)
    most, step = max(found) or 1.0, 1000 / len(found)
    corners = [f"{place * step:.2f},{100 - 95 * rate / most:.2f} {(place + 1) * step:.2f},{100 - 95 * rate / most:.2f}"
               for place, rate in enumerate(found)]
    said = (f"{sum(one.messages for one in arrivals):,} messages in {seconds:,.1f} s, at most {round(max(found)):,} a "
            "second")
    yield '<h2>Pace</h2><svg class="chart" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label='
    yield f'"{said}"><polygon points="0,100 {" ".join(corners)} 1000,100"/></svg><p>{said}</p>'


def _verification(reader: JournalReader, view: ImportView) -> Iterator[str]:
    found = reader.verification(view.id)
    if found is None or not found.arrived:
        return
    yield f"<h2>Compared with what the server holds</h2><p>{_text(verification_sentence(found))}</p>"
    if found.without_uid:
        yield f"<p>{found.without_uid:,} cannot be checked: the server did not tell their numbers.</p>"
    if found.problem:
        yield f"<p>Not all could be checked: {_text(found.problem)}</p>"
    yield from _table("", ("Message", "Mailbox", "", "Sent", "Found"),
                      ((message_name(one.subject, one.path, one.offset), one.mailbox, DIFFERENCE_WORDS[one.kind],
                        one.sent, one.found) for one in reader.differences(view.id, limit=LISTED)))


def _left_out(reader: JournalReader, view: ImportView) -> Iterator[str]:
    messages = reader.left_out(view.id, LISTED + 1)
    yield from _table("Messages that did not arrive", ("", "Message", "Why"),
                      ((FATE_WORDS[one.fate], message_name(one.subject, one.path, one.offset), one.reason)
                       for one in messages[:LISTED]))
    if len(messages) > LISTED:
        yield "<p>There are more. The report as CSV names each of them.</p>"
    yield from _table("Files without mail that could be sent", ("", "File", "Why"),
                      ((FATE_WORDS[one.fate] + (f", {one.messages:,} messages" if one.messages > 1 else ""), one.path,
                        one.sentence) for one in reader.findings(view.id, LISTED) if one.fate in FATE_WORDS))


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table with its heading; nothing where there are no rows."""
    begun = False
    for row in rows:
        if not begun:
            begun = True
            yield f"<h2>{title}</h2>" if title else ""
            heads = "".join(f"<th{_class(column)}>{column}</th>" for column in columns)
            yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        yield "<tr>" + "".join(f"<td{_class(column)}>{_text(cell)}</td>"
                               for column, cell in zip(columns, row, strict=True)) + "</tr>"
    if begun:
        yield "</tbody></table>"


def _class(column: str) -> str:
    """How a column is set: numbers stand beneath each other, and a fate, which needs no heading, is not broken."""
    return {"Messages": ' class="number"', "": ' class="fate"'}.get(column, "")


def _text(text: str) -> str:
    """Words that come from elsewhere: escaped, and without control characters, which HTML cannot hold."""
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
