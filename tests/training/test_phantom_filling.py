"""Made studies: by several processes the same as by one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from inference.preprocessing.cropping import CropConfig
from tests.training.small_training import COARSE, SEEDS
from training.configs import SMALL_CROP
from training.phantom_filling import PhantomFiller, fill_phantoms
from training.phantoms.bone import Bone
from training.pool import pool_files
from training.sources import NOTHING, Filled


def made(
    folder: Path, person: dict[str, Bone], crop: CropConfig | None, processes: int = 1
) -> Filled:
    """Fill the folder with the small phantoms of the tests."""
    filler = partial(PhantomFiller, folder, [person], COARSE, crop)
    return sum(fill_phantoms(folder, SEEDS, filler, processes), NOTHING)


@pytest.mark.parametrize("crop", [None, SMALL_CROP], ids=["pool", "crops"])
def test_two_processes_make_what_one_does(
    person: dict[str, Bone], tmp_path: Path, crop: CropConfig | None
) -> None:
    """The same files with the same voxels; what is there already is left alone."""
    alone, together = tmp_path / "alone", tmp_path / "together"
    assert made(alone, person, crop) == Filled(len(SEEDS), 0, {})
    made(together, person, crop)
    pool_files(together)[1].unlink()
    pool_files(together)[-1].unlink()
    before = pool_files(together)[0].stat().st_mtime_ns
    assert made(together, person, crop, processes=2) == Filled(2, 1, {})
    assert pool_files(together)[0].stat().st_mtime_ns == before
    for one, other in zip(pool_files(alone), pool_files(together), strict=True):
        assert one.name == other.name
        with np.load(one) as a, np.load(other) as b:
            assert all(np.array_equal(a[name], b[name]) for name in a)


def test_nobody_is_built_where_nothing_is_lacking(person: dict[str, Bone], tmp_path: Path) -> None:
    """People take long."""
    made(tmp_path, person, None)
    again = fill_phantoms(tmp_path, SEEDS, lambda: pytest.fail("built"), processes=2)
    assert sum(again, NOTHING) == Filled(0, len(SEEDS), {})
