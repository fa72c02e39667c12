"""A crack map as a heat map: sampled on the plane that is shown, and laid over its pixels.

numpy only, as :mod:`viewer.rendering.compose`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from inference.evidence import CrackMap
from inference.imaging.geometry import VolumeGeometry
from inference.preprocessing.resampling import interpolate, region
from viewer.rendering.compose import gray_to_rgb
from viewer.state.evidence import SHOWN_LOGIT
from viewer.state.resolve import ImageSpec

FULL_LOGIT = 7.0
"""From here on the heat is greatest: a thousand to one for a crack, as the network sees it."""

LEAST_OPACITY, MOST_OPACITY = 0.15, 0.5
"""At least half of every grey stays: the heat never hides what it is about."""

_MOST_HEAT = 255


def heat_of(spec: ImageSpec, coarseness: int = 1) -> NDArray[np.uint8] | None:
    """Sample the crack map of a pane's slice (rows, columns) as displayed; None where it has none.

    Parameters
    ----------
    spec : ImageSpec
    coarseness : int
        As :meth:`viewer.state.planes.PlaneFrame.layer` takes it.
    """
    if spec.cracks is None:
        return None
    frame = spec.frame
    return frame.displayed(heat_on(spec.cracks, frame.layer(coarseness)).squeeze(frame.slice_axis))


def heat_on(cracks: CrackMap, grid: VolumeGeometry) -> NDArray[np.uint8]:
    """Sample a crack map on a grid, linearly between its cells' centres.

    Returns
    -------
    ndarray of uint8, shape ``grid.shape_kji``
        0 where a crack is not more likely than not, or the map says nothing; 255 from
        ``FULL_LOGIT`` on.
    """
    heat = np.zeros(grid.shape_kji, dtype=np.uint8)
    near, geometry = region(heat, grid, *cracks.geometry.bounds_lps_mm())
    share = (cracks.logits.astype(np.float32) - SHOWN_LOGIT) / (FULL_LOGIT - SHOWN_LOGIT)
    cells = np.rint(np.clip(share, 0.0, 1.0) * _MOST_HEAT).astype(np.uint8)
    near[...] = interpolate(cells, cracks.geometry, geometry, fill=0)
    return heat


def lay_heat(pixels: NDArray[np.uint8], heat: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay heat over a plane.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (rows, columns) or (rows, columns, 3)
    heat : ndarray of uint8, shape (rows, columns)

    Returns
    -------
    ndarray of uint8
        As given where there is no heat at all, else RGB (rows, columns, 3).
    """
    hot = heat > 0
    if not hot.any():
        return pixels
    laid = gray_to_rgb(pixels) if pixels.ndim == 2 else pixels.copy()
    colours, opacity = heat_scale()
    share = opacity[heat[hot], np.newaxis]
    laid[hot] = np.rint(laid[hot] * (1.0 - share) + colours[heat[hot]] * share)
    return laid


@cache
def heat_scale() -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return colour (256, 3) and opacity (256,) of each heat, 0 transparent.

    The colours are Matplotlib's *plasma* (van der Walt and Smith, CC0) without its darkest end:
    equal steps look equal, with and without colour vision.
    """
    text = files("resources").joinpath("heat.json").read_text(encoding="utf-8")
    anchors = np.array([list(bytes.fromhex(c.removeprefix("#"))) for c in json.loads(text)])
    heat = np.linspace(0.0, 1.0, _MOST_HEAT + 1)
    at = np.linspace(0.0, 1.0, len(anchors))
    colours = np.stack([np.interp(heat, at, channel) for channel in anchors.T], axis=1)
    opacity = LEAST_OPACITY + (MOST_OPACITY - LEAST_OPACITY) * heat
    opacity[0] = 0.0
    table = np.rint(colours).astype(np.uint8)
    for shared in (table, opacity):
        shared.flags.writeable = False
    return table, opacity
