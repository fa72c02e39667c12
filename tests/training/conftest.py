"""One procedural person for all tests of training."""

from __future__ import annotations

import pytest

from training.phantoms.bone import Bone
from training.phantoms.procedural import build_spine
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
