"""The error of training that reaches a user; what can't be written is an ``OutputError``."""

from __future__ import annotations

from textwrap import shorten

from inference.imaging.errors import DensError

SAID = 200
"""Characters that are quoted of another library's error."""


class TrainingError(DensError):
    """A run can't start or go on with the data, the folder or the settings given."""


class NothingToLearnError(TrainingError):
    """The studies hold too little of what a network is to be trained on."""


def said(error: Exception) -> str:
    """Another library's error in one line."""
    # torch names every weight that is amiss, over many lines; the first ones are enough.
    return shorten(str(error), SAID, placeholder=" ...")
