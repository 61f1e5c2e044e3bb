"""Archives made for tests."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

from tests.mail.mails import FROM_LINE, crlf, mail, messages, wire_octets

BOX = FROM_LINE + mail(1) + b"\n" + FROM_LINE + mail(2)
BOTH = [crlf(mail(1)), crlf(mail(2))]
MTIME = 1_112_335_281


def make_zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as file:
        for name, octets in members.items():
            file.writestr(zipfile.ZipInfo(name, (2004, 5, 6, 7, 8, 10)), octets, method)
    return path


def tar_octets(members: dict[str, bytes]) -> bytes:
    octets = io.BytesIO()
    with tarfile.open(fileobj=octets, mode="w") as file:
        for name, content in members.items():
            file.addfile(member(name, len(content)), io.BytesIO(content))
    return octets.getvalue()


def member(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname, info.mtime = size, kind, link, MTIME
    return info


def by_folder(path: Path, where: Path) -> dict[tuple[str, ...], list[bytes]]:
    found: dict[tuple[str, ...], list[bytes]] = {}
    for message in messages(path, where):
        found.setdefault(message.folder, []).append(wire_octets(message))
    return found
