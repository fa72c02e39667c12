"""CrackNet alone: which planes it is shown, what it learns from them, and who starts from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.small_training import SMALL_CLASSIFICATION
from training.checkpoint import load_checkpoint
from training.classification import ClassificationTask
from training.configs import CRACK_LOOP, SMALL_CROP, SMALL_FRACTURE_NET
from training.cracks import CrackConfig, CrackTask, as_input, cut_patches, draw_broken, whole_planes
from training.crops import StudyCrops, read_crops
from training.errors import TrainingError
from training.loop import fit
from training.metrics import auc
from training.pool import pool_files

CONFIG = CrackConfig(SMALL_FRACTURE_NET.cracknet, SMALL_CROP, patches=8, patch_px=16)
LOOP = replace(CRACK_LOOP, steps=2, ema=None, validate_every=2, checkpoint_every=2)


@pytest.fixture
def study(crops: Path) -> StudyCrops:
    """A study with broken planes."""
    return next(s for s in map(read_crops, pool_files(crops)) if s.broken.any())


def test_every_second_plane_is_broken(study: StudyCrops) -> None:
    """More than by chance; none of a level that is not there; any plane where nothing broke."""
    rng = np.random.default_rng(0)
    level, plane = draw_broken(study, 400, rng)
    by_chance = study.broken[study.present].mean()
    assert abs(study.broken[level, plane].mean() - (0.5 + 0.5 * by_chance)) < 0.1
    away = int(level[study.broken[level, plane]][0])
    hidden = replace(study, present=study.present & (np.arange(7) != away))
    level, _ = draw_broken(hidden, 200, rng)
    assert away not in level
    whole = replace(study, broken=np.zeros_like(study.broken))
    level, plane = draw_broken(whole, 200, rng)
    assert len(set(zip(level, plane, strict=True))) > 30


def test_untraced_planes_teach_only_that_they_are_broken(crops: Path, study: StudyCrops) -> None:
    """As of a patient, of whom there are boxes and no outlines."""
    level, plane = np.nonzero(study.broken)
    task = CrackTask(crops, CONFIG)
    network = task.build()

    def loss_of(**changes: np.ndarray) -> torch.Tensor:
        changed = replace(study, **changes)
        return task.loss(network, as_input(whole_planes(changed, level, plane)), 0.0)

    nothing = np.zeros(7, dtype=bool)
    both, peaks = loss_of(), loss_of(traced=nothing)
    assert both > peaks > 0
    assert loss_of(traced=nothing, seen=nothing) == 0


def test_patches_show_what_they_were_drawn_for(study: StudyCrops) -> None:
    """A traced crack lies in its patch; a plane whose crack is elsewhere is not called whole."""
    rng = np.random.default_rng(0)
    level, plane = np.nonzero(study.present[:, None] & np.ones_like(study.broken))
    patches = cut_patches(study, level, plane, 16, rng)
    assert patches.hu.shape == (len(level), 3, 16, 16)
    assert patches.mask.shape == patches.crack.shape == (len(level), 16, 16)
    broken = study.broken[level, plane]
    assert np.array_equal(patches.broken, broken)
    assert patches.crack[broken].any(axis=(1, 2)).all()
    assert patches.seen[broken].all()
    known = study.seen[level]
    untraced = replace(study, crack=np.zeros_like(study.crack), traced=np.zeros(7, dtype=bool))
    patches = cut_patches(untraced, level, plane, 16, rng)
    assert not patches.seen[broken].any()
    assert np.array_equal(patches.seen[~broken], known[~broken])
    assert not patches.traced.any()


def test_it_learns_which_planes_are_broken(crops: Path) -> None:
    """Shown again and again, the same few planes are told apart."""
    torch.manual_seed(0)
    task = CrackTask(crops, CONFIG)
    network = task.build()
    batch = task.collate([task.example(np.random.default_rng(n)) for n in range(12)])
    optimizer = torch.optim.AdamW(network.parameters(), 1e-2)
    for _ in range(60):
        optimizer.zero_grad()
        task.loss(network, batch, 0.0).backward()
        optimizer.step()
    with torch.no_grad():
        peaks = network(batch["planes"]).vectors[:, -1].double().numpy()
    assert auc(peaks, batch["broken"].numpy() > 0) > 0.95


def test_stage_2_starts_from_it(crops: Path, tmp_path: Path) -> None:
    """The run folder's CrackNet is taken up, the BiLSTMs stay random; what doesn't fit is told."""
    run = tmp_path / "cracks"
    events = list(fit(CrackTask(crops, CONFIG), run, LOOP, "cpu"))
    assert "plane_auc" in events[-1].figures
    task = ClassificationTask(crops, SMALL_CLASSIFICATION)
    started = replace(LOOP, batch=1, steps=1, learning_rate=1e-12, start_from=str(run))
    list(fit(task, tmp_path / "levels", started, "cpu"))
    learned = load_checkpoint(run)
    taken = load_checkpoint(tmp_path / "levels")
    assert learned is not None
    assert taken is not None
    parameters = dict(CrackTask(crops, CONFIG).build().named_parameters())
    for name in parameters:
        value = learned.weights["best"][name]
        torch.testing.assert_close(taken.weights["network"][name], value, atol=1e-6, rtol=0)
    wider = replace(CONFIG, network=replace(CONFIG.network, features=16))
    with pytest.raises(TrainingError, match="cracks: can't be started from"):
        list(
            fit(
                CrackTask(crops, wider),
                tmp_path / "wide",
                replace(LOOP, start_from=str(run)),
                "cpu",
            )
        )
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(TrainingError, match="empty: no checkpoint here"):
        list(fit(task, tmp_path / "none", replace(started, start_from=str(empty)), "cpu"))
