"""How the bones of a neck stand to each other: one rigid transform a bone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from training.phantoms.bone import Bone

Matrix = NDArray[np.float64]

CERVICAL = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")
WITH_SKULL = frozenset(
    (
        "occiput", "temporal_R", "temporal_L", "sphenoid", "maxilla_R", "maxilla_L",
        "vault", "face", "teeth_upper",
    )
)  # fmt: skip
"""Bones that move with the skull; the rest stays with T1."""
WITH_JAW = frozenset(("mandible", "teeth_lower"))
"""The jaw has a joint of its own."""


@dataclass(frozen=True, slots=True)
class PoseRange:
    """Standard deviations of the joints' angles (degrees) and of the discs (mm).

    Attributes
    ----------
    curve_mean_deg : float
        Mean flexion between two levels.
    scoliosis_deg : float
        Most side-bend between two levels of an S-shaped curve.
    disc_mean_mm : float
        How much higher (negative: lower) discs are on average.
    size : float
        Size of the person; ``scale`` varies about it.
    """

    flexion_deg: float = 3.5
    bend_deg: float = 2.0
    turn_deg: float = 2.0
    atlas_turn_deg: float = 8.0
    curve_deg: float = 3.0
    disc_mm: float = 0.8
    whole_deg: float = 6.0
    scale: float = 0.09
    jaw_deg: float = 6.0
    curve_mean_deg: float = 1.5
    scoliosis_deg: float = 0.0
    disc_mean_mm: float = 0.0
    size: float = 1.0


def _about(center: NDArray[np.float64], rotation: Rotation, shift_mm: float = 0.0) -> Matrix:
    """Rotation about a point, then a step towards the head."""
    matrix = np.eye(4)
    matrix[:3, :3] = rotation.as_matrix()
    matrix[:3, 3] = center - matrix[:3, :3] @ center + np.array([0.0, 0.0, shift_mm])
    return matrix


def draw_pose(
    bones: Mapping[str, Bone], rng: np.random.Generator, limits: PoseRange = PoseRange()
) -> dict[str, Matrix]:
    """Draw a pose: 4 x 4 from each bone's rest frame to the patient's, in mm.

    The chain is built upwards from the chest, each joint in the middle between two
    pivots; a common curve makes lordotic, straight and kyphotic necks.
    """
    chain = _whole(rng, limits)
    if "C7" not in bones:
        return _draw_torso(bones, rng, chain, limits)
    poses = {}
    chest = chain.copy()
    curve = rng.normal(limits.curve_mean_deg, limits.curve_deg)
    below = bones["T1"] if "T1" in bones else bones["C7"]
    for level in reversed(CERVICAL):
        bone = bones[level]
        joint = (bone.pivot_mm + below.pivot_mm) / 2
        turn_deg = limits.atlas_turn_deg if level == "C1" else limits.turn_deg
        flexion = rng.normal(curve if level not in ("C1", "C2") else 0.0, limits.flexion_deg)
        bend = rng.normal(0, limits.bend_deg) + limits.scoliosis_deg * _s_curve(level)
        rotation = Rotation.from_euler(
            "xyz", [flexion, bend, rng.normal(0, turn_deg)], degrees=True
        )
        # The atlas turns about the dens and can't leave it.
        lift = 0.0 if level == "C1" else float(np.clip(rng.normal(0, limits.disc_mm), -1.2, 2.0))
        if level not in ("C1", "C2"):
            lift += limits.disc_mean_mm
        joint = bone.pivot_mm if level == "C1" else joint
        chain = chain @ _about(joint, rotation, lift)
        poses[level] = chain
        below = bone
    nod = Rotation.from_euler("xy", [rng.normal(0, 5.0), rng.normal(0, 2.0)], degrees=True)
    above = bones["C1"].pivot_mm + np.array([0.0, 0.0, 8.0])
    skull = chain @ _about(above, nod)
    # The jaw opens about the ear: above and in front of the atlas.
    hinge = above + np.array([0.0, -8.0, 28.0])
    gape = Rotation.from_euler("x", -abs(rng.normal(0, limits.jaw_deg)), degrees=True)
    jaw = skull @ _about(hinge, gape)
    for name in bones:
        if name in WITH_SKULL:
            poses[name] = skull
        elif name in WITH_JAW:
            poses[name] = jaw
        elif name == "hyoid":
            poses[name] = poses["C4"]
        elif name not in poses:
            poses[name] = chest
    return poses


def _s_curve(level: str) -> float:
    """Side-bend of a level in an S-shaped curve: 1 at C7, -1 at C3, none of the atlas."""
    return 0.0 if level == "C1" else float(np.cos(np.pi * (7 - int(level[1])) / 4))


def _draw_torso(
    bones: Mapping[str, Bone], rng: np.random.Generator, whole: Matrix, limits: PoseRange
) -> dict[str, Matrix]:
    """Pose a lower spine, from its lowest vertebra up."""
    chain, poses = whole, {}
    curve = rng.normal(-3.0, limits.curve_deg)
    below = None
    for name, bone in reversed(list(bones.items())):
        if below is not None:
            flexion = [rng.normal(curve, limits.flexion_deg), rng.normal(0, limits.bend_deg), 0.0]
            joint = (bone.pivot_mm + below.pivot_mm) / 2
            chain = chain @ _about(joint, Rotation.from_euler("xyz", flexion, degrees=True))
        poses[name] = chain
        below = bone
    return poses


def _whole(rng: np.random.Generator, limits: PoseRange) -> Matrix:
    """Size and attitude of the whole person."""
    matrix = np.eye(4)
    turned = Rotation.from_euler("xyz", rng.normal(0, limits.whole_deg, 3), degrees=True)
    common = rng.normal(1.0, limits.scale)
    size = np.clip(common * rng.normal(1.0, 0.04, 3), 0.75, 1.3)
    matrix[:3, :3] = turned.as_matrix() @ np.diag(size * limits.size)
    return matrix
