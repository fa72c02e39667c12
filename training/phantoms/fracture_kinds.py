"""The kinds of fracture that cervical vertebrae suffer, each drawn with its variations.

Every kind has one canonical name, which truth, reports and tests use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.phantoms.bone import Bone
from training.phantoms.fractures import Compression, Crack, Fracture, Vector

HAIRLINE_RATE = 0.35
"""Share of fractures that are hardly open and not displaced."""

HAIRLINE = 0.4
"""Factor of a hairline's gap."""


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
        """Draw one fracture of a kind that this level suffers, hairline to displaced."""
        weights = kinds_of(self._bone.name)
        share = np.array(list(weights.values()))
        kind = str(self._rng.choice(list(weights), p=share / share.sum()))
        fracture = self.make(kind)
        return hairline(fracture) if self._rng.random() < HAIRLINE_RATE else fracture

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

    def tip_of_dens(self) -> Fracture:
        """Type I: an oblique avulsion of the dens' tip."""
        x, y, z = self._inner.T
        center = self._point((np.abs(x) < 4) & (np.abs(y) < 6) & (z > z.max() - 6))
        lean = (self._rng.normal(0, 0.6), self._rng.normal(0, 0.6), 1)
        return Fracture("dens type I", (self._crack(center, lean, 9.0, shift=(0.2, 2.0)),))

    def teardrop(self) -> Fracture:
        """A corner of bone broken off the body's lower front edge."""
        x, y, z = self._inner.T
        low = np.percentile(z[(np.abs(x) < 6) & (np.abs(y) < 6)], 5)
        front = np.percentile(y[np.abs(z - low) < 4], 5)
        near = (np.abs(x) < 5) & (y < front + 5) & (np.abs(z - low) < 5)
        crack = self._crack(self._point(near), (0, 0.8, 1), 11.0, shift=(0.3, 2.5))
        # The fragment goes forward, and lies on the normal's far side.
        forward = -abs(crack.shift_mm[1]) - 0.2
        turned = replace(
            crack, normal=-crack.normal, shift_mm=np.array([0.0, forward, -0.3 * abs(forward)])
        )
        return Fracture("teardrop", (turned,))

    def _one_sided(
        self, name: str, chosen: Callable[[Vector, Vector], NDArray[np.bool_]],
        normal: tuple[float, float, float], reach: float,
    ) -> Fracture:  # fmt: skip
        """One crack on one side; ``chosen`` sees the points folded to the left."""
        x, y, _ = self._inner.T
        side = float(self._rng.choice([-1, 1]))
        center = self._point((x * side > 0) & chosen(np.abs(x), y))
        across = np.array(normal) * (side, 1.0, 1.0) + self._rng.normal(0, 0.3, 3)
        return Fracture(name, (self._crack(center, across, reach),))

    def lamina(self) -> Fracture:
        """A lamina, between spinous process and articular pillar."""
        back = float(np.percentile(self._inner[:, 1], 60))
        return self._one_sided(
            "lamina", lambda x, y: (x > 3) & (x < 13) & (y > max(back, 12)), (1, 0.5, 0), 9.0
        )

    def pedicle(self) -> Fracture:
        """A pedicle, between body and pillar."""
        return self._one_sided(
            "pedicle", lambda x, y: (x > 8) & (x < 16) & (y > 3) & (y < 13), (0.6, 0.8, 0), 8.0
        )

    def facet(self) -> Fracture:
        """An articular process: a line across its joint surface."""
        return self._one_sided(
            "facet", lambda x, y: (x > 12) & (x < 24) & (y > 7) & (y < 26), (0, 0.7, 0.7), 8.0
        )

    def pillar(self) -> Fracture:
        """The articular pillar or lateral mass, split from top to bottom."""
        return self._one_sided(
            "lateral mass", lambda x, y: (x > 11) & (x < 24) & (y > -4) & (y < 22),
            (0.8, 0.4, 0.1), 11.0,
        )  # fmt: skip

    def transverse(self) -> Fracture:
        """A transverse process, often through the artery's foramen."""
        far = float(np.percentile(np.abs(self._inner[:, 0]), 99))
        return self._one_sided(
            "transverse process", lambda x, y: (x > far * 0.66) & (x < far * 0.95) & (y < 24),
            (1, 0.2, 0), 8.0,
        )  # fmt: skip

    def front_arch(self) -> Fracture:
        """The atlas' anterior arch."""
        front = float(np.percentile(self._inner[:, 1], 3))
        return self._one_sided(
            "anterior arch", lambda x, y: (x < 12) & (y < front + 7), (1, 0.2, 0), 8.0
        )

    def rear_arch(self) -> Fracture:
        """The atlas' posterior arch, usually where the artery crosses it."""
        back = float(np.percentile(self._inner[:, 1], 75))
        return self._one_sided(
            "posterior arch", lambda x, y: (x > 4) & (x < 20) & (y > back), (0.8, 0.6, 0), 8.0
        )

    def spinous(self) -> Fracture:
        """Clay-shoveler: the spinous process, the tip drawn down."""
        _, y, _ = self._inner.T
        far = np.percentile(y, 97)
        center = self._point((y > max(far * 0.6, 14)) & (y < far * 0.92))
        crack = self._crack(center, (0, 1, -0.4), 20.0, shift=(0.5, 4.0))
        return Fracture("spinous process", (crack,))


