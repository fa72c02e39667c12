"""Commands of which one is chosen among several, by what they stand for."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QAction

from inference.findings import LEVELS, Level
from viewer.state.brush import BrushMode
from viewer.state.cine import RATES_HZ
from viewer.state.drawing import ToolKind
from viewer.state.layout import Arrangement
from viewer.state.names import adjective
from viewer.state.planes import Plane
from viewer.state.slab import SlabMode
from viewer.state.turn import TurnStep
from viewer.texts import tr


class Make(Protocol):
    """Makes one command of the window."""

    def __call__(self, text: str, keys: str, hint: str, *, checkable: bool = False) -> QAction:
        """Make it: its text, its keys (or ""), and what it does in words."""
        ...


def turn_actions(make: Make) -> dict[TurnStep, QAction]:
    """What flips and rotates the active plane."""
    return {
        TurnStep.FLIP_HORIZONTALLY: make(tr("Flip &left and right"), "H", tr("Mirror the plane")),
        TurnStep.FLIP_VERTICALLY: make(tr("Flip &top and bottom"), "V", tr("Mirror the plane")),
        TurnStep.CLOCKWISE: make(tr("Rotate &clockwise"), ".", tr("Rotate by 90 degrees")),
        TurnStep.ANTICLOCKWISE: make(tr("Rotate &anticlockwise"), ",", tr("Rotate by 90 degrees")),
    }


def slab_actions(make: Make) -> dict[SlabMode | None, QAction]:
    """Kinds of slab, and the single slice."""
    return {
        None: make(tr("&Single slice"), "", tr("One slice at a time"), checkable=True),
        SlabMode.MIP: make("M&IP", "", tr("Greatest value of a slab"), checkable=True),
        SlabMode.MEAN: make(tr("M&ean"), "", tr("Mean value of a slab"), checkable=True),
        SlabMode.MINIP: make("Mi&nIP", "", tr("Least value of a slab"), checkable=True),
    }


def cine_rate_actions(make: Make) -> dict[float, QAction]:
    """Slices a second, each a choice."""
    return {
        rate: make(
            tr("{rate:.0f} slices a second", rate=rate), "", tr("Speed of cine"), checkable=True
        )
        for rate in RATES_HZ
    }


def arrangement_actions(make: Make) -> dict[Arrangement, QAction]:
    """How the panes are laid out."""
    return {
        Arrangement.LARGE_AND_SMALL: make(
            tr("One &large, two small"),
            "Ctrl+2",
            tr("The active plane is large"),
            checkable=True,
        ),
        Arrangement.EQUAL: make(
            tr("&Two by two"),
            "Ctrl+3",
            tr("Planes of equal size and the surfaces"),
            checkable=True,
        ),
        Arrangement.SPINE: make(
            tr("&Planes, strip and 3-D"),
            "Ctrl+4",
            tr("The whole spine at a glance"),
            checkable=True,
        ),
    }


def second_plane_actions(make: Make) -> dict[Plane, QAction]:
    """Which plane the second window shows."""
    return {
        plane: make(
            tr("{plane} in the second window", plane=adjective(plane).capitalize()),
            "",
            "",
            checkable=True,
        )
        for plane in Plane
    }


def tool_actions(make: Make) -> dict[ToolKind, QAction]:
    """What the left button draws."""
    return {
        kind: make(text, keys, hint, checkable=True)
        for kind, text, keys, hint in (
            (ToolKind.DISTANCE, tr("&Distance"), "D", tr("Measure a length in mm")),
            (ToolKind.ANGLE, tr("&Angle"), "A", tr("Measure an angle")),
            (ToolKind.COBB, tr("&Cobb angle"), "Shift+A", tr("Measure between two endplates")),
            (ToolKind.ELLIPSE, tr("&Ellipse"), "E", tr("Hounsfield units in an ellipse")),
            (
                ToolKind.RECTANGLE,
                tr("&Rectangle"),
                "Shift+R",
                tr("Hounsfield units in a rectangle"),
            ),
            (
                ToolKind.FREEHAND,
                tr("&Freehand"),
                "Shift+F",
                tr("Hounsfield units in an outline"),
            ),
            (ToolKind.PROBE, tr("&HU probe"), "Shift+H", tr("Hounsfield units of a voxel")),
            (ToolKind.ARROW, tr("Arro&w"), "Shift+W", tr("Point at something")),
            (ToolKind.TEXT, tr("&Text"), "Shift+T", tr("Write on the image")),
        )
    }


def brush_actions(make: Make) -> dict[BrushMode, QAction]:
    """What the left button does to a level's mask."""
    return {
        BrushMode.PAINT: make(
            tr("&Paint"),
            "Shift+B",
            tr("Paint a level's mask with the left button"),
            checkable=True,
        ),
        BrushMode.ERASE: make(
            tr("&Erase"),
            "Shift+E",
            tr("Erase a level's mask with the left button"),
            checkable=True,
        ),
    }


def brush_level_actions(make: Make) -> dict[Level, QAction]:
    """Whose mask that is."""
    return {
        level: make(
            level.value,
            f"Alt+{level.label}",
            tr("Correct the mask of {level}", level=level),
            checkable=True,
        )
        for level in LEVELS
    }
