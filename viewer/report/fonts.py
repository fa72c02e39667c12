"""Fonts that are embedded in the report, and text split over them.

DejaVu Sans is bundled: Latin, Greek, Cyrillic, Arabic and Hebrew letters. Characters that
it lacks (Chinese, Japanese, Korean) are looked for in fonts of the operating system; what
none of them has is drawn as an empty square, never left out unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"


class Face(NamedTuple):
    """A font's name and its size in points."""

    font: str
    size: float


MISSING_GLYPH = "\u25a1"
"""White square."""

SYSTEM_FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/truetype/unfonts-core/UnDotum.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/msgothic.ttc",
    "C:/Windows/Fonts/malgun.ttf",
    "C:/Windows/Fonts/simsun.ttc",
)
"""Fonts with TrueType outlines, the only ones that reportlab embeds."""


@cache
def register_fonts() -> None:
    """Register the bundled fonts with reportlab."""
    for name in (REGULAR, BOLD):
        with as_file(files("resources").joinpath("fonts", f"{name}.ttf")) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)


@cache
def _fallbacks() -> tuple[str, ...]:
    """Register the system's fonts on first need and return their names."""
    names = []
    for number, path in enumerate(SYSTEM_FONTS):
        if not Path(path).is_file():
            continue
        try:
            pdfmetrics.registerFont(TTFont(f"Fallback{number}", path))
        except (TTFError, OSError):
            continue  # A damaged font of the system must not cost the report.
        names.append(f"Fallback{number}")
    return tuple(names)


def _has(font: str, character: str) -> bool:
    return ord(character) in pdfmetrics.getFont(font).face.charToGlyph


def _font_of(character: str, font: str) -> tuple[str, str]:
    """Return the font to draw a character with, and what to draw."""
    if _has(font, character):
        return font, character
    for fallback in _fallbacks():
        if _has(fallback, character):
            return fallback, character
    return font, MISSING_GLYPH


def runs(text: str, font: str = REGULAR) -> Iterator[tuple[str, str]]:
    """Split a text into (font name, text) where the font has to change.

    Control characters become spaces: a header may hold anything.
    """
    register_fonts()
    printable = (c if c.isprintable() else " " for c in text)
    for name, group in groupby((_font_of(c, font) for c in printable), key=lambda pair: pair[0]):
        yield name, "".join(character for _, character in group)


def markup(text: str, font: str = REGULAR) -> str:
    """Turn any text into a paragraph's markup: escaped, with fonts that have its letters."""
    return "".join(
        escape(part) if name == font else f'<font name="{name}">{escape(part)}</font>'
        for name, part in runs(text, font)
    )


def text_width(text: str, face: Face) -> float:
    """Width of a text in points."""
    return float(
        sum(pdfmetrics.stringWidth(part, n, face.size) for n, part in runs(text, face.font))
    )
