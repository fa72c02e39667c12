"""``findings.json`` against its schema and its source."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from importlib.resources import files

import numpy as np
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from inference.findings import LEVELS, Level, LevelState, PatientFinding
from inference.imaging.volume import VolumeWarning, WarningCode
from viewer.report.findings_json import SCHEMA_VERSION, findings_document, write_findings_json
from viewer.review.changes import (
    commit_own_read,
    put_finding,
    set_impression,
    set_note,
    set_verdict,
)
from viewer.review.checks import utc_now
from viewer.review.review import (
    UNREAD,
    FalsePositiveReason,
    Impression,
    MissedReason,
    OwnFinding,
    Verdict,
)


@pytest.fixture(scope="module")
def schema():
    """The schema that is shipped."""
    return json.loads(files("resources").joinpath("findings.schema.json").read_text("utf-8"))


def _written(tmp_path, volume, analysis, **options):
    write_findings_json(tmp_path / "findings.json", volume, analysis, **options)
    return (tmp_path / "findings.json").read_text(encoding="utf-8")


def test_schema_is_a_schema(schema):
    """The schema itself follows JSON Schema 2020-12 and this version's number."""
    Draft202012Validator.check_schema(schema)
    version = schema["properties"]["schema_version"]["pattern"]
    assert version.startswith("^" + SCHEMA_VERSION.split(".")[0])


@pytest.mark.parametrize("include_names", [False, True], ids=["without names", "with names"])
def test_follows_the_schema(tmp_path, schema, volume, weighed, include_names):
    """What is written is what the schema says, field by field."""
    text = _written(tmp_path, volume, weighed, include_names=include_names)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(json.loads(text))] == []


def test_nothing_analysed_follows_the_schema(schema, volume, weighed):
    """A scan that shows no neck still gives seven entries."""
    silent = tuple(
        replace(
            finding,
            state=LevelState.NOT_ANALYSED,
            reason="outside the field of view",
            probability=None,
            centroid_lps_mm=None,
            box_lps_mm=None,
            boxes_2d=(),
            planes=(),
        )
        for finding in weighed.findings
    )
    analysis = replace(weighed, findings=silent, patient=PatientFinding(None, 0.5), models=())
    document = findings_document(volume, analysis)
    assert [e.message for e in Draft202012Validator(schema).iter_errors(document)] == []
    assert [entry["suspected"] for entry in document["levels"]] == [None] * 7
    assert document["patient"]["suspected"] is None


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["levels"].pop(),
        lambda d: d["levels"].reverse(),
        lambda d: d["levels"][6].update(suspected=False),
        lambda d: d["levels"][0].update(probability=1.5),
        lambda d: d["volume"].update(shape_kji=[1, 2]),
        lambda d: d.update(more=1),
    ],
    ids=["six levels", "order", "suspected unknown", "probability", "shape", "extra field"],
)
def test_schema_refuses(schema, volume, weighed, change):
    """The schema is strict enough to find mistakes."""
    document = findings_document(volume, weighed)
    change(document)
    assert list(Draft202012Validator(schema).iter_errors(document))


def test_no_names_unless_asked(tmp_path, volume, weighed):
    """Who the patient is stays out of the file."""
    info = volume.info
    secrets = (info.patient_id, info.patient_birth_date, info.source, "Ellipsoid", "Eva")
    text = _written(tmp_path, volume, weighed)
    assert not [secret for secret in secrets if secret in text]


def test_names_when_asked(tmp_path, volume, weighed):
    """Who the patient is, as the header says it, where it was asked for."""
    named = replace(volume, info=replace(volume.info, patient_name="Иванов^Пётр=山田"))
    study = json.loads(_written(tmp_path, named, weighed, include_names=True))["study"]
    assert study["patient_name"] == "Иванов^Пётр=山田"
    assert study["patient_id"] == "TEST-0001"


