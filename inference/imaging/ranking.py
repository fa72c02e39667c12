"""Which of several CT series is most likely the one to read for a fractured cervical spine.

The score is a sum of points, so that a reader of the code, or of a complaint, can say why a
series came first. In words: the neck, never a rebuilt picture, axial, thin, sharp, whole.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from inference.imaging.study import Series, SlicePlane
from inference.imaging.volume import SeriesInfo

NECK_WORDS = re.compile(r"neck|cerv|c[- _]?spine|cspine|\bhws\b|\bhals", re.IGNORECASE)
"""Words of a body part or description that name the neck."""

OTHER_WORDS = re.compile(
    r"head|brain|skull|schädel|chest|thora|lung|abdom|pelvi|becken|lumb|[tl][- _]?spine"
    r"|\b[bl]ws\b|knee|hip\b|should|extrem",
    re.IGNORECASE,
)
"""Words that name another part of the body."""

BONE_KERNEL = re.compile(
    r"bone|knochen|\bos\b|edge|sharp|\b[BHQ][a-z]?[67]\d|\bfc(3|8)\d|\by[bcd]\b", re.IGNORECASE
)
"""Sharp kernels as GE, Siemens, Canon and Philips name them, and what people call them."""

PICTURE_WORDS = re.compile(
    r"\bm(in)?ip\b|projection|\bvrt?\b|\b3d\b|surface|dose|protocol|screen[ _]save"
    r"|summary|smartprep|\bbolus|monitoring",
    re.IGNORECASE,
)
"""Words of an Image Type or a description that name a projection, a rendering or a report."""

NECK_POINTS = 4.0
OTHER_PART_POINTS = -4.0
PICTURE_POINTS = -8.0
PLANE_POINTS = {SlicePlane.AXIAL: 3.0, SlicePlane.OBLIQUE: -1.0}
KERNEL_POINTS = 2.0

THIN_MM, THICK_MM = 0.75, 3.0
"""Slices up to the first get ``THIN_POINTS``, from the second on ``-THIN_POINTS``."""

THIN_POINTS = 2.0

SLICES_POINTS_A_DOUBLING = 0.25
"""Twice the slices: enough to choose among equals, too little to make a chest a neck."""


@dataclass(frozen=True, slots=True)
class Merit:
    """One reason for or against a series."""

    name: str
    points: float


def merits(series: Series) -> tuple[Merit, ...]:
    """Return every reason for and against reading a series, whatever its points.

    ============  =======================================================================
    part          +4 where body part or descriptions name the neck, -4 where they name
                  another part alone
    picture       -8 for a projection, a rendering or a dose report
    plane         +3 axial, 0 sagittal or coronal, -1 oblique
    kernel        +2 for a bone kernel
    thinness      +2 up to 0.75 mm between slices, falling to -2 at 3 mm
    slices        +0.25 for each doubling of their number
    ============  =======================================================================
    """
    info, spacing_mm = series.info, series.geometry.spacing_kji_mm[0]
    pictured = PICTURE_WORDS.search(f"{info.image_type} {info.series_description}")
    sharp = BONE_KERNEL.search(f"{series.kernel} {info.series_description}")
    thickness = (min(max(spacing_mm, THIN_MM), THICK_MM) - THIN_MM) / (THICK_MM - THIN_MM)
    return (
        Merit("part", _part_points(info)),
        Merit("picture", PICTURE_POINTS if pictured else 0.0),
        Merit("plane", PLANE_POINTS.get(series.plane, 0.0)),
        Merit("kernel", KERNEL_POINTS if sharp else 0.0),
        Merit("thinness", THIN_POINTS * (1.0 - 2.0 * thickness)),
        Merit("slices", SLICES_POINTS_A_DOUBLING * math.log2(max(series.slice_count, 1))),
    )


def suitability(series: Series) -> float:
    """Return the sum of a series' merits: the higher, the better."""
    return sum(merit.points for merit in merits(series))


def other_part(info: SeriesInfo) -> str:
    """Return what names another part of the body than the neck; empty where nothing does.

    The neck named anywhere outweighs it: "head and neck" is no other part.
    """
    named = (info.body_part, info.series_description, info.study_description)
    if NECK_WORDS.search(" ".join(named)):
        return ""
    return next((text for text in named if OTHER_WORDS.search(text)), "")


def _part_points(info: SeriesInfo) -> float:
    if NECK_WORDS.search(f"{info.body_part} {info.series_description} {info.study_description}"):
        return NECK_POINTS
    return OTHER_PART_POINTS if other_part(info) else 0.0
