"""The mail of the pictures: what a person may have, made up."""

from __future__ import annotations

import base64
from pathlib import Path

from tests.ui.made import letter, mbox

SUBJECTS = ("Invoice 4711", "Re: boat", "=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_Z=C3=BCrich?=", "Minutes of the meeting",
            "Your order has been sent", "Re: Re: Re: a very long subject that goes on and on about the weather")

_DOT = base64.b64encode(base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))

PAGE = b"""From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.org>
To: Anna Example <anna@example.org>, Ben Example <ben@example.org>
Date: Fri, 1 Mar 2019 12:00:00 +0000
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_Z=C3=BCrich?=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<style>p { color: red }</style><h2>From the lake</h2><p>Hello Anna,<p>the boat is <b>in the water</b> again. Prices:
<table><tr><th>Day<th>Price<tr><td>Saturday<td>40 CHF<tr><td>Sunday<td>45 CHF</table>
<ul><li>Bring <i>bread</i><li>and <a href="https://example.org/cheese">cheese</a></ul>
<img src="http://example.org/spy.gif"><blockquote>When do we go?</blockquote>

--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="Bill 2019-03.pdf"

0123456789
--b
Content-Type: image/png
Content-Disposition: attachment; filename="The lake.png"
Content-Transfer-Encoding: base64

""" + _DOT + b"""
--b--
"""
"""A mail with a page, a picture that it would fetch, and attachments."""

COLOURED = b"""From: Shop <shop@example.org>
To: anna@example.org
Date: Sat, 2 Mar 2019 12:00:00 +0000
Subject: Your order has been sent
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

Your order 3018 is on its way.
--b
Content-Type: text/html; charset=utf-8

<body bgcolor="#ffffff"><font color="#222222">Your order <b>3018</b> is on its way.</font>
<p style="color:#000000">Black words for white paper.</p><p style="background-color:#ffffcc">Words on yellow.</p>
<table bgcolor="#eeeeee"><tr><td><font color="#003366">Dark blue on light grey</font></td></tr></table></body>
--b--
"""
"""A page that names colours for paper that is white."""

EMPTY = b"""From: ben@example.org
To: anna@example.org
Date: Sun, 3 Mar 2019 12:00:00 +0000
Subject: Nothing in it

"""

DAMAGED = b"""From: ben@example.org
To: anna@example.org
Date: Mon, 4 Mar 2019 12:00:00 +0000
Subject: =?utf-8?B?R3LDvMOf?= damaged
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=never

--other
Content-Type: text/plain; charset=no-such-charset
Content-Transfer-Encoding: base64

R3LDvMOfZSBhdXM$$$%%%
"""
"""A mail whose boundary, character set and base64 are broken."""

KINDS = (letter(0, subject="Invoice 4711", octets=900), PAGE, COLOURED, EMPTY, DAMAGED)
"""What the reading pane shows."""


def labelled(number: int) -> bytes:
    """A mail of Google Takeout."""
    names = ("Inbox,Work", "Archived,Family", "Sent", "Inbox,Unread")[number % 4]
    return f"X-GM-THRID: {number}\nX-Gmail-Labels: {names}\n".encode() + letter(number, subject=SUBJECTS[number % 6])


def made(count: int, start: int = 0, octets: int = 0) -> list[bytes]:
    """Letters with the subjects of real life."""
    return [letter(start + number, subject=SUBJECTS[number % 6], octets=octets) for number in range(count)]


def make_mail(folder: Path) -> Path:
    """Write all of it."""
    (folder / "Old mail").mkdir(parents=True)
    letters = [letter(number, subject=SUBJECTS[number % 6], octets=number * 97) for number in range(400)]
    letters[2] = PAGE
    mbox(folder / "Letters.mbox", letters)
    mbox(folder / "Kinds.mbox", KINDS)
    mbox(folder / "Photos.mbox", made(60, 50_000, 30_000))
    mbox(folder / "Films.mbox", made(90, 55_000, 300_000))
    mbox(folder / "Short.mbox", made(7, 60_000))
    mbox(folder / "Large.mbox", [*made(3, 70_000), letter(70_099, subject="Invoice 4711", octets=200_000),
                                 *made(3, 70_003)])
    mbox(folder / "First too large.mbox", [letter(71_099, subject="Invoice 4711", octets=200_000), *made(203, 71_100)])
    odd = letter(72_000, subject="Minutes of the meeting").replace(b"To: anna", b"this line is no field\nTo: anna")
    mbox(folder / "Odd.mbox", [*made(2, 72_001), odd, *made(4, 72_003)])
    mbox(folder / "Google Takeout.mbox", [labelled(number) for number in range(80)])
    for name, count in (("Inbox", 120), ("Archive/2018", 30), ("Archive/2019", 312), ("Sent Items", 45)):
        mbox(folder / "Old mail" / f"{name}.mbox", made(count, count * 1000))
    (folder / "Old mail" / "empty.eml").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "Gone.eml").write_bytes(letter(5, subject="A letter whose file goes away"))
    return folder
