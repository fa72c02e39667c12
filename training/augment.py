"""How examples are varied, the same for the networks of the method and for their rivals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.preprocessing.planes import MASK_WHITE
from inference.preprocessing.resampling import AIR_HU

MAX_SHIFT_PX = 8
"""A crop is this far off its vertebra at most."""


def vary_contrast(hu: NDArray[np.generic], rng: np.random.Generator) -> NDArray[np.float32]:
    """Another scanner's HU."""
    varied = hu.astype(np.float32) * np.float32(rng.uniform(0.85, 1.15))
    varied += np.float32(rng.normal(0, 25))
    return varied


def vary_hu(hu: NDArray[np.generic], rng: np.random.Generator) -> NDArray[np.float32]:
    """Another scanner's HU and, in every second example, noise."""
    varied = vary_contrast(hu, rng)
    if rng.random() < 0.5:
        noise = rng.standard_normal(varied.shape, dtype=np.float32)
        varied += noise * np.float32(rng.uniform(5, 50))
    return varied


def move_planes(rng: np.random.Generator, *stacks: NDArray[Any]) -> list[NDArray[Any]]:
    """Mirror and shift stacks of planes (..., h, w) all alike: a mirrored neck is a neck."""
    stacks = tuple(mirror_planes(rng, *stacks))
    most = min(MAX_SHIFT_PX, stacks[0].shape[-1] // 12)
    shift = tuple(int(s) for s in rng.integers(-most, most + 1, 2))
    return [np.roll(one, shift, (-2, -1)) for one in stacks]


def mirror_planes(rng: np.random.Generator, *stacks: NDArray[Any]) -> list[NDArray[Any]]:
    """Mirror stacks of planes (..., h, w) all alike, or none of them."""
    mirrored = rng.random() < 0.5
    return [one[..., ::-1] if mirrored else one for one in stacks]


def like_a_networks(mask: NDArray[np.generic], rng: np.random.Generator) -> NDArray[np.float32]:
    """Round off a true mask (levels, planes, h, w), 0..255, and move its border in or out."""
    soft = ndimage.gaussian_filter(mask.astype(np.float32), (0, 0, *rng.uniform(0.5, 2.5, 2)))
    border, width = rng.uniform(0.3, 0.7) * MASK_WHITE, rng.uniform(0.2, 1.0) * MASK_WHITE
    share = np.clip((soft - border) / width + 0.5, 0.0, 1.0)
    return np.asarray(share * MASK_WHITE, dtype=np.float32)


def spread(count: int, wanted: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw ``wanted`` of ``count`` planes, one from each stretch of as many."""
    picks = (np.arange(wanted) + rng.random(wanted)) * (count / wanted)
    return picks.astype(np.intp)


def lay_on_patch(
    hu: NDArray[np.int16], label: NDArray[np.uint8], size: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Lay a slice (h, w) anywhere on a patch, mirrored or not, and cut it where it hangs over."""
    if rng.random() < 0.5:
        hu, label = hu[:, ::-1], label[:, ::-1]
    image = np.full((size, size), AIR_HU, np.float32)
    truth = np.zeros((size, size), np.uint8)
    start = [int(rng.integers(min(0, size - n), max(0, size - n) + 1)) for n in hu.shape]
    into = tuple(slice(max(s, 0), s + n) for s, n in zip(start, hu.shape, strict=True))
    of = tuple(slice(max(-s, 0), size - s) for s in start)
    image[into], truth[into] = hu[of], label[of]
    return image, truth


def patch_of(
    hu: NDArray[np.int16], label: NDArray[np.uint8], size: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Cut a cube that holds some bone; what hangs over the scan is air."""
    bone = np.argwhere(label > 0)
    middle = bone[int(rng.integers(len(bone)))] if len(bone) else np.array(label.shape) // 2
    low = middle - rng.integers(size // 4, size - size // 4, 3)
    cube = np.full((size,) * 3, AIR_HU, np.float32)
    truth = np.zeros((size,) * 3, np.uint8)
    start, stop = np.maximum(low, 0), np.minimum(low + size, label.shape)
    into = tuple(slice(a, b) for a, b in zip(start - low, stop - low, strict=True))
    of = tuple(slice(a, b) for a, b in zip(start, stop, strict=True))
    cube[into], truth[into] = vary_hu(hu[of], rng), label[of]
    return cube, truth
