"""Every text of the window can be translated: in a language of brackets, all stand in brackets."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from inference.findings import Level
from inference.imaging.loading import load_volume
from inference.imaging.series import find_series
from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.archive import archive
from tests.viewer.comparing_studies import EARLIER, Comparer, write_studies
from tests.viewer.conftest import make_analysis
from tests.viewer.evidence_analysis import with_evidence
from tests.viewer.window_driver import LEFT, SHIFT
from tests.viewer.window_texts import left_over, painted, unmarked, walk
from viewer.controllers.jobs import analysis_of
from viewer.report.export import export_all
from viewer.state.app import open_study, set_analysis
from viewer.state.pacs import Pacs
from viewer.state.place_menu import place_menu
from viewer.state.planes import Plane
from viewer.state.study import make_study
from viewer.texts import english, tr, use_lookup
from viewer.widgets.cheat_sheet import CheatSheet
from viewer.widgets.heat_scale import HeatScale
from viewer.widgets.level_row import LevelButton
from viewer.widgets.palette import CommandPalette
from viewer.widgets.plane_weights import PlaneWeightsBar
from viewer.widgets.strip_cell import LevelCell


def bracketed(text, plural, count):
    """Translate into brackets; the mark of a letter stays in front of one."""
    return f"⟦{english(text, plural, count)}⟧"


@pytest.fixture(autouse=True)
def brackets():
    """Speak the language of brackets from before the window is made."""
    use_lookup(bracketed)
    yield
    use_lookup(english)


def test_a_text_that_nobody_marked_is_found():
    """The walk would see it, alone, before and behind one that is marked."""
    assert left_over("Open") == "Open"
    assert left_over(f"{tr('Open')}: a file") == "file"
    assert left_over(f"C5 {tr('Suspected')}, {tr('Open {name}', name=tr('Text'))} 3.4 mm") == ""


def test_the_window_without_a_study(make_driver, tmp_path):
    """Start page, menus, the first hints."""
    driver = make_driver(analysis_of, tour_file=tmp_path / "tour")
    assert unmarked(walk(driver.window)) == []


@pytest.fixture
def read(driver, qtbot):
    """Let a reader use a little of everything."""
    qtbot.waitUntil(lambda: driver.state.reading is not None, timeout=30_000)
    qtbot.waitUntil(lambda: not driver.dens.spine.runner.running, timeout=60_000)
    for key in (Qt.Key.Key_N, Qt.Key.Key_X, Qt.Key.Key_N, Qt.Key.Key_U, Qt.Key.Key_F):
        driver.key(key)
    middle = driver.panes[Plane.AXIAL].viewport().rect().center()
    driver.key(Qt.Key.Key_D)
    driver.drag(Plane.AXIAL, middle, QPoint(60, 40), LEFT)
    driver.key(Qt.Key.Key_E)
    driver.drag(Plane.AXIAL, middle - QPoint(80, 80), QPoint(30, 30), LEFT)
    driver.key(Qt.Key.Key_H, SHIFT)
    driver.click(Plane.AXIAL, middle + QPoint(90, -60))
    driver.key(Qt.Key.Key_M)
    driver.key(Qt.Key.Key_I)
    driver.key(Qt.Key.Key_B, SHIFT)
    return driver


def test_the_window_with_a_study(read):
    """Panel, rows, form, marks, brush, strip, panes, status bar, every command."""
    rows = read.window.findChildren(LevelButton) + read.window.findChildren(LevelCell)
    assert len(rows) == 2 * len(Level)
    assert unmarked(walk(read.window)) == []
    assert unmarked(painted(read.state)) == []


def test_what_opens_beside_the_window(read, qtbot):
    """Settings, palette, cheat sheet, limits, measurements, surfaces, second window, menu."""
    dens, does = read.dens, read.window.actions_
    settings = dens.settings.open()
    dens._palette.open()
    dens._show_cheat_sheet()
    does.limits.trigger()
    does.measurements.trigger()
    does.aligned.trigger()
    does.second.trigger()
    qtbot.waitUntil(lambda: dens.alignment.window.table.rowCount() > 0, timeout=60_000)
    dens.alignment.window.table.setCurrentCell(2, 0)
    finding = read.state.study.analysis.finding(Level.C5)
    dens.place_menu.menu.set_place(place_menu(read.state, finding.centroid_lps_mm))
    seen = [
        settings,
        dens.second,
        dens.alignment.window,
        dens.surfaces.window,
        dens.help.page,
        dens.place_menu.menu,
        dens.marks.menu,
        read.window.findChild(CommandPalette),
        read.window.findChild(CheatSheet),
    ]
    for window in seen:
        assert any(left for _, left in walk(window)), type(window)
        assert unmarked(walk(window)) == []


def test_the_evidence(make_driver, volume, analysis):
    """The bars of the planes and the ends of the colours are painted by hand."""
    driver = make_driver()
    driver.show(volume, with_evidence(analysis))
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_G, SHIFT)
    bars = driver.window.findChild(PlaneWeightsBar)
    assert "C5" in bars.planes.caption
    ends = driver.window.findChild(HeatScale).ends
    assert unmarked(walk(driver.window)) == []
    assert unmarked([("bars", bars.planes.caption), *(("ends", end) for end in ends)]) == []
    assert unmarked(painted(driver.state)) == []


@pytest.fixture
def of_series(make_driver, tmp_path, qtbot):
    """Open a small DICOM series with its analysis."""
    write_ct_series(tmp_path / "ct", ramp_hu((12, 24, 20)), PatientName="Ellipsoid^Eva")
    series = find_series(tmp_path / "ct").series[0]
    volume = load_volume(series)
    driver = make_driver()
    state = open_study(driver.state, make_study(volume, series))
    mask = np.ones(volume.geometry.shape_kji, np.uint8)
    driver.dens.store.set(set_analysis(state, make_analysis(volume.geometry, mask)))
    driver.settle()
    yield driver
    qtbot.waitUntil(lambda: not driver.dens.sending.runner.running, timeout=30_000)


def sent(driver, qtbot):
    """Press Send, and wait for the end."""
    dialog = driver.dens.sending.dialog
    dialog.send.click()
    assert dialog.close_button.text() != "⟦Close⟧"
    qtbot.waitUntil(lambda: dialog.close_button.text() == "⟦Close⟧", timeout=30_000)


def open_sending(driver, qtbot, pacs):
    """Ask for sending to an archive, and wait until it is shown what would be sent."""
    state = driver.state
    driver.dens.store.set(replace(state, settings=replace(state.settings, pacs=pacs)))
    driver.window.actions_.send.trigger()
    qtbot.waitUntil(lambda: driver.dens.sending.dialog is not None, timeout=30_000)
    return driver.dens.sending.dialog


@pytest.mark.parametrize("status", [0x0000, 0xB000, 0xA700, 0xFFFF])
def test_sending(of_series, qtbot, status):
    """What is to be sent, of whom and where; what the archive answers, and its message."""
    with archive(status) as (pacs, taken):
        dialog = open_sending(of_series, qtbot, pacs)
        assert unmarked(walk(dialog)) == []
        sent(of_series, qtbot)
    assert len(taken) == dialog.table.rowCount()
    assert unmarked(walk(dialog)) == []
    assert unmarked([("message", of_series.state.message.text)]) == []
    dialog.reject()


def test_sending_without_an_archive(of_series, qtbot):
    """The dialog says what is missing; the settings say it at their button."""
    dialog = open_sending(of_series, qtbot, Pacs())
    assert "⟦the host⟧" in dialog.destination.text()
    assert unmarked(walk(dialog)) == []
    dialog.reject()
    page = of_series.dens.settings.open().archive
    assert "⟦the host⟧" in page.test.toolTip()
    assert unmarked(walk(page)) == []


@pytest.mark.parametrize("known", [True, False])
def test_the_archive_answers(of_series, qtbot, known):
    """To the button of the settings, or refuses an unknown caller."""
    with archive(require_calling_aet=[] if known else ["ONLY_ME"]) as (pacs, _):
        page = of_series.dens.settings.open().archive
        page.set_pacs(pacs)
        page.test.click()
        assert unmarked(walk(page)) == []
        qtbot.waitUntil(page.test.isEnabled, timeout=30_000)
    assert page.answer.text()
    assert unmarked(walk(page)) == []


def test_an_export_without_identifiers(of_series, qtbot, tmp_path):
    """The summary, and why another export is refused."""
    anonymising = of_series.dens.anonymising
    anonymising.export(tmp_path / "out")
    qtbot.waitUntil(lambda: anonymising.summary is not None, timeout=30_000)
    assert "⟦" in anonymising.summary.text.toPlainText()
    assert unmarked(walk(anonymising.summary)) == []
    anonymising.summary.reject()
    anonymising.export(tmp_path / "out")
    qtbot.waitUntil(lambda: not anonymising.runner.running, timeout=30_000)
    assert "choose an empty folder" in of_series.state.message.text
    assert unmarked([("message", of_series.state.message.text)]) == []


def test_two_studies_beside_each_other(make_driver, qtbot, tmp_path):
    """The browser, the heads of a comparison, a message that is longer than its place."""
    studies = write_studies(tmp_path)
    comparer = Comparer(make_driver().dens, qtbot)
    comparer.open(studies / "earlier", studies / "stranger", studies / "now")
    assert comparer.choose(EARLIER, "compare")
    comparer.wait()
    assert comparer.state.compared is not None
    assert comparer.state.message is not None
    assert unmarked(walk(comparer.window)) == []
    assert unmarked(painted(comparer.state)) == []


def test_reports_stay_in_english(read, tmp_path):
    """What is read elsewhere and later speaks one language."""
    import pypdf

    state = read.state
    export_all(tmp_path, state.study.volume, state.study.analysis, False, state.reading.review)
    document = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    assert "⟦" not in json.dumps(document, ensure_ascii=False)
    pages = pypdf.PdfReader(tmp_path / "report.pdf").pages
    text = "\n".join(page.extract_text() for page in pages)
    assert "Reader: " in text
    assert "⟦" not in text
    assert tr("Open") == "⟦Open⟧"
