"""Where the patient is in the volume: the first hang shows the neck, not the air around it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from inference.findings import Point
from inference.imaging.geometry import Reorientation, VolumeGeometry
from inference.imaging.preview import Survey
from inference.imaging.volume import Volume
from viewer.state.orientation import turned_frame
from viewer.state.planes import Plane

TISSUE_HU = -300
"""Above this lies the patient rather than air or a cushion."""

SAMPLES_AN_AXIS = 96
"""The volume is looked at on a coarse grid: a few milliseconds, whatever its size."""

LEAST_SHARE = 0.08
"""A layer belongs to the patient from this share of the fullest layer's tissue on.

It leaves out table, tubes and ears, and keeps the shoulders.
"""

MARGIN = 1.06
"""The field is wider than the patient by this factor."""

_AXES = (1, 0, 2)
"""Front to back comes first: it parts the patient from the table."""


@dataclass(frozen=True, slots=True)
class Field:
    """The part of a plane that is shown without zoom.

    Attributes
    ----------
    center_mm : tuple of float
        Of the field, to the right of and below the plane's centre.
    size_mm : tuple of float
        Width and height.
    """

    center_mm: tuple[float, float]
    size_mm: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Body:
    """The patient's extent in a canonical volume.

    Attributes
    ----------
    center_mm : Point
        In LPS mm.
    axial, sagittal, coronal : Field
    """

    center_mm: Point
    axial: Field
    sagittal: Field
    coronal: Field

    def field(self, plane: Plane) -> Field:
        """Return the field of one plane."""
        return {
            Plane.AXIAL: self.axial,
            Plane.SAGITTAL: self.sagittal,
            Plane.CORONAL: self.coronal,
        }[plane]


def find_body(volume: Volume) -> Body:
    """Find the patient in a canonical volume; the whole volume where there is no tissue."""
    picked = [np.arange(0, n, max(1, n // SAMPLES_AN_AXIS)) for n in volume.hu.shape]
    steps = tuple(slice(None, None, max(1, n // SAMPLES_AN_AXIS)) for n in volume.hu.shape)
    return _body(volume.geometry, volume.hu[steps] > TISSUE_HU, picked)


def estimate_body(geometry: VolumeGeometry, turn: Reorientation, survey: Survey) -> Body:
    """Find the patient from a few slices, before the volume is there.

    Parameters
    ----------
    geometry : VolumeGeometry
        Canonical, of the whole volume.
    turn : Reorientation
        From the file's own order to the canonical one.
    survey : Survey
        In the file's own order.
    """
    axis = turn.axes.index(0)
    last = geometry.shape_kji[axis] - 1
    layers = last - survey.layers[::-1] if turn.flipped[axis] else survey.layers
    hu = turn.apply(survey.hu)
    picked = [np.arange(0, n, max(1, n // SAMPLES_AN_AXIS)) for n in geometry.shape_kji]
    cut: list[slice] = [slice(None, None, max(1, n // SAMPLES_AN_AXIS)) for n in hu.shape]
    picked[axis], cut[axis] = layers, slice(None)
    return _body(geometry, hu[tuple(cut)] > TISSUE_HU, picked)


def _body(
    geometry: VolumeGeometry, tissue: NDArray[np.bool_], picked: list[NDArray[np.intp]]
) -> Body:
    bounds = _tissue_bounds(geometry.shape_kji, tissue, picked)
    x, y, z = (float(v) for v in geometry.index_to_lps(bounds.mean(axis=0)))
    fields = {plane: _field(geometry, plane, bounds) for plane in Plane}
    return Body((x, y, z), fields[Plane.AXIAL], fields[Plane.SAGITTAL], fields[Plane.CORONAL])


def _tissue_bounds(
    shape: tuple[int, int, int], tissue: NDArray[np.bool_], picked: list[NDArray[np.intp]]
) -> NDArray[np.float64]:
    """Return the first and last canonical index (k, j, i) of the patient, shape (2, 3).

    Parameters
    ----------
    shape : tuple of int
        Of the whole volume.
    tissue : ndarray of bool
        Samples of it.
    picked : list of ndarray of intp
        The canonical indices of the samples along each axis, ascending.
    """
    bounds = np.array([np.zeros(3), np.array(shape) - 1.0])
    if not tissue.any():
        return bounds
    for axis in _AXES:
        others = tuple(other for other in _AXES if other != axis)
        first, last = _fullest_run(tissue.sum(axis=others, dtype=np.int64))
        layers = picked[axis]
        end = shape[axis] if last + 1 == len(layers) else int(layers[last + 1])
        bounds[:, axis] = layers[first], end - 1
        # What is left out along one axis, as the table is, must not count along the others.
        tissue = tissue[
            tuple(slice(first, last + 1) if n == axis else slice(None) for n in range(3))
        ]
    return bounds


def _fullest_run(filled: NDArray[np.int64]) -> tuple[int, int]:
    """Return the first and last layer of the unbroken run of layers with the most tissue."""
    inside = filled >= LEAST_SHARE * filled.max()
    run = np.cumsum(np.diff(inside, prepend=False))
    best = np.bincount(run, weights=filled * inside).argmax()
    layers = np.flatnonzero(run == best)
    return int(layers[0]), int(layers[-1])


def _field(geometry: VolumeGeometry, plane: Plane, bounds: NDArray[np.float64]) -> Field:
    corners_mm = geometry.index_to_lps(np.array(list(product(*bounds.T))))
    frame = turned_frame(geometry, None, plane, corners_mm.mean(axis=0))
    pixels, _ = frame.lps_to_pixel(corners_mm)
    offsets = np.array([frame.offset_mm(pixel) for pixel in pixels])
    low, high = offsets.min(axis=0), offsets.max(axis=0)
    row_mm, column_mm = frame.spacing_mm
    (right, down), (width, height) = (low + high) / 2, high - low
    size_mm = (width + column_mm) * MARGIN, (height + row_mm) * MARGIN
    return Field((float(right), float(down)), (float(size_mm[0]), float(size_mm[1])))
