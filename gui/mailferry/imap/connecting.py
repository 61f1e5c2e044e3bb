"""From the name of a host to a connected socket, in waits that end and can be ended."""

from __future__ import annotations

import errno
import ipaddress
import os
import selectors
import socket
import threading
from collections.abc import Sequence

from mailferry.imap.errors import ConnectionLost, ServerProblem, from_connecting
from mailferry.imap.stopping import StopSignal

Address = tuple[socket.AddressFamily, tuple[str, int]]

_UNDER_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0))
_ALIVE_AFTER, _ALIVE_EVERY, _ALIVE_TRIES = 60, 15, 4
"""Seconds of silence before the system asks the other end for a sign of life, between asking again, and how often.

So a connection that died unseen (the computer slept, the network changed) is known to be dead after two minutes, while
a server that only takes long lives on: its system answers for it.
"""


class Resolved:
    """The addresses of a host, found once and used for the connection."""

    def __init__(self, host: str, port: int, stop: StopSignal, *, seconds: float) -> None:
        """Raises HostUnknown, NoAnswer after `seconds`, Interrupted."""
        found: list[Address] = []
        failed: list[OSError] = []
        ended, ends = socket.socketpair()

        def look_up() -> None:
            with ends:
                try:
                    found.extend(
                        (family, (str(address[0]), int(address[1]))) for family, _, _, _, address
                        in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
                except OSError as error:
                    failed.append(error)
                except UnicodeError as error:
                    failed.append(socket.gaierror(str(error)))

        with ended:
            # The system gives no way to end a look-up: when it takes too long its thread is left alone.
            threading.Thread(target=look_up, name=f"look-up of {host}", daemon=True).start()
            if not stop.wait(ended, selectors.EVENT_READ, seconds):
                failed.append(TimeoutError("the look-up of the name took too long"))
        if failed:
            raise from_connecting(failed[0], host, port) from failed[0]
        self.addresses = found

    @property
    def loopback(self) -> bool:
        """Whether every address is in 127.0.0.0/8 or is ::1."""
        return all(ipaddress.ip_address(address[0].partition("%")[0]).is_loopback for _, address in self.addresses)


def connect(addresses: Sequence[Address], host: str, port: int, stop: StopSignal, *, seconds: float) -> socket.socket:
    """Connect to the first of these addresses that answers, within `seconds` each.

    Raises ConnectionProblem and its kinds for the last one that failed, Interrupted.
    """
    problem: ServerProblem = ConnectionLost(f"{host} has no address.")
    for family, address in addresses:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            _connect(sock, address, stop, seconds)
        except OSError as error:
            sock.close()
            problem = from_connecting(error, host, port)
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise problem


def _connect(sock: socket.socket, address: tuple[str, int], stop: StopSignal, seconds: float) -> None:
    sock.setblocking(False)
    _keep_alive(sock)
    code = sock.connect_ex(address)
    if code in _UNDER_WAY:
        if not stop.wait(sock, selectors.EVENT_WRITE, seconds):
            raise TimeoutError("no answer")
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _keep_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", _ALIVE_AFTER), ("TCP_KEEPALIVE", _ALIVE_AFTER),
                        ("TCP_KEEPINTVL", _ALIVE_EVERY), ("TCP_KEEPCNT", _ALIVE_TRIES)):
        option = getattr(socket, name, None)  # each system has some of them; TCP_KEEPALIVE is macOS's KEEPIDLE
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)
