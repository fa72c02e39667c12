"""The card that lies beside a set of weights: everything inference must know of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inference.imaging.errors import WeightsError
from inference.imaging.files import replace_file

CARD_VERSION = 1

KINDS = ("segmentation", "detection", "classification", "reformats")
"""The networks in the order of use; each one's card is ``<kind>.json``."""

_DECISIVE = (
    "name", "version", "kind", "architecture", "preprocessing", "thresholds", "weights", "sha256",
    "calibration",
)  # fmt: skip
"""Fields of a card that tell what its network says; the others tell about it."""

ANALYSIS_VERSION = 6
"""Of the code around the networks: raised by every change after which the same networks answer
otherwise, so that no analysis of older code passes for one of today."""

REINSTALL = "Install Dens again, or export the weights again with 'python -m training export'."


@dataclass(frozen=True, slots=True)
class Card:
    """A model card, read from JSON.

    Attributes
    ----------
    name, version : str
    kind : str
        One of ``KINDS``.
    architecture : mapping
        Arguments of the network's configuration.
    preprocessing : mapping
        Windows, spacings and shapes that the network was trained with.
    thresholds : mapping of str to float
        Working thresholds.
    trained_on : str
        One sentence for window and report.
    training, metrics : mapping
        How it was trained and what was measured, each with its command.
    weights : str
        File name of the weights, beside the card.
    sha256 : str
        Of that file.
    calibration : mapping
        [scale, offset] of the logits by head, where the network is calibrated.
    """

    name: str
    version: str
    kind: str
    architecture: Mapping[str, Any]
    preprocessing: Mapping[str, Any]
    thresholds: Mapping[str, float]
    trained_on: str
    training: Mapping[str, Any]
    metrics: Mapping[str, Any]
    weights: str
    sha256: str
    calibration: Mapping[str, Any] = field(default_factory=dict)


def read_card(path: Path) -> Card:
    """Read a card.

    Raises
    ------
    WeightsError
        If the card is missing, not JSON, of another version, or lacks a field.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WeightsError(f"{path}: the model card is missing. {REINSTALL}") from error
    except (OSError, ValueError) as error:
        raise WeightsError(
            f"{path}: the model card can't be read ({error}). {REINSTALL}"
        ) from error
    if not isinstance(fields, dict) or fields.pop("card_version", None) != CARD_VERSION:
        raise WeightsError(f"{path}: not a model card of version {CARD_VERSION}. {REINSTALL}")
    try:
        return Card(**fields)
    except TypeError as error:
        raise WeightsError(
            f"{path}: the model card's fields are wrong ({error}). {REINSTALL}"
        ) from error


def read_cards(folder: Path) -> tuple[Card, ...]:
    """Read the cards of all networks, in the order of use.

    Raises
    ------
    WeightsError
        If one is missing or can't be read.
    """
    return tuple(read_card(folder / f"{kind}.json") for kind in KINDS)


def cards_sha256(cards: Iterable[Card]) -> str:
    """SHA-256 of all that decides what networks say: weights, preprocessing, thresholds.

    Equal for two sets of cards exactly where they would analyse a volume alike: what the code
    around the networks does counts by ``ANALYSIS_VERSION``.
    """
    told = [{name: getattr(card, name) for name in _DECISIVE} for card in cards]
    return hashlib.sha256(json.dumps([ANALYSIS_VERSION, told], sort_keys=True).encode()).hexdigest()


def card_bytes(card: Card) -> bytes:
    """A card as JSON that a person can read."""
    fields = {name: getattr(card, name) for name in Card.__dataclass_fields__}
    if not card.calibration:
        # Only a classifier that was calibrated has something to say of it.
        del fields["calibration"]
    text = json.dumps({"card_version": CARD_VERSION, **fields}, indent=2, ensure_ascii=False)
    return (text + "\n").encode()


def write_card(path: Path, card: Card) -> None:
    """Write a card.

    Raises
    ------
    OutputError
        If it can't be written; an earlier one is still there.
    """
    replace_file(path, card_bytes(card))


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
