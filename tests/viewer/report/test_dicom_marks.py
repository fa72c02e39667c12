"""Coordinates of reports in patient millimetres, for every graphic type."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.dataset import Dataset

from inference.imaging.errors import InputError
from viewer.report.dicom_marks import NoImageError, Places, coordinates_in

SLICE = 20


@pytest.fixture
def places(scan):
    """Where the images of the scan lie."""
    return Places.of(scan.volume, "sr.dcm")


def _on_image(scan, kind, column_row, uid=None):
    image = Dataset()
    image.ValueType = "IMAGE"
    reference = Dataset()
    reference.ReferencedSOPInstanceUID = uid or scan.volume.origin.slices[SLICE].sop_instance_uid
    image.ReferencedSOPSequence = [reference]
    item = Dataset()
    item.ValueType = "SCOORD"
    item.GraphicType = kind
    item.GraphicData = [float(value) for value in np.ravel(column_row)]
    item.ContentSequence = [image]
    return item


def _in_space(scan, kind, points, frame=None):
    item = Dataset()
    item.ValueType = "SCOORD3D"
    item.GraphicType = kind
    item.GraphicData = [float(value) for value in np.ravel(points)]
    item.ReferencedFrameOfReferenceUID = frame or scan.volume.info.frame_of_reference_uid
    return item


def test_the_centre_of_a_pixel_is_the_centre_of_its_voxel(scan, places):
    """Images count from their corner: column 10.5, row 30.5 is voxel (k, 30, 10)."""
    (line,) = places.lines_of(_on_image(scan, "POINT", [10.5, 30.5]))
    assert np.allclose(line, [scan.volume.geometry.index_to_lps((SLICE, 30, 10))])


def test_a_circle_is_round_in_millimetres(scan, places):
    """From its centre and a point on it."""
    (line,) = places.lines_of(_on_image(scan, "CIRCLE", [40, 50, 45, 50]))
    centre = scan.volume.geometry.index_to_lps((SLICE, 49.5, 39.5))
    radius = 5 * scan.volume.geometry.spacing_kji_mm[2]
    assert np.allclose(np.linalg.norm(line - centre, axis=1), radius)
    assert np.allclose(line[0], line[-1])
    assert np.ptp(line[:, 2]) == 0


def test_an_ellipse_goes_through_the_ends_of_its_axes(scan, places):
    """Longer axis first, then the shorter one; on an image and in space."""
    ends = np.array([(0, 0, 5), (20, 0, 5), (10, -4, 5), (10, 4, 5)], float)
    (line,) = places.lines_of(_in_space(scan, "ELLIPSE", ends))
    for end in ends:
        assert np.linalg.norm(line - end, axis=1).min() < 1e-6
    ends = [(10, 10), (30, 10), (20, 6), (20, 14)]
    (line,) = places.lines_of(_on_image(scan, "ELLIPSE", ends))
    size_mm = np.ptp(line, axis=0)[:2]
    spacing = scan.volume.geometry.spacing_kji_mm
    assert np.allclose(size_mm, (20 * spacing[2], 8 * spacing[1]))


def test_an_ellipsoid_is_three_ellipses(scan, places):
    """One in each plane of two of its axes."""
    ends = [(-3, 0, 0), (3, 0, 0), (0, -2, 0), (0, 2, 0), (0, 0, -1), (0, 0, 1)]
    lines = places.lines_of(_in_space(scan, "ELLIPSOID", ends))
    sizes = sorted(np.ptp(line, axis=0).round(3).tolist() for line in lines)
    assert sizes == [[0, 4, 2], [6, 0, 2], [6, 4, 0]]


def test_polygons_are_closed_and_points_stay_apart(scan, places):
    """What a polygon leaves open is closed; a cloud of points is no line."""
    corners = [(0, 0, 0), (5, 0, 0), (5, 5, 0)]
    (line,) = places.lines_of(_in_space(scan, "POLYGON", corners))
    assert line.tolist() == [*map(list, corners), [0, 0, 0]]
    points = places.lines_of(_in_space(scan, "MULTIPOINT", corners))
    assert [point.tolist() for point in points] == [[list(corner)] for corner in corners]


def test_what_lies_elsewhere_is_not_placed(scan, places):
    """Neither an image of another series nor another frame of reference is guessed at."""
    with pytest.raises(NoImageError):
        places.lines_of(_on_image(scan, "POINT", [1, 1], uid="2.25.5"))
    with pytest.raises(InputError, match=r"sr\.dcm: .*another frame of reference.*Open the series"):
        places.lines_of(_in_space(scan, "POINT", [1, 1, 1], frame="2.25.5"))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_refused(scan, places, number):
    """On an image and in space: the file, the kind of mark, and what to do."""
    told = r"sr\.dcm: .*one of its marks \(POLYLINE\).*Export it again"
    with pytest.raises(InputError, match=told):
        places.lines_of(_in_space(scan, "POLYLINE", [1, 2, 3, 4, number, 6]))
    with pytest.raises(InputError, match=told):
        places.lines_of(_on_image(scan, "POLYLINE", [1, 2, 3, number]))


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("POINT", (0, 2)),
        ("MULTIPOINT", (0,)),
        ("POLYLINE", (0, 1)),
        ("POLYGON", (2,)),
        ("ELLIPSE", (1, 3, 5)),
        ("ELLIPSOID", (4, 5, 7)),
    ],
)
def test_a_wrong_count_of_points_is_refused(scan, places, kind, counts):
    """What isn't enough for its shape, or too much, is no shape; nor is half a point."""
    for count in counts:
        with pytest.raises(InputError, match=rf"marks \({kind}\)"):
            places.lines_of(_in_space(scan, kind, np.arange(3.0 * count)))
    with pytest.raises(InputError, match=rf"marks \({kind}\)"):
        places.lines_of(_in_space(scan, kind, np.arange(3.0 * 6 + 1)))


def test_an_image_by_reference_is_on_none(scan, places):
    """Which image an item elsewhere in the report is, isn't looked for."""
    item = _on_image(scan, "POINT", [1, 1])
    reference = Dataset()
    reference.RelationshipType = "SELECTED FROM"
    reference.ReferencedContentItemIdentifier = [1, 2, 3]
    item.ContentSequence = [reference]
    with pytest.raises(NoImageError) as caught:
        places.lines_of(item)
    assert caught.value.image is None


def test_coordinates_are_found_at_any_depth(scan):
    """Below a number, or below a container within the group."""
    inner = Dataset()
    inner.ValueType = "NUM"
    inner.ContentSequence = [_in_space(scan, "POINT", [1, 2, 3]), Dataset()]
    outer = Dataset()
    outer.ValueType = "CONTAINER"
    outer.ContentSequence = [inner, _on_image(scan, "POINT", [1, 1])]
    assert [one.ValueType for one in coordinates_in(outer)] == ["SCOORD3D", "SCOORD"]
