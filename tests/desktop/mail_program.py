"""A real Thunderbird for tests: a profile made for one run, steered over Marionette (its remote protocol for tests).

It never reaches a network: a proxy that is not there stands in its settings, but for 127.0.0.1.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.desktop.screen import Screen
from tests.servers.common import Account, ImapServer, wait_until

_PLACE = (940, 20, 650, 840)
_PREFS: dict[str, object] = {
    "mail.provider.suppress_dialog_on_startup": True, "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True, "mail.shell.checkDefaultClient": False, "mail.rights.version": 1,
    "mailnews.start_page.enabled": False, "mailnews.start_page_override.mstone": "ignore",
    "mailnews.database.global.indexer.enabled": False, "app.update.enabled": False,
    "app.donation.eoy.version.viewed": 999, "app.normandy.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False, "extensions.update.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9, "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": 9, "network.proxy.no_proxies_on": "127.0.0.1,localhost",
    "mail.inappnotifications.enabled": False, "mail.biff.show_alert": False, "mail.pane_config.dynamic": 0,
    "mail.accountmanager.accounts": "account1", "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.account1.server": "server1", "mail.server.server1.type": "none",
    "mail.server.server1.hostname": "Local Folders", "mail.server.server1.name": "Local Folders",
    "mail.server.server1.userName": "nobody", "mail.server.server1.directory-rel": "[ProfD]Mail/Local Folders",
    "mailnews.default_sort_type": 21, "mailnews.default_sort_order": 1, "mailnews.default_view_flags": 0,
}
"""Sorted by order of receipt (21), ascending, no threads."""

_WINDOW = """
const win = Services.wm.getMostRecentWindow("mail:3pane");
const pane = win.document.getElementById("tabmail").currentAbout3Pane;
"""
_ROOT = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const root = MailServices.accounts.localFoldersServer.rootFolder;
"""

_IMAP = _ROOT + """
const made = MailServices.accounts.allServers.find(server => server.type == "imap");
const inbox = () => made.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
"""


