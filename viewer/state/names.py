"""What the window calls planes, gestures, layouts and the like, in the reader's language."""

from __future__ import annotations

from enum import StrEnum

from inference.imaging.study import SlicePlane
from viewer.state.gestures import DragAction, WheelAction
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane
from viewer.state.reading_wording import ReaderState
from viewer.state.slab import SlabMode
from viewer.texts import noop, tr

_NAMES: dict[StrEnum, str] = {
    Plane.AXIAL: noop("Axial"),
    Plane.SAGITTAL: noop("Sagittal"),
    Plane.CORONAL: noop("Coronal"),
    SlicePlane.OBLIQUE: noop("Oblique"),
    Arrangement.LARGE_AND_SMALL: noop("One large, the others small"),
    Arrangement.EQUAL: noop("Two by two"),
    Arrangement.SPINE: noop("Planes, strip and surfaces"),
    DragAction.WINDOW: noop("Window and level"),
    DragAction.PAN: noop("Pan"),
    DragAction.NOTHING: noop("Nothing"),
    WheelAction.SLICE: noop("One slice"),
    WheelAction.TEN_SLICES: noop("Ten slices"),
    WheelAction.ZOOM: noop("Zoom"),
    WheelAction.SLAB: noop("Thickness of the slab"),
    ReaderState.UNREAD: noop("Unread"),
    ReaderState.ACCEPTED: noop("Accepted"),
    ReaderState.REJECTED: noop("Rejected"),
    ReaderState.UNCERTAIN: noop("Uncertain"),
    ReaderState.OWN_FINDING: noop("Own finding"),
    SlabMode.MEAN: noop("Mean"),
}
"""Their own words, where they are what readers say everywhere, need no other: MIP, MinIP."""

WINDOWS = (
    noop("Spine bone"),
    noop("Temporal bone 1"),
    noop("Temporal bone 2"),
    noop("Soft tissue"),
)
"""The names of the window presets in the resources."""

_ADJECTIVES = {
    Plane.AXIAL: noop("axial"),
    Plane.SAGITTAL: noop("sagittal"),
    Plane.CORONAL: noop("coronal"),
}


def name_of(one: StrEnum) -> str:
    """Name something as a control or a corner of its own does."""
    return tr(_NAMES.get(one, one.value))


def adjective(plane: Plane) -> str:
    """Say within a sentence which plane it is."""
    return tr(_ADJECTIVES[plane])


def plane_title(plane: Plane) -> str:
    """Name a plane in full."""
    return tr("{plane} plane", plane=adjective(plane).capitalize())
