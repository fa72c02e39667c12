"""A vertebra's own axes, from its mask.

They follow the joint coordinate system of the International Society of Biomechanics (Wu et
al., J Biomech 35:543-548, 2002): one axis to the head, one to the side along what left and
right have in common, one square to both. Two choices differ, because sections are to be laid
along these axes: the axis to the head is the normal of the endplates rather than the line
through their centres, so that an axial section lies parallel to them; and the axis to the
side is the normal of the vertebra's plane of symmetry rather than a line between two
landmarks of the pedicles, because a mask has no landmarks (rotation by the symmetry of a
vertebra's parts: "Modality-Independent Determination of Vertebral Position and Rotation in
3D", LNCS 5128, 2008, doi 10.1007/978-3-540-79982-5_10).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.findings import Level
from inference.imaging.geometry import FloatArray

PLATE_REACH_MM = (6.5, 5.5)
"""Half width and half depth of the endplates' middle: it spares the uncinate processes."""

BODY_REACH_MM = 12.0
"""Half height in which a body's voxels are looked for."""

COLUMN_MM = 1.0
"""Upper and lower face are measured in columns of this width."""

MIN_COLUMNS = 25
"""A face that is seen in fewer columns has no direction of its own."""

OUTLIER_MM = 1.5
"""Columns further than this from the fitted plane hold a crack, a lip or a loose piece."""

MAX_LEAN_DEG = 35.0
"""An endplate that leans more than this on the spine's own course isn't one."""

FITS = 3
"""The columns are turned with the plane and measured again."""

MAX_TURN_DEG = 40.0
"""A neck turns each vertebra by less against the others."""

COARSE_DEG, FINE_DEG = 4.0, 0.5
SYMMETRY_BIN_MM = 1.5
MAX_OFFSET_MM = 6.0
"""The plane of symmetry runs past the body's centre within this distance."""

ENOUGH_POINTS = 15_000
"""More voxels say nothing more about symmetry."""


@dataclass(frozen=True, slots=True, eq=False)
class VertebraAxes:
    """The centre and the three directions of a vertebra, unit vectors at right angles in LPS.

    Attributes
    ----------
    center_mm : ndarray, shape (3,)
        Of the body; of the atlas, the middle between its lateral masses.
    left_lps, back_lps, head_lps : ndarray, shape (3,)
        Towards the vertebra's own left, back and upper side.
    """

    center_mm: FloatArray
    left_lps: FloatArray
    back_lps: FloatArray
    head_lps: FloatArray


