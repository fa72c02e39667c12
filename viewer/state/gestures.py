"""Which gesture of the mouse does what: one table, so that each can be given another meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from viewer.state.pointer import Button, Pointer


class DragAction(StrEnum):
    """What dragging with a button held does."""

    WINDOW = "window and level"
    PAN = "pan"
    ZOOM = "zoom"
    NOTHING = "nothing"


class WheelAction(StrEnum):
    """What a notch of the wheel does."""

    SLICE = "one slice"
    TEN_SLICES = "ten slices"
    ZOOM = "zoom"
    SLAB = "thickness of the slab"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Gestures:
    """The meaning of each gesture.

    Attributes
    ----------
    left_drag, middle_drag, right_drag : DragAction
    wheel, shift_wheel, control_wheel, alt_wheel : WheelAction
        Without a key, and with one held.
    """

    left_drag: DragAction = DragAction.WINDOW
    middle_drag: DragAction = DragAction.PAN
    right_drag: DragAction = DragAction.ZOOM
    wheel: WheelAction = WheelAction.SLICE
    shift_wheel: WheelAction = WheelAction.SLICE
    control_wheel: WheelAction = WheelAction.ZOOM
    alt_wheel: WheelAction = WheelAction.SLAB

    def drag(self, button: Button) -> DragAction:
        """Return what dragging with a button does."""
        return {
            Button.LEFT: self.left_drag,
            Button.MIDDLE: self.middle_drag,
            Button.RIGHT: self.right_drag,
        }.get(button, DragAction.NOTHING)

    def turn(self, at: Pointer) -> WheelAction:
        """Return what the wheel does there; Ctrl comes before Alt, and Alt before Shift."""
        if at.control:
            return self.control_wheel
        if at.alt:
            return self.alt_wheel
        return self.shift_wheel if at.shift else self.wheel


GESTURE_NAMES = {
    "left_drag": "Left-drag",
    "middle_drag": "Middle-drag",
    "right_drag": "Right-drag",
    "wheel": "Wheel",
    "shift_wheel": "Shift+wheel",
    "control_wheel": "Ctrl+wheel",
    "alt_wheel": "Alt+wheel",
}
"""What the fields of :class:`Gestures` are called, on the cheat sheet as in the settings."""


def gestures_of(action: DragAction | WheelAction, gestures: Gestures) -> tuple[str, ...]:
    """Return the names of the gestures that do something."""
    # The same, not equal: a drag and a turn of the wheel that both zoom are two things.
    return tuple(
        name for field, name in GESTURE_NAMES.items() if getattr(gestures, field) is action
    )
