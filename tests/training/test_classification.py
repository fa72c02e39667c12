"""What stage 2 learns from: masks, planes and levels."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.networks.fracture_net import FractureLogits
from tests.training.small_training import SMALL_CLASSIFICATION
from training.augment import like_a_networks
from training.classification import (
    ClassificationConfig,
    ClassificationTask,
    LossWeights,
    View,
    all_planes,
    as_batch,
    classification_loss,
    crack_loss,
    draw_planes,
)
from training.crops import (
    read_crops,
    save_crops,
)
from training.errors import NothingToLearnError
from training.pool import pool_files


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


def no_logits(**changes: Tensor) -> FractureLogits:
    """What a network without an opinion says of six planes of four cells."""
    planes, cells = torch.zeros(1, 7, 6), torch.zeros(1, 7, 6, 2, 2)
    return replace(
        FractureLogits(torch.zeros(1, 7), torch.zeros(1), planes, planes, cells), **changes
    )


LEVELS_ALONE = LossWeights(patient=0.0, plane=0.0, crack=0.0)


def test_planes_of_a_level_that_is_not_seen_teach_nothing(crops: Path) -> None:
    """Where it is broken is not known: the plane loss has neither value nor gradient there."""
    study = read_crops(pool_files(crops)[0])
    assert study.present.all()
    seen = np.arange(7) != 2
    batch = as_batch(all_planes(replace(study, seen=seen)), study.mask, study.present)
    assert batch["seen"].tolist() == [seen.tolist()]
    planes = torch.randn(1, 7, 6, requires_grad=True)
    logits = no_logits(planes=planes)
    both = replace(LEVELS_ALONE, plane=1.0)
    with_planes, without = (classification_loss(logits, batch, n) for n in (both, LEVELS_ALONE))
    with_planes.backward()
    assert planes.grad is not None
    assert ((planes.grad != 0).all(dim=2).numpy() == seen).all()
    entropy = nn.functional.binary_cross_entropy_with_logits
    expected = entropy(planes[:, seen], batch["broken"][:, seen])
    torch.testing.assert_close(with_planes - without, expected)
    turned = batch | {"broken": torch.where(batch["seen"][..., None] > 0, batch["broken"], 1.0)}
    assert classification_loss(logits, turned, both) == with_planes


def test_cells_of_a_level_that_nobody_traced_teach_nothing(crops: Path) -> None:
    """Nor those of a level that is not there; all others do."""
    study = read_crops(pool_files(crops)[0])
    traced, present = np.arange(7) != 1, np.arange(7) != 4
    batch = as_batch(all_planes(replace(study, traced=traced)), study.mask, present)
    cells = torch.randn(1, 7, 6, 2, 2, requires_grad=True)
    classification_loss(no_logits(cracks=cells), batch, LossWeights()).backward()
    assert cells.grad is not None
    assert ((cells.grad != 0).flatten(2).all(dim=2).numpy() == (traced & present)).all()


def test_a_cell_is_cracked_if_any_of_its_pixels_is() -> None:
    """One pixel in the upper left cell of four: three weigh 1, it weighs as much as is asked."""
    crack = torch.zeros(1, 1, 4, 4, dtype=torch.bool)
    crack[0, 0, 1, 0] = True
    logits = torch.full((1, 1, 2, 2), 2.0)
    right, wrong = (math.log1p(math.exp(sign * 2.0)) for sign in (-1, 1))
    loss = crack_loss(logits, crack, LossWeights(crack_cell=5.0))
    assert float(loss) == pytest.approx((5.0 * right + 3 * wrong) / 8.0)
    assert float(crack_loss(logits[:0], crack[:0], LossWeights())) == 0.0


@pytest.mark.parametrize(("view", "count"), [("axial", 6), ("reformats", 16)])
def test_crack_and_planes_move_together(crops: Path, view: View, count: int) -> None:
    """What an example calls cracked is where the image was cracked: moved and mirrored alike."""
    study = next(s for s in map(read_crops, pool_files(crops)) if s.crack.any())
    marked = replace(study, hu=np.where(study.crack, np.int16(3000), np.int16(-1000)))
    for seed in range(4):
        drawn = draw_planes(marked, count, np.random.default_rng(seed), view)
        assert drawn.crack.any()
        assert drawn.hu[:, :, 1][drawn.crack].min() > drawn.hu[:, :, 1][~drawn.crack].max()


def test_a_mirrored_neck_is_mirrored_in_its_reformats_too(crops: Path) -> None:
    """Sagittal planes change sides and still look to the front; coronal ones are turned."""
    study = read_crops(pool_files(crops)[0])
    planes = all_planes(study, "reformats")
    turned = all_planes(
        replace(
            study, hu=study.hu[..., ::-1], mask=study.mask[..., ::-1], crack=study.crack[..., ::-1]
        ),
        "reformats",
    )
    half = planes.hu.shape[1] // 2
    np.testing.assert_array_equal(turned.hu[:, :half], planes.hu[:, :half][:, ::-1, ::-1])
    np.testing.assert_array_equal(turned.hu[:, half:], planes.hu[:, half:, ..., ::-1])
    assert planes.broken[:, :half].sum() == turned.broken[:, :half].sum()
    np.testing.assert_array_equal(turned.broken[:, half:], planes.broken[:, half:])


def test_reformats_of_a_level_that_nobody_traced_are_not_called_whole(crops: Path) -> None:
    """Where it is broken is known of axial planes alone, as from RSNA's boxes."""
    study = next(s for s in map(read_crops, pool_files(crops)) if s.crack.any())
    untraced = replace(study, crack=np.zeros_like(study.crack), traced=np.zeros(7, dtype=bool))
    drawn = all_planes(untraced, "reformats")
    assert not drawn.broken.any()
    np.testing.assert_array_equal(drawn.seen, study.seen & ~study.fractured)
    everywhere = np.ones_like(study.crack) & study.fractured[:, None, None, None]
    traced = all_planes(replace(study, crack=everywhere), "reformats")
    np.testing.assert_array_equal(traced.broken.all(axis=1), study.fractured)
    np.testing.assert_array_equal(traced.seen, study.seen)


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


