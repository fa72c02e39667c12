"""Opening as a reader does it: drops, clicks and keys on the real window."""

from __future__ import annotations

import threading
import time
import zipfile

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItemIterator

from inference.imaging import loading
from tests.dicom_factory import ramp_hu, write_ct_series
from viewer.app import DensApp
from viewer.state.planes import Plane
from viewer.state.recent import Recent, load_recent, save_recent
from viewer.widgets.browser_rows import ROW_ROLE

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ANNA = {
    "PatientName": "Müller^Anna",
    "PatientID": "4711",
    "PatientBirthDate": "19620304",
    "StudyDescription": "CT C-Spine",
}


class Reader:
    """A window, and what a reader does with it."""

    def __init__(self, dens, qtbot):
        self.dens, self.window, self.qtbot = dens, dens.window, qtbot
        self.browser = dens.window.browser
        self.start = dens.window.grid.start

    @property
    def state(self):
        """What is shown."""
        return self.dens.store.state

    @property
    def title(self):
        """The series that is shown."""
        return self.state.study.volume.info.series_description

    def wait(self):
        """Wait until all that was asked for is done."""
        self.qtbot.waitUntil(lambda: self.state.opening is None, timeout=20_000)
        self.qtbot.waitUntil(lambda: not self.dens.browsing.runner.running, timeout=20_000)

    def drop(self, *paths, on=None):
        """Drag files over a widget and let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        target = on or self.window
        enter = QDragEnterEvent(QPoint(60, 60), Qt.DropAction.CopyAction, data, LEFT, NONE)
        QApplication.sendEvent(target, enter)
        hinted = self.window._hint.isVisible()
        dropped = QDropEvent(QPointF(60, 60), Qt.DropAction.CopyAction, data, LEFT, NONE)
        QApplication.sendEvent(target, dropped)
        return enter.isAccepted() and hinted

    def click(self, title):
        """Click on a series of the browser."""
        tree = self.browser.tree
        item = self.item(title)
        tree.scrollToItem(item)
        QTest.mouseClick(tree.viewport(), LEFT, NONE, tree.visualItemRect(item).center())

    def item(self, title):
        """Find a series of the browser."""
        walk = QTreeWidgetItemIterator(self.browser.tree)
        while (item := walk.value()) is not None:
            row = item.data(0, ROW_ROLE)
            if getattr(row, "title", "").endswith(title):
                return item
            walk += 1
        raise LookupError(title)

    def key(self, key, modifier=NONE):
        """Press a key on the axial pane."""
        QTest.keyClick(self.window.grid.panes[Plane.AXIAL], key, modifier)
        QApplication.processEvents()


@pytest.fixture
def make_reader(qtbot):
    """Build windows that are closed and joined at the end."""
    made = []

    def make(**options):
        dens = DensApp(**options)
        made.append(dens)
        dens.window.resize(1300, 850)
        dens.window.show()
        qtbot.waitExposed(dens.window)
        return Reader(dens, qtbot)

    yield make
    for dens in made:
        dens.window.close()
        dens.window.deleteLater()
        dens.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def reader(make_reader):
    """One window without a study."""
    return make_reader()


@pytest.fixture
def studies(tmp_path):
    """A study with two series, two stacks under one UID and a scout; a prior; a stranger."""
    now = {**ANNA, "StudyInstanceUID": "1.1", "StudyDate": "20240321"}
    for name, uid, tags in (
        ("bone", "1.1.1", {"ConvolutionKernel": "Br64"}),
        ("soft", "1.1.2", {"ConvolutionKernel": "Br40"}),
        ("pass one", "1.1.3", {"AcquisitionNumber": 1, "ConvolutionKernel": "Br36"}),
        ("pass two", "1.1.3", {"AcquisitionNumber": 2, "ConvolutionKernel": "Br36"}),
        ("scout", "1.1.4", {"ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}),
    ):
        write_ct_series(
            tmp_path / "now" / name,
            ramp_hu((12, 32, 32)) // 8,
            SeriesInstanceUID=uid,
            SeriesDescription=name,
            **now,
            **tags,
        )
    prior = {**ANNA, "StudyInstanceUID": "1.2", "StudyDate": "20230502"}
    write_ct_series(
        tmp_path / "prior", ramp_hu((9, 32, 32)) // 8, SeriesDescription="earlier", **prior
    )
    write_ct_series(
        tmp_path / "stranger",
        ramp_hu((7, 32, 32)) // 8,
        SeriesDescription="stranger",
        StudyInstanceUID="1.3",
        PatientID="9",
    )
    return tmp_path


def test_drop_a_folder(reader, studies):
    """The best series opens; the browser comes by itself and shows all, with pictures."""
    assert not reader.browser.isVisible()
    assert reader.drop(studies / "now")
    reader.wait()
    assert reader.title == "bone"
    assert reader.browser.isVisible()
    (study,) = reader.browser.rows
    titles = [row.title for row in study.series]
    assert titles[0] == "1: bone"
    assert sorted(titles[2:4]) == ["1, stack 1: pass one", "1, stack 2: pass two"]
    assert study.series[-1].reason == "localizer"
    assert len(reader.state.library.thumbnails) == 4
    assert all(picture is not None for picture in reader.state.library.thumbnails.values())
    assert not reader.window._hint.isVisible()


@pytest.mark.parametrize("plane", list(Plane), ids=str)
def test_drop_on_a_pane(reader, studies, plane):
    """A pane leaves what is dropped on it to the window."""
    reader.drop(studies / "prior")
    reader.wait()
    pane = reader.window.grid.panes[plane]
    assert reader.drop(studies / "stranger", on=pane.viewport())
    reader.wait()
    assert reader.title == "stranger"


def test_drop_several_files(reader, studies):
    """Those files are the volume."""
    files = sorted((studies / "now" / "bone").iterdir())
    reader.drop(*files[2:7])
    reader.wait()
    assert len(reader.state.study.volume.hu) == 5
    assert not reader.browser.isVisible()


def test_drop_a_zip_leaves_nothing_beside_it(reader, studies):
    """It is read in memory."""
    archive = studies / "a.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in (studies / "prior").iterdir():
            target.write(path, path.name)
    before = sorted(studies.rglob("*"))
    reader.drop(archive)
    reader.wait()
    assert reader.title == "earlier"
    assert sorted(studies.rglob("*")) == before


def test_a_drag_that_goes_away(reader, studies):
    """The hint goes with it; text that is dragged is no study."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(studies))])
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(reader.window, enter)
    assert reader.window._hint.isVisible()
    QApplication.sendEvent(reader.window, QDragLeaveEvent())
    assert not reader.window._hint.isVisible()
    text = QMimeData()
    text.setText("hello")
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, text, LEFT, NONE)
    QApplication.sendEvent(reader.window, enter)
    assert not reader.window._hint.isVisible()


