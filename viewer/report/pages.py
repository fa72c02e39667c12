"""What stands on every page: whose report this is, its number of pages, and the notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from viewer.report.drawing import draw_text
from viewer.report.fonts import BOLD, REGULAR, Face, text_width

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE_PT = 16 * mm
TOP_PT = 25 * mm
BOTTOM_PT = 26 * mm
CONTENT_WIDTH_PT = PAGE_WIDTH - 2 * SIDE_PT

LINE_COLOUR = HexColor("#9aa5ad")
QUIET_COLOUR = HexColor("#4a555d")
NOTICE_COLOUR = HexColor("#8a1c1c")

BIG = Face(BOLD, 9.5)
STRONG = Face(BOLD, 7.5)
SMALL = Face(REGULAR, 7.5)
TINY = Face(REGULAR, 6.5)

MOST_NAMED = 4
"""Lines of names and of what they were trained on that the foot has room for."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The texts around every page.

    Attributes
    ----------
    patient : str
        Who it is, first line of the header.
    patient_details, study : str
        Number, birth date and sex; date, description and accession number.
    notice : str
    provenance : tuple of str
        One line for each network.
    made : str
        Program, version and time.
    """

    patient: str
    patient_details: str
    study: str
    notice: str
    provenance: tuple[str, ...]
    made: str


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """Keeps the pages back until their number is known."""

    def __init__(self, *args: object, frame: PageFrame, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._frame_texts = frame
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  # reportlab's name
        """Keep the page instead of writing it."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its frame."""
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            _draw_frame(self, self._frame_texts, number, len(self._kept))
            super().showPage()
        super().save()


def canvas_maker(frame: PageFrame) -> Callable[..., Canvas]:
    """Return what reportlab calls to make its canvas."""

    def make(*args: object, **kwargs: object) -> Canvas:
        # Otherwise every file names Helvetica, which is not embedded.
        kwargs["initialFontName"] = REGULAR
        return _NumberedCanvas(*args, frame=frame, **kwargs)

    return make


def _draw_frame(canvas: Canvas, frame: PageFrame, number: int, count: int) -> None:
    canvas.saveState()
    top = PAGE_HEIGHT - 12 * mm
    right = PAGE_WIDTH - SIDE_PT
    half, full = CONTENT_WIDTH_PT * 0.62, CONTENT_WIDTH_PT
    canvas.setFillColor(black)
    _line(canvas, top, shortened(frame.patient, BIG, half), BIG)
    _line_right(canvas, top, "Dens, cervical spine CT", BIG)
    canvas.setFillColor(QUIET_COLOUR)
    _line(canvas, top - 11, shortened(frame.patient_details, SMALL, half), SMALL)
    _line_right(canvas, top - 11, f"Page {number} of {count}", SMALL)
    _line(canvas, top - 21, shortened(frame.study, SMALL, full), SMALL)
    canvas.setStrokeColor(LINE_COLOUR)
    canvas.setLineWidth(0.6)
    canvas.line(SIDE_PT, top - 26, right, top - 26)
    bottom = BOTTOM_PT - 5 * mm
    canvas.line(SIDE_PT, bottom + 9, right, bottom + 9)
    canvas.setFillColor(NOTICE_COLOUR)
    _line(canvas, bottom, shortened(frame.notice, STRONG, full), STRONG)
    canvas.setFillColor(QUIET_COLOUR)
    named = [line for text in frame.provenance for line in broken(text, TINY, full)]
    if len(named) > MOST_NAMED:
        named = list(frame.provenance)
    for row, text in enumerate((*named, frame.made), start=1):
        _line(canvas, bottom - row * (TINY.size + 2), shortened(text, TINY, full), TINY)
    canvas.restoreState()


def _line(canvas: Canvas, y: float, text: str, face: Face) -> None:
    draw_text(canvas, (SIDE_PT, y), text, face)


def _line_right(canvas: Canvas, y: float, text: str, face: Face) -> None:
    draw_text(canvas, (PAGE_WIDTH - SIDE_PT - text_width(text, face), y), text, face)


def broken(text: str, face: Face, room: float) -> list[str]:
    """Break a list of names after its semicolons; a name that is too long alone stays so."""
    lines: list[str] = []
    for part in text.split("; "):
        longer = f"{lines[-1]}; {part}" if lines else part
        if lines and text_width(longer + ";", face) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return [f"{line};" for line in lines[:-1]] + lines[-1:]


def shortened(text: str, face: Face, room: float) -> str:
    """Cut a line that is too long, with an ellipsis that says so."""
    if text_width(text, face) <= room:
        return text
    fitting, too_long = 0, len(text)
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        if text_width(text[:middle] + "…", face) <= room:
            fitting = middle
        else:
            too_long = middle
    return text[:fitting] + "…"
