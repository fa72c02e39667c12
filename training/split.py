"""Which studies of a cache are trained on, and which are kept for validation."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from torch.utils.data import get_worker_info

from training.errors import TrainingError
from training.pool import pool_files

HELD_OUT_OF = 10
"""One study in so many is never trained on: those whose number ends in 9."""

KEPT_BYTES = 2 * 1024**3
"""Of the studies that stay in memory once they are read."""

S = TypeVar("S")


class Kept:
    """The studies that were read last, as many as the memory allowed for them takes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._studies: OrderedDict[tuple[Callable[[Path], Any], Path], Any] = OrderedDict()
        self._bytes = 0

    def get(self, read: Callable[[Path], S], path: Path) -> S:
        """Read a study, unless it is still here."""
        key = (read, path)
        if key in self._studies:
            self._studies.move_to_end(key)
            there: S = self._studies[key]
            return there
        study = read(path)
        self._studies[key] = study
        self._bytes += size_of(study)
        while self._bytes > self._most:
            _, oldest = self._studies.popitem(last=False)
            self._bytes -= size_of(oldest)
        return study


def size_of(value: object) -> int:
    """Bytes of all arrays that a study holds."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if is_dataclass(value):
        return sum(size_of(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, Mapping):
        return sum(map(size_of, value.values()))
    if isinstance(value, tuple):
        return sum(map(size_of, value))
    return 0


_kept = Kept(KEPT_BYTES)


@dataclass(frozen=True, slots=True)
class Split:
    """A cache's files, in order of their names.

    Attributes
    ----------
    training, validation : tuple of Path
    chances : tuple of float
        Of each study to be drawn for training; empty where all are alike.
    """

    training: tuple[Path, ...]
    validation: tuple[Path, ...]
    chances: tuple[float, ...] = ()

    def draw(self, read: Callable[[Path], S], rng: np.random.Generator) -> S:
        """Draw a study to train on; what it holds must not be changed.

        The training process keeps what it has read, as far as ``KEPT_BYTES`` go. Processes that
        draw ahead read a study every time: they have the time, and each would need all the
        memory.
        """
        path = self.training[int(rng.choice(len(self.training), p=self.chances or None))]
        return _kept.get(read, path) if get_worker_info() is None else read(path)


def held_out(path: Path) -> bool:
    """Whether a study is kept for validation, by nothing but its name.

    A phantom is named by its seed; any other name counts by its CRC-32. RSNA 2022 holds one
    study a patient, so that no patient is on both sides.
    """
    name = path.stem
    number = int(name) if name.isdecimal() else zlib.crc32(name.encode())
    return number % HELD_OUT_OF == HELD_OUT_OF - 1


def split_cache(folder: Path) -> Split:
    """Divide a cache.

    Raises
    ------
    TrainingError
        If there is nothing in it, or if one of the two parts is empty.
    """
    files = pool_files(folder)
    split = Split(
        tuple(path for path in files if not held_out(path)),
        tuple(path for path in files if held_out(path)),
    )
    for name, part in (("train on", split.training), ("validate on", split.validation)):
        if not part:
            raise TrainingError(
                f"{folder}: none of its {len(files)} studies is there to {name}, one in "
                f"{HELD_OUT_OF} being held out: give a larger --count."
            )
    return split