class Thunderbird:
    """The running program. Places are in pixels of the screen."""

    def __init__(self, marionette: socket.socket) -> None:
        self._socket = marionette
        self._number = 0
        self._read()  # its greeting
        self._ask("WebDriver:NewSession", {"capabilities": {}})
        self._ask("Marionette:SetContext", {"value": "chrome"})

    def show(self, folder: str, count: int) -> list[str]:
        """Show a local folder; the subjects of its messages in the order of the list, once there are so many."""
        self.run(_WINDOW + _ROOT + "pane.paneLayout.messagePaneVisible = false;"
                 f"pane.displayFolder(root.getChildNamed({json.dumps(folder)}).URI);")
        return self._subjects(count)

    def _subjects(self, count: int) -> list[str]:
        subjects: list[str] = []

        def look() -> bool:
            found = self.run(_WINDOW + """
                const view = pane.gDBView;
                if (!view) return [];
                return Array.from({length: view.rowCount}, (_, i) => view.getMsgHdrAt(i).mime2DecodedSubject);""")
            subjects[:] = found if isinstance(found, list) else []
            return len(subjects) == count

        wait_until(look, 60, every=0.3)
        return subjects

    def add_account(self, server: ImapServer, account: Account) -> None:
        """Add an IMAP account whose messages are not kept on the disk, and fetch what its INBOX holds."""
        self.run(_ROOT + f"""
            const made = MailServices.accounts.createIncomingServer({json.dumps(account.user)}, "127.0.0.1", "imap");
            made.port = {server.port};
            made.socketType = 0;
            made.authMethod = 3;
            made.password = {json.dumps(account.password)};
            made.QueryInterface(Ci.nsIImapIncomingServer).offlineDownload = false;
            const one = MailServices.accounts.createAccount();
            one.addIdentity(MailServices.accounts.createIdentity());
            one.incomingServer = made;""")
        wait_until(lambda: self.run(_IMAP + "made.performExpand(null); return !!inbox();") is True, 60, every=1)

    def show_inbox(self, count: int) -> list[str]:
        """Show the INBOX of the IMAP account, as `show` does."""
        self.run(_WINDOW + _IMAP + "pane.paneLayout.messagePaneVisible = false; pane.displayFolder(inbox().URI);")
        return self._subjects(count)

    def choose(self, rows: Sequence[int]) -> tuple[int, int]:
        """Select these rows of the list; the middle of the first one."""
        self.run(_WINDOW + f"pane.threadTree.selectedIndices = {json.dumps(list(rows))}; pane.threadTree.focus();"
                 f"pane.threadTree.scrollToIndex({rows[0]}, true);")
        return self._middle(f"pane.threadTree.getRowAtIndex({rows[0]})?.querySelector('.subject-line, td')")

    def folder(self, name: str) -> tuple[int, int]:
        """Where a local folder stands in the tree."""
        return self._middle("[...pane.folderTree.querySelectorAll('li')].find(row => row.uri == "
                            f"root.getChildNamed({json.dumps(name)}).URI)?.querySelector('.container')")

    def _middle(self, element: str) -> tuple[int, int]:
        place: list[int] = []

        def look() -> bool:
            found = self.run(_WINDOW + _ROOT + f"const element = {element};" + """
                if (!element) return null;
                const box = element.getBoundingClientRect(), ratio = pane.devicePixelRatio;
                return [Math.round((pane.mozInnerScreenX + box.x + Math.min(box.width / 2, 60)) * ratio),
                        Math.round((pane.mozInnerScreenY + box.y + box.height / 2) * ratio)];""")
            place[:] = found if isinstance(found, list) else []
            return bool(place)

        wait_until(look, 30, every=0.2)
        return place[0], place[1]

    def run(self, script: str) -> object:
        """Run a script in the program and give what it returns. Raises RuntimeError with the program's own words."""
        return self._ask("WebDriver:ExecuteScript", {"script": script, "args": []})

    def _ask(self, name: str, parameters: dict[str, object]) -> object:
        self._number += 1
        text = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(text), text))
        answer = self._read()
        if not isinstance(answer, list) or answer[2]:
            raise RuntimeError(str(answer))
        return answer[3].get("value") if isinstance(answer[3], dict) else answer[3]

    def _read(self) -> object:
        size = b""
        while not size.endswith(b":"):
            size += self._socket.recv(1) or b":"
        octets = b""
        while len(octets) < int(size[:-1]):
            octets += self._socket.recv(65536)
        return json.loads(octets)


def make_profile(folder: Path, mailboxes: dict[str, bytes]) -> int:
    """A profile with these local folders, as mbox; the port on which the program listens."""
    local = folder / "Mail" / "Local Folders"
    local.mkdir(parents=True)
    for name, octets in mailboxes.items():
        (local / name).write_bytes(octets)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    prefs = {**_PREFS, "marionette.port": port, "mail.server.server1.directory": str(local)}
    (folder / "user.js").write_text("".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                                            for name, value in prefs.items()))
    return port


@contextmanager
def thunderbird(on: Screen, folder: Path, mailboxes: dict[str, bytes]) -> Iterator[Thunderbird]:
    """The program, beside ours, with these local folders."""
    port = make_profile(folder, mailboxes)
    on.start(["thunderbird", "--profile", str(folder), "--no-remote", "--marionette", "--remote-allow-system-access"],
             extra={"MOZ_CRASHREPORTER_DISABLE": "1", "MOZ_DISABLE_CONTENT_SANDBOX": "1"})

    def listens() -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", port)) == 0

    wait_until(listens, 120, every=0.5)
    window = on.window("Thunderbird")
    x, y, width, height = _PLACE
    on.call("xdotool", "windowsize", "--sync", window, str(width), str(height))
    on.call("xdotool", "windowmove", window, str(x), str(y))
    with socket.create_connection(("127.0.0.1", port), timeout=120) as marionette:
        running = Thunderbird(marionette)
        wait_until(lambda: running.run(_WINDOW + "return !!pane && !!pane.threadTree;") is True, 60, every=0.3)
        yield running
