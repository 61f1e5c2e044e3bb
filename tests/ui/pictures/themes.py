"""The looks of a desktop that the pictures are taken in: light and dark as Qt has them, and two palettes of high
contrast with the colours that Windows gives them."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

_ROLES = QPalette.ColorRole


def _contrast(ground: str, text: str, chosen: tuple[str, str], link: str, disabled: str) -> QPalette:
    palette = QPalette()
    for role in (_ROLES.Window, _ROLES.Base, _ROLES.AlternateBase, _ROLES.Button, _ROLES.ToolTipBase, _ROLES.Light,
                 _ROLES.Midlight):
        palette.setColor(role, QColor(ground))
    for role in (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText, _ROLES.ToolTipText, _ROLES.BrightText, _ROLES.Dark,
                 _ROLES.Mid, _ROLES.Shadow):
        palette.setColor(role, QColor(text))
    for role, colour in ((_ROLES.Highlight, chosen[0]), (_ROLES.Accent, chosen[0]), (_ROLES.HighlightedText, chosen[1]),
                         (_ROLES.Link, link), (_ROLES.LinkVisited, link), (_ROLES.PlaceholderText, text)):
        palette.setColor(role, QColor(colour))
    for role in (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(disabled))
    return palette


def dark() -> QPalette:
    """As Qt's own style has it on a dark desktop."""
    ground, text = QColor("#323232"), QColor("#f0f0f0")
    palette = QPalette(ground)
    for role in (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText):
        palette.setColor(role, text)
    palette.setColor(_ROLES.Base, ground.darker(140))
    for role, colour in ((_ROLES.AlternateBase, "#2b2b2b"), (_ROLES.Highlight, "#308cc6"), (_ROLES.Accent, "#308cc6"),
                         (_ROLES.HighlightedText, "#ffffff"), (_ROLES.Link, "#7ab0ff"), (_ROLES.LinkVisited, "#c39bff"),
                         (_ROLES.ToolTipBase, "#3f3f36"), (_ROLES.ToolTipText, "#f0f0f0")):
        palette.setColor(role, QColor(colour))
    palette.setColor(_ROLES.PlaceholderText, QColor(240, 240, 240, 128))
    for role in (_ROLES.Text, _ROLES.WindowText, _ROLES.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#828282"))
    return palette


def contrast_dark() -> QPalette:
    """White on black."""
    return _contrast("#000000", "#ffffff", ("#1aebff", "#000000"), "#ffff00", "#3ff23f")


def contrast_light() -> QPalette:
    """Black on white."""
    return _contrast("#ffffff", "#000000", ("#37006e", "#ffffff"), "#00009f", "#600000")


THEMES = {"light": None, "dark": dark, "contrast-light": contrast_light, "contrast-dark": contrast_dark}


def dress(app: QApplication, theme: str) -> None:
    """Put a look on."""
    if (make := THEMES[theme]) is not None:
        app.setPalette(make())
