"""What an opened report says, as a list beside the images; never to be taken for Dens's word."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.state.results import OpenedReport, ReportRow, origin_text
from viewer.texts import noop, ntr, tr
from viewer.widgets.table import row_table

COLUMNS = (noop("Level"), noop("What is said"), noop("Value"), "")
PLACE, NO_PLACE = "→", ""
SIZE_IN_CHARACTERS = (90, 36)
"""Columns and rows at first, whatever the font's size."""


class ReportWindow(QWidget):
    """Lists what a report says of the levels and of the neck.

    Attributes
    ----------
    table : QTableWidget
    origin : QLabel
        Whose report it is.

    Signals
    -------
    mark_chosen : int
        One of the report's marks is to be gone to.
    closed : no argument
        The reader closed it.
    """

    mark_chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        # The keyboard stays with the planes.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(tr("Dens: report from a file"))
        self._report: OpenedReport | None = None
        self.origin = QLabel()
        self.origin.setObjectName("heading")
        self.origin.setWordWrap(True)
        self.origin.setTextFormat(Qt.TextFormat.PlainText)
        self._remark = QLabel()
        self._remark.setObjectName("muted")
        self._remark.setWordWrap(True)
        self.table = self._make_table()
        column = QVBoxLayout(self)
        column.addWidget(self.origin)
        column.addWidget(self._remark)
        column.addWidget(self.table, 1)
        metrics = self.fontMetrics()
        columns, rows = SIZE_IN_CHARACTERS
        self.resize(metrics.horizontalAdvance("x") * columns, metrics.lineSpacing() * rows)

    def _make_table(self) -> QTableWidget:
        columns = [tr(name) if name else "" for name in COLUMNS]
        table = row_table(tr("What the report says"), columns, stretched=2)
        table.itemClicked.connect(lambda item: self._choose(item.row()))
        table.itemActivated.connect(lambda item: self._choose(item.row()))
        return table

    def set_report(self, report: OpenedReport | None) -> None:
        """List a report, or take the window away."""
        if report is self._report:
            return
        self._report = report
        self.setVisible(report is not None)
        self.origin.setText("" if report is None else origin_text(report.file))
        self._remark.setText("" if report is None else _remark(report))
        rows = () if report is None else report.rows
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(_cells(row)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        self.table.resizeRowsToContents()

    def _choose(self, row: int) -> None:
        mark = None if self._report is None else self._report.rows[row].mark
        if mark is not None:
            self.mark_chosen.emit(mark)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the reader is done with it."""
        super().closeEvent(event)
        self.closed.emit()


def _cells(row: ReportRow) -> tuple[str, ...]:
    place = NO_PLACE if row.mark is None else PLACE
    return ("" if row.level is None else row.level.value, row.concept, row.said, place)


def _remark(report: OpenedReport) -> str:
    """Say what a click does, and which marks can't be shown."""
    said = tr("Not Dens's analysis of this session: it says what stands in the file.")
    placed = tr("A click on a row with {sign} goes there.", sign=PLACE) if report.marks else ""
    lost = (
        ntr(
            "{n} mark lies on no image of this series.",
            "{n} marks lie on no image of this series.",
            report.lost,
        )
        if report.lost
        else ""
    )
    return " ".join(part for part in (said, placed, lost) if part)
