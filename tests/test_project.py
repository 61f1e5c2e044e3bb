"""What holds the project together: the arrows between the packages, the one version, the sample mail, clean files."""

from __future__ import annotations

import ast
import contextlib
import email
import email.policy
import mailbox
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

import mailferry

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gui" / "mailferry"
SAMPLE = ROOT / "resources" / "sample"

ARROWS = {
    "__init__": set(),
    "errors": set(),
    "paths": {"errors"},
    "sandbox": {"errors"},
    "mail": {"mail", "errors"},
    "imap": {"imap", "errors"},
    "transfer": {"transfer", "mail", "imap", "errors"},
    # The window and the command line drive transfer/, and only read values of mail/ and imap/.
    "ui": {"ui", "transfer", "mail", "imap", "errors", "paths", "sandbox", "awake", "__init__"},
    "cli": {"ui", "transfer", "mail", "imap", "errors", "sandbox", "progress", "target", "cli_sources", "cli_run",
            "cli_after", "cli_again", "cli_past", "__init__"},
    "cli_passwords": {"transfer", "imap"},
    "cli_past": {"transfer", "mail", "paths", "progress"},
    "cli_sources": {"transfer", "mail", "imap", "target", "progress", "cli_passwords"},
    "cli_run": {"transfer", "imap", "errors", "paths", "progress", "awake", "cli_passwords", "cli_sources", "__init__"},
    "cli_after": {"transfer", "imap", "errors", "paths", "progress", "cli_run"},
    "cli_again": {"transfer", "errors", "progress", "cli_run", "cli_sources", "__init__"},
    "progress": {"transfer", "mail"},
    "awake": {"transfer"},
    "target": {"imap", "errors"},
    "__main__": {"cli"},
}
"""Which rooms a room may import from."""

FOREIGN = {"PySide6": {"ui"}, "shiboken6": {"ui"}, "jeepney": {"ui"}, "imapclient": {"imap"}, "platformdirs": {"paths"},
           "keyring": {"transfer"}, "pymap": {"sandbox"}, "proxyprotocol": {"sandbox"}, "pysasl": {"sandbox"},
           "olefile": {"mail"}, "pypff": {"mail"}, "backports": {"mail"}}
"""Which rooms a library may be imported in."""


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, also inside functions and for type checking only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_arrows_run_one_way(path: Path) -> None:
    room = room_of(path)
    rooms = {part.name.removesuffix(".py") for part in PACKAGE.iterdir()}
    for name in imports(path):
        first, *rest = name.split(".")
        if first == "mailferry":
            target = rest[0] if rest and rest[0] in rooms else "__init__"
            assert target in ARROWS[room], f"{room} must not import from {target}"
        assert room in FOREIGN.get(first, {room}), f"{first} has no place in {room}"


def test_the_arrows_are_seen_wherever_they_stand(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("import a.b\nif x:\n    from c import d\ndef f():\n    import e as g, h\n")
    assert set(imports(module)) == {"a.b", "c.d", "e", "h"}


def committed() -> list[Path]:
    """The files of the project: what git knows, or all but what tools leave behind where there is no git."""
    with contextlib.suppress(FileNotFoundError):
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True)
        if listing.returncode == 0:
            names = [os.fsdecode(name) for name in listing.stdout.split(b"\0") if name]
            return [ROOT / name for name in names if (ROOT / name).is_file()]
    left_behind = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return [path for path in ROOT.rglob("*")
            if path.is_file() and not left_behind & set(path.relative_to(ROOT).parts)]


def test_the_version_stands_in_one_place() -> None:
    version = re.compile(rb"(?<![\d.])" + re.escape(mailferry.__version__).encode() + rb"(?![\d.])")
    holders = {path.relative_to(ROOT).as_posix() for path in committed() if version.search(path.read_bytes())}
    assert holders == {"gui/mailferry/__init__.py", "CHANGELOG.md"}


def test_no_file_names_the_machine_it_was_written_on() -> None:
    # Put together here, so that this file does not hold them itself.
    words = ["py" + "pi.org", "python" + "hosted", "deb." + "debian.org", "npm" + "js", "artifact" + "registry",
             "/wo" + "rk/", "/tmp" + "/w/", "farm" + "-", "issues " + "show"]
    found = re.compile("|".join(map(re.escape, words)).encode())
    named = {f"{path.relative_to(ROOT)}: {match[0].decode()}"
             for path in committed() if (match := found.search(path.read_bytes()))}
    assert named == set()


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()  # it would hide the library of that name


def test_pyside_is_pinned_below_the_version_that_aborts_python_3_11() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pyside = [requirement for requirement in project["dependencies"] if requirement.startswith("PySide6")]
    assert len(pyside) == 1
    assert "<6.12" in pyside[0]


def sample_mail() -> list[tuple[str, Message]]:
    """Every message of the sample with where it is from, read by the standard library."""
    with contextlib.closing(mailbox.mbox(SAMPLE / "Letters.mbox", create=False)) as letters:
        found: list[tuple[str, Message]] = [("Letters.mbox", message) for message in letters]
    for path in sorted(SAMPLE.rglob("*")):
        if path.is_file() and path.name != "Letters.mbox":
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            found.append((path.relative_to(SAMPLE).parts[0], message))
    return found


def test_the_sample_mail_is_whole() -> None:
    places: dict[str, int] = {}
    for place, message in sample_mail():
        places[place] = places.get(place, 0) + 1
        assert all(message[field] for field in ("Date", "From", "To", "Subject", "Message-ID")), place
        assert not any(part.defects for part in message.walk()), (place, message["Subject"])
    assert places == {"Letters.mbox": 30, "Archive": 8, "More mail to drag": 4}


def test_the_sample_mail_has_what_is_worth_showing() -> None:
    letters = (SAMPLE / "Letters.mbox").read_bytes()
    assert b"\n>From " in letters
    assert b"\nX-Status: FA\n" in letters
    mails = [message for _, message in sample_mail()]
    assert any(str(message["Subject"]).startswith("=?utf-8?") for message in mails)
    assert any(part.get_filename() for message in mails for part in message.walk())
    names = [path.name for path in (SAMPLE / "Archive").rglob("*") if path.is_file()]
    assert {name.partition("!2,")[2] for name in names} >= {"S", "RS", "FS", "DS", "FRS"}
    assert not [name for name in names if ":" in name]  # no such file could exist on Windows


def test_the_sample_mail_is_small_and_of_nobody() -> None:
    files = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 200_000
    addresses = {address for path in files for address in re.findall(rb"[\w.+-]+@[\w.-]+", path.read_bytes())}
    assert {address.rpartition(b"@")[2] for address in addresses} == {b"example.org", b"example.com", b"example.net"}


def test_git_keeps_the_octets_of_the_sample_mail() -> None:
    assert "resources/sample/** -text" in (ROOT / ".gitattributes").read_text().splitlines()
