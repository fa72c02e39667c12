"""The reading as a structured report: the numbers of the other results, and no word too many."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import highdicom as hd
import pydicom
import pytest

from inference.findings import LEVELS, Level
from viewer.report import codes
from viewer.report.dicom_common import Stamp, source_of
from viewer.report.dicom_files import encoded
from viewer.report.dicom_read import read_report
from viewer.report.dicom_seg import segmentation
from viewer.report.dicom_sr import is_verified, structured_report
from viewer.report.findings_json import findings_document
from viewer.report.sr_groups import LENGTH_TRACKING_ID
from viewer.review.review import UNREAD, BlindRead, LevelReview, Verdict
from viewer.state.person import Reader
from viewer.state.wording import RESEARCH_NOTICE

READER = Reader("Müller, Käthe", "Klinik")
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def _made(scan, review=UNREAD, reader=None, analysis=None):
    source, known = source_of(scan.volume), analysis or scan.analysis
    masks = segmentation(source, known, Stamp.now(), review)
    made = structured_report(
        source, scan.volume, known, Stamp.now(), review, segmentation=masks, reader=reader
    )
    return pydicom.dcmread(BytesIO(encoded(made)))


def _content(dataset):
    return read_report(BytesIO(encoded(dataset)))


def _said(content, level, concept):
    return [w.said for w in content.words if w.level is level and w.concept == concept.meaning]


@pytest.fixture(scope="module")
def report(scan, spoken):
    """The report of the whole reading."""
    return _made(scan, spoken)


@pytest.fixture(scope="module")
def content(report):
    """What it says."""
    return _content(report)


def test_numbers_are_those_of_the_json(scan, spoken, content):
    """Probabilities, thresholds, marks and measurements: each number as in findings.json."""
    document = findings_document(scan.volume, scan.analysis, review=spoken)
    chances = {
        one.level: one.value for one in content.numbers if one.concept == codes.PROBABILITY.meaning
    }
    expected = {Level(one["level"]): one["probability"] for one in document["levels"]}
    assert chances.pop(None) == document["patient"]["probability"]
    assert chances == {level: chance for level, chance in expected.items() if chance is not None}
    groups = ("Dens", *(one["name"] for one in document["measurements"]))
    measured = [one.value for one in content.numbers if not one.group.startswith(groups)]
    assert measured == [v for mark in document["marks"] for v in mark["measured"].values()]
    confirmed = {one["name"]: one["value_mm"] for one in document["measurements"]}
    assert len(confirmed) == 2
    told = {one.group: one.value for one in content.numbers if one.group in confirmed}
    assert told == confirmed


def test_every_unit_is_allowed_and_fits(content):
    """No validator catches a wrong UCUM unit, so each concept has its own here."""
    units = {
        codes.PROBABILITY.meaning: {"1"},
        codes.THRESHOLD.meaning: {"1"},
        "Length": {"mm"},
        "Angle": {"deg"},
        "Cobb angle": {"deg"},
        "Area of defined region": {"mm2"},
        "Attenuation Coefficient": {"[hnsf'U]"},
        "Basion-dens interval": {"mm"},
        "Translation C2/C3": {"mm"},
    }
    found = {}
    for one in content.numbers:
        found.setdefault(one.concept, set()).add(one.unit)
    assert found == units
    assert set().union(*found.values()) == codes.UNITS


def test_a_level_that_was_not_analysed_says_so(content):
    """C7 has a reason and no probability; nothing calls it anything else."""
    assert _said(content, Level.C7, codes.STATE) == ["Not analysed"]
    assert _said(content, Level.C7, codes.SUSPICION) == ["Not analysed"]
    assert _said(content, Level.C7, codes.REASON_TEXT) == ["outside the field of view"]
    assert all(
        one.concept != codes.PROBABILITY.meaning for one in content.numbers if one.level is Level.C7
    )


def test_suspicion_is_told_at_the_threshold(content):
    """C2 and C5 are suspected; the others are below the threshold, which is no normality."""
    said = {level: _said(content, level, codes.SUSPICION) for level in LEVELS[:6]}
    suspected = [level for level, words in said.items() if words == [codes.SUSPECTED.meaning]]
    assert suspected == [Level.C2, Level.C5]
    rest = {words[0] for level, words in said.items() if level not in suspected}
    assert rest == {codes.BELOW_THRESHOLD.meaning}


def test_the_readers_word_is_there(content):
    """Verdict, reason and note of a level; the reader's own finding with its reason and note."""
    assert _said(content, Level.C5, codes.VERDICT) == ["Rejected"]
    assert _said(content, Level.C5, codes.REASON) == ["Calcified vessel"]
    assert _said(content, Level.C5, codes.NOTE) == ["nur ein Gefäß"]
    assert "見て" in _said(content, Level.C3, codes.NOTE)
    assert "Low level" in _said(content, Level.C3, codes.REASON)


def test_notice_and_provenance_are_there(scan, content):
    """The research-only notice, what the weights were trained on, and when they spoke, in words."""
    texts = {word.concept: word.said for word in content.words if word.group == ""}
    assert texts[codes.NOTICE.meaning] == RESEARCH_NOTICE
    said = [w.said for w in content.words if w.concept == codes.PROVENANCE.meaning]
    assert any("CrackNet 0.1.0" in one for one in said)
    assert "Trained on: 400 synthetic necks" in said
    assert f"Analysed on {scan.analysis.made:%Y-%m-%d %H:%M:%S} UTC" in said


def test_it_never_says_no_fracture(report):
    """Not in a code's meaning, not in a text."""
    text = str(report).lower()
    assert "no fracture" not in text
    assert "normal" not in text.replace("not a finding of normality", "")


