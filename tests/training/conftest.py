"""A procedural person, and what is made of it, for all tests of training."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.training.small_training import COARSE, SEEDS
from training.configs import SMALL_CROP
from training.crops import fill_crops, phantom_cases
from training.phantoms.bone import Bone
from training.phantoms.procedural import build_spine
from training.pool import fill_pool, phantom_samples
from training.rsna.miniature import Miniature, write_miniature


@pytest.fixture(scope="session")
def person() -> dict[str, Bone]:
    """The bones of a made-up person."""
    import numpy as np

    return build_spine(np.random.default_rng(1))


@pytest.fixture(scope="session")
def miniature(person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory) -> Miniature:
    """Six studies of phantoms in RSNA's layout; not to be changed."""
    return write_miniature(tmp_path_factory.mktemp("rsna"), [person])


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """The same random numbers in every run of the tests."""
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def pool(person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three coarse phantoms; not to be changed."""
    folder = tmp_path_factory.mktemp("pool")
    fill_pool(folder, phantom_samples([person], SEEDS, COARSE))
    return folder


@pytest.fixture(scope="session")
def crops(person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crops of three coarse phantoms; not to be changed."""
    folder = tmp_path_factory.mktemp("crops")
    fill_crops(folder, phantom_cases([person], SEEDS, COARSE), SMALL_CROP)
    return folder
