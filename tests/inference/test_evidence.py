"""A crack map's cells have a place in the patient, however the crop lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.evidence import CrackMap
from inference.findings import Finding, Level, LevelState, PlaneWeight
from inference.imaging.geometry import VolumeGeometry

PLANES, CELLS, CELL_PX = 5, 6, 2

angles = st.tuples(*[st.floats(-180, 180)] * 3)
spacings = st.tuples(*[st.floats(0.2, 5.0)] * 3)
places = st.tuples(*[st.floats(-400, 400)] * 3)
cells = st.tuples(st.integers(0, PLANES - 1), st.integers(0, CELLS - 1), st.integers(0, CELLS - 1))


def crop_of(angles_deg, spacing_ijk_mm, origin_mm) -> VolumeGeometry:
    """An anisotropic, oblique crop whose planes have twice as many pixels as cells, either way."""
    matrix = np.eye(4)
    turn = Rotation.from_euler("xyz", angles_deg, degrees=True).as_matrix()
    matrix[:3, :3] = turn * np.array(spacing_ijk_mm)
    matrix[:3, 3] = origin_mm
    side = CELLS * CELL_PX
    return VolumeGeometry.from_matrix((PLANES, side, side), matrix)


def logits_with(*peaks) -> np.ndarray:
    """Sound bone everywhere but in some cells: (cell, logit)."""
    logits = np.full((PLANES, CELLS, CELLS), -9.0, np.float32)
    for cell, logit in peaks:
        logits[cell] = logit
    return logits


@given(angles, spacings, places, cells)
def test_the_peak_lies_in_the_middle_of_its_pixels(angles_deg, spacing, origin, cell) -> None:
    """A cell of two by two pixels has its place between them, on its plane."""
    crop = crop_of(angles_deg, spacing, origin)
    cracks = CrackMap.over(logits_with((cell, 4.0)), crop)
    plane, row, column = cell
    pixels = [
        crop.index_to_lps((plane, CELL_PX * row + y, CELL_PX * column + x))
        for y in range(CELL_PX)
        for x in range(CELL_PX)
    ]
    np.testing.assert_allclose(cracks.peak_lps_mm(plane), np.mean(pixels, axis=0), atol=1e-6)
    assert cracks.peak_logit(plane) == pytest.approx(4.0)


def test_the_map_is_small_and_not_to_be_written() -> None:
    """Two bytes a cell, and logits far apart from each other stay so."""
    cracks = CrackMap.over(
        logits_with(((0, 1, 1), 14.0), ((0, 2, 2), 14.1)), crop_of((0, 0, 0), (1, 1, 1), (0, 0, 0))
    )
    assert cracks.logits.nbytes == 2 * PLANES * CELLS * CELLS
    assert cracks.logits[0, 2, 2] > cracks.logits[0, 1, 1]
    with pytest.raises(ValueError, match="read-only"):
        cracks.logits[0, 0, 0] = 1.0


def test_a_map_on_another_grid_is_refused() -> None:
    """Cells and their places belong together."""
    crop = crop_of((0, 0, 0), (1, 1, 1), (0, 0, 0))
    with pytest.raises(ValueError, match=r"crack map has shape \(5, 6, 6\)"):
        CrackMap(logits_with().astype(np.float16), crop)


@pytest.fixture
def finding() -> Finding:
    """A suspected level of which plane 3 decided, and plane 1 has the higher cell."""
    crop = crop_of((10, -20, 30), (0.8, 0.8, 1.3), (5, 6, 7))
    cracks = CrackMap.over(logits_with(((1, 0, 5), 12.0), ((3, 4, 2), 9.0)), crop)
    middle = (CELLS * CELL_PX - 1) / 2
    planes = tuple(
        PlaneWeight(tuple(crop.index_to_lps((n, middle, middle))), weight)
        for n, weight in enumerate((0.0, 0.3, 0.1, 0.6, 0.0))
    )
    return Finding(
        Level.C4, LevelState.ANALYSED, 0.5, probability=0.8, planes=planes, cracks=cracks
    )


def test_the_evidence_is_on_the_plane_that_decided(finding) -> None:
    """The highest cell of the plane that weighed most, not the highest of all."""
    assert finding.evidence_lps_mm == pytest.approx(
        finding.cracks.geometry.index_to_lps((3, 4, 2)), abs=1e-9
    )


@pytest.mark.parametrize(
    "change", [{"probability": 0.2}, {"cracks": None}], ids=["not suspected", "no map"]
)
def test_without_suspicion_or_map_there_is_no_place(finding, change) -> None:
    """An older analysis has no map, and of what is not suspected there is no evidence."""
    assert replace(finding, **change).evidence_lps_mm is None


def test_a_map_of_other_planes_is_refused(finding) -> None:
    """Weights and map are of the same planes."""
    with pytest.raises(ValueError, match="C4: a crack map of 5 planes does not belong to 4"):
        replace(finding, planes=finding.planes[:4])