def hairline(fracture: Fracture) -> Fracture:
    """The same fracture hardly open and not displaced."""
    cracks = tuple(
        replace(crack, gap_mm=crack.gap_mm * HAIRLINE, shift_mm=np.zeros(3))
        for crack in fracture.cracks
    )
    compression = fracture.compression
    if compression is not None:
        compression = replace(compression, loss=compression.loss * HAIRLINE)
    return Fracture(fracture.name, cracks, compression)


MAKERS: Mapping[str, Callable[[FractureMaker], Fracture]] = {
    "jefferson": FractureMaker.ring,
    "anterior arch": FractureMaker.front_arch,
    "posterior arch": FractureMaker.rear_arch,
    "lateral mass": FractureMaker.pillar,
    "dens type I": FractureMaker.tip_of_dens,
    "dens type II": FractureMaker.dens,
    "dens type III": FractureMaker.dens_body,
    "hangman": FractureMaker.pars,
    "wedge": FractureMaker.wedge,
    "burst": FractureMaker.burst,
    "teardrop": FractureMaker.teardrop,
    "lamina": FractureMaker.lamina,
    "pedicle": FractureMaker.pedicle,
    "facet": FractureMaker.facet,
    "transverse process": FractureMaker.transverse,
    "spinous process": FractureMaker.spinous,
}
"""How each kind of fracture is made, by its canonical name."""

KINDS: Mapping[str, Mapping[str, float]] = {
    "C1": {
        "jefferson": 0.35, "posterior arch": 0.3, "anterior arch": 0.12, "lateral mass": 0.15,
        "transverse process": 0.08,
    },
    # Of 233: 183 of the dens (2, 127 and 54 of type I to III), 26 hangman, 24 others.
    "C2": {
        "dens type I": 2, "dens type II": 127, "dens type III": 54, "hangman": 26, "teardrop": 8,
        "lateral mass": 8, "lamina": 4, "spinous process": 4,
    },
    "C7": {
        "wedge": 0.12, "burst": 0.06, "teardrop": 0.04, "facet": 0.16, "lateral mass": 0.04,
        "lamina": 0.12, "pedicle": 0.06, "transverse process": 0.22, "spinous process": 0.18,
    },
}  # fmt: skip
"""Kinds by level with their relative frequency; C3 to C6 share :data:`SUBAXIAL_KINDS`."""

SUBAXIAL_KINDS: Mapping[str, float] = {
    "wedge": 0.13, "burst": 0.12, "teardrop": 0.12, "facet": 0.2, "lateral mass": 0.08,
    "lamina": 0.13, "pedicle": 0.07, "transverse process": 0.08, "spinous process": 0.07,
}  # fmt: skip


def kinds_of(level: str) -> Mapping[str, float]:
    """Kinds of fracture of a level with their relative frequency."""
    return KINDS.get(level, SUBAXIAL_KINDS)
