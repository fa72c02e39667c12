"""Proposed measurements against phantoms of known size, on anisotropic and oblique grids."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.findings import LEVELS, Level
from inference.spine.alignment import NOT_FOUND, propose
from inference.spine.proposals import (
    ATLANTO_DENS,
    BASION_DENS,
    MEASURANDS,
    Proposal,
    Standing,
    measurand,
    soft_tissue_name,
    translation_name,
)
from inference.spine.shape import find_shape
from tests.inference.spine.neck_phantom import (
    ARCH_FRONT_MM,
    BODY_FRONT_MM,
    Truth,
    make_neck,
    phantom_grid,
)

AXES_MM = 0.2
"""What half a degree of a found axis may add to a distance."""

STRAIGHT = Rotation.identity()


def proposals(
    truth,
    rotation=STRAIGHT,
    spacing=(0.9, 0.7, 0.7),
    drop=(),
    top_mm=42.0,
    missing=None,
    lean=STRAIGHT,
):
    """What is proposed for a phantom, by name."""
    geometry = phantom_grid(rotation, spacing, top_mm)
    volume, labels = make_neck(geometry, lean, truth)
    for level in drop:
        labels[labels == level.label] = 0
    shape = find_shape(labels, geometry)
    return {one.name: one for one in propose(volume, labels, shape, missing or {})}


truths = st.builds(
    Truth,
    atlanto_dens=st.floats(1.2, 4.0),
    basion_dens=st.floats(3.0, 12.0),
    tissue=st.floats(7.0, 14.0),
    shift=st.floats(-4.0, 4.0),
)
angles = st.tuples(*[st.floats(-12, 12)] * 3)
leans = st.tuples(*[st.floats(-6, 6)] * 3)
spacings = st.tuples(st.floats(0.7, 1.1), st.floats(0.65, 0.9), st.floats(0.65, 0.9))


@settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(truths, angles, leans, spacings)
def test_known_intervals_are_found(truth, degrees, lean_degrees, spacing):
    """Every interval within a voxel, however the grid lies and the patient in it.

    A mask's edge is known to half a voxel, and an interval has two of them.
    """
    grid = Rotation.from_euler("xyz", degrees, degrees=True)
    lean = Rotation.from_euler("xyz", lean_degrees, degrees=True)
    found = proposals(truth, grid, spacing, lean=lean)
    within = max(spacing) + AXES_MM
    expected = {
        ATLANTO_DENS: truth.atlanto_dens,
        BASION_DENS: truth.basion_dens,
        soft_tissue_name(Level.C1): BODY_FRONT_MM * -1 + truth.tissue + ARCH_FRONT_MM,
        soft_tissue_name(Level.C3): truth.tissue,
        soft_tissue_name(Level.C4): truth.tissue + truth.shift,
        translation_name(Level.C2, Level.C3): 0.0,
        translation_name(Level.C3, Level.C4): abs(truth.shift),
        translation_name(Level.C4, Level.C5): abs(truth.shift),
    }
    for name, value in expected.items():
        line = found[name].line
        assert line is not None, found[name].reason
        normal = np.cross(line.back_lps, line.head_lps)
        assert abs(normal @ np.subtract(line.end_mm, line.start_mm)) < 1e-9
        assert found[name].value_mm == pytest.approx(value, abs=within), name


def test_lines_lie_where_they_are_measured():
    """The ends of the atlanto-dens interval are arch and dens; both lie in the line's plane."""
    line = proposals(Truth(atlanto_dens=3.0))[ATLANTO_DENS].line
    np.testing.assert_allclose(line.start_mm, (0.0, -8.4, 0.0), atol=0.7)
    np.testing.assert_allclose(line.end_mm, (0.0, -5.4, 0.0), atol=0.7)
    normal = np.cross(line.back_lps, line.head_lps)
    assert np.linalg.norm(normal) == pytest.approx(1.0)
    assert normal @ np.subtract(line.end_mm, line.start_mm) == pytest.approx(0.0, abs=1e-6)


def test_the_side_of_a_translation_is_told():
    """Which body stands in front."""
    found = proposals(Truth(shift=3.0))
    upper = found[translation_name(Level.C3, Level.C4)]
    assert upper.remark == "C3 stands in front of C4"
    assert upper.standing is Standing.BEYOND
    assert found[translation_name(Level.C4, Level.C5)].remark == "C4 stands behind C5"


def test_what_is_missing_is_not_measured():
    """Each reason names what is lacking; nothing is left out of the list."""
    why = {Level.C1: "outside the field of view"}
    found = proposals(Truth(with_airway=False), drop=(Level.C1,), missing=why)
    assert list(found) == [one.name for one in MEASURANDS]
    assert found[ATLANTO_DENS].reason == "C1 outside the field of view"
    assert found[ATLANTO_DENS].value_mm is None
    assert found[translation_name(Level.C6, Level.C7)].reason == f"C6 {NOT_FOUND}"
    assert "no air" in found[soft_tissue_name(Level.C3)].reason or (
        "field of view" in found[soft_tissue_name(Level.C3)].reason
    )


@pytest.mark.parametrize(
    ("truth", "top_mm", "reason"),
    [
        (Truth(with_clivus=False), 42.0, "no bone was found"),
        (Truth(), 14.0, "skull base is outside the field of view"),
        (Truth(basion_dens=23.0), 42.0, "not clearly the clivus|no bone"),
    ],
    ids=["no skull", "cut off", "too far"],
)
def test_an_uncertain_basion_is_left_to_the_reader(truth, top_mm, reason):
    """The masks hold no skull: without a clivus the reader places both points."""
    one = proposals(truth, top_mm=top_mm)[BASION_DENS]
    assert one.line is None
    assert re.search(reason, one.reason)
    assert one.reason.endswith("place basion and dens tip yourself")


def test_a_speck_of_bone_makes_the_basion_doubtful():
    """A fragment between clivus and dens is nearer, and no clivus."""
    rotation = STRAIGHT
    geometry = phantom_grid(rotation)
    volume, labels = make_neck(geometry, rotation, Truth(basion_dens=8.0))
    hu = np.array(volume.hu)
    x, y, z = np.moveaxis(geometry.index_to_lps(np.moveaxis(np.indices(hu.shape), 0, -1)), -1, 0)
    hu[(np.abs(x) < 2) & (np.abs(y + 3) < 2) & (np.abs(z - 13) < 1.2)] = 700
    shape = find_shape(labels, geometry)
    found = propose(type(volume)(hu, geometry), labels, shape, {})
    assert "not clearly the clivus" in found[0].reason


@pytest.mark.parametrize(
    ("name", "value", "standing"),
    [
        (ATLANTO_DENS, 2.04, Standing.WITHIN),
        (ATLANTO_DENS, 2.06, Standing.BETWEEN),
        (ATLANTO_DENS, 2.56, Standing.BEYOND),
        (BASION_DENS, 8.54, Standing.WITHIN),
        (BASION_DENS, 8.56, Standing.BEYOND),
        (soft_tissue_name(Level.C3), 6.1, Standing.BEYOND),
        (soft_tissue_name(Level.C6), 16.9, Standing.WITHIN),
    ],
)
def test_limits_hold_for_the_value_as_it_is_shown(name, value, standing):
    """A value that reads as the limit is not beyond it."""
    assert measurand(name).standing(value) is standing


def test_a_proposal_has_a_line_or_a_reason():
    """Neither both nor none."""
    with pytest.raises(ValueError, match="either"):
        Proposal(measurand(BASION_DENS))
    assert len({one.name for one in MEASURANDS}) == len(MEASURANDS) == 2 + len(LEVELS) + 5
