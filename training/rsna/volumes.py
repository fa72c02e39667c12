"""A study's CT, and which slice of it each file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inference.imaging.errors import InputError
from inference.imaging.loading import load_volume
from inference.imaging.series import find_series
from inference.imaging.study import Series
from inference.imaging.volume import Volume, VolumeWarning, WarningCode
from training.rsna.layout import RsnaStudy, slice_files

MODALITY = "CT"
"""The data set's headers hold little more than what places a slice; Modality is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class StudyVolume:
    """A study's CT.

    Attributes
    ----------
    volume : Volume
        Slices by position.
    slices : mapping of int to int
        File number (``<n>.dcm``) to k.
    """

    volume: Volume
    slices: Mapping[int, int]


def load_study(study: RsnaStudy) -> StudyVolume:
    """Read a study's slices, ordered by their positions.

    Raises
    ------
    InputError
        If they make no volume, or some are missing or damaged: what is fit to be shown to a
        reader with a warning is not fit to be learned from.
    """
    series = find_series(study.images, assumed_modality=MODALITY).series[0]
    files = len(slice_files(study.images))
    if series.slice_count < files:
        text = f"{series.slice_count} of its {files} files make one volume"
        raise InputError(f"{study.uid}: incomplete ({text}). Download it again.")
    volume = load_volume(series)
    faults = [warning.text for warning in volume.warnings if _is_loss(warning, series)]
    if faults:
        raise InputError(f"{study.uid}: incomplete ({'; '.join(faults)}). Download it again.")
    return StudyVolume(volume, _slices(series, volume))


def _is_loss(warning: VolumeWarning, series: Series) -> bool:
    """Whether slices are missing between others, or couldn't be decoded."""
    if warning.code is WarningCode.SKIPPED_FILE:
        # What was left out on the way to the series, such as hidden files, is no slice of it.
        return warning not in series.notes
    return warning.code is WarningCode.MISSING_SLICES


def _slices(series: Series, volume: Volume) -> dict[int, int]:
    if not isinstance(series.content, tuple):
        raise InputError(f"{series.info.source}: holds no DICOM slices. Download it again.")
    numbered = {
        int(frame.source.path.stem): frame.position_mm
        for frame in series.content
        if frame.source.path.stem.isdecimal()
    }
    if not numbered:
        return {}
    index = volume.geometry.lps_to_index(np.array(list(numbered.values())))
    return dict(zip(numbered, np.rint(index[:, 0]).astype(int).tolist(), strict=True))
