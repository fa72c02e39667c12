"""Training runs: they learn, resume, export, and what they export analyses a phantom."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.findings import LEVELS
from inference.networks.card import read_card
from inference.networks.cracknet import CrackNetConfig
from inference.networks.fracture_net import FractureNetConfig
from inference.networks.models import load_models
from inference.networks.unet import UNetConfig
from inference.preprocessing.cropping import CropConfig
from training.classification import (
    ClassificationConfig,
    like_a_networks,
    train_classification,
)
from training.crops import Case, CrackedVoxels, cut_study, fill_crops, phantom_cases, read_crops
from training.detection import DetectionConfig, slice_boxes, train_detection
from training.evaluate import evaluate_to_cards
from training.export import export
from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.pool import as_sample, fill_pool, phantom_samples, pool_files, read_sample
from training.schedule import learning_rate
from training.segmentation import SegmentationConfig, segmentation_loss, train_segmentation

COARSE = PhantomOptions(
    spacing_kji_mm=(3.0, 3.0, 3.0), scene=SceneOptions(fracture_rate=0.5), cut_rate=0.0
)
SMALL_UNET = UNetConfig(encoder="efficientnet-b0", decoder_channels=(16, 16, 16, 8, 8))
SMALL_FRACTURE_NET = FractureNetConfig(
    CrackNetConfig(widths=(8, 8, 16), features=8, filter_px=5), 4, 4, 0.0
)


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """The same random numbers in every run of the tests."""
    torch.manual_seed(0)


@pytest.fixture(scope="module")
def pool(person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two coarse phantoms."""
    folder = tmp_path_factory.mktemp("pool")
    fill_pool(folder, phantom_samples([person], range(2), COARSE))
    return folder


@pytest.fixture(scope="module")
def crops(person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crops of two coarse phantoms."""
    folder = tmp_path_factory.mktemp("crops")
    fill_crops(folder, phantom_cases([person], range(2), COARSE), CropConfig(6, 24, 3.2, 7.2))
    return folder


def test_a_pool_keeps_the_phantom(person: dict[str, Bone], pool: Path) -> None:
    """What is read is what was made; what is there is not made again."""
    files = pool_files(pool)
    before = files[0].stat().st_mtime_ns
    again = fill_pool(pool, phantom_samples([person], range(2), COARSE))
    assert (again.made, again.kept) == (0, 2)
    assert files[0].stat().st_mtime_ns == before
    sample = read_sample(files[1])
    made = as_sample(make_phantom([person], 1, COARSE))
    assert np.array_equal(sample.volume.hu, made.volume.hu)
    assert sample.volume.geometry == made.volume.geometry
    assert np.array_equal(sample.fractured, made.fractured)


def test_an_empty_pool_is_named(tmp_path: Path) -> None:
    """The folder and the remedy."""
    with pytest.raises(FileNotFoundError, match="make some with 'training pool'"):
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


def test_broken_planes_belong_to_fractured_levels(crops: Path) -> None:
    """A plane shows a crack only where its level is fractured, and some do."""
    studies = [read_crops(path) for path in pool_files(crops)]
    broken = np.concatenate([study.broken.any(axis=1) for study in studies])
    assert all(study.seen.all() for study in studies)
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


def test_a_true_mask_is_made_like_a_networks() -> None:
    """Still the vertebra, never twice alike: the border moves by a pixel or two."""
    mask = np.zeros((1, 2, 40, 40), np.uint8)
    mask[..., 10:30, 10:30] = 255
    rng = np.random.default_rng(0)
    made = [like_a_networks(mask, rng) for _ in range(8)]
    for one in made:
        assert one.dtype == np.float32
        assert one.min() >= 0
        assert one.max() <= 255
        assert (one[..., 14:26, 14:26] > 200).all()
        assert (one[..., :5, :] < 55).all()
    assert np.std([(one > 127).sum() for one in made]) > 0


def test_segmentation_learns_and_resumes(pool: Path, tmp_path: Path) -> None:
    """Loss falls; a second call goes on where the first ended."""
    short = SegmentationConfig(SMALL_UNET, patch=64, batch=2, steps=50, warmup=5)
    losses = [_loss(line) for line in train_segmentation(pool, tmp_path, short)]
    longer = SegmentationConfig(SMALL_UNET, patch=64, batch=2, steps=100, warmup=5)
    lines = list(train_segmentation(pool, tmp_path, longer))
    assert len(lines) == 1
    assert lines[0].startswith("step 100/100")
    assert _loss(lines[0]) < losses[0]


def _loss(line: str) -> float:
    return float(line.split("loss ")[1].split(maxsplit=1)[0])


def test_segmentation_loss_is_least_for_the_truth() -> None:
    """The truth costs next to nothing, its opposite much; empty labels are no trouble."""
    labels = torch.randint(0, 3, (1, 8, 8))
    truth = torch.nn.functional.one_hot(labels, 3).movedim(-1, 1) * 20.0
    assert float(segmentation_loss(truth, labels)) < 0.01
    assert float(segmentation_loss(-truth, labels)) > 1
    assert float(segmentation_loss(truth * 0, torch.zeros_like(labels))) == pytest.approx(
        np.log(3), abs=1e-4
    )


def test_slice_boxes_hold_their_level() -> None:
    """Outer corners of each level; specks get no box."""
    label = np.zeros((20, 20), np.uint8)
    label[3:8, 5:15] = 2
    label[18, 18] = 3
    np.testing.assert_array_equal(slice_boxes(label), [[5, 3, 15, 8]])


def test_the_learning_rate_rises_and_falls() -> None:
    """Up over the warm-up, down to a hundredth."""
    rates = [learning_rate(step, 100, 10, 1.0) for step in range(101)]
    assert rates[9] == 1.0
    assert max(rates) == 1.0
    assert rates[100] == pytest.approx(0.01)


def test_three_short_runs_become_weights_that_analyse(
    pool: Path, crops: Path, tmp_path: Path
) -> None:
    """Train, export, load, evaluate: the way every weight takes."""
    runs = {kind: tmp_path / kind for kind in ("segmentation", "detection", "classification")}
    list(
        train_segmentation(
            pool, runs["segmentation"], SegmentationConfig(SMALL_UNET, patch=64, batch=2, steps=2)
        )
    )
    list(train_detection(pool, runs["detection"], DetectionConfig(patch=64, batch=2, steps=2)))
    list(
        train_classification(
            crops,
            runs["classification"],
            ClassificationConfig(SMALL_FRACTURE_NET, planes=3, batch=1, steps=2),
        )
    )
    out = tmp_path / "weights"
    for kind, run in runs.items():
        card = export(kind, run, out, "9.9")
        assert card.training["steps_done"] == 2
        assert "ArtiSynth" in json.dumps(card.training)
    models = load_models(out, torch.device("cpu"))
    assert [card.version for card in models.cards] == ["9.9"] * 3
    *lines, figures = evaluate_to_cards(1, None, 1, out, True, "cpu")
    assert len(lines) == 1
    assert isinstance(figures, dict)
    assert figures["studies"] == 1
    written = read_card(out / "segmentation.json").metrics["phantoms"]
    assert written["command"].startswith("python -m training evaluate")
