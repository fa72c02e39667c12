"""Logits to probabilities as the card says: in order, and as they were where it is silent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inference.findings import LEVELS
from inference.imaging.errors import WeightsError
from inference.imaging.volume import Volume
from inference.networks.models import Models
from inference.pipeline import analyze_with
from inference.stages.calibration import Calibration, Platt, calibration_of
from tests.inference.stages.conftest import make_card
from training.sources import drain


@given(
    st.floats(0.01, 100.0),
    st.floats(-5.0, 5.0),
    st.lists(st.floats(-20.0, 20.0), min_size=2, max_size=20),
)
def test_the_order_of_logits_is_kept(scale: float, offset: float, logits: list[float]) -> None:
    """A greater logit is never the less probable."""
    made = Platt(scale, offset).probability(torch.tensor(sorted(logits), dtype=torch.float64))
    assert bool((made.diff() >= 0).all())
    assert bool(((made >= 0) & (made <= 1)).all())


def test_by_default_the_sigmoid_alone_is_taken() -> None:
    """To the last bit: cards that are silent give the numbers that they always gave."""
    logits = torch.linspace(-30, 30, 1001)
    assert torch.equal(Platt().probability(logits), logits.sigmoid())
    assert calibration_of(make_card("classification", {})) == Calibration()


def _calibrated(oracles: Models, fields: Any) -> Models:
    model = oracles.classification
    card = replace(model.card, calibration=fields)
    return replace(oracles, classification=replace(model, card=card))


def test_an_analysis_uses_what_the_card_says(oracles: Models, neck: Volume) -> None:
    """Each head by its own line; a card with the identity changes nothing."""
    plain = drain(analyze_with(neck, oracles))
    same = drain(analyze_with(neck, _calibrated(oracles, Calibration().as_fields())))
    fields = {"level": [0.5, 1.0], "patient": [2.0, -1.0]}
    moved = drain(analyze_with(neck, _calibrated(oracles, fields)))

    def logits(analysis: Any) -> np.ndarray:
        p = np.array([f.probability for f in analysis.findings] + [analysis.patient.probability])
        return np.log(p / (1 - p))

    assert len(plain.findings) == len(LEVELS)
    assert [f.probability for f in same.findings] == [f.probability for f in plain.findings]
    assert same.patient.probability == plain.patient.probability
    assert logits(moved)[:7] == pytest.approx(logits(plain)[:7] * 0.5 + 1.0, abs=1e-4)
    assert logits(moved)[7] == pytest.approx(logits(plain)[7] * 2.0 - 1.0, abs=1e-4)


@pytest.mark.parametrize(
    "fields",
    [
        {"level": [1.0]},
        {"level": 1.0},
        {"level": ["1", "0"]},
        {"level": [0.0, 0.0]},
        {"level": [-1.0, 0.0]},
        {"patient": [float("nan"), 0.0]},
        {"patient": [1.0, float("inf")]},
        {"study": [1.0, 0.0]},
        [1.0, 0.0],
        None,
    ],
    ids=[
        "one number", "a number", "text", "nought", "negative", "nan", "inf", "head", "list", "null"
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named(oracles: Models, neck: Volume, fields: Any) -> None:
    """File, field, what it should hold and the remedy, in one line."""
    wrong = r"classification\.json: 'calibration' is wrong"
    with pytest.raises(WeightsError, match=wrong) as raised:
        drain(analyze_with(neck, _calibrated(oracles, fields)))
    assert "[scale, offset] of 'level' and of 'patient'" in str(raised.value)
    assert "Install Dens again" in str(raised.value)
    assert "\n" not in str(raised.value)
