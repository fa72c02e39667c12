"""From a volume to the values on a plane that lies along none of its slices."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.imaging.geometry import VolumeGeometry
from inference.preprocessing.resampling import AIR_HU, interpolate
from viewer.rendering.heat import heat_of
from viewer.state.planes import PlaneFrame
from viewer.state.resolve import ImageSpec
from viewer.state.study import Study

BACKGROUND = 0
"""What lies outside the mask."""

MAX_COARSENESS = 4
"""Larger pixels show nothing that one could steer by."""

_Scalar = TypeVar("_Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """What an oblique image is made of.

    Attributes
    ----------
    hu : ndarray of int16, shape (rows, columns)
        As displayed.
    labels : ndarray of uint8, shape (rows, columns), or None
        Of the plane itself, also where a slab is shown.
    heat : ndarray of uint8, shape (rows, columns), or None
        Of the crack map, alike.
    """

    hu: NDArray[np.int16]
    labels: NDArray[np.uint8] | None
    heat: NDArray[np.uint8] | None = None


def cut(study: Study, spec: ImageSpec, coarseness: int = 1) -> Cut:
    """Sample an oblique plane or slab.

    Parameters
    ----------
    study : Study
    spec : ImageSpec
        Its frame lies in a grid of its own.
    coarseness : int
        How many times larger than the frame's the pixels are; a slab's layers lie as many
        times further apart. The borders stay the same.
    """
    volume, frame, slab = study.shown, spec.frame, spec.slab
    if slab is None:
        hu = layer_of(volume.hu, volume.geometry, frame, frame.index, coarseness)
    else:
        hu = slab.project_layers(
            layer_of(volume.hu, volume.geometry, frame, index, coarseness)
            for index in range(slab.first, slab.last + 1, coarseness)
        )
    labels = None
    mask = spec.labels_of(study)
    if mask is not None:
        labels = layer_of(
            mask, volume.geometry, frame, frame.index, coarseness, BACKGROUND, nearest=True
        )
        labels = frame.displayed(labels)
    return Cut(frame.displayed(hu), labels, heat_of(spec, coarseness))


def coarseness_within(spec: ImageSpec, samples: int) -> int:
    """Return how coarse an oblique image must be to take about so many samples at most."""
    slab = spec.slab
    layers = 1 if slab is None else slab.last + 1 - slab.first
    share = math.prod(spec.frame.shape) * layers / samples
    needed = math.ceil(math.sqrt(share) if layers == 1 else math.cbrt(share))
    return min(max(needed, 1), MAX_COARSENESS)


def layer_of(
    values: NDArray[_Scalar],
    geometry: VolumeGeometry,
    frame: PlaneFrame,
    index: int,
    coarseness: int = 1,
    fill: float = AIR_HU,
    *,
    nearest: bool = False,
) -> NDArray[_Scalar]:
    """Sample one slice of a frame's grid, without its slice axis and before it is displayed."""
    grid = replace(frame, index=index).layer(coarseness)
    layer = interpolate(values, geometry, grid, fill, nearest=nearest)
    return layer.squeeze(frame.slice_axis)
