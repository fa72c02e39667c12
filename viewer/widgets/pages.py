"""Pages of which one is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget


def turn_to(stack: QStackedLayout, page: QWidget) -> None:
    """Show a page; the others ask for no room, which may be more than a screen has."""
    for each in (stack.widget(number) for number in range(stack.count())):
        if each is not None:
            wants = QSizePolicy.Policy.Preferred if each is page else QSizePolicy.Policy.Ignored
            each.setSizePolicy(wants, wants)
    stack.setCurrentWidget(page)
