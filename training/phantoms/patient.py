"""Who is scanned: child or aged, straight or bent, and what the years did to the bones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.phantoms.bone import Bone, FloatArray
from training.phantoms.landmarks import Landmarks, measure, reshape_bone
from training.phantoms.noise import slow_noise
from training.phantoms.pose import PoseRange
from training.phantoms.shapes import ellipsoid

CHILD_RATE = 0.12
OLD_RATE = 0.4
"""Shares of children and of the old: cervical fractures have their second peak in the old."""

WORN_MOST = {"C3": 0.4, "C4": 0.7, "C5": 1.0, "C6": 1.0, "C7": 0.7}
"""Where discs and uncovertebral joints wear out first."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A person.

    Attributes
    ----------
    size : float
        Of the whole body; 1 for an adult.
    density : float
        Factor of the cancellous bone's density: osteoporotic 0.4, dense 1.5.
    wear : float
        0 for a young spine, 1 for a badly degenerated one.
    child : bool
        Whether the growth plates are still open.
    curve_deg : float
        Mean flexion between two levels: negative for lordosis, positive for kyphosis.
    scoliosis_deg : float
        Most side-bend between two levels, of an S-shaped curve.
    turned_deg : float
        Standard deviation of the attitude on the couch.
    """

    size: float = 1.0
    density: float = 1.0
    wear: float = 0.0
    child: bool = False
    curve_deg: float = -1.5
    scoliosis_deg: float = 0.0
    turned_deg: float = 6.0

    def pose_range(self) -> PoseRange:
        """How this person's neck is posed."""
        # Worn discs are low: up to 2 mm of their 4 to 5 mm are lost.
        return PoseRange(
            whole_deg=self.turned_deg,
            size=self.size,
            scale=0.09 if not self.child else 0.04,
            curve_mean_deg=self.curve_deg,
            scoliosis_deg=self.scoliosis_deg,
            disc_mean_mm=-2.0 * self.wear,
        )


AVERAGE = Patient()
"""Nobody in particular: every bone as it was made."""


def draw_patient(rng: np.random.Generator) -> Patient:
    """Draw a person; the young are often straight, the old often kyphotic and porous."""
    child = bool(rng.random() < CHILD_RATE)
    old = not child and bool(rng.random() < OLD_RATE)
    # About 64 % of necks are lordotic; mesh sets have some lordosis of their own.
    curve = rng.normal(1.5 if old else -0.5, 2.5)
    return Patient(
        size=rng.uniform(0.6, 0.9) if child else 1.0,
        density=rng.uniform(0.35, 1.1) if old else rng.uniform(0.7, 1.5),
        wear=rng.uniform(0.2, 1.0) if old else 0.0 if child else rng.uniform(0, 0.3),
        child=child,
        curve_deg=float(curve),
        scoliosis_deg=rng.uniform(-8, 8) if rng.random() < 0.2 else 0.0,
        turned_deg=rng.uniform(12, 22) if rng.random() < 0.15 else 6.0,
    )


def age_bones(
    bones: Mapping[str, Bone], patient: Patient, rng: np.random.Generator
) -> Mapping[str, Bone]:
    """Wear the cervical vertebrae: osteophytes, rough endplates, coarse surfaces.

    The same mapping comes back for a person without wear.
    """
    if patient.wear <= 0:
        return bones
    return {
        name: _wear(bone, patient.wear * WORN_MOST[name], rng) if name in WORN_MOST else bone
        for name, bone in bones.items()
    }


def _wear(bone: Bone, degree: float, rng: np.random.Generator) -> Bone:
    marks = measure(bone)
    bone = _roughen(bone, marks, degree, rng)
    for _ in range(int(rng.poisson(3.0 * degree))):
        bone = _osteophyte(bone, marks, degree, rng)
    return bone


def _roughen(bone: Bone, marks: Landmarks, degree: float, rng: np.random.Generator) -> Bone:
    """Irregular endplates: pits (Schmorl's nodes among them) and ridges up to 1.5 mm."""
    amplitude = 1.2 * degree

    def change(points: FloatArray, distance: FloatArray) -> FloatArray:
        lines = (points[2, :, 0, 0], points[1, 0, :, 0], points[0, 0, 0, :])
        if min(len(line) for line in lines) < 2:
            return distance
        bumps = slow_noise(lines, (4.0, 4.0, 4.0), rng)
        plate = np.exp(-(((np.abs(points[2]) - marks.half_height) / 2.5) ** 2))
        return np.asarray(distance + amplitude * 0.6 * bumps * plate, dtype=np.float32)

    reach = max(marks.half_width, marks.half_height) + 3.0
    return reshape_bone(bone, np.zeros(3), reach, change)


def _osteophyte(bone: Bone, marks: Landmarks, degree: float, rng: np.random.Generator) -> Bone:
    """A spur at the rim of an endplate, or on the uncinate process."""
    angle = rng.uniform(-np.pi, 0) if rng.random() < 0.75 else rng.uniform(0, np.pi)
    side = rng.choice([-1.0, 1.0])
    depth = marks.front if np.sin(angle) < 0 else -marks.back
    center: NDArray[np.float64] = np.array(
        [
            marks.half_width * 0.95 * np.cos(angle),
            -depth * np.sin(angle),
            side * (marks.half_height - 0.6),
        ]
    )
    length = 1.5 + 3.5 * degree * rng.random()
    radii = np.array([2.2, 2.2, 1.3]) + length * np.abs([np.cos(angle), np.sin(angle), 0.25])

    def change(points: FloatArray, distance: FloatArray) -> FloatArray:
        return np.minimum(distance, ellipsoid(points, center.tolist(), radii.tolist()))

    return reshape_bone(bone, center, float(radii.max()) + 3.0, change)
