"""Studies are kept in memory by their size, not by their number."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from training.pool import Sample
from training.split import Kept, size_of


def test_as_many_are_kept_as_there_is_memory_for() -> None:
    """Of studies of 100 bytes 250 hold two, the latest used; a larger one takes their place."""
    read: Counter[str] = Counter()

    def study(path: Path) -> np.ndarray:
        read[path.name] += 1
        return np.zeros(300 if path.name == "large" else 100, np.uint8)

    kept = Kept(250)
    for name in "abacabb":
        kept.get(study, Path(name))
    assert read == {"a": 1, "b": 2, "c": 1}
    assert len(kept.get(study, Path("large"))) == 300
    kept.get(study, Path("b"))
    kept.get(study, Path("b"))
    assert read == {"a": 1, "b": 3, "c": 1, "large": 1}


def test_what_two_readers_make_of_a_file_is_kept_apart() -> None:
    """The same path, another content."""
    kept = Kept(100)
    assert kept.get(lambda _: np.zeros(1), Path("a")).shape == (1,)
    assert kept.get(lambda _: np.zeros(2), Path("a")).shape == (2,)


def test_a_study_is_as_large_as_its_arrays() -> None:
    """Those of its parts, too."""
    geometry = VolumeGeometry.from_matrix((2, 3, 4), np.eye(4))
    hu, label = np.zeros((2, 3, 4), np.int16), np.zeros((2, 3, 4), np.uint8)
    sample = Sample(Volume(hu, geometry), label, np.zeros(7, bool), np.zeros(7))
    assert size_of(sample) == 48 + 24 + 7 + 56
    assert size_of({"a": (hu, label)}) == 72
