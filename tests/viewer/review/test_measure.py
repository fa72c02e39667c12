"""Numbers are those of geometry, on anisotropic grids and oblique planes alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from review_strategies import grids, offsets, on, outlines, planes
from scipy.spatial import ConvexHull

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from viewer.review.marks import (
    Angle,
    CobbAngle,
    Distance,
    EllipseRoi,
    FreehandRoi,
    RectangleRoi,
)
from viewer.review.measure import (
    angle_deg,
    area_mm2,
    cobb_angle_deg,
    hu_at,
    length_mm,
    roi_statistics,
)
from viewer.review.plane import PatientPlane
from viewer.state.planes import Plane, PlaneFrame

sizes = st.tuples(st.floats(0.5, 40), st.floats(0.5, 40))
turns = st.floats(-180, 180)


def at_angle(degrees, length=10.0):
    """A step in the plane."""
    return length * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


@given(planes(), offsets, turns, st.floats(0, 250))
def test_length(plane, start, turn, length):
    """A line has the length that it was drawn with, to a nanometre."""
    first, second = on(plane, [start, start + at_angle(turn, length)])
    mark = Distance(id="m", plane=plane, start_mm=first, end_mm=second)
    assert length_mm(mark) == pytest.approx(length, abs=1e-6)


@given(grids(), st.sampled_from(Plane), st.data())
def test_length_between_voxels(grid, plane, data):
    """Between two voxels of a slice: Pythagoras over the grid's own spacings."""
    geometry = grid.canonical()[0]
    frame = PlaneFrame(geometry, plane, 1)
    (rows, columns), (row_mm, column_mm) = frame.shape, frame.spacing_mm
    pixel = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    (r0, c0), (r1, c1) = data.draw(pixel), data.draw(pixel)
    start, end = (tuple(p.tolist()) for p in frame.pixel_to_lps([(r0, c0), (r1, c1)]))
    mark = Distance(id="m", plane=frame.patient_plane, start_mm=start, end_mm=end)
    expected = np.hypot((r1 - r0) * row_mm, (c1 - c0) * column_mm)
    assert length_mm(mark) == pytest.approx(expected, abs=1e-9)


@given(planes(), offsets, turns, st.floats(0, 180), st.floats(1, 90), st.floats(1, 90))
def test_angle(plane, vertex, turn, opening, first, second):
    """The angle is its opening, however long the arms are and wherever it lies."""
    vertex = np.array(vertex)
    arms = vertex + at_angle(turn, first), vertex, vertex + at_angle(turn + opening, second)
    a, v, b = on(plane, arms)
    mark = Angle(id="m", plane=plane, first_mm=a, vertex_mm=v, second_mm=b)
    assert angle_deg(mark) == pytest.approx(opening, abs=1e-6)


@given(planes(), turns, st.floats(0, 90), st.booleans(), st.booleans())
def test_cobb_angle(plane, turn, opening, upper_back, lower_back):
    """Two endplates enclose their angle, from whichever end each line was drawn."""
    upper = on(plane, [at_angle(turn, -15), at_angle(turn, 15)])
    below = np.array([3.0, 40.0])
    lower = on(plane, [below - at_angle(turn + opening), below + at_angle(turn + opening)])
    mark = CobbAngle(
        id="m",
        plane=plane,
        upper_mm=upper[::-1] if upper_back else upper,
        lower_mm=lower[::-1] if lower_back else lower,
    )
    assert cobb_angle_deg(mark) == pytest.approx(opening, abs=1e-6)


@given(planes(), offsets, sizes, turns)
def test_areas_of_ellipse_and_rectangle(plane, center, size, turn):
    """The areas are those of the textbook; a turn changes none."""
    sized = {"id": "m", "plane": plane, "center_mm": on(plane, [center])[0], "size_mm": size}
    width, height = size
    ellipse, rectangle = EllipseRoi(**sized, turn_deg=turn), RectangleRoi(**sized, turn_deg=turn)
    assert area_mm2(ellipse) == pytest.approx(np.pi * width * height / 4)
    assert area_mm2(rectangle) == pytest.approx(width * height)


@given(planes(), offsets, sizes, turns)
def test_area_of_a_drawn_rectangle(plane, center, size, turn):
    """An outline along a rectangle's sides has the rectangle's area."""
    corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)] * np.array(size)
    axes = np.array([at_angle(turn, 1.0), at_angle(turn + 90, 1.0)])
    outline = on(plane, center + corners @ axes)
    mark = FreehandRoi(id="m", plane=plane, outline_mm=outline)
    assert area_mm2(mark) == pytest.approx(size[0] * size[1], rel=1e-6)


