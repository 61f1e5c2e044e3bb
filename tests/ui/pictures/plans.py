"""Scenes: the plan of a drop in each of its shapes."""

from __future__ import annotations

from PySide6.QtCore import QDate
from tests.ui.desk import Desk
from tests.ui.made import account, box
from tests.ui.pictures.album import SMALL, USUAL, Album

from mailferry.transfer.values import DeliveryKind, ServerFacts


def _counted(desk: Desk) -> None:
    """The plan is shown, and has counted what there is and what is there already."""
    plan = desk.window.plan
    desk.wait(plan.isVisible)
    desk.wait(lambda: plan._survey.complete and (plan._foreseen is None or plan._foreseen.complete))
    desk.wait(lambda: plan._foreseen is not None and plan._foreseen.complete)


def usual(album: Album) -> None:
    """Many folders, then changed: dates, own mailboxes, another name; another drop waits."""
    desk = album.desk()
    plan = desk.window.plan
    name = album.account(desk, ("Archive", "2019"), ("Sent",))
    desk.only_drop_on(name, ("Archive", "2019"), album.files("Old mail"))
    _counted(desk)
    album.window(desk, "plan 1 many folders", "The plan of a folder with mail and an empty file", SMALL, USUAL)
    plan.own.click()
    plan.since_on.click()
    plan.since.setDate(QDate(2019, 1, 1))
    plan.until_on.click()
    plan.mark_read.click()
    plan.model.setData(plan.model.index(0, 3), "Old/Post")
    desk.only_drop_on(name, (), album.files("Letters.mbox"))
    desk.wait(lambda: plan._survey.complete)
    album.window(desk, "plan 2 changed", "All choices are made, a mailbox is renamed, and one more drop waits")
    plan.cancel()
    plan.cancel()


def labels(album: Album) -> None:
    """Google Takeout asks what becomes of its labels."""
    desk = album.desk()
    name = album.account(desk)
    desk.only_drop_on(name, (), album.files("Google Takeout.mbox"))
    _counted(desk)
    album.window(desk, "plan 3 labels of Takeout", "A plan that asks what becomes of the labels of Google Takeout")


def there_already(album: Album) -> None:
    """Some of it is in the mailbox already; pace is known."""
    desk = album.desk()
    name = album.account(desk)
    album.imported(desk, name, (), "Short.mbox")
    desk.only_drop_on(name, (), album.files("Short.mbox", "Large.mbox"))
    _counted(desk)
    album.window(desk, "plan 4 there already", "Half of it is there already, and the pace is known", SMALL)


def will_not_pass(album: Album) -> None:
    """A server that names a limit, a source that cannot be read, little room."""
    desk = album.desk()
    proxy = album.proxy(add=["APPENDLIMIT=100000"])
    name = album.account(desk, proxy=proxy, account=album.user(quota_kib=100))
    desk.only_drop_on(name, (), album.files("Large.mbox", "picture.png", "nowhere.mbox"))
    _counted(desk)
    album.window(desk, "plan 5 will not pass", "One message is too large, two files are no mail, and room is short")


def ways(album: Album) -> None:
    """Each way to keep batches whole."""
    for number, hidden, kind, shows in (
            (6, ("MULTIAPPEND",), "staging", "By way of a staging mailbox"),
            (7, ("MULTIAPPEND", "UIDPLUS"), "message by message", "Message by message")):
        with album.scene():
            desk = album.desk()
            name = album.account(desk, proxy=album.proxy(hide=hidden))
            desk.only_drop_on(name, (), album.files("Short.mbox"))
            _counted(desk)
            album.window(desk, f"plan {number} {kind}", shows, SMALL)
    with album.scene():
        desk = album.desk()
        facts = ServerFacts(".", "", DeliveryKind.REVERSIBLE, None, True)
        desk.window.mailboxes.take(account(box("INBOX"), facts=facts))
        desk.only_drop_on(desk.window.mailboxes.model.views()[0].name, (), album.files("Short.mbox"))
        desk.wait(lambda: desk.window.plan._survey.complete)
        album.window(desk, "plan 8 taken back", "Taken back if one message fails", SMALL)
        desk.window.plan.cancel()


def nothing(album: Album) -> None:
    """A drop without mail."""
    desk = album.desk()
    name = album.account(desk)
    desk.only_drop_on(name, (), album.files("picture.png"))
    _counted(desk)
    album.window(desk, "plan 9 nothing to import", "A drop that holds no mail", SMALL)


def other_account(album: Album) -> None:
    """From one account into another."""
    desk = album.desk()
    here, there = album.account(desk, ("Old",)), album.account(desk)
    album.imported(desk, here, ("Old",), "Short.mbox")
    window = desk.window
    window.mailboxes.tree.setCurrentIndex(desk.mailbox(here, "Old"))
    window.mailboxes.copy()
    window.mailboxes.tree.setCurrentIndex(desk.mailbox(there))
    window.mailboxes.paste()
    _counted(desk)
    album.window(desk, "plan 10 another account", "The plan of a mailbox of another account", SMALL)


SCENES = (usual, labels, there_already, will_not_pass, ways, nothing, other_account)
