"""Going from series to series in the browser, by mouse and by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.viewer.opening.reader import CTRL, LEFT
from viewer.state.planes import Plane


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
