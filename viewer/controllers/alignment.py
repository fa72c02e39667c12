"""Between the proposed measurements, their window and the reading session."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from inference.findings import LEVELS, LevelState, Progress
from inference.preprocessing.windowing import window_presets
from inference.spine.alignment import propose
from inference.spine.proposals import Line, Proposal, soft_tissue_name
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.controllers.sessions import SessionsController
from viewer.review.marks import Distance, new_id
from viewer.review.measure import length_mm
from viewer.review.plane import point
from viewer.review.review import CraniocervicalMeasurement, MeasurementState
from viewer.state.alignment import alignment_content, line_of, mark_of, plane_of
from viewer.state.alignment_view import AlignmentView
from viewer.state.app import AppState, Message, MessageKind, set_proposals
from viewer.state.oblique import turn_planes
from viewer.state.planes import Plane
from viewer.state.pointer import Button, Pointer
from viewer.state.study import Study
from viewer.state.view import ViewState, bone_window, move_crosshair, set_pane, shown_frame
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.alignment_window import AlignmentWindow
from viewer.widgets.pane import PlanePane

FIELD_MM = 70.0
"""So much of each plane is in view around a line."""

SOFT_TISSUE_KEY = "4"
_SOFT = {soft_tissue_name(level) for level in LEVELS}


class AlignmentController(QObject):
    """Measures while the window is open, shows what is chosen, and keeps what is decided.

    Parameters
    ----------
    store : Store
    sessions : SessionsController
    panes : iterable of PlanePane
        Where ends are placed by hand.
    window : AlignmentWindow
    actions : Actions
    runner : JobRunner
    """

    def __init__(
        self,
        store: Store,
        sessions: SessionsController,
        panes: Iterable[PlanePane],
        window: AlignmentWindow,
        actions: Actions,
        runner: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._sessions, self.window, self.runner = store, sessions, window, runner
        self._action = actions.measurements
        self._labels: NDArray[np.uint8] | None = None
        self._action.triggered.connect(self._toggle)
        window.closed.connect(self._close)
        window.escaped.connect(self._escape)
        window.chosen.connect(self._choose)
        window.confirmed.connect(self._confirm)
        window.rejected.connect(self._reject)
        window.reopened.connect(self._reopen)
        window.placing_requested.connect(self._begin_placing)
        for pane in panes:
            pane.pressed.connect(self._press)
        runner.finished.connect(self._take)
        runner.failed.connect(self._fail)
        store.changed.connect(self._follow)
        self._show(store.state)

    def claims(self, _at: Pointer) -> bool:
        """Whether a click of the left button places an end."""
        return self._store.state.alignment.placing

    def close(self) -> None:
        """Take the window away, which its parent deletes, and wait for the work under way."""
        self._store.changed.disconnect(self._follow)
        self.window.hide()
        self.runner.shutdown()

    def _follow(self, _before: AppState, _after: AppState) -> None:
        # Not what is told of but what is: others answer a change before this hears of it.
        state = self._store.state
        self._seek(state)
        self._show(state)

    def _show(self, state: AppState) -> None:
        shown = state.alignment.shown
        self._action.setEnabled(state.study is not None)
        self._action.setChecked(shown)
        if shown:
            self.window.set_content(alignment_content(state))
        if shown != self.window.isVisible():
            self.window.setVisible(shown)

    def _seek(self, state: AppState) -> None:
        """Measure on a mask that is new, once its shape is known."""
        study = state.study
        wanted = study is not None and study.spine_sought and study.proposals is None
        if study is None or not wanted or not state.alignment.shown or state.stroke is not None:
            return
        if study.labels is not None and study.labels is not self._labels:
            self._labels = study.labels
            self.runner.start(_proposals_of(study, study.labels))

    def _take(self, proposals: tuple[Proposal, ...]) -> None:
        labels, self._labels = self._labels, None
        if labels is not None:
            self._store.set(set_proposals(self._store.state, labels, proposals))

    def _fail(self, text: str) -> None:
        self._store.say(
            Message(MessageKind.ERROR, tr("The distances could not be measured: {text}", text=text))
        )

    def _set(self, view: AlignmentView) -> None:
        if view != self._store.state.alignment:
            self._store.set(replace(self._store.state, alignment=view))

    def _toggle(self) -> None:
        view = self._store.state.alignment
        self._set(replace(view, shown=not view.shown).not_placing())

    def _close(self) -> None:
        self._set(replace(self._store.state.alignment, shown=False).not_placing())

    def _escape(self) -> None:
        view = self._store.state.alignment
        self._set(view.not_placing() if view.placing else replace(view, shown=False))

    def _choose(self, name: str) -> None:
        self._set(self._store.state.alignment.choose(name))
        line, study = line_of(self._store.state, name), self._store.state.study
        if line is not None and study is not None:
            self._store.update_view(lambda view: _looking_at(view, study, line, name))
        self._select(name)

    def _select(self, name: str) -> None:
        """Take hold of the mark that a confirmed measurement is, so that it can be reshaped."""
        state = self._store.state
        mark = None if state.reading is None else mark_of(state.reading.review, name)
        if mark is not None:
            drawing = replace(state.drawing, selected=mark.id)
            self._store.set(replace(state, drawing=drawing))

    def _confirm(self, name: str) -> None:
        line = line_of(self._store.state, name)
        if line is not None:
            mark = Distance(
                id=new_id(),
                plane=plane_of(line),
                label=name,
                start_mm=line.start_mm,
                end_mm=line.end_mm,
            )
            self._keep(mark)

    def _keep(self, mark: Distance) -> None:
        confirmed = CraniocervicalMeasurement(
            mark.label, length_mm(mark), MeasurementState.CONFIRMED, mark.id
        )
        self._sessions.change(lambda session: session.settle(confirmed, mark))
        self._select(mark.label)

    def _reject(self, name: str) -> None:
        self._settle(name, MeasurementState.REJECTED)

    def _reopen(self, name: str) -> None:
        self._settle(name, MeasurementState.PROPOSED)

    def _settle(self, name: str, state: MeasurementState) -> None:
        line = line_of(self._store.state, name)
        value = 0.0 if line is None else line.length_mm
        said = CraniocervicalMeasurement(name, value, state)
        self._sessions.change(lambda session: session.settle(said))

    def _begin_placing(self, name: str) -> None:
        self._set(self._store.state.alignment.place(name))

    def _press(self, at: Pointer) -> None:
        """Place an end; both have to lie on one slice."""
        state = self._store.state
        view, study = state.alignment, state.study
        if not view.placing or at.button is not Button.LEFT or study is None or state.view is None:
            return
        frame = shown_frame(state.view, study.shown.geometry, at.plane)
        place = point(frame.pixel_to_lps(at.pixel))
        if view.first_mm is None or view.frame != frame or view.chosen is None:
            self._set(replace(view, first_mm=place, frame=frame))
            return
        self._set(view.not_placing())
        self._keep(
            Distance(
                id=new_id(),
                plane=frame.patient_plane,
                label=view.chosen,
                start_mm=view.first_mm,
                end_mm=place,
            )
        )


def _looking_at(view: ViewState, study: Study, line: Line, name: str) -> ViewState:
    """Bring a line into the middle of every plane, in the window that shows its ends."""
    geometry, body = study.shown.geometry, study.body
    middle = np.add(line.start_mm, line.end_mm) / 2
    # Its ends are looked for on the volume's own sagittal slices.
    view = turn_planes(view, geometry, None)
    view = replace(move_crosshair(view, geometry, middle), active=Plane.SAGITTAL)
    if view.maximised not in {None, Plane.SAGITTAL}:
        view = replace(view, maximised=None)
    if name in _SOFT:
        view = replace(view, window=window_presets()[SOFT_TISSUE_KEY])
    else:
        view = bone_window(view)
    for plane in Plane:
        frame, pane = shown_frame(view, geometry, plane), view.pane(plane)
        row_col, _ = frame.lps_to_pixel(view.crosshair_mm)
        zoom = max(pane.zoom, max(body.field(plane).size_mm) / FIELD_MM)
        view = set_pane(view, plane, replace(pane, zoom=zoom, pan_mm=frame.offset_mm(row_col)))
    return view


def _proposals_of(study: Study, labels: NDArray[np.uint8]) -> Work:
    latest = study.latest
    findings = () if latest is None else latest.findings
    missing = {
        finding.level: finding.reason
        for finding in findings
        if finding.state is LevelState.NOT_ANALYSED
    }

    def work(_report: Report) -> Generator[Progress, None, tuple[Proposal, ...]]:
        yield Progress("alignment", 0.0, tr("Measuring"))
        return propose(study.shown, labels, study.spine, missing)

    return work
