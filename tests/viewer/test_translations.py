"""The translations have every text of the source, none besides, and fit it."""

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QMenu

import viewer
from inference.preprocessing.windowing import window_presets
from viewer.state.language import LANGUAGES, OWN_NAMES, Language
from viewer.state.names import WINDOWS
from viewer.texts import tr
from viewer.translation import TRANSLATIONS, of_system, translated

SOURCE = Path(viewer.__file__).parent
MARKERS = {"tr": 1, "noop": 1, "ntr": 2}
"""How many texts each takes, literally."""

GERMAN = TRANSLATIONS / "dens_de.ts"
REMEDY = "run `make texts`, translate what it lists, and run it again"


def calls():
    """Yield where each marker stands, and its arguments that are texts."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                count = MARKERS.get(node.func.id)
                if count is not None:
                    yield f"{path}:{node.lineno}", node.func.id, node.args[:count]


def source_texts():
    """Return the texts of the source with their plurals, or "" for plural."""
    found = set()
    for _, _, arguments in calls():
        values = [one.value for one in arguments if isinstance(one, ast.Constant)]
        if values:
            found.add((values[0], values[1] if len(values) > 1 else ""))
    return found


def messages():
    """Yield what the translation has: text, plural, its forms, whether it is finished."""
    for message in ET.parse(GERMAN).getroot().iter("message"):  # noqa: S314  # our own file
        translation = message.find("translation")
        forms = [form.text or "" for form in translation.findall("numerusform")]
        yield (
            message.findtext("source"),
            message.findtext("comment") or "",
            forms or [translation.text or ""],
            translation.get("type") is None,
        )


def places(text):
    """Count the places of a text, with how they are written."""
    return Counter((name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None)


def test_every_text_of_the_source_is_there_and_no_other():
    """What Qt's own tool extracts is what Python's own parser sees."""
    known = {(source, plural) for source, plural, _, _ in messages()}
    assert source_texts() - known == set(), REMEDY
    assert known - source_texts() == set(), REMEDY


def test_plurals_and_constants_are_marked_literally():
    """An f-string or a name can't be found by those who translate; ``tr`` may get a constant."""
    for place, name, arguments in calls():
        assert not any(isinstance(one, ast.JoinedStr) for one in arguments), place
        if name != "tr":
            assert all(isinstance(one, ast.Constant) for one in arguments), place


def test_a_translation_is_finished_and_keeps_its_places():
    """Every number and name of the original stands in each form, written in the same way."""
    for source, plural, forms, finished in messages():
        assert finished, f"{source!r}: {REMEDY}"
        assert len(forms) == (2 if plural else 1), source
        for form in forms:
            assert form, source
            assert places(form) == places(source), source
            assert form[:1].isspace() == source[:1].isspace(), source
            assert form[-1:].isspace() == source[-1:].isspace(), source


def test_nothing_is_translated_to_the_absence_of_a_fracture():
    """Dens says what it suspects, in every language."""
    for _, _, forms, _ in messages():
        for form in forms:
            assert not re.search(r"kein\w* (?:\w+ )?Fraktur|ohne Frakturverdacht", form)


def test_the_built_file_says_what_its_source_does():
    """It is tracked, so that the window speaks without a build: it must not be stale."""
    translator = QTranslator()
    assert translator.load(str(GERMAN.with_suffix(".qm")))
    for source, plural, forms, _ in messages():
        for count, form in zip((1, 2) if plural else (-1,), forms, strict=True):
            assert translator.translate("", source, plural, count) == form, REMEDY


def test_every_window_preset_has_a_name_to_translate():
    """The names come from the resources, where nobody looks for texts."""
    assert {window.name for window in window_presets().values()} == set(WINDOWS)


@pytest.mark.usefixtures("german")
def test_german_counts_and_falls_back_to_english():
    """Its own plurals; a text that it lacks stays English, in the right number."""
    assert translated("{n} slice", "{n} slices", 1) == "{n} Schicht"
    assert translated("{n} slice", "{n} slices", 3) == "{n} Schichten"
    assert translated("{n} cow", "{n} cows", 3) == "{n} cows"
    assert tr("Settings") == "Einstellungen"
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


@pytest.mark.parametrize("language", ["english", "german"])
def test_letters_are_unique_in_every_menu(request, language, make_driver, volume, analysis):
    """Alt and a letter lead to one entry alone."""
    if language == "german":
        request.getfixturevalue("german")
    driver = make_driver()
    driver.show(volume, analysis)
    clashes = []
    for menu in (driver.window.menuBar(), *driver.window.findChildren(QMenu)):
        by_letter = {}
        for text in (action.text().replace("&&", "") for action in menu.actions()):
            if "&" in text:
                by_letter.setdefault(text[text.index("&") + 1].lower(), []).append(text)
        clashes += [texts for texts in by_letter.values() if len(texts) > 1]
    assert clashes == []


@pytest.mark.parametrize(
    ("languages", "spoken"),
    [
        (["de-AT", "en-GB"], Language.GERMAN),
        (["fr-FR", "de"], Language.GERMAN),
        (["en_US", "de"], Language.ENGLISH),
        (["ja"], Language.ENGLISH),
    ],
)
def test_the_system_has_the_first_word(monkeypatch, languages, spoken):
    """The first of its languages that Dens speaks; English where it speaks none."""
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _self: languages)
    assert of_system() is spoken


def test_each_language_is_named_by_itself():
    """Who can't read the window finds their language."""
    assert set(OWN_NAMES) == set(LANGUAGES.values())


def test_the_reader_chooses_the_language(driver):
    """From the next start on: the window says so, and speaks on as it did."""
    dialog = driver.dens.settings.open()
    control = dialog.reading.controls["language"]
    assert [control.itemText(row) for row in range(control.count())][1:] == ["English", "Deutsch"]
    assert "From the next start on" in control.accessibleDescription()
    control.setCurrentIndex(2)
    control.activated.emit(2)
    dialog.accept()
    assert driver.state.settings.language is Language.GERMAN
    assert driver.window.actions_.settings.text() == "&Settings…"
