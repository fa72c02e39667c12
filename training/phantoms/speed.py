"""How fast phantoms come, in processor time of this process."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from inference.preprocessing.channels import window_channels
from inference.preprocessing.windowing import bone_windows
from training.phantoms.bone import Bone
from training.phantoms.phantom import Phantom, PhantomOptions, make_phantom

BATCH = 8


def phantoms_a_second(
    people: Sequence[Mapping[str, Bone]], options: PhantomOptions, count: int
) -> float:
    """Make phantoms of the seeds 0 .. ``count`` - 1 and return how many come a second."""
    began = time.process_time()
    for seed in range(count):
        make_phantom(people, seed, options)
    return count / (time.process_time() - began)


def slices_a_second(phantom: Phantom, seconds: float) -> float:
    """Take batches of sagittal slices, windowed as the networks see them, for a while.

    This is what a training example costs before its augmentation.
    """
    rng = np.random.default_rng(0)
    windows = bone_windows()
    began, taken = time.process_time(), 0
    while time.process_time() - began < seconds:
        chosen = rng.integers(phantom.volume.hu.shape[2], size=BATCH)
        hu = np.moveaxis(phantom.volume.hu[:, :, chosen], 2, 0).astype(np.float32)
        window_channels(hu, windows)
        taken += BATCH
    return taken / (time.process_time() - began)
