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
from viewer.state.names import adjective
from viewer.state.planes import Plane
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.compared_pane import ComparedPane
from viewer.widgets.key_texts import follow_tip
from viewer.widgets.pages import turn_to
from viewer.widgets.pane import PlanePane

MARGIN_PX = 8
GAP_PX = 3

SHORT_NAMES = {Plane.AXIAL: noop("Ax"), Plane.SAGITTAL: noop("Sag"), Plane.CORONAL: noop("Cor")}
"""On buttons over a narrow column; screen readers and tooltips get the whole name."""


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
        turn_to(self._stack, grid)

    def set_head(self, head: ComparisonHead | None, maximised: Plane | None = None) -> None:
        """Show two columns with what stands over them, or the usual panes."""
        if head is None:
            turn_to(self._stack, self._grid)
            return
        self._head.set_head(head)
        for column in (0, 1):
            self._rows.setColumnMinimumWidth(column, self._head.least_width)
        for row, plane in enumerate(Plane, start=1):
            shown = plane in head.planes if maximised is None else plane is maximised
            self._rows.setRowStretch(row, int(shown))
            self.current[plane].setVisible(shown)
            self.other[plane].setVisible(shown)
            self.other[plane].set_badge(head.badge, head.remark(plane))
        turn_to(self._stack, self._columns)

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
        self._series, self.link = _short_label(), _short_label()
        self.planes = {plane: self._plane_button(plane) for plane in Plane}
        for name in self._names:
            name.setObjectName("big")
        buttons = (_button(actions.link), _button(actions.link_here), _leave_button(actions))
        _fill(self.current, (self._names[0], *self.planes.values()), self._series)
        _fill(self.other, (self._names[1], *buttons), self.link)

    def _plane_button(self, plane: Plane) -> QToolButton:
        button = QToolButton()
        button.setText(tr(SHORT_NAMES[plane]))
        button.setCheckable(True)
        button.setAccessibleName(
            tr("{plane} planes of both studies", plane=adjective(plane).capitalize())
        )
        button.setToolTip(
            tr("Show or hide the {plane} planes of both studies", plane=adjective(plane))
        )
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.plane_toggled.emit(plane))
        return button

    @property
    def least_width(self) -> int:
        """What the wider half needs: both columns have it, so that both are equally wide."""
        return max(half.minimumSizeHint().width() for half in (self.current, self.other))

    def set_head(self, head: ComparisonHead) -> None:
        """Show what it says."""
        for label, text in zip(self._names, (head.current, head.other), strict=True):
            label.setText(text)
        self._names[1].setToolTip(head.relation)
        _set_text(self._series, head.series)
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
    half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return half


def _short_label() -> QLabel:
    """Make a label that breaks its line rather than widen its column."""
    label = QLabel()
    label.setWordWrap(True)
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


def _leave_button(actions: Actions) -> QToolButton:
    button = QToolButton()
    button.setText("✕")
    button.setAccessibleName(tr("Leave the comparison"))
    follow_tip(button, actions.compare, tr("Show the current study alone"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(actions.compare.trigger)
    return button


def _fill(half: QFrame, first: tuple[QWidget, ...], second: QWidget) -> None:
    """Put a name and buttons on the first line, and a text of any length on the second."""
    lines = QVBoxLayout(half)
    lines.setContentsMargins(MARGIN_PX, MARGIN_PX // 2, MARGIN_PX, MARGIN_PX // 2)
    lines.setSpacing(2)
    line = QHBoxLayout()
    line.setSpacing(MARGIN_PX // 2)
    for number, widget in enumerate(first):
        line.addWidget(widget)
        if number == 0:
            line.addStretch(1)
    lines.addLayout(line)
    lines.addWidget(second)
