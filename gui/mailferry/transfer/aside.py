"""Messages that a server refused, kept where the user finds them: one folder for each import, beside the journal.

    aside/IMPORT/NNNN subject.eml    the octets that were sent (RFC 5322, lines end with CRLF); NNNN is the message's
                                     number in the journal, so that a repetition after a crash writes the same file;
                                     "(repaired)" follows the subject of one that was refused after a repair too
    aside/IMPORT/index.txt           for each file: why it was refused, the server's words, and where it came from

A file appears under its name only when all of it is on the disk. It is a copy: the message stays in its source too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from pathlib import Path

from mailferry.errors import Problem
from mailferry.mail.errors import SourceProblem, printable
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.values import ImportId

FOLDER = "aside"
INDEX = "index.txt"
_SUBJECT_CHARACTERS = 60
_NAME_OCTETS = 200  # file systems take 255; the suffix of the unfinished file counts too
_HARMLESS = frozenset(" -_.,+=()'&@")
_INDEX_HEAD = "Messages that the server did not take as they are, each as it was sent. Most mail programs open them.\n"


class NotKept(Problem):
    """A message could not be set aside."""

    title = "Not set aside"


def folder_of(state_dir: Path, import_id: ImportId) -> Path:
    """Where the messages of an import are kept, if it has any."""
    return state_dir / FOLDER / str(import_id)


def highest_number(state_dir: Path) -> ImportId:
    """The highest number of an import that has a folder here, 0 if there is none: journals come and go."""
    folder = state_dir / FOLDER
    found = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return max((int(name) for name in found if name.isascii() and name.isdecimal()), default=0)


def drop(state_dir: Path, import_id: ImportId) -> None:
    """Remove all that was set aside of an import."""
    shutil.rmtree(folder_of(state_dir, import_id), ignore_errors=True)


def keep(state_dir: Path, import_id: ImportId, message: QueuedMessage, reason: str) -> str:
    """Keep a copy of a message with the reason, durably; its file name in `folder_of`. Raises NotKept.

    `reason` is a sentence that holds the server's words. Once more for the same message does no harm.
    """
    folder = folder_of(state_dir, import_id)
    name = _file_name(message)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        repeated = (folder / name).exists()
        _write(folder / name, message)
        _add_to_index(folder / INDEX, name, message, reason, repeated=repeated)
        _sync_folder(folder)
    except OSError as error:
        raise NotKept(f"It could not be set aside in {folder}: {error.strerror or error}. It is still in its source.",
                      detail=str(error)) from error
    except SourceProblem as error:
        raise NotKept(f"It could not be set aside: {error.sentence}", detail=error.detail) from error
    return name


def _file_name(message: QueuedMessage) -> str:
    """A name that every file system takes and that tells the subject."""
    subject = unicodedata.normalize("NFC", message.subject)
    plain = "".join(letter if letter.isalnum() or letter in _HARMLESS else " " for letter in subject)
    words = " ".join(plain.split())[:_SUBJECT_CHARACTERS]
    while len(words.encode()) > _NAME_OCTETS:
        words = words[:-1]
    words = words.strip(" .")
    return f"{message.id:04d}{' ' + words if words else ''}{' (repaired)' if message.repair else ''}.eml"


def _write(path: Path, message: QueuedMessage) -> None:
    """All octets or none. Raises OSError, SourceProblem."""
    unfinished = path.with_name(path.name + ".part")
    digest = hashlib.sha256()
    try:
        with unfinished.open("wb") as file:
            for chunk in message.chunks():
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if digest.digest() != message.digest:
            raise SourceProblem(f"{printable(message.locator.path)} was changed since it was read.")
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _add_to_index(index: Path, name: str, message: QueuedMessage, reason: str, *, repeated: bool) -> None:
    """Say why it is here. `repeated`: it was kept before, and that may have been said."""
    where = message.locator
    place = f", at octet {where.offset:,}" if where.offset else ""
    entry = f"\n{name}\n    {' '.join(reason.split())}\n    From {printable(where.path)}{place}\n"
    if repeated and index.exists() and entry in index.read_text("utf-8"):
        return
    with index.open("a", encoding="utf-8") as file:
        file.write(entry if file.tell() else _INDEX_HEAD + entry)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new names durable, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
