"""The networks that mask and box vertebrae: along what they find crops are cut, as in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from inference.networks.card import read_card
from inference.networks.models import Model, bundled_weights, choose_device, load_model

KINDS = ("segmentation", "detection")


@dataclass(frozen=True, slots=True, eq=False)
class MaskNetworks:
    """Segmentation and detection on one device; no classifier is needed to cut crops."""

    segmentation: Model
    detection: Model
    device: torch.device


def load_mask_networks(weights: Path | None, device: str) -> MaskNetworks:
    """Load the two networks of a folder, or those that come with Dens.

    Raises
    ------
    WeightsError, DeviceError
    """
    chosen = choose_device(device)
    folder = weights or bundled_weights()
    segmentation, detection = (load_model(folder, kind, chosen) for kind in KINDS)
    return MaskNetworks(segmentation, detection, chosen)


def mask_weights(weights: Path | None, kinds: Sequence[str] = KINDS) -> Mapping[str, str]:
    """SHA-256 of the networks' weights by kind, as their cards say.

    Raises
    ------
    WeightsError
        If a card can't be read.
    """
    folder = weights or bundled_weights()
    return {kind: read_card(folder / f"{kind}.json").sha256 for kind in kinds}
