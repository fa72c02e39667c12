"""Paths to series: which CT volumes lie there, and what else does and is left out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from pydicom.errors import InvalidDicomError

from inference.imaging.errors import InputError
from inference.imaging.headers import Fault, Image, read_image
from inference.imaging.inventory import take_inventory
from inference.imaging.nifti import is_nifti, read_nifti_header
from inference.imaging.ranking import suitability
from inference.imaging.results import results_among
from inference.imaging.sources import BROKEN_ZIP, FileSource, Inventory, Reader
from inference.imaging.stacking import arrange, doubles, split_far_apart
from inference.imaging.study import (
    Frame,
    ProgressCallback,
    RefusedSeries,
    ResultKind,
    ResultsAloneError,
    Series,
    StudyListing,
    describe,
)
from inference.imaging.tags import READ_ERRORS, quiet
from inference.imaging.volume import SeriesInfo, VolumeWarning, WarningCode
from inference.imaging.wording import count_of, listed, reason

__all__ = ["MIN_SLICES", "ProgressCallback", "Series", "StudyListing", "find_series", "quiet"]

MIN_SLICES = 3
"""Fewer slices show no vertebra, and no spacing could be checked."""

NIFTI_SERIES = "NIfTI image"
"""Stands where a DICOM series has its description."""

GEOMETRY_TOLERANCE = 1e-3
"""By which direction cosines, and relatively pixel spacings, may differ within a series."""

BESIDE_RESULTS = frozenset({"DOC", "KO", "OT", "PR"})
"""Modalities of documents, selections, captured pictures and presentation states."""

REASONS_AT_MOST = 4
"""Things left out that an error spells out; the rest is counted."""


@dataclass(slots=True)
class _Refusals:
    """What is left out, in words and series by series, and the remedy that fits best."""

    warnings: list[VolumeWarning] = field(default_factory=list)
    series: list[RefusedSeries] = field(default_factory=list)
    remedy: str = "Dens reads CT only."
    has_unreadable: bool = False

    def add(self, code: WarningCode, text: str, remedy: str = "") -> None:
        """Note one thing; the first remedy given counts."""
        self.warnings.append(VolumeWarning(code, text))
        if remedy and self.remedy == "Dens reads CT only.":
            self.remedy = remedy


def find_series(
    path: Path | Sequence[Path],
    progress: ProgressCallback | None = None,
    assumed_modality: str = "",
) -> StudyListing:
    """Find the CT series of folders, ZIPs, DICOMDIRs, DICOM files and NIfTIs.

    Only headers are read. Nothing is written, and nothing is unpacked to disk.

    Parameters
    ----------
    path : Path or sequence of Path
        A folder is searched with its subfolders. A DICOM file alone stands for its series,
        several stand for themselves.
    progress : callable, optional
        Called with the number of files read and their total.
    assumed_modality : str
        Of images that name none, where the caller knows it: some public data sets have
        dropped Modality (0008,0060).

    Returns
    -------
    StudyListing
        At least one series.

    Raises
    ------
    ResultsAloneError
        If there are segmentations and reports alone.
    InputError
        If no CT volume is there; the message says what is.
    """
    paths = [Path(path)] if isinstance(path, str | Path) else [Path(each) for each in path]
    source = paths[0] if len(paths) == 1 else _shared_folder(paths)
    with Reader() as reader, quiet():
        inventory, only = take_inventory(paths, reader)
        pointed_at = [file for file in inventory.sources if file.path in paths and not file.member]
        niftis = [file.path for file in pointed_at if is_nifti(file.path)]
        inventory.sources = [file for file in inventory.sources if file.path not in niftis]
        images, refusals = _read_all(inventory, reader, only, progress, assumed_modality)
        read = results_among(_with_results(images), reader)
    found = {result.source for result in read}
    beside = [image for image in images if image.source in found]
    images = [image for image in images if image.source not in found]
    if only:
        images = [image for image in images if image.info.series_instance_uid == only]
    series = [*(_nifti_series(nifti) for nifti in niftis), *_volumes(images, refusals)]
    results = tuple(one for one in read if any(map(one.belongs_to, series)))
    if not only:
        known = {one.source for one in results}
        _refuse_others([one for one in beside if one.source not in known], refusals)
    if not series:
        text = _nothing_found(source, inventory, refusals)
        if read and not refusals.has_unreadable and _are_beside_results(images):
            raise ResultsAloneError(text, read)
        raise InputError(text)
    skipped = (*inventory.warnings, *refusals.warnings)
    named = [
        replace(one, info=_from(one.info, source), notes=(*skipped, *one.notes))
        for one in _numbered(series)
    ]
    refused = [replace(one, info=_from(one.info, source)) for one in refusals.series]
    ranked = sorted(named, key=suitability, reverse=True)
    return StudyListing(tuple(ranked), skipped, tuple(refused), results)


def _with_results(images: Sequence[Image]) -> list[FileSource]:
    """Return the files that are results by their modality: the others are not opened again."""
    return [image.source for image in images if image.info.modality in set(ResultKind)]


def _are_beside_results(images: Sequence[Image]) -> bool:
    """Tell whether images are only what programs write beside a result, as Dens does, too."""
    return all(image.info.modality in BESIDE_RESULTS for image in images)


def _shared_folder(paths: Sequence[Path]) -> Path:
    """The folder that holds all of them; of several drives the first one's."""
    try:
        return Path(os.path.commonpath(paths))
    except ValueError:
        # Some are relative, or they lie on several drives.
        whole = [path.absolute() for path in paths]
    try:
        return Path(os.path.commonpath(whole))
    except ValueError:
        return whole[0].parent


