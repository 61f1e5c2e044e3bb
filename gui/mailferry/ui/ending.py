"""The end of the window: all that works stops, in a thread, since it may take some seconds. Whatever fails then, the
window goes, and what it was is told."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSettings

from mailferry.errors import Problem
from mailferry.transfer.engine import Engine
from mailferry.ui.first_start import FirstStart
from mailferry.ui.words import translate


class Joined(Protocol):
    """Something that was told to end, and has threads of its own."""

    def join(self) -> object:
        """Wait until they have ended."""


def stop(parts: Sequence[Joined], engine: Engine, settings: QSettings, first: FirstStart, practice: str,
         ) -> Problem | None:
    """Wait for the parts of the window, then stop the engine, and the practice mailbox of the first start. `practice`
    is the name of the account to forget, "" if there is none. Returns what went wrong, None if nothing did."""
    try:
        for part in parts:
            part.join()
        _forget(engine, practice)
        settings.sync()
        engine.close()
    except Problem as problem:
        return problem
    except Exception as error:
        logging.getLogger(__name__).exception("the end of the window has failed")
        return Problem(translate("Ending", "Something in Mailferry itself failed while it stopped. Nothing is lost: "
                                           "what has not arrived goes on at the next start."),
                       detail=type(error).__name__)
    finally:
        first.stop()
    return None


def _forget(engine: Engine, practice: str) -> None:
    try:
        if practice:
            engine.give_up(practice)
            engine.forget_account(practice, kept=False)  # the keyring may want to be unlocked
    except Problem:
        pass  # it has past imports to show
