"""A figure on paper: pixels as an image, everything else as lines and letters that stay sharp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from viewer.rendering.compose import level_colours
from viewer.report.figures import Figure
from viewer.report.fonts import BOLD, REGULAR, Face, runs, text_width

LETTER = Face(BOLD, 7.0)
NAME = Face(BOLD, 6.5)
CAPTION = Face(REGULAR, 6.5)
LEADING = 1.3
MARGIN_PT = 3.0
SCALE_SHARE = 0.3
"""The scale bar takes at most this share of the image's width."""

SCALE_STEPS_MM = (100, 50, 20, 10, 5)
BOX_PT = 0.9
PLATE_COLOUR = Color(0, 0, 0, alpha=0.55)
PLATE_SIDE_PT, PLATE_FOOT_PT = 1.2, 1.4
"""What a plate is wider than its text to each side, and lower than its baseline."""

BETWEEN_PT = 0.5


class Plate(NamedTuple):
    """Where a text stands on a figure: points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Plate) -> bool:
        """Whether the two have a point in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.bottom < other.top and other.bottom < self.top

    def raised(self, points: float) -> Plate:
        """Return it so much higher."""
        return self._replace(bottom=self.bottom + points, top=self.top + points)


def draw_text(canvas: Canvas, at: tuple[float, float], text: str, face: Face) -> None:
    """Draw one line from a point on the baseline, in fonts that have its letters."""
    x, y = at
    for name, part in runs(text, face.font):
        canvas.setFont(name, face.size)
        canvas.drawString(x, y, part)
        x += canvas.stringWidth(part, name, face.size)


class FigureFlowable(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """One figure with its caption below.

    Parameters
    ----------
    figure : Figure
    width, height : float
        Of the image on paper, points; the caption comes on top of the height.
    """

    def __init__(self, figure: Figure, width: float, height: float) -> None:
        super().__init__()
        self.figure = figure
        aspect = figure.size_mm[0] / figure.size_mm[1]
        self.image_width = min(width, height * aspect)
        self.image_height = self.image_width / aspect
        self.width = self.image_width
        self._captions = [line for line in (figure.caption, figure.note) if line]
        self.height = self.image_height + len(self._captions) * CAPTION.size * LEADING + 2

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Tell its size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw at the canvas's origin."""
        canvas = self.canv
        canvas.setFillColor(black)
        for number, line in enumerate(reversed(self._captions)):
            draw_text(canvas, (0, 2 + number * CAPTION.size * LEADING), line, CAPTION)
        canvas.saveState()
        canvas.translate(0, self.height - self.image_height)
        canvas.drawImage(_reader(self.figure), 0, 0, self.image_width, self.image_height)
        clip = canvas.beginPath()
        clip.rect(0, 0, self.image_width, self.image_height)
        canvas.clipPath(clip, stroke=0, fill=0)
        self._boxes()
        self._names([*self._letters(), *self._scale()])
        canvas.restoreState()

    def _boxes(self) -> None:
        if self.figure.level is None:
            return
        self.canv.setStrokeColor(_colour(level_colours()[self.figure.level]))
        self.canv.setLineWidth(BOX_PT)
        for box in self.figure.boxes:
            left, top = box.left * self.image_width, (1 - box.top) * self.image_height
            right, bottom = box.right * self.image_width, (1 - box.bottom) * self.image_height
            self.canv.rect(left, bottom, right - left, top - bottom)

    def _names(self, taken: list[Plate]) -> None:
        for name in self.figure.labels:
            text = name.level.value
            room = self.image_width - text_width(text, NAME) - MARGIN_PT
            x = min(name.x * self.image_width + MARGIN_PT, room)
            y = (1 - name.y) * self.image_height - NAME.size / 3
            plate = clear_of(taken, _plate(x, y, text, NAME), self.image_height)
            taken.append(self._plated(plate, text, NAME))

    def _letters(self) -> list[Plate]:
        letters, wide, high = self.figure.letters, self.image_width, self.image_height
        middle = high / 2 - LETTER.size / 3
        placed = (
            (letters.left, MARGIN_PT, middle),
            (letters.right, wide - MARGIN_PT - text_width(letters.right, LETTER), middle),
            (letters.top, wide / 2 - text_width(letters.top, LETTER) / 2, high - 9),
            (letters.bottom, wide / 2 - text_width(letters.bottom, LETTER) / 2, 4),
        )
        return [self._plated(_plate(x, y, text, LETTER), text, LETTER) for text, x, y in placed]

    def _scale(self) -> list[Plate]:
        """Draw the scale bar; its number's plate is told with the bar below it."""
        fitting = [s for s in SCALE_STEPS_MM if s <= self.figure.size_mm[0] * SCALE_SHARE]
        if not fitting:
            return []
        length = fitting[0] / self.figure.size_mm[0] * self.image_width
        right, y = self.image_width - MARGIN_PT - 2, MARGIN_PT + 3
        for width, colour in ((2.2, black), (1.0, white)):
            self.canv.setStrokeColor(colour)
            self.canv.setLineWidth(width)
            self.canv.line(right - length, y, right, y)
        text = f"{fitting[0]} mm"
        plate = _plate(right - text_width(text, NAME), y + 3, text, NAME)
        self._plated(plate, text, NAME)
        return [Plate(min(plate.left, right - length), 0.0, self.image_width, plate.top)]

    def _plated(self, plate: Plate, text: str, face: Face) -> Plate:
        """White letters on a dark plate: readable over bone and over air."""
        canvas, (left, bottom, right, top) = self.canv, plate
        canvas.saveState()
        canvas.setFillColor(PLATE_COLOUR)
        canvas.roundRect(left, bottom, right - left, top - bottom, 1.2, stroke=0, fill=1)
        canvas.setFillColor(white)
        draw_text(canvas, (left + PLATE_SIDE_PT, bottom + PLATE_FOOT_PT), text, face)
        canvas.restoreState()
        return plate


def clear_of(taken: Sequence[Plate], plate: Plate, height: float) -> Plate:
    """Move a name up, or down from the upper edge, until it stands on no other text.

    Parameters
    ----------
    taken : sequence of Plate
    plate : Plate
    height : float
        Of the figure, points.
    """
    for other in sorted(taken, key=lambda one: one.bottom):
        if plate.overlaps(other):
            above = plate.raised(other.top - plate.bottom + BETWEEN_PT)
            below = plate.raised(other.bottom - plate.top - BETWEEN_PT)
            plate = above if above.top <= height else below
    return plate


def _plate(x: float, y: float, text: str, face: Face) -> Plate:
    """Return the plate of a text that starts at a point on the baseline."""
    left, bottom = x - PLATE_SIDE_PT, y - PLATE_FOOT_PT
    right = x + text_width(text, face) + PLATE_SIDE_PT
    return Plate(left, bottom, right, bottom + face.size + 0.6)


def _colour(rgb: tuple[int, int, int]) -> Color:
    return Color(*(channel / 255 for channel in rgb))


def _reader(figure: Figure) -> ImageReader:
    # reportlab packs it without loss: a lossy picture would show artefacts that the scan has not.
    return ImageReader(Image.fromarray(figure.pixels))
