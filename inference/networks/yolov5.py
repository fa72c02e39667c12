"""YOLOv5 from ultralytics: the network and its decoding, and nothing that phones home.

The configuration is ``yolov5`` with the anchor-free head that ultralytics ships
("v5u"), at the scale the card names.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import torch
from torch import Tensor, nn

STRIDE = 32
"""Height and width of its input must be multiples of this."""


@dataclass(frozen=True, slots=True)
class YoloConfig:
    """Shape of the detector.

    Attributes
    ----------
    scale : str
        ``n`` or ``s``.
    classes : tuple of str
        Names of the classes.
    """

    scale: str = "n"
    classes: tuple[str, ...] = ("vertebra",)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep ultralytics from the network, the user's settings and the thread count.

    All is read once, at its import; the folder it insists on is dropped afterwards.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="dens-yolo-") as folder:
        os.environ.update(
            YOLO_OFFLINE="1",
            YOLO_AUTOINSTALL="0",
            YOLO_VERBOSE="False",
            YOLO_CONFIG_DIR=folder,
        )
        # It sets 1 where nothing is set, which slows every other network.
        os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
        try:
            yield
        finally:
            # OpenCV, which it imports, changes library paths too. Only what differs is
            # touched: other threads read the environment meanwhile.
            for name in set(os.environ) - set(before):
                del os.environ[name]
            for name, value in before.items():
                if os.environ.get(name) != value:
                    os.environ[name] = value


@cache
def _ultralytics() -> tuple[Any, Any, Any]:
    """Import what is used of ultralytics, once: DetectionModel, its layouts, and NMS."""
    with _silenced():
        from ultralytics.nn.tasks import DetectionModel, yaml_model_load
        from ultralytics.utils.nms import non_max_suppression
    return DetectionModel, yaml_model_load, non_max_suppression


def build_yolo(config: YoloConfig) -> nn.Module:
    """Build the detector with random weights.

    It takes (n, 3, h, w), 0..1. In evaluation mode it returns decoded boxes for
    :func:`decode`.
    """
    detection_model, load_layout, _ = _ultralytics()
    layout = load_layout(f"yolov5{config.scale}.yaml")
    model = detection_model(layout, ch=3, nc=len(config.classes), verbose=False)
    return cast("nn.Module", model)


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """Boxes of one image.

    Attributes
    ----------
    corners : Tensor, shape (n, 4)
        x1, y1, x2, y2 in pixels, from the outer corner of the first pixel.
    confidence : Tensor, shape (n,)
    """

    corners: Tensor
    confidence: Tensor


def decode(output: object, confidence: float, overlap: float) -> list[Detections]:
    """Turn the detector's output into boxes by non-maximum suppression."""
    *_, non_max_suppression = _ultralytics()
    found = non_max_suppression(output, conf_thres=confidence, iou_thres=overlap)
    return [Detections(boxes[:, :4].detach(), boxes[:, 4].detach()) for boxes in found]


def detect(model: nn.Module, images: Tensor, confidence: float, overlap: float) -> list[Detections]:
    """Run the detector on images (n, 3, h, w)."""
    with torch.inference_mode():
        return decode(model(images), confidence, overlap)
