"""From exact HU to what a scanner makes of them: slices, kernel, noise, artefacts, padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.imaging.geometry import VolumeGeometry
from training.phantoms.artefacts import (
    cupping,
    dark_bands,
    double_contour,
    metal_streaks,
    outside_circle,
    shift_planes,
    shoulder_streaks,
)
from training.phantoms.bone import FloatArray
from training.phantoms.course import SpineCourse
from training.phantoms.scene import grid_lines
from training.phantoms.tissue import HU_RANGE

SPACING_Z_MM = (0.3, 3.0)
SPACING_XY_MM = (0.3, 1.0)
"""Least and greatest distance of voxels: from a targeted reconstruction to a thick reformat."""

FINE_Z_MM = 1.0
"""Planes further apart than this are painted finer and averaged: bone has edges within them."""

PADDING_HU = (-1024, -2000, -3024)
"""What scanners write outside the reconstructed circle."""

MOST_NOISE_HU = 260.0

Motion = Literal["", "double contour", "shifted block"]


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scan is made.

    Attributes
    ----------
    kernel_mm : float
        Standard deviation of the in-plane blur; 0 for none.
    edge_gain : float
        How much a bone kernel overshoots at edges; 0 for a soft kernel.
    edge_mm : float
        Width of the overshoot.
    slice_mm : float or None
        Slice thickness; None for the distance of the planes.
    noise_hu : float
        Standard deviation at the head.
    shoulder_noise : float
        Factor of the noise at the shoulders.
    grain_mm : float
        Correlation of the noise in the plane.
    cupping_hu, band_hu : float
        Beam hardening: darker middle, dark bands between dense bones.
    streak_hu : float
        Standard deviation of the left-right streaks at the shoulders.
    metal_hu : float
        Strength of the streaks from fillings; 0 for no filling.
    motion : str
        ``double contour``, ``shifted block`` or nothing.
    padding_hu : int or None
        Value outside the reconstructed circle; None where the whole square is shown.
    """

    kernel_mm: float = 0.4
    edge_gain: float = 0.0
    edge_mm: float = 0.8
    slice_mm: float | None = None
    noise_hu: float = 25.0
    shoulder_noise: float = 1.8
    grain_mm: float = 0.6
    cupping_hu: float = 0.0
    band_hu: float = 0.0
    streak_hu: float = 0.0
    metal_hu: float = 0.0
    motion: Motion = ""
    padding_hu: int | None = None

    def __post_init__(self) -> None:
        if self.slice_mm is not None and self.slice_mm <= 0:
            raise ValueError(f"slice_mm must be positive, got {self.slice_mm}")
        if self.motion not in ("", "double contour", "shifted block"):
            raise ValueError(f"motion must be 'double contour', 'shifted block' or '', "
                             f"got {self.motion!r}")  # fmt: skip


def draw_scanner(rng: np.random.Generator) -> Scanner:
    """Draw a scanner between a soft, thick reformat and a noisy bone kernel."""
    sharp = rng.random() < 0.6
    noise = float(np.exp(rng.uniform(np.log(20), np.log(120))))
    motion = rng.random()
    return Scanner(
        kernel_mm=rng.uniform(0.15, 0.4) if sharp else rng.uniform(0.4, 1.0),
        edge_gain=rng.uniform(0.2, 1.6) if sharp else 0.0,
        edge_mm=rng.uniform(0.5, 1.2),
        slice_mm=rng.uniform(0.5, 4.0) if rng.random() < 0.4 else None,
        # Soft kernels and iterative reconstructions leave less noise.
        noise_hu=noise if sharp else noise * rng.uniform(0.2, 0.7),
        shoulder_noise=rng.uniform(1.2, 3.5),
        grain_mm=rng.uniform(0.3, 0.6) if sharp else rng.uniform(0.5, 1.4),
        cupping_hu=rng.uniform(0, 30),
        band_hu=rng.uniform(0, 120) if rng.random() < 0.7 else 0.0,
        streak_hu=rng.uniform(0, 120) if rng.random() < 0.7 else 0.0,
        metal_hu=rng.uniform(100, 900) if rng.random() < 0.35 else 0.0,
        motion="double contour" if motion < 0.08 else "shifted block" if motion < 0.14 else "",
        padding_hu=int(rng.choice(PADDING_HU)) if rng.random() < 0.3 else None,
    )


