"""What looks like a fracture and is none: the published false positives, in bone.

All of them are smooth and corticated, which is how a reader tells them from a fresh
break. Osteophytes come with age (:mod:`training.phantoms.patient`), calcified vessels with
the soft tissue, streaks and motion with the scanner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from training.phantoms.bone import Bone, FloatArray
from training.phantoms.landmarks import Landmarks, Vector, measure, reshape_bone
from training.phantoms.patient import Patient
from training.phantoms.pose import CERVICAL
from training.phantoms.shapes import Array, capsule, ellipsoid, half_space

RATE = 0.12
"""Share of levels that show one of them."""

CHILD_RATE = 0.8
"""A child's growth plates are open at nearly every level."""

Lookalike = Callable[[Bone, Landmarks, np.random.Generator], Bone]


def _gap(
    bone: Bone, center: Vector, normal: Vector, size: tuple[float, float], within: float
) -> Bone:
    """Cut a smooth gap: (width, reach) in mm, only where |z| or |x| is inside ``within``."""
    width, reach = size

    def change(points: FloatArray, distance: FloatArray) -> FloatArray:
        plane = np.abs(half_space(points, center.tolist(), normal.tolist()))
        ball = ellipsoid(points, center.tolist(), (reach, reach, within))
        slot = np.maximum(plane - width / 2, ball)
        return np.asarray(np.maximum(distance, -slot), dtype=np.float32)

    return reshape_bone(bone, center, reach + 2.0, change)


def _cut(bone: Bone, tool: Callable[[Array], Array], center: Vector, reach: float) -> Bone:
    def change(points: FloatArray, distance: FloatArray) -> FloatArray:
        return np.asarray(np.maximum(distance, -tool(points)), dtype=np.float32)

    return reshape_bone(bone, center, reach, change)


def vascular_channel(bone: Bone, marks: Landmarks, rng: np.random.Generator) -> Bone:
    """The basivertebral vein's channel, or a nutrient channel, into the body."""
    radius = rng.uniform(0.5, 1.1)
    height = rng.normal(0, 1.0)
    start = np.array([rng.normal(0, 1), marks.back + 1.0, height])
    if rng.random() < 0.4:
        start = np.array([rng.normal(0, 4), marks.front - 1.0, height])
    sign = np.sign(-start[1])
    end = start + np.array([rng.normal(0, 3), sign * rng.uniform(5, 10), rng.normal(0, 0.6)])
    return _cut(
        bone,
        lambda p: capsule(p, start.tolist(), end.tolist(), radius, radius * 0.6),
        (start + end) / 2,
        9.0,
    )


def unfused_apophysis(bone: Bone, marks: Landmarks, rng: np.random.Generator) -> Bone:
    """A ring apophysis' corner (limbus vertebra) in front, above or below."""
    side = rng.choice([-1.0, 1.0])
    center = np.array([rng.normal(0, 2), marks.front + 2.5, side * (marks.half_height - 2.0)])
    return _gap(bone, center, np.array([0.0, -1.0, side]), (rng.uniform(0.9, 1.8), 8.0), 6.0)


def old_spinous_fracture(bone: Bone, marks: Landmarks, rng: np.random.Generator) -> Bone:
    """A clay-shoveler's fragment of long ago, or an ossicle that never fused."""
    center = np.array([0.0, marks.tip - rng.uniform(4, 8), 0.0])
    points = marks.inner[np.abs(marks.inner[:, 1] - center[1]) < 1.5]
    if len(points):
        center[2] = points[:, 2].mean()
    normal = np.array([0.0, 1.0, rng.normal(-0.3, 0.2)])
    return _gap(bone, center, normal, (rng.uniform(1.2, 2.8), 13.0), 13.0)


def dens_synchondrosis(bone: Bone, marks: Landmarks, rng: np.random.Generator) -> Bone:
    """The dens not (yet) joined to the body: a child's growth plate, or os odontoideum."""
    center = np.array([0.0, 0.0, marks.top - rng.uniform(17, 21)])
    return _gap(
        bone, center, np.array([0.0, rng.normal(0, 0.1), 1.0]), (rng.uniform(0.9, 2.4), 8.5), 8.5
    )


def arch_cleft(bone: Bone, marks: Landmarks, rng: np.random.Generator) -> Bone:
    """The atlas' posterior arch not closed in the midline, or its growth plates in front."""
    x = 0.0
    y = marks.tip - 2.5
    if rng.random() < 0.3:
        x, y = rng.choice([-1.0, 1.0]) * rng.uniform(5, 8), float(marks.inner[:, 1].min()) + 2.5
    near = marks.inner[(np.abs(marks.inner[:, 0] - x) < 3) & (np.abs(marks.inner[:, 1] - y) < 4)]
    center = near.mean(axis=0) if len(near) else np.array([x, y, 0.0])
    return _gap(bone, center, np.array([1.0, 0.0, 0.0]), (rng.uniform(1.2, 4.0), 9.0), 9.0)


def neurocentral_synchondrosis(bone: Bone, marks: Landmarks, rng: np.random.Generator) -> Bone:
    """A child's growth plates between the body and both halves of the arch."""
    for side in (-1.0, 1.0):
        center = np.array([side * (marks.half_width - 2.0), marks.back - 2.0, 0.0])
        normal = np.array([side, 0.8, 0.0])
        bone = _gap(bone, center, normal, (rng.uniform(0.8, 1.6), 8.0), 9.0)
    return bone


LOOKALIKES: Mapping[str, Lookalike] = {
    "vascular channel": vascular_channel,
    "unfused apophysis": unfused_apophysis,
    "old spinous fracture": old_spinous_fracture,
    "dens synchondrosis": dens_synchondrosis,
    "arch cleft": arch_cleft,
    "neurocentral synchondrosis": neurocentral_synchondrosis,
}
"""How each of them is made, by name."""

BY_LEVEL: Mapping[str, tuple[str, ...]] = {
    "C1": ("arch cleft",),
    "C2": ("dens synchondrosis", "vascular channel", "unfused apophysis"),
}
SUBAXIAL = ("vascular channel", "vascular channel", "unfused apophysis", "old spinous fracture")
"""What adults show; one named twice is twice as frequent."""

OF_CHILDREN = {"C1": "arch cleft", "C2": "dens synchondrosis"}


def add_lookalikes(
    bones: Mapping[str, Bone], patient: Patient, rng: np.random.Generator
) -> tuple[dict[str, Bone], dict[str, str]]:
    """Draw lookalikes for the cervical levels.

    Returns
    -------
    bones : dict
        In the same order.
    names : dict of str to str
        What was drawn, by level.
    """
    names = {}
    for level in CERVICAL:
        if level not in bones or rng.random() > (CHILD_RATE if patient.child else RATE):
            continue
        if patient.child:
            names[level] = OF_CHILDREN.get(level, "neurocentral synchondrosis")
        else:
            names[level] = str(rng.choice(BY_LEVEL.get(level, SUBAXIAL)))
    changed = {
        level: LOOKALIKES[name](bones[level], measure(bones[level]), rng)
        for level, name in names.items()
    }
    return {name: changed.get(name, bone) for name, bone in bones.items()}, names
