"""Series to volume: decode slice by slice into one array, from the middle outward.

The grid is known from the headers, so a reader can look at the first slices while the others
are still on their way: :func:`fill_volume` tells what is there.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from inference.imaging.errors import InputError
from inference.imaging.filling import Filling, Slice
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.memory import refuse_if_too_large
from inference.imaging.nifti import hardly_hu, read_nifti_hu
from inference.imaging.origin import find_origin
from inference.imaging.pixels import AIR_HU, decode
from inference.imaging.series import (
    MIN_SLICES,
    find_series,
    quiet,
)
from inference.imaging.sources import BROKEN_ZIP, FileSource, Reader
from inference.imaging.stacking import arrange, missing_warning
from inference.imaging.study import Frame, NiftiImage, ProgressCallback, Series, describe
from inference.imaging.tags import READ_ERRORS
from inference.imaging.volume import Volume, VolumeWarning, WarningCode
from inference.imaging.wording import count_of, listed, reason

BATCH = 16
"""Files decoded ahead: enough to keep the threads busy, few enough to stay small."""

MAX_THREADS = 4
"""Decoders run outside Python's lock, the rest doesn't: more threads gain nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A volume that is being filled.

    Attributes
    ----------
    volume : Volume
        The whole grid. Its slices ``first`` to ``last`` are there and don't change any more;
        the others hold air until they come.
    first, last : int
        Along k; ``last`` is less than ``first`` as long as there is none.
    done, total : int
        Source slices read, the undecodable included, of how many.
    """

    volume: Volume
    first: int
    last: int
    done: int
    total: int


def open_volume(
    path: Path, series_id: str | None = None, progress: ProgressCallback | None = None
) -> Volume:
    """Find, choose and load a series.

    Parameters
    ----------
    path : Path
        A folder, a ZIP, a DICOM file or a NIfTI.
    series_id : str, optional
        Series Instance UID, with ``#2`` and so on where stacks share it; by default the best
        candidate is taken.
    progress : callable, optional
        Called with (slices decoded, total).

    Raises
    ------
    InputError
        If there is no such CT volume, or it can't be read.
    """
    listing = find_series(path)
    chosen = listing.series[0] if series_id is None else listing.find(series_id)
    return load_volume(chosen, progress)


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
    running = fill_volume(series)
    while True:
        try:
            part = next(running)
        except StopIteration as end:
            volume: Volume = end.value
            return volume
        if progress is not None:
            progress(part.done, part.total)


def fill_volume(series: Series) -> Generator[Part, None, Volume]:
    """Load a series, and yield after each slice what is there; dropping it cancels.

    Parameters
    ----------
    series : Series
        A NIfTI comes as a whole, without a yield.

    Yields
    ------
    Part
        All of one volume, whose middle comes first.

    Returns
    -------
    Volume
        As :func:`load_volume`: on the same grid, but for ends that could not be decoded.

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
        filling = Filling(stack, np.full(shape, AIR_HU, dtype=np.int16))
    except MemoryError as error:
        raise InputError(f"{name}: not enough memory. Close other programs.") from error
    partial = Volume(filling.hu, stack.geometry(), series.info, series.notes)
    lost: dict[FileSource, str] = {}
    order = _order(stack.frames)
    read: set[int] = set()
    with Reader() as reader, quiet():
        results = _decoded(reader, [stack.frames[n] for n in order])
        for done, (n, (frame, result)) in enumerate(zip(order, results, strict=True), start=1):
            if isinstance(result, BaseException):
                lost[frame.source] = reason(result)
            else:
                filling.put(float(stack.places[n]), result)
                read.add(n)
            yield Part(partial, *filling.extent(), done, len(order))
        origin = find_origin(reader, stack, read, filling.extent()) if read else None
    in_place = {f.source: lost[f.source] for f in stack.frames if f.source in lost}
    return replace(_finish(series, name, filling, in_place), origin=origin)


def _order(frames: Sequence[Frame]) -> list[int]:
    """Return the order of decoding: from the middle outward, one slice to either side.

    Several files of several frames each are read through one after the other instead: each
    would have to be opened again for every other slice.
    """
    in_file = Counter(frame.source for frame in frames)
    if len(in_file) > 1 and max(in_file.values()) > 1:
        return list(range(len(frames)))
    middle = len(frames) // 2
    return sorted(range(len(frames)), key=lambda n: (abs(n - middle), n))


def _finish(series: Series, name: str, filling: Filling, lost: dict[FileSource, str]) -> Volume:
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
    warnings.extend(missing_warning(stack, sorted(filling.blended), sorted(filling.black)))
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
