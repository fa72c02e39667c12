"""Which cracks a scan shows. Truth holds no others: a reader labels what can be seen.

A hairline in a soft, thick or noisy scan leaves nothing. The labels of RSNA 2022 were drawn by
radiologists on the images, so such a level would count as whole there; a network that is told
otherwise learns to guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.phantoms.bone import FloatArray
from training.phantoms.fractures import Fracture
from training.phantoms.pose import CERVICAL

LEAST_HU = 120.0
"""Trabeculae alone vary by this much: what darkens bone by less is lost in them."""

LEAST_NOISE = 1.5
"""Standard deviations of the noise. A line is seen where one of its voxels would not be."""

LEAST_MM3 = 12.0
"""Visible volume of a crack that somebody would point at: 3 mm2 on some four planes."""

STEP_MM = 1.5
"""A fragment that is displaced by so much breaks the outline, however narrow the gap."""

LEAST_LOSS = 0.2
"""Share of the anterior height whose loss is called a fracture (Genant et al., J Bone Miner Res
1993, doi 10.1002/jbmr.5650080915: mild from 20 %)."""


@dataclass(frozen=True, slots=True, eq=False)
class Visible:
    """What can be seen of a scene's fractures.

    Attributes
    ----------
    crack : ndarray of uint8, shape (k, j, i)
        The level that is visibly cracked there; nowhere of one whose outline alone tells it.
    seen : frozenset of str
        Fractured levels of which the scan shows it.
    """

    crack: NDArray[np.uint8]
    seen: frozenset[str]


def visible(
    fractures: Mapping[str, Fracture],
    crack: NDArray[np.uint8],
    trace_hu: FloatArray,
    noise_hu: NDArray[np.float32],
    voxel_mm3: float,
) -> Visible:
    """Tell visible cracks from those that leave no trace.

    Parameters
    ----------
    fractures : mapping of str to Fracture
        By level.
    crack : ndarray of uint8, shape (k, j, i)
        The level that is cracked there.
    trace_hu : ndarray of float32, same shape
        By how much the gaps change the scan, free of noise.
    noise_hu : ndarray of float32, shape (k,)
        Standard deviation of each plane's noise.
    voxel_mm3 : float
    """
    clear = trace_hu >= np.maximum(LEAST_HU, LEAST_NOISE * noise_hu)[:, None, None]
    kept = np.zeros_like(crack)
    seen = set()
    for level, fracture in fractures.items():
        label = CERVICAL.index(level) + 1
        shown = (crack == label) & clear
        if is_displaced(fracture) or shown.sum() * voxel_mm3 >= LEAST_MM3:
            seen.add(level)
            kept[shown] = label
    return Visible(kept, frozenset(seen))


def is_displaced(fracture: Fracture) -> bool:
    """Whether the bone's outline is changed, not only parted."""
    shifts = [float(np.linalg.norm(crack.shift_mm)) for crack in fracture.cracks]
    loss = 0.0 if fracture.compression is None else fracture.compression.loss
    return loss >= LEAST_LOSS or max(shifts, default=0.0) >= STEP_MM
