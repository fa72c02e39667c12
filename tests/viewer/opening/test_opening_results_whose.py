"""Results of another patient, another series, another pass: refused, or told for what they are."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
from pydicom.uid import generate_uid

from tests.viewer.opening.results_study import write_foreign, write_own, write_report
from tests.viewer.report.conftest import write_scan
from viewer.state.library import key_of
from viewer.state.planes import Plane

FOREIGN_ORIGIN = "Masks: SPINE, BoneNet, 2024-05-06"
OF_ANOTHER = "odd.dcm: is of another patient than the series shown. Open the series"


def _origin(reader):
    reader.dens.panes.draw()
    return reader.window.grid.panes[Plane.AXIAL].content.origin


def _renamed(path, **tags):
    dataset = pydicom.dcmread(path)
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    dataset.save_as(path)
    return path


@pytest.mark.parametrize("write", [write_own, write_foreign, write_report])
def test_another_patients_result_is_refused(reader, show, neck_scan, tmp_path, write):
    """All UIDs and the grid are the same, the Patient ID is not: one message says so."""
    show(neck_scan.folder)
    show(_renamed(write(neck_scan, tmp_path / "odd.dcm"), PatientID="someone else's"))
    assert reader.window.side.messages.text.startswith(OF_ANOTHER)
    assert reader.state.results.files == ()
    assert reader.state.library.results == ()
    assert not reader.dens.results.report.isVisible()


def test_without_patient_ids_names_tell_people_apart(reader, show, neck, tmp_path):
    """A series and a result that both have no Patient ID."""
    scan = write_scan(tmp_path / "ct", neck, PatientID="", PatientName="Doe^Jane")
    show(scan.folder)
    show(_renamed(write_own(scan, tmp_path / "odd.dcm"), PatientName="Roe^Jane"))
    assert reader.window.side.messages.text.startswith(OF_ANOTHER)
    assert reader.state.results.files == ()
    show(write_own(scan, tmp_path / "own.dcm"))
    assert reader.state.masks_from_file is not None


@pytest.fixture
def passes(neck, tmp_path):
    """Write two passes under one series UID; in the second one, the neck lies elsewhere."""
    scan = write_scan(tmp_path / "one", neck)
    folder = tmp_path / "both"
    folder.mkdir()
    for path in scan.folder.iterdir():
        image = pydicom.dcmread(path)
        image.save_as(folder / f"a_{path.name}")
        image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        image.AcquisitionNumber = 2
        image.PixelData = np.roll(image.pixel_array, 8, axis=1).tobytes()
        image.save_as(folder / f"b_{path.name}")
    return scan, folder


def test_masks_of_one_pass_are_not_listed_below_the_other(reader, show, passes, tmp_path):
    """They stand below their own pass; opened for the other one, they are told to be foreign."""
    scan, folder = passes
    masks = write_foreign(scan, tmp_path / "out" / "seg.dcm")
    show(folder, masks.parent)
    library = reader.state.library
    listed = {one.content[0].acquisition: one for one in library.all_series()}
    assert [len(library.results_of(listed[number])) for number in ("1", "2")] == [1, 0]
    reader.dens.opening.open_series(key_of(listed["2"]))
    reader.wait()
    show(masks)
    assert _origin(reader) == (f"{FOREIGN_ORIGIN}, made from another series",)
    reader.dens.opening.open_series(key_of(listed["1"]))
    reader.wait()
    show(masks)
    assert _origin(reader) == (FOREIGN_ORIGIN,)


def test_masks_of_another_series_say_so(reader, show, neck, tmp_path):
    """The same frame of reference and grid: whether the neck lay still, nobody knows."""
    before = {"SeriesInstanceUID": "1.5", "StudyInstanceUID": "1.4", "FrameOfReferenceUID": "1.6"}
    now = {**before, "SeriesInstanceUID": "1.55"}
    made_from = write_scan(tmp_path / "before", neck, **before)
    show(write_scan(tmp_path / "now", neck, **now).folder)
    show(write_foreign(made_from, tmp_path / "seg.dcm"))
    pane = reader.window.grid.panes[Plane.AXIAL]
    assert _origin(reader) == (f"{FOREIGN_ORIGIN}, made from another series",)
    assert "made from another series" in pane.accessibleDescription()


def test_why_a_ct_is_refused_is_told_beside_its_report(reader, show, neck_scan, tmp_path):
    """A folder with one slice and a report: the window says what the slice lacks."""
    image = next(neck_scan.folder.iterdir())
    report = write_report(neck_scan, tmp_path / "few" / "sr.dcm")
    (report.parent / image.name).write_bytes(image.read_bytes())
    show(report.parent)
    assert "has 1 slice at one orientation" in reader.state.message.text
    assert reader.state.opening is None
