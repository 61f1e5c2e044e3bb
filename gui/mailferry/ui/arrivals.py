"""What another program hands over in a drag or on the clipboard: files, messages in files of its own, or their octets.

The list of files is text/uri-list (RFC 2483), file URLs after RFC 8089. Thunderbird (measured with 153 on X11) writes
the messages when the list is read, each time anew, so it is read once. Then a file that is named twice tells that it
has left a message out; of a folder it hands over nothing at all. What it wrote is gone minutes later, so it is claimed
here: inside the drop event, by a hard link or else a copy.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl

from mailferry.mail.dragged import Origin
from mailferry.mail.errors import SourceProblem, printable
from mailferry.transfer.claimed import Claim, Claims, are_temporary
from mailferry.transfer.values import Selection
from mailferry.ui import figures, words
from mailferry.ui.words import translate

FILES = "text/uri-list"
MESSAGE = "message/rfc822"
MOZILLA_FOLDER = "text/x-moz-folder"
_MOZILLA = ("application/x-moz-file-promise", "application/x-moz-file-promise-url",
            "application/x-moz-internal-item-list")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Cargo:
    """What is to be imported. `messages` is None where it is not known before the source was read. `claimed` is the
    source that was made of another program's drag, "" if there is none: who wants it no more lets go of it. `note` is
    to be said in its plan."""

    selections: tuple[Selection, ...]
    title: str
    messages: int | None
    claimed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came, and what a person must know of it: nothing if `title` is empty. `wants_profile`: it would help to open
    the profile of Thunderbird as a source."""

    cargo: Cargo | None
    title: str = ""
    sentence: str = ""
    wants_profile: bool = False


def is_folder_of_thunderbird(data: QMimeData) -> bool:
    """Whether a drag is a folder of Thunderbird, which hands over nothing of it. Looks at the names of formats only."""
    return data.hasFormat(MOZILLA_FOLDER) and not data.hasFormat(FILES)


def folder_sentence() -> str:
    """What to do instead of dragging a folder of Thunderbird."""
    return f"{folder_reason()} " + translate("Drop", "Select the messages in it (Ctrl+A) and drag them, or open "
                                                     "Thunderbird's mail here.")


def folder_reason() -> str:
    """Why nothing comes of a folder of Thunderbird, short enough for a status bar."""
    return translate("Drop", "Thunderbird does not hand folders to other programs.")


def nothing_of_a_folder() -> Arrival:
    """A folder of Thunderbird was dragged."""
    return Arrival(None, translate("Drop", "Nothing came with the folder"), folder_sentence(), wants_profile=True)


def received(data: QMimeData, claims: Claims) -> Arrival:
    """What another program hands over. Each format is read once at most."""
    if is_folder_of_thunderbird(data):
        return nothing_of_a_folder()
    from_mozilla = any(data.hasFormat(name) for name in _MOZILLA)
    named: list[str] = []
    if data.hasFormat(FILES):
        named = named_files(bytes(data.data(FILES).data()))
    paths = list(dict.fromkeys(named))
    if not paths and data.hasFormat(MESSAGE):
        return _of_octets(bytes(data.data(MESSAGE).data()), claims)
    if not paths:
        return nothing(from_mozilla=from_mozilla)
    if from_mozilla:
        return _of_thunderbird(named, _origin(data), claims)
    if are_temporary(paths):
        return _claimed(paths, Origin.OTHER, claims)
    return Arrival(cargo_of_paths(paths))


def cargo_of_paths(paths: Sequence[str]) -> Cargo | None:
    """Whole files and folders as a cargo; None if there are none."""
    if not paths:
        return None
    return Cargo(tuple(Selection(path) for path in paths), _names(paths), None)


def named_files(octets: bytes) -> list[str]:
    """The files on this computer in a list of URLs, as often as they are named. Names in no valid encoding keep their
    octets."""
    return _paths([QUrl.fromEncoded(line) for line in octets.splitlines() if line and not line.startswith(b"#")])


def local_paths(urls: Sequence[QUrl]) -> list[str]:
    """The files on this computer among `urls`, each once."""
    return list(dict.fromkeys(_paths(urls)))


def _paths(urls: Sequence[QUrl]) -> list[str]:
    found: list[str] = []
    for url in urls:
        if not url.isLocalFile() or not _is_here(url.host()):
            continue
        if sys.platform == "win32":
            path = url.toLocalFile()
        else:
            encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
            path = os.fsdecode(unquote_to_bytes(encoded))
        if path:
            found.append(path if path == "/" else path.rstrip("/"))
    return found


def _is_here(host: str) -> bool:
    """Whether a file URL that names this computer means this one (RFC 8089 3); elsewhere the same path is another file.
    Windows has paths for those."""
    own = socket.gethostname().lower()
    return sys.platform == "win32" or host.lower() in {"", "localhost", own, own.partition(".")[0]}


