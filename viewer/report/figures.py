"""What the report's images show: grey planes and the marks over them, as plain values.

Planes, letters, boxes and windows come from the same functions as the window's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from inference.findings import LEVELS, Analysis, Finding, Level, Point
from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.windowing import Window, to_gray
from viewer.rendering.compose import (
    EdgeLetters,
    Plane,
    PlaneFrame,
    blend,
    box_on_plane,
    edge_letters,
    extract,
)
from viewer.rendering.oblique import layer_of
from viewer.state.body import find_body
from viewer.state.orientation import turned_frame

PIXEL_MM = 0.2
"""Pixel of a printed image: finer than any CT's, so that nothing is lost on paper."""

OUTLINE_OPACITY = 0.5
"""Masks are drawn as outlines only: an area would cover the crack."""

AIR_HU = -1024

LEVEL_FIELD_MM = 96.0
"""Width and height of a key image: the widest vertebra (C1, 72 mm) with room around it."""

MAX_PIXELS = 900
"""Of a printed image, either way."""

EVIDENCE_NOTE = "Through the strongest evidence"

NAMED_SHARE = 0.003
"""A level is named where it covers at least this share of the image."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A volume and its masks in canonical order.

    Attributes
    ----------
    volume : Volume
    labels : ndarray of uint8, shape (k, j, i)
    analysis : Analysis
    """

    volume: Volume
    labels: NDArray[np.uint8]
    analysis: Analysis

    @property
    def geometry(self) -> VolumeGeometry:
        """The canonical grid."""
        return self.volume.geometry


def make_subject(volume: Volume, analysis: Analysis) -> Subject:
    """Turn volume and masks into canonical order, without a copy."""
    _, turn = analysis.geometry.canonical()
    labels: NDArray[np.uint8] = turn.apply(analysis.mask)
    return Subject(volume.canonical(), labels, analysis)


@dataclass(frozen=True, slots=True)
class FigureBox:
    """A box in fractions of the image's width and height, from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class FigureLabel:
    """A level's name, which starts at a point in fractions from the top left corner."""

    level: Level
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One image of the report.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (rows, columns, 3)
    size_mm : tuple of float
        Width and height in the patient.
    letters : EdgeLetters
    boxes : tuple of FigureBox
    labels : tuple of FigureLabel
    level : Level or None
        Whose box it is.
    caption : str
        Plane, slice number and position.
    note : str
        What stands below that: whether the image goes through the strongest evidence.
    """

    pixels: NDArray[np.uint8]
    size_mm: tuple[float, float]
    letters: EdgeLetters
    boxes: tuple[FigureBox, ...]
    labels: tuple[FigureLabel, ...]
    level: Level | None
    caption: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Crop:
    """A rectangle on a plane, in mm from the plane's centre (right, down)."""

    frame: PlaneFrame
    center_mm: tuple[float, float]
    size_mm: tuple[float, float]

    def sample(self, plane: NDArray[np.generic], order: int, fill: int) -> NDArray[np.float32]:
        """Interpolate a displayed plane on square pixels: order 1 for HU, 0 for labels."""
        largest = max(self.size_mm)
        pixel = max(PIXEL_MM, largest / MAX_PIXELS)
        columns, rows = (round(side / pixel) for side in self.size_mm)
        (right, down), (width, height) = self.center_mm, self.size_mm
        x = right + ((np.arange(columns) + 0.5) / columns - 0.5) * width
        y = down + ((np.arange(rows) + 0.5) / rows - 0.5) * height
        first = np.array(self.frame.pixel_at_offset((0.0, 0.0)))
        row_mm, column_mm = self.frame.spacing_mm
        grid = np.meshgrid(first[0] + y / row_mm, first[1] + x / column_mm, indexing="ij")
        source = plane.astype(np.float32)
        sampled: NDArray[np.float32] = ndimage.map_coordinates(
            source, grid, order=order, mode="grid-constant", cval=fill
        )
        return sampled

    def place(self, row_col: ArrayLike) -> tuple[float, float]:
        """Convert a fractional pixel of the plane to fractions (x, y) of the crop."""
        right, down = self.frame.offset_mm(row_col)
        return (
            (right - self.center_mm[0]) / self.size_mm[0] + 0.5,
            (down - self.center_mm[1]) / self.size_mm[1] + 0.5,
        )


