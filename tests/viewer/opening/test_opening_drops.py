"""Studies and files that are dropped on the window."""

from __future__ import annotations

import zipfile

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication

from tests.viewer.opening.reader import LEFT, NONE
from viewer.state.planes import Plane


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