def draw_spacing(rng: np.random.Generator) -> tuple[float, float, float]:
    """Draw distances of voxels along k, j, i in mm, from real protocols and beyond.

    In-plane voxels are square; planes are 0.3 to 3 mm apart, mostly about 1.
    """
    in_plane = float(np.exp(rng.uniform(*np.log(SPACING_XY_MM))))
    between = float(np.exp(np.clip(rng.normal(0.0, 0.5), *np.log(SPACING_Z_MM))))
    return between, in_plane, in_plane


def finer_planes(geometry: VolumeGeometry) -> tuple[VolumeGeometry, int]:
    """The same field of view with an odd number of planes for each, at most 1 mm apart."""
    spacing = geometry.spacing_kji_mm[0]
    factor = (
        2 * int(np.ceil((spacing / FINE_Z_MM - 1) / 2 - 1e-6)) + 1 if spacing > FINE_Z_MM else 1
    )
    if factor == 1:
        return geometry, 1
    matrix = geometry.matrix
    matrix[:3, 3] -= matrix[:3, 2] * (factor - 1) / (2 * factor)
    matrix[:3, 2] /= factor
    shape = (geometry.shape_kji[0] * factor, *geometry.shape_kji[1:])
    return VolumeGeometry.from_matrix(shape, matrix), factor


