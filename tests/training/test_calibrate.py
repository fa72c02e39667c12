"""Choosing a working point: the fit, the thresholds, and what the card holds afterwards."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit, logit
from typer.testing import CliRunner

from inference.networks.card import read_card, write_card
from inference.networks.models import KINDS, Models, bundled_weights
from inference.stages.calibration import calibration_of
from training.__main__ import app
from training.calibrate import CalibrationRequest, calibrate_card, fit_platt
from training.errors import TrainingError
from training.evaluate import FIRST_CALIBRATION_SEED
from training.evaluation import crew
from training.evaluation.study import StudyResult
from training.export import EVALUATED, set_working_point
from training.metrics import expected_calibration_error, log_loss
from training.prior import prior_in

SCALE, OFFSET = 3.0, 1.5
"""The made-up network is over-confident, and suspects too much."""


def made_result(said: np.ndarray, truth: np.ndarray) -> StudyResult:
    """A study of which all is in view and was analysed; both are (8,)."""
    ones, there = np.ones(7), np.ones(8, bool)
    return StudyResult(ones, ones, ones, 0, said, truth, there, there[:7], {}, {}, 1.0)


def made_results(count: int, broken: bool = True) -> list[StudyResult]:
    """Studies whose true probabilities are known; the network's are sharper and higher."""
    rng = np.random.default_rng(0)
    results = []
    for _ in range(count):
        true = expit(rng.normal(-1, 1.5, 8))
        truth = (rng.random(8) < true) & broken
        said = expit(SCALE * logit(true) + OFFSET)
        results.append(made_result(said, truth))
    return results


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The bundled weights, not calibrated yet, with cards that may be written."""
    for kind in KINDS:
        shutil.copy(bundled_weights() / f"{kind}.json", tmp_path)
        (tmp_path / f"{kind}.safetensors").symlink_to(bundled_weights() / f"{kind}.safetensors")
    card = read_card(tmp_path / "classification.json")
    write_card(tmp_path / "classification.json", replace(card, calibration={}))
    return tmp_path


def read_by_nobody(
    monkeypatch: pytest.MonkeyPatch, results: list[StudyResult]
) -> list[Mapping[str, Any]]:
    """Let made results stand for phantoms; returns the calibration by which each was read."""
    calibrations: list[Mapping[str, Any]] = []
    made = itertools.cycle(results)

    def read(_: object, models: Models) -> StudyResult:
        calibrations.append(models.classification.card.calibration)
        return next(made)

    monkeypatch.setattr(crew, "load_people", lambda *_: [])
    monkeypatch.setattr(crew, "make_phantom", lambda *_: None)
    monkeypatch.setattr(crew, "measure_study", read)
    return calibrations


def test_a_fit_undoes_what_was_done() -> None:
    """The inverse of the known scale and offset; the error falls, and so does the loss."""
    results = made_results(2000)
    said = np.stack([r.probability for r in results]).ravel()
    truth = np.stack([r.truth for r in results]).ravel()
    platt = fit_platt(said, truth)
    assert platt.scale == pytest.approx(1 / SCALE, rel=0.1)
    assert platt.offset == pytest.approx(-OFFSET / SCALE, abs=0.1)
    better = expit(platt.scale * logit(said) + platt.offset)
    assert expected_calibration_error(better, truth) < 0.02
    assert expected_calibration_error(said, truth) > 0.1
    assert log_loss(better, truth) < log_loss(said, truth)


@pytest.mark.parametrize(
    "said", [[0.0, 0.1, 0.9, 1.0], [0.9, 0.8, 0.2, 0.1], [0.5] * 4], ids=["parted", "wrong", "mute"]
)
def test_every_fit_keeps_the_order(said: list[float]) -> None:
    """Also where classes are parted, where the network is wrong, and where it says nothing."""
    platt = fit_platt(np.array(said), np.array([False, False, True, True]))
    assert 0.0 < platt.scale <= 100.0
    assert np.isfinite(platt.offset)


def test_probabilities_and_thresholds_go_into_the_card(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thresholds are chosen on calibrated probabilities; fitting again starts from raw logits."""
    calibrations = read_by_nobody(monkeypatch, made_results(100))
    command = [
        "calibrate", "--count", "100", "--people", "1", "--weights", str(weights),
        "--probabilities",
    ]  # fmt: skip
    cards = []
    for _ in range(2):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output
        cards.append(read_card(weights / "classification.json"))
    assert "level: scale 0.3" in result.output
    truth = np.stack([r.truth for r in made_results(100)])
    assert prior_in(cards[0]) == pytest.approx((truth.sum(axis=0) + 1) / 102, abs=1e-4)
    fitted = calibration_of(cards[0])
    assert fitted.level.scale == pytest.approx(1 / SCALE, rel=0.2)
    assert cards[0] == cards[1]
    assert calibrations == [{}] * 200
    assert read_card(bundled_weights() / "classification.json") != cards[0]
    before = cards[0].calibration
    list(calibrate_card(CalibrationRequest(100, 1, weights=weights)))
    assert calibrations[-1] == before
    assert read_card(weights / "classification.json").calibration == before


def test_a_card_without_a_prior_is_refused(weights: Path) -> None:
    """With the field and the command that writes it."""
    card = replace(read_card(weights / "classification.json"), metrics={})
    with pytest.raises(TrainingError, match=r"metrics\.calibration\.prior.*training calibrate"):
        prior_in(card)


def test_thresholds_alone_leave_a_card_uncalibrated(weights: Path) -> None:
    """As before there was such an entry."""
    set_working_point(weights, {"level": 0.123456, "patient": 0.5})
    card = read_card(weights / "classification.json")
    assert card.thresholds == {"level": 0.1235, "patient": 0.5}
    assert EVALUATED not in card.metrics, "measured at another working point"
    assert card.calibration == {}


def test_one_kind_of_case_is_not_enough(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said with the remedy, and the card stays as it was."""
    read_by_nobody(monkeypatch, made_results(2, broken=False))
    before = read_card(weights / "classification.json")
    with pytest.raises(TrainingError, match=r"--count 2: broken and unbroken .* larger --count"):
        list(calibrate_card(CalibrationRequest(2, 1, weights=weights)))
    assert read_card(weights / "classification.json") == before


@pytest.mark.parametrize("count", [1, 0, -2])
def test_a_broken_and_an_unbroken_neck_are_the_least(count: int) -> None:
    """Refused before any is made."""
    with pytest.raises(TrainingError, match=rf"--count {count}: must be at least 2"):
        CalibrationRequest(count, 1)


def test_all_that_were_asked_for_are_measured(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An odd one, too, with a seed of its own."""
    read_by_nobody(monkeypatch, made_results(100))
    card = read_card(weights / "classification.json")
    network = SimpleNamespace(classification=SimpleNamespace(card=card))
    monkeypatch.setattr(crew, "load_models", lambda *_: network)
    seeds: list[int] = []
    monkeypatch.setattr(crew, "make_phantom", lambda _, seed, __: seeds.append(seed))
    lines = list(calibrate_card(CalibrationRequest(25, 1, weights=weights)))
    assert [line.split()[0] for line in lines[:-1]] == [f"{n}/25" for n in range(1, 26)]
    assert seeds == list(range(FIRST_CALIBRATION_SEED, FIRST_CALIBRATION_SEED + 25))
