"""Names of boxes: in view, and over no other text wherever there is room."""

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from inference.findings import Level
from viewer.rendering.labels import label_place
from viewer.rendering.marks import name_lines, name_place
from viewer.state.planes import PixelRect
from viewer.state.resolve import BoxMark

PANE = QRectF(0, 0, 500, 400)
SIZE = QSizeF(90, 15)
NAME = QRectF(10, 10, 150, 45)
"""The patient's name in the upper left corner."""


def overlap(place, taken):
    """Return whether a place covers any of the others."""
    return any(place.intersects(other) for other in taken)


@pytest.mark.parametrize(
    "box",
    [
        QRectF(200, 100, 100, 80),
        QRectF(420, 100, 70, 80),
        QRectF(-50, -60, 300, 200),
        QRectF(-500, -500, 2000, 2000),
        QRectF(100, -900, 380, 930),
        QRectF(-40, 380, 900, 400),
        QRectF(5, 12, 120, 30),
    ],
    ids=["amid", "right", "corner", "all around", "from above", "below", "under the name"],
)
def test_in_view_and_free(box):
    """Whatever part of a box is in view, its name is, and leaves the patient's name alone."""
    place = label_place(box, SIZE, [NAME], PANE)
    assert PANE.contains(place)
    assert not overlap(place, [NAME])
    assert place.size() == SIZE


def test_beside_the_box_first():
    """The upper right corner, as readers are used to."""
    place = label_place(QRectF(200, 100, 100, 80), SIZE, [], PANE)
    assert (place.left(), place.top()) == (305.0, 100.0)


def test_one_box_after_the_other():
    """Five boxes around the whole pane have five names, none over another."""
    taken = [NAME]
    for _ in range(5):
        taken.append(label_place(QRectF(-9, -9, 900, 900), SIZE, taken, PANE))
    assert not any(overlap(place, taken[:number]) for number, place in enumerate(taken))


def test_a_box_out_of_view_has_no_name():
    """It would name something that is not there."""
    assert label_place(QRectF(600, 100, 100, 80), SIZE, [], PANE) is None


def test_where_nothing_is_free_it_covers_least():
    """A name is never left out, and never beyond the edge."""
    pane = QRectF(0, 0, 100, 40)
    taken = [QRectF(0, 0, 100, 30)]
    place = label_place(QRectF(-9, -9, 300, 300), SIZE, taken, pane)
    assert pane.contains(place)
    narrow = label_place(QRectF(10, 5, 20, 20), SIZE, [], QRectF(0, 0, 60, 40))
    assert narrow.left() == 3.0


def test_a_sliver_between_texts_has_a_name_that_can_be_read():
    """A box that only just reaches into the pane, below a letter: its name stands beside that."""
    letter = QRectF(250, 8, 12, 14)
    place = label_place(QRectF(180, -90, 150, 93), QSizeF(90, 15), [NAME, letter], PANE)
    assert PANE.contains(place)
    assert not overlap(place, [NAME, letter])


def test_a_name_is_not_struck_through_by_another_box():
    """The right side lies on the other box's edge, the left one is free."""
    box, other = QRectF(200, 100, 100, 80), QRectF(190, 140, 130, 90)
    assert label_place(box, SIZE, [], PANE, [box, other]).left() == 305.0
    other = QRectF(250, 90, 80, 90)
    assert label_place(box, SIZE, [], PANE, [box, other]).right() == 195.0


@pytest.mark.usefixtures("qapp")
def test_a_long_name_is_broken_rather_than_laid_over_bone():
    """Where the room beside the box is too narrow for one line, and only there."""
    metrics = QFontMetricsF(QFont())
    text = "C5 suspected, accepted"
    width = metrics.horizontalAdvance(text)
    assert name_lines(text, metrics, width) == (text,)
    assert name_lines(text, metrics, width - 1) == ("C5 suspected,", "accepted")
    assert name_lines("C5", metrics, 1.0) == ("C5",)


def test_a_name_moves_to_the_panes_edge_rather_than_over_another_box():
    """No side of the box has room for it, boxes lie over and under it: at the edge is most room."""
    above, box, below = (QRectF(60, y, 400, 80) for y in (20, 110, 200))
    place = label_place(box, SIZE, [], PANE, [above, box, below])
    assert (place.left(), place.top()) == (3.0, 110.0)
    assert not overlap(place, [above, below])


def test_a_name_does_not_stand_beside_another_box():
    """Both sides are taken by text: past its corner, the name would be the next box's."""
    above, box, below = (QRectF(200, y, 100, 40) for y in (58, 100, 142))
    taken = [QRectF(0, 90, 198, 50), QRectF(302, 90, 198, 50)]
    place = label_place(box, SIZE, taken, PANE, [above, box, below])
    assert box.top() <= place.center().y() <= box.bottom()
    assert not overlap(place, taken)


def spine(left, width):
    """Stack the boxes of three levels, the middle one of a suspected level."""
    return [QRectF(left, top, width, 38) for top in (60, 100, 140)]


SUSPECTED = BoxMark(PixelRect(0, 0, 1, 1), Level.C5, True, "C5 suspected, accepted")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("left", [45, 60, 75])
def test_in_a_small_pane_a_name_is_short_rather_than_over_bone(left):
    """The words stand in the panel; there is room for level and triangle beside every box."""
    pane, areas = QRectF(0, 0, 185, 355), spine(left, 90)
    metrics = QFontMetricsF(QFont())
    lines, place = name_place(SUSPECTED, areas[1], metrics, [], pane, areas)
    assert lines == ("C5 ▲",)
    assert pane.contains(place)
    assert not overlap(place, areas)


@pytest.mark.usefixtures("qapp")
def test_where_there_is_room_a_name_has_its_words():
    """In a wide pane; and also where a box is larger than the pane and has no place beside it."""
    metrics = QFontMetricsF(QFont())
    wide, areas = QRectF(0, 0, 600, 400), spine(200, 90)
    assert name_place(SUSPECTED, areas[1], metrics, [], wide, areas)[0] == (SUSPECTED.text,)
    huge = QRectF(-50, -50, 800, 600)
    lines, _ = name_place(SUSPECTED, huge, metrics, [], wide, [huge])
    assert " ".join(lines) == SUSPECTED.text
    assert name_place(SUSPECTED, QRectF(700, 0, 9, 9), metrics, [], wide, areas) is None


@pytest.mark.usefixtures("qapp")
def test_a_name_that_would_be_another_boxs_is_left_out():
    """A box that reaches in below the corners' texts: what is free lies beside the next one."""
    pane, areas = QRectF(0, 0, 185, 355), [QRectF(45, -20, 90, 40), QRectF(45, 22, 90, 60)]
    metrics, taken = QFontMetricsF(QFont()), [QRectF(0, 0, 185, 24)]
    assert name_place(SUSPECTED, areas[0], metrics, taken, pane, areas) is None
    assert name_place(SUSPECTED, areas[1], metrics, taken, pane, areas) is not None
    assert name_place(SUSPECTED, areas[0], metrics, taken, pane, areas[:1]) is not None