def _from(info: SeriesInfo, source: Path) -> SeriesInfo:
    """Note where a series was read from; a NIfTI's own file is known already."""
    return info if info.source and not info.modality else replace(info, source=str(source))


def _numbered(series: Sequence[Series]) -> list[Series]:
    """Number the stacks that share a Series Instance UID, in the order of the scanner."""
    uids = Counter(one.info.series_instance_uid for one in series)
    count: Counter[str] = Counter()
    numbered = []
    for one in sorted(series, key=_scanner_order):
        uid = one.info.series_instance_uid
        count[uid] += 1
        numbered.append(replace(one, stack=count[uid]) if uids[uid] > 1 else one)
    return numbered


def _scanner_order(series: Series) -> tuple[object, ...]:
    """Return what tells stacks apart and is the same wherever their files lie."""
    if not isinstance(series.content, tuple):
        return (series.info.source,)
    first = min(series.content, key=lambda frame: frame.instance_number)
    return (
        series.info.study_instance_uid,
        first.acquisition,
        first.instance_number,
        first.kernel,
        first.position_mm,
        first.source,
    )


def _nifti_series(path: Path) -> Series:
    content, notes = read_nifti_header(path)
    # Its name may be a person's: it is kept as the source alone.
    info = SeriesInfo(series_description=NIFTI_SERIES, source=str(path))
    return Series(info, content, content.geometry, notes)


def _read_all(
    inventory: Inventory,
    reader: Reader,
    only: str | None,
    progress: ProgressCallback | None,
    assumed_modality: str,
) -> tuple[list[Image], _Refusals]:
    """Read every header; name the files that aren't DICOM or are broken."""
    images: list[Image] = []
    foreign: list[str] = []
    broken: dict[FileSource, str] = {}
    total = len(inventory.sources)
    for n, source in enumerate(inventory.sources):
        if progress is not None:
            progress(n, total)
        try:
            with reader.open(source) as stream:
                image = read_image(source, stream, assumed_modality)
        except InvalidDicomError:
            foreign.append(source.name)
        except (*READ_ERRORS, *BROKEN_ZIP) as error:
            broken[source] = reason(error)
        else:
            images.extend([] if image is None else [image])
    if progress is not None:
        progress(total, total)
    refusals = _Refusals()
    if foreign and only is None:
        is_are = count_of(len(foreign), "file is", "files are")
        volumes = any(is_nifti(Path(name)) for name in foreign)
        remedy = "Open a NIfTI file by itself." if volumes else ""
        refusals.add(WarningCode.SKIPPED_FILE, f"{is_are} not DICOM: {listed(foreign)}", remedy)
    if broken:
        first = next(iter(broken.values()))
        names = listed([source.name for source in broken])
        text = f"{count_of(len(broken), 'file')} can't be read: {names} ({first})"
        refusals.add(WarningCode.SKIPPED_FILE, text, "Copy the files again.")
        refusals.has_unreadable = True
    return images, refusals


def _volumes(images: Sequence[Image], refusals: _Refusals) -> list[Series]:
    """Group images to volumes; refuse, with a word, what can't be one."""
    groups: dict[tuple[str, ...], list[Image]] = {}
    for image in images:
        groups.setdefault(_identity(image.info), []).append(image)
    series: list[Series] = []
    for group in groups.values():
        found: list[Series] = []
        for frames in _stacks([frame for image in group for frame in image.frames]):
            volume = _volume(frames, group, refusals)
            found.extend([] if volume is None else [volume])
        _refuse_tags(group, refusals, part_of_volume=bool(found))
        series.extend(found)
    _refuse_others([image for image in images if image.fault], refusals)
    return series


def _identity(info: SeriesInfo) -> tuple[str, ...]:
    """Return what two images must share to be of one volume, whatever their geometry."""
    return (
        info.patient_id,
        info.patient_name,
        info.study_instance_uid,
        info.series_instance_uid,
        info.frame_of_reference_uid,
        info.modality,
    )


