"""Where a viewer stands around the spine."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from inference.findings import Point
from inference.imaging.geometry import FloatArray

DEGREES_PER_PX = 0.5
MAX_ELEVATION_DEG = 89.0
"""Straight from above, left and right would swap at a touch."""

MIN_ZOOM, MAX_ZOOM = 0.3, 8.0
VIEW_ANGLE_DEG = 30.0
ROOM = 1.15
"""The whole of what is shown takes the window's height divided by this."""


@dataclass(frozen=True, slots=True)
class Orbit:
    """An eye that looks at a centre.

    Attributes
    ----------
    center_mm : Point
        LPS.
    reach_mm : float
        Radius of what is to be seen.
    azimuth_deg : float
        0 faces the patient, 90 looks from the patient's left.
    elevation_deg : float
        Positive looks down.
    zoom : float
    """

    center_mm: Point = (0.0, 0.0, 0.0)
    reach_mm: float = 100.0
    azimuth_deg: float = 30.0
    elevation_deg: float = 10.0
    zoom: float = 1.0

    @property
    def distance_mm(self) -> float:
        """From the eye to the centre."""
        half = np.radians(VIEW_ANGLE_DEG / 2)
        return float(self.reach_mm * ROOM / np.sin(half) / self.zoom)

    @property
    def towards_eye_lps(self) -> FloatArray:
        """Unit vector (3,) from the centre to the eye."""
        azimuth, elevation = np.radians((self.azimuth_deg, self.elevation_deg))
        return np.array(
            [
                np.sin(azimuth) * np.cos(elevation),
                -np.cos(azimuth) * np.cos(elevation),
                np.sin(elevation),
            ]
        )

    @property
    def right_lps(self) -> FloatArray:
        """Unit vector (3,) towards the right of the screen."""
        azimuth = np.radians(self.azimuth_deg)
        return np.array([np.cos(azimuth), np.sin(azimuth), 0.0])

    @property
    def up_lps(self) -> FloatArray:
        """Unit vector (3,) towards the top of the screen."""
        return np.cross(self.towards_eye_lps, self.right_lps)


def turn(orbit: Orbit, right_px: float, down_px: float) -> Orbit:
    """Let what is shown follow a drag, as if it was held."""
    elevation = orbit.elevation_deg + down_px * DEGREES_PER_PX
    return replace(
        orbit,
        azimuth_deg=(orbit.azimuth_deg - right_px * DEGREES_PER_PX) % 360.0,
        elevation_deg=min(max(elevation, -MAX_ELEVATION_DEG), MAX_ELEVATION_DEG),
    )


def approach(orbit: Orbit, factor: float) -> Orbit:
    """Magnify by a factor, within limits."""
    return replace(orbit, zoom=min(max(orbit.zoom * factor, MIN_ZOOM), MAX_ZOOM))
