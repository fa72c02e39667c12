"""The three tables, trained on a few coarse studies."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.networks.card import read_card
from inference.networks.models import Model, bundled_weights
from tests.training.small_rows import SIZES, SmallLoop
from training.errors import TrainingError
from training.pool import pool_files
from training.reproduce import LoopTrainer, reproduce
from training.rows.catalogue import STAGE2_ROWS
from training.rows.crops import validation_score
from training.rows.markdown import columns_of
from training.rows.reproduction import Reproduction
from training.rows.studies import Part, read_study, save_study
from training.rows.tables import Table
from training.rows.workspace import Workspace


def job(table: Table, run: Path, studies: Path, *names: str) -> Reproduction:
    """A reproduction of the least networks on the shared studies."""
    if not (run / "studies").exists():
        shutil.copytree(studies, run / "studies")
    return Reproduction(table, run, 1, names=names, sizes=SIZES, tiny=True)


def table_rows(text: str) -> dict[str, list[str]]:
    """Cells by their row's title."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells}


def test_two_rows_of_stage2_are_measured_once(studies: Path, tmp_path: Path) -> None:
    """Every column is filled; a second call trains nothing and writes the same table."""
    names = ("stage2-cnn-lstm", "stage2-cracknet-lstm-yolov5")
    asked = job(Table.STAGE2, tmp_path / "run", studies, *names)
    out, loop = tmp_path / "RESULTS.md", SmallLoop()
    lines = list(reproduce(asked, loop, out, "the command"))
    assert lines[-1].endswith("table stage2 written, 2 of 5 rows measured")
    assert {name for name, _ in loop.asked} == set(names)
    assert {schedule.steps for _, schedule in loop.asked} == {1}
    text = out.read_text(encoding="utf-8")
    rows = table_rows(text)
    assert len(rows) == 2 + 1 + 5
    columns = columns_of(Table.STAGE2)
    for title in ("Simple CNN-LSTM", "CrackNet-LSTM with YOLOv5", "constant: the prior"):
        measured = dict(zip(columns, rows[title][2:], strict=False))
        assert set(measured) == set(columns)
        assert "(" in measured["competition_loss"], title
        assert rows[title][-1] != "–"
    assert rows["Simple CNN-LSTM"][:2] == ["0.87", "0.32"]
    assert rows["YOLOv5 alone"][2] == "not run"
    assert "the command" in text
    list(reproduce(asked, loop, out, "the command"))
    assert len(loop.asked) == 2
    assert out.read_text(encoding="utf-8") == text


def test_stage1_and_combined_share_a_run(studies: Path, tmp_path: Path) -> None:
    """Stage 1's masks, not the true ones, are what the combined rows are cut along."""
    run, out, loop = tmp_path / "run", tmp_path / "RESULTS.md", SmallLoop()
    first = job(Table.STAGE1, run, studies, "stage1-efficientnet-v2")
    list(reproduce(first, loop, out, "one"))
    rows = table_rows(out.read_text(encoding="utf-8"))
    columns = list(columns_of(Table.STAGE1))
    names_only = dict(zip(columns, rows["EfficientNet-V2"][2:], strict=False))
    assert names_only["dice"] == "–"
    assert "(" in names_only["auc"]
    background = dict(zip(columns, rows["constant: background"][2:], strict=False))
    assert background["dice"].startswith("0.000")
    assert float(background["voxel_accuracy"].split()[0]) > 0.8
    second = job(Table.COMBINED, run, studies, "combined-unet-yolov5")
    list(reproduce(second, loop, out, "two"))
    assert [name for name, _ in loop.asked] == [
        "stage1-efficientnet-v2", "stage1-unet-efficientnet-b5", "combined-unet-yolov5",
    ]  # fmt: skip
    for path in (run / "studies" / Part.TEST).glob("*.npz"):
        with np.load(path) as true, np.load(run / "masked-own" / Part.TEST / path.name) as own:
            assert np.array_equal(true["hu"], own["hu"])
            assert np.array_equal(true["fractured"], own["fractured"])
            assert not np.array_equal(true["label"], own["label"])
    text = out.read_text(encoding="utf-8")
    assert "one" in text
    assert "not run" not in table_rows(text)["UNet-EfficientNet + YOLOv5"]
    result = json.loads((run / "results" / "combined-unet-yolov5.json").read_text())
    assert result["seconds"] > 0


def blind_stage1(run: Path, blind: set[tuple[Part, int]]) -> None:
    """Lay down masks as stage 1 would: true ones, but none at all in some studies."""
    for part in Part:
        (run / "masked-own" / part).mkdir(parents=True)
        for number, path in enumerate(pool_files(run / "studies" / part)):
            study = read_study(path)
            if (part, number) in blind:
                blank = np.zeros_like(study.sample.label)
                study = replace(study, sample=replace(study.sample, label=blank))
            with (run / "masked-own" / part / path.name).open("wb") as stream:
                save_study(stream, study)


CROP_ROWS = ("combined-unet-cnn-lstm", "combined-cnn-svm", "combined-unet-yolov5")


