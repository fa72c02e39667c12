"""The commands that correct masks."""

from __future__ import annotations

from PySide6.QtGui import QAction

from inference.findings import LEVELS, Level
from viewer.state.brush import BrushMode
from viewer.texts import tr
from viewer.widgets.action_maker import ActionMaker


class BrushActions(ActionMaker):
    """Brush and eraser, whose mask they correct, and their size."""

    def _make_brush(self) -> None:
        self.brushes = {
            BrushMode.PAINT: self._make(
                tr("&Paint"),
                "Shift+B",
                tr("Paint a level's mask with the left button"),
                checkable=True,
            ),
            BrushMode.ERASE: self._make(
                tr("&Erase"),
                "Shift+E",
                tr("Erase a level's mask with the left button"),
                checkable=True,
            ),
        }
        self.brush_levels: dict[Level, QAction] = {
            level: self._make(
                level.value,
                f"Alt+{level.label}",
                tr("Correct the mask of {level}", level=level),
                checkable=True,
            )
            for level in LEVELS
        }
        self.brush_smaller = self._make(tr("&Smaller brush"), "[", tr("Make the brush smaller"))
        self.brush_larger = self._make(tr("&Larger brush"), "]", tr("Make the brush larger"))
        self.brush_ball = self._make(
            tr("&Ball"), "Shift+S", tr("Correct neighbouring slices, too"), checkable=True
        )
        self.reset_mask = self._make(
            tr("&Reset this level's mask"),
            "",
            tr("Take back every correction of this level's mask"),
        )
