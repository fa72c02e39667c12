"""Filling a folder with several processes, and remembering what can't be had."""

from __future__ import annotations

import csv
import os
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TypeVar

import torch

from inference.imaging.files import writing
from training.errors import TrainingError
from training.examples import START
from training.sources import Filled, Item, fill

T = TypeVar("T")
R = TypeVar("R")

SKIPPED = "skipped.csv"
"""In a filled folder: studies that were of no use, and why. Delete it to try them again."""

COLUMNS = ("study", "reason")


def check_processes(count: int) -> None:
    """Refuse to work with nobody.

    Raises
    ------
    TrainingError
    """
    if count < 1:
        raise TrainingError(f"--processes {count}: must be at least 1")


def spread_over(make: Callable[[T], R], items: Sequence[T], processes: int) -> Iterator[R]:
    """Results in the items' order, made here or by several processes.

    What is made, and of what, must then be picklable. ``make`` goes to each process once and may
    hold networks, items should be small. Whoever stops asking stops what has not begun.
    """
    count = min(processes, len(items))
    if count <= 1:
        yield from map(make, items)
        return
    # In a file that all read: half a gigabyte of people through a pipe to each process takes
    # longer than the phantoms. By plain pickle: torch would make a file of every tensor.
    with TemporaryDirectory() as folder:
        begun = (Path(folder) / "make.pickle", count)
        with writing(begun[0]):
            begun[0].write_bytes(pickle.dumps(make))
        with ProcessPoolExecutor(count, get_context(START), _begin, begun) as pool:
            yield from pool.map(_made, items)


_maker: list[Callable[[Any], Any]] = []
"""What the process at hand makes of an item."""


def _begin(make: Path, processes: int) -> None:
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    # Each with all cores, they would only wait for one another.
    torch.set_num_threads(max((os.cpu_count() or 1) // processes, 1))
    _maker[:] = [pickle.loads(make.read_bytes())]  # noqa: S301  # our own, of a moment ago


def _leave_with_parent() -> None:
    """A process whose parent was killed would wait for work, and hold its memory, for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _made(item: object) -> Any:  # noqa: ANN401  # whatever the maker makes
    return _maker[0](item)


def fill_together(
    folder: Path,
    items: Sequence[Item[T]],
    save: Callable[[BinaryIO, T], None],
    processes: int = 1,
) -> Iterator[Filled]:
    """Write the items that ``folder`` lacks; yields what became of each.

    A study that was of no use is noted in ``skipped.csv`` and not tried again.
    """
    known = read_skipped(folder)
    fresh = [item for item in items if item.key not in known]
    for item in items:
        if item.key in known:
            yield Filled(0, 0, {item.key: known[item.key]})
    for news in spread_over(partial(_fill_one, folder, save), fresh, processes):
        _note(folder, news)
        yield news


def _fill_one(folder: Path, save: Callable[[BinaryIO, T], None], item: Item[T]) -> Filled:
    return fill(folder, [item], save)


def read_skipped(folder: Path) -> dict[str, str]:
    """Why studies of a folder were of no use, by key.

    Raises
    ------
    TrainingError
        If the note is of another form.
    """
    path = folder / SKIPPED
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise TrainingError(f"{path}: its columns must be {', '.join(COLUMNS)}; delete it")
        return {row["study"]: row["reason"] for row in rows}


def _note(folder: Path, news: Filled) -> None:
    if not news.skipped:
        return
    path = folder / SKIPPED
    begun = path.exists()
    with writing(path), path.open("a", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        if not begun:
            table.writerow(COLUMNS)
        table.writerows(news.skipped.items())
