"""The settings, in a window of their own that blocks nothing. What is changed holds at once: there is no OK."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mailferry.transfer.values import Dates, OnReject
from mailferry.transfer.values_after import Verify
from mailferry.ui import figures, preferences, words
from mailferry.ui.check_button import CheckBox
from mailferry.ui.fitting import FittingDialog
from mailferry.ui.preferences import Preferences


class SettingsView(FittingDialog):
    """`changed` carries the Preferences after each change; they are kept already."""

    changed = Signal(object)

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        self._chosen = preferences.load(settings)
        box = QVBoxLayout()
        box.addWidget(self._imports())
        box.addWidget(self._messages())
        box.addWidget(self._batches())
        box.addWidget(self._program())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.lay_out(box, buttons)

    def _imports(self) -> QGroupBox:
        group, form = _group(self.tr("Imports to come"))
        form.addRow(self._check("at_once", self.tr(
            "&Start small imports at once, without showing their plan (up to {0} and {1})").format(
            words.messages(preferences.SMALL_MESSAGES), figures.size(preferences.SMALL_OCTETS))))
        form.addRow(self.tr("&What is in the mailbox already:"), self._choice("keep_duplicates", {
            False: self.tr("is not sent again"), True: self.tr("is imported all the same")}))
        form.addRow(self.tr("When a &batch is refused:"), self._choice("on_reject", {
            OnReject.ISOLATE.value: self.tr("find the refused messages, send all others"),
            OnReject.SKIP.value: self.tr("leave it standing, go on with the next"),
            OnReject.STOP.value: self.tr("send nothing after it")}))
        form.addRow(self.tr("&Compare with the server afterwards:"), self._choice("verify", {
            Verify.NONE.value: self.tr("not by itself"),
            Verify.QUICK.value: self.tr("size, date and flags"),
            Verify.FULL.value: self.tr("every byte (fetches all of it again)")}))
        return group

    def _messages(self) -> QGroupBox:
        group, form = _group(self.tr("Messages"))
        form.addRow(self._check("mark_read", self.tr("&All arrive as read")))
        form.addRow(self._check("leave_out_deleted", self.tr("Leave out what is marked as &deleted")))
        dates = self._choice("dates", {
            Dates.SOURCE.value: self.tr("as their source dates them"),
            Dates.FIELD.value: self.tr("by their Date field")})
        dates.setToolTip(self.tr(
            "Mail programs sort by this date. Where there is none, a message is dated by when it was received, else by "
            "its Date field, else by its source, at last by the time of its file."))
        form.addRow(self.tr("Messages are da&ted:"), dates)
        form.addRow(self.tr("&Labels of Google Takeout:"), self._choice("labels", words.labels()))
        return group

    def _batches(self) -> QGroupBox:
        group, form = _group(self.tr("Batches and speed"))
        form.addRow(self.tr("&Messages in a batch, at most:"), self._number(
            "batch_messages", preferences.LEAST_MESSAGES, preferences.MOST_MESSAGES))
        form.addRow(self.tr("Si&ze of a batch, at most:"), self._number(
            "batch_mib", preferences.LEAST_MIB, preferences.MOST_MIB, self.tr(" MiB")))
        speed = self._number("speed", 0, preferences.MOST_KILOBYTES, self.tr(" kB/s"))
        speed.setSpecialValueText(self.tr("as fast as it goes"))
        speed.setSingleStep(100)
        speed.setToolTip(self.tr("For each account. One with a lower limit of its own keeps that."))
        form.addRow(self.tr("Send to an account, at m&ost:"), speed)
        return group

    def _program(self) -> QGroupBox:
        group, form = _group(self.tr("The program"))
        form.addRow(self._check("notify", self.tr(
            "Tell the desktop when an import has &ended, or an account needs you, in the background")))
        form.addRow(self.tr("Lan&guage:"), self._choice("language", {
            "": self.tr("as the system"), "en": "English", "de": "Deutsch", "fr": "Français"}))
        self.later = QLabel(self.tr("The window speaks it from the next start on."))
        self.later.setVisible(False)
        form.addRow("", self.later)
        return group

    # --- the fields --------------------------------------------------------------------------------------------------

    def _check(self, name: str, text: str) -> CheckBox:
        check = CheckBox(text)
        check.setObjectName(name)
        check.setChecked(getattr(self._chosen, name))
        check.toggled.connect(self._setter(name))
        return check

    def _choice(self, name: str, texts: Mapping[str, str] | Mapping[bool, str]) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        for value, text in texts.items():
            combo.addItem(text, value)
        combo.setCurrentIndex(combo.findData(getattr(self._chosen, name)))
        take = self._setter(name)
        combo.currentIndexChanged.connect(lambda _: take(combo.currentData()))
        return combo

    def _number(self, name: str, least: int, most: int, unit: str = "") -> QSpinBox:
        number = QSpinBox(minimum=least, maximum=most, suffix=unit)
        number.setObjectName(name)
        number.setGroupSeparatorShown(True)
        number.setKeyboardTracking(False)
        number.setValue(getattr(self._chosen, name))
        number.valueChanged.connect(self._setter(name))
        return number

    def _setter(self, name: str) -> Callable[[object], None]:
        def take(value: object) -> None:
            self._chosen = replace(self._chosen, **{name: value})  # type: ignore[arg-type]  # of that field's type
            preferences.set_one(self._settings, name, value)
            if name == "language":
                self.later.setVisible(True)
            self.changed.emit(self._chosen)

        return take

    def chosen(self) -> Preferences:
        """What is chosen now."""
        return self._chosen


def _group(title: str) -> tuple[QGroupBox, QFormLayout]:
    group = QGroupBox(title)
    form = QFormLayout(group)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return group, form
