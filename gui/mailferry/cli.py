"""The command line: the same engine without a window, for scripts and administrators.

Results go to standard output (people's report, or one JSON object a line), progress and problems to standard error.
Return codes: 0 all arrived; 1 something was refused or not sent; 2 usage, sign-in, or no connection.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mailferry import __version__, cli_after, cli_again, cli_past, cli_sources
from mailferry.cli_run import NOT_ALL, NOT_STARTED, OK, Run, Stop, complain
from mailferry.errors import Problem
from mailferry.mail.errors import one_line, printable
from mailferry.mail.message import Fate, Finding, Message
from mailferry.mail.outlook.pst import READER_ARGUMENT
from mailferry.progress import Progress, tell
from mailferry.target import parse_target
from mailferry.transfer.browse import browse
from mailferry.transfer.choosing import copies, why_left_out
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.values import (
    Dates,
    DeliveryKind,
    ImportOptions,
    Labels,
    OnRefused,
    OnReject,
    Totals,
)
from mailferry.transfer.values_after import Verify

MOST_MESSAGES = 10_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the return code. Without a command: the window."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) == 2 and given[0] == READER_ARGUMENT:  # nobody's command: a frozen program starts itself so
        from mailferry.mail.outlook import pst_child

        pst_child.main(int(given[1]))
        return OK
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names in other letters than the terminal knows
    try:
        match options.command:
            case "import":
                return _import(options)
            case "resume":
                return cli_again.resume(options)
            case "retry":
                return cli_again.retry(options)
            case "history":
                cli_past.history(options)
                return OK
            case "forget":
                cli_past.forget(options)
                return OK
            case "verify":
                return cli_after.verify(options)
            case "undo":
                return cli_after.undo(options)
            case "report":
                return cli_after.report(options)
            case "sources":
                return cli_sources.list_found(json_lines=options.json)
            case "sandbox":
                from mailferry.sandbox import serve

                serve(options.port, tell)
                return OK
            case _:
                from mailferry.ui.app import run

                return run()
    except Problem as error:
        complain(error)
        return NOT_STARTED
    except Stop:
        return NOT_ALL


def window() -> int:
    """The program as a desktop starts it, with the files that are to be opened with it."""
    if sys.argv[1:2] == [READER_ARGUMENT]:
        return main()
    parser = argparse.ArgumentParser(prog="mailferry-window", description="Opens the window of Mailferry.")
    parser.add_argument("--version", action="version", version=f"mailferry {__version__}")
    parser.add_argument("files", nargs="*", metavar="FILE", type=Path, help="mail to show, ready to be imported")
    from mailferry.ui.app import run

    return run(offer=parser.parse_args().files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mailferry", description="Moves mail from files into an IMAP mailbox. "
                                     "Without a command it opens its window.")
    parser.add_argument("--version", action="version", version=f"mailferry {__version__}")
    commands = parser.add_subparsers(dest="command")

    shared = argparse.ArgumentParser(add_help=False)
    secret = shared.add_mutually_exclusive_group()
    secret.add_argument("--password-file", metavar="F", help="read the password from this file; - is standard input")
    secret.add_argument("--password-env", metavar="NAME", help="take the password from this environment variable")
    shared.add_argument("--ca-file", metavar="F", help="trust the certificates in this file instead of the system's")
    shared.add_argument("--plaintext", action="store_true",
                        help="no protected connection: for servers on this computer only")
    shared.add_argument("--state-dir", metavar="D", type=Path, help="where the journal is kept")
    sending = argparse.ArgumentParser(add_help=False)
    sending.add_argument("--speed-limit", type=_octets, metavar="N",
                         help="send at most so many octets per second in this run, such as 500k or 2M")
    shared.add_argument("--json", action="store_true", help="write one JSON object a line, the last is the summary")

    imports = commands.add_parser("import", parents=[shared, sending], help="import mail",
                                  description="Import .eml files, mbox files, Maildirs, and folders of these.")
    imports.add_argument("sources", nargs="+", metavar="SOURCE",
                         help="a file, a folder, or another account: imaps://USER@HOST[:PORT]/MAILBOX with what is "
                              "below that mailbox, without MAILBOX the whole account")
    cli_sources.add_password_options(imports)
    cli_sources.add_connection_options(imports)
    imports.add_argument("--to", required=True, metavar="URL", dest="url",
                         help="imaps://USER@HOST[:PORT]/MAILBOX; imap:// means STARTTLS")
    imports.add_argument("--batch-messages", type=_positive, metavar="N", default=500,
                         help="messages in a batch, at most (500)")
    imports.add_argument("--batch-bytes", type=_positive, metavar="N", default=32 * 1024 * 1024,
                         help="octets in a batch, at most (32 MiB); one larger message goes alone")
    imports.add_argument("--on-reject", choices=[choice.value for choice in OnReject], default=OnReject.ISOLATE.value,
                         help="split a refused batch until the refused messages stand alone (isolate), leave it out "
                              "whole (skip), or send nothing after it (stop)")
    imports.add_argument("--on-refused", choices=[choice.value for choice in OnRefused],
                         default=OnRefused.ASIDE.value,
                         help=cli_again.ON_REFUSED_HELP)
    imports.add_argument("--delivery", choices=[kind.value for kind in DeliveryKind],
                         help="how batches are kept whole, if not the best way that the server allows")
    imports.add_argument("--duplicates", choices=["skip", "keep"], default="skip",
                         help="leave out what lies in the mailbox already (skip), or import it all the same (keep)")
    imports.add_argument("--verify", choices=[depth.value for depth in Verify], default=Verify.QUICK.value,
                         help="compare what arrived with what was sent: size, date and flags (quick), every octet as "
                              "well (full), or nothing (none)")
    imports.add_argument("--mark-read", action="store_true", help="all messages arrive as read")
    imports.add_argument("--since", type=_day, metavar="DAY", help="only messages dated on or after this day, such as "
                         "2019-03-01")
    imports.add_argument("--before", type=_day, metavar="DAY", help="only messages dated before this day")
    imports.add_argument("--leave-out-deleted", action="store_true",
                         help="leave out what is marked as deleted in its source")
    imports.add_argument("--dates", choices=[choice.value for choice in Dates], default=Dates.SOURCE.value,
                         help="date messages as their source does (source), or by their Date field (field); without "
                              "either by when it was received, its Date field, its source, or its file")
    imports.add_argument("--labels", choices=[choice.value for choice in Labels], default=Labels.IGNORE.value,
                         help="of Google Takeout: leave them in the header (ignore), put each message into the mailbox "
                              "of its first label (mailbox) or a copy into that of each (mailboxes), or make them "
                              "keywords")
    imports.add_argument("--dry-run", action="store_true", help="only say what would be imported, and where")

    cli_again.add_commands(commands, [shared, sending])
    cli_past.add_options(
        commands.add_parser("history", help="list past imports",
                            description="List the imports that the journal knows, the oldest first."),
        commands.add_parser("forget", help="forget a past import",
                            description="Remove what is kept of a past import: its report, what was unpacked for it, "
                            "and the messages that were set aside. What arrived stays in its mailbox; Mailferry cannot "
                            "take it back any more."))
    cli_after.add_commands(commands, shared)

    found = commands.add_parser("sources", help="list the mail on this computer",
                                description="List the mail of mail programs on this computer, ready to be imported.")
    found.add_argument("--json", action="store_true", help="write one JSON object a line")

    sandbox = commands.add_parser("sandbox", help="serve the practice mailbox",
                                  description="Serve a practice mailbox on this computer until stopped. It is empty at "
                                  "each start.")
    sandbox.add_argument("--port", type=_positive, default=0, metavar="N")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def _octets(text: str) -> int:
    """A number of octets, with k, M or G for thousands, millions and thousands of these."""
    times = {"k": 1000, "m": 1000**2, "g": 1000**3}.get(text[-1:].lower(), 1)
    try:
        return _positive(text if times == 1 else text[:-1]) * times
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a number of octets such as 500k") from None


def _day(text: str) -> float:
    """The beginning of a day here, in seconds since 1970."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").timestamp()  # a day of this computer's time zone
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2019-03-01") from None


