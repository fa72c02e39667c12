"""Pools and crops hold what the phantoms do, and are divided the same way every time."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from inference.findings import LEVELS
from inference.imaging.errors import OutputError
from inference.preprocessing.cropping import CropConfig
from tests.training.full_disk import room_for
from tests.training.small_training import COARSE, SEEDS
from training.classification import (
    ClassificationConfig,
    ClassificationTask,
)
from training.crops import (
    Case,
    CrackedVoxels,
    cut_study,
    read_crops,
    save_crops,
)
from training.errors import TrainingError
from training.phantoms.bone import Bone
from training.phantoms.phantom import make_phantom
from training.pool import STAGE1_MM, as_sample, fill_pool, phantom_samples, pool_files, read_sample
from training.segmentation import (
    SegmentationConfig,
    SegmentationTask,
)
from training.split import held_out, split_cache


def test_a_pool_keeps_the_phantom(person: dict[str, Bone], pool: Path) -> None:
    """What is read is what was made; what is there is not made again."""
    files = pool_files(pool)
    before = files[0].stat().st_mtime_ns
    again = fill_pool(pool, phantom_samples([person], SEEDS, COARSE))
    assert (again.made, again.kept) == (0, 3)
    assert files[0].stat().st_mtime_ns == before
    sample = read_sample(files[1])
    made = as_sample(make_phantom([person], 1, COARSE))
    assert np.array_equal(sample.volume.hu, made.volume.hu)
    assert sample.volume.geometry == made.volume.geometry
    assert np.array_equal(sample.fractured, made.fractured)


def test_an_empty_pool_is_named(tmp_path: Path) -> None:
    """The folder and the remedy."""
    with pytest.raises(TrainingError, match="make some with 'python -m training pool'"):
        pool_files(tmp_path)


def test_crops_hold_their_level(crops: Path) -> None:
    """The middle planes of each level that is there show its mask near the middle."""
    study = read_crops(pool_files(crops)[0])
    assert study.hu.shape == (7, 6, 24, 24)
    for n in np.flatnonzero(study.present):
        rows, columns = np.nonzero(study.mask[n].max(axis=0) > 127)
        assert len(rows) > 10, LEVELS[n]
        assert 4 < rows.mean() < 20
        assert 4 < columns.mean() < 20


def test_maps_of_pixels_take_a_bit_each(crops: Path, tmp_path: Path) -> None:
    """They read back as they were, in an eighth of the room."""
    path = pool_files(crops)[0]
    with np.load(path) as data:
        stored = {name: data[name].nbytes for name in data}
    study = read_crops(path)
    assert stored["crack_bits"] * 8 == study.crack.size
    assert "crack" not in stored
    with (tmp_path / "odd.npz").open("wb") as stream:
        odd = study.crack[..., :-3]
        save_crops(stream, replace(study, crack=odd, mask=study.mask[..., :-3]))
    assert np.array_equal(read_crops(tmp_path / "odd.npz").crack, odd)


def test_crops_of_an_earlier_version_are_named(crops: Path, tmp_path: Path) -> None:
    """What they lack, and the remedy; those that only weren't packed yet can be read."""
    with np.load(pool_files(crops)[0]) as data:
        held = dict(data)
    del held["traced"]
    np.savez(tmp_path / "old.npz", **held)
    with pytest.raises(TrainingError, match=r"old\.npz: 'traced' is missing.* another folder"):
        read_crops(tmp_path / "old.npz")
    study = read_crops(pool_files(crops)[0])
    whole = {field.name: getattr(study, field.name) for field in fields(study)}
    np.savez(tmp_path / "whole.npz", **whole)
    assert np.array_equal(read_crops(tmp_path / "whole.npz").crack, study.crack)


def test_a_full_disk_stops_a_cache_in_one_line(person: dict[str, Bone], tmp_path: Path) -> None:
    """Nothing half-written is left, and filling goes on once there is room."""
    samples = phantom_samples([person], SEEDS[:1], COARSE)
    with room_for(10_000), pytest.raises(OutputError, match=r"0000000\.npz: can't be written") as e:
        fill_pool(tmp_path, samples)
    assert "free some space or choose another folder" in str(e.value)
    assert "\n" not in str(e.value)
    assert list(tmp_path.iterdir()) == []
    assert fill_pool(tmp_path, phantom_samples([person], SEEDS[:1], COARSE)).made == 1


def test_broken_planes_belong_to_fractured_levels(crops: Path) -> None:
    """A plane shows a crack only where its level is fractured; if none does, nothing is known."""
    studies = [read_crops(path) for path in pool_files(crops)]
    broken = np.concatenate([study.broken.any(axis=1) for study in studies])
    for study in studies:
        assert study.traced.all()
        assert np.array_equal(study.seen, study.broken.any(axis=1) | ~study.fractured)
        assert not (study.broken & ~study.crack.any(axis=(2, 3))).any()
    fractured = np.concatenate([study.fractured for study in studies])
    assert broken.any()
    assert not (broken & ~fractured).any()


def test_a_level_barely_in_view_has_no_label(person: dict[str, Bone]) -> None:
    """Less than 30 % in view: neither crop nor truth."""
    phantom = make_phantom([person], 0, COARSE)
    sample = as_sample(phantom)
    sample.whole[6] = 0.2
    sample.fractured[6] = True
    case = Case(sample, CrackedVoxels(phantom.volume, phantom.crack))
    study = cut_study(case, CropConfig(2, 8, 8.0, 7.2))
    assert not study.present[6]
    assert not study.fractured[6]


def test_no_study_held_out_is_trained_on(pool: Path) -> None:
    """One name in ten, by its number or its checksum, and always the same."""
    split = split_cache(pool)
    assert [path.stem for path in split.validation] == ["0000009"]
    assert len(split.training) == 2
    names = [Path(f"1.2.826.0.1.3680043.{n}.npz") for n in range(2000)]
    assert 150 < sum(held_out(name) for name in names) < 250


def test_a_pool_without_studies_to_validate_on_is_named(
    person: dict[str, Bone], tmp_path: Path
) -> None:
    """With the remedy."""
    fill_pool(tmp_path, phantom_samples([person], [0], COARSE))
    with pytest.raises(TrainingError, match=r"validate on, one in 10 .* larger --count"):
        split_cache(tmp_path)


def test_a_cache_of_another_kind_is_named(pool: Path, crops: Path) -> None:
    """Spacing and size of the crops are those of the configuration."""
    with pytest.raises(TrainingError, match=f"spacing is 3, 3, 3 mm, but .* {STAGE1_MM} mm"):
        SegmentationTask(pool, SegmentationConfig())
    with pytest.raises(TrainingError, match=r"cut to \(6, 24, 24\) .* \(30, 96, 96\)"):
        ClassificationTask(crops, ClassificationConfig())
