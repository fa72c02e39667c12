"""What a card says of a network's output: how logits become probabilities.

A card that says nothing leaves them as they are: networks were not always calibrated.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, field

from torch import Tensor

from inference.imaging.errors import WeightsError
from inference.networks.card import REINSTALL, Card


@dataclass(frozen=True, slots=True)
class Platt:
    """Probabilities of one head: sigmoid(scale * logit + offset).

    Attributes
    ----------
    scale : float
        Inverse of the temperature; above 0, so that a greater logit stays the more probable.
    offset : float

    Notes
    -----
    Platt, Probabilistic outputs for support vector machines, 1999.
    """

    scale: float = 1.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.scale) and math.isfinite(self.offset) and self.scale > 0):
            raise ValueError(
                f"scale {self.scale} and offset {self.offset} must be finite, and scale above 0"
            )

    def probability(self, logits: Tensor) -> Tensor:
        """Probabilities of logits of any shape."""
        return (logits * self.scale + self.offset).sigmoid()


@dataclass(frozen=True, slots=True)
class Calibration:
    """How stage 2's two heads are calibrated; by default they are not."""

    level: Platt = field(default_factory=Platt)
    patient: Platt = field(default_factory=Platt)

    def as_fields(self) -> dict[str, list[float]]:
        """As a card holds it: [scale, offset] by head."""
        return {"level": list(astuple(self.level)), "patient": list(astuple(self.patient))}


def calibration_of(card: Card) -> Calibration:
    """Read how the heads are calibrated.

    Raises
    ------
    WeightsError
        If ``calibration`` is anything but [scale, offset] of ``level`` and of ``patient``.
    """
    try:
        heads = {}
        for name, values in card.calibration.items():
            scale, offset = values
            heads[name] = Platt(scale, offset)
        return Calibration(**heads)
    except (AttributeError, TypeError, ValueError) as error:
        raise WeightsError(
            f"{card.kind}.json: 'calibration' is wrong ({error}): it holds [scale, offset] of "
            f"'level' and of 'patient'. {REINSTALL}"
        ) from error
