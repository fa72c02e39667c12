"""What can't be finished is refused before anybody is made or anything trained."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.small_rows import COUNTS, SIZES
from training.__main__ import main
from training.errors import TrainingError
from training.reproduce import LoopTrainer
from training.rows.catalogue import STAGE2_ROWS
from training.rows.reproduction import Reproduction
from training.rows.results import RowResult, write_result
from training.rows.studies import Part, make_studies
from training.rows.tables import Scale, Table
from training.rows.workspace import SIZES as SCALES
from training.rows.workspace import Workspace

Said = Callable[..., str]
ROW = STAGE2_ROWS[-1]


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Said:
    """What ``reproduce`` refuses with; whoever builds a person fails the test."""
    monkeypatch.setattr("training.rows.studies.load_people", lambda *_: 1 / 0)

    def invoke(*options: str) -> str:
        asked = ["--run", str(tmp_path / "run"), "--device", "cpu", *options]
        monkeypatch.setattr(sys, "argv", ["training", "reproduce", *asked])
        assert main() == 2
        return capsys.readouterr().err

    return invoke


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--table stage2 --rows stage2-lenet", "--rows stage2-lenet: table stage2 has"),
        ("--table stage2 --steps 0", "--steps 0: must be at least 1"),
        ("--table stage2 --minutes 0", "--minutes 0: must be more than 0"),
        ("--table stage2 --processes 0", "--processes 0: must be at least 1"),
        ("--table stage2 --test 0", "--test 0: must be at least 1"),
        ("--table stage2 --stage1 nowhere", "--stage1: table stage2 reads true masks"),
        ("--table combined --stage1 nowhere", "nowhere"),
    ],
    ids=["row", "steps", "minutes", "processes", "count", "table", "weights"],
)
def test_options_are_checked_first(said: Said, tmp_path: Path, options: str, message: str) -> None:
    """One line each, and no folder is begun."""
    line = said(*options.split())
    assert line.startswith("training: ")
    assert message in line
    assert line.count("\n") == 1
    assert not (tmp_path / "run" / "studies").exists()


def test_meshes_are_a_folder(said: Said) -> None:
    """Named before anything else is done."""
    assert "does not exist" in " ".join(said("--table", "stage2", "--meshes", "nowhere").split())


def test_a_run_folder_of_more_studies_is_refused(said: Said, tmp_path: Path) -> None:
    """Whichever part they are of: the parts before it are not begun."""
    folder = tmp_path / "run" / "studies" / Part.TEST
    folder.mkdir(parents=True)
    for n in range(3):
        (folder / f"{n}.npz").touch()
    line = said("--table", "stage2", "--test", "2")
    assert "holds 1 studies more than the 2 asked for by --test" in line


def test_a_result_of_another_budget_is_refused(said: Said, tmp_path: Path) -> None:
    """It stands in the table whether its row is asked for or not."""
    job = Reproduction(Table.STAGE2, tmp_path / "run", 7)
    path = job.result(ROW.name)
    path.parent.mkdir(parents=True)
    write_result(path, RowResult(ROW.name, job.budget_of(COUNTS), "cpu", {}, 1, 0.1))
    line = said("--table", "stage2", "--steps", "7", "--rows", "stage2-yolov5")
    assert f"{path}: measured with another budget" in line
    job.check(COUNTS)


def test_a_row_begun_with_another_budget_is_refused(space: Workspace, tmp_path: Path) -> None:
    """Or with other steps, which a resumed row would not have; not if the row isn't asked for."""
    job = Reproduction(Table.STAGE2, tmp_path, 1, seed=5, sizes=SIZES, tiny=True)
    shutil.copytree(space.studies, job.studies)
    method = ROW.tiny().method
    LoopTrainer("cpu")(method.task(space), job.row_run(ROW.name), job.loop(method))
    for steps in (9, 2):
        with pytest.raises(TrainingError, match=rf"begun with --steps 1, not {steps}: ask for as"):
            replace(job, steps=steps).check(COUNTS)
    with pytest.raises(TrainingError, match=r"stage2-cnn-lstm.*loop\.seed = 5, not 6"):
        replace(job, seed=6).check(COUNTS)
    replace(job, seed=6, names=("stage2-yolov5",)).check(COUNTS)


def test_more_studies_than_asked_for_are_refused(studies: Path) -> None:
    """Else the table would name a budget that its rows didn't have."""
    with pytest.raises(TrainingError, match="holds 1 studies more than the 1 asked for by --train"):
        list(make_studies(studies, {Part.TRAIN: 1}, None, people=1))


def test_every_row_gets_the_same_time(tmp_path: Path) -> None:
    """By the clock, of which checkpoints take little; a GPU's examples are drawn beside it."""
    job = Reproduction(Table.STAGE2, tmp_path, 100_000, minutes=0.25, processes=3)
    loop = job.loop(ROW.method)
    assert (loop.minutes, loop.steps, loop.workers) == (0.25, 100_000, 0)
    assert loop.checkpoint_every == 1000
    assert replace(job, device="cuda").loop(ROW.method).workers == 3
    assert "15 seconds of training a row" in str(job.budget)


def test_coarse_rows_say_so(tmp_path: Path) -> None:
    """Smaller crops and half the batch; the table names the sizes."""
    job = Reproduction(Table.STAGE2, tmp_path, 10, sizes=SCALES[Scale.COARSE])
    full = replace(job, sizes=SCALES[Scale.FULL])
    method = STAGE2_ROWS[0].method
    assert full.loop(method).batch == method.loop.batch == 2 * job.loop(method).batch
    assert "6 planes of 64 pixels of 1.2 mm a vertebra" in str(job.budget)
    assert "0.5 of each batch" in str(job.budget)
    assert "30 planes of 96 pixels of 0.8 mm a vertebra" in str(full.budget)
    assert full.budget != job.budget


def test_a_result_at_other_sizes_is_refused(said: Said, tmp_path: Path) -> None:
    """Coarse rows don't stand beside fine ones."""
    job = Reproduction(Table.STAGE2, tmp_path / "run", 7)
    write_result(
        job.result(ROW.name), RowResult(ROW.name, job.budget_of(COUNTS), "cpu", {}, 1, 0.1)
    )
    counts = [text for part, n in COUNTS.items() for text in (f"--{part}", str(n))]
    line = said("--table", "stage2", "--steps", "7", "--sizes", "coarse", *counts)
    assert "measured with another budget" in line
    assert "30 planes" in line
    assert "6 planes" in line
