"""The ways in: the window for a reader, and its picture for a run without a screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QLayout

from inference.findings import Analysis
from inference.imaging.errors import OutputError
from inference.imaging.volume import Volume
from viewer.app import DensApp
from viewer.controllers.quiet import favour_the_window
from viewer.controllers.settings_file import language_in
from viewer.review.directories import sessions_folder
from viewer.translation import speak
from viewer.widgets.theme import apply_theme

RECENT_FILE = "recent.json"
TOUR_FILE = "tour-shown"
SETTINGS_FILE = "settings.json"
SCREENSHOT_SIZE_PX = (1600, 1000)


def run(paths: Sequence[Path] = (), series_id: str | None = None) -> int:
    """Open the window, with a study if one is given, and stay until it is closed.

    Parameters
    ----------
    paths : sequence of Path
        Folders, DICOM files, ZIPs or NIfTIs.
    series_id : str or None
        Which series to show; by default the best one.

    Returns
    -------
    int
        The process's exit status.
    """
    app = make_application()
    from platformdirs import user_config_path, user_state_path

    settings = user_config_path("Dens", appauthor=False) / SETTINGS_FILE
    speak(app, language_in(settings))
    state = user_state_path("Dens", appauthor=False)
    dens = DensApp(
        recent_file=state / RECENT_FILE,
        sessions_folder=sessions_folder(),
        tour_file=state / TOUR_FILE,
        settings_file=settings,
    )
    dens.window.show_filling()
    favour_the_window()
    if paths:
        dens.opening.open_paths(paths, series_id)
    return app.exec()


def save_screenshot(volume: Volume, analysis: Analysis, path: Path) -> None:
    """Draw the real window with a result, the crosshair on the most suspected level, to a PNG.

    Needs no screen where ``QT_QPA_PLATFORM=offscreen`` is set before.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    app = make_application()
    dens = DensApp()
    dens.window.resize(*SCREENSHOT_SIZE_PX)
    # Told the window's least size once it is there, Qt's offscreen platform complains on the
    # terminal that it has nobody to tell: the size is given here, and no layout shall limit it.
    layout = dens.window.layout()
    if layout is not None:
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    dens.show_result(volume, analysis)
    dens.window.show()
    while dens.spine.runner.running:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.processEvents()
    dens.panes.draw()
    app.processEvents()
    written = dens.window.grab().save(str(path), "PNG")
    dens.window.close()
    dens.window.deleteLater()
    dens.deleteLater()
    app.processEvents()
    if not written:
        raise OutputError(f"{path}: the screenshot can't be written; check folder and free space")


def make_application() -> QApplication:
    """Return the one application object, dressed in the theme."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Dens")
    apply_theme(app)
    return app
