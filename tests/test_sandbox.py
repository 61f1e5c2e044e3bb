"""The practice mailbox as a mail program sees it: by imaplib, and none of our own parsers is asked."""

from __future__ import annotations

import contextlib
import gc
import imaplib
import re
import shlex
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailferry import sandbox as practice
from mailferry.sandbox import Sandbox, SandboxProblem

DATE = '"02-Mar-2019 10:11:12 +0100"'


@contextlib.contextmanager
def connected(port: int) -> Iterator[imaplib.IMAP4]:
    client = imaplib.IMAP4("127.0.0.1", port)
    try:
        yield client
    finally:
        client.shutdown()


@contextlib.contextmanager
def signed_in(sandbox: Sandbox) -> Iterator[imaplib.IMAP4]:
    with connected(sandbox.port) as client:
        client.login(sandbox.user, sandbox.password)
        yield client


def mail(subject: str, octets: int = 200) -> bytes:
    message = EmailMessage()
    message["From"] = "news@example.org"
    message["Subject"] = subject
    head = message.as_bytes().replace(b"\n", b"\r\n")
    lines, rest = divmod(octets - len(head), 72)
    return head + (b"x" * 70 + b"\r\n") * lines + b"y" * rest


def append(client: imaplib.IMAP4, mailbox: str, *mails: bytes) -> tuple[str, bytes]:
    """One APPEND of all `mails` with non-synchronising literals (RFC 3502, 7888); what its tagged answer says."""
    parts = [b"T1 APPEND " + mailbox.encode()]
    for octets in mails:
        parts.append(b' (\\Seen $Work) %s {%d+}\r\n' % (DATE.encode(), len(octets)) + octets)
    client.send(b"".join(parts) + b"\r\n")
    while not (line := client.readline()).startswith(b"T1 "):
        pass
    status, text = re.fullmatch(rb"T1 (\w+) (.*)\r\n", line).groups()  # type: ignore[union-attr]  # else it fails
    return status.decode(), text


def stored(client: imaplib.IMAP4, mailbox: str = "INBOX") -> list[bytes]:
    client.select(mailbox, readonly=True)
    _, data = client.fetch("1:*", "(FLAGS INTERNALDATE BODY.PEEK[])")
    return [part[1] for part in data if isinstance(part, tuple)]


@pytest.mark.parametrize(("odd", "words"), [
    (mail("a NUL").replace(b"xx", b"x\0", 1), b"Message contains NUL characters"),
    (b"Subject: a line that is no field\r\nsent by hand\r\n\r\nHello\r\n", b"Message contains invalid header"),
    (b"Subject: it begins with one\r\n continued\r\nno field", b"Message contains invalid header"),
])
def test_a_strict_one_refuses_what_some_servers_refuse_and_the_whole_batch_with_it(odd: bytes, words: bytes) -> None:
    with Sandbox(strict=True) as sandbox, signed_in(sandbox) as client:
        assert append(client, "INBOX", mail("one"), odd) == ("NO", words)
        assert stored(client) == []
        usual = [mail("one"), b"Subject: \xff\r\n and more\r\nX-Empty:\r\nOld :\tx\r\n\r\nno: header\r\nno field\r\n",
                 b"Subject: only a header\r\n", b"\r\nonly a text"]
        assert append(client, "INBOX", *usual)[0] == "OK"
        assert stored(client) == usual


