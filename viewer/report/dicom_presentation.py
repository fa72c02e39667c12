"""Windows and marks as Grayscale Softcopy Presentation States over the source images.

What was drawn on a reformat lies in no source image; the SR and the key images show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import highdicom as hd
import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from inference.imaging.geometry import FloatArray
from inference.imaging.volume import SliceReference, Volume
from inference.preprocessing.windowing import Window, window_presets
from viewer.report.dicom_common import (
    EQUIPMENT,
    DicomSource,
    SeriesNumber,
    Stamp,
    finish,
)
from viewer.report.dicom_places import PlacedLine, place_line, slices_of
from viewer.review.marks import AnyMark, Arrow
from viewer.review.review import Review
from viewer.review.shapes import strokes
from viewer.state.mark_wording import image_lines, measure

DESCRIPTION = "Dens: window and marks"
LABEL = "DENS"
LAYER = "MARKS"

FIRST_WINDOW = "1"
"""Key of the window in which slices with marks are shown that are no key image: bone."""

HEAD_PIXELS = 6.0
HEAD_SLOPE = 0.42
"""Length of an arrow's head, and its half width as a share of that."""

LONGEST_TEXT = 1024
"""Characters of an ST (PS3.5 6.2)."""

_Pixel = hd.pr.AnnotationUnitsValues.PIXEL


def presentation_states(
    source: DicomSource, volume: Volume, review: Review, stamp: Stamp
) -> tuple[Dataset, ...]:
    """Make presentation states of the source images with marks or key images.

    One for all of them, unless their Hounsfield units are stored in several ways, since a state
    has one Modality LUT, or they are frames of several images.

    Parameters
    ----------
    source : DicomSource
    volume : Volume
        In its own axis order.
    review : Review
    stamp : Stamp

    Returns
    -------
    tuple of Dataset
        Empty where nothing lies in a source image.
    """
    windows = _windows(source, review)
    marks = _placed(source, review.marks)
    groups: dict[tuple[tuple[float, float], str], list[int]] = {}
    for k in sorted({*windows, *marks}):
        there = _there(source, k)
        several = there.sop_instance_uid if there.frame_number else ""
        groups.setdefault((there.rescale, several), []).append(k)
    series = stamp.uid()
    return tuple(
        _state(source, volume, rescale, slices, windows, marks, series, number, stamp)
        for number, ((rescale, _), slices) in enumerate(groups.items(), start=1)
    )


def _windows(source: DicomSource, review: Review) -> dict[int, Window]:
    """Return the window of each slice that a key image shows; the first one counts."""
    found: dict[int, Window] = {}
    for image in review.key_images:
        for k in slices_of(source, image.plane, image.slab_mm):
            found.setdefault(k, image.window)
    return found


def _placed(
    source: DicomSource, marks: Iterable[AnyMark]
) -> dict[int, list[tuple[AnyMark, list[PlacedLine]]]]:
    """Return the marks of which every line lies in one and the same source image, by slice."""
    found: dict[int, list[tuple[AnyMark, list[PlacedLine]]]] = {}
    for mark in marks:
        placed = [place_line(source, line) for line in strokes(mark)]
        lines = [line for line in placed if line is not None]
        if lines and len(lines) == len(placed) and len({line.k for line in lines}) == 1:
            found.setdefault(lines[0].k, []).append((mark, lines))
    return found


