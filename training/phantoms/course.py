"""Where the spine runs on a grid: what soft tissue, noise and streaks are laid out along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from training.phantoms.bone import FloatArray
from training.phantoms.pose import CERVICAL
from training.phantoms.scene import Scene, is_lower_vertebra

SHOULDER_START_MM = 25.0
"""The shoulders begin this far above C7's body ..."""

SHOULDER_LENGTH_MM = 60.0
"""... and are at their broadest this much further down."""


@dataclass(frozen=True, slots=True, eq=False)
class SpineCourse:
    """The spine's course over the planes of a grid.

    Attributes
    ----------
    z, x, y : ndarray of float32, shape (k,)
        LPS mm: each plane's height, and where the vertebral bodies stand in it.
    z_c1, z_c7 : float
        Heights of C1 and C7, mm.
    """

    z: FloatArray
    x: FloatArray
    y: FloatArray
    z_c1: float
    z_c7: float

    def shoulders(self) -> FloatArray:
        """How much of the shoulders the beam crosses in each plane, 0 (none) to 1, shape (k,)."""
        depth = self.z_c7 + SHOULDER_START_MM - self.z
        return np.asarray(np.clip(depth / SHOULDER_LENGTH_MM, 0.0, 1.0), dtype=np.float32)


def spine_course(scene: Scene, z: FloatArray) -> SpineCourse:
    """Follow the bodies of a scene over the heights ``z`` (k,) in mm."""
    names = [n for n in scene.bones if n in CERVICAL or is_lower_vertebra(n)]
    pivots = np.array(sorted((scene.pivot_mm(n) for n in names), key=lambda p: p[2]))
    smooth = [
        ndimage.gaussian_filter1d(np.interp(z, pivots[:, 2], pivots[:, n]), 6.0) for n in (0, 1)
    ]
    return SpineCourse(
        z,
        smooth[0].astype(np.float32),
        smooth[1].astype(np.float32),
        # Of a torso, head and shoulders lie far beyond the field of view.
        float(scene.pivot_mm("C1")[2]) if "C1" in scene.bones else float(z[-1]) + 200.0,
        float(scene.pivot_mm("C7")[2]) if "C7" in scene.bones else float(z[-1]) + 60.0,
    )


def rings(
    line_x: FloatArray,
    line_y: FloatArray,
    center: tuple[FloatArray, FloatArray],
    radii: tuple[FloatArray | float, FloatArray | float],
) -> tuple[FloatArray, tuple[slice, slice, slice]]:
    """Squared elliptic radius about a centre in each plane, in the window that needs it.

    Parameters
    ----------
    line_x, line_y : ndarray
        The grid's lines in mm.
    center, radii : tuple of ndarray, shape (k,), or of float
        x and y in mm, plane by plane.

    Returns
    -------
    radius2 : ndarray of float32, shape (k, rows, columns)
        1 on the ellipse; the window holds all points up to 1.5 radii.
    window : tuple of slice
        Where that part lies in the whole grid.
    """
    spans = []
    for line, middle, radius in zip((line_y, line_x), center[::-1], radii[::-1], strict=True):
        low = np.searchsorted(line, np.min(middle - 1.5 * np.asarray(radius)))
        high = np.searchsorted(line, np.max(middle + 1.5 * np.asarray(radius)), side="right")
        spans.append(slice(int(low), int(max(high, low))))
    rx, ry = (np.broadcast_to(np.asarray(r, dtype=np.float32), center[0].shape) for r in radii)
    dx = (line_x[None, spans[1]] - center[0][:, None]) / rx[:, None]
    dy = (line_y[None, spans[0]] - center[1][:, None]) / ry[:, None]
    radius2 = (dy**2)[:, :, None] + (dx**2)[:, None, :]
    window = (slice(0, len(center[0])), spans[0], spans[1])
    return np.asarray(radius2, dtype=np.float32), window
