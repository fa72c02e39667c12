"""No identifier of the source occurs in any byte of an export without identifiers."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    RLELossless,
)
from pypdf import PdfReader

from inference.findings import Level
from inference.imaging.errors import InputError, OutputError
from inference.imaging.loading import load_volume
from inference.imaging.series import find_series
from inference.imaging.volume import VolumeWarning, WarningCode
from inference.preprocessing.windowing import Window
from tests.dicom_factory import ct_dataset, ramp_hu, save, write_ct_series
from tests.viewer.conftest import make_analysis
from viewer.report.anonymised import IMAGES_FOLDER, export_anonymised, without_text
from viewer.report.confidentiality import Deidentifier, profile
from viewer.review.marks import Distance, TextNote
from viewer.review.plane import PatientPlane
from viewer.review.review import KeyImage, OwnFinding, Review

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
NAMES = st.text(LETTERS + "ÄÖÜŁŞИЖ山田", min_size=7, max_size=11)
CODES = st.from_regex(r"[B-Z]{3}[A-Z0-9]{5,9}", fullmatch=True)
DATES = st.dates(min_value=date(1900, 1, 1)).map(lambda day: day.strftime("%Y%m%d"))
UIDS = st.integers(10**20, 10**30).map("1.2.840.99999.{}".format)

TEXTS = {
    "LO": "InstitutionName PatientID OtherPatientIDs AdmissionID StudyDescription "
    "SeriesDescription ProtocolName InstitutionalDepartmentName PatientAddress",
    "SH": "AccessionNumber StudyID StationName ReferringPhysicianTelephoneNumbers",
    "ST": "InstitutionAddress AdditionalPatientHistory",
    "LT": "PatientComments ImageComments",
    "UT": "TextValue ReasonForVisit",
    "PN": "PatientName ReferringPhysicianName OperatorsName PerformingPhysicianName "
    "OtherPatientNames PhysiciansOfRecord",
    "DA": "StudyDate SeriesDate AcquisitionDate ContentDate PatientBirthDate",
    "DT": "AcquisitionDateTime",
    "UI": "StudyInstanceUID SeriesInstanceUID FrameOfReferenceUID SOPInstanceUID "
    "InstanceCreatorUID",
}
"""Where the identifiers of each kind are put."""


@st.composite
def identifiers(draw):
    """Make a value for every attribute above, all different."""
    kinds = {"PN": NAMES, "DA": DATES, "DT": DATES, "UI": UIDS}
    values = {
        word: draw(kinds.get(kind, CODES)) for kind, text in TEXTS.items() for word in text.split()
    }
    return values, draw(NAMES), draw(CODES)


def fill(dataset: Dataset, values: dict[str, str], secret: str, code: str, depth: int = 2) -> None:
    """Put identifiers everywhere: listed attributes, private ones, sequences, free text."""
    for keyword, value in values.items():
        if depth == 2 or not keyword.endswith("InstanceUID"):
            setattr(dataset, keyword, value)
    block = dataset.private_block(0x0009, "ACME " + code, create=True)
    for number, kind in enumerate(("LO", "PN", "UT", "LT")):
        block.add_new(number, kind, secret)
    block.add_new(8, "OB", (secret + " ").encode()[: len(secret.encode()) // 2 * 2])
    block.add_new(9, "UN", code.encode()[: len(code) // 2 * 2])
    # Free text that the profile keeps, but that repeats a name or a number.
    dataset.ConvolutionKernel = f"B60 {values['PatientName']}"
    dataset.SequenceName = values["PatientID"]
    dataset.ManufacturerModelName = f"scanner of {values['InstitutionName']}"
    dataset.add_new((0x6000, 0x0022), "LO", code)
    dataset.add_new((0x6000, 0x3000), "OB", code.encode()[: len(code) // 2 * 2])
    if depth:
        item = Dataset()
        fill(item, values, secret, code, depth - 1)
        inner = Dataset()
        inner.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
        inner.ReferencedSOPInstanceUID = values["SOPInstanceUID"]
        item.ReferencedImageSequence = Sequence([inner])
        dataset.RequestAttributesSequence = Sequence([item])
        dataset.SourceImageSequence = Sequence([item])
        dataset.IrradiationEventUID = values["InstanceCreatorUID"]
        dataset.CTExposureSequence = Sequence([item])


def write_study(folder: Path, values: dict[str, str], secret: str, code: str) -> None:
    """Write four slices full of identifiers, with one in the preamble and in the head."""
    for k, hu in enumerate(ramp_hu((4, 6, 5))):
        dataset = ct_dataset(hu, (0.0, 0.0, float(k)), SpecificCharacterSet="ISO_IR 192")
        own = {**values, "SOPInstanceUID": f"{values['SOPInstanceUID']}.{k}"}
        fill(dataset, own, secret, code)
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
        dataset.file_meta.SourceApplicationEntityTitle = code
        dataset.file_meta.PrivateInformationCreatorUID = values["InstanceCreatorUID"]
        dataset.file_meta.PrivateInformation = code.encode()[:8]
        dataset.preamble = code.encode().ljust(128, b"\0")
        save(dataset, folder / f"{secret}_{k}.dcm")


def contents(folder: Path):
    """Yield each file's name and bytes, opened as far as it is packed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.suffix == ".gz":
                data = gzip.decompress(data)
            if path.suffix == ".pdf":
                pages = PdfReader(BytesIO(data)).pages
                data += " ".join(page.extract_text() for page in pages).encode()
            yield path, data


