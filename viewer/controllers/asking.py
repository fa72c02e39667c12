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
from viewer.widgets.folder_dialog import ask_new_folder

FILE_FILTER = noop("Studies (*.dcm *.zip *.nii *.nii.gz DICOMDIR);;All files (*)")
REPORT_NAME = "report.pdf"


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
        # Results of one sitting mostly go to one place.
        self._last: Path | None = None
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
        proposed = REPORT_NAME if self._last is None else str(self._last / REPORT_NAME)
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Export the report"), proposed, tr("PDF (*.pdf)")
        )
        if path:
            self._last = Path(path).parent
            self._export.export_pdf(Path(path))

    def _ask_export_folder(self) -> None:
        folder = self._ask_new_folder(tr("Export everything to a folder"))
        if folder is not None:
            self._export.export_all(folder)

    def _ask_anonymised_folder(self) -> None:
        folder = self._ask_new_folder(tr(CHOOSE_FOLDER))
        if folder is not None:
            self._anonymising.export(folder)

    def _ask_new_folder(self, title: str) -> Path | None:
        folder = ask_new_folder(self._window, title, self._last)
        self._last = folder or self._last
        return folder
