"""The log tells of every entry that was changed, taken out or moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inference.findings import LEVELS, Level, LevelState, ModelInfo
from viewer.review import log
from viewer.review.errors import SessionError
from viewer.review.log import Event, LogEntry, LogHead, LogLine, ModelWord

STUDY = "5" * 64
START = LogHead(0, STUDY)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MODEL = ModelInfo("CrackNet", "0.1.0", "ab" * 32, "synthetic necks")


def entry(n):
    """The n-th entry of a reading."""
    word = ModelWord(LevelState.ANALYSED, "", 0.1 * n, 0.5)
    return LogEntry(
        NOON + timedelta(minutes=n), Event.VERDICT_CHANGED, LEVELS[n], "reject", word, (MODEL,)
    )


@pytest.fixture
def lines() -> tuple[LogLine, ...]:
    """A log of five entries."""
    return log.chain(START, [entry(n) for n in range(5)])


def broken_at(lines, head=None):
    """The number of the first broken entry."""
    broken = log.verify(lines, STUDY, head)
    return None if broken is None else broken.number


def test_a_whole_log_says_what_was_written(lines):
    """Entries come back as they were, and the chain holds, in one go or one by one."""
    assert [line.entry() for line in lines] == [entry(n) for n in range(5)]
    assert broken_at(lines, log.head_after(START, lines)) is None
    one_by_one: tuple[LogLine, ...] = ()
    for n in range(5):
        one_by_one += log.chain(log.head_after(START, one_by_one), [entry(n)])
    assert one_by_one == lines
    assert broken_at((), START) is None


@pytest.mark.parametrize("n", range(5))
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reject", "accept"),
        ("0.1.0", "0.2.0"),
        ("abab", "abac"),
        ('"threshold":0.5', '"threshold":0.6'),
    ],
)
def test_a_changed_word_is_found(lines, n, old, new):
    """Whichever entry and whatever in it, reader's word, model, weights or threshold."""
    assert old in lines[n].text
    changed = replace(lines[n], text=lines[n].text.replace(old, new, 1))
    assert broken_at((*lines[:n], changed, *lines[n + 1 :])) == n + 1


@pytest.mark.parametrize("n", range(5))
def test_a_changed_word_with_a_new_hash_breaks_the_next(lines, n):
    """Hashing the forged entry anew moves the break to its successor, or to the log's head."""
    forged = log.chain(log.head_after(START, lines[:n]), [replace(entry(n), reader="accept")])
    assert broken_at((*lines[:n], *forged, *lines[n + 1 :]), log.head_after(START, lines)) == min(
        n + 2, 5
    )


@pytest.mark.parametrize("n", range(5))
def test_a_missing_entry_is_named(lines, n):
    """Also the last one, by the head that was kept."""
    assert broken_at((*lines[:n], *lines[n + 1 :]), log.head_after(START, lines)) == n + 1


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("renumbered", [False, True])
def test_entries_that_changed_places_are_found(lines, n, renumbered):
    """Whether their numbers went with them or not."""
    first, second = lines[n + 1], lines[n]
    if renumbered:
        first, second = replace(first, number=n + 1), replace(second, number=n + 2)
    assert broken_at((*lines[:n], first, second, *lines[n + 2 :])) == n + 1


def test_a_renumbered_gap_is_found(lines):
    """Closing the gap of a missing entry by new numbers is no way out."""
    moved = tuple(replace(line, number=line.number - 1) for line in lines[2:])
    assert broken_at((lines[0], *moved)) == 2


def test_another_study_s_log_is_found(lines):
    """A whole log that was brought in from elsewhere breaks at its first entry."""
    broken = log.verify(lines, "6" * 64)
    assert broken is not None
    assert broken.number == 1


def test_a_log_written_anew_does_not_end_where_it_was_left(lines):
    """The head that was kept shows a forged chain of the same length."""
    anew = log.chain(START, [entry(n) for n in (1, 0, 2, 3, 4)])
    assert broken_at(anew) is None
    assert broken_at(anew, log.head_after(START, lines)) == 5
    assert broken_at(lines, LogHead(4, lines[3].sha256)) == 4


def test_an_entry_that_is_none_can_not_be_read(lines):
    """Reading says so; finding it is the chain's work."""
    with pytest.raises(SessionError, match="LogEntry can't be read"):
        replace(lines[0], text="{}").entry()


def test_entries_are_in_utc():
    """A time without a zone is worth nothing in a log."""
    with pytest.raises(ValueError, match="must be in UTC"):
        LogEntry(NOON.replace(tzinfo=None), Event.EXPORTED, Level.C1, "")
