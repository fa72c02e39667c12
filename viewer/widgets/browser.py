"""Studies and their series, to look over and to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.rendering.text import fewer
from viewer.state.browser import ResultRow, SeriesRow, StudyRow
from viewer.state.library import SeriesKey, Thumbnail
from viewer.texts import tr
from viewer.widgets.browser_menu import BrowserMenu
from viewer.widgets.browser_rows import PICTURE_ROLE, ROW_ROLE, RowDelegate
from viewer.widgets.pixels import pixmap_of

WIDTH_IN_CHARACTERS = 42
FEWER_IF_DOUBLED = 20
LEAST_SHARE = 0.7
"""Of that width, where two studies side by side need the room: long names are cut short."""
MARGIN_PX = 12


class StudyBrowser(QFrame):
    """Lists studies with their series; a click or Enter on a series chooses it.

    Signals
    -------
    series_chosen : SeriesKey
    result_chosen : ResultFile, SeriesKey
        A result of that series is to be shown, or to be put away.
    compare_requested : SeriesKey
        The series is to stand beside the shown one.
    close_requested : StudyKey
    hide_requested : no argument
    """

    series_chosen = Signal(object)
    result_chosen = Signal(object, object)
    compare_requested = Signal(object)
    close_requested = Signal(object)
    hide_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._rows: tuple[StudyRow, ...] = ()
        self._items: dict[SeriesKey, QTreeWidgetItem] = {}
        self._drawn: dict[SeriesKey, Thumbnail] = {}
        self.tree = QTreeWidget()
        self.tree.setObjectName("browser")
        self.tree.setAccessibleName(tr("Studies and series"))
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(0)
        self.tree.setItemsExpandable(False)
        self.tree.setUniformRowHeights(False)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setItemDelegate(RowDelegate(self.tree))
        self.tree.setMouseTracking(True)
        # A click leaves the keyboard with the panes; Tab still comes here.
        self.tree.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tree.itemClicked.connect(self._tell)
        self.tree.itemActivated.connect(self._tell)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        self.menu = BrowserMenu(self)
        self.menu.show_requested.connect(self.series_chosen)
        self.menu.compare_requested.connect(self.compare_requested)
        self.menu.close_requested.connect(self.close_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, MARGIN_PX // 2, 0, 0)
        layout.addLayout(self._build_head())
        layout.addWidget(self.tree, 1)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumWidth(round(self._usual_width * LEAST_SHARE))
        self.updateGeometry()

    @property
    def _usual_width(self) -> int:
        characters = fewer(WIDTH_IN_CHARACTERS, FEWER_IF_DOUBLED)
        return round(self.fontMetrics().horizontalAdvance("x") * characters)

    def sizeHint(self) -> QSize:  # Qt's name
        """Be as wide as a series' line mostly is."""
        return QSize(self._usual_width, super().sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _build_head(self) -> QHBoxLayout:
        heading = QLabel(tr("Studies"))
        heading.setObjectName("heading")
        self.hide_button = QToolButton()
        self.hide_button.setText("✕")
        self.hide_button.setAccessibleName(tr("Hide the studies"))
        self.hide_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide_button.clicked.connect(self.hide_requested)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN_PX, 0, MARGIN_PX // 2, 0)
        row.addWidget(heading, 1)
        row.addWidget(self.hide_button)
        return row

    @property
    def rows(self) -> tuple[StudyRow, ...]:
        """What is listed."""
        return self._rows

    def item(self, key: SeriesKey) -> QTreeWidgetItem | None:
        """Return the item of a series."""
        return self._items.get(key)

    def set_rows(self, rows: tuple[StudyRow, ...]) -> None:
        """List other studies, or the same ones in another state; the cursor keeps its place."""
        if rows == self._rows:
            return
        current = self.tree.currentItem()
        at = None if current is None else getattr(current.data(0, ROW_ROLE), "key", None)
        scrolled = self.tree.verticalScrollBar().value()
        self._rows = rows
        self._items = {}
        self.tree.clear()
        for study in rows:
            parent = QTreeWidgetItem(self.tree)
            # Headings are passed over by the keyboard.
            parent.setFlags(Qt.ItemFlag.ItemIsEnabled)
            _fill(parent, study, study.sentence)
            for series in study.series:
                child = QTreeWidgetItem(parent)
                if series.key is not None:
                    self._items[series.key] = child
                _fill(child, series, series.sentence)
                self._draw(child, series)
                for result in series.results:
                    _fill(QTreeWidgetItem(parent), result, result.sentence)
        self.tree.expandAll()
        if at is not None and (item := self.item(at)) is not None:
            self.tree.setCurrentItem(item)
        self.tree.verticalScrollBar().setValue(scrolled)

    def set_thumbnails(self, thumbnails: Mapping[SeriesKey, Thumbnail | None]) -> None:
        """Show the pictures that there are by now."""
        for key, pixels in thumbnails.items():
            if pixels is not None and self._drawn.get(key) is not pixels:
                self._drawn[key] = pixels
                item = self.item(key)
                if item is not None:
                    self._draw(item, item.data(0, ROW_ROLE))

    def _draw(self, item: QTreeWidgetItem, row: SeriesRow) -> None:
        pixels = None if row.key is None else self._drawn.get(row.key)
        if pixels is not None:
            picture: QPixmap = pixmap_of(pixels)
            item.setData(0, PICTURE_ROLE, picture)

    def _open_menu(self, at: QPoint) -> None:
        item = self.tree.itemAt(at)
        if item is None:
            return
        head = item.parent() or item
        study, row = head.data(0, ROW_ROLE), item.data(0, ROW_ROLE)
        self.menu.offer(study, row if isinstance(row, SeriesRow) else None)
        self.menu.popup(self.tree.viewport().mapToGlobal(at))

    def _tell(self, item: QTreeWidgetItem) -> None:
        row = item.data(0, ROW_ROLE)
        if isinstance(row, ResultRow):
            self.result_chosen.emit(row.file, row.series)
        elif isinstance(row, SeriesRow) and row.key is not None:
            self.series_chosen.emit(row.key)


def _fill(item: QTreeWidgetItem, row: StudyRow | SeriesRow | ResultRow, sentence: str) -> None:
    item.setData(0, ROW_ROLE, row)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, sentence)
    item.setToolTip(0, sentence)
