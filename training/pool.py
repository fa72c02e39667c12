"""A folder of studies on disk: made once, read by every training run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.resampling import isotropic_grid, resample
from training.errors import TrainingError
from training.labels import resample_labels
from training.phantoms.bone import Bone
from training.phantoms.phantom import Phantom, PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.sources import Filled, Item, fill

STAGE1_MM = 1.2
"""Fine enough: at 1.5 mm even the true masks, laid on the grid and back, lose 0.07 of Dice."""

SEGMENTATION_OPTIONS = PhantomOptions(
    spacing_kji_mm=(STAGE1_MM, STAGE1_MM, STAGE1_MM),
    scene=SceneOptions(fracture_rate=0.2),
    half_width_mm=(58.0, 95.0),
    front_mm=(55.0, 110.0),
)
"""Stage 1 reads at this spacing, so its phantoms are made at it."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One study as a training run sees it.

    Attributes
    ----------
    volume : Volume
    label : ndarray of uint8, shape (k, j, i)
        1..7 C1..C7, 8 below.
    fractured : ndarray of bool, shape (7,)
    whole : ndarray of float, shape (7,)
        Share of each level in view.
    """

    volume: Volume
    label: NDArray[np.uint8]
    fractured: NDArray[np.bool_]
    whole: NDArray[np.float64]


def as_sample(phantom: Phantom) -> Sample:
    """Drop what only the generator knows."""
    whole = np.array([phantom.whole.get(level, 0.0) for level in LEVELS])
    return Sample(phantom.volume, phantom.label, phantom.fractured, whole)


def phantom_key(seed: int) -> str:
    """Name of a phantom among the studies of a folder."""
    return f"{seed:07d}"


def phantom_samples(
    people: Sequence[Mapping[str, Bone]], seeds: Iterable[int], options: PhantomOptions
) -> Iterator[Item[Sample]]:
    """One phantom a seed."""

    def make(seed: int) -> Sample:
        return as_sample(make_phantom(people, seed, options))

    for seed in seeds:
        yield Item(phantom_key(seed), partial(make, seed))


def fill_pool(folder: Path, samples: Iterable[Item[Sample]]) -> Filled:
    """Write the samples that ``folder`` lacks, one ``.npz`` each."""
    return fill(folder, samples, save_sample)


def save_sample(stream: BinaryIO, sample: Sample, **more: NDArray[np.generic]) -> None:
    """Write a study that :func:`read_sample` reads, and what else its file is to hold."""
    geometry = sample.volume.geometry
    np.savez(
        stream,
        hu=sample.volume.hu,
        label=sample.label,
        fractured=sample.fractured,
        whole=sample.whole,
        geometry=json.dumps([geometry.shape_kji, geometry.affine_lps]),
        **more,  # type: ignore[arg-type]  # its stub takes names for a flag
    )


def read_sample(path: Path) -> Sample:
    """Read one study of a pool."""
    with np.load(path, allow_pickle=False) as data:
        shape, affine = json.loads(str(data["geometry"]))
        geometry = VolumeGeometry.from_matrix(shape, affine)
        return Sample(
            Volume(data["hu"], geometry),
            data["label"],
            data["fractured"],
            data["whole"],
        )


def at_spacing(sample: Sample, spacing_mm: float) -> Sample:
    """Resample a study and its labels to an isotropic grid."""
    geometry = sample.volume.geometry
    grid = isotropic_grid(geometry, spacing_mm)
    hu = np.rint(resample(sample.volume.hu, geometry, grid)).astype(np.int16)
    label = resample_labels(sample.label, geometry, grid)
    return replace(sample, volume=Volume(hu, grid, sample.volume.info), label=label)


def check_spacing(path: Path, spacing_mm: float) -> None:
    """Refuse a phantom of another spacing than a network is to be trained at.

    Raises
    ------
    TrainingError
        If its voxels are not ``spacing_mm`` wide along all axes.
    """
    found = read_sample(path).volume.geometry.spacing_kji_mm
    if not np.allclose(found, spacing_mm, rtol=0.01):
        said = ", ".join(f"{value:.3g}" for value in found)
        raise TrainingError(
            f"{path}: its spacing is {said} mm, but the configuration says {spacing_mm:g} mm: "
            "choose another --cache folder."
        )


def is_phantom(path: Path) -> bool:
    """Whether a study was made: phantoms are named by their seed, scans by their UID."""
    return path.stem.isdecimal()


def pool_files(folder: Path) -> list[Path]:
    """All studies of a pool in the order of their names.

    Raises
    ------
    TrainingError
        If there is none.
    """
    files = sorted(folder.glob("*.npz"))
    if not files:
        raise TrainingError(
            f"{folder}: no study here; make some with 'python -m training pool' or "
            "'python -m training crops', or give 'fit' a larger --count."
        )
    return files
