"""What the networks read of the studies, made once and kept: vertebra crops, slices, volumes."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.cropping import CropConfig, crop_vertebra
from inference.preprocessing.resampling import isotropic_grid, region, resample
from training.crops import CROP, MIN_SHARE, cut_study
from training.pool import Sample, pool_files
from training.rows.studies import Part, Study, read_study, save_arrays, write_sample

SECONDS = "seconds.json"
"""Beside what was made: how long each study took."""


class Cut(StrEnum):
    """Which box a vertebra is cropped to."""

    MASK = "mask"
    """The extent of its mask."""

    BOXES = "boxes"
    """The same, shifted and stretched as a detector's boxes are."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How finely the networks read.

    Attributes
    ----------
    spacing_mm : float
        Of stage 1's volumes.
    crop : CropConfig
        Of a vertebra.
    slices : CropConfig
        Of the whole study, where no vertebra is cropped.
    """

    spacing_mm: float = 1.5
    crop: CropConfig = CROP
    slices: CropConfig = field(
        default_factory=lambda: CropConfig(planes=64, size_px=128, pixel_mm=1.5, closing_mm=7.2)
    )


@dataclass(frozen=True, slots=True)
class Workspace:
    """Studies with one source of masks, and what is cut from them.

    Attributes
    ----------
    studies : Path
        Folder with one folder a part, their masks true or a network's.
    derived : Path
        Folder for what is cut.
    sizes : Sizes
    """

    studies: Path
    derived: Path
    sizes: Sizes = field(default_factory=Sizes)

    def files(self, part: Part) -> list[Path]:
        """The studies of a part."""
        return pool_files(self.studies / part)

    def volumes(self, part: Part) -> Path:
        """A pool of the part's studies at stage 1's spacing."""

        def make(study: Study, path: Path) -> None:
            write_sample(path, at_spacing(study.sample, self.sizes.spacing_mm))

        return self._prepare(part, "volumes", make)

    def crops(self, part: Part, cut: Cut) -> Path:
        """A folder of the part's vertebra crops."""

        def make(study: Study, path: Path) -> None:
            rng = _rng(study.name) if cut is Cut.BOXES else None
            crops = cut_study(study.sample, study.crack, self.sizes.crop, rng)
            save_arrays(path, **{f.name: getattr(crops, f.name) for f in fields(crops)})

        return self._prepare(part, f"crops-{cut}", make)

    def slices(self, part: Part) -> Path:
        """A folder of the part's whole slices, and what is true of C1..C7.

        ``hu`` and ``mask`` (slices, h, w), ``present`` and ``fractured`` (7,).
        """

        def make(study: Study, path: Path) -> None:
            hu, mask = whole_slices(study.sample, self.sizes.slices)
            present = study.sample.whole >= MIN_SHARE
            fractured = study.sample.fractured & present
            save_arrays(path, hu=hu, mask=mask, present=present, fractured=fractured)

        return self._prepare(part, "slices", make)

    def seconds(self, folder: Path) -> float:
        """Mean time that making a study took, in the folder and in making its masks."""
        # Where the studies themselves are read, their folder is both.
        return sum(_mean_seconds(made) for made in {folder, self.studies / folder.name})

    def _prepare(self, part: Part, kind: str, make: Callable[[Study, Path], None]) -> Path:
        folder = self.derived / kind / part
        prepare(self.files(part), folder, lambda path, into: make(read_study(path), into))
        return folder


def prepare(files: list[Path], folder: Path, make: Callable[[Path, Path], None]) -> None:
    """Make one file of ``folder`` for each of ``files`` that it lacks, and note the time."""
    folder.mkdir(parents=True, exist_ok=True)
    seconds = _read_seconds(folder)
    for path in files:
        into = folder / path.name
        if into.exists():
            continue
        began = time.perf_counter()
        make(path, into)
        seconds[path.stem] = round(time.perf_counter() - began, 4)
        (folder / SECONDS).write_text(json.dumps(seconds, indent=1), encoding="utf-8")


def _read_seconds(folder: Path) -> dict[str, float]:
    path = folder / SECONDS
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _mean_seconds(folder: Path) -> float:
    """Zero where nothing was made: true masks cost nothing."""
    return float(np.mean(list(_read_seconds(folder).values()) or [0.0]))


def _rng(name: str) -> np.random.Generator:
    """The same study's boxes are off by the same in every run."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def at_spacing(sample: Sample, spacing_mm: float) -> Sample:
    """Resample a study to an isotropic grid; a voxel is the level's that fills half of it."""
    geometry = sample.volume.geometry
    grid = isotropic_grid(geometry, spacing_mm)
    hu = np.rint(resample(sample.volume.hu, geometry, grid)).astype(np.int16)
    label = np.zeros(grid.shape_kji, np.uint8)
    for level in range(1, len(LEVELS) + 2):
        voxels = np.argwhere(sample.label == level)
        if not len(voxels):
            continue
        low, high = _bounds_lps_mm(voxels, geometry)
        own, own_geometry = region(sample.label, geometry, low, high)
        part, part_geometry = region(label, grid, low, high)
        share = resample((own == level).astype(np.uint8), own_geometry, part_geometry, fill=0)
        part[share >= 0.5] = level
    return replace(sample, volume=Volume(hu, grid), label=label)


def _bounds_lps_mm(
    voxels: NDArray[np.intp], geometry: VolumeGeometry
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The box around voxels (n, 3), in any orientation of the grid."""
    low, high = voxels.min(axis=0), voxels.max(axis=0)
    matrix = geometry.matrix
    matrix[:3, 3] = geometry.index_to_lps(low)
    return VolumeGeometry.from_matrix(high - low + 1, matrix).bounds_lps_mm()


def whole_slices(sample: Sample, config: CropConfig) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """Axial slices of the whole study, head first, and where they show a cervical level.

    Returns
    -------
    hu : ndarray of int16, shape (slices, h, w)
    mask : ndarray of uint8, same shape, 0..255
    """
    geometry = sample.volume.geometry
    cervical = ((sample.label > 0) & (sample.label <= len(LEVELS))).astype(np.uint8)
    crop = crop_vertebra(sample.volume.hu, cervical, 1, geometry, geometry.bounds_lps_mm(), config)
    return crop.hu, crop.mask
