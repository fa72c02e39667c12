"""A bone as a signed distance on a small grid, and the random shapes made from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

FloatArray = NDArray[np.float32]

OUTSIDE_MM = 20.0
"""Distance reported for a point outside a bone's grid."""


@dataclass(frozen=True, slots=True, eq=False)
class Bone:
    """The shape of one bone at rest.

    Attributes
    ----------
    name : str
        ``C1`` .. ``C7``, ``T1`` .., ``occiput``, ``mandible``...
    distance_mm : ndarray of float32, shape (z, y, x)
        Signed distance to the surface, negative inside.
    origin_mm : ndarray, shape (3,)
        x, y, z (LPS) of the first voxel's centre.
    spacing_mm : float
        Isotropic grid spacing.
    pivot_mm : ndarray, shape (3,)
        Centre of the vertebral body (C1: of the ring); the bone turns about it.
    """

    name: str
    distance_mm: FloatArray
    origin_mm: NDArray[np.float64]
    spacing_mm: float
    pivot_mm: NDArray[np.float64]

    def sample(self, points_mm: FloatArray) -> FloatArray:
        """Signed distance at points of shape (3, n), x, y, z in the rest frame."""
        index = (points_mm - self.origin_mm[:, None].astype(np.float32)) / self.spacing_mm
        return np.asarray(
            ndimage.map_coordinates(
                self.distance_mm, index[::-1], order=1, mode="constant", cval=OUTSIDE_MM
            )
        )

    def corners_mm(self) -> NDArray[np.float64]:
        """The eight corners of its grid, shape (3, 8)."""
        size = (np.array(self.distance_mm.shape[::-1]) - 1) * self.spacing_mm
        unit = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).reshape(3, 8)
        return np.asarray(self.origin_mm[:, None] + unit * size[:, None])

    def translated(self, shift_mm: NDArray[np.float64]) -> Bone:
        """Return the same bone moved by ``shift_mm`` (3,)."""
        return Bone(
            self.name,
            self.distance_mm,
            self.origin_mm + shift_mm,
            self.spacing_mm,
            self.pivot_mm + shift_mm,
        )


def from_occupancy(
    name: str,
    inside: NDArray[np.bool_],
    origin_mm: NDArray[np.float64],
    spacing_mm: float,
    pivot_mm: NDArray[np.float64] | None = None,
) -> Bone:
    """Build a bone from a binary grid (z, y, x) with an empty rim.

    Without a pivot the centre of the thickest part is taken, which for C2..T4 is the
    vertebral body; the whole bone's centroid would lie in the canal.
    """
    depth = ndimage.distance_transform_edt(inside)
    away = ndimage.distance_transform_edt(~inside)
    # Half a voxel is taken off either side: the surface runs between two voxel centres.
    distance = (np.where(inside, 0.5 - depth, away - 0.5) * spacing_mm).astype(np.float32)
    smooth = ndimage.gaussian_filter(distance, 0.7)
    if pivot_mm is None:
        weight = depth**4
        index = np.array(ndimage.center_of_mass(weight))
        pivot_mm = origin_mm + index[::-1] * spacing_mm
    return Bone(name, smooth, np.asarray(origin_mm, float), spacing_mm, np.asarray(pivot_mm, float))
