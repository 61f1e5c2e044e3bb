"""Archives are imported like the folders in them; what was unpacked goes when it has arrived, and not before."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.faults import Stall
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real, as_counts


def zipped(folder: Path, count: int) -> Path:
    """A zip with an mbox in a folder."""
    write_mbox(folder / "box.mbox", mails(count))
    with zipfile.ZipFile(folder / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "box.mbox", "Letters/Summer.mbox")
    (folder / "box.mbox").unlink()
    return folder / "export.zip"


def test_a_zip_arrives_and_its_spool_is_emptied_at_the_end(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    view = ferry.bring(zipped(tmp_path, 5), target=("Old",))
    assert as_counts(view.totals) == (5, 0, 0, 0)
    delimiter = "." if real.server.name == "dovecot" else "/"
    found = read_mailbox(real.server, account, delimiter.join(("Old", "Letters", "Summer")))
    assert as_multiset(found) == as_multiset(mail.stored for mail in mails(5))
    spool = ferry.engine.spool
    assert list(spool.iterdir())
    ferry.engine.close()
    assert not list(spool.iterdir())


def test_what_is_not_sent_yet_stays_unpacked_for_the_next_run(
        real: Real, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path) -> None:
    account, proxy = real.new_account(), fault_proxy(real.server, Stall(append=2, octets=30))
    source = zipped(tmp_path, 6)
    ferry = new_ferry(proxy.server, account)
    ferry.start(source, target=("Old",), batch_messages=3)
    proxy.wait_for(lambda: proxy.fired)
    spool = ferry.engine.spool
    ferry.engine.close()
    assert list(spool.iterdir())
    source.unlink()

    again = new_ferry(proxy.server, account)  # on the same state folder
    again.rest()
    delimiter = "." if real.server.name == "dovecot" else "/"
    found = read_mailbox(real.server, account, delimiter.join(("Old", "Letters", "Summer")))
    assert as_multiset(found) == as_multiset(mail.stored for mail in mails(6))
