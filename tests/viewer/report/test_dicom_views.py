"""Key images, their selection and presentation states refer to the right source images."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pydicom
import pytest
from PIL import Image

from inference.preprocessing.windowing import Window
from viewer.report.dicom_common import Stamp, source_of
from viewer.report.dicom_files import dicom_writers
from viewer.report.dicom_places import place_line, slices_of
from viewer.report.dicom_presentation import presentation_states
from viewer.report.key_images import key_pictures
from viewer.report.sr_places import coordinates_of
from viewer.review.marks import Arrow, Distance, EllipseRoi, HuProbe
from viewer.review.plane import PatientPlane
from viewer.review.review import KeyImage, Review

SLICE = 40


@pytest.fixture(scope="module")
def z(scan):
    """Height of a slice in LPS mm."""
    return float(scan.volume.geometry.index_to_lps((SLICE, 0, 0))[2])


@pytest.fixture(scope="module")
def axial(z):
    """The plane of that slice."""
    return PatientPlane((0.0, 5.0, z), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


@pytest.fixture(scope="module")
def sagittal(z):
    """A reformat, which lies in no source image."""
    return PatientPlane((0.0, 5.0, z), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0))


@pytest.fixture(scope="module")
def review(axial, sagittal, z):
    """Marks on the slice and on the reformat, and a key image of each."""
    return Review(
        marks=(
            Distance(
                id="d", plane=axial, start_mm=(0.0, 5.0, z), end_mm=(24.0, 12.0, z), label="gap"
            ),
            EllipseRoi(id="e", plane=axial, center_mm=(0.0, 5.0, z), size_mm=(12.0, 8.0)),
            Arrow(id="a", plane=axial, tail_mm=(-20.0, -20.0, z), tip_mm=(-5.0, 0.0, z)),
            HuProbe(id="p", plane=axial, position_mm=(3.0, 3.0, z)),
            Distance(id="s", plane=sagittal, start_mm=(0.0, 0.0, z), end_mm=(0.0, 20.0, z - 20.0)),
        ),
        key_images=(
            KeyImage("k", axial, Window(1800, 400, "Bone"), 2.0, "Bruch von C5: 骨折"),
            KeyImage("r", sagittal, Window(350, 50), 1.0),
        ),
    )


@pytest.fixture(scope="module")
def files(scan, review):
    """Every DICOM object of the reading, encoded and read again, by its file's name."""
    found = {}
    for name, write in dicom_writers(scan.volume, scan.analysis, review).items():
        stream = BytesIO()
        write(stream)
        stream.seek(0)
        found[name] = pydicom.dcmread(stream)
    return found


def source_uid(scan, k):
    """Return the UID of the source image at a slice, as its file has it."""
    return pydicom.dcmread(scan.folder / f"slice_{k:04d}.dcm").SOPInstanceUID


def test_all_are_of_the_study(files, scan):
    """Patient, study and the series' numbers: every object stands beside its source."""
    assert set(files) >= {
        "key_image_1.dcm",
        "key_image_2.dcm",
        "key_images.dcm",
        "presentation_1.dcm",
    }
    for made in files.values():
        assert made.StudyInstanceUID == scan.volume.info.study_instance_uid
        assert made.PatientID == scan.volume.info.patient_id
    assert len({made.SOPInstanceUID for made in files.values()}) == len(files)
    kinds = {(made.SeriesInstanceUID, made.Modality) for made in files.values()}
    assert len(kinds) == len({uid for uid, _ in kinds})


def test_a_capture_is_the_exported_picture(files, scan, review):
    """The pixels are those of the PNG, the caption goes along, and the names in it are told."""
    made = files["key_image_1.dcm"]
    (_, picture), _ = key_pictures(scan.volume, scan.analysis, review)
    assert np.array_equal(made.pixel_array, np.asarray(picture))
    assert made.ImageComments == "Key image 1. Bruch von C5: 骨折"
    assert made.BurnedInAnnotation == "YES"
    assert list(made.PatientOrientation) == ["L", "P"]
    assert list(files["key_image_2.dcm"].PatientOrientation) == ["P", "F"]
    assert isinstance(picture, Image.Image)


def test_the_selection_names_source_and_pictures(files, scan):
    """The slice's own image once, and both pictures; a reformat has no source image."""
    made = files["key_images.dcm"]
    items = made.ContentSequence
    named = [
        item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
        for item in items
        if "ReferencedSOPSequence" in item
    ]
    pictures = [files[f"key_image_{n}.dcm"].SOPInstanceUID for n in (1, 2)]
    assert named == [source_uid(scan, SLICE), *pictures]
    text = next(item.TextValue for item in items if "TextValue" in item)
    assert text.splitlines() == ["Key image 1. Bruch von C5: 骨折", "Key image 2."]


