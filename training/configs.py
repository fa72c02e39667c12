"""Named configurations: what ``fit STAGE --config NAME`` trains, from what, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from inference.networks.cracknet import CrackNetConfig
from inference.networks.fracture_net import FractureNetConfig
from inference.networks.unet import UNetConfig
from inference.preprocessing.cropping import CropConfig
from training.classification import ClassificationConfig, ClassificationTask
from training.cracks import CrackConfig, CrackTask
from training.crops import CROP, CROP_OPTIONS
from training.detection import DetectionConfig, DetectionTask
from training.errors import TrainingError
from training.loop import LoopConfig
from training.phantoms.phantom import PhantomOptions
from training.pool import SEGMENTATION_OPTIONS
from training.segmentation import SegmentationConfig, SegmentationTask
from training.task import Task

Cache = Literal["pool", "crops"]
"""Volumes with their masks, or the planes of every vertebra."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A named configuration.

    Attributes
    ----------
    cache : {"pool", "crops"}
        What it is trained from.
    task : callable
        Makes the task from that folder.
    loop : LoopConfig
    phantoms : PhantomOptions
        How phantoms for it are made; their spacing is that of any data set's volumes.
    crop : CropConfig
        How vertebrae are cut, where the cache is ``crops``.
    own_masks : bool
        Whether vertebrae of phantoms are cut along the networks' masks and boxes, as stage 2
        will meet them, instead of the true ones.
    needs_cracks : bool
        Whether there is nothing to learn where no study shows where it is broken.
    """

    cache: Cache
    task: Callable[[Path], Task[Any]]
    loop: LoopConfig
    phantoms: PhantomOptions
    crop: CropConfig = CROP
    own_masks: bool = False
    needs_cracks: bool = False

    def __post_init__(self) -> None:
        if self.cache == "pool" and self.phantoms.spacing_kji_mm is None:
            raise ValueError("phantoms.spacing_kji_mm: all volumes of a pool need the same one")

    @property
    def spacing_mm(self) -> float:
        """Of a pool's voxels.

        Raises
        ------
        ValueError
            If every study has its own.
        """
        if self.phantoms.spacing_kji_mm is None:
            raise ValueError("phantoms.spacing_kji_mm: every study has its own")
        return self.phantoms.spacing_kji_mm[0]

    @property
    def folder(self) -> str:
        """Name of its folder in the cache: crops of both kinds don't mix."""
        return f"{self.cache}-own-masks" if self.own_masks else self.cache


def segmentation_recipe(
    config: SegmentationConfig, loop: LoopConfig, phantoms: PhantomOptions = SEGMENTATION_OPTIONS
) -> Recipe:
    """Stage 1 with these settings."""
    return Recipe("pool", partial(SegmentationTask, config=config), loop, phantoms)


def detection_recipe(
    config: DetectionConfig, loop: LoopConfig, phantoms: PhantomOptions = SEGMENTATION_OPTIONS
) -> Recipe:
    """The detector with these settings."""
    return Recipe("pool", partial(DetectionTask, config=config), loop, phantoms)


def classification_recipe(
    config: ClassificationConfig, loop: LoopConfig, phantoms: PhantomOptions = CROP_OPTIONS
) -> Recipe:
    """Stage 2 with these settings."""
    task = partial(ClassificationTask, config=config)
    return Recipe("crops", task, loop, phantoms, config.crop)


def crack_recipe(
    config: CrackConfig, loop: LoopConfig, phantoms: PhantomOptions = CROP_OPTIONS
) -> Recipe:
    """CrackNet alone with these settings."""
    task = partial(CrackTask, config=config)
    return Recipe("crops", task, loop, phantoms, config.crop, needs_cracks=True)


SEGMENTATION_LOOP = LoopConfig(
    batch=32, steps=3000, learning_rate=2e-3, warmup=60, clip=5.0, validate_every=1000
)
DETECTION_LOOP = LoopConfig(
    batch=24, steps=2000, learning_rate=2e-3, warmup=50, clip=10.0, validate_every=500
)
CRACK_LOOP = LoopConfig(
    batch=4, steps=6000, learning_rate=3e-3, warmup=50, clip=1.0, ema=0.998, validate_every=1000
)
CLASSIFICATION_LOOP = LoopConfig(
    batch=4, steps=3000, learning_rate=1e-3, warmup=50, clip=1.0, ema=0.998, validate_every=1000
)

