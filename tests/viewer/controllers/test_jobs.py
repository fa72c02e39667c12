"""Background jobs: progress, results, errors as messages, cancelling, late answers dropped."""

import logging
import threading

import pytest

from inference.findings import Progress
from inference.imaging.errors import InputError
from viewer.controllers.jobs import JobRunner


@pytest.fixture
def runner(qapp):
    """Make a runner and see to it that none of its threads outlives the test."""
    runner = JobRunner(qapp)
    yield runner
    runner.shutdown()
    runner.deleteLater()


def heard(runner):
    """Collect everything that the runner tells."""
    told = []
    runner.progressed.connect(lambda progress: told.append(("progress", progress.fraction)))
    runner.finished.connect(lambda result: told.append(("finished", result)))
    runner.failed.connect(lambda text: told.append(("failed", text)))
    return told


def counting(_report, steps=3, result="done"):
    """Work in a few steps."""
    for step in range(steps):
        yield Progress("count", step / steps, "counting")
    return result


def test_progress_and_result(qtbot, runner):
    """Progress arrives in order, then the result, on the main thread."""
    told, threads = heard(runner), []
    runner.finished.connect(lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(runner.finished):
        runner.start(counting)
    assert told == [("progress", 0), ("progress", 1 / 3), ("progress", 2 / 3), ("finished", "done")]
    assert threads == [threading.main_thread()]
    assert not runner.running


def failing(error):
    """Make work that fails after its first step."""

    def work(_report):
        yield Progress("fail", 0.0, "failing")
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (InputError("a.dcm: no pixels. Choose another file."), "a.dcm: no pixels."),
        (MemoryError(), "Not enough memory"),
    ],
    ids=["expected", "memory"],
)
def test_error_becomes_a_message(qtbot, runner, error, text):
    """What a user can act on arrives as its own one line."""
    with qtbot.waitSignal(runner.failed) as signal:
        runner.start(failing(error))
    assert signal.args[0].startswith(text)


def test_defect_becomes_a_message_and_a_log_entry(qtbot, runner, caplog):
    """Even a defect leaves the window standing."""
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(runner.failed) as signal:
        runner.start(failing(ZeroDivisionError("oops")))
    assert signal.args == ["Unexpected ZeroDivisionError: oops"]
    assert "background job failed" in caplog.text


def test_error_before_the_first_step(qtbot, runner):
    """Work that can't even begin is told of, too."""

    def work(_report):
        raise InputError("weights: missing. Install them.")

    with qtbot.waitSignal(runner.failed) as signal:
        runner.start(work)
    assert signal.args == ["weights: missing. Install them."]


def gated(entered, gate, closed):
    """Make work that waits at a gate between its steps and tells when it is dropped."""

    def work(_report):
        try:
            for step in range(100):
                yield Progress("wait", step / 100, "waiting")
                entered.set()
                gate.wait()
            return "late"
        finally:
            closed.set()

    return work


def test_cancel_drops_the_generator_and_late_answers(qtbot, runner):
    """After a cancel nothing more is heard, though the step under way runs to its end."""
    entered, gate, closed = threading.Event(), threading.Event(), threading.Event()
    told = heard(runner)
    runner.start(gated(entered, gate, closed))
    assert entered.wait(5)
    runner.cancel()
    assert not runner.running
    gate.set()
    assert closed.wait(5)
    qtbot.wait(20)
    assert told == []


def test_cancel_from_within_a_step(qtbot, runner):
    """A step that reports by callback is ended by its next report."""
    entered, gate, ended = threading.Event(), threading.Event(), threading.Event()

    def work(report):
        yield Progress("step", 0.0, "stepping")
        try:
            entered.set()
            gate.wait()
            report(Progress("step", 0.5, "still stepping"))
        finally:
            ended.set()
        return "late"

    told = heard(runner)
    runner.start(work)
    assert entered.wait(5)
    runner.cancel()
    gate.set()
    assert ended.wait(5)
    qtbot.wait(20)
    assert ("finished", "late") not in told
    assert not any(kind == "failed" for kind, _ in told)


def test_a_new_job_replaces_the_old(qtbot, runner):
    """The answer of a replaced job never reaches the reader."""
    entered, gate, closed = threading.Event(), threading.Event(), threading.Event()
    told = heard(runner)
    runner.start(gated(entered, gate, closed))
    assert entered.wait(5)
    with qtbot.waitSignal(runner.finished):
        runner.start(lambda report: counting(report, steps=1, result="new"))
    gate.set()
    assert closed.wait(5)
    qtbot.wait(20)
    assert [entry for entry in told if entry[0] == "finished"] == [("finished", "new")]


def test_shutdown_joins(runner):
    """Nothing runs on after the window is closed."""
    runner.start(lambda report: counting(report, steps=10_000))
    runner.shutdown()
    assert not [t for t in threading.enumerate() if t.name.startswith("dens-job")]
