"""A message is shown whole, and moves nothing that the hand may be about to press."""

from __future__ import annotations

from dataclasses import replace

from viewer.state.app import Message, MessageKind

LONG = "The analysis stopped: box.json: the model card is missing. Install Dens again. " * 2


def test_a_message_is_whole_and_moves_no_row(driver, qtbot):
    """It comes below the rows of the levels, at its full height, and goes again."""
    side = driver.window.side
    rows = side.findings.rows.values()
    bar = side.messages
    places = [row.mapTo(driver.window, row.rect().topLeft()) for row in rows]
    for text in ("Written.", LONG):
        message = Message(MessageKind.ERROR, text)
        driver.dens.store.set(replace(driver.dens.store.state, message=message))
        driver.settle()
        assert bar.isVisible()
        # Layouts within layouts take a pass each.
        qtbot.waitUntil(lambda: bar.height() >= bar.heightForWidth(bar.width()))
        assert [row.mapTo(driver.window, row.rect().topLeft()) for row in rows] == places
        assert driver.window.rect().contains(
            bar.rect().translated(bar.mapTo(driver.window, bar.rect().topLeft()))
        )
    bar.dismiss.click()
    driver.settle()
    assert not bar.isVisible()
