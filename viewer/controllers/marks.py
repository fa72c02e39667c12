"""Between the list of marks, the menus and keys, and the reading session."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor

from inference.findings import Level
from viewer.controllers.sessions import SessionsController
from viewer.review.marks import new_id
from viewer.review.session import ReadingSession
from viewer.review.shapes import centre_mm
from viewer.state.app import AppState
from viewer.state.drawing import Drawing, ToolKind
from viewer.state.mark_places import go_to_key_image, go_to_place, key_image_of
from viewer.state.mark_shapes import shown_marks
from viewer.state.mark_wording import KIND_NAMES, measure_all
from viewer.state.marks_panel import MarkEntry, entry_of, mark_entries
from viewer.state.whose import caption_title
from viewer.store import Store
from viewer.texts import tr
from viewer.tools.marking import mark_tools
from viewer.widgets.actions import Actions
from viewer.widgets.mark_menu import MarkMenu
from viewer.widgets.marks_panel import MarksPanel
from viewer.widgets.status import StatusLine
from viewer.widgets.text_prompt import TextPrompt


class MarksController(QObject):
    """Measures the marks, lists them, and carries out what is wanted of them.

    Attributes
    ----------
    menu : MarkMenu
        What a right click on a mark offers.
    """

    def __init__(
        self,
        store: Store,
        sessions: SessionsController,
        panel: MarksPanel,
        menu: MarkMenu,
        actions: Actions,
        status: StatusLine,
        prompt: TextPrompt,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._sessions, self._panel = store, sessions, panel
        self.menu, self._actions, self._status, self._prompt = menu, actions, status, prompt
        self._entries: tuple[MarkEntry, ...] = ()
        panel.chosen.connect(self._go_to)
        panel.rename_requested.connect(self._rename)
        panel.delete_requested.connect(self._delete)
        panel.menu_requested.connect(self._show_menu)
        menu.rename_requested.connect(lambda: self._rename(self._selected))
        menu.delete_requested.connect(lambda: self._delete(self._selected))
        menu.level_given.connect(self._give_level)
        for kind, action in actions.tools.items():
            action.triggered.connect(partial(self._take_tool, kind))
        actions.lock_tool.triggered.connect(self._lock)
        actions.key_image.triggered.connect(self._ask_caption)
        actions.delete_mark.triggered.connect(lambda: self._delete(self._selected))
        store.changed.connect(self._follow)
        self._show(store.state)

    def show_menu_of(self, mark_id: str | None) -> bool:
        """Show the menu of a mark under the mouse; False where there is none."""
        entry = entry_of(self._store.state, mark_id)
        if entry is not None:
            self._show_menu(entry.id, QCursor.pos())
        return entry is not None

    @property
    def _selected(self) -> str | None:
        return self._store.state.drawing.selected

    def _follow(self, before: AppState, after: AppState) -> None:
        # Not what is told of but what is: the sessions answer a change before this hears of it.
        state = self._store.state
        drawing = self._kept_up(state, other_study=_volume(before) is not _volume(after))
        if drawing != state.drawing:
            self._store.set(replace(state, drawing=drawing))
        self._show(self._store.state)

    def _kept_up(self, state: AppState, *, other_study: bool) -> Drawing:
        """Return the drawing with the numbers of the marks that there are."""
        drawing = Drawing(locked=state.drawing.locked) if other_study else state.drawing
        if state.study is None or state.reading is None:
            return replace(drawing, measured={})
        marks = shown_marks(replace(state, drawing=drawing))
        review = state.reading.review
        known = {item.id for item in (*review.marks, *review.key_images)}
        selected = drawing.selected if drawing.selected in known else None
        measured = measure_all(marks, state.study.shown, drawing.measured)
        return replace(drawing, measured=measured, selected=selected)

    def _show(self, state: AppState) -> None:
        entries, drawing, does = mark_entries(state), state.drawing, self._actions
        if entries != self._entries:
            self._entries = entries
            self._panel.set_entries(entries)
        can_draw = state.reading is not None
        for kind, action in does.tools.items():
            action.setEnabled(can_draw)
            action.setChecked(kind is drawing.tool)
        does.lock_tool.setEnabled(can_draw)
        does.lock_tool.setChecked(drawing.locked)
        does.key_image.setEnabled(can_draw)
        does.delete_mark.setEnabled(drawing.selected is not None)
        self._status.set_tool(_tool_words(drawing))

    def _set(self, drawing: Drawing) -> None:
        self._store.set(replace(self._store.state, drawing=drawing))

    def _take_tool(self, kind: ToolKind) -> None:
        """Take a tool, or put it away where the hand holds it already."""
        state = self._store.state
        taken = None if state.drawing.tool is kind else kind
        if taken is not None:
            # The left button does one thing: the brush, or what was being placed, is put away.
            brush, alignment = replace(state.brush, mode=None), state.alignment.not_placing()
            state = replace(state, brush=brush, alignment=alignment)
        self._store.set(replace(state, drawing=state.drawing.with_tool(taken)))

    def _lock(self, locked: bool) -> None:
        self._set(replace(self._store.state.drawing, locked=locked))

    def _ask_caption(self) -> None:
        """Keep what the active pane shows, under the caption that the reader gives."""
        # As it is now, not as it will be when the caption is written.
        image = key_image_of(self._store.state, new_id(), "")
        if image is None:
            return
        self._prompt.ask(
            caption_title(self._store.state),
            "",
            lambda caption: self._sessions.change(
                lambda session: session.put_key_image(replace(image, caption=caption))
            ),
        )

    def _go_to(self, entry_id: str) -> None:
        """Select a mark or key image, and go to its plane and place."""
        state = self._store.state
        if state.reading is None or state.study is None:
            return
        review, geometry = state.reading.review, state.study.shown.geometry
        self._set(replace(state.drawing, tool=None, sketch=None, preview=None, selected=entry_id))
        for image in review.key_images:
            if image.id == entry_id:
                self._store.update_view(partial(go_to_key_image, geometry=geometry, image=image))
        for mark in review.marks:
            if mark.id == entry_id:
                place = centre_mm(mark)
                self._store.update_view(
                    partial(go_to_place, geometry=geometry, plane=mark.plane, place_mm=place)
                )
        self._show(self._store.state)

    def _rename(self, entry_id: str | None) -> None:
        entry = entry_of(self._store.state, entry_id)
        if entry is None:
            return
        title = (
            tr("Caption of the key image")
            if entry.is_image
            else tr("Name of the {kind}", kind=entry.kind)
        )
        then = partial(self._give_label, entry)
        self._prompt.ask(title, entry.label, then)

    def _give_label(self, entry: MarkEntry, text: str) -> None:
        self._sessions.change(lambda session: _label(session, entry, text))

    def _give_level(self, level: Level | None) -> None:
        self._sessions.change(partial(_belong, mark_id=self._selected, level=level))

    def _delete(self, entry_id: str | None) -> None:
        entry = entry_of(self._store.state, entry_id)
        if entry is not None:
            self._sessions.change(partial(_remove, entry=entry))

    def _show_menu(self, entry_id: str, at: QPoint) -> None:
        self._set(replace(self._store.state.drawing, selected=entry_id))
        entry = entry_of(self._store.state, entry_id)
        if entry is not None:
            self.menu.set_entry(entry)
            self.menu.popup(at)


def _volume(state: AppState) -> object:
    return None if state.study is None else state.study.volume


def _tool_words(drawing: Drawing) -> str:
    """Say which tool the hand holds and what to do with it."""
    if drawing.tool is None:
        return ""
    tool = mark_tools()[drawing.tool]
    name, hint = tr(KIND_NAMES[tool.kind.value]), tr(tool.hint)
    if drawing.locked:
        return tr("{tool}, kept: {hint} (Esc ends)", tool=name, hint=hint)
    return tr("{tool}: {hint} (Esc ends)", tool=name, hint=hint)


def _belong(session: ReadingSession, mark_id: str | None, level: Level | None) -> None:
    """Give a mark to a level, or to none."""
    for mark in session.review.marks:
        if mark.id == mark_id:
            session.put_mark(replace(mark, level=level))


def _remove(session: ReadingSession, entry: MarkEntry) -> None:
    if entry.is_image:
        session.remove_key_image(entry.id)
    else:
        session.remove_mark(entry.id)


def _label(session: ReadingSession, entry: MarkEntry, text: str) -> None:
    """Name a mark, or give a key image its caption."""
    for image in session.review.key_images:
        if image.id == entry.id:
            session.put_key_image(replace(image, caption=text))
    for mark in session.review.marks:
        if mark.id == entry.id:
            session.put_mark(replace(mark, label=text))
