"""Which studies of a cache are trained on, and which are kept for validation."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from training.errors import TrainingError
from training.pool import pool_files

HELD_OUT_OF = 10
"""One study in so many is never trained on: those whose number ends in 9."""


@dataclass(frozen=True, slots=True)
class Split:
    """A cache's files, in order of their names.

    Attributes
    ----------
    training, validation : tuple of Path
    """

    training: tuple[Path, ...]
    validation: tuple[Path, ...]


def held_out(path: Path) -> bool:
    """Whether a study is kept for validation, by nothing but its name.

    A phantom is named by its seed; any other name counts by its CRC-32.
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
