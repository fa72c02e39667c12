"""Which studies of a cache are trained on, and which are kept for validation."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from torch.utils.data import get_worker_info

from training.errors import TrainingError
from training.pool import pool_files

HELD_OUT_OF = 10
"""One study in so many is never trained on: those whose number ends in 9."""

KEPT = 512
"""Studies that stay in memory once they are read: 3 to 6 MB each."""

S = TypeVar("S")


@lru_cache(maxsize=KEPT)
def _kept(read: Callable[[Path], S], path: Path) -> S:
    return read(path)


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

        The training process reads each study once. Processes that draw ahead read it
        every time: they have the time, and each would need all the memory.
        """
        path = self.training[int(rng.choice(len(self.training), p=self.chances or None))]
        return _kept(read, path) if get_worker_info() is None else read(path)


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
