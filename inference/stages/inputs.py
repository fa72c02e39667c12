"""What a card says of a network's input: there are no defaults, a card that is silent is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from inference.imaging.errors import WeightsError
from inference.networks.card import REINSTALL, Card
from inference.preprocessing.cropping import CropConfig
from inference.preprocessing.windowing import Window

T = TypeVar("T")


def windows_of(card: Card) -> list[Window]:
    """The windows that are the input's channels, in order."""
    return _read(card, "windows", lambda fields: [Window(**window) for window in fields])


def spacing_of(card: Card) -> float:
    """Pixel spacing of the input, mm."""
    return _read(card, "spacing_mm", float)


def crop_of(card: Card) -> CropConfig:
    """How vertebrae are cut."""
    return _read(card, "crop", lambda fields: CropConfig(**fields))


def slice_axis_of(card: Card) -> int:
    """Which axis of a volume (k, j, i) the network's slices are stacked along."""
    return _read(card, "plane", lambda name: {"sagittal": 2, "axial": 0}[name])


def neighbours_of(card: Card) -> int:
    """Slices to either side of a slice that are channels of the input too: 2.5-D.

    Weights older than the field read one slice alone.
    """
    if "neighbours" not in card.preprocessing:
        return 0
    return _read(card, "neighbours", _count)


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value


def _read(card: Card, name: str, read: Callable[[Any], T]) -> T:
    """Read a field.

    Raises
    ------
    WeightsError
        If it is missing, or says something else than its network needs.
    """
    try:
        return read(card.preprocessing[name])
    except (TypeError, KeyError, ValueError) as error:
        raise WeightsError(
            f"{card.kind}.json: 'preprocessing.{name}' is missing or wrong ({error}). {REINSTALL}"
        ) from error
