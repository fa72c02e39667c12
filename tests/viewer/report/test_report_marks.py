"""Marks and key images in the report, the findings and the bundle: the screen's own numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from PIL import Image
from pypdf import PdfReader

from inference.findings import Level
from inference.preprocessing.resampling import sample_at
from inference.preprocessing.windowing import Window, to_gray
from viewer.report.export import export_all
from viewer.report.findings_json import findings_document
from viewer.report.key_images import key_pictures
from viewer.review.marks import CobbAngle, Distance, EllipseRoi, HuProbe
from viewer.review.measure import roi_statistics
from viewer.review.plane import PatientPlane
from viewer.review.review import KeyImage, Review
from viewer.state.body import find_body
from viewer.state.planes import Plane

PLANE = PatientPlane((0.0, 5.0, 225.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
A, B, C, D = (0.0, 5.0, 225.0), (24.0, 12.0, 225.0), (0.0, 20.0, 225.0), (20.0, 40.0, 225.0)
ROI = EllipseRoi(id="e", plane=PLANE, level=Level.C5, center_mm=A, size_mm=(12.0, 8.0))
REVIEW = Review(
    marks=(
        Distance(id="d", plane=PLANE, start_mm=A, end_mm=B, label="gap"),
        CobbAngle(id="c", plane=PLANE, upper_mm=(A, (20.0, 5.0, 225.0)), lower_mm=(C, D)),
        ROI,
        HuProbe(id="p", plane=PLANE, position_mm=A),
    ),
    key_images=(KeyImage("k", PLANE, Window(1800, 400), 2.0, "Fracture of C5"),),
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory, volume, analysis):
    """Everything that is exported of a reading with marks and a key image."""
    folder = tmp_path_factory.mktemp("bundle")
    export_all(folder, volume, analysis, review=REVIEW)
    return folder


def test_the_document_follows_the_schema(volume, analysis):
    """With and without names; free text is left out where names are."""
    text = files("resources").joinpath("findings.schema.json").read_text(encoding="utf-8")
    for names in (False, True):
        document = findings_document(volume, analysis, names, REVIEW)
        errors = Draft202012Validator(json.loads(text)).iter_errors(document)
        assert [error.message for error in errors] == []
        assert ("gap" in json.dumps(document)) is names
        assert ("Fracture of C5" in json.dumps(document)) is names


def test_the_numbers_are_those_of_the_marks(bundle, volume):
    """25 mm by Pythagoras, 45 degrees, and a region as it is measured."""
    document = json.loads((bundle / "findings.json").read_text(encoding="utf-8"))
    distance, cobb, roi, probe = (mark["measured"] for mark in document["marks"])
    assert distance == {"length_mm": 25.0}
    assert cobb == {"angle_deg": 45.0}
    assert roi["mean_hu"] == pytest.approx(roi_statistics(ROI, volume).mean_hu, abs=1e-3)
    assert roi["area_mm2"] == pytest.approx(np.pi * 6 * 4, abs=1e-3)
    assert set(probe) == {"hu"}
    assert document["marks"][2]["level"] == "C5"


def test_the_report_lists_them(bundle):
    """Numbers with units, names, levels and the caption stand in the PDF."""
    text = " ".join(page.extract_text() for page in PdfReader(bundle / "report.pdf").pages)
    text = " ".join(text.split())
    for part in ("25.0 mm; gap", "45.0°", "area 75.4 mm²", "Key image 1. Fracture of C5"):
        assert part in text


def test_the_key_image_is_a_picture(bundle):
    """A PNG of the plane with the marks over it: their yellow is in it."""
    with Image.open(bundle / "key_image_1.png") as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    assert max(pixels.shape) == 1000
    yellow = (pixels[..., 0] > 200) & (pixels[..., 2] < 140)
    assert yellow.sum() > 200
    grey = pixels.max(axis=-1) - pixels.min(axis=-1) < 3
    assert len(np.unique(pixels[grey])) > 50


def picture_of(volume, analysis, image):
    """Draw one key image, as numbers (rows, columns, 3)."""
    ((_, picture),) = key_pictures(volume, analysis, Review(key_images=(image,)))
    return np.asarray(picture).astype(int)


def coloured(pixels):
    """Mark the pixels that are not grey."""
    return pixels.max(axis=-1) - pixels.min(axis=-1) > 12


@pytest.mark.parametrize("zoom", [1.0, 2.0, 5.0])
def test_its_scale_bar_is_as_long_as_it_says(volume, analysis, zoom):
    """At any zoom the bar is so many of the picture's pixels as its millimetres are."""
    pixels = picture_of(volume, analysis, KeyImage("k", PLANE, Window(1800, 400), zoom))
    body = find_body(volume.canonical()).field(Plane.AXIAL).size_mm
    mm = max(body) / zoom / max(pixels.shape[:2])
    expected = next(n for n in (200, 100, 50, 20, 10, 5) if n / mm <= 0.28 * pixels.shape[1])
    line = (pixels[-40:, pixels.shape[1] // 2 :] > 250).all(axis=-1)
    length = max(
        len(run) for row in line for run in "".join("#" if on else " " for on in row).split()
    )
    assert length == pytest.approx(expected / mm, abs=4)


def test_masks_and_boxes_lie_over_it_if_they_did(volume, analysis):
    """C5's mask and box are in the picture if they were seen, and only then."""
    bare = KeyImage("k", PLANE, Window(1800, 400), 2.0)
    assert not coloured(picture_of(volume, analysis, bare)).any()
    boxes = coloured(picture_of(volume, analysis, replace(bare, boxes=True)))
    assert 500 < boxes.sum() < 20_000
    masks = coloured(picture_of(volume, analysis, replace(bare, masks=True, opacity=0.25)))
    assert masks.sum() > 20_000
    off = replace(bare, masks=True, boxes=True, opacity=0.25, hidden=(Level.C5,))
    assert not coloured(picture_of(volume, analysis, off)).any()


def test_a_key_image_of_a_turned_plane_shows_that_plane(volume, analysis):
    """Its greys are the patient's on the turned plane, not those of the axial slice."""
    sine, cosine = np.sin(np.radians(35.0)), np.cos(np.radians(35.0))
    plane = PatientPlane(A, (1.0, 0.0, 0.0), (0.0, float(cosine), float(sine)))
    pixels = picture_of(volume, analysis, KeyImage("k", plane, Window(1800, 400), 2.0))
    flat = picture_of(volume, analysis, KeyImage("k", PLANE, Window(1800, 400), 2.0))
    body = find_body(volume.canonical()).field(Plane.AXIAL).size_mm
    mm = max(body) / 2.0 / max(pixels.shape[:2])
    rows, columns = np.meshgrid(np.arange(200, 800, 40), np.arange(300, 700, 40), indexing="ij")
    middle = (np.array(pixels.shape[:2]) - 1) / 2
    offset = np.stack([(columns - middle[1]) * mm, (rows - middle[0]) * mm], axis=-1)
    hu = sample_at(volume.hu, volume.geometry, plane.to_lps(offset))
    grey = to_gray(np.rint(hu).astype(np.int16), Window(1800, 400)).astype(int)
    wrong = np.abs(pixels[rows, columns, 0] - grey)
    assert np.median(wrong) < 12
    assert np.median(np.abs(flat[rows, columns, 0] - grey)) > 2 * np.median(wrong)
