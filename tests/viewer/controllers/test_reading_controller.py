"""What the reader says reaches the session and comes back through the state: with a mock form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inference.findings import Level
from viewer.controllers.jobs import JobRunner
from viewer.controllers.reading import ReadingController
from viewer.controllers.sessions import SessionsController
from viewer.review.log import Event
from viewer.review.review import (
    FalsePositiveReason,
    Impression,
    MissedReason,
    Verdict,
)
from viewer.state.app import open_study, set_analysis
from viewer.state.study import make_study
from viewer.store import Store
from viewer.widgets.actions import Actions


class MockForm(QObject):
    """The form's signals, and nothing else."""

    chosen = Signal(object, bool)
    reasons_given = Signal(tuple)
    missed_given = Signal(object)
    note_written = Signal(str)


class Bench:
    """The controllers around a store, without a window."""

    def __init__(self, folder, qtbot):
        self.qtbot = qtbot
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.store = Store(self.parent)
        self.form = MockForm(self.parent)
        self.actions = Actions(self.parent)
        self.sessions = SessionsController(self.store, JobRunner(self.parent), folder, self.parent)
        self.reading = ReadingController(
            self.store, self.sessions, self.form, self.actions, self.parent
        )

    @property
    def review(self):
        """What has been said, as the state has it."""
        return self.store.state.reading.review

    def open(self, volume):
        """Open a volume and wait until its session is known."""
        self.store.set(open_study(self.store.state, make_study(volume)))
        self.qtbot.waitUntil(lambda: self.store.state.reading is not None)

    def analyse(self, analysis):
        """Let an analysis arrive."""
        self.store.set(set_analysis(self.store.state, analysis))

    def stand_at(self, level):
        """Choose a level."""
        self.store.update_view(lambda view: replace(view, selected=level))


@pytest.fixture
def begin(qtbot, tmp_path):
    """Set up benches whose files are let go of at the end."""
    benches = []

    def begin(folder=tmp_path / "sessions"):
        for bench in benches:
            bench.sessions.shutdown()
        benches.append(Bench(folder, qtbot))
        return benches[-1]

    yield begin
    for bench in benches:
        bench.sessions.shutdown()


@pytest.fixture
def bench(begin, volume, analysis):
    """The crude neck, analysed, at C5."""
    bench = begin()
    bench.open(volume)
    bench.analyse(analysis)
    bench.stand_at(Level.C5)
    return bench


@pytest.fixture
def neck_elsewhere(volume):
    """Another series of the same neck."""
    return replace(volume, info=replace(volume.info, series_instance_uid="2.25.99"))


def test_a_choice_is_made_and_taken_back(bench):
    """A verdict given twice by the form is one and none."""
    bench.form.chosen.emit(Verdict.ACCEPT, True)
    assert bench.review.level(Level.C5).verdict is Verdict.ACCEPT
    bench.form.chosen.emit(Verdict.ACCEPT, False)
    assert bench.review.level(Level.C5).verdict is Verdict.NONE


def test_reasons_go_with_the_doubt(bench):
    """They stay from rejected to uncertain, and go with an acceptance."""
    vessel = (FalsePositiveReason.CALCIFIED_VESSEL,)
    bench.actions.reject.trigger()
    bench.form.reasons_given.emit(vessel)
    bench.actions.uncertain.trigger()
    assert bench.review.level(Level.C5).reasons == vessel
    bench.actions.accept.trigger()
    assert bench.review.level(Level.C5).reasons == ()


def test_an_own_finding_comes_changes_and_goes(bench):
    """One a level: with no reason, with some, and taken away."""
    bench.actions.own_finding.trigger()
    (finding,) = bench.review.findings
    bench.form.missed_given.emit((MissedReason.LOW_LEVEL,))
    assert bench.review.findings == (replace(finding, reasons=(MissedReason.LOW_LEVEL,)),)
    bench.actions.own_finding.trigger()
    assert len(bench.review.findings) == 1
    bench.form.missed_given.emit(None)
    assert bench.review.findings == ()


