"""Training runs: they learn, resume, export, and what they export analyses a phantom."""

from __future__ import annotations

import itertools
import json
import pickle
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn
from typer.testing import CliRunner

import training.prepare
from inference.findings import LEVELS
from inference.networks.card import read_card
from inference.networks.fracture_net import FractureLogits
from inference.networks.models import load_models
from inference.preprocessing.cropping import CropConfig
from training.__main__ import app, main
from training.augment import like_a_networks
from training.classification import (
    ClassificationConfig,
    ClassificationTask,
    as_batch,
    classification_loss,
)
from training.configs import RECIPES, SMALL_CROP, SMALL_FRACTURE_NET, SMALL_UNET
from training.crops import (
    Case,
    CrackedVoxels,
    cut_study,
    fill_crops,
    phantom_cases,
    read_crops,
    save_crops,
)
from training.detection import DetectionConfig, DetectionTask, slice_boxes
from training.errors import NothingToLearnError, TrainingError
from training.evaluate import evaluate_to_cards
from training.export import export
from training.loop import LoopConfig, fit
from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.scene import SceneOptions
from training.pool import as_sample, fill_pool, phantom_samples, pool_files, read_sample
from training.schedule import learning_rate
from training.segmentation import (
    SegmentationConfig,
    SegmentationTask,
    segmentation_loss,
    slices_with_bone,
    take_slices,
)
from training.split import held_out, split_cache
from training.task import Task

COARSE = PhantomOptions(
    spacing_kji_mm=(3.0, 3.0, 3.0), scene=SceneOptions(fracture_rate=0.5), cut_rate=0.0
)
SEEDS = (0, 1, 9)
"""The last one is held out."""

SMALL_SEGMENTATION = SegmentationConfig(SMALL_UNET, spacing_mm=3.0, patch=64)
SMALL_CLASSIFICATION = ClassificationConfig(SMALL_FRACTURE_NET, SMALL_CROP, planes=3)


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """The same random numbers in every run of the tests."""
    torch.manual_seed(0)


