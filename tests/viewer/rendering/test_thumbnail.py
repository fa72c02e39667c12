"""Small pictures: hung like the panes, in true proportions, in the bone window."""

from __future__ import annotations

import numpy as np

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from viewer.rendering.thumbnail import thumbnail


def one_slice(hu, matrix):
    """A volume of one slice."""
    return Volume(hu[np.newaxis], VolumeGeometry.from_matrix((1, *hu.shape), matrix))


def test_proportions_are_millimetres():
    """Rows twice as far apart as columns make a picture twice as high as its pixels say."""
    hu = np.full((50, 100), 700, np.int16)
    picture = thumbnail(one_slice(hu, np.diag([1.0, 4.0, 1.0, 1.0])), 80)
    assert picture.shape == (80, 40)
    assert picture.min() == picture.max() > 150


def test_air_is_cut_away_and_bone_is_brighter():
    """The patient fills the picture."""
    hu = np.full((200, 200), -1000, np.int16)
    hu[80:120, 60:140] = 40
    hu[95:105, 95:105] = 1200
    picture = thumbnail(one_slice(hu, np.eye(4)), 80)
    assert 36 <= picture.shape[0] <= 48
    assert picture.shape[1] == 80
    rows, columns = picture.shape
    assert picture[rows // 2, columns // 2] > 200 > picture[rows // 4, columns // 4] > 0


def test_a_sagittal_slice_hangs_with_the_head_on_top():
    """Whichever way it is stored."""
    hu = np.full((60, 40), 40, np.int16)
    hu[:20] = 1200  # rows run upwards here: these are next to the feet
    upwards = np.array([[0, 0, 1.0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]])
    picture = thumbnail(one_slice(hu, upwards), 60)
    assert picture[-5].mean() > picture[5].mean()
