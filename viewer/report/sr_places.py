"""Where a mark lies, as a structured report says it: on one image, or in the patient."""

from __future__ import annotations

from typing import Any, TypeAlias

import highdicom as hd
import numpy as np

from inference.imaging.geometry import FloatArray
from viewer.report.dicom_common import DicomSource
from viewer.report.dicom_places import place_line
from viewer.review.marks import AnyMark, EllipseRoi
from viewer.review.shapes import handles, strokes

Coordinates: TypeAlias = hd.sr.CoordinatesForMeasurement | hd.sr.CoordinatesForMeasurement3D


def coordinates_of(mark: AnyMark, source: DicomSource) -> list[Coordinates]:
    """Tell a mark's lines: in an image's pixels where they all lie on one, else in mm.

    Parameters
    ----------
    mark : AnyMark
    source : DicomSource
    """
    if isinstance(mark, EllipseRoi):
        return [_placed(_axes(mark), source, ellipse=True)]
    # A line of one point is a point, a closed one a polygon.
    return [_placed(line, source) for line in strokes(mark)]


def image_reference(source: DicomSource, k: int) -> dict[str, Any]:
    """Return how highdicom wants the image of a slice named.

    Raises
    ------
    ValueError
        If no image lies there.
    """
    there = source.slices[k]
    if there is None:
        raise ValueError(f"slice {k} has no image")
    return {
        "referenced_sop_class_uid": there.sop_class_uid,
        "referenced_sop_instance_uid": there.sop_instance_uid,
        "referenced_frame_numbers": [there.frame_number] if there.frame_number else None,
    }


def _placed(line: FloatArray, source: DicomSource, *, ellipse: bool = False) -> Coordinates:
    placed = place_line(source, line)
    if placed is None:
        return hd.sr.CoordinatesForMeasurement3D(
            _type_in_space(line, ellipse=ellipse), line, source.frame_of_reference_uid
        )
    image = hd.sr.SourceImageForRegion(**image_reference(source, placed.k))
    kind = _type_on_image(line, ellipse=ellipse)
    return hd.sr.CoordinatesForMeasurement(kind, placed.column_row, image)


def _type_on_image(line: FloatArray, *, ellipse: bool) -> hd.sr.GraphicTypeValues:
    kinds = hd.sr.GraphicTypeValues
    if len(line) == 1:
        return kinds.POINT
    # On an image a closed polyline is the polygon.
    return kinds.ELLIPSE if ellipse else kinds.POLYLINE


def _type_in_space(line: FloatArray, *, ellipse: bool) -> hd.sr.GraphicTypeValues3D:
    kinds = hd.sr.GraphicTypeValues3D
    if len(line) == 1:
        return kinds.POINT
    if ellipse:
        return kinds.ELLIPSE
    closed = len(line) > 3 and bool((line[0] == line[-1]).all())
    return kinds.POLYGON if closed else kinds.POLYLINE


def _axes(ellipse: EllipseRoi) -> FloatArray:
    """Return the ends of the longer axis, then those of the shorter one (PS3.3 C.18.6.1.2)."""
    first, second, first_back, second_back = handles(ellipse)
    pairs = [(first, first_back), (second, second_back)]
    if ellipse.size_mm[1] > ellipse.size_mm[0]:
        pairs.reverse()
    return np.array([point for pair in pairs for point in pair])
