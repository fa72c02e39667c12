"""The volume: consistent and read-only from its construction on."""

from __future__ import annotations

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from tests.dicom_factory import ramp_hu

GEOMETRY = VolumeGeometry.from_matrix((8, 6, 5), np.diag([-1.0, 1.0, -2.0, 1.0]))


def test_voxels_are_read_only():
    """Nobody changes HU in passing, and the caller's array stays writeable."""
    hu = ramp_hu()
    volume = Volume(hu, GEOMETRY)
    with pytest.raises(ValueError, match="read-only"):
        volume.hu[0, 0, 0] = 1
    assert hu.flags.writeable


def test_canonical_turns_voxels_with_the_grid():
    """A volume stored from head to feet and left to right comes out the other way."""
    volume = Volume(ramp_hu(), GEOMETRY)
    turned = volume.canonical()
    np.testing.assert_array_equal(turned.hu, volume.hu[::-1, :, ::-1])
    assert np.shares_memory(turned.hu, volume.hu)
    assert (np.diag(turned.geometry.matrix)[:3] > 0).all()


@pytest.mark.parametrize(
    ("hu", "message"),
    [
        (np.zeros((8, 6, 4), np.int16), "its grid"),
        (np.zeros((8, 6, 5), np.float32), "int16"),
    ],
    ids=["shape", "type"],
)
def test_refuses_voxels_that_do_not_fit(hu, message):
    """Shape and type are checked."""
    with pytest.raises(ValueError, match=message):
        Volume(hu, GEOMETRY)
