"""The one kind of error that may reach a person.

Foreign errors (socket, ssl, imaplib, keyring, sqlite, the file system) become one of these once, at the edge
where they enter: `mail/errors.py`, `imap/errors.py`, `transfer/errors.py`.
"""

from __future__ import annotations


class Problem(Exception):
    """Something went wrong, told so that a person can act on it.

    `title` names it in a few words; `sentence` says what happened, to what, and what can be done; `detail` holds
    the words of the server or the system, shown one click deeper. No secret and no mail text in any of them.
    """

    title = "Something went wrong"

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail

    def __str__(self) -> str:
        return self.sentence
