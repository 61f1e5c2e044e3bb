"""Real files of Outlook: all are read or told, the same each time; data files are compared with what readpst says.

Where readpst says otherwise it is reported and fails nothing: it takes RTF for an attachment, has no names without an
address, and leaves out messages of its own accord. Files that we make ourselves are compared exactly (test_pst_made).
"""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path

import pytest
from tests.conftest import CORPUS
from tests.mail.mails import findings, folders, messages
from tests.mail.outlook.readpst import by_readpst, by_us

from mailferry.mail.wire import measure

SUFFIXES = (".msg", ".oft", ".pst", ".ost", ".olm")


def files(*suffixes: str) -> list[str]:
    found = (path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.suffix.lower() in suffixes)
    return sorted(found) or ["absent"]  # the fixture `corpus` skips it


@pytest.mark.corpus
@pytest.mark.parametrize("name", files(*SUFFIXES))
def test_a_file_is_read_or_told_and_the_same_each_time(name: str, corpus: Path, tmp_path: Path) -> None:
    if name == "absent":
        return
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / Path(name).name).symlink_to(corpus / name)
    found = messages(folder, tmp_path / "1")
    assert found or findings(folder, tmp_path / "1") or len(folders(folder, tmp_path / "1")) > 1
    assert list(map(measure, found)) == list(map(measure, messages(folder, tmp_path / "2")))


@pytest.mark.corpus
@pytest.mark.parametrize("name", files(".pst", ".ost"))
def test_readpst_says_the_same_of_a_data_file(name: str, corpus: Path, tmp_path: Path) -> None:
    if name == "absent":
        return
    theirs, ours = by_readpst(corpus / name, tmp_path / "readpst"), by_us(corpus / name, tmp_path / "spool")
    subjects = Counter(told[1] for told in theirs.elements()) - Counter(told[1] for told in ours.elements())
    if theirs != ours:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"{name}: readpst {sum(theirs.values())}, we {sum(ours.values())} messages, "
                          f"{sum((theirs - ours).values())} of readpst's are not ours octet for octet, "
                          f"{sum(subjects.values())} have a subject that we lack", stacklevel=1)
