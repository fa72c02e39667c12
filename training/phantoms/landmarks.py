"""Where the parts of a vertebra lie, measured on any bone, made or scanned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from training.phantoms.bone import Bone, FloatArray

Vector = NDArray[np.float64]

CORE_MM = 7.0
"""Within this distance of its pivot a vertebral body has no pedicles or uncinate processes."""


OVAL = 0.9
"""Where its width is measured, half way to its front, an oval body has this share of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """A vertebra's parts, mm from its pivot in its rest frame.

    Attributes
    ----------
    inner : ndarray, shape (n, 3)
        Points x, y, z well inside the bone.
    half_height, half_width : float
        Of the body.
    front, back : float
        y of the body's faces.
    tip : float
        y of the spinous process' tip.
    top : float
        Highest point: of C2 the dens' tip.
    """

    inner: Vector
    half_height: float
    half_width: float
    front: float
    back: float
    tip: float
    top: float


def measure(bone: Bone) -> Landmarks:
    """Measure a vertebra."""
    inside = np.argwhere(bone.distance_mm < -0.8)[:, ::-1]
    inner = bone.origin_mm + inside * bone.spacing_mm - bone.pivot_mm
    x, y, z = inner.T
    core = (np.abs(x) < CORE_MM) & (np.abs(y) < CORE_MM)
    waist = np.abs(z) < 3.0
    middle = waist & (np.abs(x) < 4.0) & (y < 14.0)
    # Behind it the transverse processes begin.
    beam = waist & (y > -5.0) & (y < -3.2)
    body = core.any() and middle.any() and beam.any()
    return Landmarks(
        inner,
        float(np.percentile(np.abs(z[core]), 95)) + 0.8 if body else 6.0,
        (float(np.percentile(np.abs(x[beam]), 99)) + 0.8) / OVAL if body else 11.0,
        float(y[middle].min()) - 0.8 if body else -8.0,
        float(np.percentile(y[middle], 98)) + 0.8 if body else 8.0,
        float(np.percentile(y, 99)),
        float(z.max()) + 0.8,
    )


Change = Callable[[FloatArray, FloatArray], FloatArray]
"""(points (3, ...) in mm from the pivot, signed distance there) -> new signed distance."""


def reshape_bone(bone: Bone, center: Vector, reach_mm: float, change: Change) -> Bone:
    """Change a bone's shape within ``reach_mm`` of a point (mm from its pivot)."""
    index = (center + bone.pivot_mm - bone.origin_mm) / bone.spacing_mm
    steps = reach_mm / bone.spacing_mm
    low = np.maximum(np.floor(index - steps), 0).astype(int)
    high = np.minimum(np.ceil(index + steps) + 1, bone.distance_mm.shape[::-1]).astype(int)
    if (high <= low).any():
        return bone
    lines = [
        (np.arange(a, b) * bone.spacing_mm + origin - pivot).astype(np.float32)
        for a, b, origin, pivot in zip(low, high, bone.origin_mm, bone.pivot_mm, strict=True)
    ]
    z, y, x = np.meshgrid(lines[2], lines[1], lines[0], indexing="ij")
    window = tuple(slice(a, b) for a, b in zip(low[::-1], high[::-1], strict=True))
    distance = bone.distance_mm.copy()
    distance[window] = change(np.stack([x, y, z]), distance[window])
    return replace(bone, distance_mm=distance)
