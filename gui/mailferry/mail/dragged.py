"""Messages that were dragged out of another program: a folder of ours that holds them, and a list of them.

    FOLDER/mailferry-drag.json      {"origin": "thunderbird", "files": ["Hello.eml", ...]}, in the order of the drag
    FOLDER/Hello.eml

A message that Thunderbird hands over begins with its own lines, X-Mozilla-Status, -Status2 and -Keys, ending in LF
whatever the lines of the message end in, and twice if it was copied from an IMAP folder that is kept on the disk
(measured with Thunderbird 153). They are no part of the message. The first set tells the flags, if the message comes
from a local folder; of one that comes from an IMAP folder it always says "read", so its flags are not known.
"""

from __future__ import annotations

import enum
import json
import re
from pathlib import Path

from mailferry.mail import eml, headers
from mailferry.mail.errors import SourceUnreadable, from_os_error, printable
from mailferry.mail.files import Head
from mailferry.mail.message import DateOrigin, Message
from mailferry.mail.status import Status, of_mbox

LIST = "mailferry-drag.json"

_OWN_LINES = re.compile(rb"(?:X-Mozilla-(?:Status2?|Keys):[^\n]*\n)+")
_OWN_LINE = re.compile(rb"(X-Mozilla-(?:Status2?|Keys)):([^\n]*)\n")


class Origin(enum.StrEnum):
    """Where the messages lay before. Of several dragged at once Thunderbird does not tell: then it is THUNDERBIRD."""

    THUNDERBIRD = "thunderbird"
    THUNDERBIRD_LOCAL = "thunderbird local"
    THUNDERBIRD_IMAP = "thunderbird imap"
    OTHER = "other"


def write_list(folder: Path, origin: Origin, names: list[str]) -> None:
    """Note what a folder holds. Raises OSError."""
    (folder / LIST).write_text(json.dumps({"origin": origin.value, "files": names}), encoding="ascii")


def read_list(folder: str) -> tuple[Origin, list[str]]:
    """What a folder holds, in the order of the drag. Raises SourceVanished, SourceUnreadable."""
    path = Path(folder) / LIST
    try:
        known = json.loads(path.read_bytes())
        return Origin(known["origin"]), [name for name in known["files"] if isinstance(name, str) and "/" not in name]
    except OSError as error:
        raise from_os_error(error, str(path)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise SourceUnreadable(f"{printable(path)} is not the list of a drag any more.", detail=str(error)) from error


def read(head: Head, origin: Origin) -> Message:
    """The message in a dragged file. Raises SourceVanished, SourceUnreadable."""
    found = _OWN_LINES.match(head.octets) if origin is not Origin.OTHER else None
    if found is None:
        message = eml.read(head, ())
    else:
        message = eml.message(head, (), skipped=found.end(), status=_status(head.octets, found.end(), origin))
    if message.date_origin is DateOrigin.FILE_TIME:  # the time of the drag, which tells nothing of the message
        return message._replace(internal_date=None, date_origin=DateOrigin.NONE)
    return message


def _status(octets: bytes, end: int, origin: Origin) -> Status | None:
    """The flags by the first set of Thunderbird's lines, which end at `end`; None where they tell nothing."""
    first: dict[bytes, bytes] = {}
    for line in _OWN_LINE.finditer(octets, 0, end):
        if line[1] in first:
            break
        first[line[1]] = line[2]
    if origin is Origin.THUNDERBIRD_IMAP or (origin is Origin.THUNDERBIRD and _is_from_imap(octets, end, first)):
        return None
    return of_mbox(headers.parse(b"".join(name + b":" + value.rstrip(b"\r") + b"\n" for name, value in first.items())))


def _is_from_imap(octets: bytes, end: int, first: dict[bytes, bytes]) -> bool:
    """Whether lines that always say the same stand above a message with CRLF: then they mean nothing."""
    values = {name: value.strip() for name, value in first.items()}
    return (values == {b"X-Mozilla-Status": b"0001", b"X-Mozilla-Status2": b"00000000"}
            and not octets[:end].endswith(b"\r\n") and octets[end:octets.find(b"\n", end) + 1].endswith(b"\r\n"))
