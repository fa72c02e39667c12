"""Between the store and everything beside the panes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from inference.findings import Level
from viewer.state.app import AppState, Message
from viewer.state.panel import panel_content
from viewer.state.start import StartKind, start_page
from viewer.state.view import toggle_level
from viewer.state.wording import doubts_of, kept_words, provenance
from viewer.store import Store
from viewer.widgets.side_panel import SidePanel


def _told(state: AppState) -> tuple[object, ...]:
    """Return what of the study is shown at the side: more slices of it change nothing."""
    study = state.study
    if study is None:
        return ()
    theirs = state.shown_results.masks is not None
    return id(study.volume), id(study.analysis), state.ready, theirs


def _message_beside(state: AppState) -> Message | None:
    """Return the message for the side; a failure to open fills the empty window instead."""
    page = start_page(state)
    return None if page is not None and page.kind is StartKind.FAILED else state.message


class SideController(QObject):
    """Keeps the side panel in step with the state."""

    def __init__(self, store: Store, side: SidePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._side = side
        store.changed.connect(self._follow)
        side.findings.level_shown_changed.connect(self._show_level)
        side.overlays.masks_changed.connect(self._show_masks)
        side.overlays.boxes_changed.connect(self._show_boxes)
        side.overlays.opacity_changed.connect(self._set_opacity)
        side.messages.dismissed.connect(self._dismiss)
        self._content = panel_content(store.state)
        side.findings.set_content(self._content)
        self._show_study(store.state)

    def _follow(self, before: AppState, after: AppState) -> None:
        if (before.message, before.study is None) != (after.message, after.study is None):
            self._side.messages.set_message(_message_beside(after))
        if before.analysing is not after.analysing:
            self._side.analysis.set_job(after.analysing)
        if _told(before) != _told(after):
            self._show_study(after)
        self._show_findings(after)
        if before.view is not after.view and after.view is not None:
            self._side.findings.set_selected(after.view.selected)
            if before.view is None or before.view.selected is not after.view.selected:
                self._side.show_form()
            self._side.findings.set_hidden(after.view.overlay.hidden)
            self._side.overlays.set_overlay(after.view.overlay)

    def _show_findings(self, state: AppState) -> None:
        content = panel_content(state)
        if content != self._content:
            self._content = content
            self._side.findings.set_content(content)

    def _show_study(self, state: AppState) -> None:
        study = state.study
        analysis = None if study is None else study.analysis
        doubt = "" if study is None else doubts_of(study.volume.info)
        recalled = None if study is None or not study.recalled else analysis
        made = "" if recalled is None else kept_words(recalled.made)
        self._side.analysis.set_ready(
            state.ready, again=analysis is not None, doubt=doubt, made=made
        )
        analysed = analysis is not None
        theirs = state.shown_results.masks is not None
        self._side.set_available(masks=analysed or theirs, boxes=analysed)
        self._side.remarks.set_warnings(() if study is None else study.volume.warnings)
        self._side.notice.set_provenance(provenance(analysis))

    def _show_level(self, level: Level, shown: bool) -> None:
        self._store.update_view(lambda view: toggle_level(view, level, shown))

    def _show_masks(self, shown: bool) -> None:
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, masks=shown))
        )

    def _show_boxes(self, shown: bool) -> None:
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, boxes=shown))
        )

    def _set_opacity(self, opacity: float) -> None:
        self._store.update_view(
            lambda view: replace(view, overlay=replace(view.overlay, opacity=opacity))
        )

    def _dismiss(self) -> None:
        self._store.say(None)
