"""What stands in for a session's file where there is none: nothing, or a file that may yet come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from inference.imaging.errors import OutputError
from viewer.review.errors import SessionError
from viewer.review.key import SessionKey
from viewer.review.log import LogHead, LogLine
from viewer.review.review import UNREAD, Review
from viewer.review.storage import SessionFile, open_session_file


class NoFile:
    """Keeps nothing: for a window that is to remember nothing."""

    def save(
        self, review: Review, lines: Sequence[LogLine], head: LogHead, moment: datetime
    ) -> None:
        """Leave everything in memory."""

    def close(self) -> None:
        """There is nothing to let go of."""


class LateFile:
    """A file that could not be opened: every save tries again, until one can.

    Parameters
    ----------
    folder : Path
    key : SessionKey
    """

    def __init__(self, folder: Path, key: SessionKey) -> None:
        self._folder = folder
        self._key = key
        self._file: SessionFile | None = None

    def save(
        self, review: Review, lines: Sequence[LogLine], head: LogHead, moment: datetime
    ) -> None:
        """Keep a review and the new lines of the log.

        Raises
        ------
        OutputError
            If the file still can't be opened or written, or holds an earlier reading, which
            this one must not replace.
        """
        if self._file is None:
            self._file = self._open()
        self._file.save(review, lines, head, moment)

    def close(self) -> None:
        """Let go of the file, if it came."""
        if self._file is not None:
            self._file.close()

    def _open(self) -> SessionFile:
        try:
            # At once: a reader's hand must not wait, and the next change tries again.
            file, saved = open_session_file(self._folder, self._key, wait_s=0.0)
        except SessionError as error:
            raise OutputError(str(error)) from error
        if saved.review != UNREAD or saved.lines:
            file.close()
            raise OutputError(
                f"{file.path}: an earlier reading of this series lies there, and this one can't "
                "be added to it. Export the report to keep it, then open the series again."
            )
        return file
