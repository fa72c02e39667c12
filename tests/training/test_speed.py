"""How fast examples come: phantoms are made ahead because drawing from them is far cheaper."""

from __future__ import annotations

from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.pool import as_sample
from training.segmentation import SegmentationConfig
from training.speed import examples_a_second, phantoms_a_second


def test_speed_is_measured(person: dict[str, Bone]) -> None:
    """Fresh phantoms are slower by far than examples of one in memory."""
    options = PhantomOptions(spacing_kji_mm=(4.0, 4.0, 4.0))
    fresh = phantoms_a_second([person], options, 2)
    sample = as_sample(make_phantom([person], 0, options))
    assert 0 < fresh < examples_a_second([sample], SegmentationConfig(patch=64), 0.2) / 10
