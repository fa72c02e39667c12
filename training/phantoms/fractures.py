"""A broken vertebra at rest: cracks with their displaced fragments, and lost height."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.phantoms.bone import Bone, FloatArray

Vector = NDArray[np.float64]

CRACK_EDGE_MM = 0.4
"""The edges of a crack count as crack up to this depth."""


@dataclass(frozen=True, slots=True, eq=False)
class Crack:
    """A wavy crack through a bone near one point.

    Attributes
    ----------
    center_mm, normal : ndarray, shape (3,)
        A point on the crack and its unit normal, in the bone's rest frame.
    gap_mm : float
        Width of the crack.
    reach_mm : float
        It ends this far from its centre.
    shift_mm : ndarray, shape (3,)
        Displacement of the fragment on the normal's side.
    wave_mm, wave_length_mm : float
        How uneven it is.
    """

    center_mm: Vector
    normal: Vector
    gap_mm: float
    reach_mm: float
    shift_mm: Vector
    wave_mm: float
    wave_length_mm: float

    def plane_distance(self, points: FloatArray) -> FloatArray:
        """Signed distance from the crack's surface, points (3, n)."""
        away = points - self.center_mm[:, None].astype(np.float32)
        flat = (away * self.normal[:, None].astype(np.float32)).sum(axis=0)
        turn = 2 * np.pi / self.wave_length_mm
        wave = np.sin(away[0] * turn + 1.0) + np.sin(away[1] * turn * 1.3) + np.sin(away[2] * turn)
        return np.asarray(flat + self.wave_mm * wave / 3, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Compression:
    """Loss of body height, most in front.

    Attributes
    ----------
    loss : float
        Share of the anterior height that is lost, 0..1.
    pivot_mm : tuple of float
        Centre of the body.
    half_height_mm, half_depth_mm : float
        Size of the body.
    """

    loss: float
    pivot_mm: tuple[float, float, float]
    half_height_mm: float
    half_depth_mm: float


@dataclass(frozen=True, slots=True)
class Fracture:
    """All that is broken on one level, and what it is called."""

    name: str
    cracks: tuple[Crack, ...] = ()
    compression: Compression | None = None


def sample_fractured(
    bone: Bone, fracture: Fracture | None, points: FloatArray
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Sample a bone with its fracture at rest-frame points (3, n).

    Returns
    -------
    distance : ndarray of float32, shape (n,)
        Signed distance to the broken bone, mm.
    whole : ndarray of float32, shape (n,)
        The same without the gaps: a fresh crack has no cortex, so that cortex lies below
        this surface alone.
    crack : ndarray of bool, shape (n,)
        Where a crack runs through what was bone.
    """
    if fracture is None:
        distance = bone.sample(points)
        return distance, distance, np.zeros(points.shape[1], dtype=bool)
    source, slots = trace_back(fracture, points)
    gaps = [
        np.where(slot.half_gap > 0, slot.half_gap - np.abs(slot.offset), -np.inf) for slot in slots
    ]
    whole = bone.sample(source)
    widest = np.maximum.reduce(gaps)
    return (
        np.maximum(whole, widest).astype(np.float32),
        whole,
        np.asarray((widest > -CRACK_EDGE_MM) & (whole < 0)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One crack seen from points, arrays (n,), mm.

    Attributes
    ----------
    offset : ndarray
        Signed distance from the crack's surface.
    half_gap : ndarray
        Half of its width there; 0 beyond its end.
    """

    offset: FloatArray
    half_gap: FloatArray


def trace_back(fracture: Fracture, points: FloatArray) -> tuple[FloatArray, list[Slot]]:
    """Where points (3, n) of the broken bone lay before it broke, and the cracks there."""
    source = points
    if fracture.compression is not None:
        source = _decompress(fracture.compression, source)
    slots = []
    for crack in fracture.cracks:
        offset = crack.plane_distance(source)
        away = source - crack.center_mm[:, None].astype(np.float32)
        radius = np.sqrt((away**2).sum(axis=0))
        inside = np.clip((crack.reach_mm - radius) / 3.0, 0.0, 1.0)
        moved = inside * np.clip(offset / 0.4, 0.0, 1.0)
        source = source - crack.shift_mm[:, None].astype(np.float32) * moved
        slots.append(Slot(offset, crack.gap_mm / 2 * inside))
    return source, slots


def _decompress(compression: Compression, points: FloatArray) -> FloatArray:
    """Where each point of the compressed body lay before."""
    cx, cy, cz = compression.pivot_mm
    x, y, z = points[0] - cx, points[1] - cy, points[2] - cz
    # Full loss in front, none behind the body, fading out sideways and beyond the endplates.
    forward = np.clip(0.5 - y / (2 * compression.half_depth_mm), 0.0, 1.0)
    side = np.clip(2.2 - np.abs(x) / compression.half_depth_mm, 0.0, 1.0)
    beyond = np.clip(2.0 - np.abs(z) / compression.half_height_mm, 0.0, 1.0)
    factor = 1.0 / (1.0 - compression.loss * forward * side * beyond)
    # The lower endplate stays; the upper one sinks.
    low = -compression.half_height_mm
    return np.stack([points[0], points[1], cz + low + (z - low) * factor]).astype(np.float32)
