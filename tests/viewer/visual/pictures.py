"""Pictures of the window against those that were kept: what differs so that an eye sees it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from scipy.ndimage import gaussian_filter

BLUR_PX = 1.5
"""Wider than the edge of a letter, narrower than the letter."""

SHIFT_PX = 1
"""A line or letter may stand that far away: fonts and styles are rounded differently."""

LEVELS = 28.0
"""Of 255, in any colour after blurring: from here on a pixel differs."""

MOST_PX = 25
"""So many pixels may differ: fewer than one letter of the smallest text has."""

COLOURS = 256
"""Of a kept picture: a third of the size, and far less apart than what is seen."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How two pictures differ.

    Attributes
    ----------
    pixels : int
        How many of them do.
    picture : ndarray of uint8, shape (rows, columns, 3)
        The new one, dimmed, with what differs in red.
    """

    pixels: int
    picture: NDArray[np.uint8]

    @property
    def seen(self) -> bool:
        """Whether an eye would see it."""
        return self.pixels > MOST_PX


def grab(widget: QWidget) -> NDArray[np.uint8]:
    """Take a picture of a widget: rows, columns, red green blue."""
    # Layouts within layouts take a pass each.
    for _ in range(3):
        QApplication.processEvents()
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def compare(kept: NDArray[np.uint8], now: NDArray[np.uint8]) -> Difference:
    """Compare two pictures; one of another size differs in every pixel."""
    if kept.shape != now.shape:
        return Difference(now.shape[0] * now.shape[1], now)
    one, other = _blurred(kept), _blurred(now)
    # Either way round, so that neither what is gone nor what is new is lost beside a shift.
    differs = _unlike(one, other) | _unlike(other, one)
    picture = now // 3
    picture[differs] = (255, 40, 40)
    return Difference(int(differs.sum()), picture)


def _blurred(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    return gaussian_filter(picture.astype(np.float32), (BLUR_PX, BLUR_PX, 0))


def _unlike(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Mark the pixels of which the other picture has no like one within a shift."""
    least = np.full(one.shape[:2], np.inf, np.float32)
    steps = range(-SHIFT_PX, SHIFT_PX + 1)
    for shift in product(steps, steps):
        apart = np.abs(one - np.roll(other, shift, (0, 1))).max(axis=-1)
        np.minimum(least, apart, out=least)
    return least > LEVELS


def load(path: Path) -> NDArray[np.uint8]:
    """Read a picture."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def save(path: Path, picture: NDArray[np.uint8]) -> None:
    """Write a picture with few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    colours = Image.fromarray(picture).quantize(
        COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    colours.save(path, optimize=True)