@given(planes(), st.integers(5, 9), offsets)
def test_area_of_a_convex_outline(plane, count, center):
    """An independent program (Qhull) finds the same area."""
    turn = 2 * np.pi * np.arange(count) / count
    flat = np.c_[30 * np.cos(turn), 7 * np.sin(turn)] + center
    mark = FreehandRoi(id="m", plane=plane, outline_mm=on(plane, flat))
    assert area_mm2(mark) == pytest.approx(ConvexHull(flat).volume, rel=1e-9)


def noise(geometry, seed=1):
    """A volume without two like neighbours."""
    rng = np.random.default_rng(seed)
    return Volume(rng.integers(-1000, 3000, geometry.shape_kji).astype(np.int16), geometry)


def regions(frame, size, turn):
    """A region of each kind around a slice's middle."""
    plane = frame.patient_plane
    base = {"id": "m", "plane": plane, "center_mm": on(plane, [(0.3, -0.2)])[0], "size_mm": size}
    half = np.array([(-0.5, -0.5), (0.5, -0.5), (0.1, 0.0), (-0.5, 0.5)]) * size
    return (
        EllipseRoi(**base, turn_deg=turn),
        RectangleRoi(**base, turn_deg=turn),
        FreehandRoi(id="m", plane=plane, outline_mm=on(plane, half)),
    )


def is_inside(roi, x, y):
    """Point by point, written anew: x, y in the plane."""
    if isinstance(roi, FreehandRoi):
        inside, corners = False, roi.plane.to_offset_mm(roi.outline_mm)
        for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                inside = not inside
        return inside
    cx, cy = roi.plane.to_offset_mm(roi.center_mm)
    turn = np.radians(roi.turn_deg)
    u = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn)
    v = (y - cy) * np.cos(turn) - (x - cx) * np.sin(turn)
    a, b = 2 * u / roi.size_mm[0], 2 * v / roi.size_mm[1]
    return a * a + b * b <= 1 if isinstance(roi, EllipseRoi) else max(abs(a), abs(b)) <= 1


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["ellipse", "rectangle", "freehand"])
@settings(max_examples=30)
@given(grids(sheared=True), st.sampled_from(Plane), sizes, turns)
def test_on_a_slice_the_voxels_inside_count_untouched(kind, grid, plane, size, turn):
    """Statistics equal those over every voxel whose centre lies inside, one by one."""
    volume = noise(grid.canonical()[0])
    frame = PlaneFrame(volume.geometry, plane, 1)
    roi = regions(frame, size, turn)[kind]
    section = frame.displayed(np.take(volume.hu, frame.index, axis=frame.slice_axis))
    values = []
    for row, column in np.ndindex(frame.shape):
        x, y = roi.plane.to_offset_mm(frame.pixel_to_lps((row, column)))
        if is_inside(roi, x, y):
            values.append(int(section[row, column]))
    found = roi_statistics(roi, volume)
    if not values:
        assert found is None
        return
    assert found.samples == len(values)
    assert (found.min_hu, found.max_hu) == (min(values), max(values))
    assert found.mean_hu == pytest.approx(np.mean(values))
    assert found.sd_hu == pytest.approx(np.std(values))
    assert found.area_mm2 == area_mm2(roi)


@settings(max_examples=40)
@given(planes(), sizes, turns)
def test_on_an_oblique_plane_a_slope_is_kept(plane, size, turn):
    """In a field that rises evenly, mean and extremes over a region are those of the slope."""
    grid = VolumeGeometry.from_matrix((40, 50, 60), np.diag([0.7, 0.9, 1.3, 1.0]))
    index = np.indices(grid.shape_kji)
    hu = (8 * index[0] - 6 * index[1] + 4 * index[2]).astype(np.int16)
    # Rise in HU a millimetre, along x, y, z.
    slope = np.array([4 / 0.7, -6 / 0.9, 8 / 1.3])
    middle = PatientPlane(tuple(grid.center_lps_mm.tolist()), plane.right_lps, plane.down_lps)
    size = tuple(10 + min(s, 10) for s in size)
    roi = RectangleRoi(
        id="m", plane=middle, center_mm=middle.origin_mm, size_mm=size, turn_deg=turn
    )
    found = roi_statistics(roi, Volume(hu, grid))
    assert found.outside == 0
    center = float(slope @ grid.center_lps_mm)
    in_plane = np.array([slope @ middle.right_lps, slope @ middle.down_lps])
    first, second = at_angle(turn, 1.0) @ in_plane, at_angle(turn + 90, 1.0) @ in_plane
    reach = (abs(first) * size[0] + abs(second) * size[1]) / 2
    step = 1.3 * float(np.abs(in_plane).sum())
    assert found.mean_hu == pytest.approx(center, abs=step)
    assert center + reach - step <= found.max_hu <= center + reach + 1e-6
    assert center - reach - 1e-6 <= found.min_hu <= center - reach + step
    sd = np.sqrt((first * size[0]) ** 2 / 12 + (second * size[1]) ** 2 / 12)
    assert found.sd_hu == pytest.approx(sd, abs=step)
    assert found.samples * 0.7**2 == pytest.approx(found.area_mm2, rel=0.15)


