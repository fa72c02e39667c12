"""Planes along a vertebra's own axes, and what is shown on each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from inference.evidence import CrackMap
from inference.findings import Level, Point
from inference.imaging.geometry import FloatArray
from inference.preprocessing.windowing import Window
from inference.spine.axes import VertebraAxes
from viewer.review.plane import PatientPlane, point
from viewer.state.app import AppState
from viewer.state.evidence import shown_cracks
from viewer.state.mark_shapes import MarkShape, mark_shapes
from viewer.state.names import adjective
from viewer.state.orientation import Orientation, hung_along, turned_frame
from viewer.state.planes import EdgeLetters, Plane, PlaneFrame, letters_between
from viewer.state.study import Study

FIELD_MM = {
    Plane.AXIAL: (84.0, 70.0),
    Plane.SAGITTAL: (84.0, 56.0),
    Plane.CORONAL: (84.0, 56.0),
}
"""Width and height of what is shown: a vertebra and its neighbours' ends."""

CENTRE_BEHIND_MM = {Plane.AXIAL: 14.0, Plane.SAGITTAL: 14.0, Plane.CORONAL: 0.0}
"""The field's centre lies this far behind the body's: a vertebra reaches to the back."""


@dataclass(frozen=True, slots=True)
class AlignedContent:
    """What one aligned plane shows.

    Attributes
    ----------
    title : str
    plane : PatientPlane
        Counted from the centre of the field.
    field_mm : tuple of float
        Width and height.
    window : Window
    letters : EdgeLetters
    crosshair_mm : tuple of float
        To the right of and below the field's centre.
    frame : PlaneFrame
        The slice of an oblique grid that the plane is.
    pan_mm : tuple of float
        From the slice's centre to the field's.
    shapes : tuple of MarkShape
        What is seen of the reader's marks. The hand doesn't take them here.
    cracks : CrackMap or None
        The map that is laid over it.
    """

    title: str
    plane: PatientPlane
    field_mm: tuple[float, float]
    window: Window
    letters: EdgeLetters
    crosshair_mm: tuple[float, float]
    frame: PlaneFrame
    pan_mm: tuple[float, float]
    shapes: tuple[MarkShape, ...] = ()
    cracks: CrackMap | None = None

    @property
    def description(self) -> str:
        """What is shown, in words: for screen readers."""
        drawn = "; ".join(" ".join(shape.texts) for shape in self.shapes if shape.texts)
        return ". ".join(part for part in (self.title, drawn) if part)


def aligned_plane(axes: VertebraAxes, plane: Plane, through_mm: ArrayLike) -> PatientPlane:
    """Lay a plane along a vertebra's axes, through a point (3,) in LPS mm.

    It hangs as the plane of that name does: the axial one parallel to the endplates, seen
    from below, the others with the head on top. The origin is where the body's centre, or
    a place behind it, falls on the plane.
    """
    centre = axes.center_mm + CENTRE_BEHIND_MM[plane] * axes.back_lps
    lies = hung_along(plane, _columns(axes), centre)
    middle = centre + lies.depth_mm(through_mm) * lies.normal_lps
    return replace(lies, origin_mm=point(middle))


def level_orientation(state: AppState) -> Orientation | None:
    """Lay the three planes along the vertebra at the crosshair; None where there is none known."""
    study, view, level = state.study, state.view, aligned_level(state)
    if study is None or view is None or level is None:
        return None
    return orientation_along(study, level, view.crosshair_mm)


def orientation_along(study: Study, level: Level, pivot_mm: Point) -> Orientation | None:
    """Lay the three planes along a vertebra, through a point; None where its axes aren't known."""
    axes = None if study.spine is None else study.spine.axes.get(level)
    return None if axes is None else Orientation.along(_columns(axes), pivot_mm)


def _columns(axes: VertebraAxes) -> FloatArray:
    return np.stack([axes.left_lps, axes.back_lps, axes.head_lps], axis=1)


def aligned_level(state: AppState) -> Level | None:
    """Return the level whose axes are followed: the one at the crosshair's height."""
    study, view = state.study, state.view
    if study is None or view is None or study.spine is None:
        return None
    return study.spine.level_at(np.array(view.crosshair_mm))


def aligned_content(state: AppState, plane: Plane) -> AlignedContent | None:
    """Decide what an aligned plane shows; None where no vertebra's axes are known."""
    study, view, level = state.study, state.view, aligned_level(state)
    if study is None or view is None or study.spine is None or level is None:
        return None
    lies = aligned_plane(study.spine.axes[level], plane, view.crosshair_mm)
    at = lies.to_offset_mm(view.crosshair_mm)
    turned = Orientation.along(_columns(study.spine.axes[level]), view.crosshair_mm)
    frame = turned_frame(study.shown.geometry, turned, plane, view.crosshair_mm)
    return AlignedContent(
        title=f"{level} {adjective(plane)}",
        plane=lies,
        field_mm=FIELD_MM[plane],
        window=view.window,
        letters=letters_between(np.array(lies.right_lps), np.array(lies.down_lps)),
        crosshair_mm=(float(at[0]), float(at[1])),
        frame=frame,
        pan_mm=frame.offset_mm(frame.lps_to_pixel(lies.origin_mm)[0]),
        shapes=tuple(replace(shape, handles=()) for shape in mark_shapes(state, frame, None)),
        cracks=shown_cracks(state),
    )


def moved_through(plane: PatientPlane, position_mm: Point, away_mm: float) -> Point:
    """Move a point square to a plane, away from the viewer."""
    x, y, z = np.array(position_mm) + away_mm * plane.normal_lps
    return float(x), float(y), float(z)
