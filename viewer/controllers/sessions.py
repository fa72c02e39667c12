"""The reading sessions of what is open: found, kept open, saved, and shown in the state."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from inference.findings import Progress
from inference.imaging.errors import DensError
from inference.imaging.volume import Volume
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.review.errors import LockedSessionError
from viewer.review.key import SessionKey, session_key
from viewer.review.review import UNREAD
from viewer.review.session import ReadingSession
from viewer.state.app import AppState, Message, MessageKind, set_reading
from viewer.state.reading import Reading, differences
from viewer.state.reading_wording import revealed_words
from viewer.state.study import Study
from viewer.store import Store
from viewer.texts import noop, tr

STEP = "reading"

NOT_SAVED = noop("The reading can't be saved. It goes on, and each change tries again.")

LOCK_TRIES = 20
LOCK_PAUSE_MS = 50
"""A session that another Dens is about to let go of is tried again so often and after so long:
the window never waits within a try."""

Intent = Callable[[ReadingSession], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Whose session belongs to a volume."""

    volume: Volume
    key: SessionKey


class SessionsController(QObject):
    """Keeps one reading session for each series that was opened, and shows the open one's.

    Sessions stay open as long as the window: going back to a series brings its undo along,
    and what could not be saved yet is not lost.

    Parameters
    ----------
    store : Store
    runner : JobRunner
        Where a volume without a UID is read through to know it again.
    folder : Path or None
        Where sessions are kept; None keeps nothing.
    """

    def __init__(
        self,
        store: Store,
        runner: JobRunner,
        folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._folder = folder
        self._sessions: dict[SessionKey, ReadingSession] = {}
        self._sought: Volume | None = None
        self._locked: tuple[_Found, int] | None = None
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(LOCK_PAUSE_MS)
        self._retry.timeout.connect(self._try_again)
        self.runner = runner
        runner.finished.connect(self._open)
        runner.failed.connect(self._complain)
        store.changed.connect(self._follow)

    @property
    def session(self) -> ReadingSession | None:
        """The session of the open study; None until it is known."""
        reading = self._store.state.reading
        return None if reading is None else self._sessions.get(reading.key)

    def change(self, intent: Intent) -> None:
        """Carry out what the reader wants, and show what came of it.

        Nothing happens while the session is not known. What can't be is told in a sentence.
        """
        session = self.session
        if session is None:
            return
        unsaved = session.save_error
        try:
            intent(session)
        except ValueError as refusal:
            self._store.say(Message(MessageKind.INFORMATION, str(refusal)))
            return
        self._publish(session)
        if session.save_error is not None and unsaved is None:
            self._tell_unsaved(session.save_error)

    def note_export(self, key: SessionKey | None, names: Iterable[str]) -> None:
        """Write into the log of a reading, shown or not, that results were handed out."""
        session = None if key is None else self._sessions.get(key)
        if session is None:
            return
        if session is self.session:
            self.change(lambda session: session.note_export(names))
        else:
            session.note_export(names)

    def lost(self) -> tuple[str, ...]:
        """Try once more to save what is not on disk, and tell why what would be lost can't be.

        A reading in which nothing was said is no loss.
        """
        told = [s for s in self._sessions.values() if s.save_error and s.review != UNREAD]
        for session in told:
            session.save()
        return tuple(str(s.save_error) for s in told if s.save_error is not None)

    def let_go(self, keys: Iterable[SessionKey]) -> None:
        """Close the sessions of a study that is closed.

        One that could not be saved stays open: what was said in it is not lost yet.
        """
        for key in keys:
            session = self._sessions.get(key)
            if session is None:
                continue
            if session.save_error is not None and session.review != UNREAD:
                session.save()
            if session.save_error is None or session.review == UNREAD:
                self._sessions.pop(key).close()

    def shutdown(self) -> None:
        """Let go of every file; what could be saved is."""
        self._retry.stop()
        self.runner.shutdown()
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()

    def _follow(self, before: AppState, after: AppState) -> None:
        study = after.study
        if study is None or not after.ready:
            return
        if study.reading is None:
            self._seek(study)
            return
        session = self._sessions.get(study.reading.key)
        if session is None:
            return
        was = before.study
        if study.analysis is not None and (
            was is None or was.reading is None or was.analysis is not study.analysis
        ):
            session.set_analysis(study.analysis)
        blind, wanted = session.review.blind, after.blind_first
        if blind.is_open and blind.asked != wanted:
            self.change(lambda session: session.ask_blind(wanted))
        if after.shown_analysis is not None and session.review.blind.revealed_at is None:
            self._reveal(after)

    def _seek(self, study: Study) -> None:
        if study.volume is self._sought:
            return
        self._sought = study.volume  # until an answer: it is large
        self.runner.start(_seeking(study))

    def _open(self, found: _Found, tries_left: int = LOCK_TRIES) -> None:
        self._locked = None
        self._retry.stop()
        if not self._is_shown(found):
            if self._sought is found.volume:
                self._sought = None
            return
        session = self._sessions.get(found.key)
        is_new = session is None
        if session is None:
            try:
                session = self._begin(found.key, insist=tries_left == 0)
            except LockedSessionError:
                self._locked = found, tries_left - 1
                self._retry.start()
                return
            self._sessions[found.key] = session
        self._sought = None
        state = self._store.state
        if session.review.blind.withholds:
            # As it was left: what was hidden stays hidden.
            state = replace(state, blind_first=True)
        self._store.set(set_reading(state, _reading(found.key, session)))
        if is_new and session.save_error is not None:
            self._tell_unsaved(session.save_error)
        elif is_new and session.notice:
            self._store.say(Message(MessageKind.ERROR, session.notice))

    def _try_again(self) -> None:
        if self._locked is not None:
            self._open(*self._locked)

    def _is_shown(self, found: _Found) -> bool:
        study = self._store.state.study
        return study is not None and study.volume is found.volume

    def _begin(self, key: SessionKey, *, insist: bool) -> ReadingSession:
        """Take a reading up; in memory alone where that can't be, or where ``insist`` says so.

        Raises
        ------
        LockedSessionError
            If another Dens has it open, unless ``insist``.
        """
        if self._folder is None:
            return ReadingSession.begin(key)
        try:
            return ReadingSession.open(self._folder, key, wait_s=0.0)
        except LockedSessionError as error:
            if not insist:
                raise
            return ReadingSession.begin_unsaved(self._folder, key, error)
        except DensError as error:
            return ReadingSession.begin_unsaved(self._folder, key, error)

    def _reveal(self, state: AppState) -> None:
        """Note that the model's word is seen from now on; after an own read say how it differs."""
        self.change(lambda session: session.reveal())
        session, analysis = self.session, state.shown_analysis
        if session is None or analysis is None or session.review.blind.committed_at is None:
            return
        # The walk begins anew: by now there is a most suspected level.
        self._store.update_view(lambda view: replace(view, selected=None))
        reading = _reading_of(self._store.state)
        said = revealed_words(differences(reading.review, analysis), reading.own_count)
        self._store.say(Message(MessageKind.INFORMATION, said))

    def _publish(self, session: ReadingSession) -> None:
        state = self._store.state
        reading = _reading(_reading_of(state).key, session)
        if reading != state.reading:
            self._store.set(set_reading(state, reading))

    def _tell_unsaved(self, error: DensError) -> None:
        self._store.say(Message(MessageKind.ERROR, f"{tr(NOT_SAVED)} {error}"))

    def _complain(self, text: str) -> None:
        self._store.say(
            Message(MessageKind.ERROR, tr("The reading can't be begun. {text}", text=text))
        )


def _reading_of(state: AppState) -> Reading:
    if state.reading is None:
        raise ValueError("the open study has no reading yet")
    return state.reading


def _reading(key: SessionKey, session: ReadingSession) -> Reading:
    history, error = session.history, session.save_error
    return Reading(
        key,
        history.review,
        history.undo_name,
        history.redo_name,
        "" if error is None else str(error),
    )


def _seeking(study: Study) -> Work:
    def work(_report: Report) -> Generator[Progress, None, _Found]:
        yield Progress(STEP, 0.0, "")
        return _Found(study.volume, session_key(study.volume, study.series))

    return work
