"""Whatever the window speaks, a reading leaves it in English: the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pydicom
import pytest
from reportlab import rl_config

from inference.preprocessing.windowing import Window
from viewer.report import findings_json, pdf
from viewer.report.dicom_common import Stamp
from viewer.report.export import bundle_writers
from viewer.report.outgoing import outgoing_objects
from viewer.review.review import KeyImage
from viewer.state.person import Reader
from viewer.texts import english, tr, use_lookup

MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


class Stopped(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz=None):
        """Return the one moment."""
        return MOMENT.astimezone(tz)


@pytest.fixture
def same_each_time(monkeypatch):
    """Let two exports differ by nothing but what is said, and by UIDs."""
    monkeypatch.setattr(Stamp, "now", lambda: Stamp(MOMENT))
    for module in (pdf, findings_json):
        monkeypatch.setattr(module, "datetime", Stopped)
    monkeypatch.setattr(rl_config, "invariant", 1)


@pytest.fixture
def reading(spoken):
    """A whole reading, with a key image of its first mark's plane."""
    image = KeyImage("k", spoken.marks[0].plane, Window(1800, 400, "Bone"), 2.0, "C5")
    return replace(spoken, key_images=(image,))


def without_uids(content):
    """Return all of a DICOM object but its UIDs and the times at which it was made."""
    dataset = pydicom.dcmread(BytesIO(content))

    def empty(_, element):
        if element.VR in {"UI", "TM", "DA", "DT"}:
            element.value = ""

    dataset.walk(empty)
    return dataset.to_json()


def written(folder, scan, reading):
    """Return what stands in every file of an export, by its name."""
    reader = Reader("Müller, Käthe", "Klinik")
    contents = {}
    writers = bundle_writers(folder, scan.volume, scan.analysis, True, reading, reader)
    for path, write in writers.items():
        stream = BytesIO()
        write(stream)
        content = stream.getvalue()
        contents[path.name] = without_uids(content) if path.suffix == ".dcm" else content
    return contents


@pytest.mark.usefixtures("same_each_time")
def test_every_file_is_the_same_in_german(tmp_path, scan, reading, request):
    """Report, findings, SR, SEG, key images, presentation states: byte for byte but for UIDs."""
    before = written(tmp_path, scan, reading)
    request.getfixturevalue("german")
    after = written(tmp_path, scan, reading)
    assert tr("Open") == "Öffnen"
    assert {"report.pdf", "findings.json", "sr.dcm", "seg.dcm"} < set(before)
    assert list(after) == list(before)
    assert [name for name in before if after[name] != before[name]] == []


def test_what_is_sent_says_nothing_in_brackets(scan, reading):
    """The objects are made in English; their titles are for the reader, in the window's words."""
    use_lookup(lambda text, plural, number: f"⟦{english(text, plural, number)}⟧")
    try:
        sent = outgoing_objects(scan.volume, scan.analysis, reading)
    finally:
        use_lookup(english)
    assert sent[0].title.startswith("⟦Segmentation⟧: ")
    assert [one.title for one in sent if "⟦" in str(one.dataset)] == []
