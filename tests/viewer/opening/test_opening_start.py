"""The start page, the list of recent studies, and a series that was asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.viewer.opening.reader import LEFT
from viewer.state.recent import Recent, load_recent, save_recent


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
