"""A loaded series and all that is known of it: masks, reading, the spine's shape."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.findings import Analysis
from inference.imaging.loading import Part
from inference.imaging.preview import Survey
from inference.imaging.series import Series
from inference.imaging.volume import Volume
from inference.spine.proposals import Proposal
from inference.spine.shape import SpineShape
from viewer.state.body import Body, estimate_body, find_body
from viewer.state.corrected import Extent, corrected_analysis, level_extents
from viewer.state.filled import Filled, filled_of
from viewer.state.library import SeriesKey, key_of
from viewer.state.reading import Reading


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A loaded series.

    Attributes
    ----------
    volume : Volume
        As read, in the file's own axis order: what is analysed and exported.
    shown : Volume
        The same voxels in canonical order: what the panes show.
    body : Body
        Where the patient is in it.
    series : Series or None
        Which series it is; None for a volume that came from elsewhere.
    analysis : Analysis or None
        On the grid of ``volume``: the model's own word.
    recalled : bool
        Whether that was kept from an earlier time, and not made in this window.
    corrected : Analysis or None
        The same with the masks as the reader corrected them; None while they are as they were.
    extents : tuple or None
        The boxes of the levels in the model's mask; None until something was corrected.
    labels : ndarray of uint8 or None, shape (k, j, i)
        The mask of :attr:`latest` on the grid of ``shown``.
    reading : Reading or None
        What the reader says of it; None until that is known.
    filled : Filled or None
        What is read so far; None once all is. Only then may it be analysed.
    spine : SpineShape or None
        Of ``labels``; None until it is found, and where there are too few levels.
    spine_sought : bool
        Whether the shape has been looked for.
    proposals : tuple of Proposal or None
        Measurements taken from ``labels``; None until they are asked for.
    """

    volume: Volume
    shown: Volume
    body: Body
    series: Series | None = None
    analysis: Analysis | None = None
    corrected: Analysis | None = None
    extents: tuple[Extent | None, ...] | None = None
    labels: NDArray[np.uint8] | None = None
    reading: Reading | None = None
    filled: Filled | None = None
    spine: SpineShape | None = None
    spine_sought: bool = False
    proposals: tuple[Proposal, ...] | None = None
    recalled: bool = False

    @property
    def key(self) -> SeriesKey | None:
        """Which series of the library it is."""
        return None if self.series is None else key_of(self.series)

    @property
    def latest(self) -> Analysis | None:
        """The analysis, its masks as the reader left them."""
        return self.analysis if self.corrected is None else self.corrected


def make_study(volume: Volume, series: Series | None = None) -> Study:
    """Prepare a volume for the panes; reads through it, so do it off the main thread."""
    shown = volume.canonical()
    return Study(volume, shown, find_body(shown), series)


def make_partial_study(part: Part, series: Series, survey: Survey) -> Study:
    """Prepare a volume that is still being read; the patient is looked for in the survey."""
    geometry, turn = part.volume.geometry.canonical()
    body = estimate_body(geometry, turn, survey)
    shown = part.volume.canonical()
    return Study(part.volume, shown, body, series, filled=filled_of(part, turn))


def fill_further(study: Study, part: Part) -> Study:
    """Note what has been read since."""
    _, turn = part.volume.geometry.canonical()
    return replace(study, filled=filled_of(part, turn))


def with_reading(study: Study, reading: Reading) -> Study:
    """Take over what the reader says of it; corrected masks change with it."""
    before = None if study.reading is None else study.reading.review.mask_edits
    study = replace(study, reading=reading)
    return study if reading.review.mask_edits == before else _correct(study)


def with_analysis(study: Study, analysis: Analysis, *, recalled: bool = False) -> Study:
    """Take over what the model says of it, the reader's corrections laid over its masks."""
    return _correct(replace(study, analysis=analysis, extents=None, spine=None, recalled=recalled))


def _correct(study: Study) -> Study:
    """Lay the reader's corrections over the model's masks.

    The spine of the masks before stays in place until that of the new ones is found.
    """
    if study.analysis is None:
        return study
    edits = None if study.reading is None else study.reading.review.mask_edits
    extents = study.extents
    if edits is not None and extents is None:
        extents = level_extents(study.analysis.mask)
    corrected = corrected_analysis(study.analysis, edits, extents or ())
    mask = study.analysis.mask if corrected is None else corrected.mask
    _, turn = study.analysis.geometry.canonical()
    labels = np.asarray(turn.apply(mask), dtype=np.uint8)
    return replace(
        study,
        corrected=corrected,
        extents=extents,
        labels=labels,
        spine_sought=False,
        proposals=None,
    )
