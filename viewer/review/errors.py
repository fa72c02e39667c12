"""The errors of reading sessions that reach a user."""

from inference.imaging.errors import DensError


class SessionError(DensError):
    """A reading session can't be kept or taken up again."""


class LockedSessionError(SessionError):
    """Another Dens has the session open."""
