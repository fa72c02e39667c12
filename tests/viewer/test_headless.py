"""The analysis without a window."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from inference import pipeline
from inference.findings import LevelState, PatientFinding, Progress
from inference.imaging.errors import InputError, OutputError
from tests.dicom_factory import ramp_hu, write_ct_series
from viewer import headless
from viewer.headless import ANALYSED_IN_PART, DONE, Outcome, Request, run_request, tell
from viewer.state.wording import RESEARCH_NOTICE

FORBIDDEN = ("no fracture", "normal", "clear", "healthy")


def _console(**options):
    return Console(file=io.StringIO(), width=200, **options)


def _text(console):
    return console.file.getvalue()


@pytest.fixture
def prepared(monkeypatch, volume, analysis):
    """The crude neck and its analysis in place of reader and networks."""

    def open_volume(_path, _uid, progress):
        progress(1, 2)
        progress(2, 2)
        return volume

    def analyze(_volume, _device):
        yield Progress("masks", 0.5, "Finding the vertebrae")
        return analysis

    monkeypatch.setattr(headless, "open_volume", open_volume)
    monkeypatch.setattr(pipeline, "analyze", analyze)


@pytest.mark.usefixtures("prepared")
def test_opens_analyses_writes(tmp_path):
    """Progress rises to one, and three files are written."""
    seen = []
    request = Request(tmp_path / "study", tmp_path / "out")
    outcome = run_request(request, lambda text, fraction: seen.append((text, fraction)))
    fractions = [fraction for _, fraction in seen]
    assert fractions == sorted(fractions)
    assert seen[-1] == ("Done", 1.0)
    assert sorted(path.name for path in outcome.files) == [
        "findings.json",
        "masks.nii.gz",
        "report.pdf",
    ]
    assert outcome.exit_code == ANALYSED_IN_PART


def test_exit_code_of_a_whole_neck(volume, analysis):
    """Nothing but seven fully analysed levels counts as done."""
    whole = tuple(
        replace(finding, state=LevelState.ANALYSED, reason="", probability=0.1)
        for finding in analysis.findings
    )
    outcome = Outcome(volume, replace(analysis, findings=whole), (), 0.0, 0.0)
    assert outcome.exit_code == DONE


@pytest.mark.usefixtures("prepared")
def test_results_never_go_into_the_study(tmp_path):
    """The study's own folder is refused: the input stays as it is."""
    (tmp_path / "slice.dcm").write_bytes(b"")
    with pytest.raises(OutputError, match="holds the study itself"):
        run_request(Request(tmp_path, tmp_path / "." / ""), lambda _t, _f: None)
    assert [path.name for path in tmp_path.iterdir()] == ["slice.dcm"]


@pytest.mark.usefixtures("prepared")
def test_output_is_tried_before_the_analysis(tmp_path, monkeypatch):
    """Nobody waits minutes to hear that there is no place for the result."""
    monkeypatch.setattr(pipeline, "analyze", lambda *_: pytest.fail("was analysed"))
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        run_request(Request(tmp_path / "study", tmp_path / "file"), lambda _t, _f: None)


@pytest.mark.usefixtures("prepared")
def test_no_object_of_another_program_is_written_over(tmp_path, monkeypatch):
    """Nobody waits minutes to hear of it, and it stays as it is."""
    monkeypatch.setattr(pipeline, "analyze", lambda *_: pytest.fail("was analysed"))
    (other,) = write_ct_series(tmp_path / "out", ramp_hu((1, 8, 8)), Manufacturer="Other")
    other = other.rename(other.with_name("seg.dcm"))
    content = other.read_bytes()
    with pytest.raises(OutputError, match=r"seg\.dcm: was not written by Dens"):
        run_request(Request(tmp_path / "study", tmp_path / "out"), lambda _t, _f: None)
    assert other.read_bytes() == content


def test_reading_comes_before_writing(tmp_path):
    """A study that can't be read leaves no output folder behind."""
    with pytest.raises(InputError):
        run_request(Request(tmp_path / "nowhere", tmp_path / "out"), lambda _t, _f: None)
    assert not list(tmp_path.iterdir())


def test_tells_findings_places_and_times(volume, analysis):
    """The summary says each level's state and place, each step's time, and the notice."""
    console = _console()
    tell(console, Outcome(volume, analysis, (), 1.0, 2.0))
    text = _text(console)
    assert "C5  * Suspected" in text
    assert "at x 0.0  y 2.5  z 225.0 mm" in text
    assert "C7    Not analysed" in text
    assert "outside the field of view" in text
    assert "[gantry_tilt]" in text
    assert "masks              1.0 s" in text
    assert RESEARCH_NOTICE in text
    assert "Ellipsoid" not in text
    assert not [word for word in FORBIDDEN if word in text.lower()]


def test_tells_that_nothing_was_analysed(volume, analysis):
    """Without a single level the summary says so."""
    silent = tuple(
        replace(
            finding,
            state=LevelState.NOT_ANALYSED,
            reason="not found",
            probability=None,
            centroid_lps_mm=None,
        )
        for finding in analysis.findings
    )
    console = _console()
    nothing = replace(analysis, findings=silent, patient=PatientFinding(None, 0.5))
    tell(console, Outcome(volume, nothing, (), 1.0, 2.0))
    assert "No level could be analysed" in _text(console)


def test_plain_lines_without_a_terminal():
    """A log gets one line for each new step, without escape sequences."""
    console = _console()
    with headless.reporter(console) as report:
        report("Reading [1/2]", 0.0)
        report("Reading [1/2]", 0.1)
        report("Writing", 0.95)
    assert _text(console) == "  0%  Reading [1/2]\n 95%  Writing\n"


def test_bar_on_a_terminal():
    """A terminal gets a bar with the step's name."""
    console = _console(force_terminal=True)
    with headless.reporter(console) as report:
        report("Reading", 0.5)
    assert "Reading" in _text(console)
    assert "50%" in _text(console)
