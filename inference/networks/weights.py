"""Weights are data: safetensors, checked against their card, int8 on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from safetensors.torch import save as to_bytes
from torch import Tensor, nn

from inference.imaging.errors import WeightsError
from inference.imaging.files import replace_file
from inference.networks.card import REINSTALL, Card, file_sha256

SCALE = ".scale"
"""Suffix of the tensor that holds an int8 tensor's scales."""

MIN_QUANTISED = 1024
"""Smaller tensors stay float32: they weigh nothing, and norms and biases need precision."""

LARGEST = 127
"""Of an int8 weight, either way."""


def quantise(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Turn each large weight into int8 with one scale an output channel.

    Symmetric, round to nearest: w is about q * scale, scale = max|w| / 127.
    """
    packed: dict[str, Tensor] = {}
    for name, value in state.items():
        if value.ndim < 2 or value.numel() < MIN_QUANTISED or not value.is_floating_point():
            packed[name] = value.contiguous()
            continue
        scale = value.flatten(1).abs().amax(dim=1).clamp(min=1e-12) / LARGEST
        wide = scale.reshape(-1, *[1] * (value.ndim - 1))
        packed[name] = (value / wide).round().clamp(-LARGEST, LARGEST).to(torch.int8).contiguous()
        packed[name + SCALE] = scale.contiguous()
    return packed


def dequantise(packed: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Undo :func:`quantise` up to rounding."""
    state = {}
    for name, value in packed.items():
        if name.endswith(SCALE) and name.removesuffix(SCALE) in packed:
            continue
        if value.dtype == torch.int8:
            scale = packed[name + SCALE].reshape(-1, *[1] * (value.ndim - 1))
            state[name] = value.to(torch.float32) * scale
        else:
            state[name] = value
    return state


def weight_bytes(state: Mapping[str, Tensor]) -> bytes:
    """A network's state as an int8 safetensors file."""
    return to_bytes(quantise({name: value.cpu() for name, value in state.items()}))


def save_weights(path: Path, state: Mapping[str, Tensor]) -> None:
    """Write a network's state as int8 safetensors.

    Raises
    ------
    OutputError
        If they can't be written; earlier ones are still there.
    """
    replace_file(path, weight_bytes(state))


def load_weights(model: nn.Module, folder: Path, card: Card) -> None:
    """Load the card's weights into a network, which is set to evaluation.

    Raises
    ------
    WeightsError
        If the file is missing, is not the one that the card describes, or does not
        fit the network.
    """
    path = folder / card.weights
    if not path.is_file():
        raise WeightsError(f"{path}: the weights are missing. {REINSTALL}")
    if file_sha256(path) != card.sha256:
        raise WeightsError(f"{path}: SHA-256 differs from the model card's. {REINSTALL}")
    try:
        model.load_state_dict(dequantise(load_file(path)))
    except (SafetensorError, RuntimeError, KeyError) as error:
        first_line = str(error).splitlines()[0]
        raise WeightsError(f"{path}: the weights don't fit ({first_line}). {REINSTALL}") from error
    model.eval()
