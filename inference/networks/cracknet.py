"""CrackNet: one plane of a vertebra -> a vector and a map of cracks, sensitive to thin lines.

A reconstruction: the layers of the published network (Ma & Luo, Informatics in
Medicine Unlocked 2021, doi 10.1016/j.imu.2020.100452) are not public. It keeps the
idea: fixed Schmid filter responses stand beside the image, and a small residual CNN
learns from both. That it also says where it sees a crack is ours: a network that is told
where learns from far fewer studies, and a reader sees what it looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from inference.networks.schmid import SIGMA_TAU, schmid_bank


@dataclass(frozen=True, slots=True)
class CrackNetConfig:
    """Shape of CrackNet.

    Attributes
    ----------
    windows : int
        Windowed channels; the vertebra's mask is one more.
    pixel_mm : float
        Pixel spacing of a plane.
    unit_mm : float
        Length of one unit of the Schmid filters' sigma.
    filter_px : int
        Side of the filters.
    widths : sequence of int
        Channels of the stem and of the residual stages, each a multiple of 8: with fewer
        channels the backward pass of torch 2.14 on a CPU (oneDNN, channels last) corrupts
        memory.
    features : int
        Channels of the last layer; the vector is one longer.
    """

    windows: int = 3
    pixel_mm: float = 0.8
    unit_mm: float = 0.4
    filter_px: int = 13
    widths: Sequence[int] = (16, 24, 48, 96)
    features: int = 128

    def __post_init__(self) -> None:
        if any(width % 8 for width in self.widths):
            raise ValueError(f"widths must be multiples of 8, got {tuple(self.widths)}")

    @property
    def vector(self) -> int:
        """Length of a plane's vector."""
        return self.features + 1

    @property
    def map_px(self) -> int:
        """Side of the crack map's cells in pixels of a plane."""
        return int(2 ** (len(self.widths) - 2))


RARE = -3.0
"""Logit of a crack in a cell, before anything is learned: few cells show one."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaneFeatures:
    """What is seen on planes.

    Attributes
    ----------
    vectors : Tensor, shape (n, features + 1)
        The last number is the greatest of the plane's ``cracks``.
    cracks : Tensor, shape (n, cells, cells)
        Logit of a crack in each cell of ``map_px`` pixels.
    """

    vectors: Tensor
    cracks: Tensor


class StudyNorm(nn.BatchNorm2d):
    """Batch normalisation over the planes at hand, in inference as in training.

    A step of training and an analysis see one study each: normalised by its own planes, a
    soft kernel's images and a sharp one's look alike. Running statistics of other studies
    would undo that.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, track_running_stats=False)


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with a short cut."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
            StudyNorm(outputs),
            nn.ReLU(inplace=True),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
            StudyNorm(outputs),
        )
        self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, bias=False), StudyNorm(outputs))
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        """(n, inputs, h, w) -> (n, outputs, h / stride, w / stride)."""
        # The same as a 1x1 convolution with a stride, whose backward pass writes beyond its
        # memory in oneDNN with AVX-512 (torch 2.14, channels last, 8 to 16 channels).
        sparse = x[..., :: self.stride, :: self.stride]
        return torch.relu(self.body(x) + self.shortcut(sparse))


class CrackNet(nn.Module):
    """Encodes planes.

    Input: (n, windows + 1, h, w), 0..1, the mask last.
    """

    def __init__(self, config: CrackNetConfig) -> None:
        super().__init__()
        bank = schmid_bank(config.pixel_mm, config.unit_mm, config.filter_px)
        # Fixed by formula, so neither learned nor stored.
        self.register_buffer("bank", torch.from_numpy(bank)[:, None], persistent=False)
        channels = config.windows + 1 + len(SIGMA_TAU)
        stem, *widths = config.widths
        self.mix = nn.Sequential(
            nn.Conv2d(channels, stem, 1, bias=False),
            StudyNorm(stem),
            nn.ReLU(inplace=True),
            nn.Conv2d(stem, widths[0], 3, 2, 1, bias=False),
            StudyNorm(widths[0]),
            nn.ReLU(inplace=True),
        )
        stages = [
            ResidualBlock(a, b, 1 if n == 0 else 2)
            for n, (a, b) in enumerate(zip([widths[0], *widths], widths, strict=False))
        ]
        self.fine = nn.Sequential(*stages[:-1])
        self.coarse = stages[-1]
        self.head = nn.Sequential(
            nn.Conv2d(widths[-2] + widths[-1], config.features, 1, bias=False),
            StudyNorm(config.features),
            nn.ReLU(inplace=True),
        )
        self.crack = nn.Conv2d(config.features, 1, 1)
        nn.init.constant_(cast("Tensor", self.crack.bias), RARE)

    def forward(self, planes: Tensor) -> PlaneFeatures:
        """Look at planes (n, windows + 1, h, w)."""
        bank = cast("Tensor", self.bank)
        # The widest-contrast window is filtered; the factor brings responses to order 1.
        ripples = nn.functional.conv2d(planes[:, :1], bank, padding=bank.shape[-1] // 2) * 8.0
        fine = self.fine(self.mix(torch.cat([planes, ripples], dim=1)))
        # What it is decides the wide view, where it is the close one.
        wide = nn.functional.interpolate(self.coarse(fine), size=fine.shape[-2:])
        x = self.head(torch.cat([fine, wide], dim=1))
        cracks = self.crack(x).flatten(1)
        # A crack is small: the greatest response counts beside the mean.
        vectors = [x.mean(dim=(2, 3)) + x.amax(dim=(2, 3)), cracks.amax(dim=1, keepdim=True)]
        return PlaneFeatures(torch.cat(vectors, dim=1), cracks.reshape(len(x), *x.shape[-2:]))
