"""A server that dies: the process at the server's end of one connection is killed, all others live on.

Which process holds a socket is told by Linux: /proc/net/tcp has its inode, /proc/PID/fd who has that open.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path


def kill_peer(server_port: int, client_port: int) -> bool:
    """SIGKILL for the process whose socket has these ports, its own first. False if there is none any more."""
    inode = _inode(server_port, client_port)
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if inode and int(process.name) != os.getpid() and any(
                    str(opened.readlink()) == f"socket:[{inode}]" for opened in (process / "fd").iterdir()):
                os.kill(int(process.name), signal.SIGKILL)
                return True
    return False


def _inode(own: int, peer: int) -> str:
    """The inode of the socket with these ports, "" if there is none or nobody has it open any more."""
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        fields = line.split()
        if [int(fields[place].partition(":")[2], 16) for place in (1, 2)] == [own, peer]:
            return fields[9] if fields[9] != "0" else ""
    return ""
