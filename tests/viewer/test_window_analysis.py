"""The analysis from the window: in the background, cancelled, failing, and exported."""

import threading

import pytest
from PySide6.QtCore import Qt

from inference.findings import Progress
from inference.imaging.errors import WeightsError
from tests.viewer.window_driver import CTRL


def slow_work(analysis):
    """Make work that yields often and returns the analysis."""

    def work_for(_volume):
        def work(_report):
            for step in range(20):
                yield Progress("masks", step / 20, f"Step {step}")
            return analysis

        return work

    return work_for


def test_analysis_runs_in_the_background(qtbot, make_driver, volume, analysis):
    """Analyse shows progress, then the findings, and says what to do next."""
    gate = threading.Event()

    def work_for(_volume):
        def work(_report):
            yield Progress("masks", 0.25, "Finding the vertebrae")
            gate.wait()
            return analysis

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.key(Qt.Key.Key_Return, CTRL)
    bar = driver.window.side.analysis
    assert bar.cancel.isVisible()
    qtbot.waitUntil(lambda: bar.progress.value() == 250)
    driver.key(Qt.Key.Key_Down)
    gate.set()
    qtbot.waitUntil(lambda: driver.state.analysing is None)
    assert driver.state.study.analysis is analysis
    assert "Suspected: C5, C2" in driver.window.side.messages.text
    assert bar.button.text() == "Analyse again"
    driver.key(Qt.Key.Key_Escape)
    assert not driver.window.side.messages.isVisible()


@pytest.mark.parametrize("waited_ms", [0, 1, 3, 10, 30])
def test_analysis_can_be_cancelled_at_any_moment(qtbot, make_driver, volume, analysis, waited_ms):
    """After Cancel nothing of the analysis is shown, however far it was."""

    def work_for(_volume):
        def work(_report):
            import time

            for step in range(50):
                yield Progress("masks", step / 50, "Step")
                time.sleep(0.002)
            return analysis

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.window.side.analysis.button.click()
    qtbot.wait(waited_ms)
    driver.window.side.analysis.cancel.click()
    driver.dens.analysis.runner.shutdown()
    driver.settle()
    assert driver.state.analysing is None
    assert driver.state.study.analysis is None
    assert "cancelled" in driver.window.side.messages.text
    assert driver.window.side.analysis.button.isVisible()


def test_an_error_in_the_analysis_is_a_message(qtbot, make_driver, volume):
    """The study stays open, and the message says what to do."""

    def work_for(_volume):
        def work(_report):
            yield Progress("weights", 0.0, "Loading")
            raise WeightsError("unet.safetensors: wrong hash. Install the weights again.")

        return work

    driver = make_driver(work_for)
    driver.show(volume)
    driver.window.side.analysis.button.click()
    qtbot.waitUntil(lambda: driver.state.analysing is None)
    assert "wrong hash" in driver.window.side.messages.text
    assert driver.state.study.volume is volume
    driver.window.side.messages.dismiss.click()
    assert driver.state.message is None


def test_another_study_ends_the_analysis(qtbot, make_driver, volume, unnamed, analysis):
    """An analysis never lands on a volume that it was not made on."""
    driver = make_driver(slow_work(analysis))
    driver.show(volume)
    driver.dens.analysis.analyse()
    driver.show(unnamed)
    assert driver.state.analysing is None
    assert driver.window.actions_.analyse.isEnabled()
    assert not driver.window.actions_.cancel.isEnabled()
    qtbot.wait(30)
    assert driver.state.study.analysis is None


def test_closing_ends_the_work(make_driver, volume, analysis):
    """Closing the window cancels and joins what runs."""
    driver = make_driver(slow_work(analysis))
    driver.show(volume)
    driver.dens.analysis.analyse()
    driver.window.close()
    assert not driver.dens.analysis.runner.running


@pytest.mark.parametrize("altered", [False, True], ids=["missing", "altered"])
def test_weights_that_will_not_do_are_a_message(
    qtbot, make_driver, volume, tmp_path, monkeypatch, altered
):
    """The real loader's word reaches the reader; the study stays."""
    from inference.networks import models

    if altered:
        card = models.bundled_weights() / "segmentation.json"
        (tmp_path / card.name).write_bytes(card.read_bytes())
        (tmp_path / "segmentation.safetensors").write_bytes(b"altered")
    monkeypatch.setattr(models, "bundled_weights", lambda: tmp_path)
    driver = make_driver()
    driver.show(volume)
    driver.window.side.analysis.button.click()
    qtbot.waitUntil(lambda: driver.state.analysing is None, timeout=60_000)
    assert "segmentation." in driver.window.side.messages.text
    assert driver.state.study.volume is volume


def test_exporting_before_an_analysis_is_refused(make_driver, volume, tmp_path):
    """There is nothing to write before an analysis, and the window says so."""
    driver = make_driver()
    driver.show(volume)
    assert not driver.window.actions_.export_pdf.isEnabled()
    driver.dens.export.export_pdf(tmp_path / "report.pdf")
    assert "analyse first" in driver.window.side.messages.text


def test_export(qtbot, driver, tmp_path):
    """The report and everything else are written off the main thread."""
    driver.dens.export.export_pdf(tmp_path / "report.pdf")
    qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=30_000)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "report.pdf" in driver.window.side.messages.text
    driver.dens.export.export_all(tmp_path / "all")
    qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=30_000)
    assert (tmp_path / "all" / "findings.json").exists()


def test_export_that_fails_is_a_message(qtbot, driver, tmp_path):
    """A report that can't be written is said so, and the window stays."""
    (tmp_path / "file").write_text("in the way")
    driver.dens.export.export_pdf(tmp_path / "file" / "report.pdf")
    qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=30_000)
    assert "Nothing was exported" in driver.window.side.messages.text
