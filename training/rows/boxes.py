"""Stage 2's row of the detector alone: YOLOv5 boxes fractures, the mask says whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.findings import LEVELS
from inference.networks.yolov5 import STRIDE, Detections, YoloConfig, detect
from inference.preprocessing.channels import window_channels
from inference.preprocessing.resampling import AIR_HU
from inference.preprocessing.windowing import bone_windows
from training.augment import lay_on_patch, vary_hu
from training.configs import DETECTION_LOOP
from training.detection import Boxed, build_detector, detection_loss, join_boxed
from training.loop import LoopConfig
from training.phantoms.boxes import fracture_boxes
from training.pool import pool_files
from training.rows.crops import validation_score
from training.rows.method import FractureReading
from training.rows.studies import Part, Study, read_study
from training.rows.workspace import Workspace
from training.task import Batch, device_of

MIN_CRACK_PIXELS = 4
"""A slice that shows less of a crack is not drawn for it: nobody could see it there."""

MIN_CONFIDENCE = 0.01
"""Boxes below are not decoded; a level without any box is given this probability."""

OVERLAP = 0.6
"""Jaccard index from which on two boxes are one."""

BROKEN_SHARE = 0.7
"""Of the training slices so many show a crack, where the study has one."""

BATCH = 16
"""Slices read at a time."""


BOXES_LOOP = replace(DETECTION_LOOP, batch=16)
"""Fewer images than the bundled detector's, since they are larger."""


@dataclass(frozen=True, slots=True)
class FractureBoxes:
    """YOLOv5 on axial slices of the scan as it is.

    Attributes
    ----------
    network : YoloConfig
    patch : int
        Side of a training image, a multiple of 32.
    every : int
        Of the slices every so many-th is read.
    loop : LoopConfig
    """

    network: YoloConfig = field(default_factory=lambda: YoloConfig("s", ("fracture",)))
    patch: int = 224
    every: int = 2
    loop: LoopConfig = BOXES_LOOP

    def inputs(self, space: Workspace, part: Part) -> Path:
        """The studies themselves."""
        return space.studies / part

    def task(self, space: Workspace) -> FractureBoxTask:
        """Slices of the training part."""
        return FractureBoxTask(
            self, self.inputs(space, Part.TRAIN), self.inputs(space, Part.CALIBRATION)
        )

    def reader(
        self, network: nn.Module, space: Workspace, device: str
    ) -> Callable[[Part], Iterator[FractureReading]]:
        """Eight probabilities a study: the most confident boxes."""
        network = network.to(device).eval()
        return lambda part: read_boxes(network, self.inputs(space, part), self.every, device)

    def tiny(self) -> FractureBoxes:
        """The smallest scale on 64 x 64 pixels."""
        network = replace(self.network, scale="n")
        return replace(self, network=network, patch=64, loop=replace(self.loop, batch=2))


def crack_boxes(crack: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Boxes x1, y1, x2, y2 (pixels, outer corners) around the cracks of one slice (h, w)."""
    boxes = [
        (box.x, box.y, box.x + box.width, box.y + box.height) for box in fracture_boxes(crack[None])
    ]
    return np.array(boxes, dtype=np.float32).reshape(-1, 4)


class FractureBoxTask:
    """Training of the detector."""

    def __init__(self, method: FractureBoxes, train: Path, validation: Path) -> None:
        self.config = method
        self._files = pool_files(train)
        self._validation = validation

    def build(self) -> nn.Module:
        """Make the detector."""
        return build_detector(self.config.network)

    def example(self, rng: np.random.Generator) -> Boxed:
        """Draw an augmented slice, laid on the patch, and its boxes."""
        study = read_study(self._files[int(rng.integers(len(self._files)))])
        k = self._slice(study, rng)
        image, crack = lay_on_patch(
            study.sample.volume.hu[k], study.crack[k], self.config.patch, rng
        )
        return vary_hu(image, rng), crack_boxes(crack)

    @staticmethod
    def _slice(study: Study, rng: np.random.Generator) -> int:
        broken = np.flatnonzero((study.crack > 0).sum(axis=(1, 2)) >= MIN_CRACK_PIXELS)
        if len(broken) and rng.random() < BROKEN_SHARE:
            return int(rng.choice(broken))
        return int(rng.integers(len(study.crack)))

    def collate(self, examples: Sequence[Boxed]) -> Batch:
        """Join examples in the form of ultralytics' loss."""
        return join_boxed(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Boxes, classes and distribution focal loss, as ultralytics weighs them."""
        return detection_loss(network, batch)

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """The competition's loss on the calibration part."""
        device = str(device_of(network))
        readings = read_boxes(network, self._validation, self.config.every, device)
        return validation_score(readings, self._validation)


def read_boxes(
    network: nn.Module, studies: Path, every: int, device: str
) -> Iterator[FractureReading]:
    """Read every study: a level is as likely broken as its most confident box says."""
    for path in pool_files(studies):
        study = read_study(path)
        hu, label = study.sample.volume.hu[::every], study.sample.label[::every]
        found = np.full(len(LEVELS) + 1, np.nan)
        for level in range(1, len(LEVELS) + 1):
            if (label == level).any():
                found[level - 1] = MIN_CONFIDENCE
        for start in range(0, len(hu), BATCH):
            boxes = _detect(network, hu[start : start + BATCH], device)
            for own, names in zip(boxes, label[start : start + BATCH], strict=True):
                _note(own, names, found)
        if not np.isnan(found[:-1]).all():
            found[-1] = np.nanmax(found[:-1])
        yield found


def _detect(network: nn.Module, hu: NDArray[np.int16], device: str) -> list[Detections]:
    pad = [(0, 0), *((0, -n % STRIDE) for n in hu.shape[1:])]
    images = window_channels(np.pad(hu, pad, constant_values=AIR_HU), bone_windows())
    return detect(network, torch.from_numpy(images).to(device), MIN_CONFIDENCE, OVERLAP)


def _note(boxes: Detections, label: NDArray[np.uint8], found: FractureReading) -> None:
    """Give each box to the level that fills most of it; one on no level is nobody's."""
    corners = np.rint(boxes.corners.cpu().numpy()).astype(int).clip(0)
    for (x1, y1, x2, y2), confidence in zip(corners, boxes.confidence.tolist(), strict=True):
        inside = label[y1:y2, x1:x2].ravel()
        counts = np.bincount(inside[(inside > 0) & (inside <= len(LEVELS))], minlength=2)
        if counts.any():
            level = int(counts.argmax())
            found[level - 1] = max(found[level - 1], confidence)