def test_letters_that_unicode_lacks(tmp_path, volume, weighed):
    """A file name in no encoding at all can't stop the export."""
    odd = replace(volume, info=replace(volume.info, source="/scans/\udcff"))
    assert json.loads(_written(tmp_path, odd, weighed, include_names=True))


def test_values_are_the_analysis(volume, weighed):
    """Levels, states, probabilities and places are those of the analysis."""
    document = findings_document(volume, weighed)
    made = datetime.fromisoformat(document["analysed_utc"])
    assert made == weighed.made.replace(microsecond=0)
    for entry, finding in zip(document["levels"], weighed.findings, strict=True):
        assert entry["level"] == finding.level
        assert entry["state"] == finding.state
        assert entry["probability"] == finding.probability
        assert len(entry["boxes_2d"]) == len(finding.boxes_2d)
        assert len(entry["planes"]) == len(finding.planes)
        if finding.centroid_lps_mm is not None:
            np.testing.assert_allclose(entry["centroid_lps_mm"], finding.centroid_lps_mm, atol=1e-3)
    assert [entry["level"] for entry in document["levels"]] == list(LEVELS)
    assert document["levels"][1]["suspected"] is True
    assert document["levels"][0]["suspected"] is False


def test_affine_maps_indices_to_millimetres(volume, weighed):
    """The affine takes (i, j, k, 1), as the schema says."""
    affine = np.array(findings_document(volume, weighed)["volume"]["affine_lps"])
    np.testing.assert_allclose(
        (affine @ [3, 5, 7, 1])[:3], volume.geometry.index_to_lps((7, 5, 3)), atol=1e-9
    )


@pytest.mark.parametrize(
    "code",
    [WarningCode.SKIPPED_FILE, WarningCode.SKIPPED_SERIES, WarningCode.DUPLICATE_SLICES],
    ids=str,
)
def test_a_files_name_is_kept_back(volume, weighed, code):
    """Files bear people's names: the JSON says that one was left out, not which."""
    warning = VolumeWarning(code, "left out: DOE_JANE_7.dcm")
    odd = replace(volume, warnings=(warning,))
    assert "DOE_JANE" not in json.dumps(findings_document(odd, weighed))
    named = findings_document(odd, weighed, include_names=True)
    assert named["volume"]["warnings"] == [{"code": code.value, "text": warning.text}]


@pytest.fixture
def read():
    """A reader's word of every kind."""
    review = set_verdict(UNREAD, Level.C2, Verdict.REJECT, (FalsePositiveReason.ARTEFACT,))
    review = set_note(review, Level.C2, "Jane moved")
    finding = OwnFinding("f", Level.C6, (MissedReason.LOW_LEVEL,), "seen on Jane's sagittal")
    return set_impression(put_finding(review, finding), Level.C2, Impression.UNCERTAIN)


@pytest.mark.parametrize("include_names", [False, True], ids=["without names", "with names"])
def test_the_reader_s_word_follows_the_schema(schema, volume, weighed, read, include_names):
    """Verdicts and reasons are always there; free text only where names may be."""
    document = findings_document(volume, weighed, include_names, read)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []
    said = [level["reader"] for level in document["levels"]]
    assert (said[1]["verdict"], said[1]["reasons"]) == ("reject", ["artefact"])
    assert said[5]["own_findings"][0]["reasons"] == ["low_level"]
    assert said[0]["verdict"] == "none"
    assert ("Jane" in json.dumps(document)) == include_names


def test_an_own_read_counts_once_it_is_sealed(volume, weighed, read):
    """Before the commit it may still change; afterwards every level has one."""
    before = findings_document(volume, weighed, review=read)["levels"][1]["reader"]
    assert before["own_read"] is None
    sealed = commit_own_read(read, utc_now())
    after = findings_document(volume, weighed, review=sealed)["levels"]
    assert [level["reader"]["own_read"] for level in after[:2]] == ["none", "uncertain"]
