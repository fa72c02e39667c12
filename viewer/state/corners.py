"""The lines of text in a pane's four corners: the one place that decides what stands there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from inference.imaging.volume import SeriesInfo
from inference.preprocessing.windowing import Window
from viewer.state import wording
from viewer.state.names import name_of
from viewer.state.pane_view import PaneView
from viewer.state.planes import PlaneFrame
from viewer.state.slab import SlabCut
from viewer.state.turn import Turn
from viewer.texts import tr

_AXIS_NAMES = "xyz"

EVEN_DEG = 0.05
"""A plane that leans by less is turned within itself."""

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corners:
    """The lines of text in a pane's four corners, each from the top down.

    Attributes
    ----------
    top_left : tuple of str
        Who the patient is.
    top_right : tuple of str
        Which study and series it is.
    bottom_left : tuple of str
        Where the plane lies, and the slab it shows.
    bottom_right : tuple of str
        How it is displayed: window, zoom, voxels, turn.
    """

    top_left: Lines = ()
    top_right: Lines = ()
    bottom_left: Lines = ()
    bottom_right: Lines = ()

    def with_value(self, value: str) -> Corners:
        """Add the value under the mouse over the place, unless the texts are hidden."""
        if not value or not self.bottom_left:
            return self
        return replace(self, bottom_left=(value, *self.bottom_left))


def corner_texts(
    info: SeriesInfo,
    frame: PlaneFrame,
    pane: PaneView,
    window: Window,
    slab: SlabCut | None = None,
    cine_hz: float | None = None,
) -> Corners:
    """Write what stands in the corners of a pane; ``cine_hz`` while its slices are played."""
    return Corners(
        top_left=wording.patient_lines(info),
        top_right=wording.series_lines(info),
        bottom_left=(
            *(
                ()
                if cine_hz is None
                else (tr("Cine, {cine_hz:.0f} slices a second", cine_hz=cine_hz),)
            ),
            *place_lines(frame, slab),
        ),
        bottom_right=(
            wording.window_text(window),
            f"{tr(window.name)}  {pane.zoom:.1f} ×".strip(),
            _voxel_text(frame),
            *_display_lines(pane),
        ),
    )


def place_lines(frame: PlaneFrame, slab: SlabCut | None) -> Lines:
    """Tell which slice or slab is shown, and its place in the patient."""
    name = name_of(frame.plane)
    return (
        *(() if slab is None else (slab.text,)),
        f"{name} {frame.number} / {frame.slice_count}",
        _where_text(frame),
    )


def _where_text(frame: PlaneFrame) -> str:
    if frame.oblique_deg is None or frame.squared:
        return _position_text(frame)
    return _lean_text(frame.oblique_deg)


def _position_text(frame: PlaneFrame) -> str:
    axis = int(np.argmax(np.abs(np.cross(frame.right_lps, frame.down_lps))))
    return f"{_AXIS_NAMES[axis]} {float(frame.center_lps[axis]):.1f} mm"


def _lean_text(oblique_deg: float) -> str:
    """No coordinate is the same all over an oblique plane: its lean stands in that place."""
    if oblique_deg < EVEN_DEG:
        return tr("Turned in its plane")
    return tr("Oblique {angle}", angle=wording.degrees_text(oblique_deg))


def _voxel_text(frame: PlaneFrame) -> str:
    """Rows, columns and slices: what the image is made of, not what is interpolated."""
    sides = (*frame.spacing_mm, frame.slice_mm)
    return " × ".join(f"{side:.2f}" for side in sides) + " mm"


def _display_lines(pane: PaneView) -> Lines:
    """Say where a plane is not displayed as everybody hangs it."""
    turned = tr("mirrored") if pane.turn.mirrors else tr("rotated") if pane.turn != Turn() else ""
    said = ", ".join(word for word in (tr("inverted") if pane.inverted else "", turned) if word)
    return (said[:1].upper() + said[1:],) if said else ()
