"""The trained networks, loaded with their cards onto one device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from torch import nn

from inference.imaging.errors import DeviceError, WeightsError
from inference.networks.card import KINDS, REINSTALL, Card, read_card
from inference.networks.cracknet import CrackNetConfig
from inference.networks.fracture_net import FractureNet, FractureNetConfig
from inference.networks.unet import UNetConfig, build_unet
from inference.networks.weights import load_weights
from inference.networks.yolov5 import YoloConfig, build_yolo


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A network ready to run, and its card."""

    network: nn.Module
    card: Card


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """All networks of the two stages on one device.

    Attributes
    ----------
    segmentation, detection : Model
        Of stage 1.
    classification, reformats : Model
        Of stage 2: one reads axial planes, the other sagittal and coronal ones. Thresholds and
        calibration of both together are on the first one's card.
    device : torch.device
    """

    segmentation: Model
    detection: Model
    classification: Model
    reformats: Model
    device: torch.device

    @property
    def all(self) -> tuple[Model, ...]:
        """All of them in the order of use."""
        return self.segmentation, self.detection, self.classification, self.reformats

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards in the order of use."""
        return tuple(model.card for model in self.all)

    def to(self, device: torch.device) -> Models:
        """Move every network (in place) to another device."""
        for model in self.all:
            model.network.to(device)
        return replace(self, device=device)


def choose_device(name: str) -> torch.device:
    """Turn ``auto``, ``cpu``, ``cuda`` or ``mps`` into a device.

    Raises
    ------
    DeviceError
        If that device is not there.
    """
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if name == "auto":
        return torch.device(next(kind for kind, ok in there.items() if ok))
    if name not in there:
        raise DeviceError(f"device '{name}' is not known: use auto, cpu, cuda or mps")
    if not there[name]:
        raise DeviceError(f"device '{name}' is not available here: use --device cpu")
    return torch.device(name)


def build_network(kind: str, architecture: Mapping[str, Any]) -> nn.Module:
    """Build the network that a card of ``kind`` describes, with random weights."""
    fields = dict(architecture)
    if kind == "segmentation":
        return build_unet(UNetConfig(**fields))
    if kind == "detection":
        fields["classes"] = tuple(fields["classes"])
        return build_yolo(YoloConfig(**fields))
    fields["cracknet"] = CrackNetConfig(**fields["cracknet"])
    return FractureNet(FractureNetConfig(**fields))


def bundled_weights() -> Path:
    """Folder of the weights that come with Dens."""
    return Path(str(files("resources").joinpath("weights")))


def load_model(folder: Path, kind: str, device: torch.device) -> Model:
    """Load one network by the card ``<kind>.json``.

    Raises
    ------
    WeightsError
        If card or weights are missing, altered, or don't fit.
    """
    path = folder / f"{kind}.json"
    card = read_card(path)
    try:
        network = build_network(kind, card.architecture)
    except (TypeError, KeyError, ValueError) as error:
        raise WeightsError(f"{path}: 'architecture' is wrong ({error}). {REINSTALL}") from error
    load_weights(network, folder, card)
    return Model(network.to(device), card)


def load_models(folder: Path | None, device: torch.device) -> Models:
    """Load all networks from ``folder``, or those that come with Dens."""
    folder = folder or bundled_weights()
    segmentation, detection, classification, reformats = (
        load_model(folder, kind, device) for kind in KINDS
    )
    return Models(segmentation, detection, classification, reformats, device)
