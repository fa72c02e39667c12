"""Where the texts of a pane's corners stand, and how much of them: less in a small pane."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from viewer.state.corners import Corners, Lines

MARGIN_PX = 10.0
"""Free space between the pane's edge and any text."""

SCALE_EDGE_PX = 4.0
"""Between the scale's number and the very edge, where a pane may have a frame."""

CORNER_SHARE = 0.48
"""A corner text takes at most this share of the pane's width; what is longer is shortened."""

SMALL_PANE_PX = 300
LINES_IN_SMALL_PANE = 2
"""In a lower or narrower pane only so many lines of the upper corners are shown."""

UNIT = " mm"

NARROW_PANE_PX = 280
"""Half of a narrower pane has no room for the number of a slice: its corners share no height."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one corner and where they stand."""

    lines: Lines
    area: QRectF
    to_the_right: bool


def scale_line_px(metrics: QFontMetricsF) -> float:
    """Height of the scale's line, at the lower edge: the right corner's text stands over it."""
    return metrics.height() + SCALE_EDGE_PX


def corner_blocks(metrics: QFontMetricsF, corners: Corners, pane: QRectF) -> list[Block]:
    """Lay out the corners' lines: upper left, upper right, lower left, lower right.

    Parameters
    ----------
    metrics : QFontMetricsF
        Of the texts' font.
    corners : Corners
    pane : QRectF
        What is free of it.
    """
    narrow = pane.width() < NARROW_PANE_PX
    kept = LINES_IN_SMALL_PANE if min(pane.width(), pane.height()) < SMALL_PANE_PX else None
    # Between the edge and the letter in the middle.
    beside = pane.width() / 2 - MARGIN_PX - metrics.maxWidth() / 2
    half = min(pane.width() * CORNER_SHARE - MARGIN_PX, beside)
    # Of a narrow pane, lines that are not as high as a letter have the whole width.
    free = pane.width() - 2 * MARGIN_PX if narrow else half
    top_left, low_left = corners.top_left[:kept], corners.bottom_left
    upper_left = _shortened(metrics, top_left[:1], half) + _shortened(metrics, top_left[1:], free)
    upper_right = _shortened(metrics, corners.top_right[: 1 if narrow else kept], half)
    lower_left = _shortened(metrics, low_left[:-1], free) + _shortened(metrics, low_left[-1:], half)
    lower_right = _shortened(metrics, _whole_numbers(metrics, corners.bottom_right, free), free)
    foot = MARGIN_PX + len(lower_left) * metrics.lineSpacing() if narrow else scale_line_px(metrics)
    top, bottom = pane.top() + MARGIN_PX, pane.bottom() - MARGIN_PX
    laid = []
    for lines, edge, at_bottom, to_the_right in (
        (upper_left, top, False, False),
        (upper_right, top, False, True),
        (lower_left, bottom, True, False),
        (lower_right, pane.bottom() - foot, True, True),
    ):
        width = max((metrics.horizontalAdvance(text) for text in lines), default=0.0)
        height = metrics.lineSpacing() * len(lines)
        left = pane.width() - MARGIN_PX - width if to_the_right else MARGIN_PX
        area = QRectF(left, edge - height if at_bottom else edge, width, height)
        laid.append(Block(lines, area, to_the_right))
    return laid


def _shortened(metrics: QFontMetricsF, lines: Lines, room_px: float) -> Lines:
    right = Qt.TextElideMode.ElideRight
    return tuple(metrics.elidedText(text, right, room_px) for text in lines)


def _whole_numbers(metrics: QFontMetricsF, lines: Lines, room_px: float) -> Lines:
    """Leave out a line of numbers that has no room: cut short, it would tell other numbers.

    Its unit goes before them.
    """
    kept = []
    for text in lines:
        forms = (text, text.removesuffix(UNIT)) if text[:1].isdigit() else (text,)
        fitting = (form for form in forms if metrics.horizontalAdvance(form) <= room_px)
        kept.append(next(fitting, "" if len(forms) > 1 else text))
    return tuple(filter(None, kept))
