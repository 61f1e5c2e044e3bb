"""Trying a connection, for an account that is being set up."""

from __future__ import annotations

from mailferry.imap.session import Session
from mailferry.imap.values import Endpoint
from mailferry.transfer.attempt import facts_of
from mailferry.transfer.delivery import best_for
from mailferry.transfer.journal_accounts import LearntLimits
from mailferry.transfer.values import ServerFacts


def probe(endpoint: Endpoint, password: str) -> ServerFacts:
    """Sign in, ask what the server can do, and leave. Raises ServerProblem and its kinds."""
    session = Session.connect(endpoint, password)
    try:
        return facts_of(session, best_for(session), LearntLimits(None, None))
    finally:
        session.close()
