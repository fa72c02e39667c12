"""An analysis on disk, beside the reading session of its series: JSON and arrays in one ZIP file.

Findings and what they come from are ``analysis.json``; the mask and each crack map are members
of their own, plain numbers without any header: their shapes are known before they are read.
The file names its series by the session's hash alone, and nobody.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import numpy as np
from numpy.typing import DTypeLike, NDArray

from inference.evidence import CrackMap
from inference.findings import (
    LEVELS,
    Analysis,
    Finding,
    Level,
    LevelState,
    ModelInfo,
    PatientFinding,
    PlaneWeight,
    Point,
    SliceBox,
)
from inference.imaging.files import replacing
from inference.imaging.geometry import VolumeGeometry
from viewer.review.checks import need_finite, need_text, need_utc
from viewer.review.codec import from_json, to_json
from viewer.review.errors import SessionError
from viewer.review.key import SessionKey
from viewer.texts import noop, tr

FORMAT_VERSION = 1
"""Of the file; grows when an analysis of before would be read or meant wrongly."""

SUFFIX = ".analysis.zip"
"""After the session's own name, beside which it lies."""

OTHER_WEIGHTS = noop(
    "The kept analysis is from other weights or thresholds ({names}): analyse again."
)
UNREADABLE = noop("{path}: the kept analysis can't be read ({why}). Analyse again.")

_DOCUMENT, _MASK, _CRACKS = "analysis.json", "mask.uint8", "cracks.{level}.float16"

_MAX_DOCUMENT_BYTES = 1 << 24
"""A hundred times what seven levels in a thousand slices take; more is no analysis."""


@dataclass(frozen=True, slots=True)
class KeptLevel:
    """A finding whose crack map lies in a member of its own; its grid says that there is one.

    Attributes are those of :class:`~inference.findings.Finding`.
    """

    level: Level
    state: LevelState
    threshold: float
    reason: str
    probability: float | None
    centroid_lps_mm: Point | None
    box_lps_mm: tuple[Point, Point] | None
    boxes_2d: tuple[SliceBox, ...]
    planes: tuple[PlaneWeight, ...]
    cracks: VolumeGeometry | None

    def __post_init__(self) -> None:
        _need_share(self.threshold, f"{self.level}'s threshold")
        _need_share(self.probability, f"{self.level}'s probability")
        for one in self.boxes_2d:
            _need_share(one.confidence, f"{self.level}'s confidence")
        for plane in self.planes:
            _need_share(plane.weight, f"{self.level}'s weight of a plane")
        corners = [corner for one in self.boxes_2d for corner in (one.min_lps_mm, one.max_lps_mm)]
        corners += [plane.position_lps_mm for plane in self.planes]
        for point in (self.centroid_lps_mm or (), *(self.box_lps_mm or ()), *corners):
            need_finite(point, f"{self.level}'s places")

    @classmethod
    def of(cls, finding: Finding) -> KeptLevel:
        """Take all but the crack map's cells."""
        return cls(
            finding.level,
            finding.state,
            finding.threshold,
            finding.reason,
            finding.probability,
            finding.centroid_lps_mm,
            finding.box_lps_mm,
            finding.boxes_2d,
            finding.planes,
            None if finding.cracks is None else finding.cracks.geometry,
        )

    def finding(self, cracks: CrackMap | None) -> Finding:
        """Make the finding anew, with all that it refuses."""
        return Finding(
            self.level,
            self.state,
            self.threshold,
            self.reason,
            self.probability,
            self.centroid_lps_mm,
            self.box_lps_mm,
            self.boxes_2d,
            self.planes,
            cracks,
        )


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """What ``analysis.json`` says.

    Attributes
    ----------
    format_version : int
    series_sha256 : str
        ``SessionKey.sha256`` of the series that was analysed.
    cards_sha256 : str
        See :class:`~inference.findings.Analysis`.
    made : datetime
    levels : tuple of KeptLevel
    patient_probability : float or None
    patient_threshold : float
    models : tuple of ModelInfo
    timing_s : mapping of str to float
    """

    format_version: int
    series_sha256: str
    cards_sha256: str
    made: datetime
    levels: tuple[KeptLevel, ...]
    patient_probability: float | None
    patient_threshold: float
    models: tuple[ModelInfo, ...]
    timing_s: dict[str, float]

    def __post_init__(self) -> None:
        if self.format_version != FORMAT_VERSION:
            raise ValueError(
                f"it has format {self.format_version}, this Dens knows {FORMAT_VERSION}"
            )
        need_utc(self.made, "the time of the analysis")
        _need_share(self.patient_probability, "the neck's probability")
        _need_share(self.patient_threshold, "the neck's threshold")
        need_finite(tuple(self.timing_s.values()), "timings")
        for model in self.models:
            need_text(model.name, "the name of a network", empty=False)

    @classmethod
    def of(cls, analysis: Analysis, key: SessionKey) -> KeptDocument:
        """Take all of an analysis but its arrays."""
        return cls(
            FORMAT_VERSION,
            key.sha256,
            analysis.cards_sha256,
            analysis.made,
            tuple(KeptLevel.of(finding) for finding in analysis.findings),
            analysis.patient.probability,
            analysis.patient.threshold,
            analysis.models,
            dict(analysis.timing_s),
        )


