"""Schmid filters: isotropic ripples that answer to thin lines in any direction."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIGMA_TAU = (
    (2, 1), (4, 1), (4, 2), (6, 1), (6, 2), (6, 3), (8, 1), (8, 2), (8, 3),
    (10, 1), (10, 2), (10, 3), (10, 4),
)  # fmt: skip
"""The 13 pairs of Schmid, CVPR 2001 (sigma in units of ``unit_mm``)."""


def schmid_bank(pixel_mm: float, unit_mm: float, size_px: int) -> NDArray[np.float32]:
    """Return the bank, shape (13, size, size).

    Parameters
    ----------
    pixel_mm : float
        Pixel spacing of the images to be filtered.
    unit_mm : float
        Length of one unit of sigma: the filters keep their size in millimetres.
    size_px : int
        Odd side of the filters.

    Notes
    -----
    F(r) = cos(pi tau r / sigma) exp(-r^2 / (2 sigma^2)), its mean taken away, divided by
    the sum of |F|. C. Schmid, Constructing models for content-based image retrieval,
    CVPR 2001.
    """
    half = size_px // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1] * pixel_mm
    r = np.hypot(x, y)
    bank = []
    for sigma, tau in SIGMA_TAU:
        s = sigma * unit_mm
        f = np.cos(np.pi * tau * r / s) * np.exp(-(r**2) / (2 * s**2))
        f -= f.mean()
        bank.append(f / np.abs(f).sum())
    return np.stack(bank).astype(np.float32)