def test_click_on_each_series(reader, studies):
    """Each of two stacks under one UID is reached; a scout is not; going back is at once."""
    reader.drop(studies / "now")
    reader.wait()
    whole = reader.state.study.volume
    for title in ("pass two", "pass one", "soft"):
        reader.click(title)
        reader.wait()
        assert reader.title == title
        (shown,) = [row for row in reader.browser.rows[0].series if row.shown]
        assert shown.title.endswith(title)
    reader.click("scout")
    assert reader.title == "soft"
    reader.click("bone")
    assert reader.state.study.volume is whole
    assert reader.state.opening is None


def test_view_and_analysis_come_back(reader, studies, analysis):
    """A series is left and taken up again as it was."""
    del analysis
    reader.drop(studies / "now")
    reader.wait()
    reader.key(Qt.Key.Key_Home)
    reader.key(Qt.Key.Key_3)
    left = reader.state.view
    reader.click("soft")
    reader.wait()
    assert reader.state.view != left
    reader.click("bone")
    assert reader.state.view == left


def test_series_by_key(reader, studies):
    """Ctrl+PageDown and Ctrl+PageUp go through the browser, and stop at its ends."""
    reader.drop(studies / "now")
    reader.wait()
    seen = [reader.title]
    for _ in range(5):
        reader.key(Qt.Key.Key_PageDown, CTRL)
        reader.wait()
        seen.append(reader.title)
    assert seen[1] == "soft"
    assert len(set(seen)) == 4
    reader.key(Qt.Key.Key_PageUp, CTRL)
    reader.wait()
    assert reader.title == seen[2]


def test_tree_by_keyboard(reader, studies):
    """Tab reaches the list; Down and Enter choose; headings are passed over."""
    reader.drop(studies / "now")
    reader.wait()
    tree = reader.browser.tree
    tree.setFocus(Qt.FocusReason.TabFocusReason)
    tree.setCurrentItem(reader.item("bone"))
    QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    reader.wait()
    assert reader.title == "soft"
    assert tree.hasFocus()
    sentence = reader.item("scout").data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert "can't be shown: localizer" in sentence


