"""Filling by several processes, and what is remembered of studies that are of no use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
import torch
from torch import nn

from inference.imaging.errors import InputError
from training.errors import TrainingError
from training.filling import SKIPPED, check_processes, fill_together, read_skipped, spread_over
from training.sources import Filled, Item


def make(number: int) -> int:
    """A study's number; every third is of no use."""
    if number % 3 == 2:
        raise InputError(f"study {number}: no use")
    return number


def save(stream: BinaryIO, number: int) -> None:
    """One number."""
    np.savez(stream, number=np.array(number))


def total(made: list[Filled]) -> Filled:
    """All news together."""
    return sum(made, Filled(0, 0, {}))


def square(number: int) -> int:
    """What other processes are asked for."""
    return number * number


ITEMS = [Item(str(n), partial(make, n)) for n in range(5)]


def test_results_come_in_order_from_several_processes() -> None:
    """The same as from one."""
    assert list(spread_over(square, range(7), 2)) == list(map(square, range(7)))


def note_process(folder: Path, number: int) -> int:
    """Write down who works, and work for long."""
    (folder / f"{os.getpid()}.pid").touch()
    time.sleep(number)
    return number


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_workers_leave_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    """None stays behind with its networks and people."""
    code = (
        "from functools import partial; from pathlib import Path; "
        "from tests.training.test_filling_folders import note_process; "
        "from training.filling import spread_over; "
        f"list(spread_over(partial(note_process, Path({str(tmp_path)!r})), [600, 600], 2))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])  # noqa: S603  # our own
    until(lambda: len(list(tmp_path.glob("*.pid"))) == 2)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    workers = [int(path.stem) for path in tmp_path.glob("*.pid")]
    until(lambda: not any(map(lives, workers)))


def until(holds: Callable[[], bool]) -> None:
    """Wait for something, but not for ever."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def lives(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("processes", [1, 2])
def test_a_study_of_no_use_is_tried_once(tmp_path: Path, processes: int) -> None:
    """It is noted with its reason; a second filling asks for nothing."""
    first = total(list(fill_together(tmp_path, ITEMS, save, processes)))
    assert first == Filled(4, 0, {"2": "study 2: no use"})
    assert (tmp_path / SKIPPED).read_text(encoding="utf-8").splitlines() == [
        "study,reason", "2,study 2: no use",
    ]  # fmt: skip
    assert sorted(path.stem for path in tmp_path.glob("*.npz")) == ["0", "1", "3", "4"]
    mute = [Item(item.key, lambda: pytest.fail("asked again")) for item in ITEMS]
    again = total(list(fill_together(tmp_path, mute, save)))
    assert again == Filled(0, 4, {"2": "study 2: no use"})


def test_a_note_of_another_form_is_refused(tmp_path: Path) -> None:
    """With the file's name and the remedy."""
    (tmp_path / SKIPPED).write_text("uid\n1\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"skipped\.csv: its columns must be .*delete it"):
        read_skipped(tmp_path)


def test_nobody_can_do_nothing() -> None:
    """At least one process."""
    with pytest.raises(TrainingError, match="--processes 0: must be at least 1"):
        check_processes(0)


def test_a_network_of_many_tensors_travels() -> None:
    """Once a process, whatever the number of its tensors."""
    network = nn.Sequential(*(nn.Linear(1, 1) for _ in range(400)))
    with torch.no_grad():
        expected = float(network(torch.ones(1)))
    assert list(spread_over(partial(apply, network), [1.0] * 3, 2)) == [expected] * 3


def apply(network: nn.Module, value: float) -> float:
    """What a network says."""
    with torch.no_grad():
        return float(network(torch.full((1,), value)))
