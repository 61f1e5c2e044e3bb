"""The commands about past imports: `mailferry history` and `mailferry forget IMPORT`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mailferry.mail.errors import printable
from mailferry.paths import state_folder
from mailferry.progress import tell
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.values import ImportView


def add_options(history: argparse.ArgumentParser, forget: argparse.ArgumentParser) -> None:
    """The options of the two commands."""
    forget.add_argument("number", type=int, metavar="IMPORT", help="its number, as `mailferry history` tells it")
    for parser in (history, forget):
        parser.add_argument("--state-dir", metavar="D", type=Path, help="where the journal is kept")
        parser.add_argument("--json", action="store_true", help="write one JSON object a line")


def history(options: argparse.Namespace) -> None:
    """List the imports that the journal knows, the oldest first. Raises Problem."""
    with _engine(options) as engine, closing(engine.reader()) as reader:
        for view in reader.imports():
            tell(json.dumps(_as_json(view)) if options.json else _line(view))


def forget(options: argparse.Namespace) -> None:
    """Forget an import. Raises Problem if it is not known, or not through."""
    with _engine(options) as engine:
        engine.forget_import(options.number)
    if not options.json:
        tell(f"Import {options.number} is forgotten. What arrived stays in its mailbox.")


@contextmanager
def _engine(options: argparse.Namespace) -> Iterator[Engine]:
    with Engine(options.state_dir or state_folder(), lambda _: None, Passwords()) as engine:
        if engine.warning is not None:
            tell(f"{engine.warning.title}: {engine.warning.sentence}", error=True)
        yield engine


def _line(view: ImportView) -> str:
    """`3  2026-01-31 08:12  me@example.org/Archive  990 of 1,000 arrived, 10 refused  /home/me/old.mbox`."""
    totals = view.totals
    words = [f"{totals.committed:,} of {totals.messages:,} arrived"]
    words += [f"{count:,} {word}" for count, word in (
        (totals.rejected, "refused"), (totals.skipped, "left out"), (totals.failed - totals.waiting, "not sent"),
        (totals.waiting, "waiting")) if count]
    when = datetime.fromtimestamp(view.created, UTC).astimezone()
    return "  ".join((f"{view.id:>4}", f"{when:%Y-%m-%d %H:%M}", "/".join((view.account, *(view.target or ("INBOX",)))),
                      ", ".join(words), *map(printable, view.sources)))


def _as_json(view: ImportView) -> dict[str, str | int | float | list[str]]:
    totals = view.totals
    return {"event": "import", "import": view.id, "created": view.created, "account": view.account,
            "mailbox": "/".join(view.target or ("INBOX",)), "sources": list(map(printable, view.sources)),
            "scan": view.scan.value, "messages": totals.messages, "committed": totals.committed,
            "rejected": totals.rejected, "skipped": totals.skipped, "failed": totals.failed, "waiting": totals.waiting}
