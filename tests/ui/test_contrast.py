"""What we paint ourselves can be told apart: text by 4.5 to 1, shapes by 3 to 1, on each look of a desktop that there
are pictures of, those of high contrast among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QToolButton,
    QTreeView,
)
from pytestqt.qtbot import QtBot
from tests.ui.desk import Desk
from tests.ui.pictures.themes import THEMES, contrast_dark, contrast_light, dark

from mailferry import paths
from mailferry.mail.found import Found, Program
from mailferry.ui import icons, report_view
from mailferry.ui.check_button import frame_colour
from mailferry.ui.colours import SHAPE, TEXT, blend, contrast, ground_for, mended, readable
from mailferry.ui.looks import Bordered, Looks

Roles = QPalette.ColorRole


@pytest.fixture(params=THEMES)
def palette(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QPalette]:
    """Each look, put on as the window does it."""
    before, make = qapp.palette(), THEMES[request.param]
    qapp.setPalette(QPalette() if make is None else make())
    Looks()
    icons.forget()
    yield qapp.palette()
    qapp.setPalette(before)
    Looks()
    icons.forget()


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)
    assert contrast(QColor("red"), QColor("red")) == 1


def test_text_on_a_ground_of_ours_is_readable(palette: QPalette) -> None:
    """Buttons that are down and what is dragged: both have these colours; and what a drag is told over a list."""
    ground, text = ground_for(palette)
    assert contrast(ground, text) >= TEXT
    assert contrast(palette.color(Roles.ToolTipBase), palette.color(Roles.ToolTipText)) >= TEXT


def test_all_text_of_the_desktops_colours_is_readable(palette: QPalette) -> None:
    """What a search field says while it is empty and a chosen row were at 3.7 to 1, links that were followed at 2.7."""
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for text, ground in ((Roles.WindowText, Roles.Window), (Roles.Text, Roles.Base),
                             (Roles.Text, Roles.AlternateBase), (Roles.ButtonText, Roles.Button),
                             (Roles.PlaceholderText, Roles.Base), (Roles.HighlightedText, Roles.Highlight),
                             (Roles.Link, Roles.Base), (Roles.Link, Roles.Window),
                             (Roles.LinkVisited, Roles.Base), (Roles.LinkVisited, Roles.Window)):
            colour, under = palette.color(group, text), palette.color(group, ground)
            assert contrast(blend(colour, under, colour.alphaF()), under) >= TEXT, f"{group} {text}"


def test_colours_that_are_good_enough_stay_as_the_desktop_has_them() -> None:
    for make in (contrast_dark, contrast_light):
        assert mended(make()) == QPalette()
    assert mended(dark()).isBrushSet(QPalette.ColorGroup.Active, Roles.Highlight)
    assert not mended(dark()).isBrushSet(QPalette.ColorGroup.Active, Roles.Link)


def test_mended_colours_follow_the_desktop_when_its_look_changes(qapp: QApplication) -> None:
    before = qapp.palette()
    qapp.setPalette(QPalette())
    looks = Looks()
    light = qapp.palette().color(Roles.PlaceholderText)
    qapp.setPalette(dark())
    looks.mend()
    assert qapp.palette().color(Roles.Window) == dark().color(Roles.Window)
    assert qapp.palette().color(Roles.PlaceholderText) != light
    changed = qapp.palette()
    looks.mend()
    assert qapp.palette() == changed
    qapp.setPalette(contrast_dark())
    looks.mend()
    assert qapp.palette().color(Roles.Highlight) == contrast_dark().color(Roles.Highlight)
    qapp.setPalette(before)
    looks.mend()


def test_fields_buttons_lists_and_boxes_have_borders_in_high_contrast(qtbot: QtBot, qapp: QApplication) -> None:
    """Fusion draws them black on black by itself."""
    before, style = qapp.palette(), qapp.style().name()
    qapp.setStyle("fusion")
    qapp.setPalette(contrast_dark())
    looks = Looks()
    ground = contrast_dark().color(Roles.Window)
    for kind in (QLineEdit, QPushButton, QTreeView, QComboBox, QSpinBox, QTextEdit, QMenu):
        widget = kind()
        qtbot.addWidget(widget)
        if isinstance(widget, QMenu):
            widget.addAction("Settings ...")
        widget.resize(120, 60)
        image = widget.grab().toImage()
        seen = {max(contrast(image.pixelColor(x, image.height() // 2), ground) for x in columns)
                for columns in (range(4), range(image.width() - 4, image.width()))}
        assert min(seen) >= SHAPE, kind.__name__
    qapp.setPalette(QPalette())
    looks.mend()
    assert not isinstance(qapp.style(), Bordered)
    qapp.setStyle(style)
    qapp.setPalette(before)
    Looks()


def test_boxes_to_tick_and_the_colours_of_a_report_are_seen(palette: QPalette) -> None:
    window, bar = palette.color(Roles.Window), palette.color(Roles.AlternateBase)
    assert contrast(frame_colour(palette), window) >= SHAPE
    for colour in (report_view.ARRIVED, report_view.REFUSED, report_view.LEFT_OUT, report_view.NOT_SENT):
        for ground in (window, bar):
            assert contrast(report_view.fate_colour(colour, palette), ground) >= SHAPE


@pytest.mark.parametrize("name", sorted(path.stem for path in (paths.resources() / "icons").glob("*.svg")
                                        if path.stem not in ("mailferry", "first-steps")))
def test_icons_are_seen_on_lists_tool_bars_and_chosen_rows(palette: QPalette, name: str) -> None:
    """The colour that most of an icon has."""
    for ground in (Roles.Base, Roles.Window):
        assert contrast(_main_colour(icons.icon(name), QIcon.Mode.Normal), palette.color(ground)) >= SHAPE
    if name not in icons._SIGNS:
        assert contrast(_main_colour(icons.icon(name), QIcon.Mode.Selected), palette.color(Roles.Highlight)) >= SHAPE


@pytest.fixture
def palette_back(qapp: QApplication) -> Iterator[None]:
    before = qapp.palette()
    yield
    qapp.setPalette(before)
    icons.forget()


@pytest.mark.usefixtures("palette_back")
def test_icons_of_actions_notices_and_found_mail_follow_the_desktop_when_it_turns_dark(desk: Desk,
                                                                                       qapp: QApplication) -> None:
    window = desk.window
    window.notices.show_notice("answer", "No answer", "The server does not answer.")
    window.sources.found.show_found([Found("Mail", "/mail", Program.THUNDERBIRD)])
    sign = window.notices.findChildren(QLabel)[0]
    folder = next(action for action in window.findChildren(QAction) if action.text() == "Add a f&older of mail ...")

    def seen() -> list[str]:
        return [_main_colour(icon, QIcon.Mode.Normal).name() for icon in (
            folder.icon(), QIcon(sign.pixmap()), window.sources.found.list.item(0).icon())]

    for make in (QPalette, dark, QPalette):
        qapp.setPalette(make())
        grounds = qapp.palette().color(Roles.Base), qapp.palette().color(Roles.Window)
        wanted = [readable(hue, *grounds).name() for hue in ("#c98200", "#c98200", "#8a63d2")]
        desk.wait(lambda wanted=wanted: seen() == wanted)  # type: ignore[misc]  # it is called at once


def test_the_button_that_empties_a_search_is_seen(palette: QPalette, qtbot: QtBot) -> None:
    """Qt's own is #4d4d4d on any desktop."""
    field = QLineEdit()
    qtbot.addWidget(field)
    icons.clearable(field)
    field.show()
    [button] = field.findChildren(QToolButton)
    assert not button.isVisible()
    icons.renew(field)
    assert not button.isVisible()
    field.setText("boat")
    qtbot.waitUntil(button.isVisible)
    assert contrast(_main_colour(button.icon(), QIcon.Mode.Normal), palette.color(Roles.Base)) >= SHAPE


def _main_colour(icon: QIcon, mode: QIcon.Mode) -> QColor:
    image = icon.pixmap(QSize(24, 24), 1.0, mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    counts = Counter(pixel for pixel in memoryview(image.constBits()).cast("I") if pixel >> 24 == 255)
    return QColor.fromRgb(counts.most_common(1)[0][0])


def test_a_colour_keeps_its_hue_where_it_is_made_readable() -> None:
    dark, light = readable("#c98200", QColor("white"), least=TEXT), readable("#1f3f7f", QColor("black"), least=TEXT)
    assert contrast(dark, QColor("white")) >= TEXT
    assert contrast(light, QColor("black")) >= TEXT
    assert abs(dark.hue() - QColor("#c98200").hue()) <= 3
    assert abs(light.hue() - QColor("#1f3f7f").hue()) <= 3