def test_a_level_that_was_not_analysed_can_not_be_rejected(bench):
    """The model said nothing there; the reader is told what can be said instead."""
    bench.stand_at(Level.C7)
    bench.actions.reject.trigger()
    assert bench.review.level(Level.C7).verdict is Verdict.NONE
    assert "nothing to reject" in bench.store.state.message.text
    bench.actions.accept.trigger()
    bench.actions.own_finding.trigger()
    assert bench.review.is_read(Level.C7)


def test_undo_and_redo_are_named(bench):
    """The menu says what it would take back."""
    assert not bench.actions.undo.isEnabled()
    bench.actions.reject.trigger()
    assert bench.actions.undo.text() == "&Undo: Reject C5"
    bench.actions.undo.trigger()
    assert bench.review.level(Level.C5).verdict is Verdict.NONE
    assert (bench.actions.undo.text(), bench.actions.redo.text()) == (
        "&Undo",
        "&Redo: Reject C5",
    )
    bench.actions.redo.trigger()
    assert bench.review.level(Level.C5).verdict is Verdict.REJECT


def test_a_note_is_one_step(bench):
    """Letters that are written at once are taken back at once."""
    for text in ("o", "od", "odd"):
        bench.form.note_written.emit(text)
    assert bench.review.level(Level.C5).text == "odd"
    bench.actions.undo.trigger()
    assert bench.review.level(Level.C5).text == ""


def test_it_reopens_as_it_was_left(bench, begin, volume):
    """Another window finds the same review, and nothing to undo."""
    bench.actions.reject.trigger()
    bench.form.note_written.emit("vessel")
    said = bench.review
    again = begin()
    again.open(volume)
    assert again.review == said
    assert not again.actions.undo.isEnabled()


def test_going_back_to_a_series_brings_its_undo_along(bench, volume, unnamed):
    """Sessions stay open: a study opened again in the same window goes on."""
    bench.actions.reject.trigger()
    bench.open(unnamed)
    assert not bench.actions.undo.isEnabled()
    bench.open(volume)
    assert bench.actions.undo.text() == "&Undo: Reject C5"


def test_a_folder_that_can_not_be_is_one_notice(begin, tmp_path, volume, analysis):
    """Reading goes on, the panel says that it isn't saved, and all is kept once it can be."""
    folder = tmp_path / "blocked"
    folder.write_text("in the way")
    bench = begin(folder)
    bench.open(volume)
    message = bench.store.state.message
    assert "can't be saved" in message.text
    assert "blocked" in message.text
    bench.store.say(None)
    bench.analyse(analysis)
    bench.stand_at(Level.C5)
    bench.actions.accept.trigger()
    assert bench.store.state.message is None
    assert "blocked" in bench.store.state.reading.unsaved
    folder.unlink()
    bench.actions.uncertain.trigger()
    assert bench.store.state.reading.unsaved == ""
    again = begin(folder)
    again.open(volume)
    assert again.review.level(Level.C5).verdict is Verdict.UNCERTAIN


def test_a_reading_that_is_open_elsewhere_is_one_notice(bench, qtbot, tmp_path, volume):
    """A second window of the same series is told; the first one's word stays."""
    bench.actions.accept.trigger()
    other = Bench(tmp_path / "sessions", qtbot)
    other.open(volume)
    assert "another window" in other.store.state.message.text
    other.sessions.shutdown()
    assert bench.review.level(Level.C5).verdict is Verdict.ACCEPT


def test_what_was_shown_is_logged(bench, analysis):
    """Without a blind read the log says that the model's word came first, and which model."""
    assert bench.review.blind.revealed_at is not None
    bench.actions.reject.trigger()
    bench.sessions.note_export(bench.store.state.reading.key, [])
    lines = [line.entry() for line in bench.sessions.session.lines]
    assert {entry.event for entry in lines[:7]} == {Event.REVEALED}
    verdict = lines[7]
    assert verdict.event is Event.VERDICT_CHANGED
    assert verdict.models == analysis.models
    assert verdict.model.threshold == 0.5
    assert lines[-1].event is Event.EXPORTED


def test_an_export_is_logged_with_its_own_reading(bench, neck_elsewhere):
    """Written after another series was opened, it stands in the log of the one it is of."""
    key = bench.store.state.reading.key
    first = bench.sessions.session
    bench.open(neck_elsewhere)
    second = bench.sessions.session
    assert second is not first
    bench.sessions.note_export(key, ["report.pdf"])
    assert first.lines[-1].entry().event is Event.EXPORTED
    assert all(line.entry().event is not Event.EXPORTED for line in second.lines)