def holds(data: bytes, value: str) -> bool:
    """Tell whether bytes hold a text; a date inside a longer number is none."""
    if not value.isdigit():
        return value.encode() in data
    return re.search(rb"(?<!\d)" + value.encode() + rb"(?!\d)", data) is not None


PLANE = PatientPlane((2.0, 2.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def told(secret: str) -> Review:
    """Make a reading whose every free text holds an identifier."""
    return Review(
        findings=(OwnFinding("f", Level.C3, text=secret),),
        marks=(
            Distance(
                id="d", plane=PLANE, start_mm=(0.0, 0.0, 1.0), end_mm=(3.0, 4.0, 1.0), label=secret
            ),
            TextNote(id="t", plane=PLANE, position_mm=(1.0, 1.0, 1.0), label=secret),
        ),
        key_images=(KeyImage("k", PLANE, Window(1800, 400), 1.0, secret),),
    )


def check_nothing_left(place: Path, values, secret, code, analysed: bool) -> set[str]:
    """Export a study full of identifiers, search every byte, and return the files' names."""
    source, out = place / "source", place / "out"
    write_study(source, values, secret, code)
    series = find_series(source).series[0]
    volume = load_volume(series)
    mask = np.ones(volume.geometry.shape_kji, np.uint8)
    analysis = make_analysis(volume.geometry, mask) if analysed else None
    export_anonymised(out, series, volume, analysis, told(secret))
    everything = b"".join(data for _, data in contents(source))
    written = tuple(contents(out))
    for value in (*values.values(), secret, code):
        for path, data in written:
            assert not holds(data, value), f"{value} is in {path.name}"
            assert value not in str(path.relative_to(out))
        # The control: the same search finds it in the source.
        assert holds(everything, value)
    return {path.name for path, _ in written}


@settings(max_examples=10, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(made=identifiers())
def test_no_identifier_is_in_any_byte_of_the_images(made):
    """Names, numbers, dates, UIDs and free text of the source are in no image, nor its name."""
    with TemporaryDirectory() as place:
        check_nothing_left(Path(place), *made, analysed=False)


@settings(max_examples=1, phases=[Phase.generate])
@given(made=identifiers())
def test_no_identifier_is_in_any_byte_of_the_results(made):
    """The same of report, findings, masks and key images, whose names are all there."""
    with TemporaryDirectory() as place:
        names = check_nothing_left(Path(place), *made, analysed=True)
    assert {"report.pdf", "findings.json", "masks.nii.gz", "key_image_1.png"} <= names


@pytest.mark.parametrize("fault", ["a slice twice", "a broken file"])
def test_no_warning_names_a_file(tmp_path, fault):
    """Files bear people's names: what was left out of the volume is told without them."""
    source, out = tmp_path / "source", tmp_path / "out"
    paths = write_ct_series(source, ramp_hu((6, 64, 64)))
    if fault == "a slice twice":
        again = pydicom.dcmread(paths[2])
        again.InstanceNumber = 99
        again.SOPInstanceUID = again.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4.5"
        save(again, source / "EllipsoidEva.dcm")
    series = find_series(source).series[0]
    volume = load_volume(series)
    if fault == "a broken file":
        broken = VolumeWarning(WarningCode.SKIPPED_FILE, "EllipsoidEva.dcm can't be read")
        volume = replace(volume, warnings=(broken,))
    assert "EllipsoidEva" in volume.warnings[0].text
    analysis = make_analysis(volume.geometry, np.ones(volume.geometry.shape_kji, np.uint8))
    export_anonymised(out, series, volume, analysis)
    for path, data in contents(out):
        assert b"EllipsoidEva" not in data, path.name


@pytest.fixture
def study(tmp_path):
    """Write a plain series, and return its folder."""
    folder = tmp_path / "source"
    write_ct_series(folder, ramp_hu(), InstanceCreatorUID="1.2.3.4", PatientAge="054Y")
    return folder


def exported(folder, out, **more):
    """Export a folder's series and return the datasets in order."""
    series = find_series(folder).series[0]
    done = export_anonymised(out, series, load_volume(series), **more)
    return done, [pydicom.dcmread(path) for path in sorted((out / IMAGES_FOLDER).iterdir())]


def test_the_images_stay_a_series(study, tmp_path):
    """UIDs are replaced alike in all images, the pixels and their places stay."""
    done, images = exported(study, tmp_path / "out")
    before = [pydicom.dcmread(path) for path in sorted(study.iterdir())]
    assert done.images == len(images) == 8
    for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID"):
        found = {str(image[keyword].value) for image in images}
        assert len(found) == 1
        assert found.isdisjoint({str(before[0][keyword].value)})
    assert len({image.SOPInstanceUID for image in images}) == 8
    for old, new in zip(before, images, strict=True):
        assert new.PixelData == old.PixelData
        assert new.ImagePositionPatient == old.ImagePositionPatient
        assert new.file_meta.MediaStorageSOPInstanceUID == new.SOPInstanceUID
    again = load_volume(find_series(tmp_path / "out" / IMAGES_FOLDER).series[0])
    assert np.array_equal(again.hu, load_volume(find_series(study).series[0]).hu)


def test_the_images_say_what_was_done(study, tmp_path):
    """Who is anonymous, by which profile, and that dates are gone."""
    done, images = exported(study, tmp_path / "out")
    image = images[0]
    assert image.PatientIdentityRemoved == "YES"
    assert "Basic Application Confidentiality Profile" in image.DeidentificationMethod
    assert image.DeidentificationMethodCodeSequence[0].CodeValue == "113100"
    assert image.LongitudinalTemporalInformationModified == "REMOVED"
    assert image.PatientName == "Anonymous^"
    assert image.PatientID == done.patient_id
    assert image.StudyDate == image.PatientBirthDate == image.AccessionNumber == ""
    assert "PatientAge" not in image
    assert "Patient's Age" in done.changed
    assert image.ImageType == ["ORIGINAL", "PRIMARY", "AXIAL"]


def test_another_export_has_other_uids(study, tmp_path):
    """Without the secret of an export nobody links two of them, or finds the original."""
    _, one = exported(study, tmp_path / "one")
    _, other = exported(study, tmp_path / "other")
    assert one[0].StudyInstanceUID != other[0].StudyInstanceUID
    assert one[0].PatientID != other[0].PatientID


@pytest.mark.parametrize(
    "syntax",
    [
        ImplicitVRLittleEndian,
        ExplicitVRBigEndian,
        DeflatedExplicitVRLittleEndian,
        RLELossless,
        JPEG2000Lossless,
    ],
    ids=lambda uid: uid.name,
)
def test_every_syntax_keeps_its_voxels(tmp_path, syntax):
    """Compressed images are written plainly, since a codestream has room for comments."""
    source = tmp_path / "source"
    plain = not syntax.is_compressed or syntax == DeflatedExplicitVRLittleEndian
    more = {"TransferSyntaxUID": syntax} if plain else {}
    paths = write_ct_series(source, ramp_hu((3, 64, 64)), **more)
    if not plain:
        for path in paths:
            dataset = pydicom.dcmread(path)
            dataset.compress(syntax, generate_instance_uid=False)
            dataset.save_as(path)
    _, images = exported(source, tmp_path / "out")
    assert not images[0].file_meta.TransferSyntaxUID.is_compressed
    again = load_volume(find_series(tmp_path / "out" / IMAGES_FOLDER).series[0])
    assert np.array_equal(again.hu, load_volume(find_series(source).series[0]).hu)


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"BurnedInAnnotation": "YES"}, "Burned In Annotation"),
        ({"ImageType": ["DERIVED", "SECONDARY", "SCREEN SAVE"]}, "picture of a screen"),
    ],
    ids=["burned in", "screen save"],
)
def test_text_in_the_pixels_is_refused(tmp_path, tags, said):
    """An image that may show a name is named with the reason, and nothing is written."""
    source = tmp_path / "source"
    write_ct_series(source, ramp_hu(), **tags)
    with pytest.raises(InputError, match=said):
        exported(source, tmp_path / "out")
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_the_study_is_never_written_over(study):
    """The source's own folder is refused, and stays as it is."""
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in study.iterdir()}
    with pytest.raises(OutputError, match="choose another folder"):
        exported(study, study)
    assert before == {p: hashlib.sha256(p.read_bytes()).digest() for p in study.iterdir()}


