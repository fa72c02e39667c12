"""Corrected masks: what follows them, and what stays the model's word."""

from __future__ import annotations

import numpy as np
import pytest

from inference.findings import LEVELS, Level
from viewer.review.changes import paint_mask, reset_mask
from viewer.review.key import session_key
from viewer.review.mask_edits import MaskEdits
from viewer.review.review import UNREAD
from viewer.state.app import set_analysis, set_reading
from viewer.state.corrected import OTHER_GRID, OTHER_MASK, corrected_analysis, level_extents, misfit
from viewer.state.panel import panel_content
from viewer.state.reading import Reading
from viewer.state.reading_wording import MASK_CORRECTED


@pytest.fixture
def stroke(analysis):
    """Voxels beside the body of C4 that the model left out."""
    k, j, i = np.argwhere(analysis.mask == Level.C4.label).max(axis=0)
    block = np.stack(np.meshgrid([k - 3, k - 2], [j - 5], range(i - 8, i), indexing="ij"), -1)
    flat = np.ravel_multi_index(tuple(block.reshape(-1, 3).T), analysis.mask.shape)
    return flat[analysis.mask.reshape(-1)[flat] == 0]


def test_masks_strip_and_findings_follow(opened, volume, analysis, stroke):
    """Labels and centroid are the corrected mask's; the model's own stays beside them."""
    review = paint_mask(UNREAD, analysis.mask, stroke, Level.C4)
    state = set_reading(set_analysis(opened, analysis), Reading(session_key(volume), review))
    study = state.study
    own = np.argwhere(study.corrected.mask == Level.C4.label)
    assert study.labels.sum() - int(analysis.mask.sum()) == 4 * len(stroke)
    assert study.corrected.finding(Level.C4).centroid_lps_mm == pytest.approx(
        analysis.geometry.index_to_lps(own.mean(axis=0)).tolist()
    )
    assert study.corrected.finding(Level.C5) is analysis.finding(Level.C5)
    assert study.corrected.finding(Level.C4).probability == analysis.finding(Level.C4).probability
    assert state.shown_analysis is study.corrected
    assert study.analysis is analysis
    assert not study.spine_sought
    entries = {entry.level: entry for entry in panel_content(state).entries}
    assert [MASK_CORRECTED in " ".join(entries[level].lines) for level in LEVELS] == [
        level is Level.C4 for level in LEVELS
    ]


def test_a_reset_gives_the_model_s_mask_back(opened, volume, analysis, stroke):
    """Of that level alone."""
    review = paint_mask(UNREAD, analysis.mask, stroke[:2], Level.C4)
    review = paint_mask(review, analysis.mask, stroke[2:4], Level.C3)
    state = set_reading(set_analysis(opened, analysis), Reading(session_key(volume), review))
    state = set_reading(state, Reading(session_key(volume), reset_mask(review, Level.C4)))
    assert state.study.reading.review.mask_edits.levels == {Level.C3}
    review = reset_mask(state.study.reading.review, Level.C3)
    state = set_reading(state, Reading(session_key(volume), review))
    assert review.mask_edits is None
    assert state.study.corrected is None
    assert state.shown_analysis is analysis


def test_corrections_come_before_the_analysis(opened, volume, analysis, stroke):
    """A session that was saved is known before the masks are: they are corrected at once."""
    review = paint_mask(UNREAD, analysis.mask, stroke, Level.C4)
    state = set_reading(opened, Reading(session_key(volume), review))
    assert state.study.corrected is None
    assert set_analysis(state, analysis).study.corrected is not None


def test_an_erased_level_has_no_place(analysis):
    """Without a voxel there is no centroid."""
    flat = np.flatnonzero(analysis.mask.reshape(-1) == Level.C2.label)
    edits = MaskEdits.none(analysis.mask.shape).painted(analysis.mask, flat, 0)
    assert (
        corrected_analysis(analysis, edits, level_extents(analysis.mask))
        .finding(Level.C2)
        .centroid_lps_mm
        is None
    )


def test_corrections_of_other_masks_are_told(analysis, stroke):
    """Laid over an analysis that differs; not over another grid. Both are said."""
    edits = MaskEdits.none(analysis.mask.shape).painted(analysis.mask, stroke, Level.C4.label)
    assert misfit(analysis, edits) == misfit(analysis, None) == ""
    other = np.array(analysis.mask)
    other.reshape(-1)[stroke[0]] = Level.C3.label
    later = type(analysis)(
        other, analysis.geometry, analysis.findings, analysis.patient, analysis.models, {}
    )
    assert misfit(later, edits) == OTHER_MASK
    corrected = corrected_analysis(later, edits, level_extents(other))
    assert (corrected.mask.reshape(-1)[stroke] == Level.C4.label).all()
    small = MaskEdits.none((3, 4, 5)).painted(np.zeros((3, 4, 5), np.uint8), [1], 2)
    assert misfit(analysis, small) == OTHER_GRID
    assert corrected_analysis(analysis, small, ()) is None
    with pytest.raises(ValueError, match="Reset"):
        paint_mask(UNREAD.__class__(mask_edits=small), analysis.mask, stroke, Level.C4)
