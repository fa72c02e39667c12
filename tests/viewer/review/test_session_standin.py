"""Reading goes on where its file can't be opened, and is kept as soon as it can."""

from __future__ import annotations

import pytest

from inference.findings import Level
from inference.imaging.errors import OutputError
from viewer.review.key import SessionKey
from viewer.review.review import Verdict
from viewer.review.session import ReadingSession

GRID = ((0.4, 0.0, 0.0, 1.0), (0.0, 0.4, 0.0, 2.0), (0.0, 0.0, 1.0, 3.0), (0.0, 0.0, 0.0, 1.0))
KEY = SessionKey("1.2", "1.2.3", "1", (30, 20, 10), GRID, "")


@pytest.fixture
def blocked(tmp_path):
    """A folder that can't be made, since a file lies in its place, and a reading without it."""
    folder = tmp_path / "sessions"
    folder.write_text("in the way")
    with pytest.raises(OutputError) as refusal:
        ReadingSession.open(folder, KEY)
    with ReadingSession.begin_unsaved(folder, KEY, refusal.value) as session:
        yield folder, session


def test_a_reading_begins_without_its_file(blocked):
    """It says from the start why nothing is kept, and keeps all in memory."""
    _, session = blocked
    assert "sessions" in str(session.save_error)
    session.set_verdict(Level.C4, Verdict.REJECT)
    assert session.save_error is not None
    assert session.review.level(Level.C4).verdict is Verdict.REJECT


def test_all_of_it_is_kept_once_the_file_comes(blocked):
    """The first save that succeeds writes what was said before, and the log of it."""
    folder, session = blocked
    session.set_verdict(Level.C4, Verdict.REJECT)
    folder.unlink()
    session.set_note(Level.C4, "vessel")
    assert session.save_error is None
    session.close()
    with ReadingSession.open(folder, KEY) as again:
        assert again.review == session.review
        assert again.lines == session.lines
        assert again.notice == ""


def test_an_earlier_reading_is_not_replaced(blocked):
    """What was said before elsewhere stays as it is; the reader is told what to do."""
    folder, session = blocked
    folder.unlink()
    with ReadingSession.open(folder, KEY) as earlier:
        earlier.set_verdict(Level.C1, Verdict.ACCEPT)
    session.set_verdict(Level.C4, Verdict.REJECT)
    assert "earlier reading" in str(session.save_error)
    session.close()
    with ReadingSession.open(folder, KEY) as again:
        assert again.review.level(Level.C1).verdict is Verdict.ACCEPT
        assert again.review.level(Level.C4).verdict is Verdict.NONE


def test_a_reading_that_is_open_elsewhere_waits(tmp_path):
    """Another window's reading of the same series is named, and its end lets this one in."""
    folder = tmp_path / "sessions"
    with ReadingSession.open(folder, KEY) as other:
        late = ReadingSession.begin_unsaved(folder, KEY, OutputError("taken"))
        late.set_verdict(Level.C4, Verdict.REJECT)
        assert "another window" in str(late.save_error)
        other.close()
        late.save()
        assert late.save_error is None
        late.close()


def test_a_reading_that_is_kept_nowhere(tmp_path):
    """It never complains and leaves no file."""
    session = ReadingSession.begin(KEY)
    session.set_verdict(Level.C4, Verdict.ACCEPT)
    session.close()
    assert session.save_error is None
    assert list(tmp_path.iterdir()) == []
