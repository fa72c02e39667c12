"""Stage 1's rivals: a 3-D network that segments, and one that only names a slice's levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from torch import nn

VOLUME_STRIDE = 32
"""Sides of a 3-D patch must be multiples of this."""


@dataclass(frozen=True, slots=True)
class VolumeNetConfig:
    """Shape of the 3-D network.

    Attributes
    ----------
    backbone : str
        A ResNet of MONAI's FlexibleUNet.
    in_channels, classes : int
        Windows; background, C1..C7, and T1 and below.
    decoder_channels : sequence of int
        From the deepest level up.
    """

    backbone: str = "resnet101"
    in_channels: int = 3
    classes: int = 9
    decoder_channels: Sequence[int] = (256, 128, 64, 32, 16)


def build_volume_net(config: VolumeNetConfig) -> nn.Module:
    """Build the 3-D network: (n, c, k, j, i) 0..1 -> logits (n, classes, k, j, i)."""
    from monai.networks.nets import FlexibleUNet

    return cast(
        "nn.Module",
        FlexibleUNet(
            config.in_channels,
            config.classes,
            config.backbone,
            pretrained=False,
            decoder_channels=tuple(config.decoder_channels),
            spatial_dims=3,
        ),
    )


def build_slice_levels(levels: int = 7) -> nn.Module:
    """Build EfficientNet-V2 S: (n, 3, h, w) 0..1 -> a logit a level, (n, levels)."""
    from torchvision.models import efficientnet_v2_s

    return cast("nn.Module", efficientnet_v2_s(weights=None, num_classes=levels))
