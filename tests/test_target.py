"""The table of targets: imaps://USER@HOST[:PORT]/MAILBOX."""

from __future__ import annotations

import pytest

from mailferry.imap.values import Security
from mailferry.target import NotATarget, parse_target


@pytest.mark.parametrize(("url", "user", "host", "port", "path"), [
    ("imaps://me@example.org/", "me", "example.org", 993, ()),
    ("imaps://me@example.org", "me", "example.org", 993, ()),
    ("imaps://me@example.org/INBOX", "me", "example.org", 993, ()),
    ("imaps://me@example.org/inbox/", "me", "example.org", 993, ()),
    ("imaps://me@example.org/INBOX/Old", "me", "example.org", 993, ("INBOX", "Old")),
    ("imaps://me@example.org:1993/Archive", "me", "example.org", 1993, ("Archive",)),
    ("imap://me@example.org/Archive/2019", "me", "example.org", 143, ("Archive", "2019")),
    ("imap://me@example.org:1143//Archive//2019/", "me", "example.org", 1143, ("Archive", "2019")),
    ("imaps://me@example.org@mail.example.net/", "me@example.org", "mail.example.net", 993, ()),
    ("imaps://me%40example.org@mail.example.net/", "me@example.org", "mail.example.net", 993, ()),
    ("imaps://DOM%5Cme%2Fbox@host/", "DOM\\me/box", "host", 993, ()),
    ("imaps://me@host/K%C3%BCche%20%26%20Bad", "me", "host", 993, ("Küche & Bad",)),
    ("imaps://me@host/Küche", "me", "host", 993, ("Küche",)),
    ("imaps://me@host/a%2Fb", "me", "host", 993, ("a/b",)),
    ("imaps://me@host/100%25", "me", "host", 993, ("100%",)),
    ("imaps://me@host/what?#1", "me", "host", 993, ("what?#1",)),
    ("imaps://me@[::1]/", "me", "::1", 993, ()),
    ("imaps://me@[::1]:1993/Archive", "me", "::1", 1993, ("Archive",)),
    ("imaps://me@127.0.0.1:1993/", "me", "127.0.0.1", 1993, ()),
    ("IMAPS://me@host/", "me", "host", 993, ()),
])
def test_a_target_is_read(url: str, user: str, host: str, port: int, path: tuple[str, ...]) -> None:
    endpoint, found = parse_target(url, plaintext=False, ca_file="/ca.pem")
    assert (endpoint.user, endpoint.host, endpoint.port, found) == (user, host, port, path)
    assert endpoint.ca_file == "/ca.pem"


def test_how_the_connection_is_protected() -> None:
    def security(url: str, *, plaintext: bool = False) -> Security:
        return parse_target(url, plaintext=plaintext, ca_file=None)[0].security

    assert security("imaps://me@host/") is Security.TLS
    assert security("imap://me@host/") is Security.STARTTLS
    assert security("imap://me@host/", plaintext=True) is Security.PLAINTEXT
    with pytest.raises(NotATarget, match="--plaintext"):
        security("imaps://me@host/", plaintext=True)


@pytest.mark.parametrize("url", [
    "", "INBOX", "me@example.org", "example.org/INBOX", "http://me@example.org/", "imaps:me@example.org",
    "imaps://example.org/", "imaps://@example.org/", "imaps://me@/INBOX", "imaps://me@:993/",
    "imaps://me@example.org:0/", "imaps://me@example.org:65536/", "imaps://me@example.org:imap/",
    "imaps://me@example.org:-1/", "imaps://me@example.org:²/", "imaps://me@[::1/", "imaps://me@[::1]x/",
    "imaps://me@::1/", "imaps://me@[]/", "imaps://me@host name/",
])
def test_what_is_no_target(url: str) -> None:
    with pytest.raises(NotATarget):
        parse_target(url, plaintext=False, ca_file=None)


@pytest.mark.parametrize("url", ["imaps://me:geheim@example.org/", "imap://me:geheim@example.org:x/",
                                 "imaps://me:geheim@/", "imaps://me:geheim@host/INBOX"])
def test_a_password_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(NotATarget, match="--password-file") as refused:
        parse_target(url, plaintext=False, ca_file=None)
    assert "geheim" not in refused.value.sentence + refused.value.detail


def test_a_user_may_have_a_colon_if_it_is_written_as_percent_3a() -> None:
    assert parse_target("imaps://a%3Ab@host/", plaintext=False, ca_file=None)[0].user == "a:b"
