"""Undo and redo go back and forth over everything, within bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.findings import Level
from viewer.review import history as history_module
from viewer.review.changes import commit_own_read, reveal, set_impression, set_note
from viewer.review.checks import utc_now
from viewer.review.history import MAX_STEPS, History
from viewer.review.mask_edits import MaskEdits
from viewer.review.review import Impression, Review


def note(text):
    """A review with a note on C4."""
    return set_note(Review(), Level.C4, text)


def test_back_and_forth_by_name():
    """Each step has a name on the way back and on the way forth."""
    history = History(Review()).changed("one", note("1")).changed("two", note("2"))
    assert (history.undo_name, history.redo_name) == ("two", None)
    history = history.undone()
    assert (history.review, history.undo_name, history.redo_name) == (note("1"), "one", "two")
    history = history.undone()
    assert (history.review, history.undo_name, history.redo_name) == (Review(), None, "one")
    assert history.undone() is history
    history = history.redone().redone()
    assert (history.review, history.undo_name, history.redo_name) == (note("2"), "two", None)
    assert history.redone() is history


def test_a_new_change_drops_what_was_undone():
    """After going back and saying something else there is no way forth."""
    history = History(Review()).changed("one", note("1")).undone().changed("two", note("2"))
    assert history.redo_name is None
    assert history.undone().review == Review()


def test_no_change_is_no_step():
    """Saying the same again leaves the way forth open."""
    history = History(Review()).changed("one", note("1")).undone()
    assert history.changed("nothing", Review()) is history


def test_a_note_being_written_is_one_step():
    """Letters merge with those before, not with another step nor across an undo."""
    history = History(Review())
    for text in ("a", "ab", "abc"):
        history = history.changed("note", note(text), merge=True)
    assert (len(history.past), history.review) == (1, note("abc"))
    other = history.changed("verdict", note("abc!")).changed("note", note("abcd"), merge=True)
    assert len(other.past) == 3
    undone = history.changed("x", note("x")).undone().changed("note", note("n"), merge=True)
    assert (len(undone.past), undone.redo_name) == (2, None)


@given(st.lists(st.sampled_from(["undo", "redo", *"abcd"]), max_size=40))
def test_against_a_plain_list(moves):
    """Any sequence of moves ends where a list and a cursor would."""
    history, reviews, at = History(Review()), [Review()], 0
    for move in moves:
        if move == "undo":
            history, at = history.undone(), max(at - 1, 0)
        elif move == "redo":
            history, at = history.redone(), min(at + 1, len(reviews) - 1)
        elif note(move) != reviews[at]:
            history = history.changed(move, note(move))
            reviews[at + 1 :] = [note(move)]
            at += 1
        assert history.review == reviews[at]
        assert (len(history.past), len(history.future)) == (at, len(reviews) - 1 - at)


def test_what_happened_for_good_no_undo_takes_back():
    """Once the model's word was shown, it was shown before and after every step."""
    history = History(Review()).changed("one", note("1")).changed("two", note("2")).undone()
    now = utc_now()
    history = history.throughout(lambda review: reveal(review, now))
    for moved in (history, history.undone(), history.redone()):
        assert moved.review.blind.revealed_at == now
    assert (history.undo_name, history.redo_name) == ("one", "two")


def test_steps_that_make_no_difference_any_more_are_dropped():
    """Once the own read is sealed, no undo is offered that would do nothing."""
    read = set_impression(Review(), Level.C2, Impression.SUSPECTED)
    both = set_note(read, Level.C4, "1")
    history = History(Review()).changed("read", read).changed("note", both)
    other = set_impression(both, Level.C3, Impression.UNCERTAIN)
    history = history.changed("more", other).undone()
    sealed = commit_own_read(history.review, utc_now()).blind
    history = history.throughout(lambda review: replace(review, blind=sealed))
    assert (history.undo_name, history.redo_name) == ("note", None)
    assert history.undone().undo_name is None


def test_steps_are_bounded_in_number():
    """The oldest steps go first."""
    history = History(Review())
    for n in range(MAX_STEPS + 5):
        history = history.changed(str(n), note(str(n)))
    assert len(history.past) == MAX_STEPS
    assert history.past[0].name == "5"


def test_steps_are_bounded_in_memory(monkeypatch: pytest.MonkeyPatch):
    """Large masks push old steps out; one that many steps share counts once."""
    mask = MaskEdits.none((2, 2, 2))
    monkeypatch.setattr(history_module, "MAX_MASK_BYTES", 3 * len(mask.packed))
    shared = History(Review(mask_edits=mask))
    for n in range(20):
        shared = shared.changed(str(n), set_note(shared.review, Level.C1, str(n)))
    assert len(shared.past) == 20
    apart = History(Review(mask_edits=mask))
    for n in range(20):
        own = Review(mask_edits=MaskEdits.none((2, 2, 2 + n % 2)))
        apart = apart.changed(str(n), set_note(own, Level.C1, str(n)))
    assert [step.name for step in apart.past] == ["17", "18", "19"]