def test_a_length_on_an_image_is_drawn_by_ohif(scan, report):
    """A distance on a slice points into that image's pixels: 0.5 is the first one's centre."""
    group = _group(report, LENGTH_TRACKING_ID)
    number = next(item for item in group.ContentSequence if item.ValueType == "NUM")
    place = number.ContentSequence[0]
    assert (place.RelationshipType, place.ValueType) == ("INFERRED FROM", "SCOORD")
    geometry = scan.volume.geometry
    index = geometry.lps_to_index([(-10, 0, 217.5), (12.3, 4, 217.5)])
    assert place.GraphicData == pytest.approx((index[:, [2, 1]] + 0.5).reshape(-1).tolist())
    image = place.ContentSequence[0].ReferencedSOPSequence[0]
    assert image.ReferencedSOPInstanceUID == scan.volume.origin.slices[40].sop_instance_uid


def test_an_oblique_mark_lies_in_the_patient(report):
    """A distance on no image is told in millimetres of the frame of reference, and once."""
    group = _group(report, "Basion-dens interval")
    place = next(i for i in group.ContentSequence if i.ValueType == "NUM").ContentSequence[0]
    assert place.ValueType == "SCOORD3D"
    assert place.ReferencedFrameOfReferenceUID == "2.25.3"
    assert place.GraphicData == pytest.approx([0.3, 0, 250, 0.3, 4, 257.3])
    with pytest.raises(StopIteration):
        _group(report, "Distance 2")


def _group(report, tracking):
    measured = next(
        item
        for item in report.ContentSequence
        if item.ConceptNameCodeSequence[0].CodeMeaning == "Imaging Measurements"
    )
    return next(
        group
        for group in measured.ContentSequence
        if any(item.get("TextValue") == tracking for item in group.ContentSequence)
    )


def test_a_level_points_at_its_segment(scan):
    """Image and segment of a level are named; the tracking UID is the segment's."""
    source = source_of(scan.volume)
    masks = segmentation(source, scan.analysis, Stamp.now())
    made = structured_report(source, scan.volume, scan.analysis, Stamp.now(), segmentation=masks)
    group = _group(made, "Dens C5")
    images = [i.ReferencedSOPSequence[0] for i in group.ContentSequence if i.ValueType == "IMAGE"]
    assert [one.get("ReferencedSegmentNumber") for one in images] == [None, 5]
    assert images[1].ReferencedSOPInstanceUID == masks.SOPInstanceUID
    assert any(i.get("UID") == source.tracking_uid(Level.C5) for i in group.ContentSequence)


def test_the_device_is_named_with_its_weights(report):
    """Dens, its version and every network are the observer; no person is made up."""
    context = hd.sr.MeasurementReport.from_sequence(hd.sr.srread(BytesIO(encoded(report))).content)
    observers = context.get_observer_contexts()
    device = observers[0].observer_identifying_attributes
    assert len(observers) == 1
    assert "CrackNet 0.1.0" in device.model_name
    assert device.name.startswith("Dens ")


def test_verified_only_by_a_known_reader_of_every_level(scan, spoken):
    """Without a name, with a level unread, or before the own read is committed: unverified."""
    unread = replace(spoken, levels=(LevelReview(Level.C1), *spoken.levels[1:]))
    open_ = replace(spoken, blind=BlindRead(asked=True))
    sealed = replace(spoken, blind=BlindRead(asked=True, committed_at=MOMENT))
    assert not is_verified(spoken, None)
    assert not is_verified(unread, READER)
    assert not is_verified(open_, READER)
    assert is_verified(sealed, READER)
    assert _made(scan, spoken).VerificationFlag == "UNVERIFIED"
    verified = _made(scan, sealed, READER)
    assert verified.VerificationFlag == "VERIFIED"
    assert verified.VerifyingObserverSequence[0].VerifyingObserverName == "Müller^Käthe"
    assert "Nothing held" in _said(_content(verified), Level.C1, codes.OWN_READ)


def test_a_reader_without_a_name_is_none():
    """A verifying observer has both a name and an organisation."""
    with pytest.raises(ValueError, match="names its reader"):
        Reader("Müller", " ")


def test_every_code_of_the_own_scheme_is_short_and_means_one_thing():
    """Code values fit into 16 characters (SH), and no value has two meanings."""
    tables = [v for v in vars(codes).values() if isinstance(v, dict)]
    found = [v for v in vars(codes).values() if getattr(v, "scheme_designator", "") == codes.SCHEME]
    found += [
        code
        for table in tables
        for code in table.values()
        if getattr(code, "scheme_designator", "") == codes.SCHEME
    ]
    assert len(found) > 40
    assert max(len(code.value) for code in found) <= 16
    meanings = {}
    for code in found:
        assert meanings.setdefault(code.value, code.meaning) == code.meaning
    assert all(verdict in codes.VERDICTS for verdict in Verdict)


def test_equal_stamps_make_equal_objects(scan, spoken):
    """With time and UIDs handed in, two reports are the same byte by byte."""

    def stamped():
        count = iter(range(1, 10))
        return Stamp(MOMENT, lambda: pydicom.uid.UID(f"2.25.{next(count)}"))

    source = source_of(scan.volume)
    pair = [structured_report(source, scan.volume, scan.analysis, stamped(), spoken) for _ in "ab"]
    for made in pair:
        # highdicom notes here when it was called.
        del made.ContributingEquipmentSequence
    assert encoded(pair[0]) == encoded(pair[1])
    assert pair[0].SeriesInstanceUID == "2.25.1"
    assert str(pair[0].ContentDate) == "20260102"
