"""Numbers, sizes and moments as the user writes them: grouped, with units, in the order of the user's country."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from PySide6.QtCore import QDateTime, QLocale

_MOST = 2**63 - 1
"""The largest number that Qt takes. Servers name larger limits where they mean none."""


@cache
def _locale() -> QLocale:
    """The user's; where the system names none ("C"), that of the words, since C groups no digits."""
    locale = QLocale()
    return locale if locale.language() is not QLocale.Language.C else QLocale(QLocale.Language.English)


def forget() -> None:
    """Another locale is the user's now."""
    _locale.cache_clear()


def number(value: int) -> str:
    """A whole number as the user writes it: 1,204."""
    return _locale().toString(min(value, _MOST))


def decimal(value: float) -> str:
    """A number with one digit after the point."""
    return _locale().toString(value, "f", 1)


def size(octets: int) -> str:
    """Octets in units of 1000, as file managers say them."""
    precision = 0 if octets < 1_000 or octets >= 10_000_000 else 1
    return _locale().formattedDataSize(min(octets, _MOST), precision, QLocale.DataSizeFormat.DataSizeSIFormat)


def moment(seconds: float, *, to_the_second: bool = False) -> str:
    """A time of today as 14:05, another with its day; or any with its day, to the second."""
    when = QDateTime.fromSecsSinceEpoch(int(seconds))
    locale = _locale()
    if to_the_second:
        day = locale.toString(when.date(), QLocale.FormatType.ShortFormat)
        return f"{day} {locale.toString(when.time(), 'HH:mm:ss')}"
    if when.date() == QDateTime.currentDateTime().date():
        return locale.toString(when.time(), QLocale.FormatType.ShortFormat)
    return locale.toString(when, QLocale.FormatType.ShortFormat)


def date(when: datetime) -> str:
    """The day of a mail's date, in local time."""
    try:
        return _locale().toString(QDateTime.fromSecsSinceEpoch(int(when.timestamp())).date(),
                                  QLocale.FormatType.ShortFormat)
    except (OverflowError, OSError, ValueError):  # a year that the system's calendar does not reach
        return str(when)
