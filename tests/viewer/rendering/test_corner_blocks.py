"""The corners' texts in panes of all sizes: numbers whole, no text over another or a letter."""

from dataclasses import replace
from importlib.resources import files
from itertools import combinations, product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from viewer.rendering.corner_blocks import corner_blocks
from viewer.rendering.letters import MARGIN_PX, lay_letters
from viewer.rendering.marks import CORNER_POINTS, LETTER_POINTS
from viewer.state.corners import Corners
from viewer.state.planes import EdgeLetters

CORNERS = Corners(
    top_left=("Ellipsoid, Eva", "TEST-0001", "born 1970-01-02  F"),
    top_right=("2024-03-21", "CT cervical spine, trauma", "Series 3", "Bone 1.5 mm"),
    bottom_left=("123 HU", "Sagittal 115 / 230", "x -6.2 mm"),
    bottom_right=("W 1800  L 400", "Spine bone  1.0 ×", "1.00 × 0.70 × 0.70 mm", "Inverted"),
)

FULL = replace(
    CORNERS,
    top_left=("Ellipsoid, Eva-Maria Theodora", "471100081512345678901", "born 1970-01-02  F"),
    bottom_left=("-1024 HU MIP", "MIP 7.5 mm", "Sagittal 231 / 512", "x -123.4 mm"),
)
"""As wide and as many as they get."""

LEANING = replace(
    FULL,
    bottom_left=("Cine, 10 slices a second", *FULL.bottom_left[:-1], "Oblique 12.5°, 31.5°"),
)

STRAIGHT = EdgeLetters("R", "L", "A", "P")
LEANING_LETTERS = EdgeLetters("RA", "LP", "AH", "PF")

WIDTHS = (*range(160, 350, 10), 279, 284, 400, 700)
HEIGHTS = (120, 135, 150, 175, 200, 225, 250, 299, 300, 355, 600)
"""From the smallest pane on."""

STRIP_PX = 45
"""Where a note of two lines on another program's results stands over the pane."""

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def family():
    """Take the report's font, the same on every machine."""
    data = files("resources").joinpath("fonts", "DejaVuSans.ttf").read_bytes()
    number = QFontDatabase.addApplicationFontFromData(data)
    yield "DejaVu Sans"
    QFontDatabase.removeApplicationFont(number)


@pytest.fixture
def metrics(family):
    """Measure the corners' texts."""
    return measured(family, CORNER_POINTS)


@pytest.fixture
def letter_metrics(family):
    """Measure the letters of the directions."""
    return measured(family, LETTER_POINTS, bold=True)


def measured(family, points, *, bold=False):
    """Measure a font."""
    font = QFont(family)
    font.setPointSizeF(points)
    font.setBold(bold)
    return QFontMetricsF(font)


@pytest.fixture
def blocks_of(metrics, letter_metrics):
    """Lay out the corners of a pane of a size, between straight letters."""

    def lay(width, height, corners=CORNERS):
        pane = QRectF(0, 0, width, height)
        return corner_blocks(metrics, corners, pane, lay_letters(letter_metrics, STRAIGHT, pane))

    return lay


@pytest.fixture
def texts(blocks_of):
    """Return the lines of each corner of a pane of a size."""
    return lambda *pane: [block.lines for block in blocks_of(*pane)]


def inked(metrics, block):
    """Where each line of a corner is painted, its dark edge too."""
    for number, text in enumerate(block.lines):
        if not text:
            continue
        spare = block.area.width() - metrics.horizontalAdvance(text)
        x = block.area.left() + (spare if block.to_the_right else 0.0)
        baseline = block.area.top() + metrics.ascent() + number * metrics.lineSpacing()
        yield metrics.tightBoundingRect(text).translated(x, baseline).adjusted(-1, -1, 1, 1)


def test_letters_and_texts_keep_apart(metrics, letter_metrics):
    """All four letters, all corners, in panes of all sizes; and nothing leaves the pane."""
    cases = (CORNERS, STRAIGHT), (FULL, STRAIGHT), (LEANING, STRAIGHT), (LEANING, LEANING_LETTERS)
    for (corners, names), width, height in product(cases, WIDTHS, HEIGHTS):
        # Below what stands at its top, too.
        for pane in (QRectF(0, 0, width, height), QRectF(0, STRIP_PX, width, height - STRIP_PX)):
            letters = lay_letters(letter_metrics, names, pane)
            blocks = corner_blocks(metrics, corners, pane, letters)
            groups = [list(inked(metrics, block)) for block in blocks]
            for letter in letters.all:
                ink = letter_metrics.tightBoundingRect(letter.text)
                groups.append([ink.translated(letter.area.left(), letter.area.bottom())])
            assert all(pane.contains(area) for group in groups for area in group)
            *_, lower_left, lower_right = (block.area for block in blocks)
            assert not lower_left.intersects(lower_right), (pane, corners)
            for one, other in combinations(groups, 2):
                assert not any(a.intersects(b) for a, b in product(one, other)), (pane, corners)


