"""Several processes learn what one would have learned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from loop_task import LineTask

from training.checkpoint import load_checkpoint
from training.errors import TrainingError
from training.logs import read_table
from training.loop import LoopConfig, fit
from training.processes import Ranks, joined

CONFIG = LoopConfig(
    batch=8, steps=10, learning_rate=1e-2, warmup=2, ema=0.9, validate_every=4, checkpoint_every=5
)
PROGRAM = Path(__file__).with_name("loop_task.py")
ROOT = Path(__file__).parents[2]


def torchrun(run: Path, config: LoopConfig, processes: int = 2) -> str:
    """Train in ``processes`` processes; return what they wrote."""
    command = [
        sys.executable, "-m", "torch.distributed.run", "--standalone",
        f"--nproc-per-node={processes}", PROGRAM, "fit", run, json.dumps(asdict(config)),
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603  # our own program
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not torch.distributed.is_gloo_available(), reason="torch without gloo")
def test_two_processes_learn_like_one(tmp_path: Path) -> None:
    """The same losses, figures and weights, going on from what one process began."""
    for name in ("one", "two"):
        events = fit(LineTask(), tmp_path / name, CONFIG, "cpu")
        for _ in range(5):
            next(events)
        events.close()
    written = torchrun(tmp_path / "two", CONFIG)
    list(fit(LineTask(), tmp_path / "one", CONFIG, "cpu"))
    _, one = read_table(tmp_path / "one" / "log.csv")
    _, two = read_table(tmp_path / "two" / "log.csv")
    assert [row["step"] for row in two] == [str(n) for n in range(1, 11)]
    for name in ("loss", "learning_rate", "score"):
        mine, theirs = ([float(row[name] or "nan") for row in rows] for rows in (one, two))
        assert theirs == pytest.approx(mine, rel=1e-4, nan_ok=True), name
    ends = [load_checkpoint(tmp_path / name) for name in ("one", "two")]
    assert ends[0].standing.best_step == ends[1].standing.best_step
    for name, weights in ends[0].weights.items():
        torch.testing.assert_close(ends[1].weights[name], weights, rtol=1e-4, atol=1e-5)
    # The first process tells of five steps, the second of none.
    assert "[]" in written
    assert written.count(",") == 4


def test_the_processes_share_a_batch() -> None:
    """Each number is drawn once."""
    cpu = torch.device("cpu")
    shares = [list(Ranks(cpu, rank, 4).share(12)) for rank in range(4)]
    assert all(len(share) == 3 for share in shares)
    assert sorted(number for share in shares for number in share) == list(range(12))


def test_a_batch_that_can_not_be_shared_is_refused() -> None:
    """With the remedy."""
    with pytest.raises(TrainingError, match=r"batch = 3 .* 2 processes: give --batch a multiple"):
        Ranks(torch.device("cpu"), 0, 2).share(3)


def test_alone_without_torchrun(monkeypatch: pytest.MonkeyPatch) -> None:
    """No group is made where there is nobody to join."""
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with joined(torch.device("cpu")) as ranks:
        assert (ranks.rank, ranks.count, ranks.first) == (0, 1, True)
        assert not torch.distributed.is_initialized()
