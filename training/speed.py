"""How fast phantoms and training examples come, in processor time of this process."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.pool import Sample
from training.segmentation import AXES, SegmentationConfig, draw_pair


def phantoms_a_second(
    people: Sequence[Mapping[str, Bone]], options: PhantomOptions, count: int
) -> float:
    """Make phantoms of the seeds 0 .. ``count`` - 1 and return how many come a second."""
    began = time.process_time()
    for seed in range(count):
        make_phantom(people, seed, options)
    return count / (time.process_time() - began)


def examples_a_second(
    samples: Sequence[Sample], config: SegmentationConfig, seconds: float
) -> float:
    """Draw stage 1's augmented, windowed slices of studies in memory for a while."""
    rng = np.random.default_rng(0)
    began, taken = time.process_time(), 0
    while time.process_time() - began < seconds:
        sample = samples[taken % len(samples)]
        draw_pair(sample, AXES[config.plane], config.neighbours, config.patch, rng)
        taken += 1
    return taken / (time.process_time() - began)
