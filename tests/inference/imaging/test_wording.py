"""Lists of names in messages."""

from __future__ import annotations

import pytest

from inference.imaging.wording import count_of, listed, reason


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 files"), (1, "1 file"), (2, "2 files")], ids=str
)
def test_count_of(count, expected):
    """One is singular, all else plural."""
    assert count_of(count, "file") == expected


def test_count_of_takes_a_plural():
    """A plural of more than an s is given."""
    assert count_of(2, "file is", "files are") == "2 files are"


def test_listed_names_each_once():
    """A repeated name says nothing new."""
    assert listed(["a", "b", "a"]) == "a, b"


def test_listed_counts_what_it_does_not_name():
    """A long list stays one short line."""
    assert listed([f"f{n}" for n in range(40)]) == "f0, f1, f2, f3 and 36 more"


def test_reason_is_one_short_line():
    """Another library's message is joined and cut."""
    assert reason(ValueError("first\n  second")) == "first second"
    assert reason(ValueError()) == "ValueError"
    assert len(reason(ValueError("x" * 1000))) == 160


def test_names_stay_on_one_line():
    """A file or header may hold anything; a message is one printable line."""
    assert listed(["a\nb\x00", "c" * 500]) == f"a b, {'c' * 117}..."
