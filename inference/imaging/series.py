"""Paths to series: which CT volumes lie there, and what else does and is left out."""

from __future__ import annotations

import warnings as python_warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from pydicom.errors import InvalidDicomError

from inference.imaging.errors import InputError
from inference.imaging.headers import Fault, Image, read_image
from inference.imaging.nifti import is_nifti, read_nifti_header
from inference.imaging.ranking import suitability
from inference.imaging.sources import FileSource, Inventory, Reader, list_folder, list_zip
from inference.imaging.stacking import arrange, doubles, split_far_apart
from inference.imaging.study import (
    Frame,
    ProgressCallback,
    Series,
    StudyListing,
    describe,
)
from inference.imaging.tags import READ_ERRORS
from inference.imaging.volume import SeriesInfo, VolumeWarning, WarningCode
from inference.imaging.wording import count_of, listed, reason

__all__ = ["MIN_SLICES", "ProgressCallback", "Series", "StudyListing", "find_series", "quiet"]

MIN_SLICES = 3
"""Fewer slices show no vertebra, and no spacing could be checked."""

NIFTI_SERIES = "NIfTI image"
"""Stands where a DICOM series has its description."""

GEOMETRY_TOLERANCE = 1e-3
"""By which direction cosines, and relatively pixel spacings, may differ within a series."""

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
"""A ZIP's first bytes: of its first member, or of an empty directory."""

REASONS_AT_MOST = 4
"""Things left out that an error spells out; the rest is counted."""

BROKEN_ZIP = (zipfile.BadZipFile, NotImplementedError)
"""What a ZIP's damaged member raises."""


@dataclass(slots=True)
class _Refusals:
    """What is left out, in words, and the remedy that fits best."""

    warnings: list[VolumeWarning] = field(default_factory=list)
    remedy: str = "Dens reads CT only."

    def add(self, code: WarningCode, text: str, remedy: str = "") -> None:
        """Note one thing; the first remedy given counts."""
        self.warnings.append(VolumeWarning(code, text))
        if remedy and self.remedy == "Dens reads CT only.":
            self.remedy = remedy


def find_series(
    path: Path, progress: ProgressCallback | None = None, assumed_modality: str = ""
) -> StudyListing:
    """Find the CT series of a folder, a ZIP, a DICOM file (its own series) or a NIfTI.

    Only headers are read. Nothing is written, and nothing is unpacked to disk.

    Parameters
    ----------
    path : Path
        A folder is searched with its subfolders.
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
    InputError
        If no CT volume is there; the message says what is.
    """
    path = Path(path)
    try:
        is_there = path.exists()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be opened ({reason(error)}). Check the path.") from error
    if not is_there:
        raise InputError(f"{path}: no such file or folder. Check the path.")
    if path.is_file() and is_nifti(path):
        return _nifti_listing(path)
    with Reader() as reader, quiet():
        inventory, only = _inventory(path, reader)
        images, refusals = _read_all(inventory, reader, only, progress, assumed_modality)
    if only:
        images = [image for image in images if image.info.series_instance_uid == only]
    series = _volumes(images, refusals)
    if not series:
        raise InputError(_nothing_found(path, inventory, refusals))
    skipped = (*inventory.warnings, *refusals.warnings)
    ranked = sorted(series, key=_rank, reverse=True)
    source = str(path)
    return StudyListing(
        tuple(
            replace(s, info=replace(s.info, source=source), notes=(*skipped, *s.notes))
            for s in ranked
        ),
        skipped,
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Keep pydicom's remarks on odd but readable values off the terminal."""
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        yield


def _nifti_listing(path: Path) -> StudyListing:
    content, notes = read_nifti_header(path)
    # Its name may be a person's: it is kept as the source alone.
    info = SeriesInfo(series_description=NIFTI_SERIES, source=str(path))
    return StudyListing((Series(info, content, notes),))


def _inventory(path: Path, reader: Reader) -> tuple[Inventory, str | None]:
    """Return the files to read, and the one series that a single file stands for."""
    if path.is_dir():
        return list_folder(path), None
    if not path.is_file():
        raise InputError(f"{path}: neither a file nor a folder. Choose a folder with a CT series.")
    try:
        with path.open("rb") as stream:
            if stream.read(4) in ZIP_SIGNATURES:
                return list_zip(path), None
        with reader.open(FileSource(path)) as stream:
            image = read_image(FileSource(path), stream)
    except READ_ERRORS as error:
        raise InputError(
            f"{path}: not readable as DICOM, NIfTI or ZIP ({reason(error)}). "
            "Choose a folder with a CT series."
        ) from error
    if image is None:  # a DICOMDIR: its files lie in the folders beside it
        return list_folder(path.parent), None
    uid = image.info.series_instance_uid
    if image.fault is Fault.MODALITY or not uid:
        return Inventory([FileSource(path)]), None
    # The folder may hold anything else; only what belongs to this series is of interest.
    return Inventory(list_folder(path.parent, recursive=False).sources), uid


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
        return None
    try:
        arrange(frames)
    except ValueError as error:
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
    return Series(info, tuple(frames), notes)


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


def _refuse_others(images: Sequence[Image], refusals: _Refusals) -> None:
    """Count series of other modalities, and localizers."""
    others: dict[str, set[tuple[str, ...]]] = {}
    for image in images:
        if image.fault is Fault.MODALITY:
            what = image.info.modality or "unlabelled"
        elif image.fault is Fault.LOCALIZER:
            what = "localizer"
        else:
            continue
        others.setdefault(what, set()).add(_identity(image.info))
    for what, identities in others.items():
        was = count_of(len(identities), f"{what} series was", f"{what} series were")
        refusals.add(WarningCode.SKIPPED_SERIES, f"{was} left out")


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


def _rank(series: Series) -> float:
    frame = series.content[0] if isinstance(series.content, tuple) else None
    return suitability(series.info, frame, series.slice_count)
