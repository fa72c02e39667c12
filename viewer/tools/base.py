"""What every mouse tool that drags has in common."""

from __future__ import annotations

from typing import Protocol

from viewer.state.pointer import Drag
from viewer.state.view import ViewState


class DragTool(Protocol):
    """Turns a drag into another view; pure, so a drag can always be begun again."""

    def drag(self, view: ViewState, drag: Drag) -> ViewState:
        """Return the view at the press, changed by the drag so far."""
        ...
