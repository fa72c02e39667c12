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
"""Half of a narrower pane has no room for the number of a slice: only lines as high as a letter,
and the one on the right above, keep to their half."""

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


@dataclass(frozen=True, slots=True)
class _Room:
    """What a pane has room for.

    Attributes
    ----------
    metrics : QFontMetricsF
        Of the texts' font.
    pane : QRectF
        What is free of it.
    letters : Letters
    """

    metrics: QFontMetricsF
    pane: QRectF
    letters: Letters

    @property
    def narrow(self) -> bool:
        return self.pane.width() < NARROW_PANE_PX

    @property
    def low(self) -> bool:
        return self.pane.height() < SMALL_PANE_PX

    @property
    def half_px(self) -> float:
        """Width of a line beside the letter in the middle."""
        areas = self.letters.top.area, self.letters.bottom.area
        beside = min(area.left() for area in areas) - BESIDE_PX
        return min(self.pane.width() * CORNER_SHARE, beside) - MARGIN_PX

    @property
    def whole_px(self) -> float:
        return self.pane.width() - 2 * MARGIN_PX

    @property
    def free_px(self) -> float:
        """Width of the other lines: in a narrow pane all of it."""
        return self.whole_px if self.narrow else self.half_px

    @property
    def top(self) -> float:
        return self.pane.top() + MARGIN_PX

    @property
    def bottom(self) -> float:
        return self.pane.bottom() - MARGIN_PX

    @property
    def rows_above(self) -> int:
        """How many lines stand over the letters at the sides."""
        return self._rows(self.letters.left.area.top() - self.top)

    def rows_below(self, foot: float) -> int:
        """How many lines stand under the letters at the sides, the last one over ``foot``."""
        return self._rows(foot - self.letters.left.area.bottom())

    def _rows(self, room_px: float) -> int:
        return max(int(room_px / self.metrics.lineSpacing()), 0)

    def height(self, lines: Lines) -> float:
        return self.metrics.lineSpacing() * len(lines)

    def width(self, lines: Lines) -> float:
        """Of the longest line."""
        return max((self.metrics.horizontalAdvance(text) for text in lines), default=0.0)

    def names(self, lines: Lines, room_px: float) -> Lines:
        """Shorten what has no room, but for what is a number altogether, as dates are."""
        return tuple(
            self._fitting(text, room_px, whole=not any(map(str.isalpha, text))) for text in lines
        )

    def numbers(self, lines: Lines, room_px: float) -> Lines:
        """Shorten words that have no room, never a number among them."""
        return tuple(
            self._fitting(text, room_px, whole=any(map(str.isdigit, text))) for text in lines
        )

    def _fitting(self, text: str, room_px: float, *, whole: bool) -> str:
        """What of a line has room; empty where it must be whole: numbers cut short are others.

        Its unit goes before that. An empty line keeps its height: the one over it may be wider
        than what lies beside it.
        """
        for form in (text, text.removesuffix(UNIT)):
            if self.width((form,)) <= room_px:
                return form
        return "" if whole else self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room_px)

    def block(self, lines: Lines, y: float, *, low: bool, to_the_right: bool) -> Block:
        """Place lines that begin at a height, or end there where they are ``low``."""
        width, height = self.width(lines), self.height(lines)
        left = self.pane.width() - MARGIN_PX - width if to_the_right else MARGIN_PX
        area = QRectF(left, y - height if low else y, width, height)
        return Block(lines, area, to_the_right)


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
    room = _Room(metrics, pane, letters)
    return [*_upper_blocks(room, corners), *_lower_blocks(room, corners)]


def _upper_blocks(room: _Room, corners: Corners) -> tuple[Block, Block]:
    """Lay out who it is and which series: the first lines are as high as a letter."""
    small = room.low or room.pane.width() < SMALL_PANE_PX
    kept = min(room.rows_above, LINES_IN_SMALL_PANE) if small else room.rows_above
    left, right = (
        corners.top_left[:kept],
        corners.top_right[: min(kept, 1) if room.narrow else kept],
    )
    left = room.names(left[:1], room.half_px) + room.names(left[1:], room.free_px)
    right = room.names(right, room.half_px)
    return (
        room.block(left, room.top, low=False, to_the_right=False),
        room.block(right, room.top, low=False, to_the_right=True),
    )


def _lower_blocks(room: _Room, corners: Corners) -> tuple[Block, Block]:
    """Lay out place and display: one over the other where they have no room side by side."""
    rows = room.rows_below(room.bottom)
    left = corners.bottom_left[max(len(corners.bottom_left) - rows, 0) :]
    left = room.numbers(left[:-1], room.free_px) + room.numbers(left[-1:], room.half_px)
    shown = room.numbers(corners.bottom_right, room.free_px)
    right = _dearest(shown, low=room.low)
    beside = room.width(right) <= min(
        room.half_px, room.whole_px - room.width(left) - 2 * BESIDE_PX
    )
    scale = scale_line_px(room.metrics)
    foot = room.pane.bottom() - scale if beside else room.bottom - room.height(left)
    right = _dearest(shown, low=room.low, rows=room.rows_below(foot))
    return (
        room.block(left, room.bottom, low=True, to_the_right=False),
        room.block(right, foot, low=True, to_the_right=True),
    )


def _dearest(shown: Lines, *, low: bool, rows: int | None = None) -> Lines:
    """Keep those lower right lines that there are: few in a low pane, and at most ``rows``."""
    dear = DEAREST_FIRST[:DEAR_IN_LOW_PANE] if low else DEAREST_FIRST
    there = [number for number in dear if number < len(shown) and shown[number]]
    return tuple(shown[number] for number in sorted(there[:rows]))
