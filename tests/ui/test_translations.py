"""Every text of the window has its translation, with the same gaps; so has what the engine says to people."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication
from tests.ui.made import batch

from mailferry.transfer import report
from mailferry.transfer.journal_reading_after import DIFFERENCE_WORDS
from mailferry.transfer.report_csv import COLUMNS
from mailferry.transfer.values import BatchState
from mailferry.ui import details, figures, language, texts_mail, texts_report, texts_transfer, words
from mailferry.ui.engine_words import explained, told

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "gui" / "mailferry"
FOLDER = ROOT / "resources" / "translations"
HOW = ("Run `python packaging/translations.py`, translate what is marked unfinished in resources/translations/*.ts, "
       "and run it again.")

SHOWN = re.compile(r"^(\{0\}|[A-Z]).* .*\.$", re.DOTALL)
"""What looks like a sentence for people."""
NOT_SHOWN = ("transfer/report.py", "transfer/report_html.py", "transfer/states.py", "transfer/schema.py",
             "transfer/aside.py", "transfer/verdicts.py", "mail/repair.py", "transfer/looking.py")
"""Written into files or to the terminal only; rules; or put together of pieces, whose wholes are in the lists."""
PIECES = {"{0} {1}.", "{0} holds no mail: {1}{2}.", "The mailbox is full: {0} {1}. Make room, then go on."}


@pytest.fixture(name="tool")
def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language.speak("de")
    yield
    language.speak("en")
    QCoreApplication.processEvents()


def messages(path: Path) -> Iterator[tuple[str, str, str, bool]]:
    """Context, source, translation, and whether it is finished."""
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            yield (context.findtext("name", ""), message.findtext("source", ""), translation.text or "",
                   translation.get("type") is None)


@pytest.mark.parametrize("code", [code for code in language.LANGUAGES if code != "en"])
def test_no_text_is_missing(tool: ModuleType, code: str, tmp_path: Path) -> None:
    """What the code says and what is translated are the same; the compiled file is up to date."""
    path = FOLDER / f"mailferry_{code}.ts"
    fresh = Path(shutil.copy(path, tmp_path))
    tool.update(fresh)
    before, now = set(messages(path)), set(messages(fresh))
    new = {f"{context}: {source}" for context, source, _, _ in now} - {f"{one[0]}: {one[1]}" for one in before}
    gone = {f"{context}: {source}" for context, source, _, _ in before} - {f"{one[0]}: {one[1]}" for one in now}
    assert not new, f"These texts have no translation yet:\n{chr(10).join(sorted(new))}\n{HOW}"
    assert not gone, f"These translations belong to no text any more:\n{chr(10).join(sorted(gone))}\n{HOW}"
    waiting = sorted(f"{context}: {source}" for context, source, text, finished in now if not finished or not text)
    assert not waiting, f"These texts have no translation yet:\n{chr(10).join(waiting)}\n{HOW}"
    compiled = tmp_path / "new.qm"
    tool.release(path, compiled)
    assert compiled.read_bytes() == path.with_suffix(".qm").read_bytes(), f"{path.stem}.qm is not up to date. {HOW}"


@pytest.mark.parametrize("code", [code for code in language.LANGUAGES if code != "en"])
def test_the_gaps_and_keys_of_a_text_are_those_of_its_translation(code: str) -> None:
    for context, source, text, _ in messages(FOLDER / f"mailferry_{code}.ts"):
        where = f"{context}: {source!r} -> {text!r}"
        assert sorted(re.findall(r"\{\d\}", source)) == sorted(re.findall(r"\{\d\}", text)), where
        if context != "Engine":
            assert (source.count("&") > 0) == (text.count("&") > 0), where
        assert source.endswith(("...", ".", ":", " ")) == text.endswith(("...", ".", ":", " ")), where


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences in a module of the engine, each gap as {0}, {1} ..., with their lines."""
    def texts(node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values]
            numbers = iter(range(len(parts)))
            yield node.lineno, re.sub("\0", lambda _: f"{{{next(numbers)}}}", "".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        else:
            for child in ast.iter_child_nodes(node):
                yield from texts(child)

    yield from ((line, text) for line, text in texts(ast.parse(path.read_text("utf-8"))) if SHOWN.match(text))


def test_every_sentence_of_the_engine_can_be_translated() -> None:
    """A sentence that the engine makes has its pattern in ui/texts_mail.py or ui/texts_transfer.py."""
    known = {*texts_mail.TEXTS, *texts_transfer.TEXTS, *PIECES}
    missing = [f"{path.relative_to(ENGINE)}:{line}: {text}" for room in ("mail", "imap", "transfer")
               for path in sorted((ENGINE / room).rglob("*.py"))
               if not str(path.relative_to(ENGINE).as_posix()).startswith(NOT_SHOWN)
               for line, text in sentences(path) if text not in known]
    assert not missing, "Add these to ui/texts_mail.py or ui/texts_transfer.py:\n" + "\n".join(missing)


def texts_of_reports() -> Iterator[str]:
    """What saved reports say: the texts that go through `word`, the headings of tables, and the lists of words."""
    for name in ("report", "report_html", "report_csv"):
        for node in ast.walk(ast.parse((ENGINE / "transfer" / f"{name}.py").read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = node.args[:1] if called in ("word", "_word") else node.args[1:2] if called == "_table" else []
            yield from (one.value for arg in given for one in ast.walk(arg)
                        if isinstance(one, ast.Constant) and isinstance(one.value, str))
    for words_of in (report.DELIVERY_WORDS, report.FATE_WORDS, report.NOTE_WORDS, DIFFERENCE_WORDS):
        yield from words_of.values()
    yield from (*COLUMNS, *BatchState, "skipped", "failed", "ignored")


def test_every_text_of_saved_reports_can_be_translated() -> None:
    missing = set(filter(None, map(str, texts_of_reports()))) - set(map(str, texts_report.TEXTS))
    assert not missing, "Add these to ui/texts_report.py:\n" + "\n".join(sorted(missing))


def test_the_engine_is_told_in_german(german: None) -> None:
    assert told("The server does not answer") == "Der Server antwortet nicht"
    assert told("imap.example.org would not list its mailboxes: too busy.") == (
        "imap.example.org lehnt es ab, seine Ordner aufzulisten: too busy.")
    assert told("/mail/a.pdf holds no mail: it is a PDF document.") == (
        "/mail/a.pdf enthält keine E-Mails: es ist ein PDF-Dokument.")
    assert told("The mailbox is full: 2,107 messages wait. Make room, then go on.").startswith(
        "Das Postfach ist voll: 2.107 Nachrichten warten.")
    assert told("3 NUL characters become spaces. 1 CR without LF becomes a line end, or is taken out where a line end "
                "follows.").startswith("3 NUL-Zeichen werden zu Leerzeichen. 1 CR ohne LF")
    assert told("“Boat” (old.mbox at octet 1,234)") == "„Boat“ (old.mbox, ab Byte 1.234)"
    assert told("1.2 MB are still to be sent, and the server says that there is room for 210.9 kB. What does not fit "
                "will wait.").startswith("1,2 MB sind noch zu senden, und der Server sagt, dass Platz für 210,9 kB ist")
    refused = replace(batch(1, BatchState.REJECTED, messages=1), culprit="“Boat” (old.mbox at octet 1,234)")
    assert words.batch_name(refused) == "„Boat“ → Archive.2019"
    assert told("<none of our words>") == "<none of our words>"


def test_the_engine_is_told_in_french(qapp: QApplication) -> None:
    before = QLocale()
    language.speak("fr")
    try:
        assert told("/mail/a.pdf holds no mail: it is a PDF document.") == (
            "/mail/a.pdf ne contient pas de courrier\xa0: c’est un document PDF.")
        assert told("The mailbox is full: 2,107 messages wait. Make room, then go on.").startswith(
            "La boîte est pleine\xa0: 2\u202f107 messages attendent.")
        assert words.translate("Words", "Arrived") == "Arrivé"
        assert language.spoken() == "fr"
    finally:
        language.speak("en")
        QLocale.setDefault(before)


def test_the_window_speaks_german_and_english_again(german: None) -> None:
    assert words.translate("Words", "Arrived") == "Angekommen"
    assert figures.number(1204) == "1.204"
    language.speak("en")
    assert words.translate("Words", "Arrived") == "Arrived"
    assert told("The server does not answer") == "The server does not answer"
    assert BatchState.COMMITTED.settled


@pytest.mark.usefixtures("german")
def test_what_others_have_written_stays_as_it_is_within_a_translation() -> None:
    assert told("“notes” (a.mbox at octet 5)") == "„notes“ (a.mbox, ab Byte 5)"
    assert told("“Invoice 1,204” (a.mbox at octet 1,204)") == "„Invoice 1,204“ (a.mbox, ab Byte 1.204)"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("said", ["The server said this, and went on. ", "x. ", "is of the ", ": ", "“a” (b at octet "])
def test_the_window_does_not_stand_still_over_what_a_server_says(said: str) -> None:
    words_of_server = said * (20_000 // len(said))
    began = time.process_time()
    for text in (words_of_server, f"The server says: {words_of_server}", f"The mailbox is full. {words_of_server}"):
        assert told(text).endswith(words_of_server[-5_000:])
    assert time.process_time() - began < 10, "it was minutes"


@pytest.mark.usefixtures("german")
def test_what_the_engine_says_before_the_words_of_a_server_is_translated() -> None:
    assert told("The mailbox is full. " + "It is so. " * 3000).startswith("Das Postfach ist voll. It is so. ")


def test_german_has_one_word_for_what_is_left_out() -> None:
    """The button “Weglassen” is followed by what was “weggelassen”."""
    other = [f"{source}: {text}" for _, source, text, _ in messages(FOLDER / "mailferry_de.ts")
             if re.search(r"\b[Ll]eft out|[Ll]eave .*\bout\b", source) and re.search(r"[Aa]us(ge)?lassen", text)
             and not source.startswith(("Thunderbird", "C is what"))]
    assert not other


def test_french_has_a_space_before_the_colon(qapp: QApplication) -> None:
    """Also where two texts are put together."""
    language.speak("fr")
    try:
        assert explained("Écarté", "vide") == "Écarté\u00a0: vide"
        refused = batch(1, BatchState.REJECTED, culprit="“Invoice” (old.mbox at octet 512)", reason="It is too large.")
        assert not re.findall(r"[^\W\d]: ", details.batch_details(refused))
    finally:
        language.speak("en")
        QCoreApplication.processEvents()
    others = [text for _, _, text, _ in messages(FOLDER / "mailferry_fr.ts") if re.search(r"[^\W\d]:(\s|$)", text)]
    assert not others
