"""The error of reading sessions that reaches a user."""

from inference.imaging.errors import DensError


class SessionError(DensError):
    """A reading session can't be kept or taken up again."""
