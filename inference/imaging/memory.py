"""A volume that doesn't fit is refused before it is read, not after the machine swaps."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

from inference.imaging.errors import InputError

USABLE_SHARE = 0.5
"""Share of the machine's memory that one volume may take: planes and masks follow it."""

ASSUMED_BYTES = 8 * 1024**3
"""Memory assumed where the system doesn't tell (Windows has no sysconf)."""


def machine_bytes() -> int:
    """Return the machine's memory."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return ASSUMED_BYTES


def refuse_if_too_large(name: str, shape_kji: Sequence[int], bytes_per_voxel: int = 2) -> None:
    """Refuse a volume that would take more than ``USABLE_SHARE`` of the memory.

    Raises
    ------
    InputError
        With both sizes.
    """
    needed = math.prod(shape_kji) * bytes_per_voxel
    usable = int(machine_bytes() * USABLE_SHARE)
    if needed > usable:
        size = " x ".join(str(n) for n in shape_kji)
        raise InputError(
            f"{name}: {size} voxels need {needed / 1024**3:.1f} GiB, and this machine can spare "
            f"{usable / 1024**3:.1f} GiB. Open a smaller series."
        )
