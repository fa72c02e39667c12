"""Sending results to a picture archive, when the reader says so and not before."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inference.findings import Analysis, Progress
from inference.imaging.volume import Volume
from viewer.controllers.export import NOTHING_TO_EXPORT
from viewer.controllers.jobs import JobRunner, Report, Work
from viewer.review.key import SessionKey
from viewer.review.review import UNREAD, Review
from viewer.state import sending_wording as wording
from viewer.state.app import Job, Message, MessageKind
from viewer.state.pacs import Pacs
from viewer.state.person import Reader, reader_named
from viewer.state.reading_wording import EXPORT_WITHHELD
from viewer.state.wording import patient_lines
from viewer.store import Store
from viewer.texts import tr
from viewer.widgets.actions import Actions
from viewer.widgets.pacs_page import PacsPage
from viewer.widgets.send_dialog import SendDialog
from viewer.widgets.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    # Read when they are needed: a network library is none of a reader's first look.
    from viewer.report.outgoing import Outgoing
    from viewer.report.pacs import Sent

STEP = "send"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What would be sent, and whose it is: another study may be shown by then."""

    objects: tuple[Outgoing, ...]
    patient: tuple[str, ...]


class SendingController(QObject):
    """Prepares what would be sent, shows it, and sends it once that is confirmed.

    Signals
    -------
    sent : SessionKey or None, tuple of str
        Whose reading it is, and what the archive has taken, its own name last.

    Attributes
    ----------
    runner : JobRunner
        Prepares and sends.
    tester : JobRunner
        Asks the archive whether it is there.
    dialog : SendDialog or None
        While it is open.

    Parameters
    ----------
    store : Store
    actions : Actions
    window : QWidget
        Where the dialog belongs.
    """

    sent = Signal(object, tuple)

    def __init__(
        self,
        store: Store,
        actions: Actions,
        window: QWidget,
        runner: JobRunner,
        tester: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._window = store, window
        self.runner, self.tester = runner, tester
        self.dialog: SendDialog | None = None
        self._objects: tuple[Outgoing, ...] = ()
        self._pacs = Pacs()
        self._key: SessionKey | None = None
        self._page: PacsPage | None = None
        actions.send.triggered.connect(self.prepare)
        runner.progressed.connect(self._show_progress)
        runner.finished.connect(self._take)
        runner.failed.connect(self._complain)
        tester.finished.connect(self._answer)
        tester.failed.connect(self._answer)

    def serve(self, dialog: SettingsDialog) -> None:
        """Answer the test button of the settings as long as they are open."""
        self._page = dialog.archive
        dialog.archive.test_requested.connect(self._test)
        dialog.finished.connect(self._forget_page)

    def prepare(self) -> None:
        """Make what is to be sent, then show it with its destination."""
        state = self._store.state
        if state.study is None or state.shown_analysis is None:
            said = EXPORT_WITHHELD if state.withheld else NOTHING_TO_EXPORT
            self._store.say(Message(MessageKind.ERROR, said))
            return
        self._key = None if state.reading is None else state.reading.key
        review = UNREAD if state.reading is None else state.reading.review
        self._store.set(replace(state, exporting=Job(tr(wording.PREPARING)), message=None))
        settings = state.settings
        reader = reader_named(settings.reader_name, settings.reader_organisation)
        self.runner.start(_preparing(state.study.volume, state.shown_analysis, review, reader))

    def _take(self, result: _Prepared | tuple[Sent, ...]) -> None:
        if isinstance(result, _Prepared):
            self._store.set(replace(self._store.state, exporting=None))
            self._show(result)
        elif self.dialog is not None:
            self._tell(self.dialog, result)

    def _show(self, prepared: _Prepared) -> None:
        objects, pacs = prepared.objects, self._store.state.settings.pacs
        if not objects:
            self._store.say(Message(MessageKind.ERROR, tr(wording.NOTHING_TO_SEND)))
            return
        self._objects, self._pacs = objects, pacs
        dialog = self.dialog = SendDialog(self._window)
        dialog.set_patient(prepared.patient)
        dialog.set_objects([one.title for one in objects])
        if pacs.missing:
            dialog.set_destination(tr(wording.NO_PACS, missing=pacs.missing), possible=False)
        else:
            text = tr(wording.AS, name=pacs.name, own_title=pacs.own_title)
            dialog.set_destination(text, possible=True)
        dialog.send_requested.connect(self._send)
        dialog.finished.connect(self._end)
        dialog.open()

    def _send(self) -> None:
        self.runner.start(_sending(self._pacs, self._objects))

    def _show_progress(self, progress: Progress) -> None:
        if self.dialog is not None:
            self.dialog.set_progress(progress.text, progress.fraction)

    def _tell(self, dialog: SendDialog, sent: Sequence[Sent]) -> None:
        for one in sent:
            dialog.set_result(one.number, one.taken, one.text)
        titles = [self._objects[one.number].title for one in sent if one.taken]
        if titles:
            self.sent.emit(self._key, (*titles, wording.SENT_TO.format(name=self._pacs.name)))
        taken = len(titles)
        again = taken < len(sent)
        text = wording.outcome_words(self._pacs.name, len(sent), taken)
        dialog.set_outcome(text, again=again)
        kind = MessageKind.ERROR if again else MessageKind.INFORMATION
        self._store.say(Message(kind, text))

    def _complain(self, text: str) -> None:
        if self.dialog is not None:
            self.dialog.set_outcome(text, again=True)
            return
        message = Message(MessageKind.ERROR, text)
        self._store.set(replace(self._store.state, exporting=None, message=message))

    def _end(self) -> None:
        """The dialog is gone; what is still being sent is broken off."""
        self.dialog, self._objects = None, ()
        if self.runner.running:
            self.runner.cancel()
            self._store.say(Message(MessageKind.ERROR, tr(wording.STOPPED)))

    def _test(self, pacs: Pacs) -> None:
        if self._page is not None:
            self._page.set_testing(True)
        self.tester.start(_asking(pacs))

    def _answer(self, text: str) -> None:
        if self._page is not None:
            self._page.set_answer(text)

    def _forget_page(self) -> None:
        self._page = None
        self.tester.cancel()


def _preparing(volume: Volume, analysis: Analysis, review: Review, reader: Reader | None) -> Work:
    def work(_report: Report) -> Generator[Progress, None, _Prepared]:
        from viewer.report.outgoing import outgoing_objects

        yield Progress(STEP, 0.0, tr(wording.PREPARING))
        objects = outgoing_objects(volume, analysis, review, reader)
        return _Prepared(objects, patient_lines(volume.info))

    return work


def _sending(pacs: Pacs, objects: tuple[Outgoing, ...]) -> Work:
    def work(report: Report) -> Generator[Progress, None, tuple[Sent, ...]]:
        from viewer.report.pacs import send

        def tell(number: int) -> None:
            title, count = objects[number].title, len(objects)
            text = tr(wording.SENDING, number=number + 1, count=count, title=title)
            report(Progress(STEP, number / count, text))

        yield Progress(STEP, 0.0, tr(wording.ASKING, name=pacs.name))
        return send(pacs, [one.dataset for one in objects], tell)

    return work


def _asking(pacs: Pacs) -> Work:
    def work(_report: Report) -> Generator[Progress, None, str]:
        from viewer.report.pacs import echo

        yield Progress(STEP, 0.0, tr(wording.ASKING, name=pacs.name))
        echo(pacs)
        return tr(wording.ANSWERED, name=pacs.name, own_title=pacs.own_title)

    return work
