"""What the window says while there is nothing to read: empty, failed, doubtful, undecided."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from inference.findings import Finding, LevelState, PatientFinding, Progress
from inference.imaging.errors import WeightsError
from inference.imaging.volume import SeriesInfo
from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.window_driver import CTRL
from viewer.state.app import MessageKind
from viewer.state.wording import NOTHING_ANALYSED, NOTHING_DECIDED


def test_nothing_is_open(make_driver):
    """The panel says so, and promises no analysis of nothing."""
    driver = make_driver()
    findings = driver.window.side.findings
    assert findings.patient_text == "No study is open"
    assert not driver.window.side.analysis.button.isEnabled()


def test_a_magnetic_resonance_is_told_by_name(make_driver, tmp_path, qtbot):
    """What was left out and why stands where the images would be."""
    folder = tmp_path / "mr"
    write_ct_series(folder, ramp_hu(), Modality="MR")
    driver = make_driver()
    driver.dens.opening.open_path(folder)
    qtbot.waitUntil(lambda: driver.state.opening is None, timeout=20_000)
    said = driver.window.grid.start.text
    assert "1 MR series was left out" in said
    assert "Dens reads CT only" in said
    assert driver.window.grid.start.isVisible()


@pytest.mark.parametrize(
    ("info", "named"),
    [
        (SeriesInfo(body_part="KNEE"), "KNEE"),
        (SeriesInfo(study_description="CT Abdomen"), "CT Abdomen"),
        (SeriesInfo(body_part="HEAD", study_description="Head and neck"), ""),
        (SeriesInfo(), ""),
    ],
    ids=["part", "description", "neck, too", "silent"],
)
def test_another_part_of_the_body_is_doubted(make_driver, volume, info, named):
    """Before an analysis; it can be asked for all the same."""
    driver = make_driver()
    driver.show(replace(volume, info=info))
    bar = driver.window.side.analysis
    assert (f"“{named}”" in bar.doubt) is bool(named)
    assert bar._doubt.isVisible() is bool(named)
    assert bar.button.isEnabled()


def test_a_failed_analysis_says_why_and_may_be_asked_again(make_driver, volume, qtbot):
    """The error's own words, in one sentence, and the button is there."""

    def work_for(_volume):
        def work(_report):
            yield Progress("weights", 0.1, "Loading the networks")
            raise WeightsError("box.json: the model card is missing. Install Dens again.")

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: driver.state.message is not None, timeout=20_000)
    said = driver.state.message
    assert said.kind is MessageKind.ERROR
    assert said.text.startswith("The analysis stopped: box.json")
    assert driver.window.side.messages.isVisible()
    assert driver.window.side.analysis.button.isEnabled()
    assert driver.window.side.findings.patient_text == "Not analysed yet"


def test_where_no_level_was_found_nothing_is_said_of_a_threshold(
    make_driver, volume, analysis, qtbot
):
    """Message, panel and strip say that nothing was decided."""
    undecided = replace(
        analysis,
        mask=np.zeros_like(analysis.mask),
        findings=tuple(
            Finding(f.level, LevelState.NOT_ANALYSED, 0.5, "not found") for f in analysis.findings
        ),
        patient=PatientFinding(None, 0.5),
    )

    def work_for(_volume):
        def work(_report):
            yield Progress("masks", 0.5, "Finding the vertebrae")
            return undecided

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: driver.state.message is not None, timeout=20_000)
    assert driver.state.message.text == NOTHING_ANALYSED
    said = driver.window.side.findings.patient_text
    assert NOTHING_DECIDED in said
    assert "hreshold" not in said
    qtbot.waitUntil(lambda: driver.state.study.spine_sought, timeout=60_000)
    driver.settle()
    assert "no spine to follow" in driver.window.strip.message
