"""Where a measurement report marks something: its coordinates in patient millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from pydicom.dataset import Dataset

from inference.imaging.errors import InputError
from inference.imaging.geometry import FloatArray
from inference.imaging.volume import Volume
from viewer.report.dicom_places import PIXEL_CENTRE
from viewer.review.shapes import ELLIPSE_POINTS
from viewer.texts import noop, tr

ImageKey = tuple[str, int]
"""SOP Instance UID, and the frame's number from 1; 0 for an image of one frame."""

OTHER_FRAME = noop(
    "{name}: its coordinates lie in another frame of reference than the series shown. "
    "Open the series that it was made from."
)

BROKEN_PLACE = noop(
    "{name}: the coordinates of one of its marks ({kind}) can't be used. Export it again."
)

POINTS = {"POINT": 1, "CIRCLE": 2, "ELLIPSE": 4, "ELLIPSOID": 6}
"""How many points a graphic type has (PS3.3 C.18.6.1.2, C.18.9.1.2)."""

POINTS_AT_LEAST = {"MULTIPOINT": 1, "POLYLINE": 2, "POLYGON": 3}

MINOR = 2
"""Where the ends of an ellipse's second axis begin among its four points."""

NESTED_AT_MOST = 16


class NoImageError(Exception):
    """Coordinates lie on an image that the series shown doesn't have.

    Attributes
    ----------
    image : ImageKey or None
        None where they don't name it themselves.
    """

    def __init__(self, image: ImageKey | None) -> None:
        super().__init__(image)
        self.image = image


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where pixels and millimetres of a report lie.

    Attributes
    ----------
    volume : Volume
    slices : mapping of ImageKey to int
        Which slice along k an image is.
    name : str
        What messages call the file.
    """

    volume: Volume
    slices: Mapping[ImageKey, int]
    name: str

    @classmethod
    def of(cls, volume: Volume, name: str) -> Places:
        """Note which image each slice of a volume is."""
        there = () if volume.origin is None else volume.origin.slices
        slices = {
            (one.sop_instance_uid, one.frame_number): k
            for k, one in enumerate(there)
            if one is not None
        }
        return cls(volume, slices, name)

    def lines_of(self, item: Dataset) -> list[FloatArray]:
        """Return the lines of a SCOORD or SCOORD3D, each (n, 3) LPS mm.

        Raises
        ------
        NoImageError
            If it lies on an image of another series, or names its image by reference.
        InputError
            If its frame of reference is another one, or its numbers are no such shape.
        """
        if item.ValueType == "SCOORD":
            kind, column_row = item.GraphicType, self._points_of(item, 2)
            if kind == "CIRCLE":
                kind, column_row = "ELLIPSE", _axes_of_circle(column_row)
            return _drawn(kind, self._on_image(item, column_row))
        if str(item.ReferencedFrameOfReferenceUID) != self.volume.info.frame_of_reference_uid:
            raise InputError(tr(OTHER_FRAME, name=self.name))
        return _drawn(item.GraphicType, self._points_of(item, 3))

    def _points_of(self, item: Dataset, size: int) -> FloatArray:
        """Return the points (n, size) of a graphic, if they can be those of its type."""
        kind, numbers = item.GraphicType, np.array(item.GraphicData, float).reshape(-1)
        count, rest = divmod(len(numbers), size)
        fits = POINTS[kind] == count if kind in POINTS else count >= POINTS_AT_LEAST[kind]
        if rest or not fits or not np.isfinite(numbers).all():
            raise InputError(tr(BROKEN_PLACE, name=self.name, kind=kind))
        return numbers.reshape(-1, size)

    def _on_image(self, item: Dataset, column_row: FloatArray) -> FloatArray:
        """Turn an image's pixels (n, 2), counted from its corner, into LPS mm (n, 3)."""
        inside = item.get("ContentSequence") or []
        selected = [one for one in inside if one.get("ValueType") == "IMAGE"]
        if not selected:
            raise NoImageError(None)
        image = selected[0].ReferencedSOPSequence[0]
        frames = image.get("ReferencedFrameNumber") or 0
        number = int(frames if isinstance(frames, int | float | str) else frames[0])
        uid = str(image.ReferencedSOPInstanceUID)
        k = self.slices.get((uid, number), self.slices.get((uid, 0)))
        if k is None:
            raise NoImageError((uid, number))
        index = np.column_stack([np.full(len(column_row), k), column_row[:, 1], column_row[:, 0]])
        index[:, 1:] -= PIXEL_CENTRE
        return self.volume.geometry.index_to_lps(index)


def coordinates_in(item: Dataset, nested: int = 0) -> Iterator[Dataset]:
    """Yield the coordinates anywhere within a content item, itself included."""
    # Items by reference have no type of their own, and nothing within.
    if item.get("ValueType") in {"SCOORD", "SCOORD3D"}:
        yield item
    elif nested < NESTED_AT_MOST:
        for one in item.get("ContentSequence") or []:
            yield from coordinates_in(one, nested + 1)


def _drawn(kind: str, points: FloatArray) -> list[FloatArray]:
    """Return the lines (n, 3) of a graphic type (PS3.3 C.18.6.1.2, C.18.9.1.2)."""
    if kind == "MULTIPOINT":
        return [one[np.newaxis] for one in points]
    if kind == "ELLIPSE":
        return [_ellipse(points)]
    if kind == "ELLIPSOID":
        pairs = points.reshape(-1, 2, 3)
        return [_ellipse(pairs[[a, b]].reshape(-1, 3)) for a, b in ((0, 1), (0, 2), (1, 2))]
    if kind == "POLYGON" and not (points[0] == points[-1]).all():
        return [np.vstack([points, points[:1]])]
    return [points]


def _ellipse(ends: FloatArray) -> FloatArray:
    """Return an ellipse (n, 3) from the ends (4, 3) of its longer and shorter axis."""
    centre = ends.mean(axis=0)
    major, minor = (ends[1] - ends[0]) / 2, (ends[MINOR + 1] - ends[MINOR]) / 2
    turn = np.linspace(0.0, 2 * np.pi, ELLIPSE_POINTS + 1)[:, np.newaxis]
    return np.asarray(centre + np.cos(turn) * major + np.sin(turn) * minor)


def _axes_of_circle(column_row: FloatArray) -> FloatArray:
    """Return the ends of two axes (4, 2) of a circle from its centre and a point on it (2, 2)."""
    centre, radius = column_row[0], column_row[1] - column_row[0]
    across = np.array([-radius[1], radius[0]])
    return np.array([centre - radius, centre + radius, centre - across, centre + across])