def test_what_lies_outside_the_volume_is_left_out_and_counted():
    """Half of a rectangle that hangs over the edge counts; the other half is told of."""
    grid = VolumeGeometry.from_matrix((3, 10, 10), np.eye(4))
    volume = noise(grid)
    plane = PatientPlane((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    roi = RectangleRoi(id="m", plane=plane, center_mm=(-0.5, 4.0, 1.0), size_mm=(6.0, 2.0))
    found = roi_statistics(roi, volume)
    assert (found.samples, found.outside) == (9, 9)
    assert found.mean_hu == volume.hu[1, 3:6, 0:3].mean()
    far = RectangleRoi(id="m", plane=plane, center_mm=(-50.0, 4.0, 1.0), size_mm=(6.0, 2.0))
    assert roi_statistics(far, volume) is None


def test_between_slices_neighbours_are_mixed():
    """Half-way between two slices the value is half-way between theirs."""
    hu = np.zeros((2, 5, 5), np.int16)
    hu[1] = 100
    volume = Volume(hu, VolumeGeometry.from_matrix((2, 5, 5), np.diag([1, 1, 3, 1.0])))
    plane = PatientPlane((0.0, 0.0, 1.5), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    roi = EllipseRoi(id="m", plane=plane, center_mm=(2.0, 2.0, 1.5), size_mm=(2.5, 2.5))
    found = roi_statistics(roi, volume)
    assert (found.mean_hu, found.sd_hu) == (50.0, 0.0)


@pytest.mark.parametrize(("z", "samples"), [(-1.4, 5), (-1.6, None), (4.4, 5), (4.6, None)])
def test_the_outer_half_of_a_border_voxel_belongs_to_it(z, samples):
    """Beyond the last centres the border's value holds, up to the border itself."""
    hu = np.full((2, 5, 5), 7, np.int16)
    volume = Volume(hu, VolumeGeometry.from_matrix((2, 5, 5), np.diag([1, 1, 3, 1.0])))
    plane = PatientPlane((0.0, 0.0, z), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    roi = EllipseRoi(id="m", plane=plane, center_mm=(2.0, 2.0, z), size_mm=(2.5, 2.5))
    found = roi_statistics(roi, volume)
    assert (found and found.samples) == samples
    assert found is None or (found.min_hu, found.max_hu, found.outside) == (7.0, 7.0, 0)


@given(grids(sheared=True), st.data())
def test_probe_reads_the_voxel_around_a_point(grid, data):
    """Anywhere inside a voxel its own value is read; outside the volume, none."""
    volume = noise(grid)
    index = [data.draw(st.integers(0, n - 1)) for n in grid.shape_kji]
    within = [data.draw(st.floats(-0.49, 0.49)) for _ in range(3)]
    assert hu_at(volume, grid.index_to_lps(np.add(index, within))) == volume.hu[tuple(index)]
    assert hu_at(volume, grid.index_to_lps(np.array(grid.shape_kji))) is None


@given(planes(), outlines(), offsets)
def test_area_does_not_hang_on_where_or_from_which_corner(plane, outline, shift):
    """Shifted, reversed and begun elsewhere, an outline keeps its area."""
    assume(len(outline) > 3)
    plain = FreehandRoi(id="m", plane=plane, outline_mm=on(plane, outline))
    other = np.roll(outline[::-1] + shift, 2, axis=0)
    moved = FreehandRoi(id="m", plane=plane, outline_mm=on(plane, other))
    assert area_mm2(moved) == pytest.approx(area_mm2(plain), rel=1e-6, abs=1e-6)
