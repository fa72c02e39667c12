"""Which language the window speaks: Qt's translators, and the one lookup of its texts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from viewer.state.language import LANGUAGES, Language
from viewer.texts import english, use_lookup

TRANSLATIONS = Path(__file__).parents[1] / "resources" / "translations"

_CONTEXT = ""
"""Qt sorts texts by contexts, such as classes; here the same word is the same text everywhere."""


def speak(app: QCoreApplication, language: Language) -> Language:
    """Let the window, and Qt's own buttons and dialogs in it, speak a language from now on.

    Parameters
    ----------
    app : QCoreApplication
        Keeps the translators.
    language : Language
        ``SYSTEM`` is the first of the system's languages that Dens speaks, else English.

    Returns
    -------
    Language
        What it speaks now.
    """
    spoken = of_system() if language is Language.SYSTEM else language
    if spoken is Language.ENGLISH:
        return spoken
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (
        (f"qtbase_{spoken}", qt),
        (f"dens_{spoken}", str(TRANSLATIONS)),
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
    use_lookup(translated)
    return spoken


def of_system() -> Language:
    """Return the first of the system's languages that Dens speaks, else English."""
    for name in QLocale.system().uiLanguages():
        spoken = LANGUAGES.get(name.replace("_", "-").split("-")[0])
        if spoken is not None:
            return spoken
    return Language.ENGLISH


def translated(text: str, plural: str = "", count: int = -1) -> str:
    """Look a text up in what is installed."""
    found = QCoreApplication.translate(_CONTEXT, text, plural, count)
    return english(text, plural, count) if found == text else found
