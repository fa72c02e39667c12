"""Every text of a window, and what of it nobody could translate."""

import json
import re
from functools import cache
from importlib.resources import files

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableWidget,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItemIterator,
    QWidget,
)

from viewer.state.browser import browser_rows
from viewer.state.planes import Plane
from viewer.state.resolve import resolve

INNERMOST = re.compile(r"⟦[^⟦⟧]*(?:⟧|…|$)")
"""What was translated; cut off where there was no room for all of it."""

SAME_EVERYWHERE = re.compile(
    r"Dens|CT|HU|mm|MIP|MinIP|DICOM|ZIP|NIfTI|PDF|OpenGL"
    r"|C[1-7]|C1–C7|[xyz] -?[\d.]+|[WL] \d+"
    # Keys, which Qt writes in its own translation.
    r"|Ctrl|Shift|Alt|Return|Enter|Esc|Del|Tab|Home|End|Space|Up|Down|PgUp|PgDown|F\d+"
    # The languages' own names.
    r"|English|Deutsch"
)
"""Names, units, numbers and keys."""

OF_THE_FILE = re.compile(
    r"Ellipsoid, Eva|Phantom, Test|TEST-0001|CT cervical spine, trauma|Bone 1\.5 mm"
    r"|Crafted study|CSPINE|Br\d\d|bone now|soft now|bone earlier|stranger"
    r"|400 synthetic necks|CrackNet[^\n]*|Gantry tilt of 4 degrees was corrected\."
    r"|the lower end plate lies outside the volume"
    # What DICOM objects say of themselves; an archive's names.
    r"|Dens: vertebrae C1 to C7|Dens: findings and measurements|ARCHIVE|DENS|localhost"
)
"""What the made study and its analysis say of themselves, in words that nobody translates."""


@cache
def from_cards():
    """Return what the networks' cards say: names, and what they were trained on."""
    cards = [
        json.loads(card.read_text("utf-8"))
        for card in files("resources").joinpath("weights").iterdir()
        if card.name.endswith(".json")
    ]
    return [card[field] for card in cards for field in ("name", "trained_on")]


def left_over(text):
    """Return the words of a text that nobody could translate."""
    text, before = text.replace("&", ""), None
    while before != text:
        before, text = text, INNERMOST.sub(" ", text)
    for told in from_cards():
        text = text.replace(told, " ")
    for known in (OF_THE_FILE, SAME_EVERYWHERE):
        text = known.sub(" ", text)
    return " ".join(re.findall(r"[^\W\d_]{2,}", text))


def texts_of(widget):
    """Yield every text that a widget shows or tells a screen reader."""
    yield widget.windowTitle()
    yield widget.toolTip()
    yield widget.whatsThis()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QMenu):
        yield widget.title()
    elif isinstance(widget, QTabWidget):
        yield from (widget.tabText(number) for number in range(widget.count()))
    elif isinstance(widget, QTableWidget):
        yield from texts_of_table(widget)
    elif isinstance(widget, QTreeWidget):
        yield from texts_of_tree(widget)


def texts_of_table(table):
    """Yield a table's headings and cells."""
    for column in range(table.columnCount()):
        head = table.horizontalHeaderItem(column)
        yield head.text() if head is not None else ""
        for row in range(table.rowCount()):
            yield table.item(row, column).text()
            yield table.item(row, column).toolTip()


def texts_of_tree(tree):
    """Yield a tree's headings and rows."""
    head = tree.headerItem()
    if not tree.isHeaderHidden():
        yield from (head.text(column) for column in range(tree.columnCount()))
    walk = QTreeWidgetItemIterator(tree)
    while (item := walk.value()) is not None:
        for column in range(tree.columnCount()):
            yield item.text(column)
            yield item.toolTip(column)
        walk += 1


def made_by_qt(widget):
    """Tell whether Qt names a widget: the buttons of dialogs, parts within controls."""
    parent = widget.parentWidget()
    return isinstance(parent, QDialogButtonBox | QTabBar) or widget.objectName().startswith("qt_")


def walk(window):
    """Yield where a text was found and the text, of a window and all within."""
    for widget in (window, *window.findChildren(QWidget)):
        if not made_by_qt(widget):
            for text in texts_of(widget):
                yield type(widget).__name__, text
    for action in window.findChildren(QAction):
        if type(action.parent()).__module__.startswith("pyqtgraph"):
            # Its own menu, which no pane shows.
            continue
        for text in (action.text(), action.toolTip(), action.whatsThis()):
            yield "QAction", text


def painted(state):
    """Yield what the panes and rows paint by hand."""
    for plane in Plane:
        content = resolve(state, plane)
        corners = content.corners
        for lines in (
            corners.top_left,
            corners.top_right,
            corners.bottom_left,
            corners.bottom_right,
            *(shape.texts for shape in content.shapes),
        ):
            yield from (("corner", line) for line in lines)
        yield from (("box", box.text) for box in content.boxes)
        yield "pane", content.description
    for study in browser_rows(state):
        yield "browser", study.sentence
        yield from (("browser", row.sentence) for row in study.series)


def unmarked(found):
    """Return what was found outside of brackets."""
    return sorted({f"{place}: {text!r}" for place, text in found if left_over(text)})
