"""The list of marks and key images: what each is and measures, and a way to go there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from viewer.state.marks_panel import MarkEntry
from viewer.texts import tr


class MarkRow(QWidget):
    """One mark or key image.

    Signals
    -------
    chosen, rename_requested, delete_requested : no argument
    menu_requested : QPoint
        A right click, on the screen.
    """

    chosen = Signal()
    rename_requested = Signal()
    delete_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.button = QPushButton()
        self.button.setObjectName("mark")
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setMinimumWidth(1)
        self.button.clicked.connect(self.chosen)
        self.rename = _small("✎")
        self.rename.clicked.connect(self.rename_requested)
        self.delete = _small("✕")
        self.delete.clicked.connect(self.delete_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.rename)
        layout.addWidget(self.delete)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)

    def set_entry(self, entry: MarkEntry) -> None:
        """Show an entry."""
        self._words = entry.words
        self.button.setChecked(entry.selected)
        self.button.setAccessibleName(entry.words)
        self.button.setToolTip("\n".join(part for part in (entry.words, entry.details) if part))
        self.rename.setToolTip(
            tr("Change the caption (click, then write)")
            if entry.is_image
            else tr("Change the name (click, then write)")
        )
        self.rename.setAccessibleName(
            tr("Change the caption of {words}", words=entry.words)
            if entry.is_image
            else tr("Change the name of {words}", words=entry.words)
        )
        self.delete.setToolTip(tr("Delete"))
        self.delete.setAccessibleName(tr("Delete {words}", words=entry.words))
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.button.width() - self.fontMetrics().averageCharWidth() * 3
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.button.setText(words.replace("&", "&&"))

    def _ask_menu(self, at: QPoint) -> None:
        self.menu_requested.emit(self.mapToGlobal(at))


def _small(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


class MarksPanel(QWidget):
    """Lists marks and key images; hidden while there are none.

    Attributes
    ----------
    rows : dict of str to MarkRow
        By id.

    Signals
    -------
    chosen, rename_requested, delete_requested : str
        The id.
    menu_requested : str, QPoint
    """

    chosen = Signal(str)
    rename_requested = Signal(str)
    delete_requested = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, MarkRow] = {}
        heading = QLabel(tr("Marks"))
        heading.setObjectName("heading")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self._layout.addWidget(heading)
        self.hide()

    def set_entries(self, entries: tuple[MarkEntry, ...]) -> None:
        """Show other entries; rows of those that stay are kept."""
        for gone in self.rows.keys() - {entry.id for entry in entries}:
            row = self.rows.pop(gone)
            # A row may be in the middle of telling of its own click.
            row.hide()
            row.deleteLater()
        for place, entry in enumerate(entries, start=1):
            row = self.rows.get(entry.id) or self._make_row(entry.id)
            if self._layout.indexOf(row) != place:
                self._layout.insertWidget(place, row)
            row.set_entry(entry)
        self.setVisible(bool(entries))

    def _make_row(self, entry_id: str) -> MarkRow:
        row = self.rows[entry_id] = MarkRow()
        row.chosen.connect(partial(self.chosen.emit, entry_id))
        row.rename_requested.connect(partial(self.rename_requested.emit, entry_id))
        row.delete_requested.connect(partial(self.delete_requested.emit, entry_id))
        row.menu_requested.connect(partial(self.menu_requested.emit, entry_id))
        return row