def test_the_state_shows_window_and_marks(files, scan, review):
    """What lies in the slice is drawn there, in its own pixels; the reformat's mark is not."""
    made = files["presentation_1.dcm"]
    assert made.ModalityLUTSequence if "ModalityLUTSequence" in made else made.RescaleSlope == 1
    assert float(made.RescaleIntercept) == -1024.0
    window = made.SoftcopyVOILUTSequence[0]
    assert (float(window.WindowCenter), float(window.WindowWidth)) == (400.0, 1800.0)
    annotations = made.GraphicAnnotationSequence
    assert len(annotations) == 4
    for annotation in annotations:
        (image,) = annotation.ReferencedImageSequence
        assert image.ReferencedSOPInstanceUID == source_uid(scan, SLICE)
    first = annotations[0]
    assert first.TextObjectSequence[0].UnformattedTextValue == "gap\r\n25.0 mm"
    line = np.reshape(first.GraphicObjectSequence[0].GraphicData, (2, 2))
    index = [(SLICE, row - 0.5, column - 0.5) for column, row in line]
    drawn = scan.volume.geometry.index_to_lps(index)
    # Graphic Data are single-precision numbers.
    assert np.allclose(drawn, [review.marks[0].start_mm, review.marks[0].end_mm], atol=1e-3)


def test_an_arrow_has_a_head_and_a_place_is_a_point(files):
    """Two lines that meet at the tip; a probe is a single point."""
    _, ellipse, arrow, probe = files["presentation_1.dcm"].GraphicAnnotationSequence
    assert ellipse.GraphicObjectSequence[0].NumberOfGraphicPoints == 73
    shaft, head = (np.reshape(one.GraphicData, (-1, 2)) for one in arrow.GraphicObjectSequence)
    assert np.allclose(shaft[1], head[1])
    assert probe.GraphicObjectSequence[0].GraphicType == "POINT"


def test_what_lies_on_no_image_is_left_out(scan, sagittal, axial, z):
    """Reformats, points beyond the edge and lines across slices belong to no source image."""
    source = source_of(scan.volume)
    inside = [(0.0, 0.0, z), (3.0, 4.0, z)]
    assert place_line(source, inside).k == SLICE
    assert place_line(source, [(0.0, 0.0, z), (900.0, 0.0, z)]) is None
    assert place_line(source, [(0.0, 0.0, z), (0.0, 0.0, z + 6.0)]) is None
    assert slices_of(source, sagittal) == ()
    assert slices_of(source, axial) == (SLICE,)


@pytest.mark.parametrize(
    ("end_z", "on_image"),
    [((0.0, 0.0), True), ((0.3, 0.3), False), ((0.0, 0.3), False)],
    ids=["on a slice", "between slices", "across slices"],
)
def test_report_and_state_place_a_mark_alike(scan, z, end_z, on_image):
    """A line lies on one image in both or in neither, whatever plane it was drawn on."""
    start, end = ((0.0, y, z + away) for y, away in zip((0.0, 20.0), end_z, strict=True))
    plane = PatientPlane((0.0, 0.0, z), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0))
    mark = Distance(id="m", plane=plane, start_mm=start, end_mm=end)
    source, review = source_of(scan.volume), Review(marks=(mark,))
    states = presentation_states(source, scan.volume, review, Stamp.now())
    (where,) = coordinates_of(mark, source)
    assert bool(states) == (where.ValueType == "SCOORD") == on_image


def test_a_slab_names_all_its_slices(scan, axial):
    """Six millimetres about a slice at 1.5 mm hold five of them."""
    assert slices_of(source_of(scan.volume), axial, 6.0) == (38, 39, 40, 41, 42)


def test_nothing_kept_makes_no_object(scan):
    """Without marks and key images there are no views."""
    assert presentation_states(source_of(scan.volume), scan.volume, Review(), Stamp.now()) == ()
    names = dicom_writers(scan.volume, scan.analysis, Review())
    assert set(names) == {"seg.dcm", "sr.dcm"}


def test_several_rescales_make_several_states(tmp_path, neck, write_scan):
    """A state has one Modality LUT: slices stored in two ways come in two states."""
    scan = write_scan(tmp_path, neck, RescaleIntercept=lambda k: -1024.0 if k < SLICE else -2000.0)
    heights = scan.volume.geometry.index_to_lps([(SLICE - 1, 0, 0), (SLICE + 1, 0, 0)])[:, 2]
    marks = tuple(
        HuProbe(
            id=f"p{n}",
            plane=PatientPlane((0.0, 0.0, float(h)), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
            position_mm=(0.0, 0.0, float(h)),
        )
        for n, h in enumerate(heights)
    )
    states = presentation_states(
        source_of(scan.volume), scan.volume, Review(marks=marks), Stamp.now()
    )
    assert [float(state.RescaleIntercept) for state in states] == [-1024.0, -2000.0]
