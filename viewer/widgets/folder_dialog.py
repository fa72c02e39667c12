"""Asks for a folder to write into, which need not be there yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QWidget


class FolderDialog(QFileDialog):
    """The dialog of the system; Qt's own takes the name of a new folder, too.

    Whoever writes makes the folder, and says what is wrong where it can't be made.
    """

    def __init__(self, parent: QWidget | None, title: str, start: Path | None) -> None:
        super().__init__(parent, title, "" if start is None else str(start))
        self.setFileMode(QFileDialog.FileMode.Directory)
        self.setOption(QFileDialog.Option.ShowDirsOnly)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the button take a new name, too: Qt's own dialog, once built, switches it off."""
        super().showEvent(event)
        edit, box = self.findChild(QLineEdit), self.findChild(QDialogButtonBox)
        # A dialog of the system has neither.
        if isinstance(edit, QLineEdit) and isinstance(box, QDialogButtonBox):
            button = box.button(QDialogButtonBox.StandardButton.Open)
            edit.textChanged.connect(lambda text: button.setEnabled(bool(text)))

    def accept(self) -> None:
        """Take a folder as it is named: Qt refuses one that is not there yet."""
        chosen = self.folder
        if chosen is not None and not chosen.exists():
            self.done(QDialog.DialogCode.Accepted)
        else:
            super().accept()

    @property
    def folder(self) -> Path | None:
        """What is chosen."""
        chosen = self.selectedFiles()
        return Path(chosen[0]) if chosen else None


def ask_new_folder(parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
    """Ask for a folder to write into; None where the reader gives up.

    Parameters
    ----------
    parent : QWidget or None
    title : str
    start : Path or None
        Where the dialog begins; None for Qt's own choice.
    """
    dialog = FolderDialog(parent, title, start)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    folder = dialog.folder if taken else None
    dialog.deleteLater()
    return folder
