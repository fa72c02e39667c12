"""The report as a reader of PDF sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from inference.findings import Level, LevelState, ModelInfo, PatientFinding
from inference.imaging.errors import OutputError
from inference.imaging.volume import SeriesInfo, VolumeWarning, WarningCode
from inference.networks.card import read_cards
from inference.networks.models import bundled_weights
from tests.viewer.evidence_analysis import with_evidence
from viewer.report.fonts import text_width
from viewer.report.pages import SMALL, broken, shortened
from viewer.report.pdf import write_pdf
from viewer.review.changes import commit_own_read, set_note, set_verdict
from viewer.review.checks import utc_now
from viewer.review.review import UNREAD, FalsePositiveReason, Verdict
from viewer.state.wording import NECK_ALONE_SUSPECTED, RESEARCH_NOTICE, percent

FORBIDDEN = ("no fracture", "normal spine", "all clear", "healthy", "unremarkable")


def _pages(path):
    # Lines of a paragraph break anywhere: compare with single spaces.
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.fixture(scope="module")
def report(tmp_path_factory, volume, weighed):
    """The crude neck's report."""
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    write_pdf(path, volume, weighed)
    return path


def test_every_page_says_whose_it_is(report):
    """Patient, study, page number, notice and weights stand on every page."""
    pages = _pages(report)
    assert len(pages) == 4
    for number, text in enumerate(pages, start=1):
        assert "Ellipsoid, Eva" in text
        assert "TEST-0001" in text
        assert "CT cervical spine, trauma" in text
        assert f"Page {number} of 4" in text
        assert RESEARCH_NOTICE in text
        assert "CrackNet 0.1.0 (abababab)" in text
        assert "Trained on: 400 synthetic necks" in text


def test_table_says_every_level(report, weighed):
    """Seven rows: each with its state, and the window's own words and numbers."""
    text = _pages(report)[0]
    for finding in weighed.findings:
        assert f" {finding.level} " in text
        if finding.probability is not None:
            assert percent(finding.probability) in text
        assert finding.reason in text
    assert "Fracture suspected at C5 and C2." in text
    assert "▲ Suspected" in text
    assert "Not analysed" in text
    assert "not a finding of normality" in text


def test_a_neck_suspected_as_a_whole_leads_the_result(tmp_path, volume, weighed):
    """Where no single level reaches its threshold, the headline still names the suspicion."""
    quiet = tuple(
        f if f.probability is None else replace(f, probability=0.1) for f in weighed.findings
    )
    write_pdf(tmp_path / "report.pdf", volume, replace(weighed, findings=quiet))
    text = _pages(tmp_path / "report.pdf")[0]
    assert NECK_ALONE_SUSPECTED in text
    assert "No level is suspected" not in text


def test_volume_warnings_are_repeated(report):
    """What was wrong with the volume stands in the report."""
    text = _pages(report)[0]
    assert "Gantry tilt of 4 degrees was corrected." in text
    assert "1.500 mm between slices" in text
    assert "96 slices of 120 × 128" in text


def test_it_says_when_the_analysis_was_made(tmp_path, volume, weighed):
    """One that was kept is dated by itself, not by the report."""
    path = tmp_path / "report.pdf"
    write_pdf(path, volume, replace(weighed, made=datetime(2020, 2, 29, 12, 30, tzinfo=UTC)))
    text = " ".join(_pages(path))
    assert "Analysed on 2020-02-29" in text
    assert "Made by Dens" in text


def test_key_images_of_suspected_levels(report):
    """Each suspected level has nine images: three planes in three bone windows."""
    reader = PdfReader(report)
    counts = [len(page.images) for page in reader.pages]
    assert counts == [0, 2, 9, 9]
    first = " ".join(reader.pages[2].extract_text().split())
    assert "C5: fracture suspected" in first
    for words in ("W 1800 L 400", "W 2800 L 600", "W 4000 L 700", "Axial, slice", "20 mm"):
        assert words in first


