"""The eighteen rows of the method deck's three tables, by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from inference.networks.baselines.encoders import EncoderConfig
from inference.networks.baselines.study_net import PlaneNetConfig
from inference.networks.fracture_net import FractureNetConfig
from inference.networks.unet import UNetConfig
from training.rows.boxes import FractureBoxes
from training.rows.crops import CropClassifier, CropSvm
from training.rows.method import FractureReading, LevelReading, Method
from training.rows.segmenters import SliceSegmentation, VolumeSegmentation
from training.rows.slice_levels import SliceLevels
from training.rows.slices import WholeSlices
from training.rows.tables import Table
from training.rows.workspace import Cut

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class DeckFigures:
    """What the deck reports of a row; None where it reports nothing."""

    loss: float | None = None
    accuracy: float | None = None
    dice: float | None = None


@dataclass(frozen=True, slots=True)
class Row(Generic[R]):
    """One row of a table.

    Attributes
    ----------
    name : str
        In kebab-case, unique among all rows.
    title : str
        As the deck calls it.
    deck : DeckFigures
    method : Method
        How it reads a study.
    """

    name: str
    title: str
    deck: DeckFigures
    method: Method[R]

    def tiny(self) -> Row[R]:
        """The same code on the least network and input."""
        return replace(self, method=self.method.tiny())


def _lstm(encoder: str, units: int = 128, bidirectional: bool = False) -> CropClassifier:
    return CropClassifier(PlaneNetConfig(EncoderConfig(encoder), units, bidirectional))


def _cracknet(cut: Cut = Cut.MASK) -> CropClassifier:
    return CropClassifier(FractureNetConfig(), cut)


SEGMENTER = SliceSegmentation()
"""Stage 1 of the combined rows."""

NEIGHBOURS = 1
"""Slices to either side of a 2.5-D input."""

STAGE1_ROWS: tuple[Row[LevelReading], ...] = (
    Row(
        "stage1-unet-efficientnet-b5",
        "UNet-EfficientNet-B5, windowing",
        DeckFigures(accuracy=0.999, dice=1.0),
        SEGMENTER,
    ),
    Row(
        "stage1-unet-efficientnet-b5-25d",
        "UNet-EfficientNet-B5, windowing, 2.5D",
        DeckFigures(accuracy=0.980, dice=1.0),
        SliceSegmentation(UNetConfig(in_channels=3 * (2 * NEIGHBOURS + 1)), neighbours=NEIGHBOURS),
    ),
    Row(
        "stage1-resnet101-3d",
        "3-D ResNet-101",
        DeckFigures(accuracy=0.82, dice=0.52),
        VolumeSegmentation(),
    ),
    Row(
        "stage1-efficientnet-v2",
        "EfficientNet-V2",
        DeckFigures(accuracy=0.953),
        SliceLevels(),
    ),
)

STAGE2_ROWS: tuple[Row[FractureReading], ...] = (
    Row(
        "stage2-cracknet-lstm",
        "CrackNet-LSTM without YOLOv5",
        DeckFigures(loss=0.21, accuracy=0.943),
        _cracknet(),
    ),
    Row(
        "stage2-cracknet-lstm-yolov5",
        "CrackNet-LSTM with YOLOv5",
        DeckFigures(loss=0.20, accuracy=0.949),
        _cracknet(Cut.BOXES),
    ),
    Row("stage2-yolov5", "YOLOv5 alone", DeckFigures(loss=0.64, accuracy=0.94), FractureBoxes()),
    Row(
        "stage2-resnet50-uncropped",
        "ResNet-50 without voxel cropping",
        DeckFigures(loss=1.6, accuracy=0.4),
        WholeSlices(),
    ),
    Row(
        "stage2-cnn-lstm",
        "Simple CNN-LSTM",
        DeckFigures(loss=0.32, accuracy=0.87),
        _lstm("cnn"),
    ),
)

COMBINED_ROWS: tuple[Row[FractureReading], ...] = (
    Row(
        "combined-unet-cracknet-lstm",
        "UNet-EfficientNet + CrackNet-LSTM",
        DeckFigures(accuracy=0.949),
        _cracknet(),
    ),
    Row(
        "combined-unet-yolov5",
        "UNet-EfficientNet + YOLOv5",
        DeckFigures(accuracy=0.94),
        FractureBoxes(),
    ),
    Row(
        "combined-unet-resnet50-uncropped",
        "UNet-EfficientNet + ResNet-50 without voxel cropping",
        DeckFigures(accuracy=0.4),
        WholeSlices(),
    ),
    Row(
        "combined-unet-cnn-lstm",
        "UNet-EfficientNet + simple CNN-LSTM",
        DeckFigures(accuracy=0.87),
        _lstm("cnn"),
    ),
    Row("combined-alexnet-lstm", "AlexNet + LSTM", DeckFigures(accuracy=0.71), _lstm("alexnet")),
    Row("combined-resnet-lstm", "ResNet + LSTM", DeckFigures(accuracy=0.71), _lstm("resnet18")),
    Row("combined-vggnet-lstm", "VGGNet + LSTM", DeckFigures(accuracy=0.84), _lstm("vgg16")),
    Row("combined-cnn-svm", "CNN + SVM", DeckFigures(accuracy=0.70), CropSvm()),
    Row(
        "combined-resnet50-blstm256",
        "ResNet-50 + BLSTM-256",
        DeckFigures(accuracy=0.792),
        _lstm("resnet50", 256, bidirectional=True),
    ),
)

FRACTURE_ROWS = {Table.STAGE2: STAGE2_ROWS, Table.COMBINED: COMBINED_ROWS}
"""Rows of the two tables that tell fractures."""
