"""An analysis whose masks the reader has corrected: what the window and the reports follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.findings import LEVELS, Analysis, Point
from inference.imaging.geometry import VolumeGeometry
from viewer.review.mask_edits import MaskEdits
from viewer.review.plane import point
from viewer.review.review import Review
from viewer.texts import noop, tr

OTHER_GRID = noop(
    "The masks were corrected when this series had another number of slices or pixels: these "
    "corrections can't be shown. Reset each corrected level to correct it anew."
)

OTHER_MASK = noop(
    "The masks were corrected on an earlier analysis, which differs from this one. The corrections "
    "were laid over the new masks: please check them."
)


Extent = tuple[slice, ...]
"""The box of a level's voxels: along k, j, i."""


def level_extents(mask: NDArray[np.uint8]) -> tuple[Extent | None, ...]:
    """Find the seven boxes that just hold each level in a mask (k, j, i); None where it is not."""
    return tuple(ndimage.find_objects(mask, len(LEVELS)))


def corrected_analysis(
    analysis: Analysis, edits: MaskEdits | None, extents: Sequence[Extent | None]
) -> Analysis | None:
    """Lay a reader's corrections over the model's masks; None where there are none.

    A corrected level's centroid is that of its corrected mask. Probabilities, states and
    boxes stay the networks' word on their own masks. Corrections of another grid, as that of
    a series of which slices were missing, can't be laid over it: see :func:`misfit`.

    Parameters
    ----------
    analysis : Analysis
        As the model left it.
    edits : MaskEdits or None
    extents : sequence
        Of the model's masks, as :func:`level_extents` finds them: only there, and where
        something was painted, a level has to be looked for.
    """
    if edits is None or edits.shape_kji != analysis.mask.shape:
        return None
    fitting = edits.onto(analysis.mask)
    if not fitting.levels:
        return None
    mask = fitting.apply(analysis.mask)
    mask.flags.writeable = False
    findings = list(analysis.findings)
    for level in fitting.levels:
        n = level.label - 1
        painted = np.unravel_index(fitting.of_level(level).index, mask.shape)
        box = _joined(extents[n], painted)
        place = _centroid(mask[box] == level.label, box, analysis.geometry)
        findings[n] = replace(findings[n], centroid_lps_mm=place)
    return replace(analysis, mask=mask, findings=tuple(findings))


def misfit(analysis: Analysis, edits: MaskEdits | None) -> str:
    """Say what is to be known where corrections were made on other masks; mostly empty."""
    if edits is None:
        return ""
    if edits.shape_kji != analysis.mask.shape:
        return tr(OTHER_GRID)
    return "" if edits.onto(analysis.mask) is edits else tr(OTHER_MASK)


def told_review(analysis: Analysis, review: Review) -> Review:
    """Return what reports may tell of a reading: no corrections that the masks do not hold.

    Parameters
    ----------
    analysis : Analysis
        With the masks that are handed out.
    review : Review
    """
    edits = review.mask_edits
    if edits is None or _holds(analysis.mask, edits):
        return review
    return replace(review, mask_edits=None)


def _holds(mask: NDArray[np.uint8], edits: MaskEdits) -> bool:
    if edits.shape_kji != mask.shape:
        return False
    changes = edits.changes()
    return bool((mask.reshape(-1)[changes.index] == changes.new).all())


def _joined(extent: Extent | None, index: tuple[NDArray[np.intp], ...]) -> Extent:
    """Return the box around a level and the voxels that were painted or erased of it."""
    low = [int(axis.min()) for axis in index]
    high = [int(axis.max()) + 1 for axis in index]
    if extent is not None:
        low = [min(a, s.start) for a, s in zip(low, extent, strict=True)]
        high = [max(b, s.stop) for b, s in zip(high, extent, strict=True)]
    return tuple(slice(a, b) for a, b in zip(low, high, strict=True))


def _centroid(own: NDArray[np.bool_], box: Extent, geometry: VolumeGeometry) -> Point | None:
    """Return the centre of mass in LPS mm of what is set in a box; None where nothing is."""
    if not own.any():
        return None
    # Sums along the axes, so that no list of voxels is made.
    counts = [own.sum(axis=axes) for axes in ((1, 2), (0, 2), (0, 1))]
    index = [
        s.start + float(np.arange(len(n)) @ n / n.sum()) for s, n in zip(box, counts, strict=True)
    ]
    return point(geometry.index_to_lps(index))
