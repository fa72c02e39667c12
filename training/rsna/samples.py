"""RSNA's studies as sources of training samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from inference.imaging.errors import InputError
from inference.imaging.volume import Volume
from inference.stages.segment import measure_levels, share_in_view
from training.crops import Case
from training.pool import Sample, at_spacing
from training.rsna.layout import RsnaData, RsnaStudy
from training.rsna.masks import read_mask
from training.rsna.planes import BoxedSlices
from training.rsna.stage1 import Prediction
from training.rsna.volumes import load_study
from training.sources import Item

Predict = Callable[[Volume], Prediction]
"""Segments a CT that has no mask."""


def rsna_samples(data: RsnaData, spacing_mm: float) -> Iterator[Item[Sample]]:
    """Studies with a mask, on a grid of one spacing: what stage 1 and the detector learn from."""
    for study in data.studies:
        if study.mask is not None:
            yield Item(study.uid, partial(read_sample_of, study, spacing_mm))


def read_sample_of(study: RsnaStudy, spacing_mm: float) -> Sample:
    """Read a study with a mask, resampled.

    Raises
    ------
    InputError
        If the study or its mask can't be used, or it has none.
    """
    return at_spacing(_with_own_mask(study, load_study(study).volume), spacing_mm)


def rsna_cases(data: RsnaData, predict: Predict) -> Iterator[Item[Case]]:
    """All studies as they are, to be cut along their masks or else along predicted ones."""
    for study in data.studies:
        yield Item(study.uid, partial(read_case, study, predict))


def read_case(study: RsnaStudy, predict: Predict) -> Case:
    """Read a study and where it is broken.

    Raises
    ------
    InputError
        If the study or its mask can't be used, or no level is found in it.
    """
    read = load_study(study)
    if study.mask is not None:
        sample = _with_own_mask(study, read.volume)
    else:
        found = predict(read.volume)
        if not found.levels:
            raise InputError(f"{study.uid}: it has no mask, and stage 1 found no level in it")
        whole = np.zeros(len(study.fractured))
        for label, level in found.levels.items():
            whole[label - 1] = share_in_view(level, found.levels)
        sample = Sample(read.volume, found.mask, np.array(study.fractured), whole)
    geometry = read.volume.geometry
    boxed = BoxedSlices(study.fractured, study.boxes, read.slices, geometry, sample.label)
    return Case(sample, boxed)


def _with_own_mask(study: RsnaStudy, volume: Volume) -> Sample:
    if study.mask is None:
        raise InputError(f"{study.uid}: it has no mask")
    label = read_mask(study.mask, volume.geometry)
    # A level that reaches the last voxel is cut there.
    levels = measure_levels(label, volume.geometry, 0.0)
    if not levels:
        raise InputError(f"{study.uid}: {study.mask} marks none of C1 to C7. Download it again.")
    whole = np.zeros(len(study.fractured))
    for number, level in levels.items():
        whole[number - 1] = share_in_view(level, levels)
    return Sample(volume, label, np.array(study.fractured), whole)