# --- commands --------------------------------------------------------------------------------------------------------


def _import(options: argparse.Namespace) -> int:
    endpoint, target = parse_target(options.url, plaintext=options.plaintext, ca_file=options.ca_file)
    sources = cli_sources.sources(options)
    passwords = Passwords()
    wanted = ImportOptions(min(options.batch_messages, MOST_MESSAGES), options.batch_bytes, OnReject(options.on_reject),
                           None if options.delivery is None else DeliveryKind(options.delivery),
                           options.duplicates == "keep", on_refused=OnRefused(options.on_refused),
                           verify=Verify(options.verify), mark_read=options.mark_read, since=options.since,
                           before=options.before, leave_out_deleted=options.leave_out_deleted,
                           labels=Labels(options.labels), dates=Dates(options.dates))
    if options.dry_run:
        return _dry_run(sources, target, wanted, passwords, options)
    run = Run(options, passwords)
    try:
        run.know_password(endpoint)
        accounts = run.know_sources(cli_sources.accounts(sources), [endpoint])
        cli_sources.check(sources, passwords)
        run.open_account(endpoint, old_work=False)
        if not run.connected([endpoint]):
            return NOT_STARTED
        run.tell_way(endpoint, target, wanted.delivery)
        imports = [run.engine.start_import([source.selection for source in sources], endpoint.name, target, wanted)]
        return run.finish(imports, [endpoint, *accounts])
    finally:
        run.close()


