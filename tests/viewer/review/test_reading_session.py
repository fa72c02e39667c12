"""A reading session: every intent is a step, is logged where it counts, and is on disk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from inference.findings import LEVELS, Level
from inference.imaging.errors import OutputError
from inference.preprocessing.windowing import Window
from viewer.review.key import session_key
from viewer.review.log import Event, ModelWord
from viewer.review.marks import Distance
from viewer.review.plane import PatientPlane
from viewer.review.review import (
    CraniocervicalMeasurement,
    FalsePositiveReason,
    Impression,
    KeyImage,
    MeasurementState,
    MissedReason,
    OwnFinding,
    Review,
    Verdict,
)
from viewer.review.session import ReadingSession

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLANE = PatientPlane((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
LINE = Distance(id="line", plane=PLANE, start_mm=(0.0, 0.0, 0.0), end_mm=(5.0, 0.0, 0.0))
BDI = CraniocervicalMeasurement("basion-dens interval", 7.0)


class Clock:
    """A clock that moves on by a minute at each look."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def begin(tmp_path: Path, volume):
    """Open sessions of the crude neck, and close those that are still open."""
    sessions = []

    def begin() -> ReadingSession:
        for earlier in sessions:
            earlier.close()
        sessions.append(ReadingSession.open(tmp_path, session_key(volume), Clock()))
        return sessions[-1]

    yield begin
    for session in sessions:
        session.close()


def told(session):
    """What the log says, in short."""
    entries = [line.entry() for line in session.lines]
    return [(entry.event, entry.level, entry.reader) for entry in entries]


def say_everything(session):
    """One of each intent; returns the names of the steps."""
    mask = np.zeros((2, 3, 4), np.uint8)
    session.set_impression(Level.C2, Impression.SUSPECTED)
    session.set_own_text("odontoid")
    session.set_verdict(Level.C4, Verdict.REJECT, (FalsePositiveReason.CALCIFIED_VESSEL,))
    session.set_note(Level.C4, "vessel")
    session.put_mark(LINE)
    session.put_mark(Distance(id="line", plane=PLANE, start_mm=(0, 0, 0), end_mm=(6.0, 0, 0)))
    session.put_finding(OwnFinding("f", Level.C6, (MissedReason.LOW_LEVEL,), mark_id="line"))
    session.put_key_image(KeyImage("i", PLANE, Window(1800, 400)))
    session.paint_mask(mask, [3, 4], Level.C3)
    session.paint_mask(mask, [4], None)
    session.propose([BDI])
    session.decide(BDI.name, MeasurementState.CONFIRMED)
    session.remove_key_image("i")
    session.remove_finding("f")
    session.remove_mark("line")
    return [
        "Own read of C2: suspected",
        "Text of the own read",
        "Reject C4",
        "Note on C4",
        "Draw distance",
        "Change distance",
        "Add finding at C6",
        "Add key image",
        "Paint C3",
        "Erase from the masks",
        "Confirm basion-dens interval",
        "Delete key image",
        "Delete finding at C6",
        "Delete distance",
    ]


def test_every_intent_is_a_step_with_a_name(begin):
    """All of it can be undone one by one and done again."""
    session = begin()
    names = say_everything(session)
    assert [step.name for step in session.history.past] == names
    end = session.review
    for name in reversed(names):
        assert session.history.undo_name == name
        session.undo()
    assert session.review == Review(measurements=(BDI,))
    session.undo()
    for _ in names:
        session.redo()
    assert session.review == end
    assert session.history.redo_name is None


def test_every_step_is_on_disk(begin):
    """After each intent a new session finds just what was said."""
    session = begin()
    say_everything(session)
    assert session.save_error is None
    for _ in range(4):
        session.undo()
        said, lines = session.review, session.lines
        session = begin()
        assert (session.review, session.lines, session.notice) == (said, lines, "")
        session.set_verdict(Level.C1, Verdict.UNCERTAIN)


def test_the_log_has_both_sides(begin, analysis):
    """Reader's words, model's words, networks, time: one entry a level where they may differ."""
    session = begin()
    session.set_analysis(analysis)
    session.set_verdict(Level.C5, Verdict.REJECT, (FalsePositiveReason.OSTEOPHYTE,))
    (line,) = session.lines
    entry = line.entry()
    assert entry.time.tzinfo is not None
    assert entry.time > NOON
    assert (entry.event, entry.level) == (Event.VERDICT_CHANGED, Level.C5)
    assert entry.reader == "reject (osteophyte)"
    assert entry.model == ModelWord.of(analysis.findings[4])
    assert entry.model.probability == 0.93
    assert entry.models == analysis.models


def test_the_log_tells_what_counts(begin):
    """Verdicts, findings, decisions and masks, undone ones too; not every line that is drawn."""
    session = begin()
    say_everything(session)
    session.undo()
    session.undo()
    session.note_export(["report.pdf", "findings.json"])
    assert told(session) == [
        (Event.VERDICT_CHANGED, Level.C4, "reject (calcified vessel)"),
        (Event.FINDING_ADDED, Level.C6, "own finding (low level)"),
        (Event.MASK_EDITED, Level.C3, "2 voxels added, 0 removed against the model's mask"),
        (Event.MASK_EDITED, Level.C3, "1 voxels added, 0 removed against the model's mask"),
        (Event.MEASUREMENT_DECIDED, None, "basion-dens interval 7.0 mm: confirmed"),
        (Event.FINDING_REMOVED, Level.C6, "own finding (low level)"),
        (Event.FINDING_ADDED, Level.C6, "own finding (low level)"),
        (Event.EXPORTED, None, "report.pdf, findings.json"),
    ]
    assert session.verify_log() is None


