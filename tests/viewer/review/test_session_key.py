"""A session finds its series again, and no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from review_strategies import MASK_SHAPE

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import SeriesInfo, Volume
from viewer.review.directories import sessions_folder
from viewer.review.key import session_key

GRID = VolumeGeometry.from_matrix(MASK_SHAPE, np.diag([0.4, 0.4, 1.0, 1.0]))
INFO = SeriesInfo(study_instance_uid="1.2", series_instance_uid="1.2.3", source="/a")
VOLUME = Volume(np.zeros(MASK_SHAPE, np.int16), GRID, INFO)


def moved(z_mm):
    """The grid, moved along z."""
    matrix = GRID.matrix
    matrix[2, 3] = z_mm
    return VolumeGeometry.from_matrix(MASK_SHAPE, matrix)


def test_the_place_of_the_files_does_not_count():
    """The same series from elsewhere, its window or its last digit changed, is the same."""
    elsewhere = replace(INFO, source="/b", window_level=40.0, patient_name="Other")
    assert session_key(replace(VOLUME, info=elsewhere)) == session_key(VOLUME)
    assert session_key(replace(VOLUME, geometry=moved(1e-9))) == session_key(VOLUME)
    assert session_key(replace(VOLUME, geometry=moved(-1e-9))).sha256 == session_key(VOLUME).sha256


@pytest.mark.parametrize(
    "other",
    [
        replace(VOLUME, info=replace(INFO, series_instance_uid="1.2.4")),
        replace(VOLUME, info=replace(INFO, study_instance_uid="1.3")),
        replace(VOLUME, geometry=moved(0.5)),
    ],
    ids=["series", "study", "grid"],
)
def test_another_series_has_another_key(other):
    """Series, study and grid all count."""
    assert session_key(other).sha256 != session_key(VOLUME).sha256


def test_without_a_uid_the_voxels_count():
    """Two NIfTI images of one grid are told apart by what they show."""
    silent = replace(VOLUME, info=SeriesInfo())
    other = replace(silent, hu=np.ones(MASK_SHAPE, np.int16))
    assert session_key(silent) == session_key(replace(silent, info=SeriesInfo(source="/b")))
    assert session_key(silent) != session_key(other)
    assert session_key(replace(VOLUME, hu=other.hu)) == session_key(VOLUME)


def test_the_key_names_no_patient():
    """Neither name nor number of the patient goes into the file."""
    named = replace(INFO, patient_name="Ellipsoid^Eva", patient_id="TEST-0001")
    assert "Eva" not in repr(session_key(replace(VOLUME, info=named)))
    assert "TEST" not in repr(session_key(replace(VOLUME, info=named)))


def test_sessions_lie_with_the_user_s_data(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """In the user's data folder, wherever the system has it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(tmp_path / "data"))
    folder = sessions_folder()
    assert folder.name == "sessions"
    assert tmp_path in folder.parents
    assert not folder.exists()