def test_two_exports_are_never_mixed(study, tmp_path):
    """A folder that holds an earlier export, or anything else, is refused and left alone."""
    exported(study, tmp_path / "out")
    before = sorted((tmp_path / "out").rglob("*"))
    with pytest.raises(OutputError, match="choose an empty folder"):
        exported(study, tmp_path / "out")
    assert sorted((tmp_path / "out").rglob("*")) == before


def test_the_results_refer_to_the_new_images(study, tmp_path):
    """findings.json and every DICOM object name the study by the images' new UID, and no date."""
    volume = load_volume(find_series(study).series[0])
    analysis = make_analysis(volume.geometry, np.ones(volume.geometry.shape_kji, np.uint8))
    out = tmp_path / "out"
    done, images = exported(study, out, analysis=analysis, review=told("x"))
    document = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert document["study"]["study_instance_uid"] == images[0].StudyInstanceUID
    assert document["study"]["study_date"] == ""
    objects = [pydicom.dcmread(path) for path in out.glob("*.dcm")]
    assert {one.Modality for one in objects} == {"SEG", "SR", "KO", "OT", "PR"}
    for one in objects:
        assert one.StudyInstanceUID == images[0].StudyInstanceUID
        assert one.PatientID == done.patient_id
        assert one.PatientIdentityRemoved == "YES"
        assert "Basic Application" in one.DeidentificationMethod
        # The pictures' corners name nobody, either.
        assert one.get("BurnedInAnnotation", "NO") == "NO"
    state = next(one for one in objects if one.Modality == "PR")
    shown = state.GraphicAnnotationSequence[0].ReferencedImageSequence[0]
    assert shown.ReferencedSOPInstanceUID in {image.SOPInstanceUID for image in images}


def test_the_reading_keeps_its_numbers():
    """Free text goes, what was measured and held stays."""
    review = without_text(told("Eva Ellipsoid"))
    assert "Eva" not in repr(review)
    assert [mark.points_mm for mark in review.marks] == [mark.points_mm for mark in told("x").marks]


@pytest.mark.parametrize(
    ("tag", "action"),
    [
        ("00100010", "Z"),
        ("00080021", "X/D"),
        ("00081010", "X/Z/D"),
        ("0020000D", "U"),
        ("00082112", "X/Z/U*"),
        ("60XX3000", "X"),
    ],
)
def test_the_table_is_the_standards(tag, action):
    """Rows of PS3.15 table E.1-1, read there."""
    assert profile()[tag] == action


def test_registered_uids_stay():
    """A SOP class is no identifier; any other UID is replaced, and always by the same."""
    names = Deidentifier()
    assert names.uid("1.2.840.10008.5.1.4.1.1.2") == "1.2.840.10008.5.1.4.1.1.2"
    assert names.uid("1.2.3") == names.uid("1.2.3") != "1.2.3"
    assert names.uid("1.2.3").is_valid
