"""Passwords live in memory and in the system's keyring, and a keyring that does not work stops nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest

from mailferry.transfer import credentials
from mailferry.transfer.credentials import SERVICE, Passwords
from mailferry.transfer.errors import KeyringProblem

NAME = "me@example.org"


class Store(keyring.backend.KeyringBackend):
    """A keyring in memory, whose calls may first do something."""

    priority = 1

    def __init__(self, first: Callable[[], None] = lambda: None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.first = first

    def get_password(self, service: str, username: str) -> str | None:
        self.first()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.first()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.first()
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("not there")
        del self.kept[service, username]


def fails_with(error: Exception) -> Store:
    def fail() -> None:
        raise error
    return Store(fail)


@pytest.fixture(autouse=True)
def usual_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_password_outlives_the_program_in_the_keyring() -> None:
    store = Store()
    keyring.set_keyring(store)
    Passwords().store(NAME, "geheim")
    assert store.kept == {(SERVICE, NAME): "geheim"}
    passwords = Passwords()
    assert passwords.get(NAME) == "geheim"
    passwords.forget(NAME)
    assert store.kept == {}
    assert passwords.get(NAME) is None
    passwords.forget(NAME)


def test_a_password_that_is_only_remembered_is_not_in_the_keyring() -> None:
    store = Store()
    keyring.set_keyring(store)
    passwords = Passwords()
    passwords.remember(NAME, "geheim")
    assert passwords.get(NAME) == "geheim"
    assert store.kept == {}
    assert Passwords().get(NAME) is None


@pytest.mark.parametrize(("keyring_", "told"), [
    (fails_with(keyring.errors.NoKeyringError("no backend")), "This computer has no password store"),
    (fails_with(keyring.errors.KeyringLocked("locked")), "is locked"),
    (fails_with(keyring.errors.PasswordSetError("no")), "did not take the password"),
    (fails_with(RuntimeError("the bus is gone: geheim")), "did not take the password"),
])
def test_a_keyring_that_does_not_work(keyring_: keyring.backend.KeyringBackend, told: str) -> None:
    keyring.set_keyring(keyring_)
    passwords = Passwords()
    assert passwords.get(NAME) is None
    with pytest.raises(KeyringProblem, match=told) as problem:
        passwords.store(NAME, "geheim")
    assert passwords.get(NAME) == "geheim", "memory has it all the same"
    assert "geheim" not in problem.value.sentence + problem.value.detail
    passwords.forget(NAME)
    assert passwords.get(NAME) is None


def test_a_keyring_that_hangs_on_its_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def hang() -> None:
        answered.wait(30)

    keyring.set_keyring(Store(hang))
    monkeypatch.setattr(credentials, "TIME_LIMIT", 0.05)
    passwords = Passwords()
    try:
        assert passwords.get(NAME) is None
        with pytest.raises(KeyringProblem, match="does not answer"):
            passwords.store(NAME, "geheim")
        assert passwords.get(NAME) == "geheim"
    finally:
        answered.set()
