"""Messages whose octets are made: the window says so, and shows them like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.mail.outlook.made_msg import Msg
from tests.ui.made import letter, mbox

from mailferry.transfer.claimed import Claims
from mailferry.ui.dragging import Carrier
from mailferry.ui.sources_pane import SourcesPane


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[SourcesPane]:
    made = SourcesPane(Carrier(Claims(tmp_path / "claimed")), tmp_path / "spool")
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    yield made
    made.close_threads()
    made.join()


def test_mail_of_outlook_is_called_so(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    pane.open([str(Msg("Hello").write(tmp_path / "a.msg"))])
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 1)
    assert pane.list._title.text().endswith(" · made of what Outlook keeps")
    assert "not as it was sent" in pane.list._title.toolTip()
    pane.open([str(mbox(tmp_path / "b.mbox", [letter(1), letter(2)]))])
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 2)
    assert "Outlook" not in pane.list._title.text()
