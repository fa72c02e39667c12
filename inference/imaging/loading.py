"""Series to volume: decode slice by slice into one array."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.imaging.errors import InputError
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.memory import refuse_if_too_large
from inference.imaging.nifti import hardly_hu, read_nifti_hu
from inference.imaging.pixels import AIR_HU, decode
from inference.imaging.series import (
    BROKEN_ZIP,
    MIN_SLICES,
    find_series,
    quiet,
)
from inference.imaging.sources import FileSource, Reader
from inference.imaging.stacking import (
    POSITION_TOLERANCE,
    Stack,
    arrange,
    missing_warning,
    widest_blend_mm,
)
from inference.imaging.study import Frame, NiftiImage, ProgressCallback, Series, describe
from inference.imaging.tags import READ_ERRORS
from inference.imaging.volume import Volume, VolumeWarning, WarningCode
from inference.imaging.wording import count_of, listed, reason

Slice = NDArray[np.int16]

BATCH = 16
"""Files decoded ahead: enough to keep the threads busy, few enough to stay small."""

MAX_THREADS = 4
"""Decoders run outside Python's lock, the rest doesn't: more threads gain nothing."""


def open_volume(
    path: Path, series_uid: str | None = None, progress: ProgressCallback | None = None
) -> Volume:
    """Find, choose and load a series.

    Parameters
    ----------
    path : Path
        A folder, a ZIP, a DICOM file or a NIfTI.
    series_uid : str, optional
        Series Instance UID; by default the best candidate is taken.
    progress : callable, optional
        Called with (slices decoded, total).

    Raises
    ------
    InputError
        If there is no such CT volume, or it can't be read.
    """
    listing = find_series(path)
    chosen = [
        series
        for series in listing.series
        if series_uid is None or series.info.series_instance_uid == series_uid
    ]
    if not chosen:
        known = listed([series.info.series_instance_uid for series in listing.series])
        raise InputError(f"{path}: no CT series {series_uid}. Choose one of {known}.")
    return load_volume(chosen[0], progress)


def load_volume(series: Series, progress: ProgressCallback | None = None) -> Volume:
    """Load a series.

    Parameters
    ----------
    series : Series
        From :func:`~inference.imaging.series.find_series`.
    progress : callable, optional
        Called with (slices decoded, total).

    Returns
    -------
    Volume
        Slices ascending along their normal; int16 HU, read-only.

    Raises
    ------
    InputError
        If too few slices can be decoded, or they don't fit into memory.
    """
    if isinstance(series.content, NiftiImage):
        hu = read_nifti_hu(series.content)
        hu.flags.writeable = False
        notes = (*series.notes, *hardly_hu(hu))
        return Volume(hu, series.content.geometry, series.info, notes)
    stack = arrange(series.content)
    shape = (stack.slice_count, *stack.frames[0].shape_ji)
    name = f"{series.info.source}: {describe(series.info)}"
    refuse_if_too_large(name, shape)
    try:
        filling = _Filling(stack, np.empty(shape, dtype=np.int16))
    except MemoryError as error:
        raise InputError(f"{name}: not enough memory. Close other programs.") from error
    lost: dict[FileSource, str] = {}
    with Reader() as reader, quiet():
        for n, (frame, result) in enumerate(_decoded(reader, stack.frames)):
            if isinstance(result, BaseException):
                lost[frame.source] = reason(result)
            else:
                filling.put(float(stack.places[n]), result)
            if progress is not None:
                progress(n + 1, len(stack.frames))
    return _finish(series, name, filling, lost)


def _finish(series: Series, name: str, filling: _Filling, lost: dict[FileSource, str]) -> Volume:
    """Cut the ends that were lost, and say what was."""
    if filling.count < MIN_SLICES:
        file, why = next(iter(lost.items()))
        readable = count_of(filling.count, "slice is", "slices are")
        raise InputError(
            f"{name}: {file.name} can't be decoded ({why}); {readable} readable, and a volume "
            f"needs at least {MIN_SLICES}. Copy the series again, or export it uncompressed."
        )
    stack = filling.stack
    first, last = filling.extent()
    filling.hu.flags.writeable = False
    hu = filling.hu[first : last + 1]
    matrix = stack.affine()
    matrix[:3, 3] += stack.step_mm * first
    warnings = [*series.notes]
    if lost:
        why = next(iter(lost.values()))
        files = f"{count_of(len(lost), 'file')} left out, can't be decoded"
        text = f"{files}: {listed([file.name for file in lost])} ({why})"
        warnings.append(VolumeWarning(WarningCode.SKIPPED_FILE, text))
    warnings.extend(stack.warnings)
    warnings.extend(missing_warning(stack, filling.blended, filling.black))
    return Volume(hu, VolumeGeometry.from_matrix(hu.shape, matrix), series.info, tuple(warnings))


def _decoded(
    reader: Reader, frames: Sequence[Frame]
) -> Iterator[tuple[Frame, Slice | BaseException]]:
    """Decode in order; files with one frame in threads, multi-frame files frame by frame."""
    runs = [list(run) for _, run in groupby(frames, key=lambda frame: frame.source)]
    with ThreadPoolExecutor(min(MAX_THREADS, os.cpu_count() or 1)) as pool:
        for start in range(0, len(runs), BATCH):
            batch = runs[start : start + BATCH]
            singles = [run[0] for run in batch if len(run) == 1]
            results = pool.map(lambda frame: next(_try_decode(reader, [frame])), singles)
            for run in batch:
                yield from [next(results)] if len(run) == 1 else _try_decode(reader, run)


def _try_decode(reader: Reader, run: list[Frame]) -> Iterator[tuple[Frame, Slice | BaseException]]:
    """Decode frames of one file; after an error the rest of the file is given up."""
    done = 0
    try:
        with reader.open(run[0].source) as stream:
            for hu in decode(stream, run):
                yield run[done], hu
                done += 1
    except (*READ_ERRORS, *BROKEN_ZIP) as error:
        for frame in run[done:]:
            yield frame, error


@dataclass(slots=True)
class _Filling:
    """Puts slices on the grid as they come, and interpolates between them.

    Attributes
    ----------
    stack : Stack
    hu : ndarray of int16, shape (k, j, i)
        The output; slices outside :meth:`extent` are not set.
    blended, black : list of int
        Slices of the grid without a source: interpolated, or left as air.
    count : int
        Source slices put so far.
    """

    stack: Stack
    hu: NDArray[np.int16]
    blended: list[int] = field(default_factory=list)
    black: list[int] = field(default_factory=list)
    count: int = 0
    _first: float = 0.0
    _before: tuple[float, Slice] | None = None

    def put(self, place: float, picture: Slice) -> None:
        """Set the slice at a place (ascending), and all between it and the one before."""
        if self._before is None:
            self._first = place
        else:
            self._fill(*self._before, place, picture)
        nearest = round(place)
        if abs(place - nearest) <= POSITION_TOLERANCE:
            self.hu[nearest] = picture
        self._before = (place, picture)
        self.count += 1

    def _fill(self, low: float, below: Slice, high: float, above: Slice) -> None:
        apart_mm = (high - low) * self.stack.spacing_mm
        first = int(np.ceil(low + POSITION_TOLERANCE))
        for k in range(first, int(np.ceil(high - POSITION_TOLERANCE))):
            if apart_mm > widest_blend_mm(self.stack):
                self.hu[k] = AIR_HU
                self.black.append(k)
                continue
            share = np.float32((k - low) / (high - low))
            mixed = below * (1 - share) + above * share
            self.hu[k] = np.rint(mixed)
            if self.stack.is_equal:
                self.blended.append(k)

    def extent(self) -> tuple[int, int]:
        """Return the first and last slice of the grid that are set."""
        last = self._before[0] if self._before else self._first
        first = int(np.ceil(self._first - POSITION_TOLERANCE))
        return first, int(np.floor(last + POSITION_TOLERANCE))
