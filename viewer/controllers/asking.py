"""What Dens asks in dialogs of the system: which files, where to, and whether to close."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from viewer.controllers.anonymising import AnonymisingController
from viewer.controllers.export import ExportController
from viewer.controllers.opening import OpeningController
from viewer.controllers.sessions import SessionsController
from viewer.state import reading_wording as wording
from viewer.state.sending_wording import CHOOSE_FOLDER
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions

FILE_FILTER = noop("Studies (*.dcm *.zip *.nii *.nii.gz DICOMDIR);;All files (*)")


class AskingController(QObject):
    """Asks over the window, and hands the answer to whoever does the work.

    Parameters
    ----------
    window : QWidget
        What the dialogs stand over.
    """

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        opening: OpeningController,
        export: ExportController,
        anonymising: AnonymisingController,
        sessions: SessionsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._opening, self._export, self._sessions = opening, export, sessions
        self._anonymising = anonymising
        actions.open_folder.triggered.connect(self._ask_folder)
        actions.open_file.triggered.connect(self._ask_files)
        actions.export_pdf.triggered.connect(self._ask_pdf)
        actions.export_all.triggered.connect(self._ask_export_folder)
        actions.export_anonymised.triggered.connect(self._ask_anonymised_folder)

    def may_close(self) -> bool:
        """Ask, where closing would lose what the reader has said."""
        lost = self._sessions.lost()
        if not lost:
            return True
        answer = QMessageBox.warning(
            self._window,
            "Dens",
            tr(wording.CLOSING_LOSES, reasons="\n".join(lost)),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer is QMessageBox.StandardButton.Discard

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Open a folder with a CT study"))
        if folder:
            self._opening.open_path(Path(folder))

    def _ask_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Open a study"), "", tr(FILE_FILTER)
        )
        if paths:
            self._opening.open_paths([Path(path) for path in paths])

    def _ask_pdf(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Export the report"), "report.pdf", tr("PDF (*.pdf)")
        )
        if path:
            self._export.export_pdf(Path(path))

    def _ask_export_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Export everything to a folder"))
        if folder:
            self._export.export_all(Path(folder))

    def _ask_anonymised_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr(CHOOSE_FOLDER))
        if folder:
            self._anonymising.export(Path(folder))