def _dry_run(sources: Sequence[cli_sources.Source], target: tuple[str, ...], wanted: ImportOptions,
             passwords: Passwords, options: argparse.Namespace) -> int:
    """What would be imported, without asking the server that it would go to. Mailboxes are written with `/`."""
    progress = Progress(json_lines=True) if options.json else None
    counts: Counter[tuple[str, ...]] = Counter()
    problems = 0
    cli_sources.know_passwords(passwords, cli_sources.accounts(sources), options)
    with tempfile.TemporaryDirectory(prefix="mailferry-") as spool:
        for source in sources:
            if source.endpoint is not None:
                counts.update(cli_sources.counted(source, target, passwords))
            else:
                problems += _count(source.selection.path, target, wanted, Path(spool), counts)
    for path, count in counts.items():
        if progress is not None:
            progress.write({"event": "mailbox", "mailbox": "/".join(path), "messages": count})
        else:
            tell(f"{count:>9,} messages to {one_line('/'.join(path))}")
    if progress is not None:
        progress.summary(Totals(messages=counts.total() + problems, skipped=counts.total(), failed=problems), 0.0)
    else:
        tell(f"{counts.total():>9,} messages in all; nothing was sent")
    return NOT_ALL if problems else OK


def _count(source: str, target: tuple[str, ...], wanted: ImportOptions, spool: Path,
           counts: Counter[tuple[str, ...]]) -> int:
    """Count the messages of a source by mailbox; how many could not be read, each told with its reason."""
    problems = 0
    try:
        for lump in browse(source, lambda: False, spool):
            for item in lump:
                if isinstance(item, Message) and why_left_out(item, wanted) is None:
                    for folder, _ in copies(item, item.folder, wanted.labels):
                        counts[(target or ("INBOX",)) + folder] += 1
                elif isinstance(item, Finding) and item.fate is not Fate.IGNORED:
                    problems += item.fate is Fate.FAILED
                    tell(f"{printable(item.path)}: {item.sentence}", error=True)
    except Problem as error:
        problems += 1
        tell(f"{printable(source)}: {error.sentence}", error=True)
    return problems


if __name__ == "__main__":
    sys.exit(main())
