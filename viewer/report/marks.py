"""The reader's marks and key images in the report and in ``findings.json``."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from reportlab.platypus import Flowable, Image, KeepTogether, Spacer

from inference.findings import Analysis
from inference.imaging.volume import Volume
from viewer.report.key_images import key_pictures
from viewer.report.pages import CONTENT_WIDTH_PT
from viewer.report.sections import CELL, bold, heading, paragraph
from viewer.report.tables import headed_table
from viewer.report.values import mark_values, rounded_point
from viewer.review.marks import AnyMark, Box
from viewer.review.review import KeyImage, Review
from viewer.review.shapes import centre_mm
from viewer.state.alignment import other_marks
from viewer.state.mark_wording import KEY_IMAGE, kind_name, measure

KEY_WIDTH_SHARE = 0.8
KEY_HEIGHT_PT = 300.0
KIND_PT, LEVEL_PT, PLACE_PT = 74.0, 38.0, 120.0


def marks_block(volume: Volume, analysis: Analysis, review: Review) -> list[Flowable]:
    """List what was measured, then the key images with their captions."""
    parts: list[Flowable] = []
    marks = other_marks(review)
    if marks:
        parts += [heading("Marks and measurements"), _table(volume, marks), Spacer(1, 4)]
    for number, (image, picture) in enumerate(key_pictures(volume, analysis, review), start=1):
        stream = BytesIO()
        picture.save(stream, "PNG")
        stream.seek(0)
        scale = min(
            CONTENT_WIDTH_PT * KEY_WIDTH_SHARE / picture.width, KEY_HEIGHT_PT / picture.height
        )
        shown = Image(stream, picture.width * scale, picture.height * scale, hAlign="LEFT")
        title = heading("Key images") if number == 1 else Spacer(1, 8)
        parts.append(KeepTogether([title, shown, paragraph(caption_of(image, number), CELL)]))
    return parts


def caption_of(image: KeyImage, number: int) -> str:
    """Write what stands below a key image."""
    return f"{KEY_IMAGE} {number}. {image.caption}".strip()


def _table(volume: Volume, marks: Iterable[AnyMark]) -> Flowable:
    rows = [[paragraph(text, bold(CELL)) for text in ("Mark", "Level", "Value", "Place (LPS)")]]
    for mark in marks:
        x, y, z = centre_mm(mark)
        said = (measure(mark, volume).value, mark.label)
        level = "" if mark.level is None else mark.level.value
        place = f"{x:.1f}, {y:.1f}, {z:.1f} mm"
        texts = (kind_name(mark), level, "; ".join(part for part in said if part), place)
        rows.append([paragraph(text, CELL) for text in texts])
    value = CONTENT_WIDTH_PT - KIND_PT - LEVEL_PT - PLACE_PT
    return headed_table(rows, [KIND_PT, LEVEL_PT, value, PLACE_PT])


def marks_document(volume: Volume, review: Review, include_text: bool) -> dict[str, Any]:
    """Lay marks and key images out as JSON values; free text may name a person."""
    return {
        "marks": [
            {
                "kind": mark.kind,
                "level": None if mark.level is None else mark.level.value,
                "points_lps_mm": [rounded_point(p) for p in _points(mark)],
                "measured": mark_values(mark, volume),
                **({"text": mark.label} if include_text else {}),
            }
            for mark in other_marks(review)
        ],
        "key_images": [
            {
                "center_lps_mm": rounded_point(image.plane.origin_mm),
                "right_lps": list(image.plane.right_lps),
                "down_lps": list(image.plane.down_lps),
                **({"caption": image.caption} if include_text else {}),
            }
            for image in review.key_images
        ],
    }


def _points(mark: AnyMark) -> tuple[tuple[float, float, float], ...]:
    return (mark.min_lps_mm, mark.max_lps_mm) if isinstance(mark, Box) else mark.points_mm
