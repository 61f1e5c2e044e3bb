"""The look of the desktop, mended where it cannot be read or seen: colours of text that are too weak, and the borders
that Qt's Fusion style draws black on black in a dark palette of high contrast.

Fusion draws borders in the colour of the window, made darker: there is no colour of the palette to set.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleOption, QStyleOptionComplex, QWidget

from mailferry.ui.colours import is_high_contrast, mended

_GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
_ROLES = [role for role in QPalette.ColorRole if role is not QPalette.ColorRole.NColorRoles]
_Primitive, _Control, _Complex, _Part = (QStyle.PrimitiveElement, QStyle.ControlElement, QStyle.ComplexControl,
                                         QStyle.SubControl)
_FRAMED = frozenset({_Primitive.PE_Frame, _Primitive.PE_FrameLineEdit, _Primitive.PE_FrameGroupBox,
                     _Primitive.PE_FrameMenu, _Primitive.PE_PanelMenu, _Primitive.PE_PanelTipLabel,
                     _Primitive.PE_FrameTabWidget, _Primitive.PE_PanelButtonCommand, _Primitive.PE_PanelButtonTool,
                     _Primitive.PE_IndicatorCheckBox})


class Looks:
    """What was mended of the application's look; `mend` again whenever the look of the desktop has changed."""

    def __init__(self) -> None:
        self._ours = QPalette()
        self._left: QPalette | None = None
        self.mend()

    def mend(self) -> None:
        """Change what must be changed, and give back what need not be any more."""
        if sys.platform != "darwin":  # each kind of widget has its own palette there, which one for all would take away
            self._mend()

    def _mend(self) -> None:
        palette = QApplication.palette()
        if palette == self._left:
            return
        others = QPalette()
        for group in _GROUPS:
            for role in _ROLES:
                brush = palette.brush(group, role)
                if palette.isBrushSet(group, role) and not (
                        self._ours.isBrushSet(group, role) and brush == self._ours.brush(group, role)):
                    others.setBrush(group, role, brush)
        if self._left is not None:
            QApplication.setPalette(others)
        self._ours = mended(QApplication.palette())
        for group in _GROUPS:
            for role in _ROLES:
                if self._ours.isBrushSet(group, role):
                    others.setBrush(group, role, self._ours.brush(group, role))
        QApplication.setPalette(others)
        self._left = QApplication.palette()
        self._show_borders(is_high_contrast(self._left))

    def _show_borders(self, wanted: bool) -> None:
        style = QApplication.style()
        if wanted and style.name() == "fusion" and not isinstance(style, Bordered):
            QApplication.setStyle(Bordered())
        elif not wanted and isinstance(style, Bordered):
            QApplication.setStyle("fusion")


class Bordered(QProxyStyle):
    """Fusion with borders in the colour of the text; of what has the keyboard, in that of what is chosen."""

    def __init__(self) -> None:
        super().__init__("fusion")

    def drawPrimitive(self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter,
                      widget: QWidget | None = None) -> None:
        super().drawPrimitive(element, option, painter, widget)
        if element in _FRAMED:
            _border(painter, option, option.rect)
        elif element is _Primitive.PE_IndicatorRadioButton:
            _border(painter, option, option.rect, round_=True)

    def drawControl(self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter,
                    widget: QWidget | None = None) -> None:
        super().drawControl(element, option, painter, widget)
        if element in (_Control.CE_ProgressBarGroove, _Control.CE_HeaderSection):
            _border(painter, option, option.rect)

    def drawComplexControl(self, control: QStyle.ComplexControl, option: QStyleOptionComplex, painter: QPainter,
                           widget: QWidget | None = None) -> None:
        super().drawComplexControl(control, option, painter, widget)
        if control in (_Complex.CC_ComboBox, _Complex.CC_SpinBox):
            _border(painter, option, option.rect)
        elif control is _Complex.CC_ScrollBar and widget is not None:
            _border(painter, option, self.subControlRect(control, option, _Part.SC_ScrollBarSlider, widget))


def _border(painter: QPainter, option: QStyleOption, rect: QRect, *, round_: bool = False) -> None:
    """A line within the rectangle, whole at any scale."""
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    role = QPalette.ColorRole.Highlight if focused else QPalette.ColorRole.WindowText
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(option.palette.color(role), 1))
    (painter.drawEllipse if round_ else painter.drawRect)(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()
