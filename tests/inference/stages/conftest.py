"""Networks that read the answer off the image, to test the stages and not the weights.

The volume's HU encode the truth: a voxel of level n has 600 + 100 n HU, all else 0.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.networks.card import Card
from inference.networks.cracknet import CrackNetConfig
from inference.networks.fracture_net import FractureNet, FractureNetConfig
from inference.networks.models import Model, Models

WINDOW = {"width": 4001, "level": 1000.5}
"""Linear from -1000 to 3000 HU."""

LEVEL_HU = 600
STEP_HU = 100
HALF_MM = np.array([18.0, 14.0, 7.0])
"""Half size of a block that stands for a vertebra: x, y, z."""


def to_hu(channel: Tensor) -> Tensor:
    """Undo the window."""
    return channel * 4000 - 1000


class OracleSegmenter(nn.Module):
    """Logits from the HU code."""

    def forward(self, images: Tensor) -> Tensor:
        """(n, 1, h, w) -> (n, 9, h, w); a pixel at a block's edge is what its larger part is."""
        hu = to_hu(images[:, :1])
        whole = nn.functional.max_pool2d(hu, 3, 1, 1)
        code = (torch.where(hu >= whole / 2, whole, 0.0)[:, 0] - LEVEL_HU) / STEP_HU
        levels = torch.arange(9, device=images.device).reshape(1, 9, 1, 1)
        scores = -((code[:, None] - levels) ** 2) * 8
        scores[:, 0] = torch.where(code < 0.5, 20.0, -20.0)
        return scores


class OracleDetector(nn.Module):
    """One box around everything bright, in the layout that ultralytics' NMS takes."""

    def forward(self, images: Tensor) -> Tensor:
        """(n, 1, h, w) -> (n, 5, 8 n)."""
        out = torch.zeros(len(images), 5, 8)
        for n, image in enumerate(images):
            code = torch.round((to_hu(image[0]) - LEVEL_HU) / STEP_HU)
            for level in range(1, 8):
                rows, columns = torch.nonzero(code == level, as_tuple=True)
                if len(rows) > 4:
                    x1, x2 = columns.min(), columns.max() + 1
                    y1, y2 = rows.min(), rows.max() + 1
                    out[n, :, level] = torch.tensor(
                        [(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1, 0.9]
                    )
        return out


def make_card(kind: str, preprocessing: dict[str, object], **architecture: object) -> Card:
    """A card with what the stages read."""
    thresholds = {"confidence": 0.25, "overlap": 0.6, "level": 0.5, "patient": 0.5}
    return Card(
        kind, "1", kind, architecture, preprocessing, thresholds, "a test", {}, {}, "none", "0" * 64
    )


def oracle_models() -> Models:
    """Oracles for stage 1 and the boxes, small untrained networks for stage 2."""
    torch.manual_seed(0)
    small = FractureNetConfig(
        CrackNetConfig(windows=1, widths=(8, 8, 16), features=8, pixel_mm=2.0), 4, 4, 0.0
    )
    crop = {"planes": 30, "size_px": 36, "pixel_mm": 2.0, "closing_mm": 7.2}
    windows = [WINDOW]
    return Models(
        Model(
            OracleSegmenter(),
            make_card(
                "segmentation",
                {"windows": windows, "plane": "sagittal", "spacing_mm": 1.5},
                classes=9,
            ),
        ),
        Model(OracleDetector(), make_card("detection", {"windows": windows, "spacing_mm": 1.5})),
        Model(
            FractureNet(small).eval(),
            make_card("classification", {"windows": windows, "crop": crop}),
        ),
        Model(
            FractureNet(small).eval(),
            make_card("reformats", {"windows": windows, "crop": crop}),
        ),
        torch.device("cpu"),
    )


def block_neck(
    spacing_kji_mm: tuple[float, float, float] = (1.0, 1.0, 1.0),
    levels: range = range(1, 8),
    height_mm: float = 150.0,
    top_mm: float = 0.0,
) -> Volume:
    """Seven blocks in soft tissue, 18 mm apart, C1 the highest.

    ``top_mm`` moves the blocks up, beyond the field of view if it is large.
    """
    k, j, i = (int(n / s) for n, s in zip((height_mm, 80.0, 80.0), spacing_kji_mm, strict=True))
    matrix = np.diag([*spacing_kji_mm[::-1], 1.0])
    matrix[:3, 3] = (-40, -40, -height_mm / 2)
    return block_volume(VolumeGeometry.from_matrix((k, j, i), matrix), levels, top_mm)


def block_volume(
    geometry: VolumeGeometry, levels: range = range(1, 8), top_mm: float = 0.0
) -> Volume:
    """The same blocks on any grid."""
    index = np.stack(np.meshgrid(*map(np.arange, geometry.shape_kji), indexing="ij"), axis=-1)
    points = geometry.index_to_lps(index)
    hu = np.zeros(geometry.shape_kji, np.int16)
    for level in levels:
        inside = (np.abs(points - block_center(level, top_mm)) <= HALF_MM).all(axis=-1)
        hu[inside] = LEVEL_HU + STEP_HU * level
    return Volume(hu, geometry)


def block_center(level: int, top_mm: float = 0.0) -> np.ndarray:
    """Centre of a level's block in LPS mm."""
    return np.array([2.0, -3.0, 54.0 - 18.0 * (level - 1) + top_mm])


@pytest.fixture
def oracles() -> Models:
    """Fresh oracles."""
    return oracle_models()


@pytest.fixture
def neck() -> Volume:
    """A whole neck of blocks."""
    return block_neck()