def _origin(data: QMimeData) -> Origin:
    """Where the one message lay before that Thunderbird names; of several it does not tell."""
    where = bytes(data.data("text/plain").data()) if data.hasFormat("text/plain") else b""
    if where.startswith(b"mailbox-message:"):
        return Origin.THUNDERBIRD_LOCAL
    return Origin.THUNDERBIRD_IMAP if where.startswith(b"imap-message:") else Origin.THUNDERBIRD


def _of_thunderbird(named: Sequence[str], origin: Origin, claims: Claims) -> Arrival:
    paths = list(dict.fromkeys(named))
    arrival = _claimed(paths, origin, claims)
    left_out = [place for place, path in enumerate(named) if path in named[:place]]
    if not left_out or arrival.cargo is None:
        return arrival
    if len(left_out) == 1:
        sentence = translate(
            "Drop", "Thunderbird left out 1 of {0} messages: number {1} of those selected, after “{2}”. Drag it "
                    "alone.").format(figures.number(len(named)), figures.number(left_out[0] + 1),
                                     _names(named[left_out[0] - 1:left_out[0]]))
    else:
        sentence = translate(
            "Drop", "Thunderbird left out {0} of {1} messages: of those selected numbers {2}. Drag each of them "
                    "alone.").format(figures.number(len(left_out)), figures.number(len(named)),
                                     ", ".join(figures.number(place + 1) for place in left_out))
    return replace(arrival, title=arrival.title or translate("Drop", "Not all of it came"),
                   sentence=" ".join(filter(None, (sentence, arrival.sentence))))


def _claimed(paths: Sequence[str], origin: Origin, claims: Claims) -> Arrival:
    title = _names(paths) if len(paths) <= _NAMED else translate("Drop", "{0} messages").format(
        figures.number(len(paths)))
    if len(paths) > 1 and origin is not Origin.OTHER:
        title = translate("Drop", "{0} messages from Thunderbird").format(figures.number(len(paths)))
    try:
        claim = claims.take_files(paths, origin, title)
    except SourceProblem as problem:
        return Arrival(None, problem.title, problem.sentence)
    note = "" if origin in {Origin.OTHER, Origin.THUNDERBIRD_LOCAL} else translate(
        "Drop", "Thunderbird does not tell which messages of IMAP folders were read: those arrive as unread.")
    cargo = Cargo((Selection(claim.path),), title, claim.messages, claim.path, note)
    arrival = _told(cargo, claim, len(paths), from_thunderbird=origin is not Origin.OTHER)
    if claim.messages == 0:
        claims.let_go(claim.path, ())
        return replace(arrival, cargo=None, title=translate("Drop", "Nothing to import"))
    return arrival


def _told(cargo: Cargo, claim: Claim, named: int, *, from_thunderbird: bool) -> Arrival:
    """What came, and why some of it did not."""
    said = ""
    if claim.missing and from_thunderbird:
        said = translate("Drop", "{0} of {1} files that Thunderbird names are not there. If it runs in a sandbox "
                                 "(Flatpak, Snap), its temporary folder cannot be seen from here: save the messages as "
                                 "files and drop those, or open Thunderbird's mail here.")
    elif claim.missing:
        said = translate("Drop", "{0} of {1} files that were dropped are not there any more.")
    elif claim.refused:
        said = translate("Drop", "{0} of {1} files that were dropped could not be kept: they may not be read, or there "
                                 "is no room for them.")
    if not said:
        return Arrival(cargo)
    lost = [*claim.missing, *claim.refused]
    sentence = f"{said.format(figures.number(len(lost)), figures.number(named))} ({_names(lost)})"
    return Arrival(cargo, translate("Drop", "Not all of it came"), sentence,
                   wants_profile=from_thunderbird and bool(claim.missing))


def _of_octets(octets: bytes, claims: Claims) -> Arrival:
    if not octets.strip():
        return nothing()
    title = translate("Drop", "A message from another program")
    try:
        claim = claims.take_octets([octets], title)
    except SourceProblem as problem:
        return Arrival(None, problem.title, problem.sentence)
    return Arrival(Cargo((Selection(claim.path),), title, 1, claim.path))


def nothing(*, from_mozilla: bool = False) -> Arrival:
    """Nothing came that can be imported."""
    title = translate("Drop", "Nothing to import")
    if from_mozilla:
        return Arrival(None, title, translate(
            "Drop", "Thunderbird took too long to hand its messages over. Drag fewer at once, or open Thunderbird's "
                    "mail here and import the folder itself."), wants_profile=True)
    return Arrival(None, title, translate(
        "Drop", "There is no file on this computer in what was dropped. Save it as a file first, then drop the file."))


def _names(paths: Sequence[str]) -> str:
    names = [printable(words.source_name(path)) for path in paths]
    return ", ".join(names[:_NAMED]) + (" ..." if len(names) > _NAMED else "")
