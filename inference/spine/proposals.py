"""What is proposed to be measured, with the limits that were published for it.

A proposal is no finding: it says where two points lie and what was published of such
distances. Whether it holds is for a reader to say.

Sources
-------
Rojas et al., "Reassessment of the craniocervical junction: normal values on CT", AJNR
2007;28:1819-1823, doi 10.3174/ajnr.A0660: 95 % of 200 adults have a basion-dens interval below
8.5 mm and an atlanto-dens interval below 2 mm.

Omercikoglu et al., "Normal values of cervical vertebral measurements according to age and sex in
CT", Am J Emerg Med 2017;35:383-390: of 488 adults, upper limits of 2.5 mm for the atlanto-dens
interval, 8.5 mm for the basion-dens interval, and for the prevertebral soft tissue 6 mm at
C1 to C3, 11.7 mm at C4 and 17 mm at C5 to C7.

"Normal anatomical relationships of the subaxial cervical spine on CT", Int J Spine Surg
2018;12:510: of 30 adults, an upper limit of 2.0 mm for the translation of neighbouring bodies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from inference.findings import Level, Point
from inference.imaging.geometry import FloatArray

ATLANTO_DENS = "Atlanto-dens interval"
BASION_DENS = "Basion-dens interval"

_ROJAS = "Rojas, AJNR 2007;28:1819"
_OMERCIKOGLU = "Omercikoglu, Am J Emerg Med 2017;35:383"
_IJSS = "Int J Spine Surg 2018;12:510"


class Standing(StrEnum):
    """Where a value lies against the published limits."""

    WITHIN = "within"
    BETWEEN = "between"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Measurand:
    """A distance that is looked at in every trauma CT.

    Attributes
    ----------
    name : str
        Each once; reviews keep it.
    limits_mm : tuple of float
        Least and greatest published upper limit; equal where all agree.
    source : str
        Who published them.
    """

    name: str
    limits_mm: tuple[float, float]
    source: str

    def standing(self, value_mm: float) -> Standing:
        """Tell where a value lies against the limits, to a tenth of a millimetre as shown."""
        shown, (low, high) = round(value_mm, 1), self.limits_mm
        if shown > high:
            return Standing.BEYOND
        return Standing.BETWEEN if shown > low else Standing.WITHIN


def soft_tissue_name(level: Level) -> str:
    """Name the soft tissue before a vertebra."""
    return f"Prevertebral soft tissue {level}"


def translation_name(upper: Level, lower: Level) -> str:
    """Name the translation of a vertebra against the one below."""
    return f"Translation {upper}/{lower}"


SOFT_TISSUE_MM = {
    Level.C1: 6.0,
    Level.C2: 6.0,
    Level.C3: 6.0,
    Level.C4: 11.7,
    Level.C5: 17.0,
    Level.C6: 17.0,
    Level.C7: 17.0,
}
TRANSLATION_MM = 2.0

PAIRS = tuple(zip(list(Level)[1:-1], list(Level)[2:], strict=True))
"""Subaxial neighbours, C2/C3 to C6/C7."""

MEASURANDS = (
    Measurand(BASION_DENS, (8.5, 8.5), f"{_ROJAS}; {_OMERCIKOGLU}"),
    Measurand(ATLANTO_DENS, (2.0, 2.5), f"{_ROJAS}; {_OMERCIKOGLU}"),
    *(Measurand(soft_tissue_name(n), (mm, mm), _OMERCIKOGLU) for n, mm in SOFT_TISSUE_MM.items()),
    *(Measurand(translation_name(*p), (TRANSLATION_MM, TRANSLATION_MM), _IJSS) for p in PAIRS),
)
"""In the order of reading."""


def measurand(name: str) -> Measurand:
    """Return a measurand by its name.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    return {one.name: one for one in MEASURANDS}[name]


@dataclass(frozen=True, slots=True)
class Line:
    """Two points, and the plane that they are looked at in.

    Attributes
    ----------
    start_mm, end_mm : Point
        LPS.
    back_lps, head_lps : Point
        Unit vectors in the plane: towards the back and the head of the vertebra.
    """

    start_mm: Point
    end_mm: Point
    back_lps: Point
    head_lps: Point

    @property
    def length_mm(self) -> float:
        """Distance of the points."""
        return float(np.linalg.norm(np.subtract(self.end_mm, self.start_mm)))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measurement that was taken from masks and HU, or the reason why it was not.

    Attributes
    ----------
    measurand : Measurand
    line : Line or None
    reason : str
        Why there is no line; empty where there is one.
    remark : str
        What is to be known of the line; often empty.
    """

    measurand: Measurand
    line: Line | None = None
    reason: str = ""
    remark: str = field(default="")

    def __post_init__(self) -> None:
        if (self.line is None) == (self.reason == ""):
            raise ValueError(f"{self.measurand.name}: either a line or a reason, not both")

    @property
    def name(self) -> str:
        """The measurand's."""
        return self.measurand.name

    @property
    def value_mm(self) -> float | None:
        """The length of the line."""
        return None if self.line is None else self.line.length_mm

    @property
    def standing(self) -> Standing | None:
        """Where the value lies against the limits."""
        value = self.value_mm
        return None if value is None else self.measurand.standing(value)


class NotMeasurableError(Exception):
    """Why something can't be measured: half a sentence for the reader."""


def line_between(start: FloatArray, end: FloatArray, back: FloatArray, head: FloatArray) -> Line:
    """Make a line of points and unit vectors, (3,) each.

    The plane that the vectors span is turned, as little as need be, to hold the line.
    """
    normal = np.cross(back, head)
    apart = float(np.linalg.norm(end - start))
    if apart > 0.0:
        along = (end - start) / apart
        normal = normal - (normal @ along) * along
        normal = normal / np.linalg.norm(normal)
        back = back - (back @ normal) * normal
        back = back / np.linalg.norm(back)
    return Line(_tuple(start), _tuple(end), _tuple(back), _tuple(np.cross(normal, back)))


def _tuple(vector: FloatArray) -> Point:
    x, y, z = (float(v) for v in vector)
    return x, y, z
