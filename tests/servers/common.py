"""What every test server needs: values that name a server, ports, certificates, starting and stopping, waiting.

All servers listen on loopback only and live in a directory of their own, which is removed at the end. The
certificates follow RFC 5280 closely enough for the strict checks of Python 3.13 (key usage, key identifiers).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

LOOPBACK = "127.0.0.1"
# Servers with TLS listen on these too, and show there the certificate that must be refused.
EXPIRED_ADDRESS = "127.0.0.2"
WRONG_NAME_ADDRESS = "127.0.0.3"

MEMORY = Path("/dev/shm")
"""A file system in memory, where there is one: servers sync each mail, which a busy disk makes slow."""
MEMORY_OCTETS = 4 * 1024**3
"""So much must be free there, else the disk is used."""

READY_SECONDS = 60.0
STOP_SECONDS = 5.0
"""For a process to end by itself."""
JOIN_SECONDS = 60.0
"""For a thread of the tests to end, which it does at once unless the machine is busy."""


@dataclass(frozen=True)
class ImapServer:
    """Where a server is reached. `port` speaks plain text (and STARTTLS where `tls_port` is given)."""

    name: str
    host: str
    port: int
    tls_port: int | None = None
    ca_file: Path | None = None


@dataclass(frozen=True)
class Account:
    """A user of a test server, fresh for one test: its mailboxes are empty."""

    user: str
    password: str


@dataclass(frozen=True)
class KeyPair:
    """A certificate and its key, both PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Certificates:
    """A throw-away authority and what it signed: one good certificate and two that a client must refuse."""

    ca_file: Path
    good: KeyPair
    expired: KeyPair
    wrong_name: KeyPair


def wait_until(predicate: Callable[[], bool], seconds: float = READY_SECONDS, *, every: float = 0.01) -> None:
    """Ask `predicate` again and again until it is true. The only polling loop of the tests.

    Raises TimeoutError after `seconds`.
    """
    never = threading.Event()
    deadline = time.monotonic() + seconds
    while not predicate():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not true within {seconds} s: {getattr(predicate, '__qualname__', predicate)}")
        never.wait(every)


def free_port() -> int:
    """A port that nothing listens on, below the range from which the system takes the ports of clients.

    No other process of the tests is given the same one before this one has ended: the port of that number for datagrams
    stays bound. Else two that start their servers at once may, and one signs in at the other's server unnoticed.
    """
    choice = random.SystemRandom()
    while True:
        port = choice.randrange(12_000, 32_000)
        with socket.socket(type=socket.SOCK_DGRAM) as claim, socket.socket() as probe:
            try:
                claim.bind((LOOPBACK, port))
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            claim.detach()
            return port


def wait_for_greeting(host: str, port: int, seconds: float = READY_SECONDS) -> None:
    """Wait until the server says its first octet: an open port alone is not ready. Raises TimeoutError."""

    def greeted() -> bool:
        try:
            with socket.create_connection((host, port), timeout=min(seconds, 1.0)) as probe:
                return bool(probe.recv(1))
        except OSError:
            return False

    wait_until(greeted, seconds, every=0.05)


def quick_folder() -> str | None:
    """Where tests put what may be lost with the power; None where only the usual place for temporary files will do."""
    with suppress(OSError):
        if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_OCTETS:
            return str(MEMORY)
    return None


@contextmanager
def server_directory(name: str) -> Iterator[Path]:
    """A directory with a short path (the names of unix sockets end at 108 octets), open to other users."""
    directory = Path(tempfile.mkdtemp(prefix=f"mf-{name}-", dir=quick_folder() or "/tmp"))
    directory.chmod(0o755)
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


class ServerProcess:
    """A server in its own process group, which ends with the `with` block. `environment` in place of our own."""

    def __init__(self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The id of the main process, which is also that of its group."""
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def stop(self) -> None:
        """SIGTERM to the main process, SIGKILL to what is left of the group after STOP_SECONDS."""
        if not self.has_ended():
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.pid, signal.SIGKILL)
                self._process.wait()


def make_certificates(directory: Path) -> Certificates:
    """Make the authority and its three certificates with the openssl command. Raises CalledProcessError."""

    def openssl(*arguments: str | Path) -> None:
        command = ["openssl", *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd=directory)

    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    ca_file, ca_key = directory / "ca.pem", directory / "ca.key"
    authority = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    subject = ("-subj", "/CN=Mailferry test authority")
    openssl("req", "-x509", *curve, *subject, *authority, "-days", "2", "-keyout", ca_key, "-out", ca_file)

    def sign(name: str, alternative_names: str, days: int) -> KeyPair:
        pair = KeyPair(directory / f"{name}.pem", directory / f"{name}.key")
        request, extensions = directory / f"{name}.csr", directory / f"{name}.ext"
        extensions.write_text(
            f"subjectAltName={alternative_names}\n"
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
            "extendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n",
            "ascii",
        )
        openssl("req", "-new", *curve, "-subj", f"/CN={name}", "-keyout", pair.key, "-out", request)
        signer = ("-CA", ca_file, "-CAkey", ca_key, "-CAcreateserial", "-extfile", extensions)
        openssl("x509", "-req", "-in", request, *signer, "-days", str(days), "-out", pair.certificate)
        pair.key.chmod(0o644)  # a server that drops its rights must read it, and it protects nothing
        return pair

    local = f"DNS:localhost,IP:{LOOPBACK}"
    return Certificates(
        ca_file=ca_file,
        good=sign("good", local, 2),
        expired=sign("expired", f"{local},IP:{EXPIRED_ADDRESS}", -1),
        wrong_name=sign("wrong-name", "DNS:mail.example.org", 2),
    )
