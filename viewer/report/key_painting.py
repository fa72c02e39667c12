"""What is painted over a key image: texts, boxes and marks, as the window paints them.

Without Qt, so that reports need no screen.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from math import hypot

from PIL import Image, ImageDraw, ImageFont

from viewer.rendering.compose import level_colours
from viewer.rendering.projection import Projection
from viewer.state.mark_shapes import MarkShape
from viewer.state.resolve import BoxMark, PaneContent

OVERSAMPLED = 2
"""Painted this much larger, then reduced: Pillow's lines have no soft edges."""

LINE_PX, HALO_PX = 2 * OVERSAMPLED, 5 * OVERSAMPLED
TEXT_PX = 20 * OVERSAMPLED
MARGIN_PX = 10 * OVERSAMPLED
PLACE_PX = 7 * OVERSAMPLED
HEAD_PX = 14 * OVERSAMPLED
TICK_PX = 4 * OVERSAMPLED
APART_PX = 4 * OVERSAMPLED
DASH_PX = 4 * OVERSAMPLED
MARK_RGB, TEXT_RGB, HALO_RGB = "#ffe066", "#ffffff", "#000000"

_Point = tuple[float, float]
_Box = tuple[float, float, float, float]


def paint_content(canvas: Image.Image, content: PaneContent, projection: Projection) -> None:
    """Paint over a picture of a plane, ``OVERSAMPLED`` times as large as it will be."""
    draw = ImageDraw.Draw(canvas)
    taken = _paint_texts(draw, content, projection)
    for box in content.boxes:
        _paint_box(draw, box, projection, taken)
    for shape in content.shapes:
        _paint_mark(draw, shape, projection, taken)


def _paint_box(
    draw: ImageDraw.ImageDraw, box: BoxMark, projection: Projection, taken: list[_Box]
) -> None:
    """Paint a box and its name; one that is not suspected is thin and broken."""
    left, top = projection.to_screen((box.rect.top, box.rect.left))
    right, bottom = projection.to_screen((box.rect.bottom, box.rect.right))
    red, green, blue = level_colours()[box.level]
    colour = f"#{red:02x}{green:02x}{blue:02x}"
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    for start, end in pairwise((*corners, corners[0])):
        if box.suspected:
            draw.line((start, end), fill=colour, width=LINE_PX)
        else:
            _paint_broken(draw, start, end, colour)
    width, height = projection.size_px
    if left < width and right > 0 and top < height and bottom > 0:
        taken.append(_paint_label(draw, (box.text,), corners, projection.size_px, taken, colour))


