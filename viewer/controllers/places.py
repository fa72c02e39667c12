"""How each series was left: place, window and panes, kept and hung so again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from inference.imaging.errors import OutputError
from inference.imaging.files import replacing
from inference.imaging.geometry import VolumeGeometry
from viewer.review.codec import from_json, to_json
from viewer.review.errors import SessionError
from viewer.review.key import SessionKey
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.planes import Plane
from viewer.state.view import ViewState, move_crosshair, set_pane
from viewer.store import Store
from viewer.texts import noop, tr

SUFFIX = ".view.json"
"""After the session's own name, beside which it lies."""

REST_MS = 300
"""A view is written once nothing has changed it for so long: a wheel that turns writes nothing."""

HUNG_AFRESH = noop("{path}: how the series was left can't be read ({why}). It hangs as at first.")


class PlacesController(QObject):
    """Writes down how the open series is looked at, and hangs it so when it is opened again.

    A series that the reader has begun to look at is left as it is. What lies over the images
    belongs to the reader's settings, not to a series.

    Parameters
    ----------
    store : Store
    folder : Path or None
        That of the reading sessions; None keeps nothing.
    """

    def __init__(self, store: Store, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._folder = folder
        self._touched = False
        self._pending: tuple[SessionKey, ViewState] | None = None
        self._complained = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.write)
        if folder is not None:
            store.changed.connect(self._follow)

    def write(self) -> None:
        """Write down what has changed; where that fails it is said once."""
        self._rest.stop()
        pending, self._pending = self._pending, None
        if pending is None:
            return
        key, view = pending
        path = self._path(key)
        try:
            with replacing(path) as stream:
                stream.write(to_json(view).encode())
        except OutputError as error:
            # Where the reading can't be kept either, that is said already, and matters more.
            reading = self._store.state.reading
            if not self._complained and not (reading is not None and reading.unsaved):
                self._complained = True
                self._store.say(Message(MessageKind.INFORMATION, str(error)))

    def _path(self, key: SessionKey) -> Path:
        if self._folder is None:
            raise ValueError("views are kept nowhere")
        return self._folder / f"{key.sha256}{SUFFIX}"

    def _follow(self, before: AppState, after: AppState) -> None:
        if before.study is None or after.study is None or before.view is None:
            self._touched = False
            return
        if before.study.key != after.study.key:
            self._touched = False
        elif before.study is after.study and before.view != after.view:
            self._touched = True
        if after.reading is None or after.view is None:
            return
        same_series = before.study.volume is after.study.volume
        begun = before.reading is None
        if same_series and begun and not self._touched:
            self._hang(after.reading.key, after.study.shown.geometry)
        elif same_series and (begun or before.view != after.view):
            self._note(after.reading.key, after.view)

    def _note(self, key: SessionKey, view: ViewState) -> None:
        if self._pending is not None and self._pending[0] != key:
            self.write()
        self._pending = key, replace(view, playing=None)
        self._rest.start()

    def _hang(self, key: SessionKey, geometry: VolumeGeometry) -> None:
        path = self._path(key)
        try:
            left = from_json(ViewState, path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError, SessionError) as error:
            said = tr(HUNG_AFRESH, path=path, why=error)
            self._store.say(Message(MessageKind.INFORMATION, said))
            return
        self._store.update_view(lambda view: _hung_as(left, view, geometry))


def _hung_as(left: ViewState, view: ViewState, geometry: VolumeGeometry) -> ViewState:
    """Return a view as it was left, within the limits of what can be shown."""
    hung = replace(left, overlay=view.overlay, playing=None)
    for plane in Plane:
        hung = set_pane(hung, plane, hung.pane(plane))
    return hung if hung.orientation else move_crosshair(hung, geometry, hung.crosshair_mm)
