"""The command: from the cache to weights that analyse, and what it refuses."""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

import training.prepare
from inference.networks.card import KINDS, read_card
from inference.networks.models import load_models
from training.__main__ import app, main
from training.configs import RECIPES
from training.crops import read_crops, save_crops
from training.errors import NothingToLearnError, TrainingError
from training.evaluate import TEST_PEOPLE_SEED, evaluate_to_cards
from training.evaluation.crew import Crew
from training.export import STAGES, add_metrics, export
from training.origin import PHANTOMS_ONLY
from training.pool import pool_files
from training.prepare import RsnaSource
from training.prior import MEASURED
from training.processes import Ranks
from training.rsna.miniature import Miniature
from training.runs import FitRequest, check_cracks, planned
from training.settings import as_json


def test_the_command_trains_all_networks_and_what_it_trained_analyses(
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
    for kind, stage in STAGES.items():
        card = export(kind, run / stage, out, "9.9")
        assert card.training["steps_done"] == 2
        assert "ArtiSynth" in json.dumps(card.training)
        assert card.trained_on == PHANTOMS_ONLY
    models = load_models(out, torch.device("cpu"))
    assert [card.version for card in models.cards] == ["9.9"] * len(KINDS)
    crew = Crew(None, 1, TEST_PEOPLE_SEED, out)
    with pytest.raises(TrainingError, match="run 'python -m training calibrate'"):
        list(evaluate_to_cards(crew, 1, write=True))
    add_metrics(out, "classification", MEASURED, {"studies": 1, "prior": [0.2] * 8})
    *lines, figures = evaluate_to_cards(crew, 1, write=True)
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
        (
            {"stage": "stage3"},
            "stage 'stage3' is not known: use all, stage1, boxes, cracks, stage2, reformats",
        ),
        ({"--device": "tpu"}, "device 'tpu' is not known: use auto, cpu, cuda or mps"),
        ({"--batch": "0"}, "batch = 0: must be at least 1"),
        ({"--count": "0"}, "no study here"),
        ({"stage": "all", "--start-from": "x"}, "--start-from holds one network's weights"),
        ({"stage": "all", "--minutes": "-1"}, "minutes = -1.0: must be more than 0"),
    ],
    ids=["config", "stage", "device", "batch", "count", "start", "minutes"],
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


def test_all_stages_are_checked_before_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last one was begun with another seed: no phantom is made for the others."""
    begun = tmp_path / "stage2"
    (begun / "checkpoints" / "step-00000001").mkdir(parents=True)
    loop = as_json(asdict(replace(RECIPES["stage2"]["small"].loop, seed=5)))
    (begun / "config.json").write_text(json.dumps({"loop": loop}), encoding="utf-8")
    monkeypatch.setattr(training.prepare, "load_people", lambda *_, **__: 1 / 0)
    asked = ["fit", "all", "--data", "phantom", "--config", "small", "--run", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["training", *asked, "--device", "cpu", "--workers", "0"])
    assert main() == 2
    assert (
        f"{begun}: its checkpoint was trained with loop.seed = 5, not 1" in capsys.readouterr().err
    )


def test_a_time_limit_is_every_stages_own(tmp_path: Path) -> None:
    """Whatever the others took."""
    request = FitRequest("all", "small", tmp_path, changes={"minutes": 5.0})
    stages = planned(request, Ranks(torch.device("cpu")))
    assert [(stage.name, stage.loop.minutes) for stage in stages] == [
        (name, 5.0) for name in RECIPES
    ]


def test_cracks_are_not_learned_where_none_is_shown(
    miniature: Miniature, crops: Path, tmp_path: Path
) -> None:
    """RSNA's table without a box is refused before anything is cut, and crops without a crack."""
    data = tmp_path / "rsna"
    data.mkdir()
    for path in miniature.folder.iterdir():
        (data / path.name).symlink_to(path)
    cracks, stage2 = RECIPES["cracks"]["small"], RECIPES["stage2"]["small"]
    boxes = data / "train_bounding_boxes.csv"
    header = boxes.read_text(encoding="utf-8").splitlines()[0]
    boxes.unlink()
    boxes.write_text(f"{header}\n{miniature.uids[0]},1,1,9,9,1\n", encoding="utf-8")
    RsnaSource(data).check(cracks)
    boxes.write_text(f"{header}\n", encoding="utf-8")
    with pytest.raises(NothingToLearnError, match=r"train_bounding_boxes\.csv: no box"):
        RsnaSource(data).check(cracks)
    RsnaSource(data).check(stage2)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder, shown in ((whole, False), (broken, True)):
        folder.mkdir()
        for path in pool_files(crops):
            study = read_crops(path)
            known = np.full(7, shown)
            everywhere = np.ones_like(study.broken)
            with (folder / path.name).open("wb") as stream:
                save_crops(stream, replace(study, seen=known, broken=everywhere))
    check_cracks(broken)
    with pytest.raises(NothingToLearnError, match="no study to train on shows where it is broken"):
        check_cracks(whole)
