"""Pseudo-labels: what is believed, what is written, and what is never touched."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.imaging.errors import InputError
from inference.imaging.volume import Volume
from inference.networks.card import read_card
from inference.networks.models import bundled_weights
from inference.stages.segment import LevelMask
from tests.inference.stages.conftest import LEVEL_HU, STEP_HU, block_neck, oracle_models
from training.errors import TrainingError
from training.rsna.layout import RsnaData, RsnaStudy, read_rsna
from training.rsna.masks import read_mask, write_mask
from training.rsna.miniature import write_slices
from training.rsna.pseudo import Limits, Verdict, judge, pseudo_label
from training.rsna.stage1 import Prediction, predict_mask, stage1
from training.rsna.volumes import load_study

WITH_MASK, WHOLE, GAP, FEW = "1.2.1", "1.2.2", "1.2.3", "1.2.4"
LIMITS = Limits()


@dataclass
class Oracle:
    """Stage 1 with a network that reads the levels off the HU; counts how often it is asked."""

    asked: int = 0

    def __call__(self, volume: Volume) -> Prediction:
        """Segment."""
        self.asked += 1
        models = oracle_models()
        return predict_mask(volume, models.segmentation, models.device)


def truth_of(volume: Volume) -> np.ndarray:
    """The blocks' labels."""
    return np.maximum((volume.hu - LEVEL_HU) // STEP_HU, 0).astype(np.uint8)


def blocks(levels: range = range(1, 9)) -> Volume:
    """C1..C7 and T1 as blocks."""
    return block_neck((2.0, 2.0, 2.0), levels, 180.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four studies of blocks; not to be changed. One has a mask, one a gap, one few levels."""
    folder = tmp_path_factory.mktemp("blocks")
    gap = blocks()
    without_c4 = replace(gap, hu=np.where(truth_of(gap) == 4, 0, gap.hu).astype(np.int16))
    volumes = {WITH_MASK: blocks(), WHOLE: blocks(), GAP: without_c4, FEW: blocks(range(1, 4))}
    rows = ["StudyInstanceUID,patient_overall,C1,C2,C3,C4,C5,C6,C7"]
    for uid, volume in volumes.items():
        numbers = list(range(1, len(volume.hu) + 1))
        write_slices(folder / "train_images" / uid, uid, volume, numbers, compressed=False)
        rows.append(f"{uid},0,0,0,0,0,0,0,0")
    (folder / "train.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "train_bounding_boxes.csv").write_text(
        "StudyInstanceUID,x,y,width,height,slice_number\n", encoding="utf-8"
    )
    write_mask(folder / "segmentations" / f"{WITH_MASK}.nii", truth_of(blocks()), blocks().geometry)
    return folder


@pytest.fixture
def data(folder: Path) -> RsnaData:
    """Those studies."""
    return read_rsna(folder)


def _run(data: RsnaData, out: Path, oracle: Oracle, weights: str = "a") -> dict[str, Verdict]:
    return {v.uid: v for v in pseudo_label(data, out, oracle, LIMITS, weights)}


def test_stage_1_keeps_what_lies_below_the_neck() -> None:
    """T1 is in the mask, though the analysis has no use for it; the network is sure."""
    volume = blocks()
    found = Oracle()(volume)
    assert sorted(found.levels) == list(range(1, 8))
    assert sorted(found.confidence) == list(range(1, 8))
    # Where blocks touch, looks that lie between each other's slices are less sure.
    assert min(found.confidence.values()) > 0.85
    assert (found.mask == truth_of(volume)).mean() > 0.99
    overlap = 2 * ((found.mask == 8) & (truth_of(volume) == 8)).sum()
    assert overlap / ((found.mask == 8).sum() + (truth_of(volume) == 8).sum()) > 0.8


def test_stage_1_finds_nothing_in_nothing() -> None:
    """Neither levels nor what lies below them."""
    found = Oracle()(blocks(range(0)))
    assert found.levels == {}
    assert not found.mask.any()


def test_masks_that_can_be_believed_are_kept(data: RsnaData, tmp_path: Path) -> None:
    """The whole neck is; a gap and a handful of levels are not, and the table says why."""
    verdicts = _run(data, tmp_path, Oracle())
    assert list(verdicts) == [WHOLE, GAP, FEW]
    assert verdicts[WHOLE].verdict == "kept"
    assert verdicts[WHOLE].levels == "C1 C2 C3 C4 C5 C6 C7"
    assert verdicts[GAP].verdict == verdicts[FEW].verdict == "refused"
    assert verdicts[GAP].reason == "C4 missing between levels that were found"
    assert verdicts[FEW].reason == "3 levels, fewer than 4"
    with (tmp_path / "pseudo_labels.csv").open(encoding="utf-8") as stream:
        rows = {row["uid"]: row for row in csv.DictReader(stream)}
    assert {uid: Verdict(**row) for uid, row in rows.items()} == verdicts
    assert float(rows[WHOLE]["confidence"]) > 0.9
    assert [path.name for path in (tmp_path / "segmentations").iterdir()] == [f"{WHOLE}.nii"]


def test_the_reader_reads_them_back(data: RsnaData, folder: Path, tmp_path: Path) -> None:
    """In the same layout; a radiologist's mask comes first."""
    _run(data, tmp_path, Oracle())
    foreign = tmp_path / "segmentations" / f"{WITH_MASK}.nii"
    shutil.copy(tmp_path / "segmentations" / f"{WHOLE}.nii", foreign)
    studies = {study.uid: study for study in read_rsna(folder, tmp_path).studies}
    assert studies[WITH_MASK].mask == folder / "segmentations" / f"{WITH_MASK}.nii"
    assert studies[GAP].mask is None
    mask = studies[WHOLE].mask
    assert mask == tmp_path / "segmentations" / f"{WHOLE}.nii"
    volume = load_study(studies[WHOLE]).volume
    assert (read_mask(mask, volume.geometry) == truth_of(volume)).mean() > 0.99


def test_a_run_goes_on_where_it_was(data: RsnaData, tmp_path: Path) -> None:
    """What is known is not done again; a mask that got lost is made again."""
    oracle = Oracle()
    first = next(iter(pseudo_label(data, tmp_path, oracle, LIMITS, "a")))
    assert (first.uid, oracle.asked) == (WHOLE, 1)
    assert list(_run(data, tmp_path, oracle)) == [GAP, FEW]
    assert _run(data, tmp_path, oracle) == {}
    assert oracle.asked == 3
    (tmp_path / "segmentations" / f"{WHOLE}.nii").unlink()
    assert list(_run(data, tmp_path, oracle)) == [WHOLE]
    assert (tmp_path / "segmentations" / f"{WHOLE}.nii").is_file()


def test_an_unreadable_study_is_tried_again(data: RsnaData, folder: Path, tmp_path: Path) -> None:
    """It may have been downloaded again."""
    broken = shutil.copytree(folder / "train_images" / WHOLE, tmp_path / WHOLE)
    (broken / "40.dcm").unlink()
    study = RsnaStudy(WHOLE, broken, None, data.studies[1].fractured)
    alone = replace(data, studies=(study,))
    out = tmp_path / "out"
    verdict = _run(alone, out, Oracle())[WHOLE]
    assert verdict.verdict == "unreadable"
    assert "incomplete" in verdict.reason
    assert not (out / "segmentations").exists()
    shutil.copy(folder / "train_images" / WHOLE / "40.dcm", broken)
    assert _run(alone, out, Oracle())[WHOLE].verdict == "kept"


def test_the_radiologists_masks_are_out_of_reach(
    data: RsnaData, folder: Path, tmp_path: Path
) -> None:
    """The data set's own folder is refused however it is written; a foreign mask stays as it is."""
    own = folder / "segmentations" / f"{WITH_MASK}.nii"
    before = own.read_bytes()
    for out in (folder, folder / "train_images" / ".."):
        with pytest.raises(InputError, match=r"the radiologists' masks.*Give another --out"):
            _run(data, out, Oracle())
    assert own.read_bytes() == before
    assert [path.name for path in (folder / "segmentations").iterdir()] == [own.name]
    foreign = tmp_path / "out" / "segmentations" / f"{WHOLE}.nii"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"somebody's")
    verdicts = _run(data, tmp_path / "out", Oracle())
    assert verdicts[WHOLE].reason == f"{foreign} lies there already"
    assert foreign.read_bytes() == b"somebody's"
    assert WITH_MASK not in verdicts


def test_masks_of_two_networks_are_not_mixed(data: RsnaData, tmp_path: Path) -> None:
    """Other weights or limits need another folder; a strange table is an error."""
    _run(data, tmp_path, Oracle())
    with pytest.raises(TrainingError, match=r"made with weights = 'a', not 'b'\. Give another"):
        _run(data, tmp_path, Oracle(), "b")
    (tmp_path / "pseudo_labels.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="not a table of pseudo-labels"):
        _run(data, tmp_path, Oracle())


def _prediction(heights: dict[int, float], confidence: float = 0.95, **other: float) -> Prediction:
    """Levels at heights in mm, each of 1000 mm3; confidence of single levels as ``c3=0.5``."""
    levels = {
        label: LevelMask(label, np.array([0.0, 0.0, z]), np.zeros(3), np.ones(3), 1000.0, cut=False)
        for label, z in heights.items()
    }
    sure = {label: other.get(f"c{label}", confidence) for label in heights}
    return Prediction(np.zeros((1, 1, 1), np.uint8), levels, sure)


NECK = {label: -18.0 * label for label in range(1, 8)}


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (_prediction(NECK), ""),
        (_prediction({n: NECK[n] for n in (2, 3, 4, 5)}), ""),
        (_prediction({}), "no level found"),
        (_prediction({n: NECK[n] for n in (1, 2, 5, 6, 7)}), "C3, C4 missing between"),
        (_prediction({**NECK, 3: -18.0, 2: -54.0}), "not in order from the head down"),
        (_prediction({n: NECK[n] for n in (1, 2, 3)}), "3 levels, fewer than 4"),
        (_prediction(NECK, 0.84), "mean confidence 0.840 below 0.85"),
        (_prediction(NECK, c3=0.69), "confidence of C3 0.690 below 0.7"),
    ],
    ids=["a neck", "its part", "nothing", "a gap", "disorder", "few", "unsure", "one unsure"],
)
def test_judgement(found: Prediction, reason: str) -> None:
    """Each fault by itself; whatever is refused has a reason."""
    verdict = judge("1.2", found, LIMITS)
    assert (verdict.verdict == "kept") == (reason == "")
    assert (verdict.reason == "") == (reason == "")
    assert reason in verdict.reason


