"""The planes of two studies side by side: the current one on the left, the other on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.state.comparison_wording import ComparisonHead
from viewer.state.planes import Plane
from viewer.widgets.actions import Actions
from viewer.widgets.compared_pane import ComparedPane
from viewer.widgets.pane import PlanePane

MARGIN_PX = 8
GAP_PX = 3


class ComparedArea(QWidget):
    """Shows the usual panes, or two columns: the same planes of both studies in each row.

    Attributes
    ----------
    current : dict of Plane to PlanePane
    other : dict of Plane to ComparedPane

    Signals
    -------
    plane_toggled : Plane
        The reader wants a plane shown or hidden.
    """

    plane_toggled = Signal(object)

    def __init__(self, grid: QWidget, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.current = {plane: PlanePane(plane) for plane in Plane}
        self.other = {plane: ComparedPane(plane) for plane in Plane}
        self._columns = QWidget()
        self._head = _Head(actions)
        self._head.plane_toggled.connect(self.plane_toggled)
        rows = QGridLayout(self._columns)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_PX)
        rows.addWidget(self._head.current, 0, 0)
        rows.addWidget(self._head.other, 0, 1)
        for row, plane in enumerate(Plane, start=1):
            rows.addWidget(self.current[plane], row, 0)
            rows.addWidget(self.other[plane], row, 1)
            # What is said by key is said of the current study: not where the other one is.
            self.current[plane].addAction(actions.accept)
        for column in (0, 1):
            rows.setColumnStretch(column, 1)
        self._rows = rows
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(grid)
        self._stack.addWidget(self._columns)

    def set_head(self, head: ComparisonHead | None, maximised: Plane | None = None) -> None:
        """Show two columns with what stands over them, or the usual panes."""
        if head is None:
            self._stack.setCurrentWidget(self._grid)
            return
        self._head.set_head(head)
        for row, plane in enumerate(Plane, start=1):
            shown = plane in head.planes if maximised is None else plane is maximised
            self._rows.setRowStretch(row, int(shown))
            self.current[plane].setVisible(shown)
            self.other[plane].setVisible(shown)
            self.other[plane].set_badge(head.badge, head.outside)
        self._stack.setCurrentWidget(self._columns)

    @property
    def link_text(self) -> str:
        """What is said of the link."""
        return self._head.link.text()

    @property
    def plane_buttons(self) -> dict[Plane, QToolButton]:
        """What shows and hides the planes."""
        return self._head.planes


class _Head(QWidget):
    """Two lines over each column. Its halves are laid out by the area."""

    plane_toggled = Signal(object)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.current, self.other = _half("current"), _half("other")
        self._names = QLabel(), QLabel()
        self._facts = _short_label(), _short_label()
        self.link = _short_label()
        self.planes = {plane: self._plane_button(plane) for plane in Plane}
        for name in self._names:
            name.setObjectName("big")
        buttons = [_button(does) for does in (actions.link, actions.link_here, actions.compare)]
        _fill(self.current, (self._names[0], self._facts[0]), tuple(self.planes.values()))
        _fill(self.other, (self._names[1], self._facts[1], buttons[-1]), (self.link, *buttons[:2]))

    def _plane_button(self, plane: Plane) -> QToolButton:
        button = QToolButton()
        button.setText(plane.value.capitalize())
        button.setCheckable(True)
        button.setAccessibleName(f"{plane.value.capitalize()} planes of both studies")
        button.setToolTip(f"Show or hide the {plane.value} planes of both studies")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.plane_toggled.emit(plane))
        return button

    def set_head(self, head: ComparisonHead) -> None:
        """Show what it says."""
        for label, text in zip(self._names, (head.current, head.other), strict=True):
            label.setText(text)
        for label, text in zip(self._facts, (head.current_series, head.relation), strict=True):
            _set_text(label, text)
        _set_text(self.link, head.link)
        self.link.setProperty("linked", head.linked)
        self.link.style().unpolish(self.link)
        self.link.style().polish(self.link)
        for plane, button in self.planes.items():
            button.setChecked(plane in head.planes)


def _half(name: str) -> QFrame:
    half = QFrame()
    half.setObjectName("compared")
    half.setProperty("which", name)
    return half


def _short_label() -> QLabel:
    """Make a label that is cut off rather than widen its column."""
    label = QLabel()
    label.setObjectName("muted")
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _set_text(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setToolTip(text)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _fill(half: QFrame, first: tuple[QWidget, ...], second: tuple[QWidget, ...]) -> None:
    lines = QVBoxLayout(half)
    lines.setContentsMargins(MARGIN_PX, MARGIN_PX // 2, MARGIN_PX, MARGIN_PX // 2)
    lines.setSpacing(2)
    for widgets in (first, second):
        line = QHBoxLayout()
        line.setSpacing(MARGIN_PX)
        for widget in widgets:
            grows = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
            line.addWidget(widget, int(grows))
        if not any(
            w.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored for w in widgets
        ):
            line.addStretch(1)
        lines.addLayout(line)