def average_planes(fine: FloatArray, factor: int, width: float) -> FloatArray:
    """Average ``width`` fine planes (a fraction is allowed) about every ``factor``-th.

    This is a slice profile: a box as thick as the slice, whatever the distance of slices.
    """
    reach = max(int(np.ceil((width - 1) / 2)), 0)
    offsets = np.abs(np.arange(-reach, reach + 1))
    weights = np.clip(width / 2 + 0.5 - offsets, 0.0, 1.0)
    weights /= weights.sum()
    start = (factor - 1) // 2
    if len(weights) == 1:
        return fine[start::factor]
    averaged = ndimage.convolve1d(fine, weights, axis=0, mode="nearest")
    return np.ascontiguousarray(averaged[start::factor], dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Acquired:
    """A scan and its truth as it lies in the image, arrays (k, j, i).

    Attributes
    ----------
    hu : ndarray of int16
    label, crack : ndarray of uint8
        Moved with the patient; 0 outside the reconstructed circle.
    """

    hu: NDArray[np.int16]
    label: NDArray[np.uint8]
    crack: NDArray[np.uint8]


def acquire(
    exact: FloatArray,
    truth: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    geometry: VolumeGeometry,
    course: SpineCourse,
    scanner: Scanner,
    fillings_mm: Sequence[NDArray[np.float64]],
    rng: np.random.Generator,
) -> Acquired:
    """Scan exact HU.

    Parameters
    ----------
    exact : ndarray of float32, shape (k, j, i)
        Averaged over the slice thickness already.
    truth : pair of ndarray of uint8
        Labels and cracked levels.
    geometry : VolumeGeometry
    course : SpineCourse
    scanner : Scanner
    fillings_mm : sequence of ndarray, shape (3,)
        Where metal sits, LPS mm; used if the scanner's ``metal_hu`` isn't 0.
    rng : numpy.random.Generator
    """
    axes = grid_lines(geometry)
    hu = dark_bands(exact, axes, scanner.band_hu)
    if scanner.cupping_hu > 0:
        hu = cupping(hu, axes, course, scanner.cupping_hu)
    if scanner.metal_hu > 0:
        hu = metal_streaks(hu, axes, fillings_mm, scanner.metal_hu, rng)
    hu = sharpen(hu, geometry, scanner)
    hu = hu + _noise(geometry, course, scanner, rng)
    if scanner.streak_hu > 0:
        streaks = shoulder_streaks(hu.shape, geometry.spacing_kji_mm[2], course.shoulders(), rng)
        hu = hu + np.float32(scanner.streak_hu) * streaks
    label, crack = truth
    if scanner.motion:
        hu, label, crack = _move(hu, label, crack, geometry, scanner.motion, rng)
    stored = np.clip(np.rint(hu), *HU_RANGE).astype(np.int16)
    if scanner.padding_hu is not None:
        widest = max(np.ptp(axes[1]), np.ptp(axes[2])) / 2
        outside = outside_circle(axes, float(widest) * rng.uniform(1.0, 1.12))
        stored[:, outside] = scanner.padding_hu
        label, crack = (np.where(outside, 0, mask).astype(np.uint8) for mask in (label, crack))
    return Acquired(stored, label, crack)


def sharpen(hu: FloatArray, geometry: VolumeGeometry, scanner: Scanner) -> FloatArray:
    """Blur in the plane, then overshoot at edges as a bone kernel does.

    The kernel is linear: the difference of two scenes is seen as the difference of their scans.
    """
    _, j, i = geometry.spacing_kji_mm
    if scanner.kernel_mm > 0:
        hu = ndimage.gaussian_filter(hu, (0, scanner.kernel_mm / j, scanner.kernel_mm / i))
    if scanner.edge_gain > 0:
        smooth = ndimage.gaussian_filter(hu, (0, scanner.edge_mm / j, scanner.edge_mm / i))
        hu = hu + np.float32(scanner.edge_gain) * (hu - smooth)
    return np.asarray(hu, dtype=np.float32)


def _noise(
    geometry: VolumeGeometry, course: SpineCourse, scanner: Scanner, rng: np.random.Generator
) -> FloatArray:
    """Noise with a band-pass spectrum, as filtered back-projection leaves it.

    Low frequencies are missing because of the ramp filter, high ones because of the
    kernel (Riederer, Pelc & Chesler, Phys Med Biol 1978, doi 10.1088/0031-9155/23/3/008).
    """
    _, j, i = geometry.spacing_kji_mm
    noise = rng.standard_normal(geometry.shape_kji, dtype=np.float32)
    sigma = (0.0, scanner.grain_mm / j, scanner.grain_mm / i)
    noise = ndimage.gaussian_filter(noise, sigma)
    noise -= 0.8 * ndimage.gaussian_filter(noise, tuple(4.0 * s + 1.0 * (s > 0) for s in sigma))
    noise /= max(float(noise.std()), 1e-6)
    return np.asarray(noise * noise_of_planes(course, scanner)[:, None, None], dtype=np.float32)


def noise_of_planes(course: SpineCourse, scanner: Scanner) -> NDArray[np.float32]:
    """Standard deviation of each plane's noise in HU, shape (k,)."""
    rise = 1.0 + (scanner.shoulder_noise - 1.0) * course.shoulders()
    return np.asarray(np.minimum(scanner.noise_hu * rise, MOST_NOISE_HU), dtype=np.float32)


def _move(
    hu: FloatArray,
    label: NDArray[np.uint8],
    crack: NDArray[np.uint8],
    geometry: VolumeGeometry,
    motion: Motion,
    rng: np.random.Generator,
) -> tuple[FloatArray, NDArray[np.uint8], NDArray[np.uint8]]:
    """Move a block of planes by up to 4 mm; a shifted block takes its truth along."""
    count = len(hu)
    length = int(rng.integers(max(count // 20, 1), max(count // 4, 2)))
    start = int(rng.integers(0, max(count - length, 1)))
    planes = slice(start, start + length)
    spacing = geometry.spacing_kji_mm[1:]
    shift = (
        int(np.rint(rng.uniform(-4, 4) / spacing[0])) or 1,
        int(np.rint(rng.uniform(-4, 4) / spacing[1])) or 1,
    )
    if motion == "double contour":
        return double_contour(hu, planes, shift, rng.uniform(0.2, 0.5)), label, crack
    return (
        shift_planes(hu, planes, shift),
        shift_planes(label, planes, shift),
        shift_planes(crack, planes, shift),
    )