@pytest.mark.parametrize("corners", [CORNERS, FULL, LEANING])
def test_no_number_is_cut(corners, texts):
    """It would be another one: dates, places and windows are whole or left out."""
    for size in product(WIDTHS, HEIGHTS):
        upper_left, upper_right, lower_left, lower_right = texts(*size, corners)
        for line in (*lower_left, *lower_right):
            assert "…" not in line or not any(map(str.isdigit, line)), (size, line)
        for line in (*upper_left, *upper_right):
            assert "…" not in line or line[0].isalpha(), (size, line)


def test_slice_and_window_are_told_in_the_smallest_pane(texts):
    """Before anything else; what is displayed unlike everybody hangs it comes next."""
    corners = replace(CORNERS, bottom_left=("Sagittal 231 / 512", "x -123.4 mm"))
    assert texts(160, 120, corners)[2:] == [
        ("Sagittal 231 / 512", "x -123.4"),
        ("W 1800  L 400",),
    ]
    assert texts(160, 150, corners)[3] == ("W 1800  L 400", "Inverted")
    for size in product(WIDTHS, HEIGHTS):
        *_, lower_left, lower_right = texts(*size, corners)
        assert lower_left[0] == "Sagittal 231 / 512"
        assert lower_right[0] == "W 1800  L 400"


@pytest.mark.parametrize(
    ("height", "said"),
    [(299, ("W 1800  L 400", "Inverted")), (300, CORNERS.bottom_right)],
)
def test_a_low_pane_leaves_anatomy_free(texts, height, said):
    """There only the window, and what nobody would expect, stand over the scale."""
    assert texts(400, height)[3] == said
    usual = replace(CORNERS, bottom_right=CORNERS.bottom_right[:3])
    assert texts(400, height, usual)[3] == tuple(text for text in said if text != "Inverted")


def test_short_lines_stand_beside_the_place(blocks_of):
    """A low pane has room for both corners side by side, and none for one over the other."""
    *_, lower_left, lower_right = blocks_of(250, 150, FULL)
    assert lower_left.lines == FULL.bottom_left
    assert lower_right.lines == ("W 1800  L 400", "Inverted")
    assert lower_right.area.top() > lower_left.area.top()
    *_, lower_left, lower_right = blocks_of(200, 200, FULL)
    assert lower_right.area.bottom() <= lower_left.area.top()


def test_a_large_pane_says_everything(texts):
    """Every line, whole."""
    assert texts(700, 600) == [
        CORNERS.top_left,
        CORNERS.top_right,
        CORNERS.bottom_left,
        CORNERS.bottom_right,
    ]


@pytest.mark.parametrize(("width", "height"), [(284, 355), (500, 250)])
def test_a_small_pane_says_less(texts, width, height):
    """Whose images and of when, in low and in narrow panes."""
    upper_left, upper_right, *_ = texts(width, height)
    assert upper_left == CORNERS.top_left[:2]
    assert len(upper_right) == 2


@pytest.mark.parametrize(
    ("voxels", "width", "said"),
    [
        ("1.00 × 0.70 × 0.70 mm", 330, ["1.00 × 0.70 × 0.70 mm"]),
        ("1.00 × 0.70 × 0.70 mm", 310, ["1.00 × 0.70 × 0.70"]),
        ("10.00 × 10.70 × 10.70 mm", 284, []),
    ],
)
def test_voxels_are_whole_or_left_out(blocks_of, voxels, width, said):
    """Cut short they would be others; their unit goes before them."""
    corners = Corners(bottom_right=("W 1800  L 400", "1.0 ×", voxels, "Inverted"))
    lines = blocks_of(width, 355, corners)[3].lines
    assert list(lines) == ["W 1800  L 400", "1.0 ×", *said, "Inverted"]


def test_a_narrow_pane_has_room_for_voxels(texts):
    """The corners share no height there."""
    assert texts(185, 355)[3] == CORNERS.bottom_right


def test_the_letters_are_left_free_in_a_narrow_pane(blocks_of, metrics):
    """The first line above and the last one below stay beside the letter in the middle."""
    upper_left, upper_right, lower_left, lower_right = blocks_of(185, 355)
    middle = 185 / 2
    for text in (upper_left.lines[0], upper_right.lines[0], lower_left.lines[-1]):
        assert MARGIN_PX + metrics.horizontalAdvance(text) < middle - 6
    assert lower_right.area.bottom() <= lower_left.area.top()
