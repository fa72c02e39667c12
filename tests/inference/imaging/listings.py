"""What the tests of the listing ask of one."""

from __future__ import annotations

import pytest

from inference.imaging.errors import InputError
from inference.imaging.series import find_series


def found(path):
    """Return description and slice count of each series."""
    return [(s.info.series_description, s.slice_count) for s in find_series(path).series]


def skipped(path):
    """Return code and text of what was left out."""
    return [(warning.code, warning.text) for warning in find_series(path).skipped]


def refusal(path):
    """Return the message of the refusal, without the path."""
    with pytest.raises(InputError) as caught:
        find_series(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message.removeprefix(str(path)).removeprefix(": ")
