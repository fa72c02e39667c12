"""One procedural person for all tests of training."""

from __future__ import annotations

import pytest

from training.phantoms.bone import Bone
from training.phantoms.procedural import build_spine


@pytest.fixture(scope="session")
def person() -> dict[str, Bone]:
    """The bones of a made-up person."""
    import numpy as np

    return build_spine(np.random.default_rng(1))
