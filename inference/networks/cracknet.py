"""CrackNet: one plane of a vertebra -> a vector and a map of cracks, sensitive to thin lines.

A reconstruction: the layers of the published network (Ma & Luo, Informatics in
Medicine Unlocked 2021, doi 10.1016/j.imu.2020.100452) are not public. It keeps the
idea: fixed Schmid filter responses stand beside the image, and a small residual CNN
learns from both. Ours are the planes above and below, in which a crack goes on and noise
does not, and the map of where it sees a crack: a network that is told where learns from far
fewer studies, and a reader sees what it looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from inference.networks.schmid import SIGMA_TAU, schmid_bank

BESIDE = 2
"""Planes that are shown beside the one at hand, in the first window: above and below."""

PEAK_CELLS = 4
"""Cells whose mean is a plane's peak: a crack is never one cell alone, as noise is."""


@dataclass(frozen=True, slots=True)
class CrackNetConfig:
    """Shape of CrackNet.

    Attributes
    ----------
    windows : int
        Windowed channels; the vertebra's mask and the planes beside it are three more.
    pixel_mm : float
        Pixel spacing of a plane.
    unit_mm : float
        Length of one unit of the Schmid filters' sigma.
    filter_px : int
        Side of the filters.
    widths : sequence of int
        Channels of the stem, which works at a plane's own pixels, and of the residual stages,
        of which the first works at every second pixel and each further one halves again. Each is
        a multiple of 8: with fewer channels the backward pass of torch 2.14 on a CPU (oneDNN,
        channels last) corrupts memory.
    blocks : int
        Residual blocks of a stage.
    features : int
        Channels from which the vector is taken; it is one longer.
    """

    windows: int = 3
    pixel_mm: float = 0.8
    unit_mm: float = 0.4
    filter_px: int = 13
    widths: Sequence[int] = (24, 48, 96, 192)
    blocks: int = 2
    features: int = 160

    def __post_init__(self) -> None:
        if any(width % 8 for width in self.widths):
            raise ValueError(f"widths must be multiples of 8, got {tuple(self.widths)}")
        if len(self.widths) < 3 or self.blocks < 1:
            raise ValueError(
                f"a stem, two stages of one block are the least, got widths "
                f"{tuple(self.widths)} and {self.blocks} blocks"
            )

    @property
    def channels(self) -> int:
        """Of a plane as input: its windows, its mask, the planes beside it."""
        return self.windows + 1 + BESIDE

    @property
    def vector(self) -> int:
        """Length of a plane's vector."""
        return self.features + 1


MAP_PX = 2
"""Side of the crack map's cells in pixels of a plane."""

RARE = -3.0
"""Logit of a crack in a cell, before anything is learned: few cells show one."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaneFeatures:
    """What is seen on planes.

    Attributes
    ----------
    vectors : Tensor, shape (n, features + 1)
        The last number is the plane's peak: the mean of the greatest of its ``cracks``.
    cracks : Tensor, shape (n, cells, cells)
        Logit of a crack in each cell of ``MAP_PX`` pixels.
    """

    vectors: Tensor
    cracks: Tensor


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with a short cut."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *convolution(inputs, outputs, 3, stride),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        )
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        """(n, inputs, h, w) -> (n, outputs, h / stride, w / stride)."""
        # The same as a 1x1 convolution with a stride, whose backward pass writes beyond its
        # memory in oneDNN with AVX-512 (torch 2.14, channels last, 8 to 16 channels).
        sparse = x[..., :: self.stride, :: self.stride]
        return torch.relu(self.body(x) + self.shortcut(sparse))


def convolution(inputs: int, outputs: int, size: int, stride: int = 1) -> list[nn.Module]:
    """Layers of a convolution, normalised and rectified."""
    return [
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    ]


def stage(inputs: int, outputs: int, stride: int, blocks: int) -> nn.Module:
    """Residual blocks of one resolution, the first of which reaches it."""
    first = ResidualBlock(inputs, outputs, stride)
    return nn.Sequential(first, *(ResidualBlock(outputs, outputs, 1) for _ in range(blocks - 1)))


class CrackNet(nn.Module):
    """Encodes planes.

    Input: (n, channels, h, w), 0..1: windows, mask, the planes above and below.
    """

    def __init__(self, config: CrackNetConfig) -> None:
        super().__init__()
        bank = schmid_bank(config.pixel_mm, config.unit_mm, config.filter_px)
        # Fixed by formula, so neither learned nor stored.
        self.register_buffer("bank", torch.from_numpy(bank)[:, None], persistent=False)
        stem, *widths = config.widths
        self.stem = nn.Sequential(
            *convolution(config.channels + len(SIGMA_TAU), stem, 1), *convolution(stem, stem, 3)
        )
        self.stages = nn.ModuleList(
            stage(a, b, 2, config.blocks) for a, b in zip([stem, *widths], widths, strict=False)
        )
        # Back up again: what it is decides the wide view, where it is the close one.
        reached = widths[-1]
        self.joins = nn.ModuleList()
        for width in reversed(widths[1:-1]):
            self.joins.append(nn.Sequential(*convolution(reached + width, width, 3)))
            reached = width
        self.head = nn.Sequential(*convolution(reached, config.features, 1))
        self.close = nn.Sequential(*convolution(config.features + widths[0], widths[0], 3))
        self.crack = nn.Conv2d(widths[0], 1, 1)
        nn.init.constant_(cast("Tensor", self.crack.bias), RARE)

    def forward(self, planes: Tensor) -> PlaneFeatures:
        """Look at planes (n, channels, h, w)."""
        bank = cast("Tensor", self.bank)
        # The widest-contrast window is filtered; the factor brings responses to order 1.
        ripples = nn.functional.conv2d(planes[:, :1], bank, padding=bank.shape[-1] // 2) * 8.0
        x = self.stem(torch.cat([planes, ripples], dim=1))
        found = []
        for each in self.stages:
            x = each(x)
            found.append(x)
        for join, fine in zip(self.joins, reversed(found[1:-1]), strict=True):
            x = join(torch.cat([_as_large(x, fine), fine], dim=1))
        features = self.head(x)
        close = self.close(torch.cat([_as_large(features, found[0]), found[0]], dim=1))
        cracks = self.crack(close).squeeze(1)
        peak = cracks.flatten(1).topk(PEAK_CELLS, dim=1).values.mean(dim=1, keepdim=True)
        # A crack is small: the greatest response counts beside the mean.
        whole = features.mean(dim=(2, 3)) + features.amax(dim=(2, 3))
        return PlaneFeatures(torch.cat([whole, peak], dim=1), cracks)


def _as_large(x: Tensor, like: Tensor) -> Tensor:
    return nn.functional.interpolate(x, size=like.shape[-2:])
