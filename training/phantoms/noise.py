"""Smooth random fields and curves that shapes, tissues and devices vary along."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from training.phantoms.bone import FloatArray


def slow_noise(
    axes: Sequence[FloatArray], length_mm: Sequence[float], rng: np.random.Generator
) -> FloatArray:
    """Smooth noise of about unit variance with one random value every ``length_mm`` (z, y, x).

    Its grain is set in millimetres, and so looks the same at any spacing. ``axes`` are the
    grid's lines z, y, x in mm.
    """
    nodes = [
        int((line[-1] - line[0]) / size) + 3 for line, size in zip(axes, length_mm, strict=True)
    ]
    field = rng.standard_normal(nodes, dtype=np.float32) * np.float32(1.8)
    for axis, (line, size) in enumerate(zip(axes, length_mm, strict=True)):
        position = (line - line[0]) / np.float32(size) + np.float32(rng.random())
        low = np.minimum(position.astype(int), nodes[axis] - 2)
        share = position - low
        weights = np.zeros((len(line), nodes[axis]), dtype=np.float32)
        rows = np.arange(len(line))
        weights[rows, low] = 1 - share
        weights[rows, low + 1] = share
        field = np.moveaxis(np.tensordot(weights, field, axes=(1, axis)), 0, axis)
    return np.ascontiguousarray(field)


def smooth_walk(
    count: int, rng: np.random.Generator, size: float, length: float = 12.0
) -> NDArray[np.float32]:
    """A curve that wanders with standard deviation about ``size``, shape (count,)."""
    steps = rng.normal(0, 1, count)
    walk = ndimage.gaussian_filter1d(steps, length, mode="nearest")
    return np.asarray(walk * size * np.sqrt(2 * length * np.sqrt(np.pi)), dtype=np.float32)
