"""From a volume to the pixels of a plane that lies along no grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.evidence import CrackMap
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.resampling import region, resample
from inference.preprocessing.windowing import Window, to_gray
from viewer.rendering.heat import heat_on, lay_heat
from viewer.review.plane import PatientPlane


def plane_grid(
    plane: PatientPlane, field_mm: tuple[float, float], pixel_mm: float
) -> VolumeGeometry:
    """Return the grid of one slice: a field of width and height about a plane's origin."""
    width, height = field_mm
    rows, columns = round(height / pixel_mm), round(width / pixel_mm)
    right, down = np.array(plane.right_lps), np.array(plane.down_lps)
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, down, plane.normal_lps], axis=1) * pixel_mm
    corner = np.array([-(columns - 1), -(rows - 1)]) * pixel_mm / 2
    matrix[:3, 3] = plane.to_lps(corner)
    return VolumeGeometry.from_matrix((1, rows, columns), matrix)


def plane_pixels(
    volume: Volume,
    plane: PatientPlane,
    field_mm: tuple[float, float],
    pixel_mm: float,
    window: Window,
    cracks: CrackMap | None = None,
) -> NDArray[np.uint8]:
    """Draw a plane in grey (rows, columns), RGB (..., 3) under a crack map; outside is air."""
    grid = plane_grid(plane, field_mm, pixel_mm)
    near, geometry = region(volume.hu, volume.geometry, *grid.bounds_lps_mm())
    hu = resample(near, geometry, grid)[0]
    gray = to_gray(np.rint(hu).astype(np.int16), window)
    return gray if cracks is None else lay_heat(gray, heat_on(cracks, grid)[0])