def _paint_broken(draw: ImageDraw.ImageDraw, start: _Point, end: _Point, colour: str) -> None:
    """Paint a line in dashes, which Pillow has none of."""
    way = end[0] - start[0], end[1] - start[1]
    count = max(round(hypot(*way) / (2 * DASH_PX)), 1)
    for number in range(count):
        ends = [number / count, (number + 0.5) / count]
        dash = [(start[0] + share * way[0], start[1] + share * way[1]) for share in ends]
        draw.line(dash, fill=colour, width=LINE_PX // 2)


def _paint_mark(
    draw: ImageDraw.ImageDraw, shape: MarkShape, projection: Projection, taken: list[_Box]
) -> None:
    """Paint a mark, and its label where none of ``taken`` stands."""
    lines = [[projection.to_screen(pixel) for pixel in line] for line in shape.lines]
    for colour, width in ((HALO_RGB, HALO_PX), (MARK_RGB, LINE_PX)):
        for line in lines:
            if len(line) > 1:
                draw.line(line, fill=colour, width=width)
            else:
                _paint_place(draw, line[0], colour, width)
    if shape.kind == "arrow" and shape.whole:
        _paint_head(draw, lines[0][0], lines[0][1])
    if shape.texts:
        corners = [at for line in lines for at in line]
        size = projection.size_px
        taken.append(_paint_label(draw, shape.texts, corners, size, taken, MARK_RGB))


def _paint_place(draw: ImageDraw.ImageDraw, at: _Point, colour: str, width: int) -> None:
    (x, y), arm = at, PLACE_PX
    draw.line(((x - arm, y), (x + arm, y)), fill=colour, width=width)
    draw.line(((x, y - arm), (x, y + arm)), fill=colour, width=width)


def _paint_head(draw: ImageDraw.ImageDraw, tail: _Point, tip: _Point) -> None:
    away = tail[0] - tip[0], tail[1] - tip[1]
    length = max((away[0] ** 2 + away[1] ** 2) ** 0.5, 1.0)
    x, y = (HEAD_PX * side / length for side in away)
    ends = [(tip[0] + x - side * y, tip[1] + y + side * x) for side in (0.42, -0.42)]
    draw.polygon([tip, *ends], fill=MARK_RGB, outline=HALO_RGB)


def _paint_label(
    draw: ImageDraw.ImageDraw,
    texts: tuple[str, ...],
    corners: list[_Point],
    size: tuple[int, int],
    taken: list[_Box],
    colour: str,
) -> _Box:
    """Write beside a mark or a box: to its right, else left, lower where text stands."""
    text, font = "\n".join(texts), _font(TEXT_PX)
    _, _, width, height = draw.multiline_textbbox((0, 0), text, font=font)
    height += APART_PX
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    x = right + MARGIN_PX
    if x + width > size[0] - MARGIN_PX:
        x = max(left - MARGIN_PX - width, MARGIN_PX)
    lowest = size[1] - MARGIN_PX - height
    y = min(max(min(y for _, y in corners), MARGIN_PX), lowest)
    while y < lowest and any(_meet((x, y, x + width, y + height), box) for box in taken):
        y += TEXT_PX
    _write(draw, (x, y), text, TEXT_PX, colour)
    return x, y, x + width, y + height


def _meet(one: _Box, other: _Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def _paint_scale(draw: ImageDraw.ImageDraw, projection: Projection) -> list[_Box]:
    """Paint the scale bar and its length into the lower right corner.

    Returns
    -------
    list of tuple of float
        Where it stands; empty where no round length fits.
    """
    (width, height), bar_mm = projection.size_px, projection.scale_bar_mm
    if bar_mm is None:
        return []
    right, y = width - MARGIN_PX, height - MARGIN_PX - TEXT_PX / 2
    left = right - bar_mm / projection.mm_per_px
    for colour, thickness in ((HALO_RGB, HALO_PX), (TEXT_RGB, LINE_PX)):
        draw.line(((left, y), (right, y)), fill=colour, width=thickness)
        for x in (left, right):
            draw.line(((x, y - TICK_PX), (x, y + TICK_PX)), fill=colour, width=thickness)
    text, at = f"{bar_mm:.0f} mm", (left - MARGIN_PX, y)
    _write(draw, at, text, TEXT_PX, TEXT_RGB, "rm")
    begin = draw.multiline_textbbox(at, text, font=_font(TEXT_PX), anchor="rm")[0]
    return [(begin, y - TEXT_PX / 2, right, y + TEXT_PX / 2)]


def _paint_texts(
    draw: ImageDraw.ImageDraw, content: PaneContent, projection: Projection
) -> list[_Box]:
    """Write who it is, where the plane lies, its window, scale, and the directions' letters.

    Returns
    -------
    list of tuple of float
        Where text stands.
    """
    width, height = projection.size_px
    corners, letters = content.corners, content.letters
    far, low = width - MARGIN_PX, height - MARGIN_PX
    taken = _paint_scale(draw, projection)
    above_scale = taken[0][1] - MARGIN_PX if taken else low
    blocks: tuple[tuple[str, _Point, tuple[str, ...]], ...] = (
        ("la", (MARGIN_PX, MARGIN_PX), corners.top_left),
        ("ra", (far, MARGIN_PX), corners.top_right),
        ("ld", (MARGIN_PX, low), corners.bottom_left),
        ("rd", (far, above_scale), corners.bottom_right),
        ("lm", (MARGIN_PX, height / 2), (letters.left,)),
        ("rm", (far, height / 2), (letters.right,)),
        ("ma", (width / 2, MARGIN_PX), (letters.top,)),
        ("md", (width / 2, low), (letters.bottom,)),
    )
    for anchor, at, lines in blocks:
        text = "\n".join(lines)
        _write(draw, at, text, TEXT_PX, TEXT_RGB, anchor)
        taken.append(draw.multiline_textbbox(at, text, font=_font(TEXT_PX), anchor=anchor))
    return taken


def _write(
    draw: ImageDraw.ImageDraw, at: _Point, text: str, size: int, colour: str, anchor: str = "la"
) -> None:
    draw.multiline_text(
        at,
        text,
        fill=colour,
        font=_font(size),
        anchor=anchor,
        align="right" if anchor.startswith("r") else "left",
        stroke_width=OVERSAMPLED,
        stroke_fill=HALO_RGB,
    )


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    data = files("resources").joinpath("fonts", "DejaVuSans.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(data), size)
