"""The few errors that reach a user.

Every message is one line that names the file, tag or field, the value that was
found, and what to do about it. Anything else that escapes is a defect.
"""


class DensError(Exception):
    """Base of every error whose message is written for the user."""


class InputError(DensError):
    """The study can't be read as a CT volume."""


class FormatError(InputError):
    """A file is of no format that is read as images; it may be wanted for something else."""


class OutputError(DensError):
    """A result can't be written where it was asked for."""


class WeightsError(DensError):
    """Network weights are missing, altered or of another version."""


class AnalysisMemoryError(DensError):
    """A scan needs more memory than there is."""


class DeviceError(DensError):
    """The compute device that was asked for is not there."""
