"""Which IMAP server goes with a mail address: those of large providers, as they publish them; else `imap.` and domain.

Nothing is asked over the network: it is a suggestion in a field, which a person can change and test.
"""

from __future__ import annotations

_SERVERS = {
    "imap.gmail.com": ("gmail.com", "googlemail.com"),
    "outlook.office365.com": ("outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com", "live.de",
                              "msn.com"),
    "imap.mail.me.com": ("icloud.com", "me.com", "mac.com"),
    "imap.mail.yahoo.com": ("yahoo.com", "yahoo.de", "ymail.com"),
    "imap.aol.com": ("aol.com", "aol.de"),
    "imap.gmx.net": ("gmx.de", "gmx.net", "gmx.at", "gmx.ch"),
    "imap.gmx.com": ("gmx.com",),
    "imap.web.de": ("web.de",),
    "secureimap.t-online.de": ("t-online.de", "magenta.de"),
    "imap.fastmail.com": ("fastmail.com", "fastmail.fm"),
    "imap.mailbox.org": ("mailbox.org",),
    "posteo.de": ("posteo.de", "posteo.net"),
}
_BY_DOMAIN = {domain: server for server, domains in _SERVERS.items() for domain in domains}


def server_of(address: str) -> str:
    """The server that probably holds the mail of an address; "" as long as it is none."""
    name, at, domain = address.strip().lower().rpartition("@")
    if not (name and at and "." in domain.strip(".")):
        return ""
    return _BY_DOMAIN.get(domain, f"imap.{domain}")