def test_blind_first(begin, analysis):
    """The own read is sealed, then the model's is shown; no undo changes either."""
    session = begin()
    session.set_analysis(analysis)
    session.set_impression(Level.C2, Impression.SUSPECTED)
    session.set_verdict(Level.C1, Verdict.UNCERTAIN)
    session.commit_own_read()
    session.reveal()
    session.reveal()
    blind = session.review.blind
    assert blind.committed_at is not None
    assert blind.revealed_at is not None
    assert blind.committed_at < blind.revealed_at
    with pytest.raises(ValueError, match="committed"):
        session.set_impression(Level.C2, Impression.NOT_SUSPECTED)
    for _ in range(2):
        session.undo()
        assert session.review.blind == blind
    assert session.review.level(Level.C1).verdict is Verdict.NONE
    events = [event for event, _, _ in told(session)]
    assert events.count(Event.BLIND_READ_COMMITTED) == events.count(Event.REVEALED) == len(LEVELS)
    assert (Event.REVEALED, Level.C2, "suspected") in told(session)
    assert begin().review.blind == blind


def test_blind_first_is_remembered_and_no_step(begin):
    """Whether the model's word is withheld is kept, leaves undo alone, and ends with the read."""
    session = begin()
    session.set_impression(Level.C2, Impression.SUSPECTED)
    session.ask_blind(True)
    session.undo()
    assert session.review.blind.withholds
    session = begin()
    assert session.review.blind.withholds
    assert session.history.undo_name is None
    session.commit_own_read()
    assert not session.review.blind.withholds
    with pytest.raises(ValueError, match="committed"):
        session.ask_blind(False)


def test_what_can_not_be_changes_nothing(begin):
    """A refused intent is no step, no line and no file."""
    session = begin()
    with pytest.raises(ValueError, match="nothing with the id"):
        session.remove_mark("x")
    with pytest.raises(ValueError, match="reasons go with"):
        session.set_verdict(Level.C1, Verdict.ACCEPT, (FalsePositiveReason.ARTEFACT,))
    session.set_verdict(Level.C1, Verdict.NONE)
    assert (session.review, session.history.past, session.lines) == (Review(), (), ())


def test_a_failed_save_is_told_and_made_up_for(begin):
    """What can't be written stays in memory, and the next save writes all of it."""
    session = begin()
    session.set_note(Level.C1, "before")
    connection = session._file._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    session.set_note(Level.C2, "x" * 100_000)
    session.set_verdict(Level.C3, Verdict.ACCEPT)
    assert isinstance(session.save_error, OutputError)
    assert "no room left" in str(session.save_error)
    assert session.review.level(Level.C3).verdict is Verdict.ACCEPT
    connection.execute("PRAGMA max_page_count = 1000000")
    session.save()
    assert session.save_error is None
    said, lines = session.review, session.lines
    again = begin()
    assert (again.review, again.lines, again.verify_log()) == (said, lines, None)


def test_a_damaged_file_is_told_of(begin, tmp_path):
    """The reader is told where the old session went."""
    session = begin()
    path = session._file.path
    session.close()
    path.write_bytes(b"no database" * 1000)
    notice = begin().notice
    kept = next(tmp_path.glob("*.damaged-*"))
    assert "could not be read" in notice
    assert str(kept) in notice


def test_a_tampered_log_is_told_of_for_good(begin):
    """The notice names the entry; what is said afterwards mends nothing."""
    session = begin()
    session.set_verdict(Level.C1, Verdict.ACCEPT)
    session.set_verdict(Level.C2, Verdict.REJECT)
    connection = session._file._connection
    connection.execute("DROP TRIGGER log_is_not_shortened")
    connection.execute("DELETE FROM log WHERE number = 2")
    session = begin()
    assert "from entry 2 on" in session.notice
    for level in (Level.C3, Level.C4):
        session.set_verdict(level, Verdict.ACCEPT)
        broken = session.verify_log()
        assert broken is not None
        assert broken.number == 2
        session = begin()
        assert "from entry 2 on" in session.notice


def test_a_line_that_was_slipped_in_stops_no_saving(begin):
    """A foreign line at the end is named, and what is said is kept all the same."""
    session = begin()
    session.set_verdict(Level.C1, Verdict.ACCEPT)
    session._file._connection.execute("INSERT INTO log VALUES (2, '{}', 'f')")
    session = begin()
    session.set_verdict(Level.C2, Verdict.ACCEPT)
    assert session.save_error is None
    session = begin()
    assert session.review.level(Level.C2).verdict is Verdict.ACCEPT
    assert "from entry 2 on" in session.notice


def test_proposals_are_no_step_of_the_reader(begin):
    """Undo goes past them, and they are still there."""
    session = begin()
    session.set_verdict(Level.C1, Verdict.ACCEPT)
    session.propose([CraniocervicalMeasurement(BDI.name, 7.0, mark_id="line")], [LINE])
    assert session.history.undo_name == "Accept C1"
    session.undo()
    assert session.review.measurements[0].value_mm == 7.0
    assert session.review.marks == (LINE,)
    assert told(session)[-1] == (Event.VERDICT_CHANGED, Level.C1, "none")