def level_figure(subject: Subject, finding: Finding, plane: Plane, window: Window) -> Figure | None:
    """Draw one plane through a level; None where nothing is known of its place."""
    center = key_point(finding, plane)
    if center is None:
        return None
    frame = turned_frame(subject.geometry, None, plane, center)
    row_col, _ = frame.lps_to_pixel(np.asarray(finding.centroid_lps_mm or center))
    crop = _Crop(frame, frame.offset_mm(row_col), (LEVEL_FIELD_MM, LEVEL_FIELD_MM))
    return _figure(subject, crop, window, finding)


def overview_figure(subject: Subject, plane: Plane, window: Window) -> Figure:
    """Draw the patient on one plane through the middle of all levels that were found."""
    found = [f.centroid_lps_mm for f in subject.analysis.findings if f.centroid_lps_mm is not None]
    geometry = subject.geometry
    center: FloatArray = np.mean(found, axis=0) if found else geometry.center_lps_mm
    frame = turned_frame(geometry, None, plane, center)
    field = find_body(subject.volume).field(plane)
    return _figure(subject, _Crop(frame, field.center_mm, field.size_mm), window, None)


def key_point(finding: Finding, plane: Plane) -> Point | None:
    """Return the point (LPS mm) that a level's key image goes through.

    All of a suspected level go through where the evidence is strongest. Where no map tells,
    the axial one goes through the plane that weighed most in the decision, and the others, and
    an axial one where no plane was weighed, through the centroid.
    """
    if finding.evidence_lps_mm is not None:
        return finding.evidence_lps_mm
    heaviest = finding.heaviest_plane
    if plane is Plane.AXIAL and heaviest is not None:
        return heaviest.position_lps_mm
    return finding.centroid_lps_mm


def _figure(subject: Subject, crop: _Crop, window: Window, finding: Finding | None) -> Figure:
    frame = crop.frame
    own_hu, own_labels = _shown(subject, frame)
    hu = crop.sample(own_hu, order=1, fill=AIR_HU)
    labels = crop.sample(own_labels, order=0, fill=0).astype(np.uint8)
    gray = to_gray(np.rint(hu).astype(np.int16), window)
    return Figure(
        pixels=blend(gray, labels, opacity=OUTLINE_OPACITY, filled=False),
        size_mm=crop.size_mm,
        letters=edge_letters(frame),
        boxes=() if finding is None else _boxes(finding, crop),
        labels=_names(labels),
        level=None if finding is None else finding.level,
        caption=plane_caption(frame),
        note="" if finding is None or finding.evidence_lps_mm is None else EVIDENCE_NOTE,
    )


def _shown(subject: Subject, frame: PlaneFrame) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """Return what a plane holds, HU and labels, as displayed."""
    hu, labels = subject.volume.hu, subject.labels
    if not frame.squared:
        return extract(hu, frame), extract(labels, frame)
    grid, index = subject.geometry, frame.index
    return (
        frame.displayed(layer_of(hu, grid, frame, index)),
        frame.displayed(layer_of(labels, grid, frame, index, fill=0, nearest=True)),
    )


def plane_caption(frame: PlaneFrame) -> str:
    """Name a plane, its slice number and its position, as the window does."""
    axis = int(np.argmax(np.abs(np.cross(frame.right_lps, frame.down_lps))))
    name = frame.plane.value.capitalize()
    position = f"{'xyz'[axis]} {float(frame.center_lps[axis]):.1f} mm"
    return f"{name}, slice {frame.number} / {frame.slice_count}, {position}"


def _boxes(finding: Finding, crop: _Crop) -> tuple[FigureBox, ...]:
    """Place the detector's own boxes on axial slices, the vertebra's 3-D box elsewhere."""
    if crop.frame.plane is Plane.AXIAL:
        corners = [(box.min_lps_mm, box.max_lps_mm) for box in finding.boxes_2d]
    else:
        corners = [] if finding.box_lps_mm is None else [finding.box_lps_mm]
    placed = []
    for low, high in corners:
        rect = box_on_plane(crop.frame, low, high)
        if rect is not None:
            left, top = crop.place((rect.top, rect.left))
            right, bottom = crop.place((rect.bottom, rect.right))
            placed.append(FigureBox(left, top, right, bottom))
    return tuple(placed)


def _names(labels: NDArray[np.uint8]) -> tuple[FigureLabel, ...]:
    """Place each level's name beside what the image shows of it: over it, it could hide a crack."""
    rows, columns = labels.shape
    names = []
    for level in LEVELS:
        where = np.argwhere(labels == level.label)
        if len(where) >= NAMED_SHARE * labels.size:
            x = (where[:, 1].max() + 1) / columns
            names.append(FigureLabel(level, x, (where[:, 0].mean() + 0.5) / rows))
    return tuple(names)
