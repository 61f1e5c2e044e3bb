"""Objects of other programs in a message (MS-OLEDS): the storage of such a one becomes a file that can be opened.

A file that was dropped into a text lies in `Package` or, with its name, in `\\1Ole10Native`; a picture or a document of
some programs in `CONTENTS`. Of the others, such as a table of Excel, the storage itself is the file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection

from mailferry.mail.outlook.item import WESTERN, Attachment, Properties, Tag

METHOD = 6
"""The ATTACH_METHOD of an object."""

_PACKAGE, _NATIVE, _CONTENTS = "Package", "\x01Ole10Native", "CONTENTS"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = {b"BM": ".bmp", b"%PDF": ".pdf", b"\x89PNG": ".png", b"GIF8": ".gif", b"\xff\xd8\xff": ".jpg"}


def attachment(properties: Properties, streams: Collection[str], read: Callable[[str], bytes],
               whole: Callable[[], bytes]) -> Attachment:
    """The file that an object is. `streams`: the names in its storage, which `read` reads; `whole`: the storage as a
    compound file. Raises what these raise."""
    name, octets = "", None
    if _PACKAGE in streams:
        octets = read(_PACKAGE)
    elif _NATIVE in streams:
        name, octets = _packaged(read(_NATIVE))
    elif _CONTENTS in streams:
        octets = read(_CONTENTS)
    data = whole() if octets is None else octets
    name = name or properties.text(Tag.ATTACH_LONG_FILENAME) or properties.text(Tag.ATTACH_FILENAME) \
        or properties.text(Tag.DISPLAY_NAME)
    suffix = next((suffix for start, suffix in _SUFFIXES.items() if data.startswith(start)), "")
    if name and not name.lower().endswith(suffix):
        name += suffix
    return Attachment(Properties({**properties.values, Tag.ATTACH_LONG_FILENAME: name}), lambda: iter((data,)))


def of_compound(properties: Properties, octets: bytes) -> Attachment:
    """The same of an object that is kept as a compound file; if it is none, its octets as they are."""
    try:
        import olefile

        if octets.startswith(_COMPOUND):
            with olefile.OleFileIO(io.BytesIO(octets)) as ole:
                names = [parts[0] for parts in ole.listdir() if len(parts) == 1]
                return attachment(properties, names, lambda name: bytes(ole.openstream([name]).read()), lambda: octets)
    except (ImportError, OSError, ValueError, LookupError, OverflowError, AttributeError, TypeError, MemoryError):
        pass  # olefile believes what a damaged file says
    return Attachment(properties, lambda: iter((octets,)))


def _packaged(octets: bytes) -> tuple[str, bytes | None]:
    """The name and the file in a stream Ole10Native: behind its size, a mark, two names and their sizes; once more in
    Unicode behind the file. No file if it is something else."""
    try:
        if octets[4:6] != b"\2\0":
            return "", None
        end = octets.index(b"\0", 6)
        name = octets[6:end].decode(WESTERN, "replace")
        place = octets.index(b"\0", end + 1) + 5
        place += 4 + _number(octets, place)
        size = _number(octets, place)
        after = place + 4 + size
        if after > len(octets):
            return "", None
        path_end = after + 4 + 2 * _number(octets, after)
        label = octets[path_end + 4:path_end + 4 + 2 * _number(octets, path_end)]
        return label.decode("utf-16-le", "replace") or name, octets[place + 4:after]
    except ValueError:
        return "", None


def _number(octets: bytes, place: int) -> int:
    return int.from_bytes(octets[place:place + 4], "little")
