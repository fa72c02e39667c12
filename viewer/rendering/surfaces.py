"""Surfaces of the vertebrae and of the bone around them, coloured by suspicion. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.measure import marching_cubes

from inference.findings import Analysis, Finding, Level
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.resampling import isotropic_grid, region, resample
from inference.spine.parts import LevelPart, level_parts
from viewer.state.wording import percent
from viewer.texts import tr

Colour = tuple[float, float, float, float]
"""Red, green, blue, opacity; 0..1."""

BONE_HU = 250.0
BONE_MM = 1.5
"""The bone around is context: coarse is enough."""

AROUND_MM = 25.0
"""So much of it is shown around the vertebrae."""

SMOOTH_VOXELS = 0.8
"""Takes the voxels' steps off a mask's surface."""

RIM = 3
"""Voxels of background around a mask, so that its surface is closed."""

BONE_COLOUR: Colour = (0.72, 0.78, 0.86, 0.22)
UNKNOWN_COLOUR: Colour = (0.30, 0.34, 0.40, 1.0)
"""Dark: not analysed."""

BELOW_COLOUR: Colour = (0.90, 0.90, 0.87, 1.0)
LEAST_COLOUR: Colour = (0.95, 0.72, 0.25, 1.0)
MOST_COLOUR: Colour = (0.84, 0.33, 0.00, 1.0)
"""Suspected, from the threshold up: orange to vermilion of Okabe and Ito's palette, which
stay apart from the pale grey without colour vision, too, for they are darker."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Triangles in patient space.

    Attributes
    ----------
    vertices_mm : ndarray of float32, shape (n, 3)
        LPS.
    normals_lps : ndarray of float32, shape (n, 3)
        Unit vectors; which side is outside is left open.
    faces : ndarray of int32, shape (m, 3)
    """

    vertices_mm: NDArray[np.float32]
    normals_lps: NDArray[np.float32]
    faces: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class PaintedSurface:
    """A surface and how it is shown; the bone around has no level.

    Attributes
    ----------
    surface : Surface
    colour : Colour
    level : Level or None
    text : str
        What stands beside it.
    marked : bool
        Whether the level is suspected.
    """

    surface: Surface
    colour: Colour
    level: Level | None = None
    text: str = ""
    marked: bool = False


def extract_surface(
    values: NDArray[np.float32], geometry: VolumeGeometry, threshold: float
) -> Surface | None:
    """Find the surface at which values (k, j, i) cross a threshold; None where they don't.

    Marching cubes after Lewiner et al., J Graph Tools 8(2):1-15, 2003.
    """
    if min(values.shape) < 2 or not values.min() < threshold < values.max():
        return None
    index, faces, slopes, _ = marching_cubes(values, threshold)
    # A slope is no direction: it turns with the inverse of what turns a direction.
    normals = slopes[:, ::-1] @ np.linalg.inv(geometry.matrix[:3, :3])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return Surface(
        geometry.index_to_lps(index).astype(np.float32),
        normals.astype(np.float32),
        faces.astype(np.int32),
    )


def level_surface(part: LevelPart) -> Surface | None:
    """Find the smoothed surface of one vertebra's mask."""
    padded = np.pad(part.voxels, RIM).astype(np.float32)
    matrix = part.geometry.matrix
    matrix[:3, 3] = part.geometry.index_to_lps((-RIM, -RIM, -RIM))
    smooth = ndimage.gaussian_filter(padded, SMOOTH_VOXELS)
    return extract_surface(smooth, VolumeGeometry.from_matrix(padded.shape, matrix), 0.5)


def bone_around(
    volume: Volume, labels: NDArray[np.uint8], low_mm: FloatArray, high_mm: FloatArray
) -> Surface | None:
    """Find the surface of the bone in a box that belongs to no level."""
    hu, geometry = region(volume.hu, volume.geometry, low_mm, high_mm)
    mask, _ = region(labels, volume.geometry, low_mm, high_mm)
    grid = isotropic_grid(geometry, BONE_MM)
    shown = resample(hu, geometry, grid)
    own = resample((mask > 0).astype(np.float32), geometry, grid, fill=0.0)
    # A voxel further, too: what is left of a vertebra's edge would lie over it as a skin.
    shown[ndimage.maximum_filter(own, 3) > 0] = -BONE_HU
    return extract_surface(shown, grid, BONE_HU)


def suspicion_colour(finding: Finding) -> Colour:
    """Return the colour of a level: dark unknown, pale below the threshold, orange to vermilion."""
    if finding.probability is None:
        return UNKNOWN_COLOUR
    if not finding.suspected:
        return BELOW_COLOUR
    room = max(1.0 - finding.threshold, 1e-6)
    share = min((finding.probability - finding.threshold) / room, 1.0)
    red, green, blue, opacity = (
        a + share * (b - a) for a, b in zip(LEAST_COLOUR, MOST_COLOUR, strict=True)
    )
    return red, green, blue, opacity


def painted_surfaces(
    volume: Volume, labels: NDArray[np.uint8], analysis: Analysis
) -> tuple[PaintedSurface, ...]:
    """Find all surfaces of a study, the vertebrae first; empty where the mask is.

    Parameters
    ----------
    volume : Volume
    labels : ndarray of uint8, shape (k, j, i)
        On the volume's grid, 1..7 = C1..C7.
    analysis : Analysis
    """
    parts = level_parts(labels, volume.geometry)
    found = []
    for level, part in parts.items():
        surface = level_surface(part)
        if surface is not None:
            finding = analysis.findings[level.label - 1]
            found.append(
                PaintedSurface(
                    surface, suspicion_colour(finding), level, _text(finding), finding.suspected
                )
            )
    if not found:
        return ()
    points = np.concatenate([item.surface.vertices_mm for item in found])
    low, high = points.min(axis=0) - AROUND_MM, points.max(axis=0) + AROUND_MM
    bone = bone_around(volume, labels, low.astype(np.float64), high.astype(np.float64))
    if bone is not None:
        found.append(PaintedSurface(bone, BONE_COLOUR))
    return tuple(found)


def _text(finding: Finding) -> str:
    if finding.probability is None:
        return tr("{level} not analysed", level=finding.level)
    mark = " ▲" if finding.suspected else ""
    return f"{finding.level}{mark} {percent(finding.probability)}"