def kept_path(folder: Path, key: SessionKey) -> Path:
    """Return where the analysis of a series is kept, in the folder of the sessions."""
    return folder / f"{key.sha256}{SUFFIX}"


def keep_analysis(folder: Path, key: SessionKey, analysis: Analysis) -> None:
    """Write the analysis of a series, in the place of an earlier one.

    Raises
    ------
    OutputError
        If it can't be written; the earlier one is still there.
    """
    with replacing(kept_path(folder, key)) as stream, ZipFile(stream, "w", ZIP_DEFLATED) as file:
        file.writestr(_DOCUMENT, to_json(KeptDocument.of(analysis, key)))
        _write(file, _MASK, analysis.mask, np.uint8)
        for finding in analysis.findings:
            if finding.cracks is not None:
                _write(file, _cracks_of(finding.level), finding.cracks.logits, "<f2")


def read_kept(
    folder: Path, key: SessionKey, geometry: VolumeGeometry, cards_sha256: str
) -> Analysis:
    """Read the analysis of a series.

    Parameters
    ----------
    folder : Path
        Of the sessions.
    key : SessionKey
    geometry : VolumeGeometry
        Of the volume that the key was found for: the mask's grid.
    cards_sha256 : str
        Of the networks that another analysis would be by.

    Raises
    ------
    SessionError
        If it is by others, or the file is damaged, of another format or of another series.
    """
    path = kept_path(folder, key)
    try:
        with ZipFile(path) as file:
            document = _document(file, key)
            if document.cards_sha256 == cards_sha256:
                return _analysis(file, document, geometry)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    # What a file may raise that was cut off or altered: zipfile says NotImplementedError of a
    # version that it doesn't know, RuntimeError of a member that asks for a password.
    except (
        BadZipFile, zlib.error, EOFError, KeyError, ValueError, SessionError, RuntimeError,
    ) as error:  # fmt: skip
        why = error.args[0] if error.args else type(error).__name__
        raise _unreadable(path, str(why)) from error
    names = ", ".join(f"{model.name} {model.version}" for model in document.models)
    raise SessionError(tr(OTHER_WEIGHTS, names=names))


def _unreadable(path: Path, why: str) -> SessionError:
    return SessionError(tr(UNREADABLE, path=path, why=why))


def _document(file: ZipFile, key: SessionKey) -> KeptDocument:
    if file.getinfo(_DOCUMENT).file_size > _MAX_DOCUMENT_BYTES:
        raise ValueError(f"{_DOCUMENT} is too long")
    document = from_json(KeptDocument, _content(file, _DOCUMENT).decode("utf-8"))
    if document.series_sha256 != key.sha256:
        raise ValueError("it is of another series")
    return document


def _analysis(file: ZipFile, document: KeptDocument, geometry: VolumeGeometry) -> Analysis:
    mask = _read(file, _MASK, geometry.shape_kji, np.uint8)
    if mask.max() > len(LEVELS):
        raise ValueError(f"the mask holds {mask.max()}, which is no level")
    slices = geometry.shape_kji[0]
    for level in document.levels:
        if any(not 0 <= box.slice_index < slices for box in level.boxes_2d):
            raise ValueError(f"{level.level} has a box on a slice that is not there")
    return Analysis(
        mask,
        geometry,
        tuple(level.finding(_crack_map(file, level)) for level in document.levels),
        PatientFinding(document.patient_probability, document.patient_threshold),
        document.models,
        document.timing_s,
        document.made,
        document.cards_sha256,
    )


def _crack_map(file: ZipFile, level: KeptLevel) -> CrackMap | None:
    if level.cracks is None:
        return None
    logits = _read(file, _cracks_of(level.level), level.cracks.shape_kji, "<f2")
    if not np.isfinite(logits).all():
        raise ValueError(f"{level.level}'s crack map is not finite")
    return CrackMap(logits.astype(np.float16, copy=False), level.cracks)


def _cracks_of(level: Level) -> str:
    return _CRACKS.format(level=level.value)


def _write(file: ZipFile, name: str, array: NDArray[np.generic], kind: DTypeLike) -> None:
    """Write an array's numbers in C order, layer by layer: a large one is never copied whole."""
    with file.open(name, "w", force_zip64=True) as stream:
        for layer in array:
            stream.write(np.ascontiguousarray(layer, dtype=kind).tobytes())


def _read(file: ZipFile, name: str, shape: Sequence[int], kind: DTypeLike) -> NDArray[Any]:
    """Read an array that is not writeable; one of another size is refused before it is read."""
    dtype = np.dtype(kind)
    told, size = file.getinfo(name).file_size, int(np.prod(shape)) * dtype.itemsize
    if told != size:
        raise ValueError(f"{name} has {told} bytes in place of {size}")
    return np.frombuffer(_content(file, name), dtype).reshape(shape)


def _content(file: ZipFile, name: str) -> bytes:
    """Read a member as it was written: of other methods each has errors of its own."""
    if file.getinfo(name).compress_type != ZIP_DEFLATED:
        raise ValueError(f"{name} is not compressed as it was")
    return file.read(name)


def _need_share(value: float | None, what: str) -> None:
    """Refuse what is no share or probability.

    Raises
    ------
    ValueError
        Naming ``what``.
    """
    if value is not None and not 0.0 <= value <= 1.0:
        raise ValueError(f"{what} must be in 0..1, got {value}")