def test_priors_and_strangers(reader, studies):
    """Studies of the same patient are offered as priors; nobody else's is."""
    for name in ("prior", "stranger", "now"):
        reader.drop(studies / name)
        reader.wait()
    rows = reader.browser.rows
    assert [(row.title[:10], row.relation) for row in rows] == [
        ("2024-03-21", ""),
        ("2023-05-02", "Prior, 11 months"),
        ("2024-01-02", "Another patient"),
    ]
    reader.click("earlier")
    assert reader.title == "earlier"
    assert reader.browser.rows[0].relation == "Later, 11 months"
    assert [hung.study.volume.info.series_description for hung in reader.state.kept] == [
        "bone",
        "stranger",
    ]


def test_browser_stays_as_the_reader_wants_it(reader, studies):
    """Hidden by its button, by key back again; another study doesn't change that."""
    reader.drop(studies / "now")
    reader.wait()
    QTest.mouseClick(reader.browser.hide_button, LEFT)
    assert not reader.browser.isVisible()
    assert not reader.window.actions_.browser.isChecked()
    reader.drop(studies / "prior")
    reader.wait()
    assert not reader.browser.isVisible()
    reader.key(Qt.Key.Key_B, CTRL)
    assert reader.browser.isVisible()
    assert len(reader.browser.rows) == 2


def test_nothing_takes_the_keyboard(reader, studies, tmp_path):
    """Neither the browser that comes, nor a message, nor the progress."""
    reader.drop(studies / "prior")
    reader.wait()
    pane = reader.window.grid.panes[Plane.AXIAL]
    assert reader.window.focusWidget() is pane
    reader.drop(studies / "now")
    reader.wait()
    assert reader.browser.isVisible()
    assert reader.window.focusWidget() is pane
    reader.click("soft")
    reader.wait()
    assert reader.window.focusWidget() is pane
    reader.drop(tmp_path / "gone")
    reader.wait()
    assert reader.window.side.messages.isVisible()
    assert reader.window.focusWidget() is pane


@pytest.fixture
def slow(monkeypatch):
    """Let slices be decoded only as far as a test allows."""
    gate = threading.Semaphore(0)
    decoded = loading._decoded

    def gated(reader, frames):
        for result in decoded(reader, frames):
            assert gate.acquire(timeout=20)
            yield result

    monkeypatch.setattr(loading, "_decoded", gated)

    def allow(count):
        gate.release(count)

    yield allow
    allow(10_000)


@pytest.fixture
def told_always(monkeypatch):
    """Tell the panes of every slice."""
    from viewer.controllers import opening

    monkeypatch.setattr(opening, "TOLD_EVERY_S", 0.0)


@pytest.mark.usefixtures("told_always")
def test_first_slices_are_shown_while_the_rest_is_read(reader, studies, slow):
    """The middle comes first; the reader scrolls, drags and sees what is not there yet."""
    reader.drop(studies / "prior")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    reader.qtbot.waitUntil(lambda: reader.state.study.filled.last > reader.state.study.filled.first)
    pane = reader.window.grid.panes[Plane.AXIAL]
    reader.dens.panes.draw()
    number = pane.content.image.frame.number
    assert pane._image.image.max() > 0
    assert not pane.content.image.missing
    assert reader.window.grid.panes[Plane.SAGITTAL].content.image.missing
    assert not reader.window.actions_.analyse.isEnabled()
    assert not reader.window.side.analysis.button.isEnabled()
    assert reader.window.status.cancel.isVisible()
    reader.dens.analysis.analyse()
    assert reader.state.analysing is None
    reader.key(Qt.Key.Key_Home)
    reader.dens.panes.draw()
    assert pane.content.image.frame.number == 1 != number
    assert "Not read yet" in pane.accessibleDescription()
    viewport = pane.viewport()
    QTest.mousePress(viewport, LEFT, NONE, QPoint(100, 100))
    slow(1)
    reader.qtbot.waitUntil(
        lambda: reader.state.study.filled.last - reader.state.study.filled.first > 1
    )
    QTest.mouseMove(viewport, QPoint(140, 100))
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(140, 100))
    slow(100)
    reader.wait()
    reader.dens.panes.draw()
    assert reader.state.ready
    assert pane.content.image.frame.number == 1
    assert not pane.content.image.missing
    np.testing.assert_array_equal(reader.state.study.volume.hu, ramp_hu((9, 32, 32)) // 8)
    assert reader.window.actions_.analyse.isEnabled()


@pytest.mark.usefixtures("told_always")
def test_cancel_brings_back_what_was_shown(reader, studies, slow):
    """A part of a volume never stays."""
    slow(9)
    reader.drop(studies / "prior")
    reader.wait()
    whole = reader.state.study.volume
    reader.drop(studies / "now")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study.volume is not whole)
    QTest.mouseClick(reader.window.status.cancel, LEFT)
    assert reader.state.study.volume is whole
    assert reader.state.opening is None


