"""A volume while it is read: what was told as there stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from inference.imaging.filling import Filling
from inference.imaging.loading import fill_volume, load_volume
from inference.imaging.series import find_series
from inference.imaging.stacking import arrange
from tests.dicom_factory import ramp_hu, write_ct_series


def position_hu(k, j, i):
    """Return HU that rise with the place: what interpolation must reproduce."""
    return 10 * k + 2 * j + i


def drained(running):
    """Return what each part showed, copied at its moment, and the volume at the end."""
    seen = []
    while True:
        try:
            part = next(running)
        except StopIteration as end:
            return seen, end.value
        there = part.volume.hu[part.first : part.last + 1].copy()
        seen.append((part.first, part.last, there, part.volume))


UNEVEN = {
    "as it is": {},
    "a gap": {"ImagePositionPatient": lambda k: [0, 0, 2.0 * (k + (k > 4))]},
    "a wide gap": {"ImagePositionPatient": lambda k: [0, 0, 2.0 * (k + 6 * (k > 4))]},
    "unequal": {"ImagePositionPatient": lambda k: [0, 0, 1.3 * k + 0.13 * k * k]},
}


@pytest.mark.parametrize("tags", UNEVEN.values(), ids=UNEVEN)
def test_what_was_told_as_read_stays(tmp_path, tags):
    """From the middle outward, one run without holes, whose slices never change again."""
    write_ct_series(tmp_path, ramp_hu((15, 6, 5)), (2.0, 1.0, 1.0), **tags)
    (series,) = find_series(tmp_path).series
    seen, volume = drained(fill_volume(series))
    assert len(seen) == 15
    assert volume.geometry == series.geometry == seen[0][3].geometry
    # The first slice of an unequal series may lie between those of the grid.
    before = next((first, last) for first, last, _, _ in seen if last >= first)
    assert 0 < before[0] <= before[1] < len(volume.hu) - 1
    for first, last, there, _ in seen:
        if last < first:
            continue
        assert first <= before[0]
        assert last >= before[1]
        np.testing.assert_array_equal(there, volume.hu[first : last + 1])
        before = (first, last)
    assert before == (0, len(volume.hu) - 1)


def test_order_of_reading_changes_nothing(tmp_path):
    """Slices put from the first to the last, as ever, give the same volume."""
    tags = UNEVEN["unequal"]
    write_ct_series(tmp_path, ramp_hu((15, 6, 5)), (2.0, 1.0, 1.0), **tags)
    (series,) = find_series(tmp_path).series
    stack = arrange(series.content)
    shape = (stack.slice_count, *stack.frames[0].shape_ji)
    filling = Filling(stack, np.zeros(shape, np.int16))
    for place, picture in zip(stack.places, ramp_hu((15, 6, 5)), strict=True):
        filling.put(float(place), picture)
    np.testing.assert_array_equal(load_volume(series).hu, filling.hu)
    with pytest.raises(ValueError, match="lies between"):
        filling.put(2.5, ramp_hu((1, 6, 5))[0])


def test_an_undecodable_middle_is_no_hole(tmp_path):
    """The reading begins beside it, and it is interpolated and named as ever."""
    paths = write_ct_series(tmp_path, position_hu(*np.indices((9, 6, 5))))
    paths[4].write_bytes(paths[4].read_bytes()[:-20])
    (series,) = find_series(tmp_path).series
    seen, volume = drained(fill_volume(series))
    assert seen[0][:2] == (0, -1)
    np.testing.assert_array_equal(volume.hu, position_hu(*np.indices((9, 6, 5))))
    assert "slice_0004.dcm" in volume.warnings[0].text


def test_a_dropped_reading_stops(tmp_path):
    """Nothing is decoded beyond the files that were under way."""
    write_ct_series(tmp_path, ramp_hu((40, 6, 5)))
    (series,) = find_series(tmp_path).series
    running = fill_volume(series)
    assert next(running).done == 1
    running.close()
    with pytest.raises(StopIteration):
        next(running)
