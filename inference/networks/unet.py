"""Stage 1's network: UNet with an EfficientNet encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from torch import nn

STRIDE = 32
"""Height and width of its input must be multiples of this."""


@dataclass(frozen=True, slots=True)
class UNetConfig:
    """Shape of the network, as its weights' card holds it.

    Attributes
    ----------
    encoder : str
        An encoder of segmentation-models-pytorch.
    in_channels : int
        Three windows, times the slices of a 2.5-D input.
    classes : int
        Background, C1..C7, and T1 and below.
    decoder_channels : sequence of int
        From the deepest level up.
    """

    encoder: str = "efficientnet-b5"
    in_channels: int = 3
    classes: int = 9
    decoder_channels: Sequence[int] = (256, 128, 64, 32, 16)


def build_unet(config: UNetConfig) -> nn.Module:
    """Build the network with random weights: (n, c, h, w) 0..1 -> logits (n, classes, h, w)."""
    import segmentation_models_pytorch as smp

    return cast(
        "nn.Module",
        smp.Unet(
            config.encoder,
            # No model hub is asked: the weights are our own.
            encoder_weights=None,
            in_channels=config.in_channels,
            classes=config.classes,
            decoder_channels=list(config.decoder_channels),
        ),
    )
