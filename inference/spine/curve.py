"""The smooth line through the vertebral bodies, from the head down, in patient millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import CubicSpline

from inference.imaging.geometry import FloatArray

MIN_STEP_MM = 1.0
"""Two centres that are nearer to each other are one."""

SAMPLE_MM = 0.25
"""Length along the curve is summed in steps of this size: right to a micrometre on a neck."""

SEARCH_MM = 1.0
"""The nearest point of the curve is first looked for in steps of this size."""

REFINEMENTS = 6
"""Newton steps from there: each squares the error, which begins below a millimetre."""

UPRIGHT = 0.2
"""Least sine between the curve and the back: below it the back has no direction across it."""


@dataclass(frozen=True, slots=True, eq=False)
class SpineCurve:
    """A curve with the direction of the back at each of its points.

    A natural cubic spline over the distances between neighbouring centres. It runs on
    straight, without a kink, beyond its ends. Positions along it are lengths in mm from
    the first centre, towards the feet; negative before it.

    Attributes
    ----------
    spline : CubicSpline
        Parameter to LPS mm.
    parameters, lengths_mm : ndarray, shape (n,)
        Samples: the length of the curve up to each parameter.
    back_lps : ndarray, shape (3,)
        Unit vector towards the patient's back; at each point its part across the curve counts.
    """

    spline: CubicSpline
    parameters: FloatArray
    lengths_mm: FloatArray
    back_lps: FloatArray

    @classmethod
    def through(cls, centers_mm: Sequence[ArrayLike], back_lps: ArrayLike) -> SpineCurve:
        """Lay the curve through two or more centres (3,), LPS mm, from the head down.

        Raises
        ------
        ValueError
            If there are fewer than two, two are within ``MIN_STEP_MM``, a number is not
            finite, or the back lies along the curve.
        """
        centers = np.asarray(centers_mm, dtype=np.float64).reshape(-1, 3)
        back = np.asarray(back_lps, dtype=np.float64)
        if len(centers) < 2 or not (np.isfinite(centers).all() and np.isfinite(back).all()):
            raise ValueError(f"centers_mm must be two or more finite points, got {centers_mm!r}")
        steps = np.linalg.norm(np.diff(centers, axis=0), axis=1)
        if steps.min() < MIN_STEP_MM:
            raise ValueError(f"centers_mm holds two points within {MIN_STEP_MM} mm")
        knots = np.concatenate([[0.0], np.cumsum(steps)])
        spline = CubicSpline(knots, centers, bc_type="natural")
        parameters = np.linspace(0.0, knots[-1], int(np.ceil(knots[-1] / SAMPLE_MM)) + 1)
        points = spline(parameters)
        pieces = np.linalg.norm(np.diff(points, axis=0), axis=1)
        curve = cls(
            spline,
            parameters,
            np.concatenate([[0.0], np.cumsum(pieces)]),
            back / np.linalg.norm(back),
        )
        across = np.cross(curve.tangent_lps(curve.lengths_mm), curve.back_lps)
        if np.linalg.norm(across, axis=-1).min() < UPRIGHT:
            raise ValueError("back_lps lies along the curve: they must be at an angle")
        return curve

    @property
    def length_mm(self) -> float:
        """From the first centre to the last."""
        return float(self.lengths_mm[-1])

    @property
    def knots_mm(self) -> FloatArray:
        """Lengths (n,) at the centres that the curve was laid through."""
        return np.asarray(np.interp(self.spline.x, self.parameters, self.lengths_mm))

    def point_mm(self, along_mm: ArrayLike) -> FloatArray:
        """Return the points (..., 3) in LPS mm at lengths (...) along the curve."""
        along = np.asarray(along_mm, dtype=np.float64)
        inside = np.clip(along, 0.0, self.length_mm)
        on_curve = self.spline(np.interp(inside, self.lengths_mm, self.parameters))
        beyond = (along - inside)[..., np.newaxis]
        return np.asarray(on_curve + beyond * self.tangent_lps(along))

    def tangent_lps(self, along_mm: ArrayLike) -> FloatArray:
        """Return unit vectors (..., 3) along the curve, towards the feet."""
        inside = np.clip(np.asarray(along_mm, dtype=np.float64), 0.0, self.length_mm)
        slope = self.spline(np.interp(inside, self.lengths_mm, self.parameters), 1)
        return np.asarray(slope / np.linalg.norm(slope, axis=-1, keepdims=True))

    def back_across_lps(self, along_mm: ArrayLike) -> FloatArray:
        """Return unit vectors (..., 3) to the back, at a right angle to the curve."""
        tangent = self.tangent_lps(along_mm)
        part = (tangent @ self.back_lps)[..., np.newaxis]
        across = self.back_lps - part * tangent
        return np.asarray(across / np.linalg.norm(across, axis=-1, keepdims=True))

    def nearest_mm(self, position_mm: ArrayLike) -> FloatArray:
        """Return how far along the curve (...) the nearest points to LPS mm (..., 3) lie."""
        position = np.asarray(position_mm, dtype=np.float64)
        along = self._nearest_sample(position)
        for _ in range(REFINEMENTS):
            # Newton on the derivative of half the squared distance, slope by difference.
            here, further = self._lead(position, along), self._lead(position, along + SAMPLE_MM)
            slope = np.minimum((further - here) / SAMPLE_MM, -0.1)
            along = along - np.clip(here / slope, -SEARCH_MM, SEARCH_MM)
        return along

    def _nearest_sample(self, position: FloatArray) -> FloatArray:
        """Look along the curve, and along the straight lines beyond its ends."""
        start, end = self.point_mm(0.0), self.point_mm(self.length_mm)
        before = np.minimum((position - start) @ self.tangent_lps(0.0), 0.0)
        after = np.maximum((position - end) @ self.tangent_lps(self.length_mm), 0.0)
        inner = np.linspace(0.0, self.length_mm, int(self.length_mm / SEARCH_MM) + 2)
        inside = np.broadcast_to(inner, (*position.shape[:-1], len(inner)))
        places = np.concatenate(
            [before[..., np.newaxis], inside, self.length_mm + after[..., np.newaxis]], axis=-1
        )
        away = np.linalg.norm(self.point_mm(places) - position[..., np.newaxis, :], axis=-1)
        best = away.argmin(axis=-1)[..., np.newaxis]
        return np.asarray(np.take_along_axis(places, best, axis=-1)[..., 0])

    def _lead(self, position: FloatArray, along: FloatArray) -> FloatArray:
        """Tell how far positions lie ahead (...) of points of the curve, along it."""
        away = position - self.point_mm(along)
        return np.asarray((away * self.tangent_lps(along)).sum(axis=-1))
