"""What can be done with a row of the browser."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from viewer.state.browser import SeriesRow, StudyRow
from viewer.texts import tr


class BrowserMenu(QMenu):
    """Offers to show a series, to compare with it, and to close its study.

    Attributes
    ----------
    show_series, compare, close_study : QAction

    Signals
    -------
    show_requested, compare_requested : SeriesKey
    close_requested : StudyKey
    """

    show_requested = Signal(object)
    compare_requested = Signal(object)
    close_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study: StudyRow | None = None
        self._series: SeriesRow | None = None
        self.show_series = self.addAction(tr("&Show"))
        self.compare = self.addAction(tr("&Compare with the shown study"))
        self.addSeparator()
        self.close_study = self.addAction(tr("C&lose this study"))
        self.show_series.triggered.connect(lambda: self._tell(self.show_requested))
        self.compare.triggered.connect(lambda: self._tell(self.compare_requested))
        self.close_study.triggered.connect(self._close)

    def offer(self, study: StudyRow, series: SeriesRow | None) -> None:
        """Offer what can be done with a series, or with a study where no series is meant."""
        self._study, self._series = study, series
        shows = series is not None and series.key is not None and not series.shown
        self.show_series.setEnabled(shows)
        self.compare.setEnabled(
            shows and series is not None and series.comparable and not series.compared
        )

    def _tell(self, signal: SignalInstance) -> None:
        if self._series is not None and self._series.key is not None:
            signal.emit(self._series.key)

    def _close(self) -> None:
        if self._study is not None:
            self.close_requested.emit(self._study.key)
