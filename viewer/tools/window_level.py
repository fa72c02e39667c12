"""Left-drag: window and level. Right is wider, up is brighter."""

from __future__ import annotations

from dataclasses import replace

from viewer.state.pointer import Drag
from viewer.state.view import ViewState, drag_window

WIDTH_SHARE_PER_PX = 1 / 300
"""Share of the starting width that one pixel adds, so that narrow windows move finely."""

MIN_HU_PER_PX = 0.5
"""The least that one pixel changes, so that the narrowest window can be opened again."""


class WindowLevelTool:
    """Changes the window of all planes."""

    def drag(self, view: ViewState, drag: Drag) -> ViewState:
        """Return the view at the press, changed by the drag so far."""
        hu_per_px = max(view.window.width * WIDTH_SHARE_PER_PX, MIN_HU_PER_PX)
        right, down = drag.delta_px
        return replace(view, window=drag_window(view.window, right * hu_per_px, -down * hu_per_px))