def test_never_says_that_there_is_no_fracture(report):
    """The report names suspicions, never their absence."""
    text = " ".join(_pages(report)).lower()
    assert not [words for words in FORBIDDEN if words in text]


def test_fonts_are_embedded(report):
    """The file looks the same everywhere: no font is left to the reader's system."""
    for page in PdfReader(report).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor


def test_metadata_names_no_patient(report):
    """File managers show a title, which names nobody."""
    assert "Ellipsoid" not in str(PdfReader(report).metadata)


@pytest.mark.parametrize("probability", [0.1, None], ids=["below threshold", "not analysed"])
def test_nothing_suspected(tmp_path, volume, weighed, probability):
    """Without a suspected level the report says just that."""
    state = LevelState.ANALYSED if probability else LevelState.NOT_ANALYSED
    findings = tuple(
        replace(
            finding,
            state=state,
            reason="" if probability else "outside the field of view",
            probability=probability,
        )
        for finding in weighed.findings
    )
    analysis = replace(weighed, findings=findings, patient=PatientFinding(probability, 0.5))
    write_pdf(tmp_path / "r.pdf", volume, analysis)
    text = " ".join(_pages(tmp_path / "r.pdf"))
    if probability:
        assert "No level is suspected at the working threshold; this is not a finding of" in text
    else:
        assert "No level could be analysed." in text
    assert "▲" not in text


def test_silent_headers(tmp_path, volume, weighed):
    """A file without names and dates makes a report all the same."""
    write_pdf(tmp_path / "r.pdf", replace(volume, info=SeriesInfo(), warnings=()), weighed)
    text = _pages(tmp_path / "r.pdf")[0]
    assert "Patient not named" in text
    assert "none raised while reading" in text


def test_long_and_hostile_texts(tmp_path, volume, weighed):
    """Whatever a header holds is printed as text and never breaks a page."""
    info = replace(
        volume.info,
        patient_name="<b>" + "X" * 400 + "^&amp;\x00\x07",
        study_description="</para><img src='x'/>" * 20,
        series_instance_uid="1." * 300,
        source="/scans/" + "long" * 200,
        lossy_ratio=12.5,
    )
    warnings = tuple(VolumeWarning(WarningCode.SKIPPED_FILE, f"file {n} " * 60) for n in range(40))
    models = (ModelInfo("Net" * 60, "1" * 60, "cd" * 32, "words " * 200),) * 3
    write_pdf(
        tmp_path / "r.pdf",
        replace(volume, info=info, warnings=warnings),
        replace(weighed, models=models),
    )
    text = " ".join(_pages(tmp_path / "r.pdf"))
    assert "lossy, ratio 12.5 : 1" in text
    assert "file 39" in text


def test_every_network_that_is_shipped_is_named_at_the_foot(tmp_path, volume, weighed):
    """In full, on every page, whatever they are called today."""
    models = tuple(
        ModelInfo(card.name, card.version, card.sha256, card.trained_on)
        for card in read_cards(bundled_weights())
    )
    write_pdf(tmp_path / "r.pdf", volume, replace(weighed, models=models))
    for text in _pages(tmp_path / "r.pdf"):
        for model in models:
            assert f"{model.name} {model.version} ({model.sha256[:8]})" in text
        assert models[0].trained_on in text
        assert "Made by Dens" in text


def test_a_list_is_broken_after_its_semicolons():
    """As few lines as it takes; a name that is too long alone is not torn."""
    names = "one 1; two 2; three 3"
    assert broken(names, SMALL, 1000) == [names]
    room = text_width("one 1; two 2;", SMALL)
    assert broken(names, SMALL, room) == ["one 1; two 2;", "three 3"]
    assert broken(names, SMALL, 1) == ["one 1;", "two 2;", "three 3"]


