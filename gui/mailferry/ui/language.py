"""The language of the window: the system's, or the one that was chosen.

English is in the code; the others are in resources/translations, a .ts file that people edit and the .qm file that
`python packaging/translations.py` makes of it. Qt's own texts (file dialogs, standard buttons) come with Qt.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from mailferry import paths
from mailferry.ui import engine_words, figures

LANGUAGES = ("en", "de", "fr")
SYSTEM = ""
_loaded: list[QTranslator] = []
_spoken = {"now": LANGUAGES[0]}


def speak(choice: str) -> str:
    """Use a language from now on, for all that is said later; returns which. `choice` is one of LANGUAGES, or SYSTEM.

    Numbers and dates follow the system where it speaks that language.
    """
    while _loaded:
        QCoreApplication.removeTranslator(_loaded.pop())
    system = QLocale.system()
    language = choice if choice in LANGUAGES else _of_system(system)
    if choice in LANGUAGES:
        same = QLocale.languageToCode(system.language()) == language
        QLocale.setDefault(system if same else QLocale(language))
    for name, folder in ((f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
                         (f"mailferry_{language}", str(paths.resources() / "translations"))):
        translator = QTranslator()
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            _loaded.append(translator)
    engine_words.forget()
    figures.forget()
    _spoken["now"] = language
    return language


def spoken() -> str:
    """The language that is used now: one of LANGUAGES."""
    return _spoken["now"]


def _of_system(system: QLocale) -> str:
    """The first of the languages that the user wants and we have."""
    for wanted in system.uiLanguages():
        if (code := wanted.replace("_", "-").partition("-")[0]) in LANGUAGES:
            return code
    return LANGUAGES[0]
