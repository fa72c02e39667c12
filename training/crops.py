"""Stage 2's training set: the planes of every vertebra of every phantom, cut once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.preprocessing.cropping import CropConfig, crop_vertebra
from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.pool import Sample, as_sample

MIN_SHARE = 0.3
"""A level of which less is in view has no label (as the RSNA winners did)."""


CROP = CropConfig(planes=30, size_px=96, pixel_mm=0.8, closing_mm=7.2)
"""How a vertebra is cut for stage 2; its card tells inference the same."""

CROP_OPTIONS = PhantomOptions(
    spacing_kji_mm=(1.0, 0.8, 0.8),
    scene=SceneOptions(fracture_rate=0.35),
    cut_rate=0.15,
    half_width_mm=(44.0, 52.0),
    front_mm=(30.0, 45.0),
    back_mm=(66.0, 72.0),
)
"""Only the spine itself is scanned, at the fineness of a trauma CT's reformats."""

UNBROKEN_OPTIONS = replace(CROP_OPTIONS, scene=SceneOptions(fracture_rate=0.0))
"""With a third of the levels broken hardly a neck is whole: the patient's head needs some."""


MIN_CRACK_MM2 = 3.0
"""A plane that shows less of a crack is not called broken: nobody could see it there."""


@dataclass(frozen=True, slots=True, eq=False)
class StudyCrops:
    """One study's crops.

    Attributes
    ----------
    hu : ndarray of int16, shape (7, planes, h, w)
    mask : ndarray of uint8, same shape
    broken : ndarray of bool, shape (7, planes)
        Planes that a crack runs through.
    present : ndarray of bool, shape (7,)
    fractured : ndarray of bool, shape (7,)
    """

    hu: NDArray[np.int16]
    mask: NDArray[np.uint8]
    broken: NDArray[np.bool_]
    present: NDArray[np.bool_]
    fractured: NDArray[np.bool_]


def cut_study(
    sample: Sample,
    crack: NDArray[np.uint8],
    config: CropConfig,
    rng: np.random.Generator | None = None,
) -> StudyCrops:
    """Cut a sample's crops along its true masks; ``crack`` (k, j, i) holds cracked levels.

    With ``rng`` the boxes are shifted and stretched a little, as those of a network are.
    """
    shape = (len(LEVELS), config.planes, config.size_px, config.size_px)
    hu = np.full(shape, -1024, np.int16)
    mask = np.zeros(shape, np.uint8)
    broken = np.zeros(shape[:2], dtype=bool)
    present = sample.whole >= MIN_SHARE
    for n in range(len(LEVELS)):
        voxels = np.argwhere(sample.label == n + 1)
        if not len(voxels):
            present[n] = False
        if not present[n]:
            continue
        corners = sample.volume.geometry.index_to_lps(
            np.array([voxels.min(axis=0) - 0.5, voxels.max(axis=0) + 0.5])
        )
        low, high = corners.min(axis=0), corners.max(axis=0)
        if rng is not None:
            low, high = low + rng.normal(0, 1.2, 3), high + rng.normal(0, 1.2, 3)
        crop = crop_vertebra(
            sample.volume.hu, sample.label, n + 1, sample.volume.geometry, (low, high), config
        )
        hu[n], mask[n] = crop.hu, crop.mask
        cracked = crop_vertebra(
            sample.volume.hu, crack, n + 1, sample.volume.geometry, (low, high),
            replace(config, closing_mm=0.0),
        ).mask  # fmt: skip
        broken[n] = (cracked > 127).sum(axis=(1, 2)) * config.pixel_mm**2 >= MIN_CRACK_MM2
    return StudyCrops(hu, mask, broken, present, sample.fractured & present)


def fill_crops(
    folder: Path,
    people: Sequence[Mapping[str, Bone]],
    seeds: Iterable[int],
    options: PhantomOptions,
    config: CropConfig,
) -> None:
    """Make the crops of ``seeds`` that ``folder`` lacks, one ``.npz`` each."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        path = folder / f"{seed:07d}.npz"
        if path.exists():
            continue
        phantom = make_phantom(people, seed, options)
        rng = np.random.default_rng([seed, 1])
        crops = cut_study(as_sample(phantom), phantom.crack, config, rng)
        part = path.with_suffix(".part")
        with part.open("wb") as stream:
            np.savez(
                stream,
                hu=crops.hu,
                mask=crops.mask,
                broken=crops.broken,
                present=crops.present,
                fractured=crops.fractured,
            )
        part.replace(path)


def read_crops(path: Path) -> StudyCrops:
    """Read one study's crops."""
    with np.load(path, allow_pickle=False) as data:
        return StudyCrops(
            data["hu"], data["mask"], data["broken"], data["present"], data["fractured"]
        )
