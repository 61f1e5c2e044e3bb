"""Where the program can be killed to the instant: the journal's marks, and what it does on the server between them.

A mark is a method of the journal that changes it (each is one transaction); they are found, not listed, so that a new
one is met by itself. The acts are the methods that change something on the server.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from mailferry.imap.opened import OpenMailbox
from mailferry.imap.session import Session
from mailferry.transfer.journal import Journal

P = ParamSpec("P")
R = TypeVar("R")

UNREACHED = {
    "forget_account", "retry", "rename_mailbox", "add_findings", "fail_messages", "settle_conflict", "note_not_atomic",
    "begin_removal", "give_up_removal", "note_removed", "take_up", "want_verification",
    "choose_delivery", "divide", "learn_command_limit", "note_flags", "note_save_limit", "deliver_otherwise",
    "forget_import", "note_literal8_helps", "limit_speed", "choose_on_refused", "set_delivery", "relocate",
    "note_rewrites"}
"""Marks that no import of this matrix comes to: they belong to commands of the window, or to what other tests make."""

_ACTS: dict[str, tuple[type, str]] = {
    f"{owner.__name__}.{name}": (owner, name)
    for owner, names in ((Session, ("create", "delete", "append", "append_each", "begin_and_cancel")),
                         (OpenMailbox, ("copy", "remove")))
    for name in names}


def _journal_marks() -> dict[str, tuple[type, str]]:
    methods = {name: getattr(Journal, name) for name in dir(Journal) if name != "_transaction"}
    return {f"Journal.{name}": (Journal, name) for name, method in methods.items()
            if "_transaction" in getattr(getattr(method, "__code__", None), "co_names", ()) and name not in UNREACHED}


_PLACES = _journal_marks() | _ACTS
MARKS = tuple(sorted(_PLACES))
"""Their names."""


def kill_at(mark: str, nth: int, *, before: bool) -> None:
    """From now on this process kills itself when it does this for the `nth` time: just before it, or just after."""
    owner, name = _PLACES[mark]
    setattr(owner, name, _deadly(getattr(owner, name), nth, before=before))


def _deadly(method: Callable[P, R], nth: int, *, before: bool) -> Callable[P, R]:
    count = 0

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        nonlocal count
        count += 1
        if count == nth and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = method(*args, **kwargs)
        if count == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call
