"""Stage 2's training set: the planes of every vertebra of every study, cut once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.volume import Volume
from inference.pipeline import MIN_SHARE
from inference.preprocessing.cropping import CropConfig, crop_vertebra
from inference.preprocessing.planes import MASK_WHITE
from inference.preprocessing.resampling import AIR_HU
from inference.stages.box import box_vertebrae
from inference.stages.segment import segment
from training.errors import TrainingError
from training.labels import Box, label_boxes
from training.own_masks import MaskNetworks
from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.pool import Sample, as_sample, phantom_key
from training.sources import Filled, Item, drain, fill

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

MIN_CRACK_MM2 = 3.0
"""A plane that shows less of a crack is not called broken: nobody could see it there."""

BITS = "_bits"
"""Suffix of an array in a file of crops whose last axis is packed, eight pixels a byte."""

PACKED_FROM = 2
"""Arrays of more axes than this are maps of pixels; what has fewer is small."""

BOX_ERROR_MM = 1.2
"""Standard deviation by which the faces of a network's box miss the mask's."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaneTruth:
    """What is true of one level's planes.

    Attributes
    ----------
    broken : ndarray of bool, shape (planes,)
        Planes that a crack runs through.
    seen : bool
        Whether that is known: of some fractured levels nobody has said where they are broken.
    crack : ndarray of bool, shape (planes, h, w), or None
        Pixels that a crack runs through; None where nobody has traced it.
    """

    broken: NDArray[np.bool_]
    seen: bool
    crack: NDArray[np.bool_] | None = None


class BrokenPlanes(Protocol):
    """Where a study is broken."""

    def __call__(self, label: int, box_lps_mm: Box, config: CropConfig) -> PlaneTruth:
        """Tell the truth of the planes that ``config`` lays through a level's box."""


@dataclass(frozen=True, slots=True, eq=False)
class CrackedVoxels:
    """The generator's own truth: the voxels that cracks run through.

    Attributes
    ----------
    volume : Volume
    crack : ndarray of uint8, shape (k, j, i)
        The level that is cracked there.
    """

    volume: Volume
    crack: NDArray[np.uint8]

    def __call__(self, label: int, box_lps_mm: Box, config: CropConfig) -> PlaneTruth:
        """Call a plane broken that shows enough of a crack."""
        config = replace(config, closing_mm=0.0)
        cracked = crop_vertebra(
            self.volume.hu, self.crack, label, self.volume.geometry, box_lps_mm, config
        ).mask
        crack = cracked > MASK_WHITE / 2
        area = crack.sum(axis=(1, 2)) * config.pixel_mm**2
        return PlaneTruth(area >= MIN_CRACK_MM2, seen=True, crack=crack)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A study to be cut.

    Attributes
    ----------
    sample : Sample
    broken : BrokenPlanes
        Where it is broken.
    boxes : mapping of int to tuple of ndarray, or None
        A detector's box of each level that was found; None to take the masks' extents.
    """

    sample: Sample
    broken: BrokenPlanes
    boxes: Mapping[int, Box] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StudyCrops:
    """One study's crops.

    Attributes
    ----------
    hu : ndarray of int16, shape (7, planes, h, w)
        Of float32 once its contrast was varied.
    mask : ndarray of uint8, same shape
    broken : ndarray of bool, shape (7, planes)
        Planes that a crack runs through.
    seen : ndarray of bool, shape (7,)
        Whether the level's ``broken`` is known; where it isn't, no loss may be taken of it.
    crack : ndarray of bool, shape (7, planes, h, w)
        Pixels that a crack runs through.
    traced : ndarray of bool, shape (7,)
        Whether the level's ``crack`` is known.
    present : ndarray of bool, shape (7,)
    fractured : ndarray of bool, shape (7,)
    """

    hu: NDArray[np.int16 | np.float32]
    mask: NDArray[np.uint8]
    broken: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    crack: NDArray[np.bool_]
    traced: NDArray[np.bool_]
    present: NDArray[np.bool_]
    fractured: NDArray[np.bool_]


def cut_study(case: Case, config: CropConfig, rng: np.random.Generator | None = None) -> StudyCrops:
    """Cut a case's crops along its masks.

    With ``rng`` the masks' own boxes are shifted and stretched a little, as a detector's are.
    """
    sample = case.sample
    volume = sample.volume
    shape = (len(LEVELS), config.planes, config.size_px, config.size_px)
    hu = np.full(shape, AIR_HU, np.int16)
    mask = np.zeros(shape, np.uint8)
    broken = np.zeros(shape[:2], dtype=bool)
    seen = np.ones(len(LEVELS), dtype=bool)
    crack = np.zeros(shape, dtype=bool)
    traced = np.ones(len(LEVELS), dtype=bool)
    boxes = case.boxes
    if boxes is None:
        boxes = label_boxes(sample.label, volume.geometry)
        if rng is not None:
            boxes = {label: _missed(box, rng) for label, box in boxes.items()}
    present = sample.whole >= MIN_SHARE
    for n in range(len(LEVELS)):
        present[n] &= n + 1 in boxes
        if not present[n]:
            continue
        box = boxes[n + 1]
        crop = crop_vertebra(volume.hu, sample.label, n + 1, volume.geometry, box, config)
        hu[n], mask[n] = crop.hu, crop.mask
        truth = case.broken(n + 1, box, config)
        broken[n] = truth.broken
        # Where a level is broken of which no plane shows a crack, its outline alone tells it.
        seen[n] = truth.seen and (bool(truth.broken.any()) or not sample.fractured[n])
        traced[n] = truth.crack is not None
        if truth.crack is not None:
            crack[n] = truth.crack
    return StudyCrops(hu, mask, broken, seen, crack, traced, present, sample.fractured & present)


def _missed(box: Box, rng: np.random.Generator) -> Box:
    low, high = (corner + rng.normal(0, BOX_ERROR_MM, 3) for corner in box)
    return low, high


def phantom_cases(
    people: Sequence[Mapping[str, Bone]],
    seeds: Iterable[int],
    options: PhantomOptions,
    models: MaskNetworks | None = None,
) -> Iterator[Item[Case]]:
    """One phantom a seed, with its true masks or with those of ``models``."""

    def make(seed: int) -> Case:
        phantom = make_phantom(people, seed, options)
        case = Case(as_sample(phantom), CrackedVoxels(phantom.volume, phantom.crack))
        return case if models is None else _as_networks_see_it(case, models)

    for seed in seeds:
        yield Item(phantom_key(seed), partial(make, seed))


def _as_networks_see_it(case: Case, models: MaskNetworks) -> Case:
    """Take stage 1's masks and the detector's boxes: what stage 2 will meet."""
    volume = case.sample.volume
    found = drain(segment(volume, models.segmentation, models.device))
    boxes = drain(box_vertebrae(volume, found, models.detection, models.device))
    return replace(
        case,
        sample=replace(case.sample, label=found.mask),
        boxes={label: (box.low_lps_mm, box.high_lps_mm) for label, box in boxes.items()},
    )


def fill_crops(folder: Path, cases: Iterable[Item[Case]], config: CropConfig) -> Filled:
    """Write the crops of the cases that ``folder`` lacks, one ``.npz`` each."""
    return fill(folder, cut_later(cases, config), save_crops)


def cut_later(cases: Iterable[Item[Case]], config: CropConfig) -> Iterator[Item[StudyCrops]]:
    """The cases' crops, each cut when it is asked for."""
    for case in cases:
        yield Item(case.key, partial(_cut, case, config))