def find_axes(
    level: Level,
    points_mm: FloatArray,
    center_mm: FloatArray,
    head_lps: FloatArray,
    back_lps: FloatArray,
    cut: NDArray[np.bool_] | None = None,
) -> VertebraAxes:
    """Find a vertebra's axes.

    Parameters
    ----------
    level : Level
        The atlas has no endplates, the axis no upper one.
    points_mm : ndarray, shape (n, 3)
        Centres of its voxels in LPS, n > 0.
    center_mm : ndarray, shape (3,)
        As :func:`inference.spine.bodies.body_centers` finds it.
    head_lps, back_lps : ndarray, shape (3,)
        About where head and back are: the spine's own course.
    cut : ndarray of bool, shape (n,), optional
        Voxels on an outer face of the scan, where a vertebra has no face of its own.
    """
    ends = np.zeros(len(points_mm), dtype=np.bool_) if cut is None else cut
    away = points_mm - center_mm
    guess = _basis(head_lps, back_lps)
    if level is Level.C1:
        head = _ring_normal(away, guess[2])
    else:
        head = _endplate_normal(away, ends, guess, has_upper=level is not Level.C2)
    basis = _basis(head, back_lps)
    some = away[:: max(1, len(away) // ENOUGH_POINTS)]
    left, back = _symmetric(some @ basis.T, basis)
    return VertebraAxes(center_mm, left, back, basis[2])


def _basis(head: FloatArray, back: FloatArray) -> FloatArray:
    """Return rows left, back, head: the head as given, the back squared to it."""
    up = head / np.linalg.norm(head)
    square = back - (back @ up) * up
    square = square / np.linalg.norm(square)
    return np.stack([np.cross(square, up), square, up])


def _ring_normal(away: FloatArray, head: FloatArray) -> FloatArray:
    """Return the direction in which a ring is thinnest: the least principal component."""
    _, vectors = np.linalg.eigh(np.cov(away.T))
    normal = vectors[:, 0] if vectors[:, 0] @ head > 0 else -vectors[:, 0]
    return np.asarray(normal if _leans_little(normal, head) else head)


def _endplate_normal(
    away: FloatArray, ends: NDArray[np.bool_], guess: FloatArray, *, has_upper: bool
) -> FloatArray:
    """Return the mean normal of the endplates that can be seen; the guess where none can."""
    basis = guess
    for _ in range(FITS):
        body = away @ basis.T
        (width, depth), height = PLATE_REACH_MM, BODY_REACH_MM
        near = (np.abs(body) < (width, depth, height)).all(axis=1)
        faces = (False, True) if has_upper else (False,)
        slopes = [_slope(body[near], ends[near], upper=upper) for upper in faces]
        seen = [slope for slope in slopes if slope is not None]
        if not seen:
            return np.asarray(guess[2])
        normals = np.array([[-right, -down, 1.0] for right, down in seen])
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        head = normals.mean(axis=0) @ basis
        if not _leans_little(head, guess[2]):
            return np.asarray(guess[2])
        basis = _basis(head, basis[1])
    return np.asarray(basis[2])


def _slope(body: FloatArray, ends: NDArray[np.bool_], *, upper: bool) -> tuple[float, float] | None:
    """Fit a plane to the upper or lower face of points (n, 3) in left, back, head.

    Returns
    -------
    tuple of float or None
        Rise to the left and to the back; None where too little is seen.
    """
    if not len(body):
        return None
    cell = np.floor(body[:, :2] / COLUMN_MM).astype(int)
    _, column = np.unique(cell, axis=0, return_inverse=True)
    order = np.lexsort((-body[:, 2] if upper else body[:, 2], column.ravel()))
    outermost = order[np.flatnonzero(np.diff(column.ravel()[order], prepend=-1))]
    face = body[outermost[~ends[outermost]]]
    for _ in range(2):
        if len(face) < MIN_COLUMNS:
            return None
        flat = np.column_stack([face[:, :2], np.ones(len(face))])
        solution = np.linalg.lstsq(flat, face[:, 2], rcond=None)[0]
        off = np.abs(face[:, 2] - flat @ solution)
        slope = float(solution[0]), float(solution[1])
        face = face[off <= max(OUTLIER_MM, float(np.median(off)))]
    return slope


def _leans_little(direction: FloatArray, guess: FloatArray) -> bool:
    cosine = float(direction @ guess / (np.linalg.norm(direction) * np.linalg.norm(guess)))
    return cosine >= float(np.cos(np.radians(MAX_LEAN_DEG)))


def _symmetric(body: FloatArray, basis: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn left and back about the axis to the head until left and right look the same.

    Parameters
    ----------
    body : ndarray, shape (n, 3)
        Points in left, back, head.
    basis : ndarray, shape (3, 3)
        Rows left, back, head in LPS.
    """
    best = 0.0
    for reach, step in ((MAX_TURN_DEG, COARSE_DEG), (COARSE_DEG, FINE_DEG)):
        turns = best + np.arange(-reach, reach + step / 2, step)
        best = float(turns[np.argmax([_symmetry(body[:, :2], turn) for turn in turns])])
    cosine, sine = np.cos(np.radians(best)), np.sin(np.radians(best))
    left = cosine * basis[0] + sine * basis[1]
    return left, cosine * basis[1] - sine * basis[0]


def _symmetry(flat: FloatArray, turn_deg: float) -> float:
    """Tell how like its mirror image the bone is (1 = the same), seen from above, once turned.

    The mirror may lie a little beside the centre: the offset is where the picture's rows,
    folded with themselves, are strongest.
    """
    cosine, sine = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    turned = flat @ np.array([[cosine, -sine], [sine, cosine]])
    reach = np.abs(flat).max() * np.sqrt(2) + SYMMETRY_BIN_MM
    edges = np.arange(-reach, reach + SYMMETRY_BIN_MM, SYMMETRY_BIN_MM)
    edges -= (edges[0] + edges[-1]) / 2
    picture, _, _ = np.histogram2d(turned[:, 1], turned[:, 0], bins=(edges, edges))
    # Blurred, so that the voxels' own lattice makes no pattern of its own.
    picture = ndimage.gaussian_filter(picture, 1.0)
    count = picture.shape[1]
    spectrum = np.fft.rfft(picture, 2 * count, axis=1)
    folded = np.fft.irfft(spectrum**2, 2 * count, axis=1).sum(axis=0)
    reach_bins = int(2 * MAX_OFFSET_MM / SYMMETRY_BIN_MM)
    middle = count - 1
    best = folded[middle - reach_bins : middle + reach_bins + 1].max()
    return float(best / (picture**2).sum())
