"""What a server says it can do, as the rest of Mailferry asks it. Decided by its words alone, after sign-in.

RFC 9051 7.2.2 (CAPABILITY), 3502 (MULTIAPPEND), 7888 (LITERAL+ and LITERAL-), 7889 (APPENDLIMIT), 9738 (MESSAGELIMIT,
SAVELIMIT), 4315 (UIDPLUS), 3516 (BINARY), 9208 (QUOTA).
"""

from __future__ import annotations

from collections.abc import Iterable

from mailferry.imap.append import Literals

_NUMBER64_DIGITS = 19


class Capabilities(frozenset[str]):
    """The capability words, in capitals; and what follows from them."""

    @classmethod
    def of(cls, answer: Iterable[object]) -> Capabilities:
        """From the untagged CAPABILITY responses."""
        return cls(word.decode("ascii", "replace").upper() for line in answer
                   if isinstance(line, bytes) for word in line.split())

    @property
    def multiappend(self) -> bool:
        """Whether one APPEND may carry several messages (RFC 3502): by the capability alone."""
        return "MULTIAPPEND" in self

    @property
    def uidplus(self) -> bool:
        """Whether messages can be removed by their UIDs alone (RFC 4315)."""
        return "UIDPLUS" in self

    @property
    def literals(self) -> Literals:
        """What it does with literals (RFC 7888)."""
        return (Literals.PLUS if "LITERAL+" in self else Literals.MINUS if "LITERAL-" in self
                else Literals.SYNCHRONISING)

    @property
    def binary(self) -> bool:
        """Whether it takes a literal8, and so a NUL (RFC 3516)."""
        return "BINARY" in self

    @property
    def append_limit(self) -> int | None:
        """The octets of one message that it names for all mailboxes (RFC 7889), or None."""
        return self._number("APPENDLIMIT")

    @property
    def limits_by_mailbox(self) -> bool:
        """Whether the limit of a message is to be asked of each mailbox, by STATUS (RFC 7889 section 3)."""
        return "APPENDLIMIT" in self

    @property
    def message_limit(self) -> int | None:
        """The messages that one command may be about (RFC 9738), or None."""
        return self._number("MESSAGELIMIT")

    @property
    def save_limit(self) -> int | None:
        """The messages that one APPEND or COPY may store: the lower of SAVELIMIT and MESSAGELIMIT (RFC 9738), or
        None."""
        limits = [limit for limit in (self._number("SAVELIMIT"), self.message_limit) if limit]
        return min(limits, default=None)

    def _number(self, wanted: str) -> int | None:
        for capability in self:
            name, _, value = capability.partition("=")
            if name == wanted and value.isascii() and value.isdigit() and len(value) <= _NUMBER64_DIGITS:
                return int(value)
        return None
