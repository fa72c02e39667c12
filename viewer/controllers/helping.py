"""The Help menu: the page on what Dens can do, and the hints for the first time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from inference.findings import LEVELS
from inference.imaging.errors import WeightsError
from inference.networks.card import Card, read_cards
from viewer.state.app import AppState, Message, MessageKind
from viewer.state.limits import limits_page
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.limits import LimitsPage
from viewer.widgets.tour import TourBar, tour_steps

OPENED, ANALYSED, READ = 1, 3, 4
"""The hints that are of use once a study is open, once it is analysed, and once all is read."""


class HelpController(QObject):
    """Shows pages and hints.

    Attributes
    ----------
    page : LimitsPage or None
        While it is open.

    Parameters
    ----------
    store : Store
    actions : Actions
    tour : TourBar
    cards : Path
        The folder with the networks' cards.
    seen : Path or None
        A file that tells, by being there, that the hints have been shown. None shows them on
        demand alone.
    """

    def __init__(
        self,
        store: Store,
        actions: Actions,
        tour: TourBar,
        cards: Path,
        seen: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._tour, self._cards = store, tour, cards
        self._steps = tour_steps(actions)
        self._at = 0
        self.page: LimitsPage | None = None
        actions.limits.triggered.connect(self._show_limits)
        actions.tour.triggered.connect(self._begin)
        tour.further_requested.connect(self._go_on)
        tour.end_requested.connect(tour.hide)
        store.changed.connect(self._follow)
        if seen is not None and not seen.exists():
            self._begin()
            self._note(seen)

    def close(self) -> None:
        """Take the page away with the window."""
        if self.page is not None:
            self.page.close()

    def _show_limits(self) -> None:
        try:
            cards = read_cards(self._cards)
        except WeightsError as error:
            self._store.say(Message(MessageKind.ERROR, str(error)))
            return
        self._open(cards)

    def _open(self, cards: tuple[Card, ...]) -> None:
        if self.page is None:
            self.page = LimitsPage(limits_page(cards))
            self.page.destroyed.connect(self._forget)
        self.page.show()
        self.page.raise_()
        self.page.activateWindow()

    def _forget(self) -> None:
        self.page = None

    def _begin(self) -> None:
        self._at = 0
        self._show_step()

    def _go_on(self) -> None:
        self._at += 1
        if self._at < len(self._steps):
            self._show_step()
        else:
            self._tour.hide()

    def _follow(self, before: AppState, after: AppState) -> None:
        """Go on from a hint whose deed is done, whoever did it without a click on Next."""
        done = max(
            OPENED if before.study is None and after.study is not None else 0,
            ANALYSED if before.shown_analysis is None and after.shown_analysis is not None else 0,
            READ if after.shown_analysis is not None and _is_read(after) else 0,
        )
        if self._tour.isVisible() and self._at < done:
            self._at = done
            self._show_step()

    def _show_step(self) -> None:
        title, text = self._steps[self._at]
        self._tour.set_step(title, text, self._at + 1, len(self._steps))

    def _note(self, seen: Path) -> None:
        try:
            seen.parent.mkdir(parents=True, exist_ok=True)
            seen.touch()
        except OSError as error:
            reason = error.strerror or str(error)
            text = tr(
                "{seen}: can't be written ({reason}), so the hints will come again next time.",
                seen=seen,
                reason=reason,
            )
            self._store.say(Message(MessageKind.INFORMATION, text))


def _is_read(state: AppState) -> bool:
    """Tell whether the reader has said what they hold of every level."""
    reading = state.reading
    return reading is not None and all(reading.review.is_read(level) for level in LEVELS)
