"""Zstandard (RFC 8878), read by the library that becomes Python's own in 3.14; it is an optional part of Mailferry."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from mailferry.mail.errors import SourceProblem, printable

MAGIC = b"\x28\xb5\x2f\xfd"


class ZstdPartMissing(SourceProblem):
    """The library is not installed."""

    title = "A part of Mailferry is not installed"


def opened(file: IO[bytes], path: str) -> Reader:
    """What is in a compressed file, of all its frames. Raises ZstdPartMissing."""
    try:
        from backports import zstd
    except ImportError as error:
        raise ZstdPartMissing(f"{printable(path)} is compressed by zstandard. To read it, install Mailferry with its "
                              "part for that, as mailferry[zstd], or unpack it first.") from error
    return Reader(zstd.ZstdFile(file).read, zstd.ZstdError)


class Reader:
    """A compressed file that is only read forwards. Raises EOFError at damage, like the other readers of archives."""

    def __init__(self, read: Callable[[int], bytes], damage: type[Exception]) -> None:
        self._read = read
        self._damage = damage

    def read(self, octets: int) -> bytes:
        """Up to so many octets; b"" at the end."""
        try:
            return self._read(octets)
        except self._damage as error:
            raise EOFError(str(error)) from error