def _state(
    source: DicomSource,
    volume: Volume,
    rescale: tuple[float, float],
    slices: Sequence[int],
    windows: dict[int, Window],
    marks: dict[int, list[tuple[AnyMark, list[PlacedLine]]]],
    series: UID,
    number: int,
    stamp: Stamp,
) -> Dataset:
    layer = hd.pr.GraphicLayer(LAYER, 1)
    annotations = [
        _annotation(source, volume, layer, k, mark, lines)
        for k in slices
        for mark, lines in marks.get(k, ())
    ]
    slope, intercept = rescale
    made: Dataset = hd.pr.GrayscaleSoftcopyPresentationState(
        referenced_images=source.images(slices),
        series_instance_uid=series,
        series_number=SeriesNumber.PRESENTATION,
        sop_instance_uid=stamp.uid(),
        instance_number=number,
        **EQUIPMENT,
        content_label=LABEL,
        content_description=DESCRIPTION,
        graphic_annotations=annotations or None,
        graphic_layers=[layer] if annotations else None,
        modality_lut_transformation=hd.ModalityLUTTransformation(
            rescale_intercept=intercept, rescale_slope=slope, rescale_type="HU"
        ),
        voi_lut_transformations=_transformations(source, slices, windows),
        presentation_lut_transformation=hd.PresentationLUTTransformation(
            presentation_lut_shape="IDENTITY"
        ),
        transfer_syntax_uid=ExplicitVRLittleEndian,
    )
    return finish(made, source, DESCRIPTION, stamp)


def _transformations(
    source: DicomSource, slices: Sequence[int], windows: dict[int, Window]
) -> list[hd.pr.SoftcopyVOILUTTransformation]:
    groups: dict[Window, list[int]] = {}
    for k in slices:
        groups.setdefault(windows.get(k, window_presets()[FIRST_WINDOW]), []).append(k)
    return [
        hd.pr.SoftcopyVOILUTTransformation(
            window_center=window.level,
            window_width=window.width,
            window_explanation=window.name or None,
            referenced_images=_references(source, within),
        )
        for window, within in groups.items()
    ]


def _references(source: DicomSource, slices: Sequence[int]) -> hd.ReferencedImageSequence:
    images = source.images(slices)
    frames = _frames(source, slices)
    return hd.ReferencedImageSequence(images, referenced_frame_number=frames or None)


def _annotation(
    source: DicomSource,
    volume: Volume,
    layer: hd.pr.GraphicLayer,
    k: int,
    mark: AnyMark,
    lines: Sequence[PlacedLine],
) -> hd.pr.GraphicAnnotation:
    graphics = [_graphic(line.column_row) for line in lines]
    if isinstance(mark, Arrow):
        graphics.append(_graphic(_head(lines[0].column_row, source)))
    text = "\r\n".join(image_lines(measure(mark, volume)))[:LONGEST_TEXT]
    return hd.pr.GraphicAnnotation(
        source.images([k]),
        layer,
        referenced_frame_number=_frames(source, [k]) or None,
        graphic_objects=graphics,
        text_objects=[_text(text, lines)] if text else None,
    )


def _graphic(column_row: FloatArray) -> hd.pr.GraphicObject:
    kinds = hd.pr.GraphicTypeValues
    kind = kinds.POINT if len(column_row) == 1 else kinds.POLYLINE
    return hd.pr.GraphicObject(kind, column_row, _Pixel)


def _head(column_row: FloatArray, source: DicomSource) -> FloatArray:
    """Return the two strokes of an arrow's head, inside the image."""
    tail, tip = column_row
    way = tail - tip
    along = HEAD_PIXELS * way / max(float(np.linalg.norm(way)), 1e-6)
    aside = HEAD_SLOPE * np.array([-along[1], along[0]])
    _, rows, columns = source.geometry.shape_kji
    ends: FloatArray = np.array([tip + along + aside, tip, tip + along - aside])
    return np.clip(ends, 0.0, (columns, rows))


def _text(text: str, lines: Sequence[PlacedLine]) -> hd.pr.TextObject:
    corners = np.concatenate([line.column_row for line in lines])
    column, row = corners[int(corners[:, 0].argmax())]
    return hd.pr.TextObject(
        text, _Pixel, anchor_point=(float(column), float(row)), anchor_point_visible=False
    )


def _frames(source: DicomSource, slices: Sequence[int]) -> list[int]:
    """Return the frame numbers of slices of a multi-frame image; none of single images."""
    return [number for k in slices if (number := _there(source, k).frame_number)]


def _there(source: DicomSource, k: int) -> SliceReference:
    found = source.slices[k]
    if found is None:
        raise ValueError(f"no image lies at slice {k}")
    return found
