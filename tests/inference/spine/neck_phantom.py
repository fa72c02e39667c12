"""A straight neck of simple solids whose intervals are known, on any grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from inference.findings import Level
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from tests.inference.spine.spine_shapes import atlas, vertebra

ARCH_BACK_MM, ARCH_FRONT_MM = -8.4, -12.0
"""y of the anterior arch's surfaces in the midsagittal plane, as ``atlas`` makes it."""

BODY_FRONT_MM = -7.5
DENS_RADIUS_MM, DENS_TOP_MM = 5.0, 9.0
HEIGHTS_MM = {Level.C2: -20.0, Level.C3: -37.0, Level.C4: -53.0, Level.C5: -69.0}
UPRIGHT = Rotation.identity()


@dataclass(frozen=True)
class Truth:
    """What the phantom is made to: mm."""

    atlanto_dens: float = 1.5
    basion_dens: float = 5.0
    tissue: float = 9.0
    """From the bodies to the airway."""
    shift: float = 0.0
    """Of C4 to the back."""
    with_clivus: bool = True
    with_airway: bool = True


def phantom_grid(rotation: Rotation, spacing_kji=(0.9, 0.7, 0.7), top_mm=42.0) -> VolumeGeometry:
    """A turned grid from below C5 up to a height above the atlas."""
    spacing = np.array(spacing_kji)
    low, high = np.array([-34.0, -42.0, -84.0]), np.array([34.0, 48.0, top_mm])
    shape = np.ceil((high - low)[::-1] / spacing).astype(int)
    matrix = np.eye(4)
    matrix[:3, :3] = rotation.as_matrix() @ np.diag(spacing[::-1])
    centre = rotation.apply((low + high) / 2)
    matrix[:3, 3] = centre - matrix[:3, :3] @ ((shape[::-1] - 1) / 2)
    return VolumeGeometry.from_matrix(tuple(int(n) for n in shape), matrix)


def make_neck(geometry: VolumeGeometry, rotation: Rotation, truth: Truth):
    """The volume and its labels; the patient is turned with the grid's rotation."""
    points = geometry.index_to_lps(np.moveaxis(np.indices(geometry.shape_kji), 0, -1))
    points = points @ rotation.as_matrix()  # into the phantom's own frame
    x, y, z = np.moveaxis(points, -1, 0)
    labels = np.zeros(geometry.shape_kji, np.uint8)
    for level, height in HEIGHTS_MM.items():
        back = truth.shift if level is Level.C4 else 0.0
        labels[vertebra(points, np.array([0.0, back, height]), UPRIGHT)] = level.label
    behind = ARCH_BACK_MM + truth.atlanto_dens + DENS_RADIUS_MM
    dens = (np.hypot(x, y - behind) <= DENS_RADIUS_MM) & (z > -16.0) & (z <= DENS_TOP_MM)
    labels[dens] = Level.C2.label
    labels[atlas(points, np.zeros(3), UPRIGHT)] = Level.C1.label
    hu = np.full(geometry.shape_kji, 40, np.int16)
    hu[labels > 0] = 700
    if truth.with_airway:
        front = BODY_FRONT_MM - truth.tissue
        hu[(np.abs(x) < 7) & (y <= front) & (y > front - 12) & (z < DENS_TOP_MM)] = -1000
    if truth.with_clivus:
        under = DENS_TOP_MM + truth.basion_dens + 0.4 * (behind - y)
        hu[(np.abs(x) < 10) & (y <= behind) & (z >= under) & (z <= under + 8)] = 700
    return Volume(hu, geometry), labels
