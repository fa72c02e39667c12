"""A run folder belongs to one run at a time, and to nobody once that is dead."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from loop_task import LineTask

from inference.imaging.errors import OutputError
from training.__main__ import main
from training.errors import TrainingError
from training.locks import LOCK, held, held_by_first
from training.loop import LoopConfig, fit
from training.processes import Ranks

CONFIG = LoopConfig(batch=4, steps=20, warmup=2, validate_every=50, checkpoint_every=1)
CPU = torch.device("cpu")

HOLD = """
import sys, time, filelock
lock = filelock.FileLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
time.sleep(600)
"""
TRY = """
import sys, filelock
try:
    filelock.FileLock(sys.argv[1], timeout=0).acquire()
except filelock.Timeout:
    print("held")
"""
"""Programs that know the lock alone: they start at once, which torch does not."""


@contextmanager
def another_process(run: Path) -> Iterator[None]:
    """A process that holds the folder until it is killed with -9."""
    run.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", HOLD, str(run / LOCK)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:  # noqa: S603
        assert running.stdout is not None
        try:
            assert running.stdout.readline() == b"held\n"
            yield
            assert running.poll() is None
        finally:
            running.kill()


def held_elsewhere(run: Path) -> bool:
    """Whether another process finds the folder held."""
    command = [sys.executable, "-c", TRY, str(run / LOCK)]
    return bool(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603


def test_a_second_run_is_refused_and_a_killed_one_goes_on(tmp_path: Path) -> None:
    """The line names the folder and the remedy; kill -9 leaves nothing that has to be deleted."""
    events = fit(LineTask(), tmp_path, CONFIG, "cpu")
    for _ in range(3):
        next(events)
    assert held_elsewhere(tmp_path)
    events.close()
    assert not held_elsewhere(tmp_path)
    with another_process(tmp_path):
        with pytest.raises(TrainingError, match="another process is training here") as caught:
            next(fit(LineTask(), tmp_path, CONFIG, "cpu"))
        assert str(tmp_path) in str(caught.value)
        assert "choose another --run folder" in str(caught.value)
    rest = fit(LineTask(), tmp_path, CONFIG, "cpu")
    assert next(rest).step == 4
    rest.close()


@pytest.mark.parametrize("command", ["fit", "reproduce"])
def test_a_command_is_refused_before_it_makes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:  # fmt: skip
    """Two that fill one folder would write each other's files."""
    options = {
        "fit": ["stage1", "--data", "phantom", "--config", "small"],
        "reproduce": ["--table", "stage2"],
    }[command]
    given = ["training", command, *options, "--run", str(tmp_path), "--device", "cpu"]
    monkeypatch.setattr(sys, "argv", given)
    monkeypatch.setattr("training.prepare.load_people", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("training.rows.studies.load_people", lambda *_: 1 / 0)
    # Tables share a run folder, and each holds a place of its own in it.
    place = tmp_path if command == "fit" else tmp_path / "tables" / "stage2"
    with another_process(place):
        assert main() == 2
    said = capsys.readouterr().err
    assert "another process is training here" in said
    assert said.count("\n") == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [place / LOCK]


def test_a_holder_takes_its_folder_again(tmp_path: Path) -> None:
    """As ``fit`` does inside the command; it is free after the outermost."""
    with held(tmp_path / "run"):
        with held(tmp_path / "run"):
            pass
        assert held_elsewhere(tmp_path / "run")
    assert not held_elsewhere(tmp_path / "run")


def test_only_the_first_process_of_a_run_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second does not lock itself out, but is refused where the first one is."""
    monkeypatch.setattr(Ranks, "from_first", lambda _, __: 0.0)
    with held_by_first(tmp_path, Ranks(CPU, 1, 2)):
        assert not (tmp_path / LOCK).exists()
    monkeypatch.setattr(Ranks, "from_first", lambda _, __: 1.0)
    with (
        pytest.raises(TrainingError, match="the first process could not take it"),
        held_by_first(tmp_path, Ranks(CPU, 1, 2)),
    ):
        pass


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    """In one line, with the remedy."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="choose another folder"), held(tmp_path / "file"):
        pass
