"""The cheat sheet on screens of all sizes: nothing is cut off, and no bar stands below it."""

import re
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTranslator
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.state.bindings import first_key
from viewer.state.hand_groups import GROUPS
from viewer.state.sheet import Bound
from viewer.texts import english, use_lookup
from viewer.translation import TRANSLATIONS
from viewer.widgets.cheat_sheet import CheatSheet
from viewer.widgets.theme import apply_theme, set_text_scale

HANDS = [hand for group in GROUPS for hand in group.hands]


@pytest.fixture
def themed(qapp):
    """Dress the application as it is for readers; undress it afterwards."""
    font, style, palette, sheet = (
        qapp.font(),
        qapp.style().name(),
        qapp.palette(),
        qapp.styleSheet(),
    )
    apply_theme(qapp)
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def on_screen(themed, qtbot, monkeypatch):
    """Show the sheet on a screen of a size."""

    def show(width, height, bound=None):
        screen = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, width, height))
        monkeypatch.setattr(CheatSheet, "screen", lambda _self: screen)
        sheet = CheatSheet(bound)
        qtbot.addWidget(sheet)
        sheet.show()
        qtbot.waitExposed(sheet)
        themed.processEvents()
        return sheet

    return show


@pytest.fixture
def in_german():
    """Speak German, as the window would."""
    german = QTranslator()
    assert german.load(str(TRANSLATIONS / "dens_de.qm"))
    use_lookup(lambda text, plural, count: german.translate("", text, plural, count) or text)
    yield
    use_lookup(english)


def labels_of(sheet):
    """List the two labels of every line that is there, from the first to the last group."""
    return [label for box in sheet.page.boxes for line in box.lines for label in line]


def lines_shown(sheet):
    """Return the lines that are to be seen: keys, and what they do."""
    return [
        (keys.text(), meaning.text())
        for box in sheet.page.boxes
        for keys, meaning in box.lines
        if keys.isVisible() and meaning.isVisible()
    ]


def cut_off(sheet):
    """Return the texts that have less room than they need, or lie beyond the page."""
    return [
        label.text()
        for label in labels_of(sheet)
        if label.height() < label.heightForWidth(label.width())
        or label.width() < label.minimumSizeHint().width()
        or not sheet.page.rect().contains(QRect(label.mapTo(sheet.page, QPoint()), label.size()))
    ]


def whole(sheet):
    """Tell whether no bar is needed, neither on the right nor below."""
    area = sheet.area
    return area.verticalScrollBar().maximum() == area.horizontalScrollBar().maximum() == 0


def check_groups(sheet, columns):
    """Check that headings begin the columns, and that keys and meaning stand beside each other."""
    left = {box.mapTo(sheet.page, QPoint()).x() for box in sheet.page.boxes}
    assert len(left) == columns
    for box in sheet.page.boxes:
        for keys, meaning in box.lines:
            assert keys.y() == meaning.y()
            assert 0 < meaning.x() - keys.geometry().right() < meaning.fontMetrics().height()


def test_all_of_it_on_a_usual_screen(on_screen):
    """Three columns at 1600 x 1000, without any bar, and with room for a window's frame."""
    sheet = on_screen(1600, 1000)
    assert len(labels_of(sheet)) == 2 * len(HANDS)
    assert [box.heading.text() for box in sheet.page.boxes] == [group.title for group in GROUPS]
    assert whole(sheet)
    assert cut_off(sheet) == []
    assert sheet.width() <= 1600
    assert sheet.height() <= 960
    check_groups(sheet, columns=3)


@pytest.mark.usefixtures("in_german")
def test_all_of_it_in_german(on_screen):
    """Longer words for keys are whole, too."""
    sheet = on_screen(1600, 1000)
    assert "Strg+Umschalt+Enter" in [label.text() for label in labels_of(sheet)]
    assert whole(sheet)
    assert cut_off(sheet) == []
    check_groups(sheet, columns=3)


@pytest.mark.parametrize(
    ("size", "scale", "columns"),
    [((1280, 800), 1, 3), ((900, 700), 1, 2), ((600, 500), 1, 1), ((1600, 1000), 2, 2)],
)
def test_on_smaller_screens_it_is_read_by_scrolling_down_alone(
    on_screen, themed, size, scale, columns
):
    """Fewer columns, a bar on the right, none below; also with text of double the size."""
    set_text_scale(themed, scale)
    sheet = on_screen(*size)
    assert sheet.area.verticalScrollBar().maximum() > 0
    assert sheet.area.horizontalScrollBar().maximum() == 0
    assert cut_off(sheet) == []
    assert sheet.width() <= size[0]
    assert sheet.height() <= size[1]
    check_groups(sheet, columns)


