"""Hypothesis strategies: planes, grids, marks and whole reviews."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from inference.findings import LEVELS, Level
from inference.imaging.geometry import VolumeGeometry
from inference.preprocessing.windowing import Window
from viewer.review.marks import (
    Angle,
    Arrow,
    Box,
    CobbAngle,
    Distance,
    EllipseRoi,
    FreehandRoi,
    HuProbe,
    RectangleRoi,
    TextNote,
)
from viewer.review.mask_edits import MaskEdits
from viewer.review.plane import PatientPlane
from viewer.review.review import (
    BlindRead,
    CraniocervicalMeasurement,
    FalsePositiveReason,
    Impression,
    KeyImage,
    LevelReview,
    MeasurementState,
    MissedReason,
    OwnFinding,
    Review,
    Verdict,
)

MASK_SHAPE = (4, 5, 6)


@st.composite
def rotations(draw):
    """A turn in space, as a 3 x 3 matrix."""
    return Rotation.from_euler(
        "xyz", [draw(st.floats(-180, 180)) for _ in range(3)], True
    ).as_matrix()


@st.composite
def planes(draw):
    """A plane anywhere in the scanner, in any direction."""
    turn = draw(rotations())
    origin = [draw(st.floats(-500, 500)) for _ in range(3)]
    return PatientPlane.spanned(origin, turn[0], turn[1])


@st.composite
def grids(draw, sheared=False):
    """An anisotropic, turned grid; with a gantry's tilt where asked for."""
    spacing = [draw(st.floats(0.2, 3.0)) for _ in range(3)]
    matrix = np.eye(4)
    shear = np.eye(3)
    if sheared:
        shear[1, 2] = draw(st.floats(-0.5, 0.5))
    matrix[:3, :3] = draw(rotations()) @ shear @ np.diag(spacing)
    matrix[:3, 3] = [draw(st.floats(-300, 300)) for _ in range(3)]
    shape = tuple(draw(st.integers(3, 12)) for _ in range(3))
    return VolumeGeometry.from_matrix(shape, matrix)


def on(plane, offsets):
    """Points of a plane, as marks keep them."""
    return tuple(tuple(float(v) for v in p) for p in plane.to_lps(offsets))


texts = st.text(max_size=20)
levels = st.sampled_from(LEVELS)
across = st.floats(-80, 80).map(lambda mm: round(mm, 3))
offsets = st.tuples(across, across)
"""To a micrometre: what is nearer falls together where the plane is far from the origin."""
moments = st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def outlines(draw):
    """A star-shaped outline around a centre: never crosses itself."""
    count = draw(st.integers(3, 12))
    angles = 2 * np.pi * (np.arange(count) + 0.8 * draw(st.floats(0, 1))) / count
    radii = np.array([draw(st.floats(2, 30)) for _ in range(count)])
    return np.array(draw(offsets)) + radii[:, np.newaxis] * np.c_[np.cos(angles), np.sin(angles)]


@st.composite
def marks(draw, number):
    """A mark of any kind."""
    plane = draw(planes())
    base = {
        "id": f"mark-{number}",
        "plane": plane,
        "level": draw(st.none() | levels),
        "label": draw(texts),
    }
    a, b, c, d = on(plane, draw(st.lists(offsets, min_size=4, max_size=4, unique=True)))
    sized = {
        "center_mm": a,
        "size_mm": (draw(st.floats(0.1, 60)), draw(st.floats(0.1, 60))),
        "turn_deg": draw(st.floats(-180, 180)),
    }
    low, high = np.minimum(a, b), np.maximum(a, b)
    makers = [
        lambda: Distance(**base, start_mm=a, end_mm=b),
        lambda: Angle(**base, first_mm=a, vertex_mm=b, second_mm=c),
        lambda: CobbAngle(**base, upper_mm=(a, b), lower_mm=(c, d)),
        lambda: EllipseRoi(**base, **sized),
        lambda: RectangleRoi(**base, **sized),
        lambda: FreehandRoi(**base, outline_mm=on(plane, draw(outlines()))),
        lambda: Arrow(**base, tail_mm=a, tip_mm=b),
        lambda: TextNote(**{**base, "label": "C4 " + base["label"]}, position_mm=a),
        lambda: HuProbe(**base, position_mm=a),
        lambda: Box(**base, min_lps_mm=tuple(low.tolist()), max_lps_mm=tuple(high.tolist())),
    ]
    return draw(st.sampled_from(makers))()


@st.composite
def level_reviews(draw, level: Level):
    """A word on a level."""
    verdict = draw(st.sampled_from(Verdict))
    reasons = ()
    if verdict in {Verdict.REJECT, Verdict.UNCERTAIN}:
        reasons = tuple(draw(st.lists(st.sampled_from(FalsePositiveReason), unique=True)))
    return LevelReview(level, verdict, reasons, draw(texts))


@st.composite
def mask_edits(draw):
    """A few strokes over a small mask."""
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    mask = rng.integers(0, 8, MASK_SHAPE).astype(np.uint8)
    edits = MaskEdits.none(MASK_SHAPE)
    for label in draw(st.lists(st.integers(0, 7), max_size=3)):
        edits = edits.painted(mask, rng.integers(0, mask.size, 20), label)
    return edits


@st.composite
def reviews(draw):
    """Everything that a reader may have said."""
    drawn = tuple(draw(marks(n)) for n in range(draw(st.integers(0, 4))))
    pointed = st.sampled_from([None, *(mark.id for mark in drawn)])
    missed = st.lists(st.sampled_from(MissedReason), unique=True).map(tuple)
    findings = tuple(
        OwnFinding(f"finding-{n}", draw(levels), draw(missed), draw(texts), draw(pointed))
        for n in range(draw(st.integers(0, 2)))
    )
    window = Window(draw(st.floats(1, 4000)), draw(st.floats(-1000, 1000)), draw(texts))
    images = tuple(
        KeyImage(
            f"image-{n}",
            draw(planes()),
            window,
            draw(st.floats(0.5, 20)),
            draw(texts),
            masks=draw(st.booleans()),
            opacity=draw(st.floats(0, 1)),
            hidden=tuple(draw(st.sets(st.sampled_from(LEVELS)))),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    impressions = tuple(draw(st.sampled_from(Impression)) for _ in LEVELS)
    blind = BlindRead(
        impressions,
        draw(texts),
        draw(st.booleans()),
        draw(st.none() | moments),
        draw(st.none() | moments),
    )
    state = st.sampled_from(MeasurementState)
    measurements = tuple(
        CraniocervicalMeasurement(name, draw(st.floats(0, 40)), draw(state), draw(pointed))
        for name in draw(st.lists(st.sampled_from(["BDI", "ADI", "C3-C4"]), unique=True))
    )
    return Review(
        levels=tuple(draw(level_reviews(level)) for level in LEVELS),
        findings=findings,
        marks=drawn,
        key_images=images,
        blind=blind,
        mask_edits=draw(st.none() | mask_edits()),
        measurements=measurements,
    )