@pytest.mark.usefixtures("told_always")
def test_another_series_may_be_chosen_while_one_is_read(reader, studies, slow):
    """The reading of the first is given up, and it is not taken for a loaded one."""
    reader.drop(studies / "now")
    slow(3)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    reader.qtbot.waitUntil(reader.browser.isVisible)
    reader.click("soft")
    slow(1000)
    reader.wait()
    assert reader.title == "soft"
    assert reader.state.ready
    assert reader.state.kept == ()


@pytest.mark.usefixtures("told_always")
def test_a_path_that_fails_leaves_the_reading_alone(reader, studies, slow, tmp_path):
    """The message comes, and the volume is read to its end."""
    reader.drop(studies / "prior")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    reader.drop(tmp_path / "gone")
    reader.qtbot.waitUntil(lambda: reader.state.message is not None)
    assert reader.state.opening is not None
    slow(100)
    reader.wait()
    assert reader.state.ready
    assert "gone" in reader.window.side.messages.text


def test_start_page_invites_then_reads_then_fails(reader, studies, tmp_path, slow):
    """Three designed states; the failure stands in the middle, not at the side as well."""
    assert "Drop a study here" in reader.start.text
    assert reader.start.open_folder.isVisible()
    reader.drop(tmp_path / "gone")
    reader.wait()
    assert "could not be opened" in reader.start.text
    assert "no such file or folder" in reader.start.text
    assert not reader.window.side.messages.isVisible()
    reader.key(Qt.Key.Key_Escape)
    reader.drop(studies / "prior")
    reader.qtbot.waitUntil(reader.start._picture.isVisible)
    assert reader.start.progress.isVisible()
    assert not reader.start.open_folder.isVisible()
    QTest.mouseClick(reader.start.cancel, LEFT)
    assert "Drop a study here" in reader.start.text
    assert reader.state.study is None
    slow(100)


def test_recent_list(make_reader, studies, tmp_path):
    """What is opened is remembered; a click opens it again; what is gone is said to be."""
    file = tmp_path / "state" / "recent.json"
    save_recent(file, [Recent((studies / "prior",)), Recent((tmp_path / "gone",))])
    reader = make_reader(recent_file=file)
    reader.qtbot.waitUntil(lambda: any(entry.missing for entry in reader.state.recent))
    here, gone = reader.start.recent_buttons
    assert here.isEnabled()
    assert not gone.isEnabled()
    assert "not there any more" in gone.text()
    QTest.mouseClick(here, LEFT)
    reader.wait()
    assert reader.title == "earlier"
    reader.drop(studies / "stranger")
    reader.wait()
    names = [entry.name for entry in load_recent(file)]
    assert names == ["stranger", "prior", "gone"]
    texts = [action.text() for action in reader.window.recent.actions()]
    assert texts[0].startswith("stranger")
    reader.window.recent.actions()[1].trigger()
    reader.wait()
    assert reader.title == "earlier"


def test_recent_list_that_cannot_be_written(make_reader, studies, tmp_path):
    """It is said, and the study is open."""
    (tmp_path / "file").write_text("in the way")
    reader = make_reader(recent_file=tmp_path / "file" / "recent.json")
    reader.drop(studies / "prior")
    reader.wait()
    assert reader.title == "earlier"
    assert "can't be written" in reader.window.side.messages.text


def test_wanted_series(reader, studies):
    """By its id from the command line; a wrong one is told with those that there are."""
    reader.dens.opening.open_paths([studies / "now"], "1.1.3#2")
    reader.wait()
    assert reader.title == "pass two"
    reader.dens.opening.open_paths([studies / "now"], "1.1.3")
    reader.wait()
    assert "2 stacks share series 1.1.3" in reader.window.side.messages.text
    assert reader.title == "pass two"


def test_closing_while_reading(reader, studies, slow):
    """The threads are joined."""
    reader.drop(studies / "prior")
    slow(2)
    reader.qtbot.waitUntil(lambda: reader.state.study is not None)
    slow(1000)
    started = time.monotonic()
    reader.window.close()
    assert time.monotonic() - started < 15
    assert not any(thread.name.startswith("dens-job") for thread in threading.enumerate())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
