"""Craniocervical and alignment measurements, proposed from masks and HU for a reader to confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS, Level
from inference.imaging.volume import Volume
from inference.spine.atlas import anterior_arch, atlanto_dens
from inference.spine.axes import VertebraAxes
from inference.spine.basion import basion_dens
from inference.spine.prevertebral import front_surface, soft_tissue
from inference.spine.profiles import Field, bone_fields
from inference.spine.proposals import (
    ATLANTO_DENS,
    BASION_DENS,
    PAIRS,
    Line,
    NotMeasurableError,
    Proposal,
    measurand,
    soft_tissue_name,
    translation_name,
)
from inference.spine.shape import SpineShape
from inference.spine.translation import translation

BASION_REMARK = "The masks hold no skull: the basion was looked for as bone. Check both ends."

NOT_FOUND = "not in the masks"

_Measured = Callable[[], tuple[Line, str]]


def propose(
    volume: Volume,
    labels: NDArray[np.uint8],
    shape: SpineShape | None,
    missing: Mapping[Level, str],
) -> tuple[Proposal, ...]:
    """Measure what can be measured, in the order of reading.

    Parameters
    ----------
    volume : Volume
    labels : ndarray of uint8, shape (k, j, i)
        0 background, 1..7 = C1..C7, on the volume's grid.
    shape : SpineShape or None
        Of these labels; None where too few levels were found.
    missing : mapping of Level to str
        Why a level is not in the labels, where that is known: "outside the field of view".

    Returns
    -------
    tuple of Proposal
        One for each of :data:`inference.spine.proposals.MEASURANDS`: a line, or a reason.
    """
    return tuple(_Measuring(volume, labels, shape, missing).proposals())


class _Measuring:
    """The fields and axes that several measurements share."""

    def __init__(
        self,
        volume: Volume,
        labels: NDArray[np.uint8],
        shape: SpineShape | None,
        missing: Mapping[Level, str],
    ) -> None:
        self._volume, self._labels, self._missing = volume, labels, missing
        self._bones = bone_fields(labels, volume.geometry)
        self._axes = {} if shape is None else shape.axes
        # NaN outside, so that the edge of the scan is not taken for air.
        self._hu = Field(volume.hu, volume.geometry, float("nan"))

    def proposals(self) -> Iterator[Proposal]:
        yield _proposal(BASION_DENS, self._basion)
        yield _proposal(ATLANTO_DENS, self._atlanto_dens)
        for level in LEVELS:
            yield _proposal(soft_tissue_name(level), partial(self._soft_tissue, level))
        for upper, lower in PAIRS:
            yield _proposal(
                translation_name(upper, lower),
                partial(self._translation, upper, lower),
            )

    def _vertebra(self, level: Level) -> tuple[Field, VertebraAxes]:
        if level not in self._bones or level not in self._axes:
            raise NotMeasurableError(f"{level} {self._missing.get(level, NOT_FOUND)}")
        return self._bones[level], self._axes[level]

    def _basion(self) -> tuple[Line, str]:
        bone, axes = self._vertebra(Level.C2)
        volume = self._volume
        line = basion_dens(volume.hu, self._labels, volume.geometry, bone, axes)
        return line, BASION_REMARK

    def _atlanto_dens(self) -> tuple[Line, str]:
        atlas, axes = self._vertebra(Level.C1)
        axis, _ = self._vertebra(Level.C2)
        return atlanto_dens(anterior_arch(atlas, axes), atlas, axis), ""

    def _soft_tissue(self, level: Level) -> tuple[Line, str]:
        bone, axes = self._vertebra(level)
        if level is Level.C1:
            surface = anterior_arch(bone, axes).front_mm
        else:
            surface = front_surface(bone, axes, level)
        return soft_tissue(self._hu, surface, axes), ""

    def _translation(self, upper: Level, lower: Level) -> tuple[Line, str]:
        return translation((upper, *self._vertebra(upper)), (lower, *self._vertebra(lower)))


def _proposal(name: str, measured: _Measured) -> Proposal:
    try:
        line, remark = measured()
    except NotMeasurableError as reason:
        return Proposal(measurand(name), reason=str(reason))
    return Proposal(measurand(name), line, remark=remark)
