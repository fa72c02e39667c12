"""The window's frame tells whose study is open, and how far its analysis is."""

from dataclasses import replace

import pytest

from inference.imaging.volume import SeriesInfo
from viewer.state.app import AppState, Job, open_study
from viewer.state.study import make_study
from viewer.state.title import window_title


def test_nothing_is_open():
    """Then the program's name alone."""
    assert window_title(AppState()) == "Dens"


def test_whose_study_it_is(opened):
    """Name, date and what was examined, for a task bar with several windows."""
    said = "Ellipsoid, Eva – 2024-03-21  CT cervical spine, trauma – Dens"
    assert window_title(opened) == said


def test_an_analysis_is_followed_from_elsewhere(opened):
    """How far it is comes first: a task bar cuts the rest off."""
    analysing = replace(opened, analysing=Job("Finding the vertebrae", 0.45))
    assert window_title(analysing) == f"Analysing 45 % – {window_title(opened)}"


@pytest.mark.parametrize(
    ("info", "named"),
    [
        (SeriesInfo(source="/scans/neck.nii.gz"), "neck.nii.gz"),
        (SeriesInfo(patient_name="Roe^R", source="/scans/neck"), "Roe, R"),
        (SeriesInfo(study_description="Neck", source="/scans/1"), "Date unknown  Neck"),
        (SeriesInfo(), "Patient not named"),
    ],
    ids=["file", "name alone", "study alone", "nothing"],
)
def test_headers_that_are_silent(unnamed, info, named):
    """The file names what the headers don't."""
    state = open_study(AppState(), make_study(replace(unnamed, info=info)))
    assert window_title(state) == f"{named} – Dens"
