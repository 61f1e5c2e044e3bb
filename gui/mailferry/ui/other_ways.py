"""What takes one more step than a button: to see what repairs would do, to choose another mailbox, to open the folder
of messages that were set aside. All in place above the queue."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from mailferry.transfer.values import BatchView, ImportView, MessageId, Retry
from mailferry.ui import figures, words
from mailferry.ui.commands import Commands
from mailferry.ui.engine_words import told
from mailferry.ui.notices import Action
from mailferry.ui.queue_pane import QueuePane

_NAMED = 10
"""Repairs that are told one by one; of a large batch the rest is counted."""


class OtherWays(QObject):
    """Between the queue and the engine."""

    def __init__(self, queue: QueuePane, commands: Commands) -> None:
        super().__init__(queue)
        self._notices = queue.notices
        self._commands = commands
        queue.retry_wanted.connect(self.retry)
        queue.folder_wanted.connect(self.open_folder)
        queue.elsewhere.wanted.connect(commands.retry_elsewhere)

    @Slot(object, object, object)
    def retry(self, batch: BatchView, how: Retry, message: MessageId | None) -> None:
        """What follows a batch. To repair messages shows first what would be changed, where the row has not told it."""
        self._notices.remove(_key(batch))
        if how is not Retry.REPAIR or batch.offer:
            self._commands.retry(batch, how, message)
            return
        self._notices.show_notice(_key(batch), self._title(batch), self.tr("Looking for what can be repaired ..."),
                                  picture="waiting")
        self._commands.repairs_for(batch, lambda effects: self._show(batch, effects),
                                   lambda: self._notices.remove(_key(batch)))

    def _title(self, batch: BatchView) -> str:
        return self.tr("Repair: {0}").format(words.batch_name(batch))

    def _show(self, batch: BatchView, effects: list[str]) -> None:
        key = _key(batch)
        if not effects:
            self._notices.show_notice(key, self._title(batch), self.tr(
                "Mailferry knows no repair for what is in these messages. Split the batch and find the cause, or set "
                "the refused message aside."))
            return

        def go() -> None:
            self._notices.remove(key)
            self._commands.retry(batch, Retry.REPAIR, None)

        kinds = list(dict.fromkeys(effects))
        more = [self.tr("... and {0} more like these.").format(figures.number(len(kinds) - _NAMED))] if (
            len(kinds) > _NAMED) else []
        one = self.tr("1 of its messages would be changed, the others stay as they are.")
        some = self.tr("{0} of its messages would be changed, the others stay as they are.")
        changed = one if len(effects) == 1 else some.format(figures.number(len(effects)))
        self._notices.show_notice(key, self._title(batch), "\n".join([changed, *map(told, kinds[:_NAMED]), *more]),
                                  actions=[Action(self.tr("Repair and send"), go)])

    @Slot(object)
    def open_folder(self, item: BatchView | ImportView) -> None:
        """Show the messages of an import that were set aside in the system's file manager."""
        number = item.id if isinstance(item, ImportView) else item.import_id

        def show(folder: Path | None) -> None:
            if folder is None:
                self._notices.show_notice("folder", self.tr("Nothing was set aside"),
                                          self.tr("No message of this import is in the folder."), picture="message")
            elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
                self._notices.show_notice("folder", self.tr("The folder cannot be shown"), self.tr(
                    "No file manager answered. The messages are in {0}.").format(folder))

        self._notices.remove("folder")
        self._commands.aside_folder(number, show)


def _key(batch: BatchView) -> str:
    return f"repair {batch.id}"
