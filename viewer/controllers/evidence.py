"""Between the store and what shows the model's evidence: the crack map and the planes' weights."""

from __future__ import annotations

from PySide6.QtCore import QObject

from viewer.state.app import AppState
from viewer.state.evidence import at_plane, has_evidence, toggle_evidence, weighed_planes
from viewer.store import Store
from viewer.widgets.actions import Actions
from viewer.widgets.overlay_controls import OverlayControls
from viewer.widgets.plane_weights import PlaneWeightsBar


class EvidenceController(QObject):
    """Shows the crack map or not, and carries the reader to the planes that were weighed."""

    def __init__(
        self,
        store: Store,
        overlays: OverlayControls,
        weights: PlaneWeightsBar,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._overlays, self._weights = store, overlays, weights
        self._action = actions.evidence
        self._action.triggered.connect(self._show_map)
        overlays.evidence_changed.connect(self._show_map)
        weights.plane_chosen.connect(self._go_to)
        store.changed.connect(self._follow)
        self._show(store.state)

    def _follow(self, _before: AppState, after: AppState) -> None:
        self._show(after)

    def _show(self, state: AppState) -> None:
        view, known = state.view, has_evidence(state)
        self._action.setEnabled(known)
        self._action.setChecked(known and view is not None and view.overlay.evidence)
        self._overlays.set_evidence_known(known)
        planes = weighed_planes(state)
        if planes != self._weights.planes:
            self._weights.set_planes(planes)

    def _show_map(self, shown: bool) -> None:
        self._store.update_view(lambda view: toggle_evidence(view, shown))

    def _go_to(self, number: int) -> None:
        view = at_plane(self._store.state, number)
        if view is not None:
            self._store.update_view(lambda _: view)