@pytest.mark.usefixtures("full_disk")
def test_no_room(tmp_path, volume, weighed):
    """A full device keeps the earlier report and tells it in one line."""
    path = tmp_path / "report.pdf"
    path.write_bytes(b"earlier")
    with pytest.raises(OutputError, match=r"report\.pdf: can't be written: no room left"):
        write_pdf(path, volume, weighed)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_shortened_lines_say_so():
    """A line that is too long for its place ends in an ellipsis."""
    assert shortened("short", SMALL, 100) == "short"
    cut = shortened("a very long line indeed", SMALL, 50)
    assert cut.endswith("…")
    assert len(cut) < 20


def test_the_reader_s_word_is_told(tmp_path, volume, weighed):
    """Every level's verdict, reasons and note, in the window's words; who was first as well."""
    review = set_verdict(UNREAD, Level.C5, Verdict.REJECT, (FalsePositiveReason.OSTEOPHYTE,))
    review = commit_own_read(set_note(review, Level.C5, "bridging spur"), utc_now())
    write_pdf(tmp_path / "r.pdf", volume, weighed, review)
    pages = _pages(tmp_path / "r.pdf")
    text = " ".join(pages)
    assert "Reader: 1 of 7 read" in text
    assert text.count("Rejected: osteophyte; bridging spur") == 2
    assert "The own read was committed on" in text
    assert "Not read" in text


def test_the_result_tells_the_reader_s_word(tmp_path, volume, weighed):
    """A rejected suspicion is not left alone in the headline; an accepted word is named."""
    review = set_verdict(UNREAD, Level.C2, Verdict.REJECT, (FalsePositiveReason.ARTEFACT,))
    review = set_verdict(review, Level.C1, Verdict.ACCEPT)
    review = set_verdict(review, Level.C4, Verdict.REJECT)
    review = set_verdict(review, Level.C3, Verdict.UNCERTAIN)
    write_pdf(tmp_path / "r.pdf", volume, weighed, review)
    text = _pages(tmp_path / "r.pdf")[0]
    result = text[text.index("Result") : text.index("Whole neck")]
    assert "Fracture suspected at C5 and C2." in result
    assert (
        "Reader, 4 of 7 read: fracture suspected at C4; suspicion rejected at C2; uncertain at "
        "C3; suspected by the networks but not read: C5."
    ) in result
    assert "C1 Below threshold Accepted" in text
    assert "C2 ▲ Suspected Rejected: artefact" in text


def test_a_reading_that_changes_nothing(tmp_path, volume, weighed):
    """Levels below the threshold, accepted: the sentence never calls them whole."""
    unsuspected = tuple(
        replace(f, probability=None if f.probability is None else 0.01) for f in weighed.findings
    )
    review = set_verdict(UNREAD, Level.C1, Verdict.ACCEPT)
    write_pdf(tmp_path / "r.pdf", volume, replace(weighed, findings=unsuspected), review)
    text = _pages(tmp_path / "r.pdf")[0]
    assert "Reader, 1 of 7 read: nothing added to the networks' word." in text


def test_an_unread_report_says_so(report):
    """Without a reader it is the networks' word alone."""
    assert "Reader: no level has been read." in _pages(report)[0]
    assert "Reader: 0 of 7 read" in " ".join(_pages(report))
    assert "verified by nobody" in " ".join(_pages(report))


def test_key_images_say_what_they_go_through(tmp_path, volume, analysis, report):
    """Of both suspected levels nine images each; an analysis without maps says the other thing."""
    path = tmp_path / "report.pdf"
    write_pdf(path, volume, with_evidence(analysis))
    pages = _pages(path)[2:]
    assert [text.count("Through the strongest evidence") for text in pages] == [9, 9]
    assert all("the network's map of cracks is highest" in text for text in pages)
    before = " ".join(_pages(report))
    assert "strongest evidence" not in before
    assert "through the centre of the level's mask" in before
