"""The error of training that reaches a user; what can't be written is an ``OutputError``."""

from __future__ import annotations

from inference.imaging.errors import DensError


class TrainingError(DensError):
    """A run can't start or go on with the data, the folder or the settings given."""


class NothingToLearnError(TrainingError):
    """The studies hold too little of what a network is to be trained on."""
