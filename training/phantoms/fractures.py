"""Fractures of a vertebra at rest: where it breaks, how wide, how far displaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.phantoms.bone import Bone, FloatArray

Vector = NDArray[np.float64]

CRACK_EDGE_MM = 0.4
"""The edges of a crack count as crack up to this depth."""


@dataclass(frozen=True, slots=True, eq=False)
class Crack:
    """A wavy crack through a bone near one point.

    Attributes
    ----------
    center_mm, normal : ndarray, shape (3,)
        A point on the crack and its unit normal, in the bone's rest frame.
    gap_mm : float
        Width of the crack.
    reach_mm : float
        It ends this far from its centre.
    shift_mm : ndarray, shape (3,)
        Displacement of the fragment on the normal's side.
    wave_mm, wave_length_mm : float
        How uneven it is.
    """

    center_mm: Vector
    normal: Vector
    gap_mm: float
    reach_mm: float
    shift_mm: Vector
    wave_mm: float
    wave_length_mm: float

    def plane_distance(self, points: FloatArray) -> FloatArray:
        """Signed distance from the crack's surface, points (3, n)."""
        away = points - self.center_mm[:, None].astype(np.float32)
        flat = (away * self.normal[:, None].astype(np.float32)).sum(axis=0)
        turn = 2 * np.pi / self.wave_length_mm
        wave = np.sin(away[0] * turn + 1.0) + np.sin(away[1] * turn * 1.3) + np.sin(away[2] * turn)
        return np.asarray(flat + self.wave_mm * wave / 3, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Compression:
    """Loss of body height, most in front.

    Attributes
    ----------
    loss : float
        Share of the anterior height that is lost, 0..1.
    pivot_mm : tuple of float
        Centre of the body.
    half_height_mm, half_depth_mm : float
        Size of the body.
    """

    loss: float
    pivot_mm: tuple[float, float, float]
    half_height_mm: float
    half_depth_mm: float


@dataclass(frozen=True, slots=True)
class Fracture:
    """All that is broken on one level, and what it is called."""

    name: str
    cracks: tuple[Crack, ...] = ()
    compression: Compression | None = None


def sample_fractured(
    bone: Bone, fracture: Fracture | None, points: FloatArray
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Sample a bone with its fracture at rest-frame points (3, n).

    Returns
    -------
    distance : ndarray of float32, shape (n,)
        Signed distance to the broken bone, mm.
    crack : ndarray of bool, shape (n,)
        Where a crack runs through what was bone.
    """
    if fracture is None:
        return bone.sample(points), np.zeros(points.shape[1], dtype=bool)
    source = points
    if fracture.compression is not None:
        source = _decompress(fracture.compression, source)
    gaps = []
    for crack in fracture.cracks:
        offset = crack.plane_distance(source)
        away = source - crack.center_mm[:, None].astype(np.float32)
        distance = np.sqrt((away**2).sum(axis=0))
        inside = np.clip((crack.reach_mm - distance) / 3.0, 0.0, 1.0)
        moved = inside * np.clip(offset / 0.4, 0.0, 1.0)
        source = source - crack.shift_mm[:, None].astype(np.float32) * moved
        gaps.append(np.where(inside > 0, crack.gap_mm / 2 * inside - np.abs(offset), -np.inf))
    whole = bone.sample(source)
    widest = np.maximum.reduce(gaps)
    return (
        np.maximum(whole, widest).astype(np.float32),
        np.asarray((widest > -CRACK_EDGE_MM) & (whole < 0)),
    )


def _decompress(compression: Compression, points: FloatArray) -> FloatArray:
    """Where each point of the compressed body lay before."""
    cx, cy, cz = compression.pivot_mm
    x, y, z = points[0] - cx, points[1] - cy, points[2] - cz
    # Full loss in front, none behind the body, fading out sideways and beyond the endplates.
    forward = np.clip(0.5 - y / (2 * compression.half_depth_mm), 0.0, 1.0)
    side = np.clip(2.2 - np.abs(x) / compression.half_depth_mm, 0.0, 1.0)
    beyond = np.clip(2.0 - np.abs(z) / compression.half_height_mm, 0.0, 1.0)
    factor = 1.0 / (1.0 - compression.loss * forward * side * beyond)
    # The lower endplate stays; the upper one sinks.
    low = -compression.half_height_mm
    return np.stack([points[0], points[1], cz + low + (z - low) * factor]).astype(np.float32)


def _unit(vector: ArrayLike) -> Vector:
    v = np.asarray(vector, dtype=np.float64)
    return np.asarray(v / np.linalg.norm(v))


class FractureMaker:
    """Draws fractures for one vertebra at rest.

    Parameters
    ----------
    bone : Bone
    rng : numpy.random.Generator
    conspicuity : float
        Scales gaps and displacements; 1 is a mixture of hairlines and clear breaks.
    """

    def __init__(self, bone: Bone, rng: np.random.Generator, conspicuity: float = 1.0) -> None:
        self._bone = bone
        self._rng = rng
        self._scale = conspicuity
        inside = np.argwhere(bone.distance_mm < -0.8)[:, ::-1]
        self._inner = bone.origin_mm + inside * bone.spacing_mm - bone.pivot_mm

    def draw(self) -> Fracture:
        """Draw one fracture of a kind that this level suffers."""
        kinds = KINDS.get(self._bone.name, SUBAXIAL_KINDS)
        return self.make(kinds[int(self._rng.integers(len(kinds)))])

    def make(self, kind: str) -> Fracture:
        """Draw one fracture of the kind named, one of :data:`MAKERS`."""
        return MAKERS[kind](self)

    def _point(self, chosen: NDArray[np.bool_]) -> Vector:
        """A random inner point (rest frame) among those chosen; any if none is."""
        pool = self._inner[chosen] if chosen.any() else self._inner
        return np.asarray(pool[int(self._rng.integers(len(pool)))] + self._bone.pivot_mm)

    def _crack(
        self,
        center: Vector,
        normal: ArrayLike,
        reach: float,
        gap: tuple[float, float] = (0.7, 2.2),
        shift: tuple[float, float] = (0.0, 3.0),
    ) -> Crack:
        rng = self._rng
        direction = _unit(np.asarray(normal) + rng.normal(0, 0.2, 3))
        slide = rng.normal(0, 1, 3)
        slide -= direction * (slide @ direction)
        moved = _unit(slide) * rng.uniform(*shift) * self._scale
        width = rng.uniform(*gap) * self._scale
        return Crack(
            center, direction, width, reach, moved + direction * width / 2,
            rng.uniform(0.2, 1.2), rng.uniform(8, 20),
        )  # fmt: skip

    def ring(self) -> Fracture:
        """Jefferson: two to four breaks of the atlas' ring."""
        count = int(self._rng.integers(2, 5))
        cracks = []
        for side in self._rng.permutation([(1, 1), (-1, 1), (1, -1), (-1, -1)])[:count]:
            x, y, _ = self._inner.T
            near = (x * side[0] > 4) & (np.abs(x) < 18) & (y * side[1] > 9)
            center = self._point(near)
            tangent = np.cross(center - self._bone.pivot_mm, (0, 0, 1))
            cracks.append(self._crack(center, tangent, 9.0, shift=(0.0, 1.5)))
        return Fracture("jefferson", tuple(cracks))

    def dens(self) -> Fracture:
        """Type II: through the base of the dens, the dens displaced back or forward."""
        x, y, z = self._inner.T
        top = z.max()
        center = self._point((np.abs(x) < 3) & (np.abs(y) < 5) & (z > top - 19) & (z < top - 12))
        return Fracture("dens type II", (self._crack(center, (0, 0, 1), 26.0, shift=(0.5, 4.0)),))

    def dens_body(self) -> Fracture:
        """Type III: down into the body of C2."""
        x, y, z = self._inner.T
        center = self._point((np.abs(x) < 6) & (y < 7) & (z < 4))
        lean = (self._rng.normal(0, 0.3), self._rng.normal(0, 0.5), 1)
        return Fracture("dens type III", (self._crack(center, lean, 16.0),))

    def pars(self) -> Fracture:
        """Hangman: both partes interarticulares."""
        x, y, z = self._inner.T
        cracks = tuple(
            self._crack(
                self._point((x * side > 9) & (x * side < 19) & (y > 7) & (y < 17) & (z < 8)),
                (0.2 * side, 1, 0.3), 11.0,
            )
            for side in (-1, 1)
        )  # fmt: skip
        return Fracture("hangman", cracks)

    def wedge(self) -> Fracture:
        """Anterior loss of height, with a line below the upper endplate."""
        x, y, z = self._inner.T
        core = (np.abs(x) < 7) & (np.abs(y) < 7)
        half = float(np.percentile(np.abs(z[core]), 95)) + 0.8 if core.any() else 6.0
        loss = self._rng.uniform(0.25, 0.5) * min(self._scale, 1.4)
        pivot = tuple(float(v) for v in self._bone.pivot_mm)
        center = self._bone.pivot_mm + np.array([0.0, -3.0, half * 0.3])
        line = self._crack(center, (0, -0.15, 1), 11.0, gap=(0.5, 1.2), shift=(0.0, 0.6))
        return Fracture("wedge", (line,), Compression(loss, pivot, half, 8.5))  # type: ignore[arg-type]

    def burst(self) -> Fracture:
        """Several lines through the body, the rear fragment pushed into the canal."""
        x, y, _ = self._inner.T
        body = (np.abs(x) < 9) & (np.abs(y) < 7)
        upright = self._crack(self._point(body & (np.abs(x) < 4)), (1, 0, 0), 14.0)
        rear = self._crack(self._point(body & (y > 0)), (0, 1, 0), 11.0, shift=(0.0, 1.0))
        pushed = Crack(
            rear.center_mm, rear.normal, rear.gap_mm, rear.reach_mm,
            rear.shift_mm + np.array([0, self._rng.uniform(1, 4), 0]),
            rear.wave_mm, rear.wave_length_mm,
        )  # fmt: skip
        return Fracture("burst", (upright, pushed))

    def arch(self) -> Fracture:
        """Pedicle or lamina."""
        x, y, _ = self._inner.T
        side = self._rng.choice([-1, 1])
        center = self._point((x * side > 5) & (x * side < 20) & (y > 9))
        normal = (side, self._rng.uniform(-1, 1), self._rng.normal(0, 0.3))
        return Fracture("lamina or pedicle", (self._crack(center, normal, 10.0),))

    def lateral(self) -> Fracture:
        """Facet, articular pillar or transverse process."""
        x, y, _ = self._inner.T
        side = self._rng.choice([-1, 1])
        center = self._point((x * side > 16) & (y < 22))
        normal = (side * self._rng.uniform(0.2, 1), *self._rng.normal(0, 0.6, 2))
        return Fracture("facet or transverse process", (self._crack(center, normal, 10.0),))

    def spinous(self) -> Fracture:
        """Clay-shoveler: the spinous process, the tip drawn down."""
        _, y, _ = self._inner.T
        far = np.percentile(y, 97)
        center = self._point((y > max(far * 0.6, 14)) & (y < far * 0.92))
        crack = self._crack(center, (0, 1, -0.4), 20.0, shift=(0.5, 4.0))
        return Fracture("spinous process", (crack,))


MAKERS: Mapping[str, Callable[[FractureMaker], Fracture]] = {
    "jefferson": FractureMaker.ring,
    "dens type II": FractureMaker.dens,
    "dens type III": FractureMaker.dens_body,
    "hangman": FractureMaker.pars,
    "wedge": FractureMaker.wedge,
    "burst": FractureMaker.burst,
    "lamina or pedicle": FractureMaker.arch,
    "facet or transverse process": FractureMaker.lateral,
    "spinous process": FractureMaker.spinous,
}
"""How each kind of fracture is made."""

KINDS: Mapping[str, Sequence[str]] = {
    "C1": ("jefferson", "jefferson", "facet or transverse process"),
    "C2": (
        "dens type II", "dens type II", "dens type III", "hangman", "facet or transverse process",
    ),
}  # fmt: skip
"""Kinds of the upper levels; one named twice is twice as frequent."""

SUBAXIAL_KINDS = (
    "wedge", "burst", "lamina or pedicle", "facet or transverse process", "spinous process",
)  # fmt: skip
