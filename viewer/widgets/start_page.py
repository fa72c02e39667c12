"""What stands where the images will be: an invitation, the reading under way, or a failure."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.state.recent import Recent
from viewer.state.start import StartKind, StartPage
from viewer.texts import noop, tr
from viewer.widgets.actions import Actions
from viewer.widgets.key_texts import follow_tip
from viewer.widgets.pixels import pixmap_of

PROGRESS_STEPS = 1000
CARD_WIDTH_PX = 560
PICTURE_PX = 300

TITLES = {
    StartKind.EMPTY: noop("Drop a study here"),
    StartKind.OPENING: noop("Opening"),
    StartKind.FAILED: noop("This could not be opened"),
}

INVITATION = noop("A neck CT: a folder, DICOM files, a ZIP, a DICOMDIR or a NIfTI volume.")


class StartWidget(QFrame):
    """The page of a window without a study.

    Signals
    -------
    recent_chosen : Recent
    cancel_requested : no argument
    """

    recent_chosen = Signal(object)
    cancel_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self._recent: tuple[Recent, ...] | None = None
        self._title = _label("startTitle")
        self._text = _label("startText")
        self._picture = _label("startPicture")
        self._picture.setAccessibleName(tr("First look: one slice of what is being opened"))
        self.progress = QProgressBar()
        self.progress.setRange(0, PROGRESS_STEPS)
        self.progress.setAccessibleName(tr("Progress of opening"))
        self.cancel = _button(tr("Cancel"))
        self.cancel.setAccessibleName(tr("Cancel opening"))
        self.cancel.clicked.connect(self.cancel_requested)
        self.open_folder = _button(tr("Open a folder…"))
        self.open_folder.setObjectName("primary")
        follow_tip(self.open_folder, actions.open_folder)
        self.open_folder.clicked.connect(actions.open_folder.trigger)
        self.open_file = _button(tr("Open files…"))
        follow_tip(self.open_file, actions.open_file)
        self.open_file.clicked.connect(actions.open_file.trigger)
        self._recent_box = QFrame()
        self._recent_rows = QVBoxLayout(self._recent_box)
        self._recent_rows.setContentsMargins(0, 16, 0, 0)
        self._recent_rows.setSpacing(2)
        heading = QLabel(tr("Opened lately"))
        heading.setObjectName("heading")
        self._recent_rows.addWidget(heading)
        self.recent_buttons: list[QPushButton] = []
        self._build_layout()
        self.set_page(StartPage(StartKind.EMPTY))

    def _build_layout(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.open_folder, self.open_file, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card = QFrame()
        card.setObjectName("startCard")
        card.setMaximumWidth(CARD_WIDTH_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(12)
        for widget in (self._title, self._picture, self._text, self.progress):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self._recent_box)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 8)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(across)
        layout.addStretch(1)

    @property
    def text(self) -> str:
        """What the page says."""
        return f"{self._title.text()}\n{self._text.text()}"

    def set_page(self, page: StartPage) -> None:
        """Show another page, or the same one further on."""
        opening = page.kind is StartKind.OPENING
        if opening and self.focusWidget() is not None:
            # Qt would hand the focus of a button that goes to Cancel, which a Space would press.
            self.setFocus()
        self._title.setText(tr(TITLES[page.kind]))
        self._text.setText(_text_of(page))
        self.setProperty("kind", page.kind.value)
        for widget in (self._title, self._text):
            widget.setProperty("kind", page.kind.value)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.progress.setVisible(opening)
        self.cancel.setVisible(opening)
        self.open_folder.setVisible(not opening)
        self.open_file.setVisible(not opening)
        picture = None if page.job is None else page.job.picture
        self._picture.setVisible(picture is not None)
        if picture is not None:
            self._picture.setPixmap(
                pixmap_of(picture).scaledToHeight(
                    PICTURE_PX, Qt.TransformationMode.SmoothTransformation
                )
            )
        if page.job is not None:
            self.progress.setValue(round(page.job.fraction * PROGRESS_STEPS))
        self._recent_box.setVisible(bool(page.recent))
        if not opening and page.recent != self._recent:
            self._list_recent(page.recent)

    def _list_recent(self, recent: tuple[Recent, ...]) -> None:
        self._recent = recent
        for button in self.recent_buttons:
            button.deleteLater()
        self.recent_buttons = []
        for entry in recent:
            button = _button("")
            button.setObjectName("recent")
            gone = "   " + tr("(not there any more)") if entry.missing else ""
            metrics = button.fontMetrics()
            place = metrics.elidedText(
                entry.place, Qt.TextElideMode.ElideMiddle, CARD_WIDTH_PX // 2
            )
            button.setText(f"{entry.name}   {place}{gone}")
            button.setToolTip(f"{entry.place}/{entry.name}{gone}")
            button.setEnabled(not entry.missing)
            button.clicked.connect(lambda _=False, chosen=entry: self.recent_chosen.emit(chosen))
            self._recent_rows.addWidget(button)
            self.recent_buttons.append(button)


def _text_of(page: StartPage) -> str:
    if page.kind is StartKind.FAILED:
        return page.failure
    return tr(INVITATION) if page.job is None else page.job.text


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
