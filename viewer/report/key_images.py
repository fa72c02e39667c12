"""Key images as pictures: what the pane showed, with the marks, masks and boxes over it.

The window's own functions decide what is seen; only the painting is done anew, without Qt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

from inference.findings import Analysis
from inference.imaging.volume import Volume
from viewer.rendering.panes import pane_pixels
from viewer.rendering.projection import Projection
from viewer.report import VERSION
from viewer.report.key_painting import OVERSAMPLED, paint_content
from viewer.review.key import session_key
from viewer.review.review import KeyImage, Review
from viewer.state.app import AppState, open_study, set_analysis, set_reading
from viewer.state.drawing import Drawing
from viewer.state.mark_places import go_to_key_image, kept_overlay
from viewer.state.mark_wording import measure_all
from viewer.state.reading import Reading
from viewer.state.resolve import resolve
from viewer.state.study import make_study
from viewer.texts import in_english

SOFTWARE_KEY, SOFTWARE = "Software", "Dens"
"""Of the text that tells in a PNG who wrote it (PNG specification, 11.3.3.2)."""

LONGER_SIDE_PX = 1000


def key_pictures(
    volume: Volume, analysis: Analysis, review: Review
) -> Iterator[tuple[KeyImage, Image.Image]]:
    """Yield each key image of a review with its picture.

    Parameters
    ----------
    volume : Volume
        In its own axis order.
    analysis : Analysis
        On its grid, with the masks as the reader left them.
    review : Review
    """
    if not review.key_images:
        return
    # The analysis holds the corrections already: laid over it again, they might not fit.
    told = replace(review, mask_edits=None)
    state = open_study(AppState(), make_study(volume))
    state = set_reading(state, Reading(session_key(volume, None), told))
    state = set_analysis(state, analysis)
    with in_english():
        drawing = Drawing(measured=measure_all(review.marks, volume, {}))
    for image in review.key_images:
        yield image, _picture(replace(state, drawing=drawing), image)


def write_picture(picture: Image.Image, stream: BinaryIO) -> None:
    """Write a picture as PNG, with a note that Dens made it."""
    made = PngInfo()
    made.add_text(SOFTWARE_KEY, f"{SOFTWARE} {VERSION}")
    picture.save(stream, "PNG", pnginfo=made)


def is_own_picture(path: Path) -> bool:
    """Tell whether a file is a picture that Dens wrote."""
    try:
        # Not Image.open: ultralytics puts its own there, which imports what it does not know.
        with PngImageFile(path) as picture:
            made_by = picture.info.get(SOFTWARE_KEY, "")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False  # no PNG, or a broken one: somebody else's
    return str(made_by).startswith(f"{SOFTWARE} ")


@in_english()
def _picture(state: AppState, image: KeyImage) -> Image.Image:
    if state.study is None or state.view is None:
        raise ValueError("a key image needs a study")
    geometry = state.study.shown.geometry
    view = replace(go_to_key_image(state.view, geometry, image), overlay=kept_overlay(image))
    content = resolve(replace(state, view=view), view.active)
    if content is None:
        raise ValueError("a key image needs a view")
    width, height = content.fit_mm
    scale = LONGER_SIDE_PX * OVERSAMPLED / max(width, height)
    size = round(width * scale), round(height * scale)
    projection = Projection(content.image.frame, content.pane, content.fit_mm, size)
    canvas = _laid(Image.fromarray(pane_pixels(state.study, content.image)), projection)
    paint_content(canvas, content, projection)
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