@pytest.fixture(scope="module")
def pool(person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three coarse phantoms."""
    folder = tmp_path_factory.mktemp("pool")
    fill_pool(folder, phantom_samples([person], SEEDS, COARSE))
    return folder


@pytest.fixture(scope="module")
def crops(person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crops of three coarse phantoms."""
    folder = tmp_path_factory.mktemp("crops")
    fill_crops(folder, phantom_cases([person], SEEDS, COARSE), SMALL_CROP)
    return folder


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


def test_planes_of_a_level_that_is_not_seen_teach_nothing(crops: Path) -> None:
    """Where it is broken is not known: the plane loss has neither value nor gradient there."""
    study = read_crops(pool_files(crops)[0])
    assert study.present.all()
    seen = np.arange(7) != 2
    batch = as_batch(study.hu, study.mask, study.present, replace(study, seen=seen), study.broken)
    assert batch["seen"].tolist() == [seen.tolist()]
    planes = torch.randn(1, 7, 6, requires_grad=True)
    logits = FractureLogits(torch.zeros(1, 7), torch.zeros(1), planes, torch.zeros(1, 7, 6))
    with_planes, without = (classification_loss(logits, batch, 0.0, n) for n in (1.0, 0.0))
    with_planes.backward()
    assert ((planes.grad != 0).all(dim=2).numpy() == seen).all()
    entropy = nn.functional.binary_cross_entropy_with_logits
    expected = entropy(planes[:, seen], batch["broken"][:, seen])
    torch.testing.assert_close(with_planes - without, expected)
    turned = batch | {"broken": torch.where(batch["seen"][..., None] > 0, batch["broken"], 1.0)}
    assert classification_loss(logits, turned, 0.0, 1.0) == with_planes


@pytest.mark.parametrize("rough_masks", [0.0, 0.4, 1.0])
def test_masks_are_roughened_as_often_as_asked(
    crops: Path, monkeypatch: pytest.MonkeyPatch, rough_masks: float
) -> None:
    """Of the examples that share; validation takes the side of the most."""
    count = []

    def note(mask: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.float32]:
        count.append(1)
        return like_a_networks(mask, rng)

    monkeypatch.setattr("training.classification.like_a_networks", note)
    config = replace(SMALL_CLASSIFICATION, rough_masks=rough_masks)
    task = ClassificationTask(crops, config)
    for n in range(20):
        task.example(np.random.default_rng(n))
    assert abs(len(count) - 20 * rough_masks) <= (0 if rough_masks in {0.0, 1.0} else 5)
    count.clear()
    with torch.no_grad():
        task.validate(task.build().eval())
    assert len(count) == (1 if rough_masks > 0.5 else 0)
    with pytest.raises(ValueError, match=r"rough_masks = 1\.5: must lie between 0 and 1"):
        ClassificationConfig(rough_masks=1.5)


def test_a_study_without_levels_is_not_learned_from(crops: Path, tmp_path: Path) -> None:
    """It is left out; where there is no other, that is said."""
    blank = [replace(read_crops(path), present=np.zeros(7, bool)) for path in pool_files(crops)]
    for path, study in zip(pool_files(crops), blank, strict=True):
        with (tmp_path / path.name).open("wb") as stream:
            save_crops(stream, study)
    with pytest.raises(NothingToLearnError, match="no level was found in any of 2 studies"):
        ClassificationTask(tmp_path, SMALL_CLASSIFICATION)
    for path in pool_files(crops)[1:]:
        shutil.copy(path, tmp_path)
    task = ClassificationTask(tmp_path, SMALL_CLASSIFICATION)
    drawn = [task.example(np.random.default_rng(n)) for n in range(4)]
    assert all(one["present"].any() for one in drawn)


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


def tasks_of(pool: Path, crops: Path) -> dict[str, Task[Any]]:
    """The three tasks with networks that are quick."""
    return {
        "segmentation": SegmentationTask(pool, SMALL_SEGMENTATION),
        "detection": DetectionTask(pool, DetectionConfig(spacing_mm=3.0, patch=64)),
        "classification": ClassificationTask(crops, SMALL_CLASSIFICATION),
    }


LOOPS = {
    "segmentation": LoopConfig(batch=2, steps=40, learning_rate=2e-3, warmup=5, clip=5.0),
    "detection": LoopConfig(batch=4, steps=96, learning_rate=5e-3, warmup=5, clip=10.0),
    "classification": LoopConfig(batch=1, steps=40, learning_rate=3e-3, warmup=5),
}


@pytest.mark.parametrize("kind", LOOPS)
def test_a_task_is_learned(pool: Path, crops: Path, tmp_path: Path, kind: str) -> None:
    """The loss falls from its peak, and the last step measures what was held out.

    The detector's rises first: as long as it finds nothing, nothing is assigned to it.
    """
    events = list(fit(tasks_of(pool, crops)[kind], tmp_path, LOOPS[kind], "cpu"))
    means = np.array([e.loss for e in events]).reshape(-1, 8).mean(axis=1)
    assert means[-1] < means.max() * 0.9
    assert means.argmax() < len(means) - 2
    assert np.isfinite(events[-1].figures["score"])


@pytest.mark.parametrize("kind", LOOPS)
def test_a_task_runs_in_mixed_precision_and_resumes(
    pool: Path, crops: Path, tmp_path: Path, kind: str
) -> None:
    """A step in 16 bits, averaged; stopped and resumed the losses are the same."""
    config = replace(LOOPS[kind], steps=3, precision="mixed", ema=0.9, checkpoint_every=1)
    whole = [e.loss for e in fit(tasks_of(pool, crops)[kind], tmp_path / "a", config, "cpu")]
    begun = fit(tasks_of(pool, crops)[kind], tmp_path / "b", config, "cpu")
    next(begun)
    begun.close()
    rest = [e.loss for e in fit(tasks_of(pool, crops)[kind], tmp_path / "b", config, "cpu")]
    assert np.isfinite(whole).all()
    assert rest == whole[1:]


def test_a_task_goes_to_worker_processes(pool: Path, crops: Path) -> None:
    """It is small, and draws the same example there."""
    for kind, task in tasks_of(pool, crops).items():
        packed = pickle.dumps(task)
        assert len(packed) < 10_000, kind
        ours, theirs = (
            one.collate([one.example(np.random.default_rng([1, 2, 3]))])
            for one in (task, pickle.loads(packed))  # noqa: S301  # packed above
        )
        for name, value in ours.items():
            assert torch.equal(value, theirs[name]), (kind, name)


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
    with pytest.raises(TrainingError, match=r"spacing is 3, 3, 3 mm, but .* 1\.5 mm"):
        SegmentationTask(pool, SegmentationConfig())
    with pytest.raises(TrainingError, match=r"cut to \(6, 24, 24\) .* \(30, 96, 96\)"):
        ClassificationTask(crops, ClassificationConfig())


class Oracle(torch.nn.Module):
    """Answers with what it was given, whatever the input."""

    def __init__(self, answer: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.anchor = torch.nn.Parameter(torch.zeros(1))
        self.answer = answer

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """The answer."""
        return self.answer(images)


def test_dice_of_a_network_that_finds_nothing_is_nought(pool: Path) -> None:
    """All background: no level has any overlap."""
    blank = Oracle(lambda x: torch.eye(9)[0].reshape(1, 9, 1, 1).expand(len(x), 9, *x.shape[2:]))
    figures = SegmentationTask(pool, SMALL_SEGMENTATION).validate(blank)
    assert figures["score"] == figures["dice_C4"] == 0.0


def test_dice_of_a_network_that_knows_the_truth_is_one(pool: Path) -> None:
    """The slices measured are those asked of the network, in order."""
    task = SegmentationTask(pool, replace(SMALL_SEGMENTATION, validation_slices=1000))
    sample = read_sample(split_cache(pool).validation[0])
    shown = sample.label[:, :, slices_with_bone(sample.label, 2)]
    truth = iter(np.moveaxis(shown, 2, 0))

    def know(images: torch.Tensor) -> torch.Tensor:
        answer = torch.zeros(len(images), 9, *images.shape[2:])
        for n, one in enumerate(itertools.islice(truth, len(images))):
            height, width = one.shape
            hot = torch.nn.functional.one_hot(torch.from_numpy(one.astype(np.int64)), 9)
            answer[n, :, :height, :width] = hot.movedim(-1, 0)
        return answer

    figures = task.validate(Oracle(know))
    assert figures["score"] == 1.0
    assert next(truth, None) is None


def test_neighbouring_slices_are_channels(pool: Path) -> None:
    """2.5-D: three windows of each slice, the slice itself in the middle."""
    with pytest.raises(ValueError, match="neighbours = 1 it must be 9"):
        SegmentationConfig(neighbours=1)
    network = replace(SMALL_UNET, in_channels=9)
    task = SegmentationTask(
        pool, SegmentationConfig(network, spacing_mm=3.0, patch=64, neighbours=1)
    )
    batch = task.collate([task.example(np.random.default_rng(n)) for n in range(2)])
    assert batch["images"].shape == (2, 9, 64, 64)
    assert np.isfinite(task.validate(task.build().eval())["score"])
    hu = np.arange(5, dtype=np.int16)[None, None].repeat(2, 0).repeat(2, 1)
    assert take_slices(hu, 0, 2, 1)[:, 0, 0].tolist() == [0, 0, 1]
    assert take_slices(hu, 3, 2, 1)[:, 0, 0].tolist() == [2, 3, 4]


def test_stage_two_takes_one_study_a_step(crops: Path) -> None:
    """Its normalisation is over one study's planes."""
    task = ClassificationTask(crops, SMALL_CLASSIFICATION)
    study = task.example(np.random.default_rng(0))
    with pytest.raises(TrainingError, match="one study a process and step, not 2"):
        task.collate([study, study])


def test_the_command_trains_all_three_and_what_it_trained_analyses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fill the cache, train, export, load, evaluate: the way every weight takes."""
    run = tmp_path / "run"
    arguments = [
        "fit", "all", "--data", "phantom", "--config", "small", "--run", str(run), "--count", "10",
        "--people", "1", "--steps", "2", "--device", "cpu",
    ]  # fmt: skip
    monkeypatch.setattr(training.prepare, "TORSOS", 1)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert [text for text in result.output.splitlines() if "trained: " in text] == [
        f"{stage}: trained: {run / stage}" for stage in RECIPES
    ]
    assert "stage2 crops 12/12" in result.output
    out = tmp_path / "weights"
    kinds = {"stage1": "segmentation", "boxes": "detection", "stage2": "classification"}
    for stage, kind in kinds.items():
        card = export(kind, run / stage, out, "9.9")
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
    asked = ["fit", "stage2", *arguments[2:6], "--cache", str(run / "cache"), "--count", "0",
        "--steps", "2", "--device", "cpu"]  # fmt: skip
    again = CliRunner().invoke(app, [*asked, "--run", str(run / "stage2")])
    assert again.exit_code == 0, again.output
    assert "stage2: nothing left to do" in again.output
    tuned = tmp_path / "tuned"
    changes = ["--start-from", str(out / "classification.safetensors"), "--learning-rate", "1e-4"]
    result = CliRunner().invoke(app, [*asked, "--run", str(tuned), *changes])
    assert result.exit_code == 0, result.output
    loop = json.loads((tuned / "config.json").read_text(encoding="utf-8"))["loop"]
    assert (loop["start_from"], loop["learning_rate"]) == (changes[1], 1e-4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"--config": "huge"}, "--config 'huge' is not known for boxes: use default, small"),
        ({"stage": "stage3"}, "stage 'stage3' is not known: use all, stage1, boxes, stage2"),
        ({"--device": "tpu"}, "device 'tpu' is not known: use auto, cpu, cuda or mps"),
        ({"--batch": "0"}, "batch = 0: must be at least 1"),
        ({"--count": "0"}, "no study here"),
        ({"stage": "all", "--start-from": "x"}, "--start-from holds one network's weights"),
    ],
    ids=["config", "stage", "device", "batch", "count", "start"],
)
def test_the_command_says_in_one_line_what_will_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    change: dict[str, str], message: str,
) -> None:  # fmt: skip
    """Exit status 2, the field and what is possible."""
    given = {
        "stage": "boxes", "--data": "phantom", "--config": "small", "--run": str(tmp_path),
        "--device": "cpu", "--count": "0", "--people": "0",
    } | change  # fmt: skip
    stage, *options = [given.pop("stage"), *itertools.chain(*given.items())]
    monkeypatch.setattr(sys, "argv", ["training", "fit", stage, *options])
    assert main() == 2
    said = capsys.readouterr().err
    assert said.startswith("training: ")
    assert message in said
    assert said.count("\n") == 1
