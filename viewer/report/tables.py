"""The looks of the report's tables: each of them once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table

from viewer.report.fonts import REGULAR
from viewer.report.pages import LINE_COLOUR

HEAD_FILL = HexColor("#e8edf0")
MARKED_FILL = HexColor("#fbe9d8")

_EMBEDDED = ("FONTNAME", (0, 0), (-1, -1), REGULAR)
"""For every table: reportlab would name Helvetica, which no file embeds."""

_AT_TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")


def headed_table(
    rows: Sequence[Sequence[Flowable]], widths: Sequence[float], marked: Collection[int] = ()
) -> Flowable:
    """Lay out rows under a head, which comes again on every page.

    Parameters
    ----------
    rows : sequence of rows
        The head first.
    widths : sequence of float
        Of the columns, in points.
    marked : collection of int
        Numbers of the rows that are filled as suspected ones; the head is row 0.
    """
    style: list[tuple[Any, ...]] = [
        ("BACKGROUND", (0, 0), (-1, 0), HEAD_FILL),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE_COLOUR),
        *_padded(left=4, right=3, top=2.5, bottom=3),
        *(("BACKGROUND", (0, row), (-1, row), MARKED_FILL) for row in marked),
    ]
    return Table(rows, colWidths=list(widths), style=style, repeatRows=1)


def plain_table(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *,
    right: float = 0,
    top: float = 0,
    bottom: float = 0,
) -> Flowable:
    """Lay out rows without lines, at the left of the page; padding in points."""
    style = _padded(left=0, right=right, top=top, bottom=bottom)
    return Table(rows, colWidths=list(widths), style=style, hAlign="LEFT")


def _padded(*, left: float, right: float, top: float, bottom: float) -> list[tuple[Any, ...]]:
    sides = {"LEFT": left, "RIGHT": right, "TOP": top, "BOTTOM": bottom}
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), points) for side, points in sides.items()]
    return [_AT_TOP, _EMBEDDED, *padding]
