"""Key images as pictures: what the pane showed, with the marks that lie there.

The window's own functions decide what is seen; only the painting is done anew, without Qt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from inference.imaging.volume import Volume
from viewer.rendering.panes import pane_pixels
from viewer.rendering.projection import Projection
from viewer.review.key import session_key
from viewer.review.review import KeyImage, Review
from viewer.state.app import AppState, make_study, open_study, set_reading
from viewer.state.drawing import Drawing
from viewer.state.mark_places import go_to_key_image
from viewer.state.mark_shapes import MarkShape
from viewer.state.mark_wording import measure_all
from viewer.state.reading import Reading
from viewer.state.resolve import PaneContent, resolve
from viewer.texts import in_english

LONGER_SIDE_PX = 1000
OVERSAMPLED = 2
"""Painted this much larger, then reduced: Pillow's lines have no soft edges."""

LINE_PX, HALO_PX = 2 * OVERSAMPLED, 5 * OVERSAMPLED
TEXT_PX = 20 * OVERSAMPLED
MARGIN_PX = 10 * OVERSAMPLED
PLACE_PX = 7 * OVERSAMPLED
HEAD_PX = 14 * OVERSAMPLED
MARK_RGB, TEXT_RGB, HALO_RGB = "#ffe066", "#ffffff", "#000000"

_Point = tuple[float, float]
_Box = tuple[float, float, float, float]


def key_pictures(volume: Volume, review: Review) -> Iterator[tuple[KeyImage, Image.Image]]:
    """Yield each key image of a review with its picture."""
    if not review.key_images:
        return
    state = open_study(AppState(), make_study(volume))
    state = set_reading(state, Reading(session_key(volume, None), review))
    with in_english():
        drawing = Drawing(measured=measure_all(review.marks, volume, {}))
    for image in review.key_images:
        yield image, _picture(replace(state, drawing=drawing), image)


@in_english()
def _picture(state: AppState, image: KeyImage) -> Image.Image:
    if state.study is None or state.view is None:
        raise ValueError("a key image needs a study")
    geometry = state.study.shown.geometry
    view = go_to_key_image(state.view, geometry, image)
    content = resolve(replace(state, view=view), view.active)
    if content is None:
        raise ValueError("a key image needs a view")
    width, height = content.fit_mm
    scale = LONGER_SIDE_PX * OVERSAMPLED / max(width, height)
    size = round(width * scale), round(height * scale)
    projection = Projection(content.image.frame, content.pane, content.fit_mm, size)
    canvas = _laid(Image.fromarray(pane_pixels(state.study, content.image)), projection)
    draw = ImageDraw.Draw(canvas)
    taken: list[_Box] = []
    for shape in content.shapes:
        _paint_mark(draw, shape, projection, taken)
    _paint_texts(draw, content, size)
    return canvas.reduce(OVERSAMPLED)


def _laid(plane: Image.Image, projection: Projection) -> Image.Image:
    """Lay a plane's pixels into the picture, as the pane does."""
    row, column = projection.to_pixel(0.0, 0.0)
    down, right = projection.to_pixel(1.0, 1.0)
    # Pillow counts from a pixel's corner, a plane from its centre.
    way = (right - column, 0.0, column + 0.5, 0.0, down - row, row + 0.5)
    laid = plane.transform(
        projection.size_px, Image.Transform.AFFINE, way, Image.Resampling.BILINEAR
    )
    return laid.convert("RGB")


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
        taken.append(_paint_label(draw, shape.texts, corners, projection.size_px, taken))


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
) -> _Box:
    """Write beside a mark: to its right, else to its left, lower where text stands already."""
    text, font = "\n".join(texts), _font(TEXT_PX)
    _, _, width, height = draw.multiline_textbbox((0, 0), text, font=font)
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    x = right + MARGIN_PX
    if x + width > size[0] - MARGIN_PX:
        x = max(left - MARGIN_PX - width, MARGIN_PX)
    lowest = size[1] - MARGIN_PX - height
    y = min(max(min(y for _, y in corners), MARGIN_PX), lowest)
    while y < lowest and any(_meet((x, y, x + width, y + height), box) for box in taken):
        y += TEXT_PX
    _write(draw, (x, y), text, TEXT_PX, MARK_RGB)
    return x, y, x + width, y + height


def _meet(one: _Box, other: _Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def _paint_texts(draw: ImageDraw.ImageDraw, content: PaneContent, size: tuple[int, int]) -> None:
    """Write who it is, where the plane lies, its window, and the letters of the directions."""
    width, height = size
    corners, letters = content.corners, content.letters
    far, low = width - MARGIN_PX, height - MARGIN_PX
    blocks: tuple[tuple[str, _Point, tuple[str, ...]], ...] = (
        ("la", (MARGIN_PX, MARGIN_PX), corners.top_left),
        ("ra", (far, MARGIN_PX), corners.top_right),
        ("ld", (MARGIN_PX, low), corners.bottom_left),
        ("rd", (far, low), corners.bottom_right),
        ("lm", (MARGIN_PX, height / 2), (letters.left,)),
        ("rm", (far, height / 2), (letters.right,)),
        ("ma", (width / 2, MARGIN_PX), (letters.top,)),
        ("md", (width / 2, low), (letters.bottom,)),
    )
    for anchor, at, lines in blocks:
        _write(draw, at, "\n".join(lines), TEXT_PX, TEXT_RGB, anchor)


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
