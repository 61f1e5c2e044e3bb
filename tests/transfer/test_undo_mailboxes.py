"""Mailboxes that an import has made go with it when it is taken back, if nothing else is in them. On three servers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.servers.checker import list_mailboxes, quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount, NewPymap
from tests.transfer.boxes import mails
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import Ferry
from tests.transfer.test_undo import planned, taken_back

from mailferry.errors import Problem
from mailferry.imap.errors import ConnectionLost
from mailferry.imap.session import Session
from mailferry.transfer.values import AccountChanged, AccountState

THERE = ["Aa/top/One", "Aa/top/One/Two", "Aa/top/Three"]


@dataclass
class Port:
    """A server, a user, and a folder with mail in it and below it: 2 mails in each."""

    server: ImapServer
    account: Account
    prefix: str
    delimiter: str
    source: Path
    new_ferry: NewFerry

    def mailboxes(self) -> list[str]:
        """With / between their parts."""
        names = [name.removeprefix(self.prefix).replace(self.delimiter, "/")
                 for name in list_mailboxes(self.server, self.account)]
        return sorted(name for name in names if name.startswith("Aa"))

    def name(self, path: str) -> str:
        return self.prefix + path.replace("/", self.delimiter)

    def subscribed(self) -> str:
        with signed_in(self.server, self.account) as connection:
            return str(connection.lsub('""', "*"))

    def put(self, path: str) -> None:
        with signed_in(self.server, self.account) as connection:
            assert connection.append(quoted(self.name(path)), "", "", mails(1, first=70)[0].wire)[0] == "OK"


def write_source(folder: Path) -> Path:
    for number, path in enumerate(("One", "One/Two", "Three")):
        for mail in mails(2, first=10 * number):
            file = folder / "top" / path / f"{mail.number}.eml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(mail.octets)
    return folder / "top"


@pytest.fixture(params=["dovecot", "cyrus", "courier"])
def port(request: pytest.FixtureRequest, new_ferry: NewFerry, tmp_path: Path) -> Port:
    server: ImapServer = request.getfixturevalue(request.param)
    account: Account = request.getfixturevalue(f"{request.param}_account")()
    delimiter = "." if request.param == "courier" else "/"
    with signed_in(server, account) as connection:
        delimiter = str(connection.list('""', '""')[1][0]).split('"')[1]
    return Port(server, account, "INBOX." if request.param == "courier" else "", delimiter, write_source(tmp_path),
                new_ferry)


def bring(port: Port, ferry: Ferry) -> int:
    view = ferry.bring(port.source, target=("Aa",))
    assert view.totals.committed == 6
    assert [path for path in port.mailboxes() if path in THERE] == sorted(THERE)
    return view.id


def goes(port: Port, view: object) -> list[str]:
    boxes = getattr(view, "mailboxes")  # noqa: B009
    return sorted(box.mailbox.removeprefix(port.prefix).replace(port.delimiter, "/") for box in boxes if box.goes)


def test_what_it_has_made_goes_with_it(port: Port) -> None:
    ferry = port.new_ferry(port.server, port.account)
    import_id = bring(port, ferry)
    plan = planned(ferry, import_id)
    assert goes(port, plan) == sorted(THERE)
    assert len(port.mailboxes()) >= 3, "a plan changes nothing"
    assert taken_back(ferry, import_id) == plan
    assert not set(port.mailboxes()) & set(THERE)
    assert "Three" not in port.subscribed()
    assert ferry.account.mailboxes is not None
    assert not any("Three" in mailbox.name for mailbox in ferry.account.mailboxes)
    assert ferry.bring(port.source, target=("Aa",)).totals.committed == 6


def test_what_was_there_before_or_holds_other_mail_stays(port: Port) -> None:
    with signed_in(port.server, port.account) as connection:
        assert connection.create(quoted(port.name("Aa/top/Three")))[0] == "OK"
    ferry = port.new_ferry(port.server, port.account)
    import_id = bring(port, ferry)
    port.put("Aa/top/One/Two")
    plan = planned(ferry, import_id)
    assert goes(port, plan) == []
    view = taken_back(ferry, import_id)
    assert (view.removed, goes(port, view)) == (6, [])
    assert [path for path in port.mailboxes() if path in THERE] == sorted(THERE)
    assert len(read_mailbox(port.server, port.account, port.name("Aa/top/One/Two"))) == 1
    assert read_mailbox(port.server, port.account, port.name("Aa/top/Three")) == []


def test_a_mailbox_of_the_same_name_that_somebody_made_since_stays(port: Port) -> None:
    ferry = port.new_ferry(port.server, port.account)
    import_id = bring(port, ferry)
    with signed_in(port.server, port.account) as connection:
        assert connection.delete(quoted(port.name("Aa/top/Three")))[0] == "OK"
        assert connection.create(quoted(port.name("Aa/top/Three")))[0] == "OK"
    view = taken_back(ferry, import_id)
    assert goes(port, view) == ["Aa/top/One", "Aa/top/One/Two"]
    assert "Aa/top/Three" in port.mailboxes()


def test_a_paused_account_is_not_asked_for_anything(port: Port) -> None:
    ferry = port.new_ferry(port.server, port.account)
    import_id = bring(port, ferry)
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    for ask in (ferry.engine.undo_plan, ferry.engine.undo, ferry.engine.verify):
        with pytest.raises(Problem, match="is paused, so its server is asked nothing"):
            ask(import_id)
    ferry.engine.resume(ferry.name)
    assert taken_back(ferry, import_id).removed == 6


def test_the_command_says_so(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram,
                             tmp_path: Path) -> None:
    account = dovecot_account()
    program = new_program(account)
    assert program.run("import", write_source(tmp_path), *program.target(dovecot, "Aa")).code == 0
    plan = program.run("undo", "1")
    assert "2 would be removed from Aa.top.Three, and the mailbox, which would be empty then" in plan.output
    done = program.run("undo", "1", "--yes")
    assert done.code == 0
    assert "2 were removed from Aa.top.Three, and the mailbox, which was empty then" in done.output
    assert [name for name in list_mailboxes(dovecot, account) if "Three" in name] == []


def test_the_answer_to_the_removal_of_a_mailbox_is_lost(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path) -> None:
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    import_id = ferry.bring(write_source(tmp_path), target=("Aa",)).id
    delete = Session.delete
    lost: list[str] = []

    def once_lost(session: Session, mailbox: str) -> None:
        delete(session, mailbox)
        if not lost:
            lost.append(mailbox)
            raise ConnectionLost("The connection is lost.")

    monkeypatch.setattr(Session, "delete", once_lost)
    view = taken_back(ferry, import_id)
    assert (view.removed, [box.goes for box in view.mailboxes], view.problem) == (6, [True] * 3, "")
    assert [name for name in list_mailboxes(dovecot, account) if "top" in name and name != "Aa.top"] == []


def test_in_the_practice_mailbox(new_pymap: NewPymap, new_ferry: NewFerry, tmp_path: Path) -> None:
    """It ends the connection of whoever deletes the mailbox that he has open."""
    pymap = new_pymap()
    ferry = new_ferry(pymap.server, pymap.account)
    import_id = ferry.bring(write_source(tmp_path), target=("Aa",)).id
    view = taken_back(ferry, import_id)
    assert (view.removed, [box.goes for box in view.mailboxes], view.problem) == (6, [True] * 3, "")
    assert not any(isinstance(event, AccountChanged) and event.view.state is AccountState.WAITING
                   for event in ferry.told)


def test_the_number_of_a_mailbox_goes_with_it(dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                              new_ferry: NewFerry, tmp_path: Path) -> None:
    """If it was made anew by the next import, the old number stood beside it until that was at its end."""
    ferry = new_ferry(dovecot, dovecot_account())
    ferry.engine.count_messages()
    import_id = ferry.bring(write_source(tmp_path), target=("Aa",)).id
    ferry.wait_for(lambda: ("Aa.top.One", 2) in ferry.account.counts)
    taken_back(ferry, import_id)
    ferry.wait_for(lambda: "Aa.top.One" not in [mailbox.name for mailbox in ferry.account.mailboxes or ()])
    assert "Aa.top.One" not in dict(ferry.account.counts)
