"""Left-drag at first: window and level. Right is wider, up is brighter, unless set otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viewer.state.pointer import Drag
from viewer.state.view import ViewState, drag_window

WIDTH_SHARE_PER_PX = 1 / 300
"""Share of the starting width that one pixel adds, so that narrow windows move finely."""

MIN_HU_PER_PX = 0.5
"""The least that one pixel changes, so that the narrowest window can be opened again."""


@dataclass(frozen=True, slots=True)
class WindowLevelTool:
    """Changes the window of all planes.

    Attributes
    ----------
    wider_to_the_right, brighter_up : bool
        Which way the hand opens the window and brightens the image.
    """

    wider_to_the_right: bool = True
    brighter_up: bool = True

    def drag(self, view: ViewState, drag: Drag) -> ViewState:
        """Return the view at the press, changed by the drag so far."""
        hu_per_px = max(view.window.width * WIDTH_SHARE_PER_PX, MIN_HU_PER_PX)
        right, down = drag.delta_px
        wider = right if self.wider_to_the_right else -right
        brighter = -down if self.brighter_up else down
        window = drag_window(view.window, wider * hu_per_px, brighter * hu_per_px)
        return replace(view, window=window)
