"""Checkpoints survive kill -9 and a full disk, and are never taken for what they are not."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from loop_task import RICH, LineConfig, LineNet, LineTask

import training.checkpoint
from inference.imaging.errors import OutputError
from inference.imaging.files import write_durably
from training.checkpoint import checkpoints, load_checkpoint
from training.errors import TrainingError
from training.loop import LoopConfig, fit

SHORT = LoopConfig(
    batch=4, steps=12, learning_rate=1e-2, warmup=2, ema=0.9, validate_every=4, checkpoint_every=2
)
PROGRAM = Path(__file__).with_name("loop_task.py")
ROOT = Path(__file__).parents[2]


def train(run: Path, config: LoopConfig = SHORT, task: LineTask | None = None) -> list[float]:
    """Losses of a run."""
    return [event.loss for event in fit(task or LineTask(RICH), run, config, "cpu")]


@pytest.fixture
def _one_thread() -> Iterator[None]:
    """As in the killed processes: sums in another order are other sums."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.usefixtures("_one_thread")
def test_a_run_that_is_killed_again_and_again_goes_on(tmp_path: Path) -> None:
    """Kill -9 at random moments, a checkpoint every step: the same run as one left alone."""
    config = replace(SHORT, steps=400, validate_every=50, checkpoint_every=1)
    run, kills = tmp_path / "killed", 6
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, PROGRAM, "kill", run, json.dumps(asdict(config)), str(kills), "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [-9] * kills
    reached = load_checkpoint(run).standing.step
    assert 1 < reached < config.steps
    assert train(run, config) == train(tmp_path / "alone", config)[reached:]
    tables = [(folder / "log.csv").read_text() for folder in (run, tmp_path / "alone")]
    assert tables[0] == tables[1]
    assert [path.name for path in (run / "checkpoints").iterdir() if ".part" in path.name] == []


