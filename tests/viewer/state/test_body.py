"""The first hang shows the patient, not the air."""

from dataclasses import replace

import numpy as np

from viewer.state.body import find_body
from viewer.state.planes import Plane


def test_body_leaves_out_air_and_table(volume):
    """Air around the neck and a table behind it are not part of the field."""
    hu = np.full((60, 100, 100), -1000, np.int16)
    hu[:, 20:60, 30:70] = 40
    hu[:, 85:87, 10:90] = 100
    crafted = replace(volume.canonical(), hu=hu, geometry=_grid(hu.shape))
    body = find_body(crafted)
    assert abs(body.center_mm[0] - 49.5) <= 1
    assert abs(body.center_mm[1] - 39.5) <= 1
    width, height = body.field(Plane.AXIAL).size_mm
    assert 40 <= width < 45
    assert 40 <= height < 45
    right, down = body.field(Plane.AXIAL).center_mm
    assert abs(right) <= 1
    assert abs(down + 10) <= 1


def test_air_alone_is_shown_whole(volume):
    """A volume without tissue is shown as it is."""
    hu = np.full((10, 20, 30), -1000, np.int16)
    body = find_body(replace(volume.canonical(), hu=hu, geometry=_grid(hu.shape)))
    assert body.center_mm == (14.5, 9.5, 4.5)
    assert body.field(Plane.CORONAL).center_mm == (0.0, 0.0)
    assert body.field(Plane.SAGITTAL).size_mm[0] > 20


def _grid(shape):
    from inference.imaging.geometry import VolumeGeometry

    return VolumeGeometry.from_matrix(shape, np.eye(4))
