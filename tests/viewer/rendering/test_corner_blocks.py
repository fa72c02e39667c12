"""The corners' texts in panes of all widths: numbers whole, no text over another or a letter."""

from importlib.resources import files
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from viewer.rendering.corner_blocks import MARGIN_PX, corner_blocks
from viewer.state.corners import Corners

CORNERS = Corners(
    top_left=("Ellipsoid, Eva", "TEST-0001", "born 1970-01-02  F"),
    top_right=("2024-03-21", "CT cervical spine, trauma", "Series 3", "Bone 1.5 mm"),
    bottom_left=("123 HU", "Sagittal 115 / 230", "x -6.2 mm"),
    bottom_right=("W 1800  L 400", "Spine bone  1.0 ×", "1.00 × 0.70 × 0.70 mm", "Inverted"),
)


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def metrics():
    """Measure the report's font, the same on every machine."""
    data = files("resources").joinpath("fonts", "DejaVuSans.ttf").read_bytes()
    number = QFontDatabase.addApplicationFontFromData(data)
    font = QFont("DejaVu Sans")
    font.setPointSizeF(9.0)
    yield QFontMetricsF(font)
    QFontDatabase.removeApplicationFont(number)


def texts(metrics, width, height):
    """Return the lines of each corner."""
    blocks = corner_blocks(metrics, CORNERS, QRectF(0, 0, width, height))
    return [block.lines for block in blocks]


@pytest.mark.parametrize("width", [170, 185, 210, 245, 279, 284, 310, 400, 700])
@pytest.mark.parametrize("height", [250, 355])
def test_nothing_stands_over_another(metrics, width, height):
    """All within the pane; and what tells slice and window is whole."""
    pane = QRectF(0, 0, width, height)
    blocks = corner_blocks(metrics, CORNERS, pane)
    assert all(pane.contains(block.area) for block in blocks)
    for one, other in combinations(blocks, 2):
        assert not one.area.intersects(other.area)
    assert "Sagittal 115 / 230" in blocks[2].lines
    assert blocks[3].lines[0] == "W 1800  L 400"


def test_a_large_pane_says_everything(metrics):
    """Every line, whole."""
    assert texts(metrics, 700, 600) == [
        CORNERS.top_left,
        CORNERS.top_right,
        CORNERS.bottom_left,
        CORNERS.bottom_right,
    ]


@pytest.mark.parametrize(("width", "height"), [(284, 355), (500, 250)])
def test_a_small_pane_says_less(metrics, width, height):
    """Whose images and of when, in low and in narrow panes."""
    upper_left, upper_right, *_ = texts(metrics, width, height)
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
def test_voxels_are_whole_or_left_out(metrics, voxels, width, said):
    """Cut short they would be others; their unit goes before them."""
    corners = Corners(bottom_right=("W 1800  L 400", voxels, "Inverted"))
    blocks = corner_blocks(metrics, corners, QRectF(0, 0, width, 355))
    assert list(blocks[3].lines) == ["W 1800  L 400", *said, "Inverted"]


def test_a_narrow_pane_has_room_for_voxels(metrics):
    """The corners share no height there."""
    assert texts(metrics, 185, 355)[3] == CORNERS.bottom_right


def test_the_letters_are_left_free_in_a_narrow_pane(metrics):
    """The first line above and the last one below stay beside the letter in the middle."""
    upper_left, upper_right, lower_left, lower_right = corner_blocks(
        metrics, CORNERS, QRectF(0, 0, 185, 355)
    )
    middle = 185 / 2
    for text in (upper_left.lines[0], upper_right.lines[0], lower_left.lines[-1]):
        assert MARGIN_PX + metrics.horizontalAdvance(text) < middle - 6
    assert lower_right.area.bottom() <= lower_left.area.top()
