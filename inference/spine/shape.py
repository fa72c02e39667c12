"""Everything that the viewer asks of a spine's shape, found once from a mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.findings import Level
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.spine.axes import VertebraAxes, find_axes
from inference.spine.bodies import BACK_LPS, atlas_center, body_center
from inference.spine.curve import MIN_STEP_MM, SpineCurve
from inference.spine.parts import LevelPart, level_parts
from inference.spine.strip import LevelPlace, level_places


@dataclass(frozen=True, slots=True, eq=False)
class SpineShape:
    """A spine's curve, where its levels lie on it, and each found vertebra's own axes.

    Attributes
    ----------
    curve : SpineCurve
    places : tuple of LevelPlace
        From the first level found to the last, those between that were not found included.
    axes : mapping of Level to VertebraAxes
        Of every found level.
    """

    curve: SpineCurve
    places: tuple[LevelPlace, ...]
    axes: Mapping[Level, VertebraAxes]

    def level_at(self, position_mm: FloatArray) -> Level:
        """Return the found level whose height a point (3,) in LPS mm is nearest to."""
        along = float(self.curve.nearest_mm(position_mm))
        found = [place for place in self.places if place.found]
        return min(found, key=lambda place: abs(place.center_mm - along)).level


def find_shape(labels: NDArray[np.uint8], geometry: VolumeGeometry) -> SpineShape | None:
    """Find the shape of a spine; None where the mask holds fewer than two levels.

    Parameters
    ----------
    labels : ndarray of uint8, shape (k, j, i)
        0 background, 1..7 = C1..C7; other values are passed over.
    geometry : VolumeGeometry
    """
    parts = level_parts(labels, geometry)
    centers = _apart({level: _center(level, part) for level, part in parts.items()})
    if len(centers) < 2:
        return None
    middles = {level: parts[level].points_mm.mean(axis=0) for level in centers}
    ordered = list(centers.values())
    curve = SpineCurve.through(ordered, _back(middles, centers, ordered[-1] - ordered[0]))
    along = dict(zip(centers, (float(mm) for mm in curve.knots_mm), strict=True))
    axes = {
        level: find_axes(
            level,
            parts[level].points_mm,
            center,
            -curve.tangent_lps(along[level]),
            curve.back_across_lps(along[level]),
            parts[level].on_face,
        )
        for level, center in centers.items()
    }
    return SpineShape(curve, level_places(along), axes)


def _center(level: Level, part: LevelPart) -> FloatArray:
    return (atlas_center if level is Level.C1 else body_center)(part.voxels, part.geometry)


def _apart(centers: Mapping[Level, FloatArray]) -> dict[Level, FloatArray]:
    """Leave out a level that coincides with the one before it: a curve can't pass both."""
    kept: dict[Level, FloatArray] = {}
    for level, center in centers.items():
        before = list(kept.values())[-1:]
        if not before or np.linalg.norm(center - before[0]) >= MIN_STEP_MM:
            kept[level] = center
    return kept


def _back(
    middles: Mapping[Level, FloatArray],
    centers: Mapping[Level, FloatArray],
    course: FloatArray,
) -> FloatArray:
    """Return the unit vector to the back, square to the course: from the bodies to the arches.

    An arch lies behind its body, so a vertebra's centre of mass does, too. The atlas is left
    out: its lateral masses and its anterior arch hold the balance to the posterior one.
    """
    behind = np.array(BACK_LPS) * 1e-3
    for level, center in centers.items():
        if level is not Level.C1:
            behind = behind + middles[level] - center
    along = course / np.linalg.norm(course)
    across = behind - (behind @ along) * along
    return np.asarray(across / np.linalg.norm(across))