def test_it_can_be_made_no_narrower_than_its_text(on_screen):
    """Else there would be a bar below; lower, it scrolls."""
    sheet = on_screen(1600, 1000)
    sheet.resize(300, 300)
    QApplication.processEvents()
    assert sheet.area.horizontalScrollBar().maximum() == 0
    assert sheet.area.verticalScrollBar().maximum() > 0


def test_arrows_scroll_while_one_may_type(on_screen):
    """The line has the keyboard, and no use for these keys."""
    sheet = on_screen(900, 500)
    assert sheet.search.hasFocus()
    bar = sheet.area.verticalScrollBar()
    QTest.keyClick(sheet.search, Qt.Key.Key_Down)
    one = bar.value()
    QTest.keyClick(sheet.search, Qt.Key.Key_PageDown)
    assert bar.value() > one > 0
    QTest.keyClick(sheet.search, Qt.Key.Key_PageUp)
    QTest.keyClick(sheet.search, Qt.Key.Key_Up)
    assert bar.value() == 0


def test_typing_leaves_the_lines_that_fit(on_screen):
    """By what a key does, by the key, by the heading; nothing typed is everything again."""
    sheet = on_screen(1600, 1000)
    QTest.keyClicks(sheet.search, "cobb")
    assert lines_shown(sheet) == [("Shift+A", "Cobb angle")]
    assert [box.isVisible() for box in sheet.page.boxes].count(True) == 1
    sheet.search.clear()
    QTest.keyClicks(sheet.search, "ctrl+e")
    assert ("Ctrl+E", "Export the report") in lines_shown(sheet)
    sheet.search.clear()
    QTest.keyClicks(sheet.search, "report export")
    assert ("Ctrl+Shift+S", "Send to PACS") in lines_shown(sheet)
    sheet.search.clear()
    assert len(lines_shown(sheet)) == len(HANDS)


def test_what_fits_nothing_is_said(on_screen):
    """A sentence stands there instead, and goes again; Enter doesn't leave the sheet."""
    sheet = on_screen(1600, 1000)
    QTest.keyClicks(sheet.search, "qqq")
    assert lines_shown(sheet) == []
    assert sheet.nothing.isVisible()
    QTest.keyClick(sheet.search, Qt.Key.Key_Return)
    assert sheet.isVisible()
    QTest.keyClick(sheet.search, Qt.Key.Key_Backspace)
    sheet.search.clear()
    assert not sheet.nothing.isVisible()
    QTest.keyClick(sheet.search, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_screen_reader_hears_every_line(on_screen):
    """Heading, keys and what they do, in one name."""
    sheet = on_screen(1600, 1000, Bound(more=(("F5", "MIP"),)))
    heard = {}
    for box in sheet.page.boxes:
        title = QAccessible.queryAccessibleInterface(box).text(QAccessible.Text.Name)
        heard[title] = [
            QAccessible.queryAccessibleInterface(keys).text(QAccessible.Text.Name)
            for keys, _ in box.lines
        ]
    assert list(heard) == [*(group.title for group in GROUPS), "Bound by you"]
    assert "N: Next level: suspected ones first, then unread ones" in heard["Reading"]
    assert heard["Bound by you"] == ["F5: MIP"]


def test_what_is_typed_here_stays_here(driver):
    """The window's keys are left alone while the sheet is open, and work again once it isn't."""
    driver.key(Qt.Key.Key_F1)
    sheet = driver.window.findChild(CheatSheet)
    masks, presets = driver.view.overlay.masks, driver.view.window
    QTest.keyClicks(sheet.search, "g1")
    driver.settle()
    assert sheet.search.text() == "g1"
    assert (driver.view.overlay.masks, driver.view.window) == (masks, presets)
    QTest.keyClick(sheet.search, Qt.Key.Key_Escape)
    # No window manager does it here.
    driver.window.activateWindow()
    QApplication.processEvents()
    driver.key(Qt.Key.Key_G)
    assert driver.view.overlay.masks != masks


def test_every_key_of_a_command_is_told(make_driver):
    """What has keys at first has a line of the sheet with one of them."""
    told = {first_key(key) for keys, _ in HANDS for key in re.split(r", | and | … ", keys)}
    told |= {f"Alt+{number}" for number in range(1, 8)}
    keys = {
        name: {shortcut.toString(QKeySequence.SequenceFormat.PortableText) for shortcut in held}
        for name, action in make_driver().window.actions_.named.items()
        if (held := action.shortcuts())
    }
    assert len(keys) > 60
    assert [name for name, bound in keys.items() if not bound & told] == []
