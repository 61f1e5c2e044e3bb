"""Failures of socket and TLS become sentences that a person can act on."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest
from tests.imap.problems import fit_for_people

from mailferry.imap.errors import (
    CertificateRefused,
    ConnectionProblem,
    HostUnknown,
    NoAnswer,
    NotSafe,
    ServerProblem,
    from_connecting,
    lost,
    with_words,
)


def certificate_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(("error", "kind", "words"), [
    (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), HostUnknown, "no server named mail.example.org"),
    (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), HostUnknown, "that you are online"),
    (TimeoutError("timed out"), NoAnswer, "mail.example.org, port 993, does not answer"),
    (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), ConnectionProblem, "refuses connections"),
    (OSError(errno.ENETUNREACH, "Network is unreachable"), ConnectionProblem, "Network is unreachable"),
    (OSError("odd"), ConnectionProblem, "could not be reached: odd"),
    (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), NotSafe, "TLS 1.2 is needed"),
    (ssl.SSLEOFError(8, "EOF occurred"), NotSafe, "Check the port"),
    (certificate_error(9), CertificateRefused, "not valid yet"),
    (certificate_error(10), CertificateRefused, "has expired"),
    (certificate_error(18), CertificateRefused, "signed itself"),
    (certificate_error(19), CertificateRefused, "does not know"),
    (certificate_error(20), CertificateRefused, "does not know"),
    (certificate_error(62), CertificateRefused, "another name than mail.example.org"),
    (certificate_error(64), CertificateRefused, "another address than mail.example.org"),
    (certificate_error(7), CertificateRefused, "could not be verified"),
])
def test_a_failure_to_connect(error: OSError, kind: type[ServerProblem], words: str) -> None:
    problem = from_connecting(error, "mail.example.org", 993)
    assert type(problem) is kind
    assert words in fit_for_people(problem)
    assert problem.detail == str(error)


def test_a_connection_that_broke() -> None:
    problem = lost(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "mail.example.org")
    assert fit_for_people(problem) == "The connection to mail.example.org broke."
    assert "reset" in problem.detail
    assert lost(None, "x").detail == ""


@pytest.mark.parametrize(("words", "sentence"), [("", "It ended."), ("why", "It ended: why."),
                                                 ("why.", "It ended: why."),
                                                 ("why?", "It ended: why?"), ("stop!", "It ended: stop!")])
def test_the_server_s_words_end_a_sentence(words: str, sentence: str) -> None:
    assert with_words("It ended", words) == sentence
