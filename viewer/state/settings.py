"""What the reader has set once and for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from viewer.state.bindings import Keys
from viewer.state.cine import FIRST_RATE_HZ, RATES_HZ
from viewer.state.gestures import Gestures
from viewer.state.language import Language
from viewer.state.layout import Arrangement
from viewer.state.pacs import Pacs
from viewer.state.person import person_fault
from viewer.state.planes import Plane
from viewer.state.view import Overlay

TEXT_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
"""How much larger than the system's own text can be."""


class Interpolation(StrEnum):
    """How a slice is magnified to the screen."""

    SMOOTH = "smooth"
    PIXELS = "pixels"


class CrosshairBy(StrEnum):
    """What moves the crosshair."""

    CLICK = "click"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class Settings:
    """The reader's settings, as they are at first.

    Attributes
    ----------
    wider_to_the_right, brighter_up : bool
        Which way a drag opens the window and brightens the image.
    interpolation : Interpolation
    crosshair_by : CrosshairBy
        A left click and Shift with a move, or Shift alone.
    arrangement : Arrangement
        How the planes share the window at first.
    second : Plane or None
        The plane that a second window shows from the start.
    opacity : float
        Of the masks' area at first, 0..1.
    blind_first : bool
        Whether Dens starts with the model's word withheld.
    text_scale : float
        1..2 times the system's text.
    cine_hz : float
        Slices a second at first; one of ``RATES_HZ``.
    gestures : Gestures
    reader_name, reader_organisation : str
        Who reads, for the DICOM report; empty where they are not to be named.
    pacs : Pacs
        The archive that results can be sent to.
    language : Language
        Of the window, from the next start on.
    keys : mapping of str to tuple of str
        By a command's name: the keys that the reader gave it instead of its own.

    Raises
    ------
    ValueError
        If a number is none that could be set.
    """

    wider_to_the_right: bool = True
    brighter_up: bool = True
    interpolation: Interpolation = Interpolation.SMOOTH
    crosshair_by: CrosshairBy = CrosshairBy.CLICK
    arrangement: Arrangement = Arrangement.LARGE_AND_SMALL
    second: Plane | None = None
    opacity: float = Overlay().opacity
    blind_first: bool = False
    text_scale: float = 1.0
    cine_hz: float = FIRST_RATE_HZ
    gestures: Gestures = field(default_factory=Gestures)
    reader_name: str = ""
    reader_organisation: str = ""
    pacs: Pacs = field(default_factory=Pacs)
    language: Language = Language.SYSTEM
    keys: Mapping[str, Keys] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("reader_name", "reader_organisation"):
            if fault := person_fault(getattr(self, name)):
                raise ValueError(f"{name} {fault}")
        if not 0.0 <= self.opacity <= 1.0:
            raise ValueError(f"opacity is {self.opacity}, and must be from 0 to 1")
        if not TEXT_SCALES[0] <= self.text_scale <= TEXT_SCALES[-1]:
            raise ValueError(f"text_scale is {self.text_scale}, and must be from 1 to 2")
        if self.cine_hz not in RATES_HZ:
            known = ", ".join(f"{rate:.0f}" for rate in RATES_HZ)
            raise ValueError(f"cine_hz is {self.cine_hz}, and must be one of {known}")
