"""The commands for what follows an import: verify it, take it back, report on it.

Return codes as everywhere: 0 all is well; 1 something differs, or was not removed; 2 nothing could be done.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mailferry.cli_run import NOT_ALL, NOT_STARTED, OK, Run, Stop, WrongUse, complain
from mailferry.imap.values import Endpoint
from mailferry.paths import state_folder
from mailferry.progress import tell
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.errors import StateFolderInUse
from mailferry.transfer.journal_file import FILE_NAME
from mailferry.transfer.journal_reader import JournalReader, message_name
from mailferry.transfer.report import report_lines, verification_lines
from mailferry.transfer.report_csv import save_csv
from mailferry.transfer.report_html import save_html
from mailferry.transfer.values import AccountState
from mailferry.transfer.values_after import Stays, UndoView

_STAYS = {
    Stays.GONE: "is not there any more",
    Stays.CHANGED: "was dealt with since",
    Stays.ANEW: "was in a mailbox that is another one now",
    Stays.UNKNOWN: "has no number that the server told",
    Stays.FOUND: "is not surely the one that was sent: it was found by a look after a lost answer",
    Stays.REFUSED: "was not let go by the server",
}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser],
                 shared: argparse.ArgumentParser) -> None:
    """Add the parsers of these commands; `shared` has the options of sign-in."""
    verify = commands.add_parser("verify", parents=[shared], help="compare an import with what the server holds",
                                 description="Compare the messages of an import with what the server holds now: size, "
                                 "date and flags. Nothing is changed.")
    _add_import(verify)
    verify.add_argument("--every-octet", action="store_true", help="fetch all messages, and compare every octet")
    undo = commands.add_parser("undo", parents=[shared], help="take an import back", description="Remove the messages "
                               "that an import has brought, and no other. What it would remove is shown first.")
    _add_import(undo)
    undo.add_argument("--yes", action="store_true", help="remove them without asking")
    report = commands.add_parser("report", help="show or save the report of an import",
                                 description="Show the report of an import, or save it.")
    _add_import(report)
    report.add_argument("--html", metavar="FILE", type=Path, help="save it as HTML")
    report.add_argument("--csv", metavar="FILE", type=Path, help="save it as CSV, with a row for each message")
    report.add_argument("--state-dir", metavar="D", type=Path, help="where the journal is kept")
    report.set_defaults(json=False, password_file=None, password_env=None)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("import_id", metavar="IMPORT", type=int, help="the number of the import")


def verify(options: argparse.Namespace) -> int:
    """`mailferry verify`: 0 if all can be checked and is as it was sent."""
    run = Run(options, Passwords())
    try:
        if _connect(run, options) is None:
            return NOT_STARTED
        run.engine.verify(options.import_id, every_octet=options.every_octet)
        if not _wait(run):
            return NOT_ALL
        reader = run.engine.reader()
        try:
            view = reader.verification(options.import_id)
            if not options.json:
                for line in verification_lines(reader, options.import_id):
                    tell(line.strip())
            elif view is not None:
                for one in reader.differences(options.import_id, limit=sys.maxsize):
                    run.progress.write({"event": "difference", "path": one.path, "offset": one.offset,
                                        "subject": one.subject, "mailbox": one.mailbox, "uid": one.uid,
                                        "kind": one.kind.value, "sent": one.sent, "found": one.found})
                run.progress.verification(view)
            through = view is not None and view.ended is not None and view.checked == view.arrived
            return OK if through and view is not None and not view.differing else NOT_ALL
        finally:
            reader.close()
    finally:
        run.close()


def undo(options: argparse.Namespace) -> int:
    """`mailferry undo`: 0 if nothing of the import is left in its mailboxes."""
    run = Run(options, Passwords())
    try:
        if _connect(run, options) is None:
            return NOT_STARTED
        run.engine.undo_plan(options.import_id)
        if not _wait(run) or run.progress.plan is None:
            return NOT_STARTED
        plan = run.progress.plan
        _show(run, plan, options, planned=True)
        if plan.problem or not (plan.removed or any(mailbox.goes for mailbox in plan.mailboxes)):
            return NOT_STARTED if plan.problem else NOT_ALL if plan.left_count else OK
        if not options.yes and not _agreed(plan, options):
            return NOT_ALL
        run.engine.undo(options.import_id)
        if not _wait(run) or run.progress.undone is None:
            return NOT_ALL
        _show(run, run.progress.undone, options, planned=False)
        return NOT_ALL if run.progress.undone.left_count or run.progress.undone.problem else OK
    finally:
        run.close()


def report(options: argparse.Namespace) -> int:
    """`mailferry report`: on standard output, unless it is saved. Also while another Mailferry is at work."""
    with contextlib.ExitStack() as opened:
        try:
            run = Run(options, Passwords())
            opened.callback(run.close)
            reader = run.engine.reader()
        except StateFolderInUse:
            reader = JournalReader((options.state_dir or state_folder()) / FILE_NAME)
        opened.callback(reader.close)
        if not reader.has_import(options.import_id):
            raise WrongUse(f"There is no import {options.import_id}.")
        if options.html is not None:
            save_html(reader, options.import_id, options.html)
        if options.csv is not None:
            save_csv(reader, options.import_id, options.csv)
        if options.html is None and options.csv is None:
            for line in report_lines(reader, [options.import_id]):
                tell(line)
    return OK


def _connect(run: Run, options: argparse.Namespace) -> Endpoint | None:
    """Open the account of the import; None, with the reason told, if that cannot be. Raises Problem."""
    endpoint = run.engine.account_of(options.import_id)
    endpoint = replace(endpoint, ca_file=options.ca_file or endpoint.ca_file)
    run.know_password(endpoint)
    run.engine.open_account(endpoint, old_work=False)
    return endpoint if run.connected([endpoint]) else None


def _wait(run: Run) -> bool:
    """Wait for the end of what was asked for. False if it was stopped before, or the account stands still: told why."""
    try:
        run.engine.wait_idle()
    except Stop:
        return False
    paused = [view for view in run.engine.accounts() if view.state is AccountState.PAUSED]
    for view in paused:
        run.progress.clear()
        complain(view)
    return not paused


def _agreed(plan: UndoView, options: argparse.Namespace) -> bool:
    """Ask on a terminal whether to remove them."""
    if not sys.stdin.isatty() or options.json:
        tell("Nothing was removed. With --yes it is.", error=True)
        return False
    mailboxes = sum(mailbox.goes for mailbox in plan.mailboxes)
    also = f" and {mailboxes:,} {'mailboxes' if mailboxes != 1 else 'mailbox'}" if mailboxes else ""
    tell(f"Remove {plan.removed:,} {'messages' if plan.removed != 1 else 'message'}{also}? [y/N] ", error=True, end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _show(run: Run, view: UndoView, options: argparse.Namespace, *, planned: bool) -> None:
    run.progress.clear()
    if not options.json:
        for line in _lines(view, planned=planned):
            tell(line)
        return
    for one in view.left:
        run.progress.write({"event": "left", "path": one.path, "offset": one.offset, "subject": one.subject,
                            "mailbox": one.mailbox, "why": one.why.value, "detail": one.detail})
    for mailbox in view.mailboxes:
        run.progress.write({"event": "mailbox", "mailbox": mailbox.mailbox, "removed": mailbox.removed,
                            "left": mailbox.left, "goes": mailbox.goes})
    run.progress.write({"event": "undo planned" if planned else "undone", "import": view.import_id,
                        "removed": view.removed, "left": view.left_count, "archives": view.archives,
                        "problem": view.problem})


def _lines(view: UndoView, *, planned: bool) -> Iterator[str]:
    for mailbox in view.mailboxes:
        left = f", {mailbox.left:,} stay there" if mailbox.left else ""
        goes = f", and the mailbox, which {'would be' if planned else 'was'} empty then" if mailbox.goes else ""
        yield f"{mailbox.removed:>9,} {'would be' if planned else 'were'} removed from {mailbox.mailbox}{goes}{left}"
    if not view.mailboxes:
        yield "Nothing of this import is there to be removed."
    for one in view.left if planned else ():
        name = message_name(one.subject, one.path, one.offset)
        yield f"  Stays: {name} {_STAYS[one.why]}.{' ' + one.detail if one.detail else ''}"
    if planned and view.left_count > len(view.left):
        yield f"  ... and {view.left_count - len(view.left):,} more."
    if view.archives:
        yield "On Gmail, what is removed may only be archived: look for it in All Mail."
    if view.problem:
        yield f"It came to no end: {view.problem}"
