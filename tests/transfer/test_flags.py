"""A mailbox gets the flags and keywords that it keeps; what it does not keep is listed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailferry.mail.message import Form, Locator
from mailferry.transfer.flags import fitted
from mailferry.transfer.messages import Note, Planned

SYSTEM = ("\\Answered", "\\Flagged", "\\Draft", "\\Seen")


def message(flags: frozenset[str] = frozenset(), keywords: frozenset[str] = frozenset()) -> Planned:
    where = Locator("/x", 0, 1, Form.PLAIN, 1, 0)
    return Planned(where, 1, b"", b"", flags, keywords, None, Note.NONE, "", frozenset())


def test_where_new_keywords_are_taken_nothing_changes() -> None:
    mail = message(frozenset({"\\Seen", "\\Flagged"}), frozenset({"Holiday", "Junk"}))
    assert fitted(mail, frozenset({*SYSTEM, "\\*"})) is mail


def test_where_none_are_taken_those_that_are_listed_stay() -> None:
    """As Microsoft 365 names them."""
    mail = message(frozenset({"\\Seen", "\\Draft"}), frozenset({"Holiday", "$mdnsent"}))
    sent = fitted(mail, frozenset({"\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "$MDNSent"}))
    assert (sent.flags, sent.keywords, sent.left_out) == (mail.flags, frozenset({"$MDNSent"}), frozenset({"Holiday"}))
    assert sent.notes == Note.KEYWORDS_LEFT_OUT


def test_another_name_for_the_same_thing_is_used_and_nothing_is_lost() -> None:
    sent = fitted(message(keywords=frozenset({"NonJunk", "Forwarded"})), frozenset({"$NotJunk", "$Forwarded"}))
    assert (sent.keywords, sent.left_out, sent.notes) == (
        frozenset({"$NotJunk", "$Forwarded"}), frozenset(), Note.NONE)


def test_a_system_flag_that_is_not_kept_is_listed() -> None:
    sent = fitted(message(frozenset(SYSTEM)), frozenset({"\\Seen", "\\*"}))
    assert (sent.flags, sent.left_out) == (frozenset({"\\Seen"}), frozenset({"\\Answered", "\\Flagged", "\\Draft"}))


NAMES = st.frozensets(st.sampled_from(["Junk", "$Junk", "NonJunk", "$NotJunk", "a", "A", "b", "$Forwarded"]))


@given(st.frozensets(st.sampled_from(SYSTEM)), NAMES, NAMES, st.frozensets(st.sampled_from(SYSTEM)), st.booleans())
def test_only_what_is_kept_is_sent_and_what_is_not_sent_is_listed(
        flags: frozenset[str], keywords: frozenset[str], known: frozenset[str], system: frozenset[str],
        new: bool) -> None:
    kept = known | system | (frozenset({"\\*"}) if new else frozenset())
    mail = message(flags, keywords)
    sent = fitted(mail, kept)
    assert sent.flags == flags & system
    assert new or sent.keywords <= known
    assert sent.left_out <= flags | keywords
    assert flags - system <= sent.left_out
    assert not new or sent.keywords == keywords
    assert fitted(sent, kept) == sent
    assert bool(sent.left_out) == (Note.KEYWORDS_LEFT_OUT in sent.notes)
