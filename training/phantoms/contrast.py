"""Contrast beyond realism: tissues bent along a random curve, and a bias field.

A network that has seen any grey value on any tissue has to learn shapes (SynthSeg:
Billot et al., Med Image Anal 2023, doi 10.1016/j.media.2023.102789).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.phantoms.bone import FloatArray
from training.phantoms.noise import slow_noise

Axes = tuple[FloatArray, FloatArray, FloatArray]

NODES_HU = (-1000.0, -150.0, 20.0, 120.0, 300.0, 800.0, 1800.0, 3071.0)
"""Where the curve is moved: air, fat, water, soft tissue, cancellous, cortical, enamel, metal."""

SPREAD_HU = (0.0, 50.0, 25.0, 40.0, 80.0, 160.0, 250.0, 0.0)
"""Standard deviation at each node; both ends stay."""

BIAS_LENGTH_MM = 90.0


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far contrast is bent.

    Attributes
    ----------
    curve : float
        Factor of :data:`SPREAD_HU`; 0 leaves HU as they are.
    bias : float
        Standard deviation of the smooth multiplicative field.
    """

    curve: float = 0.0
    bias: float = 0.0


def draw_contrast(rng: np.random.Generator) -> Contrast:
    """Half the scans are calibrated as scanners are; the others are not of this world."""
    if rng.random() < 0.5:
        return Contrast()
    return Contrast(curve=rng.uniform(0.3, 1.5), bias=rng.uniform(0.0, 0.08))


def bend_contrast(
    hu: FloatArray, axes: Axes, contrast: Contrast, rng: np.random.Generator
) -> FloatArray:
    """Apply a random monotone curve and a bias field to HU (k, j, i)."""
    if contrast.curve > 0:
        moved = np.array(NODES_HU) + rng.normal(0, 1, len(NODES_HU)) * SPREAD_HU * np.float64(
            contrast.curve
        )
        # Monotone: no two tissues change places, so the truth stays visible.
        hu = np.interp(hu, NODES_HU, np.maximum.accumulate(moved)).astype(np.float32)
    if contrast.bias > 0:
        length = (BIAS_LENGTH_MM,) * 3
        field = 1.0 + np.float32(contrast.bias) * slow_noise(axes, length, rng)
        hu = (hu + np.float32(1000.0)) * field - np.float32(1000.0)
    return np.asarray(hu, dtype=np.float32)
