"""The journal's part on accounts: how each is reached, whether a person has paused it, and what its server was found to
be like. Each operation is one transaction. The format is the docstring of `schema.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.journal_file import JournalFile
from mailferry.transfer.values import DeliveryKind

_ATOMIC_COLUMNS = {DeliveryKind.MULTIAPPEND: "atomic", DeliveryKind.STAGED: "whole_copies"}


@dataclass(frozen=True, slots=True)
class LearntLimits:
    """What a server was found not to take, beyond what it says: more than `save_limit` messages at once, or more than
    `command_limit` octets in one command. None where nothing was found."""

    save_limit: int | None
    command_limit: int | None


class AccountJournal(JournalFile):
    """The writing side of accounts. Any thread may call it. Raises what JournalFile does."""

    def keep_account(self, endpoint: Endpoint) -> None:
        """Note an account, or that it is reached otherwise now."""
        with self._transaction() as db:
            db.execute("INSERT INTO accounts (name, host, port, security, user, ca_file) VALUES (?, ?, ?, ?, ?, ?) "
                       "ON CONFLICT (name) DO UPDATE SET port = excluded.port, security = excluded.security, "
                       "ca_file = excluded.ca_file",
                       (endpoint.name, endpoint.host, endpoint.port, endpoint.security.value, endpoint.user,
                        endpoint.ca_file))

    def accounts(self) -> list[Endpoint]:
        """All accounts that are noted, by name."""
        with self._lock:
            rows = self._db.execute("SELECT * FROM accounts ORDER BY name").fetchall()
        return [Endpoint(row["host"], row["port"], Security(row["security"]), row["user"], row["ca_file"])
                for row in rows]

    def note_paused(self, name: str, *, paused: bool) -> None:
        """A person has paused this account, or lets it go on."""
        if paused != (name in self.paused_accounts()):
            with self._transaction() as db:
                db.execute("UPDATE accounts SET paused = ? WHERE name = ?", (paused, name))

    def paused_accounts(self) -> frozenset[str]:
        """The accounts that a person has paused."""
        with self._lock:
            return frozenset(row[0] for row in self._db.execute("SELECT name FROM accounts WHERE paused"))

    def has_imports(self, name: str) -> bool:
        """Whether mail was ever imported into this account, as far as is known."""
        with self._lock:
            return self._db.execute("SELECT 1 FROM imports WHERE account_id = (SELECT id FROM accounts WHERE name = ?)",
                                    (name,)).fetchone() is not None

    def forget_account(self, name: str) -> bool:
        """Forget an account that no import names. Returns whether it could be forgotten."""
        with self._transaction() as db:
            return db.execute("DELETE FROM accounts WHERE name = ? AND id NOT IN (SELECT account_id FROM imports)",
                              (name,)).rowcount > 0

    def is_atomic(self, account: str, kind: DeliveryKind = DeliveryKind.MULTIAPPEND) -> bool:
        """False once this server has kept a part of a batch that it refused, when it was sent in this way."""
        with self._lock:
            row = self._db.execute("SELECT atomic, whole_copies FROM accounts WHERE name = ?", (account,)).fetchone()
        return kind not in _ATOMIC_COLUMNS or bool(row[_ATOMIC_COLUMNS[kind]])

    def note_not_atomic(self, account: str, kind: DeliveryKind) -> None:
        """This server has kept a part of a batch that it refused. Ways that do not rely on it are not noted."""
        if kind in _ATOMIC_COLUMNS:
            with self._transaction() as db:
                db.execute(f"UPDATE accounts SET {_ATOMIC_COLUMNS[kind]} = 0 "  # noqa: S608  # our own words
                           f"WHERE name = ?", (account,))

    def literal8_helps(self, account: str) -> bool:
        """Whether this server has taken a NUL in a literal8 that it had refused in a plain literal."""
        with self._lock:
            return bool(self._db.execute("SELECT literal8 FROM accounts WHERE name = ?", (account,)).fetchone()[0])

    def note_literal8_helps(self, account: str) -> None:
        """It has."""
        with self._transaction() as db:
            db.execute("UPDATE accounts SET literal8 = 1 WHERE name = ?", (account,))

    def learnt_limits(self, account: str) -> LearntLimits:
        """What this server was found not to take."""
        with self._lock:
            row = self._db.execute("SELECT save_limit, command_limit FROM accounts WHERE name = ?",
                                   (account,)).fetchone()
        return LearntLimits(row["save_limit"], row["command_limit"])

    def note_save_limit(self, account: str, messages: int) -> None:
        """This server takes at most so many messages at once."""
        with self._transaction() as db:
            db.execute("UPDATE accounts SET save_limit = ?1 WHERE name = ?2 AND coalesce(save_limit, ?1) >= ?1",
                       (messages, account))

    def delivery_of(self, account: str) -> DeliveryKind | None:
        """The way that a person chose for this account, None for the best that its server allows."""
        with self._lock:
            row = self._db.execute("SELECT delivery FROM accounts WHERE name = ?", (account,)).fetchone()
        return None if row is None or row["delivery"] is None else DeliveryKind(row["delivery"])

    def choose_delivery(self, account: str, kind: DeliveryKind | None) -> None:
        """Note the way that a person chose for this account."""
        with self._transaction() as db:
            db.execute("UPDATE accounts SET delivery = ? WHERE name = ?",
                       (None if kind is None else kind.value, account))

    def speed_limit_of(self, account: str) -> int | None:
        """The octets per second that may be sent to this account; None is no limit."""
        with self._lock:
            row = self._db.execute("SELECT speed_limit FROM accounts WHERE name = ?", (account,)).fetchone()
        return None if row is None else row["speed_limit"]

    def limit_speed(self, account: str, octets_per_second: int | None) -> None:
        """Note how many octets per second may be sent to this account."""
        with self._transaction() as db:
            db.execute("UPDATE accounts SET speed_limit = ? WHERE name = ?", (octets_per_second or None, account))