def test_the_mean_counts_every_voxel() -> None:
    """A level twice as large counts twice: (2 x 0.9 + 0.8 + 1 + 1) / 5."""
    found = _prediction({n: NECK[n] for n in (1, 2, 3, 4)}, 1.0, c1=0.9, c2=0.8)
    found.levels[1] = replace(found.levels[1], volume_mm3=2000.0)  # type: ignore[index]
    verdict = judge("1.2", found, LIMITS)
    assert float(verdict.confidence) == pytest.approx(0.92)
    assert float(verdict.level_confidence) == pytest.approx(0.8)


def test_the_network_s_own_answer_is_its_confidence() -> None:
    """A network that is half sure of every voxel is not made surer by the cleaning."""
    models = oracle_models()

    class Half(torch.nn.Module):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            logits = models.segmentation.network(images)
            best = logits.argmax(dim=1, keepdim=True)
            # exp(2.565) is 13, as much as eight classes of 1 and another 5: 13 in 21.
            return torch.zeros_like(logits).scatter(1, best, 2.5649)

    model = replace(models.segmentation, network=Half())
    found = partial(predict_mask, model=model, device=models.device)(blocks())
    assert sorted(found.confidence) == list(range(1, 8))
    for share in found.confidence.values():
        # At a level's edge the two looks may differ, and their mean is less sure than either.
        assert 0.9 * 13 / 21 < share < 13 / 21 + 0.001


def test_the_bundled_network_is_stage_1() -> None:
    """Without other weights; the hash that marks a folder is that of its card."""
    predict, sha256 = stage1(None, "cpu")
    assert sha256 == read_card(bundled_weights() / "segmentation.json").sha256
    found = predict(block_neck((4.0, 4.0, 4.0), range(0)))
    assert found.mask.shape == (37, 20, 20)
    assert found.levels == {}
