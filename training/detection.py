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
from training.export import THRESHOLDS
from training.metrics import Matches, box_figures, match_boxes
from training.pool import check_spacing, read_sample
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
    spacing_mm: float = 1.5
    patch: int = 128
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
        network = build_yolo(self._config.network)
        from ultralytics.cfg import get_cfg

        # The loss reads its gains from the model's arguments.
        setattr(network, "args", get_cfg())  # noqa: B010  # a module knows only tensors
        return network

    def example(self, rng: np.random.Generator) -> Boxed:
        """Draw a slice, mirrored, laid anywhere on the patch, in other contrast."""
        sample = self._split.draw(read_sample, rng)
        k = int(rng.integers(sample.label.shape[0]))
        hu, label = sample.volume.hu[k], sample.label[k]
        if rng.random() < 0.5:
            hu, label = hu[:, ::-1], label[:, ::-1]
        size = self._config.patch
        image = np.full((size, size), AIR_HU, dtype=np.float32)
        truth = np.zeros((size, size), dtype=np.uint8)
        # It is cut where it hangs over.
        start = [int(rng.integers(min(0, size - n), max(0, size - n) + 1)) for n in hu.shape]
        into = tuple(
            slice(max(s, 0), min(s + n, size)) for s, n in zip(start, hu.shape, strict=True)
        )
        of = tuple(
            slice(part.start - s, part.stop - s) for part, s in zip(into, start, strict=True)
        )
        image[into], truth[into] = hu[of], label[of]
        image = image * np.float32(rng.uniform(0.85, 1.15)) + np.float32(rng.normal(0, 25))
        return image, slice_boxes(truth)

    def collate(self, examples: Sequence[Boxed]) -> Batch:
        """Join examples in the form of ultralytics' loss."""
        corners = np.concatenate([boxes for _, boxes in examples]) / self._config.patch
        center_size = np.concatenate(
            [(corners[:, :2] + corners[:, 2:]) / 2, corners[:, 2:] - corners[:, :2]], axis=1
        )
        owners = np.repeat(np.arange(len(examples)), [len(boxes) for _, boxes in examples])
        images = window_channels(np.stack([image for image, _ in examples]), bone_windows())
        return {
            "img": torch.from_numpy(images),
            "bboxes": torch.from_numpy(center_size),
            "cls": torch.zeros(len(center_size), 1),
            "batch_idx": torch.from_numpy(owners).float(),
        }

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:  # noqa: ARG002
        """Ultralytics' own, which is a sum over the images."""
        losses, _ = network(dict(batch))
        total: Tensor = losses.sum() / len(batch["img"])
        return total

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
