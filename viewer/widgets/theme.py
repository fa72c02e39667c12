"""The dark, quiet look: one palette, one style sheet, colours that speak by name."""

from __future__ import annotations

import re
from importlib.resources import files

from PySide6.QtGui import QColor, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

BACKGROUND = QColor("#121518")
PANEL = QColor("#1a1e22")
PANEL_RAISED = QColor("#252b31")
BORDER = QColor("#333b43")
TEXT = QColor("#e0e5e9")
MUTED = QColor("#a3adb6")
ACCENT = QColor("#5aa9e6")
SUSPECTED = QColor("#ffb347")
"""Always beside a triangle and a word."""


def apply_theme(app: QApplication) -> None:
    """Give the application its palette, style sheet and icon."""
    app.setStyle("Fusion")
    app.setPalette(_palette())
    app.setStyleSheet(_style_sheet(1.0))
    app.setWindowIcon(icon("dens"))


def set_text_scale(app: QApplication, scale: float) -> None:
    """Make text, and the room around it, that many times as large as the system's own."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(font.pointSizeF() * scale)
    if font.pointSizeF() == app.font().pointSizeF():
        return
    app.setFont(font)
    app.setStyleSheet(_style_sheet(scale))


def _style_sheet(scale: float) -> str:
    text = files("resources").joinpath("theme.qss").read_text(encoding="utf-8")
    return re.sub(r"(\d+)px", lambda size: f"{round(int(size[1]) * scale)}px", text)


def icon(name: str) -> QIcon:
    """Load an icon from ``resources/icons``."""
    data = files("resources").joinpath("icons", f"{name}.svg").read_bytes()
    pixmap = QPixmap()
    pixmap.loadFromData(data, "SVG")
    return QIcon(pixmap)


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, PANEL),
        (role.WindowText, TEXT),
        (role.Base, BACKGROUND),
        (role.AlternateBase, PANEL),
        (role.ToolTipBase, PANEL_RAISED),
        (role.ToolTipText, TEXT),
        (role.Text, TEXT),
        (role.PlaceholderText, MUTED),
        (role.Button, PANEL_RAISED),
        (role.ButtonText, TEXT),
        (role.BrightText, SUSPECTED),
        (role.Highlight, ACCENT),
        (role.HighlightedText, BACKGROUND),
        (role.Link, ACCENT),
    ):
        palette.setColor(name, colour)
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, name, QColor("#6f7a84"))
    return palette