def test_blind_first_withholds_until_the_commit(begin, volume, analysis):
    """The own read is sealed and logged; then the model is shown, and the difference told."""
    bench = begin()
    bench.actions.blind_first.trigger()
    bench.open(volume)
    bench.analyse(analysis)
    assert bench.store.state.shown_analysis is None
    bench.stand_at(Level.C2)
    bench.actions.reject.trigger()
    assert bench.review.blind.impression(Level.C2) is Impression.NOT_SUSPECTED
    bench.stand_at(Level.C5)
    bench.actions.own_finding.trigger()
    assert bench.review.blind.impression(Level.C5) is Impression.SUSPECTED
    bench.actions.commit_read.trigger()
    assert bench.store.state.shown_analysis is analysis
    assert not bench.review.findings_at(Level.C5)
    assert "1 level: C2" in bench.store.state.message.text
    entries = [line.entry() for line in bench.sessions.session.lines]
    committed = next(e for e in entries if e.event is Event.BLIND_READ_COMMITTED)
    assert committed.models == analysis.models
    told = {e.level: (e.reader, e.model.probability) for e in entries if e.event is Event.REVEALED}
    assert told[Level.C2] == ("not suspected", 0.71)
    assert not bench.actions.commit_read.isEnabled()
    assert not bench.actions.undo.isEnabled()


def test_enter_says_nothing_in_a_blind_read(begin, volume, analysis):
    """There is no word to agree with: who goes on with N and Enter from habit is told the keys."""
    bench = begin()
    bench.actions.blind_first.trigger()
    bench.open(volume)
    bench.analyse(analysis)
    bench.stand_at(Level.C5)
    bench.actions.reject.trigger()
    bench.actions.accept.trigger()
    assert bench.review.blind.impression(Level.C5) is Impression.NOT_SUSPECTED
    assert "F says that you suspect a fracture" in bench.store.state.message.text


def test_a_blind_read_goes_on_after_a_restart(begin, volume, analysis):
    """What was hidden when the window closed is hidden in the next one, unasked."""
    bench = begin()
    bench.open(volume)
    bench.actions.blind_first.trigger()
    bench.stand_at(Level.C3)
    bench.actions.uncertain.trigger()
    again = begin()
    again.open(volume)
    assert again.actions.blind_first.isChecked()
    again.analyse(analysis)
    assert again.store.state.shown_analysis is None
    assert again.review.blind.impression(Level.C3) is Impression.UNCERTAIN


def test_a_commit_before_the_analysis(begin, volume, analysis):
    """The read can be sealed first; the analysis is then shown as soon as it is there."""
    bench = begin()
    bench.actions.blind_first.trigger()
    bench.open(volume)
    bench.stand_at(Level.C5)
    bench.actions.reject.trigger()
    bench.actions.commit_read.trigger()
    assert bench.review.blind.revealed_at is None
    bench.analyse(analysis)
    assert bench.store.state.shown_analysis is analysis
    assert "C5" in bench.store.state.message.text


def test_giving_up_blind_first_shows_the_model_for_good(begin, volume, analysis):
    """Without a commit the reveal is logged, and no blind read is possible any more."""
    bench = begin()
    bench.actions.blind_first.trigger()
    bench.open(volume)
    bench.analyse(analysis)
    bench.actions.blind_first.trigger()
    assert bench.store.state.shown_analysis is analysis
    assert bench.review.blind.committed_at is None
    assert bench.review.blind.revealed_at is not None
    bench.actions.blind_first.trigger()
    assert bench.store.state.shown_analysis is analysis
    assert "has been shown" in bench.store.state.message.text


def test_nothing_can_be_said_before_there_is_a_study(begin):
    """Every command is off, and the form's words go nowhere."""
    bench = begin()
    does = bench.actions
    for action in (does.accept, does.reject, does.uncertain, does.own_finding, does.undo):
        assert not action.isEnabled()
    bench.form.chosen.emit(Verdict.ACCEPT, True)
    bench.form.note_written.emit("?")
    bench.form.missed_given.emit(())
    bench.form.reasons_given.emit(())
    assert bench.store.state.study is None
