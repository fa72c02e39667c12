"""Well-known 2-D networks as encoders: one image -> one vector."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

CNN_WIDTHS = (16, 32, 64, 128)
"""Channels of the simple CNN's four convolutions."""


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """Shape of an encoder.

    Attributes
    ----------
    name : str
        A key of :data:`TRUNKS`.
    channels : int
        Of the image: the windows and the mask.
    features : int
        Length of the vector.
    """

    name: str = "cnn"
    channels: int = 6
    features: int = 256

    def __post_init__(self) -> None:
        if self.name not in TRUNKS:
            raise ValueError(f"encoder '{self.name}' is not known: use {', '.join(TRUNKS)}")


class Encoder(nn.Module):
    """A network's convolutions, pooled to any image's one vector.

    Input: (n, channels, h, w), 0..1; AlexNet needs h and w of 63 at least, VGG 32.
    Output: (n, features), not negative. The published classifiers of AlexNet and VGG want
    224 x 224 pixels; the mean over the image stands for them, as in ResNet.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.trunk, width = TRUNKS[config.name](config.channels)
        self.head = nn.Linear(width, config.features)

    def forward(self, images: Tensor) -> Tensor:
        """(n, channels, h, w) -> (n, features)."""
        return torch.relu(self.head(self.trunk(images).mean(dim=(2, 3))))


def _simple_cnn(channels: int) -> tuple[nn.Module, int]:
    layers: list[nn.Module] = []
    for inputs, outputs in zip((channels, *CNN_WIDTHS), CNN_WIDTHS, strict=False):
        layers += [
            nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
        ]
    return nn.Sequential(*layers), CNN_WIDTHS[-1]


def _features(name: str, width: int) -> Callable[[int], tuple[nn.Module, int]]:
    """AlexNet's or VGG's convolutions."""

    def build(channels: int) -> tuple[nn.Module, int]:
        import torchvision

        layers = getattr(torchvision.models, name)(weights=None).features
        layers[0] = with_channels(layers[0], channels)
        return layers, width

    return build


def _resnet(name: str, width: int) -> Callable[[int], tuple[nn.Module, int]]:
    """A ResNet without its pooling and classifier."""

    def build(channels: int) -> tuple[nn.Module, int]:
        import torchvision

        network = getattr(torchvision.models, name)(weights=None)
        network.conv1 = with_channels(network.conv1, channels)
        return nn.Sequential(*list(network.children())[:-2]), width

    return build


def with_channels(first: nn.Conv2d, channels: int) -> nn.Conv2d:
    """The same convolution for images of another number of channels, with fresh weights."""
    return nn.Conv2d(
        channels,
        first.out_channels,
        cast("tuple[int, int]", first.kernel_size),
        cast("tuple[int, int]", first.stride),
        cast("tuple[int, int]", first.padding),
        bias=first.bias is not None,
    )


TRUNKS: Mapping[str, Callable[[int], tuple[nn.Module, int]]] = {
    "cnn": _simple_cnn,
    "alexnet": _features("alexnet", 256),
    "vgg11": _features("vgg11_bn", 512),
    "vgg16": _features("vgg16_bn", 512),
    "resnet18": _resnet("resnet18", 512),
    "resnet50": _resnet("resnet50", 2048),
}
"""Builders of the convolutions for so many channels, each with the channels that it gives.

VGG is torchvision's with batch normalisation: from scratch the plain one hardly starts to learn.
"""
