"""Finding commands by a few letters."""

import pytest

from viewer.state.bindings import Command
from viewer.state.palette import RECENT_KEPT, Entry, find_entries, fit, remember

FLIP = Entry(Command("flip", "Flip left and right", "Mirror the plane"), ("H",))
FULL = Entry(Command("full", "Fill", "One plane fills the window"), ())
SLAB = Entry(Command("slab", "Single slice", "One slice at a time"), ())
PDF = Entry(Command("pdf", "Export report", "Write the report"), ("Ctrl+E",), "open a study first")
ALL = (PDF, FLIP, FULL, SLAB)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ("flip", "full", "slab", "pdf")),
        ("flr", ("flip",)),
        ("fl", ("flip", "full")),
        ("REPORT", ("pdf",)),
        ("left flip", ()),
        ("window", ("full",)),
        ("zz", ()),
    ],
)
def test_letters_in_their_order(typed, found):
    """Names first, then what commands do; what can't be done comes last."""
    assert tuple(entry.command.name for entry in find_entries(ALL, typed)) == found


def test_what_was_chosen_last_comes_first():
    """Where nothing is typed, and among equals."""
    names = [entry.command.name for entry in find_entries(ALL, "", ("slab", "full"))]
    assert names == ["slab", "full", "flip", "pdf"]


def test_words_and_runs_fit_better():
    """Beginnings of words and letters in a row count more than letters anywhere."""
    assert fit("nl", "Next level") > fit("nl", "Sagittal plane, long")
    assert fit("cin", "Cine") > fit("cin", "Coronal in the window")
    assert fit("", "anything") == 0
    assert fit("ab", "ba") is None


def test_few_are_remembered():
    """Each once, the last one first."""
    recent = ()
    for n in range(RECENT_KEPT + 3):
        recent = remember(recent, str(n))
    assert remember(recent, "5")[:2] == ("5", str(RECENT_KEPT + 2))
    assert len(remember(recent, "5")) == RECENT_KEPT
