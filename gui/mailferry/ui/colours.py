"""The colours that we choose ourselves, where the palette has none, and how well they can be told apart.

Contrast is that of WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what is not text (1.4.3, 1.4.11).
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

TEXT, SHAPE = 4.5, 3.0
_HIGH = 20.0
_ROLES = QPalette.ColorRole
_TEXTS = {
    _ROLES.WindowText: (_ROLES.Window,),
    _ROLES.ButtonText: (_ROLES.Button,),
    _ROLES.Text: (_ROLES.Base, _ROLES.AlternateBase),
    _ROLES.PlaceholderText: (_ROLES.Base,),
    _ROLES.ToolTipText: (_ROLES.ToolTipBase,),
    _ROLES.Link: (_ROLES.Base, _ROLES.Window),
    _ROLES.LinkVisited: (_ROLES.Base, _ROLES.Window),
}
"""The grounds that each text stands on."""


def contrast(one: QColor, other: QColor) -> float:
    """From 1 (the same) to 21 (black on white), by WCAG's relative luminance; both are taken as opaque."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
             for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def blend(one: QColor, other: QColor, share: float) -> QColor:
    """A colour between two: `share` of the one."""
    rest = 1 - share
    return QColor.fromRgbF(share * one.redF() + rest * other.redF(), share * one.greenF() + rest * other.greenF(),
                           share * one.blueF() + rest * other.blueF())


def ground_for(palette: QPalette) -> tuple[QColor, QColor]:
    """The ground of a button that is down, and its text: the colour of what is chosen, as much darker as the text
    needs. Styles paint buttons a little lighter than they are told."""
    ground, text = palette.highlight().color(), palette.highlightedText().color()
    step = 90 if contrast(text, QColor("black")) < contrast(text, QColor("white")) else 110
    for _ in range(20):
        if contrast(text, ground.lighter(115)) >= TEXT and contrast(text, ground) >= TEXT:
            break
        ground = ground.darker(step)
    return ground, text


def mended(palette: QPalette) -> QPalette:
    """What must be put in place of the palette's colours so that all its text can be read: a palette that has just
    these colours, and no others. What is readable stays as the desktop has it."""
    mended = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for role, grounds in _TEXTS.items():
            text, under = palette.color(group, role), [palette.color(group, ground) for ground in grounds]
            seen = blend(text, under[0], text.alphaF())
            if min(contrast(seen, ground) for ground in under) < TEXT:
                mended.setColor(group, role, readable(seen.name(), *under, least=TEXT))
        chosen, text = (palette.color(group, role) for role in (_ROLES.Highlight, _ROLES.HighlightedText))
        if contrast(chosen, text) < TEXT:
            mended.setColor(group, _ROLES.Highlight, readable(chosen.name(), text, least=TEXT))
    return mended


def is_high_contrast(palette: QPalette) -> bool:
    """Whether the desktop shows text in black and white alone."""
    return contrast(palette.color(_ROLES.WindowText), palette.color(_ROLES.Window)) > _HIGH


def readable(colour: str, *grounds: QColor, least: float = SHAPE) -> QColor:
    """A colour that is known by its hue, as light or as dark as it must be on each of these grounds."""
    found = QColor(colour)
    lighter = contrast(grounds[0], QColor("white")) > contrast(grounds[0], QColor("black"))
    for _ in range(40):
        if min(contrast(found, ground) for ground in grounds) >= least:
            break
        found = blend(found, QColor("white" if lighter else "black"), 0.92)
    return found
