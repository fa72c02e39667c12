"""Everything beside the panes, from the Analyse button down to the notice."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.rendering.text import fewer, text_scale
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.analysis_bar import AnalysisBar
from viewer.widgets.brush_bar import BrushBar
from viewer.widgets.findings_panel import FindingsPanel
from viewer.widgets.marks_panel import MarksPanel
from viewer.widgets.notices import MessageBar, Remarks, ResearchNotice
from viewer.widgets.overlay_controls import OverlayControls
from viewer.widgets.tour import TourBar

MARGIN_PX = 12
SPARE_PX = 40
WIDTH_IN_CHARACTERS = 43
"""Wide enough for a level's row, whatever the font's size."""

FEWER_IF_DOUBLED = 8


class SidePanel(QFrame):
    """Lays out the widgets of the side; each is set and heard by its own name."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.messages = MessageBar()
        self.tour = TourBar()
        self.analysis = AnalysisBar(actions)
        self.brush = BrushBar(actions)
        self.findings = FindingsPanel(actions)
        self.marks = MarksPanel()
        self.overlays = OverlayControls(actions)
        self.remarks = Remarks()
        self.notice = ResearchNotice()
        inner = QFrame()
        inner.setObjectName("side")
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(8)
        for widget in (
            self.tour,
            self.analysis,
            self.remarks,
            self.brush,
            self.findings,
            self.marks,
            _heading(tr("On the images")),
            self.overlays,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.notice.provenance)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        # Notice and messages stay in view however far the rest is scrolled. A message comes
        # below the rows: above them it would push them down under the mouse, above the panes
        # it would make the images jump.
        foot = QFrame()
        foot.setObjectName("side")
        foot_layout = QVBoxLayout(foot)
        foot_layout.setContentsMargins(MARGIN_PX, 6, MARGIN_PX, 10)
        foot_layout.addWidget(self.messages)
        foot_layout.addWidget(self.notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(foot)
        # Once the form is laid out, which the level has that the walk has come to.
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(0)
        self._showing.timeout.connect(self._scroll_to_form)
        self._fit()

    def show_form(self) -> None:
        """Bring into sight what can be said of a level, where the panel is too low for all."""
        self._showing.start()

    def _scroll_to_form(self) -> None:
        # Whoever points at the rows wants them to stay where they are.
        if not self.underMouse() and self.findings.form.isVisible():
            self._scroll.ensureWidgetVisible(self.findings.form, 0, 0)

    def _fit(self) -> None:
        characters = fewer(WIDTH_IN_CHARACTERS, FEWER_IF_DOUBLED)
        text = self.fontMetrics().horizontalAdvance("x") * characters
        self.setFixedWidth(round(text + SPARE_PX * text_scale()))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def set_available(self, *, masks: bool, boxes: bool) -> None:
        """Tell what there is to lay over the images."""
        self.overlays.setEnabled(masks or boxes)
        self.overlays.boxes.setEnabled(boxes)
        for row in self.findings.rows.values():
            row.check.setEnabled(masks or boxes)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("heading")
    return label
