"""Training of the detector: axial slices -> one box a vertebra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torchvision.ops import box_iou

from inference.findings import LEVELS
from inference.networks.yolov5 import STRIDE, YoloConfig, build_yolo, detect
from inference.preprocessing.channels import window_channels
from inference.preprocessing.resampling import AIR_HU
from inference.preprocessing.windowing import bone_windows
from training.augment import lay_on_patch, vary_contrast
from training.export import THRESHOLDS
from training.metrics import Matches, box_figures, match_boxes
from training.pool import STAGE1_MM, check_spacing, read_sample
from training.split import split_cache
from training.task import SCORE, Batch, device_of

MIN_PIXELS = 12
"""A level that shows less on a slice gets no box there."""

Boxed = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Image (h, w) in HU and corners (boxes, 4) in pixels."""


@dataclass(frozen=True, slots=True)
class DetectionConfig:
    """What is learned, and from what.

    Attributes
    ----------
    network : YoloConfig
    spacing_mm : float
        Of the pool, and so of the network's input.
    patch : int
        Side of a training image in pixels of the pool's spacing, a multiple of 32.
    validation_slices : int
        Slices that are measured of each volume held out.
    """

    network: YoloConfig = field(default_factory=YoloConfig)
    spacing_mm: float = STAGE1_MM
    patch: int = 160
    validation_slices: int = 8

    def __post_init__(self) -> None:
        if self.patch % STRIDE:
            raise ValueError(f"patch = {self.patch}: must be a multiple of {STRIDE}")


def slice_boxes(label: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Boxes x1, y1, x2, y2 (pixels, outer corners) of the cervical levels on one slice."""
    boxes = []
    for level in range(1, len(LEVELS) + 1):
        rows, columns = np.nonzero(label == level)
        if len(rows) >= MIN_PIXELS:
            boxes.append((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    return np.array(boxes, dtype=np.float32).reshape(-1, 4)


def build_detector(config: YoloConfig) -> nn.Module:
    """Build a detector that can compute its own loss."""
    network = build_yolo(config)
    # Not before: build_yolo silences ultralytics for its first import.
    from ultralytics.cfg import get_cfg

    # The loss reads its gains from the model's arguments.
    setattr(network, "args", get_cfg())  # noqa: B010  # a module knows only tensors
    return network


def join_boxed(examples: Sequence[Boxed]) -> Batch:
    """Join square images and their boxes in the form of ultralytics' loss.

    Returns
    -------
    mapping
        ``img`` (n, windows, size, size), 0..1; for all boxes together ``bboxes`` (centre and
        size as shares of the image), ``cls`` and ``batch_idx``, the image's number.
    """
    images = np.stack([image for image, _ in examples])
    corners = np.concatenate([boxes for _, boxes in examples]) / np.float32(images.shape[-1])
    center_size = np.concatenate(
        [(corners[:, :2] + corners[:, 2:]) / 2, corners[:, 2:] - corners[:, :2]], axis=1
    )
    owners = np.repeat(np.arange(len(examples)), [len(boxes) for _, boxes in examples])
    return {
        "img": torch.from_numpy(window_channels(images, bone_windows())),
        "bboxes": torch.from_numpy(center_size),
        "cls": torch.zeros(len(center_size), 1),
        "batch_idx": torch.from_numpy(owners).float(),
    }


def detection_loss(network: nn.Module, batch: Batch) -> Tensor:
    """Boxes, classes and distribution focal loss, as ultralytics weighs them, an image."""
    losses, _ = network(dict(batch))
    mean: Tensor = losses.sum() / len(batch["img"])
    return mean


class DetectionTask:
    """Augmented axial slices with their boxes, and overlap of boxes on those held out."""

    def __init__(self, pool: Path, config: DetectionConfig) -> None:
        self._split = split_cache(pool)
        self._config = config
        check_spacing(self._split.training[0], config.spacing_mm)

    @property
    def config(self) -> DetectionConfig:
        """The settings."""
        return self._config

    def build(self) -> nn.Module:
        """The detector, ready to compute its own loss."""
        return build_detector(self._config.network)

    def example(self, rng: np.random.Generator) -> Boxed:
        """Draw a slice, mirrored, laid anywhere on the patch, in other contrast."""
        sample = self._split.draw(read_sample, rng)
        k = int(rng.integers(sample.label.shape[0]))
        image, truth = lay_on_patch(sample.volume.hu[k], sample.label[k], self._config.patch, rng)
        return vary_contrast(image, rng), slice_boxes(truth)

    def collate(self, examples: Sequence[Boxed]) -> Batch:
        """Join examples in the form of ultralytics' loss."""
        return join_boxed(examples)

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Ultralytics' own, which is a sum over the images."""
        return detection_loss(network, batch)

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """Recall, precision and overlap at IoU 0.5; the score is the panoptic quality."""
        matches = [found for path in self._split.validation for found in self._match(network, path)]
        figures = box_figures(matches)
        return {
            SCORE: figures.panoptic_quality,
            "iou": figures.mean_iou,
            "recall": figures.recall,
            "precision": figures.precision,
        }

    def _match(self, network: nn.Module, path: Path) -> list[Matches]:
        """Compare boxes on evenly spaced slices of one volume."""
        sample = read_sample(path)
        count = min(self._config.validation_slices, len(sample.label))
        chosen = np.linspace(0, len(sample.label) - 1, count).round().astype(int)
        hu = sample.volume.hu[chosen].astype(np.float32)
        pad = [(0, 0), *((0, -n % STRIDE) for n in hu.shape[1:])]
        images = window_channels(np.pad(hu, pad, constant_values=AIR_HU), bone_windows())
        found = detect(
            network, torch.from_numpy(images).to(device_of(network)), **THRESHOLDS["detection"]
        )
        return [
            match_boxes(
                box_iou(torch.from_numpy(slice_boxes(sample.label[k])), boxes.corners.cpu())
                .double()
                .numpy()
            )
            for k, boxes in zip(chosen, found, strict=True)
        ]
