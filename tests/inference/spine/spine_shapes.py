"""Curves and a phantom neck whose measures are known, on any grid."""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation

from inference.findings import LEVELS, Level
from inference.imaging.geometry import VolumeGeometry
from inference.preprocessing.resampling import region

RADIUS_MM = 140.0
STEP_MM = 16.0
"""Between two bodies, along the circle."""


REACH_MM = np.array([30.0, 46.0, 22.0])
"""No vertebra reaches further from its centre."""


def circle_points(along_mm):
    """Points (n, 3) of a lordotic arc: from the head down, bent in the sagittal plane."""
    angle = (np.asarray(along_mm) - 3 * STEP_MM) / RADIUS_MM
    side = np.zeros_like(angle)
    return np.stack([side, RADIUS_MM * (1 - np.cos(angle)), -RADIUS_MM * np.sin(angle)], axis=-1)


def grid(
    rotation: Rotation, spacing_kji=(1.2, 0.9, 0.9), size_mm=(150.0, 100.0, 84.0)
) -> VolumeGeometry:
    """A grid of a size around the origin, turned as a whole."""
    spacing = np.array(spacing_kji)
    shape = np.ceil(np.array(size_mm) / spacing).astype(int)
    matrix = np.eye(4)
    matrix[:3, :3] = rotation.as_matrix() @ np.diag(spacing[::-1])
    # A little behind the middle: the arches are there.
    matrix[:3, 3] = np.array([0.0, 12.0, 0.0]) - matrix[:3, :3] @ ((shape[::-1] - 1) / 2)
    return VolumeGeometry.from_matrix(tuple(int(n) for n in shape), matrix)


def vertebra(points_mm, center_mm, attitude: Rotation):
    """Tell which points (..., 3) lie in a vertebra: body, pillars, arch and spinous process.

    Its rest attitude has left, back and head along x, y and z.
    """
    x, y, z = np.moveaxis((points_mm - center_mm) @ attitude.as_matrix(), -1, 0)
    body = (np.hypot(x / 8.5, y / 7.5) <= 1) & (np.abs(z) <= 6.0)
    pillars = (np.hypot(np.abs(x) - 18.0, y - 11.0) <= 5.0) & (np.abs(z) <= 5.5)
    ring = np.hypot(x / 18.0, (y - 14.0) / 14.0)
    arch = (ring > 0.72) & (ring <= 1.0) & (y > 3.0) & (np.abs(z) <= 4.0)
    process = (np.abs(x) <= 2.5) & (y > 22.0) & (y < 40.0) & (np.abs(z + 2.0) <= 3.5)
    return body | pillars | arch | process


def atlas(points_mm, center_mm, attitude: Rotation):
    """Tell which points (..., 3) lie in a ring with two lateral masses."""
    x, y, z = np.moveaxis((points_mm - center_mm) @ attitude.as_matrix(), -1, 0)
    masses = (np.hypot(np.abs(x) - 18.0, y) <= 7.0) & (np.abs(z) <= 6.0)
    ring = np.hypot(x / 22.0, (y - 8.0) / 20.0)
    return masses | ((ring > 0.82) & (ring <= 1.0) & (np.abs(z) <= 4.0))


def neck_labels(geometry: VolumeGeometry, levels=LEVELS, whole=None):
    """Labels (k, j, i) of a lordotic neck, and each level's centre and attitude.

    The whole neck is turned by ``whole`` about the origin.
    """
    whole = Rotation.identity() if whole is None else whole
    shape = geometry.shape_kji
    labels = np.zeros(shape, np.uint8)
    truth = {}
    for level in levels:
        along = (level.label - 1) * STEP_MM
        center = whole.apply(circle_points(along))
        attitude = whole * Rotation.from_rotvec([(along - 3 * STEP_MM) / RADIUS_MM, 0, 0])
        make = atlas if level is Level.C1 else vertebra
        part, near = region(labels, geometry, center - REACH_MM, center + REACH_MM)
        points = near.index_to_lps(np.stack(np.indices(part.shape), axis=-1))
        part[make(points, center, attitude)] = level.label
        truth[level] = (center, attitude)
    return labels, truth