def test_studies_without_levels_are_answered_with_the_prior(studies: Path, tmp_path: Path) -> None:
    """Every row that needs masks is measured, and the table names the studies."""
    run, out = tmp_path / "run", tmp_path / "RESULTS.md"
    asked = job(Table.COMBINED, run, studies, *CROP_ROWS)
    blind_stage1(run, {(Part.TRAIN, 0), (Part.CALIBRATION, 0), (Part.TEST, 0), (Part.TEST, 1)})
    list(reproduce(asked, SmallLoop(), out, "it"))
    text = out.read_text(encoding="utf-8")
    names = ", ".join(path.stem for path in pool_files(run / "studies" / Part.TEST))
    assert f"Stage 1 found no level in 2 studies of the test part: {names}." in text
    assert "Stage 1 found no level in 1 study of the train part" in text
    said = f"2 studies of the test part ({names}) answered with the prior"
    assert [said in line for line in text.splitlines()].count(True) == 1
    rows = table_rows(text)
    for title in (
        "UNet-EfficientNet + simple CNN-LSTM", "CNN + SVM", "UNet-EfficientNet + YOLOv5",
    ):  # fmt: skip
        figures = [dict(zip(columns_of(Table.COMBINED), rows[row][2:], strict=False))
            for row in (title, "constant: the prior")]  # fmt: skip
        assert figures[0]["competition_loss"] == figures[1]["competition_loss"] != "not run"


def test_a_row_that_has_nothing_to_learn_from_stops_no_other(studies: Path, tmp_path: Path) -> None:
    """Its reason is said under the table; the detector, which needs no crops, is measured."""
    run, out = tmp_path / "run", tmp_path / "RESULTS.md"
    asked = job(Table.COMBINED, run, studies, *CROP_ROWS)
    blind_stage1(run, {(part, number) for part in Part for number in range(2)})
    lines = list(reproduce(asked, SmallLoop(), out, "it"))
    text = out.read_text(encoding="utf-8")
    for title in ("CNN + SVM", "UNet-EfficientNet + simple CNN-LSTM"):
        assert table_rows(text)[title][2] == "not run"
        (said,) = (line for line in lines if line.startswith(f"{title} could not be trained: "))
        assert "no level was found in any of 2 studies" in said
        assert said in text
    assert table_rows(text)["UNet-EfficientNet + YOLOv5"][2] != "not run"
    assert not (run / "results" / "combined-cnn-svm.json").exists()


def test_masks_of_other_weights_are_kept_apart(
    studies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder's stage 1 draws them, its SHA-256 is part of the budget."""
    run, out = tmp_path / "run", tmp_path / "RESULTS.md"
    own = job(Table.COMBINED, run, studies, "combined-unet-yolov5")
    asked, loop = replace(own, stage1=bundled_weights()), SmallLoop()
    drawn_by = []

    def draw(space: Workspace, folder: Path, model: Model, _device: str) -> None:
        drawn_by.append(model.card.sha256)
        shutil.copytree(space.studies, folder)

    monkeypatch.setattr("training.reproduce.fill_masks", draw)
    list(reproduce(asked, loop, out, "it"))
    assert [name for name, _ in loop.asked] == ["combined-unet-yolov5"]
    sha256 = read_card(bundled_weights() / "segmentation.json").sha256
    assert drawn_by == [sha256]
    assert f"masks by the weights of SHA-256 {sha256}" in out.read_text(encoding="utf-8")
    assert len(list((run / f"masked-{sha256[:12]}" / Part.TEST).glob("*.npz"))) == 2
    with pytest.raises(TrainingError, match=r"measured with another budget.*SHA-256"):
        list(reproduce(own, loop, out, "it"))


def test_a_score_leaves_out_what_was_not_read(studies: Path) -> None:
    """A study without any answer doesn't turn the others' score into none."""
    folder = studies / Part.CALIBRATION
    half, nothing = np.full(8, 0.5), np.full(8, np.nan)
    whole = validation_score(iter([half, half]), folder)
    assert validation_score(iter([half, nothing]), folder) == pytest.approx(whole)
    assert np.isnan(validation_score(iter([nothing, nothing]), folder)["score"])


def test_a_row_of_another_budget_is_refused(studies: Path, tmp_path: Path) -> None:
    """The file, both budgets, the remedy."""
    asked = job(Table.STAGE2, tmp_path / "run", studies, "stage2-cnn-lstm")
    loop, out = SmallLoop(), tmp_path / "RESULTS.md"
    list(reproduce(asked, loop, out, "it"))
    with pytest.raises(TrainingError, match=r"stage2-cnn-lstm\.json.*another --run folder"):
        list(reproduce(replace(asked, steps=2), loop, out, "it"))


def test_a_trained_row_is_loaded_not_trained_again(space: Workspace, tmp_path: Path) -> None:
    """The loop's trainer goes on from its checkpoint, and gives the weights that it chose."""
    method = STAGE2_ROWS[-1].tiny().method
    loop = replace(method.loop, steps=2, seed=3)
    trainer = LoopTrainer("cpu")
    first = trainer(method.task(space), tmp_path, loop)
    logged = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = trainer(method.task(space), tmp_path, loop)
    fresh = method.task(space).build().state_dict()
    for name, value in first.network.state_dict().items():
        assert torch.equal(value, again.network.state_dict()[name]), name
    assert any(
        not torch.equal(value, fresh[name]) for name, value in first.network.state_dict().items()
    )
    assert logged == {path: path.stat().st_mtime_ns for path in logged}


def test_calibration_without_both_kinds_of_levels_is_refused(studies: Path, tmp_path: Path) -> None:
    """No threshold can be chosen; said before a row is trained."""
    asked = job(Table.STAGE2, tmp_path / "run", studies)
    folder = asked.studies / Part.CALIBRATION
    for path in pool_files(folder):
        study = read_study(path)
        study.sample.fractured[:] = False
        with path.open("wb") as stream:
            save_study(stream, study)
    with pytest.raises(TrainingError, match=r"--calibration 2: .* larger --calibration"):
        list(reproduce(asked, SmallLoop(), tmp_path / "RESULTS.md", "it"))
