"""The Help menu in the real window: the page of limits and the hints of the first time."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.findings import LEVELS
from tests.viewer.window_driver import LEFT, SHIFT
from viewer.controllers.jobs import analysis_of
from viewer.state.app import AppState, open_study, set_analysis
from viewer.state.planes import Plane
from viewer.state.study import make_study
from viewer.state.wording import RESEARCH_NOTICE

WEIGHTS = Path(str(files("resources").joinpath("weights")))
FORBIDDEN = ("no fracture", "normal", "healthy")


@pytest.fixture
def page(driver):
    """Open the page by key."""
    driver.key(Qt.Key.Key_F1, SHIFT)
    yield driver.dens.help.page
    driver.dens.help.close()


def test_the_page_tells_the_cards_figures(page):
    """What the cards hold today, whatever that is; and what it is worth."""
    assert page.isVisible()
    card = json.loads((WEIGHTS / "classification.json").read_text())
    mean, low, high = card["metrics"]["phantoms"]["level_auc"]
    assert f"{mean:.2f} [{low:.2f}, {high:.2f}]" in page.text
    assert f"{card['name']} {card['version']}" in page.text
    assert card["trained_on"] in page.text
    assert RESEARCH_NOTICE in page.text
    assert "Not analysed" in page.text or "not analysed" in page.text
    assert not any(word in page.text.lower() for word in FORBIDDEN)


def test_other_cards_other_figures(driver, tmp_path):
    """Nothing is typed in: a card that says something else is believed."""
    for card in WEIGHTS.glob("*.json"):
        shutil.copy(card, tmp_path)
    file = tmp_path / "classification.json"
    card = json.loads(file.read_text())
    card["metrics"]["phantoms"]["level_auc"] = [0.515, 0.111, 0.999]
    file.write_text(json.dumps(card))
    driver.dens.help._cards = tmp_path
    driver.key(Qt.Key.Key_F1, SHIFT)
    assert "0.52 [0.11, 1.00]" in driver.dens.help.page.text or (
        "0.51 [0.11, 1.00]" in driver.dens.help.page.text
    )
    driver.dens.help.close()


def test_a_missing_card_is_a_message(driver, tmp_path):
    """With the file's name, and no page of nothing."""
    driver.dens.help._cards = tmp_path
    driver.key(Qt.Key.Key_F1, SHIFT)
    assert driver.dens.help.page is None
    assert "segmentation.json" in driver.state.message.text


def test_the_page_stops_nothing(driver, page):
    """It is a window beside the others; the keys of the panes work on, and it opens but once."""
    before = driver.number(Plane.AXIAL)
    driver.key(Qt.Key.Key_Down)
    assert driver.number(Plane.AXIAL) == before + 1
    driver.key(Qt.Key.Key_F1, SHIFT)
    assert driver.dens.help.page is page


@pytest.fixture
def newcomer(make_driver, tmp_path, volume, analysis):
    """A window that is opened for the first time, with a study."""
    driver = make_driver(analysis_of, None, None, tmp_path / "state" / "tour-shown")
    driver.show(volume, analysis)
    return driver


def test_the_hints_come_once(newcomer, make_driver, tmp_path):
    """The first time by themselves, then no more."""
    assert newcomer.window.side.tour.isVisible()
    second = make_driver(analysis_of, None, None, tmp_path / "state" / "tour-shown")
    assert not second.window.side.tour.isVisible()


def test_five_hints_at_most_and_an_end(newcomer):
    """Next leads through all of them; the last one ends it."""
    newcomer.window.actions_.tour.trigger()
    tour, seen = newcomer.window.side.tour, []
    while tour.isVisible():
        seen.append(tour.text)
        QTest.mouseClick(tour.further, LEFT)
        assert len(seen) <= 5
    assert len(set(seen)) == len(seen) == 5
    assert "Ctrl+Return" in seen[2]
    newcomer.window.actions_.tour.trigger()
    assert (tour.isVisible(), tour.text) == (True, seen[0])


def test_the_hints_go_on_by_what_is_done(make_driver, tmp_path, volume, analysis):
    """Whoever opens and analyses a study without Next is not told to open one any more."""
    driver = make_driver(analysis_of, None, None, tmp_path / "state" / "tour-shown")
    tour = driver.window.side.tour
    assert tour.text.startswith("Open a study")
    driver.dens.store.set(open_study(driver.state, make_study(volume)))
    assert tour.text.startswith("Look at it")
    driver.dens.store.set(set_analysis(driver.state, analysis))
    assert tour.text.startswith("Go from level to level")
    QTest.mouseClick(tour.end, LEFT)
    driver.dens.store.set(open_study(AppState(), make_study(volume)))
    assert not tour.isVisible()


def test_the_hints_end_with_the_report(newcomer, qtbot):
    """Once every level is judged, by key from one to the next, the report is what is left."""
    tour = newcomer.window.side.tour
    qtbot.waitUntil(lambda: newcomer.state.reading is not None, timeout=20_000)
    assert tour.text.startswith("Go from level to level")
    for level in LEVELS:
        assert tour.text.startswith("Go from level to level")
        QTest.mouseClick(newcomer.window.side.findings.rows[level].button, LEFT)
        newcomer.key(Qt.Key.Key_Return)
    assert tour.text.startswith("Write the report")
    assert "Ctrl+E" in tour.text


def test_the_hints_can_be_skipped(newcomer):
    """With one click, at any of them."""
    tour = newcomer.window.side.tour
    QTest.mouseClick(tour.further, LEFT)
    QTest.mouseClick(tour.end, LEFT)
    assert not tour.isVisible()


def test_the_hints_take_neither_keys_nor_room_from_the_images(newcomer):
    """The focus stays in the pane, also after a click on Next, and no pane is covered."""
    pane, tour = newcomer.panes[Plane.AXIAL], newcomer.window.side.tour
    pane.setFocus()
    QApplication.processEvents()
    before = newcomer.number(Plane.AXIAL)
    QTest.mouseClick(tour.further, LEFT)
    assert QApplication.focusWidget() in {pane, None} or pane.hasFocus()
    newcomer.key(Qt.Key.Key_Down)
    assert newcomer.number(Plane.AXIAL) == before + 1
    corner = tour.mapTo(newcomer.window, QPoint(0, 0))
    for shown in newcomer.panes.values():
        right = shown.mapTo(newcomer.window, QPoint(shown.width(), 0)).x()
        assert corner.x() >= right


def test_a_folder_that_cannot_be_written(make_driver, tmp_path):
    """The hints come, and a message tells why they will come again."""
    (tmp_path / "state").write_text("in the way")
    driver = make_driver(analysis_of, None, None, tmp_path / "state" / "tour-shown")
    assert driver.window.side.tour.isVisible()
    assert "hints will come again" in driver.state.message.text
