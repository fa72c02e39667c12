"""Keys and gestures beside what they do, in groups that share balanced columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.state.hand_groups import Hand, HandGroup
from viewer.state.hands import hands_text
from viewer.state.sheet import balanced, is_sought
from viewer.texts import tr

COLUMNS = 3
"""More would be too narrow on a screen, fewer too high for it."""

KEYS_CHARACTERS, MEANING_CHARACTERS = 26, 46
"""Longer texts are broken into lines."""

LEAST_CHARACTERS = 24
"""Fewer in a line of what keys do are hard to read: one column less, then."""

KEYS_GAP_PX, LINE_GAP_PX, GROUP_GAP_PX, COLUMN_GAP_PX = 12, 3, 14, 36


class HandGroupBox(QWidget):
    """A heading, and below it its keys, each beside what it does.

    Parameters
    ----------
    group : HandGroup
        In the reader's language, with what is bound.
    """

    def __init__(self, group: HandGroup) -> None:
        super().__init__()
        self.setAccessibleName(group.title)
        self._title = group.title
        self.heading = QLabel(group.title)
        self.heading.setObjectName("handGroup")
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(KEYS_GAP_PX)
        self.grid.setVerticalSpacing(LINE_GAP_PX)
        self.grid.addWidget(self.heading, 0, 0, 1, 2)
        self.grid.addWidget(rule, 1, 0, 1, 2)
        self.lines = [self._add(hand) for hand in group.hands]

    def _add(self, hand: Hand) -> tuple[QLabel, QLabel]:
        keys, meaning = QLabel(hands_text(hand[0])), QLabel(hand[1])
        keys.setObjectName("big")
        # One of the two is enough to hear the whole line.
        keys.setAccessibleName(tr("{keys}: {meaning}", keys=keys.text(), meaning=meaning.text()))
        row = self.grid.rowCount()
        for column, label in enumerate((keys, meaning)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.ensurePolished()
            label.setWordWrap(True)
            self.grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        return keys, meaning

    def set_widths(self, widths_px: tuple[int, int]) -> None:
        """Break the lines of keys, and of what they do, that are longer."""
        for line in self.lines:
            for label, width in zip(line, widths_px, strict=True):
                label.setFixedSize(width, label.heightForWidth(width))

    def narrow(self, typed: str) -> bool:
        """Show the lines that have what was typed; tell whether there are any."""
        for keys, meaning in self.lines:
            sought = is_sought(typed, keys.text(), meaning.text(), self._title)
            keys.setVisible(sought)
            meaning.setVisible(sought)
        left = any(not keys.isHidden() for keys, _ in self.lines)
        self.setVisible(left)
        return left


class HandColumns(QWidget):
    """All groups, side by side in as many columns as there is room for.

    Parameters
    ----------
    groups : sequence of HandGroup
        In the reader's language, with what is bound.
    room_px : int
        How wide all columns may be together.
    """

    def __init__(self, groups: Sequence[HandGroup], room_px: int) -> None:
        super().__init__()
        self.boxes = [HandGroupBox(group) for group in groups]
        columns = self._set_widths(room_px)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(COLUMN_GAP_PX)
        heights = [box.sizeHint().height() + GROUP_GAP_PX for box in self.boxes]
        for numbers in balanced(heights, columns):
            row.addLayout(_column(self.boxes[number] for number in numbers))
        row.addStretch(1)

    def _set_widths(self, room_px: int) -> int:
        """Give keys and meanings the same width everywhere; return how many columns fit."""
        character = self.fontMetrics().averageCharWidth()
        keys, meanings = zip(*(line for box in self.boxes for line in box.lines), strict=True)
        for_keys = _width(keys, KEYS_CHARACTERS * character)
        most = _width(meanings, MEANING_CHARACTERS * character)
        least = _width(meanings, LEAST_CHARACTERS * character)
        for columns in range(min(COLUMNS, len(self.boxes)), 0, -1):
            each = (room_px - (columns - 1) * COLUMN_GAP_PX) // columns
            left = each - KEYS_GAP_PX - for_keys
            if left >= least:
                break
        for box in self.boxes:
            box.set_widths((for_keys, max(least, min(most, left))))
        return columns

    def narrow(self, typed: str) -> bool:
        """Show the lines that have what was typed; tell whether there are any."""
        # Every group is asked: none may keep the lines of what was typed before.
        left = [box.narrow(typed) for box in self.boxes]
        return any(left)


def _width(labels: Iterable[QLabel], usual_px: int) -> int:
    """Return how wide texts have to be: as usual, and as their longest word."""
    return max(usual_px, *(label.minimumSizeHint().width() for label in labels))


def _column(boxes: Iterable[HandGroupBox]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GROUP_GAP_PX)
    for box in boxes:
        column.addWidget(box)
    column.addStretch(1)
    return column
