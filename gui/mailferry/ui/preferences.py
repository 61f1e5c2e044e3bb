"""What a person has chosen for all imports, kept beside the state of the window."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtCore import QSettings

from mailferry.transfer.values import ImportOptions
from mailferry.transfer.values_after import Verify


@dataclass(frozen=True, slots=True)
class Preferences:
    """`at_once`: a small drop is imported without showing its plan. `batch_mib` is the size of a batch in MiB."""

    at_once: bool = False
    batch_messages: int = 500
    batch_mib: int = 32
    keep_duplicates: bool = False
    verify: str = Verify.QUICK.value
    notify: bool = True

    def options(self) -> ImportOptions:
        """The options of an import, as far as they are chosen for all."""
        return ImportOptions(batch_messages=self.batch_messages, batch_octets=self.batch_mib * 1024 * 1024,
                             keep_duplicates=self.keep_duplicates, verify=Verify(self.verify))


def load(settings: QSettings) -> Preferences:
    """What was chosen before; what is missing or makes no sense is as usual."""
    usual = Preferences()
    found: dict[str, object] = {}
    for field in fields(Preferences):
        default = getattr(usual, field.name)
        value = settings.value(f"preferences/{field.name}", default, type(default))
        found[field.name] = value if isinstance(value, type(default)) else default
    verify = found["verify"] if found["verify"] in {depth.value for depth in Verify} else usual.verify
    return Preferences(found["at_once"] is True, _within(found["batch_messages"], 1, 10_000, usual.batch_messages),
                       _within(found["batch_mib"], 1, 1024, usual.batch_mib), found["keep_duplicates"] is True,
                       str(verify), found["notify"] is True)


def save(settings: QSettings, chosen: Preferences) -> None:
    """Keep what was chosen."""
    for field in fields(Preferences):
        settings.setValue(f"preferences/{field.name}", getattr(chosen, field.name))


def _within(value: object, least: int, most: int, usual: int) -> int:
    return value if isinstance(value, int) and least <= value <= most else usual
