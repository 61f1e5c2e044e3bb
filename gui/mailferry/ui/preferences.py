"""What a person has chosen for all imports, kept beside the state of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from PySide6.QtCore import QByteArray, QSettings

from mailferry.transfer.values import Dates, ImportOptions, Labels, OnReject
from mailferry.transfer.values_after import Verify

SMALL_MESSAGES = 50
SMALL_OCTETS = 10_000_000
"""A drop is small if it holds at most so many messages and octets."""

LEAST_MESSAGES, MOST_MESSAGES = 1, 10_000
LEAST_MIB, MOST_MIB = 1, 1024
MOST_KILOBYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Preferences:
    """`at_once`: a small drop is imported without showing its plan. `batch_mib` is the size of a batch in MiB, `speed`
    what is sent at most to an account, in 1000 octets a second (0: as fast as it goes). `language` is one of
    `language.LANGUAGES`, or "" for the system's."""

    at_once: bool = False
    batch_messages: int = 500
    batch_mib: int = 32
    keep_duplicates: bool = False
    verify: str = Verify.QUICK.value
    notify: bool = True
    mark_read: bool = False
    leave_out_deleted: bool = False
    labels: str = Labels.IGNORE.value
    dates: str = Dates.SOURCE.value
    on_reject: str = OnReject.ISOLATE.value
    speed: int = 0
    language: str = ""
    welcomed: bool = False

    def options(self) -> ImportOptions:
        """The options of an import, as far as they are chosen for all."""
        return ImportOptions(batch_messages=self.batch_messages, batch_octets=self.batch_mib * 1024 * 1024,
                             on_reject=OnReject(self.on_reject), keep_duplicates=self.keep_duplicates,
                             verify=Verify(self.verify), mark_read=self.mark_read,
                             leave_out_deleted=self.leave_out_deleted, labels=Labels(self.labels),
                             dates=Dates(self.dates))

    @property
    def octets_per_second(self) -> int | None:
        """The speed limit, if there is one."""
        return self.speed * 1000 or None


_AMONG: dict[str, type[Verify] | type[Labels] | type[OnReject] | type[Dates]] = {
    "verify": Verify, "labels": Labels, "on_reject": OnReject, "dates": Dates}
_WITHIN = {"batch_messages": (LEAST_MESSAGES, MOST_MESSAGES), "batch_mib": (LEAST_MIB, MOST_MIB),
           "speed": (0, MOST_KILOBYTES)}


def load(settings: QSettings) -> Preferences:
    """What was chosen before; what is missing or makes no sense is as usual."""
    usual = Preferences()
    found: dict[str, object] = {}
    for field in fields(Preferences):
        default = getattr(usual, field.name)
        value = settings.value(f"preferences/{field.name}", default, type(default))
        found[field.name] = value if _sensible(field.name, value, default) else default
    return Preferences(**found)  # type: ignore[arg-type]  # each is of the type of its default


def save(settings: QSettings, chosen: Preferences) -> None:
    """Keep what was chosen."""
    for field in fields(Preferences):
        settings.setValue(f"preferences/{field.name}", getattr(chosen, field.name))


def set_one(settings: QSettings, name: str, value: object) -> None:
    """Keep one of them."""
    settings.setValue(f"preferences/{name}", value)


def restore_state(settings: QSettings, key: str, restore: Callable[[QByteArray], object]) -> None:
    """Give a part of the window the state that it was left in; none if it was not kept, or is no state any more."""
    value = settings.value(key)
    if isinstance(value, QByteArray):
        restore(value)


def _sensible(name: str, value: object, default: object) -> bool:
    if not isinstance(value, type(default)):
        return False
    if name in _AMONG:
        return value in {choice.value for choice in _AMONG[name]}
    if name in _WITHIN and isinstance(value, int):
        least, most = _WITHIN[name]
        return least <= value <= most
    return True
