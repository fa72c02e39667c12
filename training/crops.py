"""Stage 2's training set: the planes of every vertebra of every phantom, cut once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.geometry import FloatArray
from inference.networks.models import Models
from inference.preprocessing.cropping import CropConfig, crop_vertebra
from inference.stages.box import box_vertebrae
from inference.stages.segment import segment
from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.pool import Sample, as_sample, drain

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


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """Where the levels of a sample are held to be.

    Attributes
    ----------
    mask : ndarray of uint8, shape (k, j, i)
        1..7 C1..C7.
    boxes : mapping of int to tuple of ndarray
        By label, lower and upper corner (3,) in LPS mm; levels that were not found are absent.
    """

    mask: NDArray[np.uint8]
    boxes: Mapping[int, tuple[FloatArray, FloatArray]]


def located_by_truth(sample: Sample, rng: np.random.Generator | None = None) -> Located:
    """Take the true masks.

    With ``rng`` the boxes are shifted and stretched a little, as those of a network are.
    """
    boxes = {}
    for label in range(1, len(LEVELS) + 1):
        voxels = np.argwhere(sample.label == label)
        if not len(voxels):
            continue
        corners = sample.volume.geometry.index_to_lps(
            np.array([voxels.min(axis=0) - 0.5, voxels.max(axis=0) + 0.5])
        )
        low, high = corners.min(axis=0), corners.max(axis=0)
        if rng is not None:
            low, high = low + rng.normal(0, 1.2, 3), high + rng.normal(0, 1.2, 3)
        boxes[label] = (low, high)
    return Located(sample.label, boxes)


def located_by_networks(sample: Sample, models: Models) -> Located:
    """Take what stage 1 and the detector say: what stage 2 will meet."""
    found = drain(segment(sample.volume, models.segmentation, models.device))
    boxes = drain(box_vertebrae(sample.volume, found, models.detection, models.device))
    return Located(
        found.mask, {label: (box.low_lps_mm, box.high_lps_mm) for label, box in boxes.items()}
    )


def cut_study(
    sample: Sample, crack: NDArray[np.uint8], config: CropConfig, located: Located
) -> StudyCrops:
    """Cut a sample's crops; ``crack`` (k, j, i) holds the cracked levels."""
    shape = (len(LEVELS), config.planes, config.size_px, config.size_px)
    hu = np.full(shape, -1024, np.int16)
    mask = np.zeros(shape, np.uint8)
    broken = np.zeros(shape[:2], dtype=bool)
    present = sample.whole >= MIN_SHARE
    for n in range(len(LEVELS)):
        box = located.boxes.get(n + 1)
        present[n] &= box is not None
        if box is None or not present[n]:
            continue
        crop = crop_vertebra(
            sample.volume.hu, located.mask, n + 1, sample.volume.geometry, box, config
        )
        hu[n], mask[n] = crop.hu, crop.mask
        cracked = crop_vertebra(
            sample.volume.hu, crack, n + 1, sample.volume.geometry, box,
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
    models: Models | None = None,
) -> None:
    """Make the crops of ``seeds`` that ``folder`` lacks, one ``.npz`` each.

    They are cut along the true masks, or along those of ``models``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        path = folder / f"{seed:07d}.npz"
        if path.exists():
            continue
        phantom = make_phantom(people, seed, options)
        sample = as_sample(phantom)
        if models is None:
            located = located_by_truth(sample, np.random.default_rng([seed, 1]))
        else:
            located = located_by_networks(sample, models)
        crops = cut_study(sample, phantom.crack, config, located)
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