def test_several_studies_make_a_batch(crops: Path) -> None:
    """Each is read as it is alone, once the normalisation is learned."""
    task = ClassificationTask(crops, SMALL_CLASSIFICATION)
    one, other = (task.example(np.random.default_rng(n)) for n in range(2))
    network = task.build().eval()
    both = task.collate([one, other])
    together = network(both["planes"], both["present"]).levels
    alone = network(other["planes"], other["present"]).levels
    torch.testing.assert_close(together[1:], alone, atol=1e-4, rtol=1e-4)


def test_planes_are_shown_with_those_beside_them(crops: Path) -> None:
    """Drawn or not: the plane above is the one that was cut above; the uppermost has itself."""
    study = read_crops(pool_files(crops)[0])
    count = study.hu.shape[1]
    ramp = np.broadcast_to(np.arange(count, dtype=np.int16)[:, None, None], study.hu.shape[1:])
    numbered = replace(study, hu=np.broadcast_to(ramp, study.hu.shape))
    own, beside = all_planes(numbered).hu[0, :, 1, 0, 0], all_planes(numbered).hu[0, :, ::2, 0, 0]
    assert own.tolist() == list(range(count))
    assert beside[0].tolist() == [0, 1]
    assert beside[3].tolist() == [2, 4]
    assert beside[-1].tolist() == [count - 2, count - 1]
    batch = as_batch(all_planes(study), study.mask, study.present)
    assert batch["planes"].shape[3] == SMALL_CLASSIFICATION.network.cracknet.channels
    torch.testing.assert_close(batch["planes"][0, :, 1:, 4], batch["planes"][0, :, :-1, 0])
    torch.testing.assert_close(batch["planes"][0, :, :-1, 5], batch["planes"][0, :, 1:, 0])
