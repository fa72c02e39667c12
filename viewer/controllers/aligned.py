"""Between the store and the planes along a vertebra's own axes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from viewer.rendering.aligned import plane_pixels
from viewer.state.aligned import AlignedContent, aligned_content, moved_through
from viewer.state.app import AppState
from viewer.state.planes import Plane
from viewer.state.strip import strip_message
from viewer.state.study import Study
from viewer.state.view import move_crosshair
from viewer.state.whose import own_masks_note
from viewer.store import Store
from viewer.widgets.actions import Actions
from viewer.widgets.aligned import AlignedPanel

PIXEL_MM = 0.4
STEP_MM = 1.0
"""A notch of the wheel goes this far through the vertebra."""


class AlignedController(QObject):
    """Draws the aligned planes while they are wanted, and follows what the hand does there."""

    def __init__(
        self, store: Store, panel: AlignedPanel, actions: Actions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._panel, self._action = store, panel, actions.aligned
        self._drawn: dict[Plane, tuple[Study, AlignedContent]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw)
        store.changed.connect(self._follow)
        self._action.triggered.connect(self._toggle)
        for plane in panel.planes.values():
            plane.place_chosen.connect(self._go_to)
            plane.wheel_turned.connect(self._move_through)
        self._draw()

    def _follow(self, before: AppState, after: AppState) -> None:
        if (
            before.study is not after.study
            or before.view is not after.view
            or before.drawing is not after.drawing
            or before.aligned != after.aligned
            or own_masks_note(before) != own_masks_note(after)
        ):
            self._timer.start()

    def _draw(self) -> None:
        """Bring the planes up to the state."""
        state = self._store.state
        shown = state.study is not None and state.aligned
        self._action.setEnabled(state.study is not None)
        self._action.setChecked(shown)
        self._panel.setVisible(shown)
        if not shown:
            self._drawn.clear()
            return
        self._panel.note.say(own_masks_note(state))
        self._panel.set_message(strip_message(state))
        for plane, widget in self._panel.planes.items():
            content, study = aligned_content(state, plane), state.study
            before = self._drawn.get(plane)
            widget.set_content(content)
            if content is None or study is None:
                self._drawn.pop(plane, None)
                continue
            if before is None or before[0] is not study or _image(before[1]) != _image(content):
                widget.set_pixels(
                    plane_pixels(
                        study.shown,
                        content.plane,
                        content.field_mm,
                        PIXEL_MM,
                        content.window,
                        content.cracks,
                    )
                )
            self._drawn[plane] = (study, content)

    def _toggle(self) -> None:
        state = self._store.state
        if state.study is not None:
            self._store.set(replace(state, aligned=not state.aligned))

    def _go_to(self, plane: Plane, right_mm: float, down_mm: float) -> None:
        content, study = aligned_content(self._store.state, plane), self._store.state.study
        if content is not None and study is not None:
            position = content.plane.to_lps((right_mm, down_mm))
            geometry = study.shown.geometry
            self._store.update_view(lambda view: move_crosshair(view, geometry, position))

    def _move_through(self, plane: Plane, notches: float) -> None:
        """Towards the hand goes on: to the feet, the patient's left, the back."""
        content, study = aligned_content(self._store.state, plane), self._store.state.study
        if content is None or study is None:
            return
        away = notches * STEP_MM * (-1 if plane is Plane.CORONAL else 1)
        geometry = study.shown.geometry
        self._store.update_view(
            lambda view: move_crosshair(
                view, geometry, moved_through(content.plane, view.crosshair_mm, away)
            )
        )


def _image(content: AlignedContent) -> tuple[object, ...]:
    """Return what decides the pixels."""
    return content.plane, content.field_mm, content.window, content.cracks