def _cut(case: Item[Case], config: CropConfig) -> StudyCrops:
    return cut_study(case.make(), config, box_errors(case.key))


def box_errors(key: str) -> np.random.Generator:
    """By what a study's boxes are off: the same whatever was cut before it."""
    return np.random.default_rng(list(key.encode()))


def save_crops(stream: BinaryIO, crops: StudyCrops) -> None:
    """Write one study's crops; yes and no of each pixel take a bit."""
    arrays: dict[str, Any] = {}
    for name in (f.name for f in fields(crops)):
        array = getattr(crops, name)
        if array.dtype == bool and array.ndim > PACKED_FROM:
            arrays[name + BITS] = np.packbits(array, axis=-1)
        else:
            arrays[name] = array
    np.savez(stream, **arrays)


def read_crops(path: Path) -> StudyCrops:
    """Read one study's crops.

    Raises
    ------
    TrainingError
        If the file doesn't hold all of them, as one that was cut by an earlier version.
    """
    with np.load(path, allow_pickle=False) as data:
        names = [f.name for f in fields(StudyCrops)]
        lacking = [name for name in names if name not in data and name + BITS not in data]
        if lacking:
            raise TrainingError(
                f"{path}: '{lacking[0]}' is missing: it was cut by an earlier version. Cut the "
                "studies again into another folder."
            )
        width = data["mask"].shape[-1]
        return StudyCrops(
            *(
                data[name]
                if name in data
                else np.unpackbits(data[name + BITS], axis=-1, count=width).astype(bool)
                for name in names
            )
        )


def broken_levels(path: Path) -> NDArray[np.bool_]:
    """Which of a study's levels are broken, (7,), without reading its planes."""
    with np.load(path, allow_pickle=False) as data:
        return np.asarray(data["fractured"] & data["present"])


def shows_levels(path: Path) -> bool:
    """Whether any level was cut of a study, without reading its planes."""
    with np.load(path, allow_pickle=False) as data:
        return bool(data["present"].any())


def shows_cracks(path: Path) -> bool:
    """Whether any plane of a study is known to be broken, without reading its planes."""
    with np.load(path, allow_pickle=False) as data:
        return bool((data["broken"] & (data["present"] & data["seen"])[:, None]).any())
