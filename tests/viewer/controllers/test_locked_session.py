"""A session that another window has open never makes this window wait."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from inference.findings import Level
from viewer.controllers.jobs import JobRunner
from viewer.controllers.sessions import NOT_SAVED, SessionsController
from viewer.review.key import session_key
from viewer.review.review import Verdict
from viewer.review.session import ReadingSession
from viewer.state.app import open_study, set_analysis
from viewer.state.study import make_study
from viewer.state.walk import at_level
from viewer.store import Store

STALL_S = 0.35
"""Far below SQLite's own patience of a second, and above what a busy machine needs."""


class Pulse:
    """Measures the longest time in which the window heard of nothing."""

    def __init__(self, parent):
        self._last = time.monotonic()
        self.longest_s = 0.0
        timer = QTimer(parent)
        timer.timeout.connect(self._beat)
        timer.start(5)

    def _beat(self):
        now = time.monotonic()
        self.longest_s = max(self.longest_s, now - self._last)
        self._last = now


@pytest.fixture
def window(qtbot):
    """Stand in for the window: the parent of what lives as long as it does."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def sessions(window, tmp_path):
    """The controller over an empty folder."""
    controller = SessionsController(Store(window), JobRunner(window), tmp_path, window)
    yield controller
    controller.shutdown()


@pytest.fixture
def other(tmp_path, volume):
    """Another window that has the same series open, and has rejected C4."""
    with ReadingSession.open(tmp_path, session_key(volume)) as session:
        session.set_verdict(Level.C4, Verdict.REJECT)
        yield session


def test_a_session_that_is_let_go_of_is_taken_up(sessions, other, window, volume, qtbot):
    """What the other window kept is there, and nothing stood still until then."""
    store, pulse = sessions._store, Pulse(window)
    store.set(open_study(store.state, make_study(volume)))
    QTimer.singleShot(300, window, other.close)
    qtbot.waitUntil(lambda: store.state.reading is not None, timeout=10_000)
    assert store.state.reading.review.level(Level.C4).verdict is Verdict.REJECT
    assert store.state.reading.unsaved == ""
    assert pulse.longest_s < STALL_S


@pytest.mark.usefixtures("other")
def test_clicks_do_not_wait_for_a_locked_file(sessions, window, volume, analysis, qtbot):
    """The reading begins in memory; going to a level and judging it take no time."""
    store, pulse = sessions._store, Pulse(window)
    store.set(open_study(store.state, make_study(volume)))
    qtbot.waitUntil(lambda: store.state.reading is not None, timeout=10_000)
    assert store.state.message.text.startswith(NOT_SAVED)
    assert pulse.longest_s < STALL_S
    began = time.monotonic()
    store.set(set_analysis(store.state, analysis))
    store.set(replace(store.state, view=at_level(store.state, Level.C5)))
    sessions.change(lambda session: session.set_verdict(Level.C5, Verdict.ACCEPT))
    assert time.monotonic() - began < STALL_S
    assert "another window" in store.state.reading.unsaved