def test_a_mail_of_parts_within_parts_ends_no_connection() -> None:
    # Deeper than Python calls.
    deep = b"Subject: deep\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(1100))
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        assert append(client, "INBOX", deep)[0] == "OK"
        assert stored(client) == [deep]
        _, data = client.fetch("1", "(RFC822.SIZE BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        assert isinstance(data[0], tuple)
        assert b"RFC822.SIZE %d " % len(deep) in data[0][0]
        assert data[0][1].startswith(b"Subject: deep\r\n")


def test_a_batch_arrives_with_its_octets_flags_and_date() -> None:
    mails = [mail("one"), b"bare\nline ends and \xff octets\r\n\r\n{7+}", mail("three")]
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        assert b"MULTIAPPEND" in client.capability()[1][0].split()
        status, text = append(client, "INBOX", *mails)
        assert (status, text.startswith(b"[APPENDUID ")) == ("OK", True)
        assert stored(client) == mails
        _, (first, *_) = client.fetch("1", "(FLAGS INTERNALDATE)")
        assert isinstance(first, bytes)
        assert b'INTERNALDATE "02-Mar-2019 10:11:12 +0100"' in first
        assert b"\\Seen" in first
        assert b"$Work" in first


def test_a_literal_is_asked_for_where_the_client_waits_for_it() -> None:
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        client.send(b"T1 APPEND INBOX {4}\r\n")
        assert client.readline().startswith(b"+ ")
        client.send(b"one\n {6+}\r\n{9+}\r\n {5}\r\n")
        assert client.readline().startswith(b"+ ")
        client.send(b"three\r\n")
        assert client.readline().startswith(b"T1 OK ")
        assert stored(client) == [b"one\n", b"{9+}\r\n", b"three"]


@pytest.mark.parametrize("octets", [
    b"a: b\r\n", b"no header\r\n", b"a: b\r\n\r\n", b"\r\n\r\n", b"\xff", b"a: b\n\nx\0\r"])
def test_odd_mail_keeps_its_octets_and_size(octets: bytes) -> None:
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        append(client, "INBOX", octets)
        assert stored(client) == [octets]
        _, (first, *_) = client.fetch("1", "(RFC822.SIZE)")
        assert isinstance(first, bytes)
        assert f"RFC822.SIZE {len(octets)})".encode() in first


def test_it_is_empty_and_has_another_password_and_uid_validity_at_each_start() -> None:
    seen = []
    for _ in range(2):
        with Sandbox() as sandbox, signed_in(sandbox) as client:
            client.select("INBOX")
            assert client.response("EXISTS")[1] == [b"0"]
            seen.append((sandbox.password, client.response("UIDVALIDITY")[1][0]))
            append(client, "INBOX", mail("gone at the end"))
    assert seen[0][0] != seen[1][0]
    assert seen[0][1] != seen[1][1]


def test_a_wrong_password_is_refused() -> None:
    refused = pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED")
    with Sandbox() as sandbox, connected(sandbox.port) as client, refused:
        client.login(sandbox.user, "not it")


def test_it_listens_on_this_machine_only() -> None:
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        assert client.sock.getpeername() == ("127.0.0.1", sandbox.port)


def test_a_batch_over_the_limit_is_refused_whole_with_a_sentence() -> None:
    with Sandbox(limit=10_000) as sandbox, signed_in(sandbox) as client:
        assert append(client, "INBOX", mail("kept", 4_000))[0] == "OK"
        status, text = append(client, "INBOX", mail("fits", 1_000), mail("fits too", 2_000), mail("does not", 4_000))
        assert status == "NO"
        assert text == b"[OVERQUOTA] The practice mailbox holds 0.01 MB at most."
        assert stored(client) == [mail("kept", 4_000)]
        assert append(client, "INBOX", mail("fits", 6_000))[0] == "OK"
        assert append(client, "INBOX", mail("one octet"))[0] == "NO"


def test_the_limit_counts_all_mailboxes_and_what_is_deleted_makes_room() -> None:
    with Sandbox(limit=10_000) as sandbox, signed_in(sandbox) as client:
        client.create("Archive/2019")
        append(client, "Archive/2019", mail("elsewhere", 5_000))
        append(client, "INBOX", mail("here", 4_000))
        assert append(client, "INBOX", mail("too much", 2_000))[0] == "NO"
        client.select("INBOX")
        client.store("1", "+FLAGS", "(\\Deleted)")
        client.expunge()
        assert append(client, "INBOX", mail("now it fits", 2_000))[0] == "OK"
        client.delete("Archive/2019")
        assert append(client, "INBOX", mail("and this", 7_000))[0] == "OK"


def test_copied_moved_and_renamed_mail_keeps_its_octets() -> None:
    with Sandbox(limit=10_000) as sandbox, signed_in(sandbox) as client:
        append(client, "INBOX", mail("one"), mail("two"))
        client.create("Other")
        client.select("INBOX")
        assert client.copy("1", "Other")[0] == "OK"
        assert client.uid("MOVE", "102", "Other")[0] == "OK"
        assert stored(client, "Other") == [mail("one"), mail("two")]
        assert stored(client) == [mail("one")]
        client.rename("INBOX", "Renamed")
        assert stored(client, "Renamed") == [mail("one")]
        assert append(client, "INBOX", mail("new"))[0] == "OK"
        assert stored(client) == [mail("new")]


def test_an_answer_in_parts_does_not_wait_for_the_client_to_acknowledge_the_first_one() -> None:
    """Nagle's algorithm and delayed acknowledgements made 500 small mailboxes take minutes."""
    with Sandbox() as sandbox, signed_in(sandbox):
        [writer] = sandbox._writers
        assert writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_mailboxes_deeper_than_it_can_list_are_refused() -> None:
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        assert client.create("/".join("d" * 100))[0] == "OK"
        assert client.create("/".join("d" * 101)) == ("NO", [b"[CANNOT] This mailbox has no more than 100 levels."])
        assert client.rename("/".join("d" * 100), "/".join("e" * 2000))[0] == "NO"
        answer, listed = client.list()
        assert (answer, len(listed)) == ("OK", 101)


def test_a_batch_of_thirty_megabytes_arrives() -> None:
    mails = [mail(f"number {number}", 60_000) for number in range(500)]
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        assert append(client, "INBOX", *mails)[0] == "OK"
        assert stored(client) == mails


@pytest.mark.parametrize("busy", [b"", b"I1 IDLE\r\n", b"A1 APPEND INBOX {1000+}\r\nhalf"])
def test_it_stops_while_clients_are_connected(busy: bytes) -> None:
    sandbox = Sandbox()
    sandbox.start()
    with signed_in(sandbox) as client:
        if busy:
            client.send(busy)
        before = time.monotonic()
        sandbox.stop()
        assert time.monotonic() - before < 3
        with contextlib.suppress(ConnectionError):
            while client.readline():
                pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((sandbox.host, sandbox.port))
    assert "practice mailbox" not in {thread.name for thread in threading.enumerate()}


def test_a_connection_that_comes_while_it_stops_is_closed() -> None:
    """One that is left open is a warning when it is found, and so an error here."""
    for _ in range(40):
        with contextlib.ExitStack() as clients, Sandbox() as sandbox:
            for _ in range(5):
                clients.enter_context(socket.create_connection(("127.0.0.1", sandbox.port)))
    gc.collect()


def test_it_stops_while_a_client_does_not_read() -> None:
    with Sandbox() as sandbox, signed_in(sandbox) as client:
        append(client, "INBOX", mail("large", 30_000_000))
        client.select("INBOX")
        client.send(b"F1 FETCH 1 BODY[]\r\nF2 FETCH 1 BODY[]\r\n")
        assert client.sock.recv(1)


def test_a_port_in_use_is_a_sentence() -> None:
    with Sandbox() as sandbox, pytest.raises(SandboxProblem, match=f"port {sandbox.port} .* choose another"):
        Sandbox().start(sandbox.port)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_stopped_and_leaves_no_password_behind(number: signal.Signals) -> None:
    program = "import sys; from mailferry import sandbox; sandbox.serve(0, lambda line: print(line, flush=True))"
    source = str(Path(practice.__file__).parents[1])
    process = subprocess.Popen([sys.executable, "-W", "error", "-c", program], env={"PYTHONPATH": source}, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(4)]
    assert "empty at each start" in lines[0]
    command = shlex.split(lines[2])
    assert command[:4] == ["mailferry", "import", "SOURCE", "--to"]
    assert command[5:7] == ["--plaintext", "--password-file"]
    password_file = Path(command[7])
    assert stat.S_IMODE(password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(password_file.parent.stat().st_mode) == 0o700
    user, port = re.fullmatch(r"imap://(\w+)@127\.0\.0\.1:(\d+)/", command[4]).groups()  # type: ignore[union-attr]
    with connected(int(port)) as client:
        client.login(user, password_file.read_text().rstrip("\n"))
        process.send_signal(number)
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (0, "", "")
    assert not password_file.parent.exists()
