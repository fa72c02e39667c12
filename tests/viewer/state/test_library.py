"""Studies, series and patients as the browser tells them apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.study import NiftiImage, RefusedSeries, Series, StudyListing
from inference.imaging.volume import SeriesInfo, Volume
from viewer.state.app import AppState
from viewer.state.body import find_body
from viewer.state.browser import browser_rows, next_series, relation
from viewer.state.library import Library, key_of, same_patient
from viewer.state.study import Study

ANNA = SeriesInfo(
    patient_id="4711",
    patient_name="Müller^Anna",
    patient_birth_date="19620304",
    study_instance_uid="1.2",
    study_date="20240321",
    study_description="CT C-spine",
    modality="CT",
)


def make_series(uid, info=ANNA, stack=0, count=4):
    """Describe a series without files."""
    matrix = np.diag([1.0, 1.0, 1.5, 1.0])
    geometry = VolumeGeometry.from_matrix((count, 3, 2), matrix)
    content = NiftiImage(Path("x.nii"), geometry)
    return Series(replace(info, series_instance_uid=uid), content, geometry, stack=stack)


def listing(*series, refused=()):
    """Say what a path holds."""
    return StudyListing(tuple(series), (), tuple(refused))


def of(info, **changes):
    """Change some of the header."""
    return replace(info, **changes)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (ANNA, True),
        (of(ANNA, patient_name="Schmidt^Anna"), True),
        (of(ANNA, patient_name="MÜLLER^ANNA", patient_birth_date=""), True),
        (of(ANNA, patient_name="Schmidt^Anna", patient_birth_date=""), False),
        (of(ANNA, patient_birth_date="19620305"), False),
        (of(ANNA, patient_id="4712"), False),
        (of(ANNA, patient_id=""), False),
    ],
    ids=["same", "married", "no date", "neither", "born another day", "other number", "no number"],
)
def test_same_patient(other, same):
    """Number and name or birth date; whoever was born another day is another one."""
    assert same_patient(ANNA, other) is same
    assert same_patient(other, ANNA) is same


def test_nobody_is_not_somebody():
    """Two studies without any name are never taken for one patient's."""
    assert not same_patient(SeriesInfo(), SeriesInfo())
    numbered = SeriesInfo(patient_id="1")
    assert not same_patient(numbered, numbered)


def test_stacks_of_one_uid_are_two_entries():
    """Each has a key of its own, and can be found by it."""
    one, two = make_series("1.2.3", stack=1), make_series("1.2.3", stack=2)
    library = Library().with_listing(listing(one, two))
    assert key_of(one) != key_of(two)
    assert library.find(key_of(two)) is two
    assert library.offers_choice


def test_opened_again_replaces_and_adds():
    """The same series is listed once, as it was found last; others of the study stay."""
    first, soft = make_series("1"), make_series("2")
    scout = RefusedSeries(replace(ANNA, series_instance_uid="3"), 1, "localizer")
    library = Library().with_listing(listing(first, soft, refused=[scout]))
    again = make_series("1", count=9)
    library = library.with_listing(listing(again, refused=[scout]))
    (study,) = library.studies
    assert study.series == (again, soft)
    assert study.refused == (scout,)


def test_studies_and_patients_are_parted():
    """Another UID or another name is another study."""
    library = Library().with_listing(
        listing(
            make_series("1"),
            make_series("2", of(ANNA, study_instance_uid="9")),
            make_series("3", of(ANNA, patient_name="Other^One")),
            make_series("", SeriesInfo(source="/a.nii")),
            make_series("", SeriesInfo(source="/b.nii")),
        )
    )
    assert len(library.studies) == 5


def shown_state(series, *others):
    """Show one series of a library."""
    library = Library()
    for one in (series, *others):
        library = library.with_listing(listing(one))
    volume = Volume(np.zeros((4, 3, 2), np.int16), series.geometry, series.info)
    study = Study(volume, volume, find_body(volume), series)
    return AppState(study=study, library=library)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"study_date": "20230502"}, "Prior, 11 months"),
        ({"study_date": "20240318"}, "Prior, 3 days"),
        ({"study_date": "20140321"}, "Prior, 10 years"),
        ({"study_date": "20240421"}, "Later, 1 month"),
        ({}, "Same day"),
        ({"study_date": ""}, "Same patient, date unknown"),
        ({"patient_id": "5"}, "Another patient"),
        ({"patient_id": ""}, "Perhaps another patient: no patient ID"),
    ],
    ids=["months", "days", "years", "later", "same day", "no date", "other", "no number"],
)
def test_relation(changes, said):
    """Priors are labelled with their distance in time, and nobody else's study is a prior."""
    assert relation(of(ANNA, **changes), ANNA) == said


def test_rows_put_the_shown_patient_first():
    """Latest study on top, then priors, then others; each says what it is."""
    now = make_series("1")
    prior = make_series("2", of(ANNA, study_instance_uid="5", study_date="20200101"))
    other = make_series("3", of(ANNA, patient_id="9", patient_name="X", study_date="20250101"))
    state = shown_state(now, other, prior)
    rows = browser_rows(state)
    assert [row.relation for row in rows] == ["", "Prior, 4 years", "Another patient"]
    assert [row.is_other_patient for row in rows] == [False, False, True]
    assert rows[0].patient == ("Müller, Anna", "4711  born 1962-03-04")
    assert rows[0].title == "2024-03-21  CT C-spine"
    (row,) = rows[0].series
    assert row.shown
    assert "shown" in row.sentence
    assert "every 1.5 mm" in row.sentence


def test_refused_series_say_why():
    """They stand beside the others and have no key."""
    scout = RefusedSeries(replace(ANNA, series_description="Topogram"), 1, "localizer")
    library = Library().with_listing(listing(make_series("1"), refused=[scout]))
    (row,) = browser_rows(AppState(library=library))
    assert row.series[1].key is None
    assert row.series[1].sentence == "Topogram. 1 image. can't be shown: localizer"
    assert not library.offers_choice


def test_next_series_stops_at_the_ends():
    """In the order of the browser."""
    first, second = make_series("1"), make_series("2")
    state = shown_state(first, second)
    order = [row.key for row in browser_rows(state)[0].series]
    at = order.index(key_of(first))
    assert next_series(state, 1 - 2 * at) == key_of(second)
    assert next_series(state, 2 * at - 1) is None
    assert next_series(AppState(), 1) is None
    assert next_series(replace(state, study=None), 1) == order[0]
