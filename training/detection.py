"""Training of the detector: axial slices of phantoms -> one box a vertebra."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.networks.yolov5 import YoloConfig, build_yolo
from inference.preprocessing.channels import window_channels
from inference.preprocessing.windowing import bone_windows
from training.checkpoint import load_checkpoint, save_checkpoint
from training.pool import Sample, pool_files, read_sample
from training.schedule import learning_rate

MIN_PIXELS = 12
"""A level that shows less on a slice gets no box there."""

AIR_HU = -1024


@dataclass(frozen=True, slots=True)
class DetectionConfig:
    """One training run.

    Attributes
    ----------
    network : YoloConfig
    spacing_mm : float
        Of the pool, and so of the network's input.
    patch : int
        Side of a training image in pixels of the pool's spacing.
    batch, steps, warmup : int
    learning_rate, weight_decay : float
    seed : int
    """

    network: YoloConfig = field(default_factory=YoloConfig)
    spacing_mm: float = 1.5
    patch: int = 128
    batch: int = 24
    steps: int = 1500
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    warmup: int = 50
    seed: int = 1


def slice_boxes(label: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Boxes x1, y1, x2, y2 (pixels, outer corners) of the cervical levels on one slice."""
    boxes = []
    for level in range(1, 8):
        rows, columns = np.nonzero(label == level)
        if len(rows) >= MIN_PIXELS:
            boxes.append((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    return np.array(boxes, dtype=np.float32).reshape(-1, 4)


class AxialSampler:
    """Draws augmented axial slices with their boxes."""

    def __init__(self, pool: Path, config: DetectionConfig, rng: np.random.Generator) -> None:
        self._samples: list[Sample] = [read_sample(path) for path in pool_files(pool)]
        self._config = config
        self._rng = rng

    def batch(self) -> dict[str, Tensor]:
        """Draw one batch in the form of ultralytics' loss."""
        images, boxes, owners = [], [], []
        for n in range(self._config.batch):
            image, found = self._slice()
            images.append(image)
            boxes.append(found)
            owners.append(np.full(len(found), n))
        corners = np.concatenate(boxes) / self._config.patch
        center_size = np.concatenate(
            [(corners[:, :2] + corners[:, 2:]) / 2, corners[:, 2:] - corners[:, :2]], axis=1
        )
        return {
            "img": torch.from_numpy(window_channels(np.stack(images), bone_windows())),
            "bboxes": torch.from_numpy(center_size),
            "cls": torch.zeros(len(center_size), 1),
            "batch_idx": torch.from_numpy(np.concatenate(owners)).float(),
        }

    def _slice(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        rng = self._rng
        sample = self._samples[int(rng.integers(len(self._samples)))]
        k = int(rng.integers(sample.label.shape[0]))
        hu, label = sample.volume.hu[k], sample.label[k]
        if rng.random() < 0.5:
            hu, label = hu[:, ::-1], label[:, ::-1]
        size = self._config.patch
        image = np.full((size, size), AIR_HU, dtype=np.float32)
        truth = np.zeros((size, size), dtype=np.uint8)
        # Lay the slice anywhere on the patch: it is cut where it hangs over.
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


def train_detection(
    pool: Path, run: Path, config: DetectionConfig, device: str = "cpu"
) -> Iterator[str]:
    """Train, resuming from the run folder's checkpoint if there is one.

    Yields
    ------
    str
        A line of progress now and then.
    """
    torch.manual_seed(config.seed)
    model = build_yolo(config.network).to(device)
    from ultralytics.cfg import get_cfg

    # The loss reads its gains from the model's arguments.
    model.args = get_cfg()
    optimizer = torch.optim.AdamW(
        model.parameters(), config.learning_rate, weight_decay=config.weight_decay
    )
    run.mkdir(parents=True, exist_ok=True)
    (run / "config.json").write_text(json.dumps(asdict(config), indent=1), encoding="utf-8")
    start = load_checkpoint(run, model, optimizer)
    sampler = AxialSampler(pool, config, np.random.default_rng([config.seed, start]))
    model.train()
    mean, began = 0.0, time.monotonic()
    for step in range(start, config.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, config.steps, config.warmup, config.learning_rate)
        batch = {name: value.to(device) for name, value in sampler.batch().items()}
        losses, _ = model(batch)
        loss = losses.sum() / config.batch
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()
        mean = 0.97 * mean + 0.03 * loss.item() if step > start else loss.item()
        if (step + 1) % 50 == 0:
            pace = (time.monotonic() - began) / (step + 1 - start)
            yield f"step {step + 1}/{config.steps} loss {mean:.3f} {pace:.2f} s/step"
        if (step + 1) % 200 == 0 or step + 1 == config.steps:
            save_checkpoint(run, model, optimizer, step + 1)
