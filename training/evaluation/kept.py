"""Studies that were measured already, in a folder: what is stopped after an hour goes on.

A folder of its own for all that decides a result: networks, code, people and options. So nothing
that was measured of other weights, or by other code, is taken for what is asked now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import inference
import training
from inference.findings import LEVELS, Level
from inference.imaging.files import replacing, writing
from training.evaluation.study import StudyResult


def folder_of(keep: Path, *decisive: object) -> Path:
    """Where results are kept for what is ``decisive``, and for the code as it is; made.

    Parameters
    ----------
    keep : Path
        Folder of all.
    decisive : object
        Values whose ``repr`` is the same in every run.

    Raises
    ------
    OutputError
        If it can't be made.
    """
    digest = hashlib.sha256(repr(decisive).encode())
    for package in (inference, training):
        for path in sorted(Path(package.__path__[0]).rglob("*.py")):
            digest.update(path.read_bytes())
    folder = keep / digest.hexdigest()[:16]
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def save_study(path: Path, result: StudyResult) -> None:
    """Write one study's result, whole or not at all.

    Raises
    ------
    OutputError
    """
    with replacing(path) as stream:
        np.savez(
            stream, dice=result.dice, jaccard=result.jaccard, found=result.found,
            invented=result.invented, probability=result.probability, truth=result.truth,
            present=result.present, analysed=result.analysed, seconds=result.seconds,
            fractures=_kinds(result.fractures), lookalikes=_kinds(result.lookalikes),
        )  # fmt: skip


def load_study(path: Path) -> StudyResult:
    """Read what :func:`save_study` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        return StudyResult(
            kept["dice"], kept["jaccard"], kept["found"], int(kept["invented"]),
            kept["probability"], kept["truth"], kept["present"], kept["analysed"],
            _by_level(kept["fractures"]), _by_level(kept["lookalikes"]), float(kept["seconds"]),
        )  # fmt: skip


def _kinds(by_level: Mapping[Level, str]) -> NDArray[np.str_]:
    """C1..C7; empty where there is none."""
    return np.array([by_level.get(level, "") for level in LEVELS])


def _by_level(kinds: NDArray[np.str_]) -> dict[Level, str]:
    return {level: str(kind) for level, kind in zip(LEVELS, kinds, strict=True) if kind}
