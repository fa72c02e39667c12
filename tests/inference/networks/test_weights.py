"""Weights and cards: checked, exact up to rounding, refused when anything is off."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from inference.imaging.errors import WeightsError
from inference.networks.card import Card, cards_sha256, file_sha256, read_card, write_card
from inference.networks.weights import dequantise, load_weights, quantise, save_weights


def small_network() -> nn.Module:
    """A convolution that is quantised, and a norm that is not."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(8, 32, 3), nn.BatchNorm2d(32))


@pytest.fixture
def card(tmp_path: Path) -> Card:
    """Weights of a small network with their card."""
    path = tmp_path / "net.safetensors"
    save_weights(path, small_network().state_dict())
    made = Card(
        "net", "1", "segmentation", {}, {}, {}, "noise", {}, {}, path.name, file_sha256(path)
    )
    write_card(tmp_path / "segmentation.json", made)
    return made


def test_quantising_errs_by_half_a_step_at_most() -> None:
    """Each weight is right to half of its channel's scale; biases and norms are exact."""
    state = small_network().state_dict()
    packed = quantise(state)
    back = dequantise(packed)
    assert packed["0.weight"].dtype == torch.int8
    step = state["0.weight"].flatten(1).abs().amax(dim=1) / 127
    error = (back["0.weight"] - state["0.weight"]).flatten(1).abs().amax(dim=1)
    assert bool((error <= step / 2 + 1e-7).all())
    for name in ("0.bias", "1.weight", "1.running_var", "1.num_batches_tracked"):
        assert torch.equal(back[name], state[name])


def test_int8_takes_a_quarter(card: Card, tmp_path: Path) -> None:
    """The file is about a quarter of the float32 weights."""
    floats = sum(v.numel() * 4 for v in small_network().state_dict().values())
    assert (tmp_path / card.weights).stat().st_size < floats * 0.4


def test_a_card_reads_back(card: Card, tmp_path: Path) -> None:
    """What was written is read."""
    assert read_card(tmp_path / "segmentation.json") == card


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"thresholds": {"level": 0.4}}, False),
        ({"calibration": {"level": [1.1, 0.0]}}, False),
        ({"preprocessing": {"spacing_mm": 1.0}}, False),
        ({"sha256": "0" * 64}, False),
        ({"version": "2"}, False),
        ({"metrics": {"x": 1}}, True),
        ({"training": {"steps": 9}}, True),
        ({}, True),
    ],
)
def test_cards_are_the_same_where_their_networks_say_the_same(
    card: Card, change: dict[str, object], same: bool
) -> None:
    """What is told about a network doesn't count; what it works by does."""
    assert (cards_sha256([replace(card, **change)]) == cards_sha256([card])) is same


def test_a_card_names_a_calibration_only_where_there_is_one(card: Card, tmp_path: Path) -> None:
    """A network that was not calibrated has no such entry; one that was keeps it."""
    path = tmp_path / "segmentation.json"
    assert "calibration" not in json.loads(path.read_text(encoding="utf-8"))
    calibrated = replace(card, calibration={"level": [0.5, -1.0]})
    write_card(path, calibrated)
    assert read_card(path) == calibrated


def test_weights_load_for_evaluation(card: Card, tmp_path: Path) -> None:
    """The network holds the weights and is in evaluation mode."""
    network = small_network()
    nn.init.zeros_(network[0].weight)
    load_weights(network, tmp_path, card)
    assert float(network[0].weight.detach().abs().sum()) > 0
    assert not network.training


def test_missing_weights_are_named(card: Card, tmp_path: Path) -> None:
    """The path and the remedy."""
    (tmp_path / card.weights).unlink()
    with pytest.raises(WeightsError, match=r"net\.safetensors: the weights are missing"):
        load_weights(small_network(), tmp_path, card)


def test_altered_weights_are_refused(card: Card, tmp_path: Path) -> None:
    """One changed byte is enough."""
    path = tmp_path / card.weights
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsError, match="SHA-256 differs"):
        load_weights(small_network(), tmp_path, card)


def test_weights_of_another_network_are_refused(card: Card, tmp_path: Path) -> None:
    """A right hash over weights that don't fit is still an error of one line."""
    with pytest.raises(WeightsError, match="don't fit") as raised:
        load_weights(nn.Linear(2, 2), tmp_path, card)
    assert "\n" not in str(raised.value)


def test_a_pickle_is_not_read(card: Card, tmp_path: Path) -> None:
    """A file that is no safetensors is refused, whatever its hash."""
    path = tmp_path / card.weights
    torch.save(small_network().state_dict(), path)
    with pytest.raises(WeightsError):
        load_weights(small_network(), tmp_path, replace(card, sha256=file_sha256(path)))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "can't be read"),
        ("[]", "not a model card of version"),
        (json.dumps({"card_version": 99}), "not a model card of version"),
        (json.dumps({"card_version": 1, "name": "x"}), "fields are wrong"),
    ],
    ids=["not json", "a list", "another version", "fields missing"],
)
def test_a_bad_card_is_named(tmp_path: Path, text: str, word: str) -> None:
    """Every way a card can be wrong gives its path and the remedy."""
    path = tmp_path / "segmentation.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WeightsError, match=word) as raised:
        read_card(path)
    assert str(path) in str(raised.value)
