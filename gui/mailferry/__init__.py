"""Mailferry moves people's mail into an IMAP mailbox. The version stands here and nowhere else."""

__version__ = "0.1.0"
