"""Where the texts of a pane's corners stand, and how much of them: less in a small pane."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from viewer.rendering.letters import MARGIN_PX, Letters
from viewer.state.corners import Corners, Lines

SCALE_EDGE_PX = 4.0
"""Between the scale's number and the very edge, where a pane may have a frame."""

CORNER_SHARE = 0.48
"""A corner text takes at most this share of the pane's width; what is longer is shortened."""

SMALL_PANE_PX = 300
LINES_IN_SMALL_PANE = 2
"""In a lower or narrower pane only so many lines of the upper corners are shown."""

DEAREST_FIRST = (0, 3, 1, 2)
"""Lower right lines, by what stays longest where room is short: window, turn, zoom, voxels."""

DEAR_IN_LOW_PANE = 2
"""Anatomy lies under the others there; the scale's line tells sizes."""

UNIT = " mm"

NARROW_PANE_PX = 280
"""Half of a narrower pane has no room for the number of a slice: its corners share no height."""

BESIDE_PX = 5.0
"""Between a text and the letter in the middle of its edge."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one corner and where they stand."""

    lines: Lines
    area: QRectF
    to_the_right: bool


def scale_line_px(metrics: QFontMetricsF) -> float:
    """Height of the scale's line, at the lower edge: the right corner's text stands over it."""
    return metrics.height() + SCALE_EDGE_PX


def corner_blocks(
    metrics: QFontMetricsF, corners: Corners, pane: QRectF, letters: Letters
) -> list[Block]:
    """Lay out the corners' lines: upper left, upper right, lower left, lower right.

    Parameters
    ----------
    metrics : QFontMetricsF
        Of the texts' font.
    corners : Corners
    pane : QRectF
        What is free of it.
    letters : Letters
        Of the pane's directions: lines that would be as high as those at its sides are left out.
    """
    narrow, low = pane.width() < NARROW_PANE_PX, pane.height() < SMALL_PANE_PX
    beside = min(letters.top.area.left(), letters.bottom.area.left()) - BESIDE_PX
    half = min(pane.width() * CORNER_SHARE, beside) - MARGIN_PX
    # Of a narrow pane, lines that are not as high as a letter have the whole width.
    free = pane.width() - 2 * MARGIN_PX if narrow else half
    top, bottom = pane.top() + MARGIN_PX, pane.bottom() - MARGIN_PX
    line, side = metrics.lineSpacing(), letters.left.area

    kept = _rows(side.top() - top, line)
    if low or pane.width() < SMALL_PANE_PX:
        kept = min(kept, LINES_IN_SMALL_PANE)
    top_left, top_right = corners.top_left[:kept], corners.top_right[:kept]
    upper_left = _names(metrics, top_left[:1], half) + _names(metrics, top_left[1:], free)
    upper_right = _names(metrics, top_right[:1] if narrow else top_right, half)

    low_left = _last(corners.bottom_left, _rows(bottom - side.bottom(), line))
    lower_left = _numbers(metrics, low_left[:-1], free) + _numbers(metrics, low_left[-1:], half)
    foot = bottom - len(lower_left) * line if narrow else pane.bottom() - scale_line_px(metrics)
    dear = DEAREST_FIRST[:DEAR_IN_LOW_PANE] if low else DEAREST_FIRST
    low_right = _numbers(metrics, corners.bottom_right, free)
    lower_right = _there(low_right, dear, _rows(foot - side.bottom(), line))

    def block(lines: Lines, y: float, *, at_bottom: bool, to_the_right: bool) -> Block:
        width = max((metrics.horizontalAdvance(text) for text in lines), default=0.0)
        height = line * len(lines)
        left = pane.width() - MARGIN_PX - width if to_the_right else MARGIN_PX
        area = QRectF(left, y - height if at_bottom else y, width, height)
        return Block(lines, area, to_the_right)

    return [
        block(upper_left, top, at_bottom=False, to_the_right=False),
        block(upper_right, top, at_bottom=False, to_the_right=True),
        block(lower_left, bottom, at_bottom=True, to_the_right=False),
        block(lower_right, foot, at_bottom=True, to_the_right=True),
    ]


def _rows(room_px: float, line_px: float) -> int:
    return max(int(room_px / line_px), 0)


def _last(lines: Lines, rows: int) -> Lines:
    return lines[max(len(lines) - rows, 0) :]


def _there(lines: Lines, dear: tuple[int, ...], rows: int) -> Lines:
    """Keep the dearest lines that there are, as many as find room."""
    there = [n for n in dear if n < len(lines) and lines[n]]
    return tuple(lines[n] for n in sorted(there[:rows]))


def _names(metrics: QFontMetricsF, lines: Lines, room_px: float) -> Lines:
    """Shorten what has no room, but for what is a number altogether, as dates are."""
    return tuple(
        _fitting(metrics, text, room_px, whole=not any(map(str.isalpha, text))) for text in lines
    )


def _numbers(metrics: QFontMetricsF, lines: Lines, room_px: float) -> Lines:
    """Shorten words that have no room, never a number among them."""
    return tuple(
        _fitting(metrics, text, room_px, whole=any(map(str.isdigit, text))) for text in lines
    )


def _fitting(metrics: QFontMetricsF, text: str, room_px: float, *, whole: bool) -> str:
    """What of a line has room; empty where it must be whole: numbers cut short are others.

    Its unit goes before that. An empty line keeps its height: the one over it may be wider
    than what lies beside it.
    """
    forms = (text, text.removesuffix(UNIT))
    fitting = next((form for form in forms if metrics.horizontalAdvance(form) <= room_px), None)
    if fitting is not None:
        return fitting
    return "" if whole else metrics.elidedText(text, Qt.TextElideMode.ElideRight, room_px)
