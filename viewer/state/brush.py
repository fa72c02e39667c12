"""What a brush is set to: frozen, and free of any toolkit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from inference.findings import Level
from viewer.texts import noop

MIN_RADIUS_MM, MAX_RADIUS_MM = 0.5, 20.0
"""A voxel, and more than half a vertebra."""

SIZE_STEP = 1.2
"""A notch of the wheel, or a press of the key, changes the radius by this factor."""


OWN_SLICES_ALONE = noop(
    "The brush corrects masks on the volume's own slices: reset the planes first (View menu)."
)

LEANING_SLICES = noop(
    "The brush corrects masks on the volume's own slices, and the gantry's tilt lets those of this "
    "plane lean: use it on the axial plane."
)


class BrushMode(StrEnum):
    """What a stroke does to the voxels under it."""

    PAINT = "paint"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Brush:
    """The tool that corrects the masks.

    Attributes
    ----------
    mode : BrushMode or None
        None while the brush is put away; its other settings stay.
    level : Level
        Whose mask is painted or erased.
    radius_mm : float
    ball : bool
        Whether it reaches through neighbouring slices, as a ball, or lies in one as a disc.
    """

    mode: BrushMode | None = None
    level: Level = Level.C1
    radius_mm: float = 3.0
    ball: bool = False

    @property
    def active(self) -> bool:
        """Whether the left button paints."""
        return self.mode is not None

    def sized(self, notches: float) -> Brush:
        """Make it larger by some notches, smaller where they are negative."""
        return self.with_radius(self.radius_mm * SIZE_STEP**notches)

    def with_radius(self, radius_mm: float) -> Brush:
        """Give it a radius, kept within the limits."""
        return replace(self, radius_mm=min(max(radius_mm, MIN_RADIUS_MM), MAX_RADIUS_MM))
