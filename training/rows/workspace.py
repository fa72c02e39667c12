"""What the networks read of the studies, made once and kept: vertebra crops, slices, volumes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.files import replace_file
from inference.pipeline import MIN_SHARE
from inference.preprocessing.cropping import CropConfig, crop_vertebra
from training.crops import (
    CROP,
    Case,
    CrackedVoxels,
    StudyCrops,
    box_errors,
    cut_study,
    save_crops,
)
from training.filling import spread_over
from training.locks import held
from training.pool import Sample, at_spacing, pool_files, save_sample
from training.rows.studies import Part, Study, read_study
from training.rows.tables import Scale
from training.settings import SETTINGS, as_json, check_settings, read_settings, write_settings
from training.sources import Item, fill_all

T = TypeVar("T")

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
        Of stage 1's volumes. Coarser than the bundled stage 1 reads: the rows are compared with
        each other, and half as many voxels leave more steps to each.
    crop : CropConfig
        Of a vertebra.
    slices : CropConfig
        Of the whole study, where no vertebra is cropped.
    batch_share : float
        Of each row's batch that a step of training takes, at least one example.
    """

    spacing_mm: float = 1.5
    crop: CropConfig = CROP
    slices: CropConfig = field(
        default_factory=lambda: CropConfig(planes=64, size_px=128, pixel_mm=1.5, closing_mm=7.2)
    )
    batch_share: float = 1.0

    def __str__(self) -> str:
        return (
            f"volumes of {self.spacing_mm:g} mm, {_grid(self.crop, 'planes')} a vertebra, "
            f"{_grid(self.slices, 'slices')} a study"
            + (f", {self.batch_share:g} of each batch" if self.batch_share != 1 else "")
        )


def _grid(config: CropConfig, what: str) -> str:
    return f"{config.planes} {what} of {config.size_px} pixels of {config.pixel_mm:g} mm"


SIZES: Mapping[Scale, Sizes] = {
    Scale.FULL: Sizes(),
    Scale.COARSE: Sizes(
        spacing_mm=3.0,
        crop=CropConfig(planes=6, size_px=64, pixel_mm=1.2, closing_mm=7.2),
        slices=CropConfig(planes=24, size_px=64, pixel_mm=3.0, closing_mm=7.2),
        batch_share=0.5,
    ),
}


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
    drawn : bool
        Whether the masks are a network's: true ones are made rough like those before they are
        read, a network's own are rough enough.
    processes : int
        That cut studies at the same time.
    """

    studies: Path
    derived: Path
    sizes: Sizes = field(default_factory=Sizes)
    drawn: bool = False
    processes: int = 1

    def files(self, part: Part) -> list[Path]:
        """The studies of a part."""
        return pool_files(self.studies / part)

    def volumes(self, part: Part) -> Path:
        """A pool of the part's studies at stage 1's spacing."""
        make = partial(_volume, spacing_mm=self.sizes.spacing_mm)
        return self._prepare(part, "volumes", make, save_sample)

    def crops(self, part: Part, cut: Cut) -> Path:
        """A folder of the part's vertebra crops, cut along the studies' masks."""
        make = partial(_crops, config=self.sizes.crop, cut=cut)
        return self._prepare(part, f"crops-{cut}", make, save_crops)

    def slices(self, part: Part) -> Path:
        """A folder of the part's whole slices, and what is true of C1..C7.

        ``hu`` and ``mask`` (slices, h, w), ``present`` and ``fractured`` (7,).
        """
        make = partial(_slices, config=self.sizes.slices)
        return self._prepare(part, "slices", make, _save_arrays)

    def seconds(self, folder: Path) -> float:
        """Mean time that making a study took, in the folder and in making its masks."""
        # Where the studies themselves are read, their folder is both.
        return sum(_mean_seconds(made) for made in {folder, self.studies / folder.name})

    def _prepare(
        self,
        part: Part,
        kind: str,
        make: Callable[[Study], T],
        save: Callable[[BinaryIO, T], None],
    ) -> Path:
        self._check_sizes(self.derived / kind / SETTINGS)
        folder = self.derived / kind / part
        prepare(self.files(part), folder, make, save, self.processes)
        return folder

    def _check_sizes(self, path: Path) -> None:
        """Refuse to add to what was cut at other sizes."""
        sizes = as_json(asdict(self.sizes))
        before = read_settings(path)
        if before is None:
            write_settings(path, sizes)
        else:
            check_settings(path, before, sizes)


def prepare(
    files: Sequence[Path],
    folder: Path,
    make: Callable[[Study], T],
    save: Callable[[BinaryIO, T], None],
    processes: int = 1,
) -> None:
    """Fill a folder with what is made of each study, and note the time.

    Several processes need a ``make`` and a ``save`` that can be pickled.

    Raises
    ------
    TrainingError
        If it can't be made of one of them: all rows read the same studies.
    """
    # Rows of another table may be made from the same folder at the same time.
    with held(folder, wait=True):
        _prepare(files, folder, make, save, processes)


def _prepare(
    files: Sequence[Path],
    folder: Path,
    make: Callable[[Study], T],
    save: Callable[[BinaryIO, T], None],
    processes: int,
) -> None:
    seconds = _read_seconds(folder)
    lacking = [path for path in files if not (folder / path.name).exists()]
    timed = spread_over(partial(_fill_timed, folder, make, save), lacking, processes)
    for path, taken in zip(lacking, timed, strict=True):
        seconds[path.stem] = taken
        replace_file(folder / SECONDS, json.dumps(seconds, indent=1).encode())


def _fill_timed(
    folder: Path, make: Callable[[Study], T], save: Callable[[BinaryIO, T], None], path: Path
) -> float:
    began = time.perf_counter()
    fill_all(folder, [Item(path.stem, lambda: make(read_study(path)))], save)
    return round(time.perf_counter() - began, 4)


def _volume(study: Study, spacing_mm: float) -> Sample:
    return at_spacing(study.sample, spacing_mm)


def _crops(study: Study, config: CropConfig, cut: Cut) -> StudyCrops:
    errors = box_errors(study.name) if cut is Cut.BOXES else None
    case = Case(study.sample, CrackedVoxels(study.sample.volume, study.crack))
    return cut_study(case, config, errors)


def _slices(study: Study, config: CropConfig) -> Mapping[str, NDArray[np.generic]]:
    hu, mask = whole_slices(study.sample, config)
    present = study.sample.whole >= MIN_SHARE
    fractured = study.sample.fractured & present
    return {"hu": hu, "mask": mask, "present": present, "fractured": fractured}


def _save_arrays(stream: BinaryIO, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    np.savez(stream, **arrays)  # type: ignore[arg-type]  # its stub takes names for a flag


def _read_seconds(folder: Path) -> dict[str, float]:
    path = folder / SECONDS
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _mean_seconds(folder: Path) -> float:
    """Zero where nothing was made: true masks cost nothing."""
    return float(np.mean(list(_read_seconds(folder).values()) or [0.0]))


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
