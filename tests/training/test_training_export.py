"""Weights and their card are written together, or not at all, and never those of another run."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from loop_task import LineTask

from inference.imaging.errors import OutputError
from inference.networks.models import load_model
from inference.networks.unet import build_unet
from tests.training.full_disk import room_for
from tests.training.small_training import SMALL_SEGMENTATION
from training.__main__ import main
from training.checkpoint import RECORD, Checkpoint, Standing, save_checkpoint
from training.errors import TrainingError
from training.export import STAGES, add_metrics, export
from training.loop import LoopConfig, fit
from training.origin import Origin


def segmentation_run(run: Path, seed: int) -> Path:
    """A run whose checkpoint holds a small UNet's weights."""
    torch.manual_seed(seed)
    config = {**asdict(SMALL_SEGMENTATION), "loop": {}, RECORD: ["phantom"]}
    state = build_unet(SMALL_SEGMENTATION.network).state_dict()
    save_checkpoint(run, Checkpoint(Standing(), config, {"network": state}, {}))
    return run


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """A folder of exported weights, and what lies in it."""
    folder = tmp_path / "weights"
    export("segmentation", segmentation_run(tmp_path / "first", 0), folder, "1")
    return folder, contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_export_replaces_weights_and_card(
    exported: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """Both are new, they fit each other, and nothing else lies there."""
    folder, before = exported
    export("segmentation", segmentation_run(tmp_path / "second", 1), folder, "2")
    after = contents(folder)
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in before)
    assert load_model(folder, "segmentation", torch.device("cpu")).card.version == "2"


@pytest.mark.parametrize("kind", list(STAGES))
def test_a_run_of_another_network_changes_nothing(
    exported: tuple[Path, dict[str, bytes]], tmp_path: Path, kind: str
) -> None:
    """One line that names the run; the earlier weights still go with their card."""
    folder, before = exported
    run = tmp_path / "line"
    list(fit(LineTask(), run, LoopConfig(batch=2, steps=1), "cpu", [Origin.PHANTOM]))
    with pytest.raises(TrainingError, match=f"line: not a run of {kind} weights") as caught:
        export(kind, run, folder, "2")
    assert "nothing was written" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(folder) == before


def test_a_kind_that_is_not_known_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With those that are, and by which stage each is trained."""
    run = segmentation_run(tmp_path / "run", 0)
    asked = ["training", "export", "stage2", "--run", str(run), "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", asked)
    assert main() == 2
    said = capsys.readouterr().err
    assert said.startswith("training: kind 'stage2' is not known: use segmentation (of stage1),")
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("room", [2000, 200_000], ids=["card", "weights"])
def test_a_full_disk_leaves_the_earlier_pair(
    exported: tuple[Path, dict[str, bytes]], tmp_path: Path, room: int
) -> None:
    """Whichever of the two finds no room."""
    folder, before = exported
    run = segmentation_run(tmp_path / "second", 1)
    with room_for(room), pytest.raises(OutputError, match=r"segmentation.*: can't be written"):
        export("segmentation", run, folder, "2")
    assert contents(folder) == before


def test_a_card_in_whose_place_a_folder_lies_stops_both(tmp_path: Path) -> None:
    """Before the weights have taken their name."""
    (tmp_path / "segmentation.json").mkdir()
    with pytest.raises(OutputError, match=r"segmentation\.json: can't be written"):
        export("segmentation", segmentation_run(tmp_path / "run", 0), tmp_path, "1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "segmentation.json"]


def test_figures_that_find_no_room_leave_the_card(
    exported: tuple[Path, dict[str, bytes]],
) -> None:
    """A card is never cut short: without it the weights would be of no use."""
    folder, before = exported
    with room_for(100), pytest.raises(OutputError, match=r"segmentation\.json: can't be written"):
        add_metrics(folder, "segmentation", "phantoms", {"dice": 0.9})
    assert contents(folder) == before
