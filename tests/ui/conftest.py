"""The window in tests: without a screen, with a clean clipboard, and with a password store in memory.

Nothing here stands in for the engine or a server: `desk` opens the real window on a real engine.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first QApplication

import keyring
import keyring.backend
import keyring.backends.fail
import pytest
from PySide6.QtCore import QLocale, SignalInstance
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker
from tests.ui.desk import Desk

from mailferry.imap.transmit import Patience
from mailferry.sandbox import Sandbox
from mailferry.ui import language

MILLISECONDS = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says this of each window that has a smallest size; it means nothing."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A password store that works."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has none
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


class PatientBot(QtBot):
    """It waits for what ends at once on an idle machine as long as a busy one may take."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = MILLISECONDS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = MILLISECONDS, raising: bool | None = None,
                   check_params_cb: Callable[..., bool] | None = None) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """In place of the one of pytest-qt."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def _what_stays() -> None:
    """What was there before the first test of the window need not be looked through after each."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _garbage_goes_in_this_thread(_what_stays: None, qapp: QApplication) -> Iterator[None]:
    """As in the program: what a test leaves of Qt is not taken away by a thread of a test."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _english_numbers() -> Iterator[None]:
    """Numbers and dates are written the same on every machine."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture(params=language.LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each of the languages."""
    before = QLocale()
    language.speak(request.param)
    yield request.param
    language.speak("en")
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def _own_place_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are a person's own, though they lie where temporary ones do."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


@pytest.fixture(autouse=True)
def _no_word_to_a_real_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Docks and notifications of whoever runs the tests stay as they are."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


@pytest.fixture(autouse=True)
def _clean_clipboard(qapp: QApplication) -> Iterator[None]:
    """A QMimeData left on the offscreen clipboard crashes Qt at its end."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    """The password store of every test, so that none touches the user's own."""
    before, store = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring(memory_keyring: MemoryKeyring) -> None:
    """A machine without a password store."""
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]  # as above


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A practice mailbox that runs."""
    with Sandbox() as running:
        yield running


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(qapp: QApplication, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens the window on an engine; all are closed with the test as a person would close them."""
    with ExitStack() as desks:
        def make(state_dir: Path | None = None, patience: Patience | None = None) -> Desk:
            desk = Desk(state_dir or tmp_path / "state", patience)
            desks.callback(desk.close)
            return desk

        yield make


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """The window on a fresh state folder, without an account."""
    return open_desk()