def _stacks(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Part the frames of a series by geometry, kernel, distance and repeated acquisition."""
    alike: list[list[Frame]] = []
    for frame in frames:
        for stack in alike:
            if _same_grid(stack[0], frame):
                stack.append(frame)
                break
        else:
            alike.append([frame])
    return [part for stack in alike for piece in split_far_apart(stack) for part in _repeats(piece)]


def _same_grid(a: Frame, b: Frame) -> bool:
    return (
        a.shape_ji == b.shape_ji
        and a.kernel == b.kernel
        and np.allclose(a.orientation, b.orientation, rtol=0, atol=GEOMETRY_TOLERANCE)
        and np.allclose(a.spacing_ji_mm, b.spacing_ji_mm, rtol=GEOMETRY_TOLERANCE, atol=0)
    )


def _repeats(frames: list[Frame]) -> list[list[Frame]]:
    """Part acquisitions that were made at the same places under one series UID."""
    if not doubles(frames):
        return [frames]
    parts: dict[str, list[Frame]] = {}
    for frame in frames:
        parts.setdefault(frame.acquisition, []).append(frame)
    whole = all(len(part) >= MIN_SLICES and not doubles(part) for part in parts.values())
    return list(parts.values()) if whole else [frames]


def _volume(frames: list[Frame], group: Sequence[Image], refusals: _Refusals) -> Series | None:
    """Make a series of one stack, or refuse it."""
    middle = frames[len(frames) // 2]
    images = {image.source: image for image in group}
    info = images[middle.source].info
    places = len(frames) - len(doubles(frames))
    if places < MIN_SLICES:
        refusals.add(
            WarningCode.SKIPPED_SERIES,
            f"{describe(info)} has {count_of(places, 'slice')} at one orientation and grid "
            f"({listed([frame.source.name for frame in frames])}), "
            f"and a volume needs at least {MIN_SLICES}",
            "Open the folder that holds the whole series.",
        )
        too_few = f"{count_of(places, 'slice')}; a volume needs at least {MIN_SLICES}"
        refusals.series.append(RefusedSeries(info, len(frames), too_few))
        return None
    try:
        geometry = arrange(frames).geometry()
    except ValueError as error:
        refusals.series.append(RefusedSeries(info, len(frames), reason(error)))
        refusals.add(
            WarningCode.SKIPPED_SERIES,
            f"{describe(info)}: {reason(error)}",
            "Export the original axial series.",
        )
        return None
    own = [images[source] for source in dict.fromkeys(frame.source for frame in frames)]
    notes: tuple[VolumeWarning, ...] = ()
    ratios = [image.info.lossy_ratio for image in own if image.info.lossy_ratio]
    if any(image.lossy for image in own):
        info = replace(info, lossy_ratio=max(ratios, default=None))
        notes = (_lossy_warning(max(ratios, default=None)),)
    else:
        info = replace(info, lossy_ratio=None)
    return Series(info, tuple(frames), geometry, notes)


def _lossy_warning(ratio: float | None) -> VolumeWarning:
    by = f"about {ratio:g} to 1" if ratio else "by an unstated ratio"
    return VolumeWarning(
        WarningCode.LOSSY_COMPRESSION, f"lossy compression, {by}; fine lines may be lost"
    )


def _refuse_tags(group: Sequence[Image], refusals: _Refusals, *, part_of_volume: bool) -> None:
    """Name the images of a CT series whose tags place them nowhere."""
    faulty: dict[str, list[str]] = {}
    for image in group:
        if image.fault is Fault.TAG:
            faulty.setdefault(image.reason, []).append(image.source.name)
    code = WarningCode.SKIPPED_FILE if part_of_volume else WarningCode.SKIPPED_SERIES
    for why, names in faulty.items():
        text = f"{describe(group[0].info)}: {why} in {count_of(len(names), 'file')} "
        refusals.add(code, f"{text}({listed(names)})", "Export the original series again.")
        if not part_of_volume:
            refusals.series.append(RefusedSeries(group[0].info, len(names), why))


def _refuse_others(images: Sequence[Image], refusals: _Refusals) -> None:
    """Count series of other modalities, and localizers."""
    others: dict[tuple[str, ...], list[Image]] = {}
    for image in images:
        if image.fault in {Fault.MODALITY, Fault.LOCALIZER}:
            others.setdefault((_kind(image), *_identity(image.info)), []).append(image)
    for what, count in Counter(kind for kind, *_ in others).items():
        was = count_of(count, f"{what} series was", f"{what} series were")
        refusals.add(WarningCode.SKIPPED_SERIES, f"{was} left out")
    for (what, *_), group in others.items():
        kept_out = what if group[0].fault is Fault.LOCALIZER else f"{what}: Dens reads CT only"
        refusals.series.append(RefusedSeries(group[0].info, len(group), kept_out))


def _kind(image: Image) -> str:
    """Return what an image is that is no slice of a CT."""
    if image.fault is Fault.LOCALIZER:
        return "localizer"
    return image.info.modality or "unlabelled"


def _nothing_found(path: Path, inventory: Inventory, refusals: _Refusals) -> str:
    """Say what is there instead, series before mere files."""
    found = sorted(
        (*refusals.warnings, *inventory.warnings),
        key=lambda warning: warning.code is not WarningCode.SKIPPED_SERIES,
    )
    if not found:
        return f"{path}: holds no files. Choose a folder with a CT series."
    texts = "; ".join(warning.text for warning in found[:REASONS_AT_MOST])
    more = f"; and {len(found) - REASONS_AT_MOST} more" if len(found) > REASONS_AT_MOST else ""
    return f"{path}: no CT series found; {texts}{more}. {refusals.remedy}"
