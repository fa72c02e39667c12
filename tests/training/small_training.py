"""Coarse phantoms and small networks, for the tests of training."""

from __future__ import annotations

from dataclasses import replace

from training.classification import (
    ClassificationConfig,
)
from training.configs import SMALL_CROP, SMALL_FRACTURE_NET, SMALL_UNET
from training.phantoms.phantom import PhantomOptions
from training.phantoms.scene import SceneOptions
from training.segmentation import (
    SegmentationConfig,
)

COARSE = PhantomOptions(
    spacing_kji_mm=(3.0, 3.0, 3.0),
    scene=SceneOptions(fracture_rate=0.5),
    cut_rate=0.0,
    readable=False,
)


SEEDS = (0, 1, 9)
"""The last one is held out."""


SMALL_SEGMENTATION = SegmentationConfig(SMALL_UNET, spacing_mm=3.0, patch=64)


SMALL_CLASSIFICATION = ClassificationConfig(SMALL_FRACTURE_NET, SMALL_CROP, planes=3)

SMALL_REFORMATS = replace(SMALL_CLASSIFICATION, planes=4, view="reformats")