@pytest.mark.parametrize("name", ["network.safetensors", "optimizer.pt", "state.json"])
def test_a_full_disk_leaves_the_earlier_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """One line with folder and remedy, nothing half-written, and the run goes on later."""
    expected = train(tmp_path / "alone")
    run = tmp_path / "run"
    events = fit(LineTask(RICH), run, SHORT, "cpu")
    for _ in range(4):
        next(events)

    def no_room(path: Path, content: bytes) -> None:
        if path.name == name:
            path.write_bytes(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write_durably(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(training.checkpoint, "write_durably", no_room)
        with pytest.raises(OutputError, match="free some space or choose another folder") as caught:
            list(events)
    assert str(caught.value).startswith(f"{run / 'checkpoints' / 'step-00000006'}: can't be")
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in (run / "checkpoints").iterdir()) == [
        "step-00000002",
        "step-00000004",
    ]
    assert train(run) == expected[4:]


def test_what_a_killed_process_left_half_written_is_no_checkpoint(tmp_path: Path) -> None:
    """It is passed over, and cleared away by the next checkpoint."""
    train(tmp_path, replace(SHORT, steps=4))
    good, half = tmp_path / "checkpoints/step-00000004", "step-00000006.part"
    shutil.copytree(good, good.with_name(half))
    (good.with_name(half) / "optimizer.pt").write_bytes(b"PK")
    assert load_checkpoint(tmp_path).standing.step == 4
    assert checkpoints(tmp_path)[-1] == good
    assert len(train(tmp_path)) == 8
    assert [path.name for path in checkpoints(tmp_path)] == ["step-00000010", "step-00000012"]
    assert not good.with_name(half).exists()


def cut(name: str) -> Callable[[Path], None]:
    """Cut a file of a checkpoint off in the middle."""

    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        cut("network.safetensors"),
        cut("average.safetensors"),
        cut("optimizer.pt"),
        cut("state.json"),
        lambda folder: (folder / "best.safetensors").unlink(),
        lambda folder: (folder / "optimizer.pt").write_bytes(b""),
        lambda folder: (folder / "state.json").write_text('{"standing": {}}'),
    ],
    ids=["network", "average", "optimizer", "state", "no best", "empty", "other state"],
)
def test_a_damaged_checkpoint_is_named(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Never loaded; with it deleted, as the message says, the one before it is."""
    expected = train(tmp_path)
    newest = checkpoints(tmp_path)[-1]
    damage(newest)
    with pytest.raises(TrainingError, match="damaged") as caught:
        train(tmp_path)
    assert str(newest) in str(caught.value)
    assert "Delete this folder: the one before it is taken" in str(caught.value)
    shutil.rmtree(newest)
    assert train(tmp_path) == expected[10:]


def test_code_in_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    """The optimiser's file may hold tensors and numbers, and nothing that acts."""
    import pickle

    train(tmp_path, replace(SHORT, steps=2))
    trap = tmp_path / "sprung"
    act = type("Act", (), {"__reduce__": lambda _: (os.mkdir, (str(trap),))})
    (checkpoints(tmp_path)[-1] / "optimizer.pt").write_bytes(pickle.dumps(act(), protocol=2))
    with pytest.raises(TrainingError, match="damaged"):
        train(tmp_path)
    assert not trap.exists()


@pytest.mark.parametrize(
    ("task", "loop", "message"),
    [
        (
            LineConfig(LineNet(16, 0.2, norm=True)),
            SHORT,
            "network.width = 32, not 16",
        ),
        (LineConfig(RICH.network, noise=0.2), SHORT, "noise = 0.1, not 0.2"),
        (RICH, replace(SHORT, ema=None), "loop.ema = 0.9, not None"),
        (RICH, replace(SHORT, batch=8), "loop.batch = 4, not 8"),
    ],
    ids=["architecture", "task", "average", "batch"],
)
def test_another_configuration_is_refused(
    tmp_path: Path, task: LineConfig, loop: LoopConfig, message: str
) -> None:
    """The field that differs, both values, and the remedy; the run is left as it was."""
    train(tmp_path, replace(SHORT, steps=4))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(TrainingError, match=message) as caught:
        train(tmp_path, loop, LineTask(task))
    assert "Choose another --run folder, or delete this one" in str(caught.value)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_checkpoint_of_another_architecture_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings are the same, but the code that builds the network is not."""
    train(tmp_path, replace(SHORT, steps=4))
    wider = LineTask(LineConfig(LineNet(48, 0.2, norm=True))).build
    task = LineTask(RICH)
    monkeypatch.setattr(task, "build", wider)
    with pytest.raises(
        TrainingError, match=r"its checkpoint is of another architecture \("
    ) as caught:
        train(tmp_path, task=task)
    assert str(caught.value).startswith(f"{tmp_path}: ")
    assert "delete this one to start anew" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_run_may_be_made_longer(tmp_path: Path) -> None:
    """More steps, another rhythm of checkpoints and more workers are the same run."""
    train(tmp_path, replace(SHORT, steps=4))
    longer = replace(SHORT, steps=6, checkpoint_every=1, validate_every=1, patience=50)
    assert len(train(tmp_path, longer)) == 2
    assert train(tmp_path, longer) == []


def test_a_run_goes_on_wherever_its_first_weights_lie_now(tmp_path: Path) -> None:
    """It has weights of its own; what it started from is still on record."""
    train(tmp_path / "first", replace(SHORT, steps=4))
    started = replace(SHORT, steps=4, start_from=str(tmp_path / "first"))
    train(tmp_path / "run", started)
    (tmp_path / "first").rename(tmp_path / "moved")
    for start in (str(tmp_path / "moved"), None):
        longer = replace(started, steps=SHORT.steps + (start is None) * 2, start_from=start)
        assert train(tmp_path / "run", longer)
        settings = json.loads((tmp_path / "run/config.json").read_text(encoding="utf-8"))
        assert settings["loop"]["start_from"] == started.start_from
