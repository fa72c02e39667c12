"""A slice as a small picture in the bone window, hung as the panes hang it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.imaging.volume import Volume
from inference.preprocessing.windowing import bone_windows, to_gray
from viewer.rendering.compose import extract
from viewer.state.body import find_body
from viewer.state.planes import Plane, PlaneFrame

THUMBNAIL_PX = 160
"""Longer side: sharp at twice the size of a row of the browser."""


def thumbnail(slice_volume: Volume, longest_px: int = THUMBNAIL_PX) -> NDArray[np.uint8]:
    """Draw the one slice of a volume, cut to the patient.

    Parameters
    ----------
    slice_volume : Volume
        One slice, whatever its plane.
    longest_px : int
        Of the picture.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        Square pixels.
    """
    shown = slice_volume.canonical()
    plane = next(p for p in Plane if PlaneFrame(shown.geometry, p, 0).slice_count == 1)
    frame = PlaneFrame(shown.geometry, plane, 0)
    gray = to_gray(extract(shown.hu, frame), bone_windows()[0])
    field = find_body(shown).field(plane)
    (right, down), (width, height) = field.center_mm, field.size_mm
    top, left = frame.pixel_at_offset((right - width / 2, down - height / 2))
    bottom, end = frame.pixel_at_offset((right + width / 2, down + height / 2))
    rows, columns = frame.shape
    kept = gray[
        max(round(top), 0) : min(round(bottom) + 1, rows),
        max(round(left), 0) : min(round(end) + 1, columns),
    ]
    height_mm, width_mm = np.array(kept.shape) * frame.spacing_mm
    scale = longest_px / max(height_mm, width_mm)
    size = (max(round(width_mm * scale), 1), max(round(height_mm * scale), 1))
    picture = Image.fromarray(np.ascontiguousarray(kept)).resize(size, Image.Resampling.BOX)
    return np.asarray(picture, dtype=np.uint8)