COARSE_MM = 3.0
COARSE = replace(
    SEGMENTATION_OPTIONS,
    spacing_kji_mm=(COARSE_MM, COARSE_MM, COARSE_MM),
    cut_rate=0.0,
    readable=False,
)
"""Phantoms that are made in a tenth of a second, for networks that only have to run."""

ROUGH_OWN_MASKS = 0.25
"""Some of a network's masks are made rougher still: those of other scans will be."""

OWN_MASKS = "own-masks"
"""Name of the configurations whose crops are cut along networks' masks, as in use."""

SMALL_CROP = CropConfig(planes=6, size_px=24, pixel_mm=3.2, closing_mm=7.2)
SMALL_FRACTURE_NET = FractureNetConfig(
    CrackNetConfig(widths=(8, 8, 16), features=8, filter_px=5), 4, 4, 0.0
)
SMALL_UNET = UNetConfig(encoder="efficientnet-b0", decoder_channels=(16, 16, 16, 8, 8))

REFORMATS = ClassificationConfig(planes=24, view="reformats")

RECIPES: Mapping[str, Mapping[str, Recipe]] = {
    "stage1": {
        "default": segmentation_recipe(SegmentationConfig(), SEGMENTATION_LOOP),
        "small": segmentation_recipe(
            SegmentationConfig(SMALL_UNET, spacing_mm=COARSE_MM, patch=64),
            replace(SEGMENTATION_LOOP, batch=2, steps=50, warmup=5),
            COARSE,
        ),
    },
    "boxes": {
        "default": detection_recipe(DetectionConfig(), DETECTION_LOOP),
        "small": detection_recipe(
            DetectionConfig(spacing_mm=COARSE_MM, patch=64),
            replace(DETECTION_LOOP, batch=2, steps=50, warmup=5),
            COARSE,
        ),
    },
    "cracks": {
        "default": crack_recipe(CrackConfig(), CRACK_LOOP),
        "small": crack_recipe(
            CrackConfig(SMALL_FRACTURE_NET.cracknet, SMALL_CROP, patches=4, patch_px=16),
            replace(CRACK_LOOP, steps=50, warmup=5),
            replace(COARSE, scene=CROP_OPTIONS.scene),
        ),
        OWN_MASKS: replace(crack_recipe(CrackConfig(), CRACK_LOOP), own_masks=True),
    },
    "stage2": {
        "default": classification_recipe(ClassificationConfig(), CLASSIFICATION_LOOP),
        OWN_MASKS: replace(
            classification_recipe(
                ClassificationConfig(rough_masks=ROUGH_OWN_MASKS), CLASSIFICATION_LOOP
            ),
            own_masks=True,
        ),
        "small": classification_recipe(
            ClassificationConfig(SMALL_FRACTURE_NET, SMALL_CROP, planes=3),
            replace(CLASSIFICATION_LOOP, steps=50, warmup=5),
            replace(COARSE, scene=CROP_OPTIONS.scene),
        ),
    },
    "reformats": {
        "default": classification_recipe(REFORMATS, CLASSIFICATION_LOOP),
        OWN_MASKS: replace(
            classification_recipe(
                replace(REFORMATS, rough_masks=ROUGH_OWN_MASKS), CLASSIFICATION_LOOP
            ),
            own_masks=True,
        ),
        "small": classification_recipe(
            ClassificationConfig(SMALL_FRACTURE_NET, SMALL_CROP, planes=4, view="reformats"),
            replace(CLASSIFICATION_LOOP, steps=50, warmup=5),
            replace(COARSE, scene=CROP_OPTIONS.scene),
        ),
    },
}
"""By stage and name, in the order in which they are trained."""


TOGETHER: Mapping[str, str] = {"default": OWN_MASKS}
"""Where all stages are trained in one run, crops are cut along what its own networks find.

Not with ``small``: what networks find that only have to run is nothing.
"""


def recipe_in_all(stage: str, name: str) -> Recipe:
    """Look a stage's configuration up where all of them are trained in one run.

    Raises
    ------
    TrainingError
        As :func:`find_recipe`.
    """
    together = TOGETHER.get(name, name)
    return find_recipe(stage, together if together in RECIPES[stage] else name)


def find_recipe(stage: str, name: str) -> Recipe:
    """Look a configuration up.

    Raises
    ------
    TrainingError
        If the stage or the name is not known, with those that are.
    """
    if stage not in RECIPES:
        raise TrainingError(f"stage '{stage}' is not known: use all, {', '.join(RECIPES)}")
    if name not in RECIPES[stage]:
        known = ", ".join(RECIPES[stage])
        raise TrainingError(f"--config '{name}' is not known for {stage}: use {known}")
    return RECIPES[stage][name]
