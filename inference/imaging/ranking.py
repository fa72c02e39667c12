"""Which of several CT series is most likely the one to read for a cervical spine."""

from __future__ import annotations

import math
import re

from inference.imaging.stacking import normal_of
from inference.imaging.study import Frame
from inference.imaging.volume import SeriesInfo

NECK_WORDS = re.compile(r"neck|cerv|c[- _]?spine|cspine|\bhws\b|\bhals", re.IGNORECASE)
"""Words of a body part or description that name the neck."""

BONE_KERNEL = re.compile(
    r"bone|knochen|\bos\b|edge|sharp|\b[BHQ][a-z]?[67]\d|\bfc(3|8)\d|\by[bcd]\b", re.IGNORECASE
)
"""Sharp kernels as GE, Siemens, Canon and Philips name them, and what people call them."""


def suitability(info: SeriesInfo, frame: Frame | None, slice_count: int) -> float:
    """Rank a series by words and slices.

    Parameters
    ----------
    info : SeriesInfo
        Body part and descriptions name the neck, or don't.
    frame : Frame or None
        One of its slices, for kernel and orientation; None for a NIfTI.
    slice_count : int
        Each doubling counts as much as one word.

    Returns
    -------
    float
        The higher, the better.
    """
    kernel = frame.kernel if frame else ""
    axial = frame is not None and abs(normal_of(frame)[2]) > math.cos(math.pi / 4)
    words = f"{info.body_part} {info.series_description} {info.study_description}"
    return (
        2.0 * bool(NECK_WORDS.search(words))
        + 1.0 * bool(BONE_KERNEL.search(f"{kernel} {info.series_description}"))
        + 1.0 * axial
        + math.log2(slice_count)
    )
