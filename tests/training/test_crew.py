"""Phantoms measured by one process and by several: the same figures in the same order."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from inference.findings import LEVELS, Level
from inference.imaging.errors import OutputError
from inference.networks.models import bundled_weights
from training.configs import COARSE
from training.errors import TrainingError
from training.evaluation.crew import Crew
from training.evaluation.study import StudyResult
from training.export import set_working_point

RESULTS = [
    StudyResult(
        np.full(7, dice), np.full(7, 0.7), np.array([1.0, 0.0, *[np.nan] * 5]), 1,
        np.array([0.1, 0.9, *[np.nan] * 6]), np.arange(8) == 1, np.arange(8) < 2,
        np.arange(7) < 2, {Level.C2: "dens type II"}, {}, 2.5,
    )
    for dice in (0.7, 0.8, 0.9)
]  # fmt: skip


def test_two_processes_measure_what_one_does() -> None:
    """In the seeds' order, with the same probabilities and overlaps."""
    alone = Crew(None, 1, 8_500)
    seeds = [900_001, 900_000]
    # Little more than the spine is in view: the bundled networks have less to read.
    narrow = replace(COARSE, tight_rate=1.0, head_rate=0.0)
    expected = list(alone.measure(narrow, seeds))
    found = list(replace(alone, processes=2).measure(narrow, seeds))
    assert len(found) == len(expected) == 2
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one.truth, other.truth)
        np.testing.assert_allclose(one.probability, other.probability, atol=5e-3)
        np.testing.assert_allclose(one.dice, other.dice, atol=5e-3)
    assert not np.array_equal(expected[0].dice, expected[1].dice)


def test_nobody_can_measure_nothing() -> None:
    """Said by the option's name."""
    with pytest.raises(TrainingError, match="--processes 0: must be at least 1"):
        Crew(None, 1, 8_500, processes=0)


def measured(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> tuple[list[StudyResult], list[str]]:
    """Results of two seeds, and which phantoms had to be read for them."""
    read: list[str] = []

    def read_phantom(phantom: str, _: object) -> StudyResult:
        read.append(phantom)
        return RESULTS[len(read)]

    monkeypatch.setattr("training.evaluation.crew.make_phantom", lambda _, seed, __: str(seed))
    monkeypatch.setattr("training.evaluation.crew.load_people", lambda *_: None)
    monkeypatch.setattr("training.evaluation.crew.measure_study", read_phantom)
    return list(crew.measure(COARSE, [900_000, 900_001])), read


def test_what_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A study that is kept is not read again, and says all that it said before."""
    crew = Crew(None, 1, 8_500, keep=tmp_path / "new" / "kept")
    expected, read = measured(crew, monkeypatch)
    assert read == ["900000", "900001"]
    next(tmp_path.rglob("900001.npz")).unlink()
    found, read = measured(crew, monkeypatch)
    assert read == ["900001"]
    assert np.isnan(found[0].probability[6])
    for field in fields(StudyResult):
        one, other = getattr(found[0], field.name), getattr(expected[0], field.name)
        np.testing.assert_equal(one, other)
        assert type(one) is type(other)


@pytest.mark.parametrize("change", [{"people": 2}, {"first_person": 1}, {"calibrated": False}])
def test_what_was_measured_otherwise_is_not_recalled(
    change: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in a folder of its own."""
    crew = Crew(None, 1, 8_500, keep=tmp_path)
    measured(crew, monkeypatch)
    assert measured(replace(crew, **change), monkeypatch)[1] == ["900000", "900001"]
    assert measured(crew, monkeypatch)[1] == []


def test_what_other_meshes_were_is_not_recalled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what was made of a folder before its meshes changed; where it lies does not matter."""
    meshes = tmp_path / "meshes"
    (meshes / "one").mkdir(parents=True)
    for level in LEVELS:
        (meshes / "one" / f"{level}.ply").write_text("ply")
    crew = Crew(meshes, 1, 8_500, keep=tmp_path / "kept")
    measured(crew, monkeypatch)
    assert measured(replace(crew, meshes=None), monkeypatch)[1] == ["900000", "900001"]
    moved = shutil.copytree(meshes, tmp_path / "moved")
    assert measured(replace(crew, meshes=moved), monkeypatch)[1] == []
    (meshes / "one" / "C1.ply").write_text("ply, longer")
    assert measured(crew, monkeypatch)[1] == ["900000", "900001"]


def test_what_other_weights_said_is_not_recalled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what they said at another working point."""
    weights = tmp_path / "weights"
    shutil.copytree(bundled_weights(), weights)
    crew = Crew(None, 1, 8_500, weights, keep=tmp_path / "kept")
    measured(crew, monkeypatch)
    set_working_point(weights, {"level": 0.123, "patient": 0.5}, None)
    assert measured(crew, monkeypatch)[1] == ["900000", "900001"]


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    """Before an hour is spent on phantoms."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file"):
        next(Crew(None, 1, 8_500, keep=tmp_path / "file").measure(COARSE, [900_000]))
