"""What was found in a study: frames, series and their listing; values alone, no reader.

Apart from the code that finds and loads, so that whoever shows a listing needs no DICOM
library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.sources import FileSource
from inference.imaging.volume import SeriesInfo, VolumeWarning

ProgressCallback = Callable[[int, int], None]
"""Called with (done, total). What it raises ends the work: that is how to cancel."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One slice: where it lies and how its stored values become HU.

    Attributes
    ----------
    source : FileSource
    index : int
        Frame number inside the file, 0-based.
    position_mm : tuple of float
        Image Position (Patient), LPS mm, centre of the first voxel.
    orientation : tuple of float
        Image Orientation (Patient): direction of a row, then of a column.
    spacing_ji_mm : tuple of float
        Pixel Spacing: between rows, between columns.
    shape_ji : tuple of int
        Rows, columns.
    slope, intercept : float
        Rescale Slope and Intercept.
    padding : tuple of float or None
        Least and greatest stored value that marks a pixel outside the image.
    thickness_mm : float or None
        Slice Thickness: a matter of image quality, never of geometry.
    instance_number : int
    acquisition, kernel : str
        Acquisition Number; Convolution Kernel.
    """

    source: FileSource
    index: int
    position_mm: tuple[float, float, float]
    orientation: tuple[float, ...]
    spacing_ji_mm: tuple[float, float]
    shape_ji: tuple[int, int]
    slope: float
    intercept: float
    padding: tuple[float, float] | None
    thickness_mm: float | None
    instance_number: int
    acquisition: str
    kernel: str


@dataclass(frozen=True, slots=True)
class NiftiImage:
    """A NIfTI file with a three-dimensional image.

    Attributes
    ----------
    path : Path
    geometry : VolumeGeometry
        Its grid, turned from RAS to LPS.
    """

    path: Path
    geometry: VolumeGeometry

    @property
    def shape_kji(self) -> tuple[int, int, int]:
        """Slices, rows, columns."""
        return self.geometry.shape_kji


@dataclass(frozen=True, slots=True)
class Series:
    """A CT volume that can be loaded.

    Attributes
    ----------
    info : SeriesInfo
        From the header of its middle slice.
    content : tuple of Frame, or NiftiImage
        Its slices in the order of their position, or the NIfTI file.
    notes : tuple of VolumeWarning
        What was noticed while it was found; they become the volume's.
    """

    info: SeriesInfo
    content: tuple[Frame, ...] | NiftiImage
    notes: tuple[VolumeWarning, ...] = ()

    @property
    def slice_count(self) -> int:
        """Number of slices, doubles included."""
        if isinstance(self.content, NiftiImage):
            return self.content.shape_kji[0]
        return len(self.content)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files on disk that hold it, each once."""
        if isinstance(self.content, NiftiImage):
            return (self.content.path,)
        return tuple(dict.fromkeys(frame.source.path for frame in self.content))


@dataclass(frozen=True, slots=True)
class StudyListing:
    """What a path holds.

    Attributes
    ----------
    series : tuple of Series
        CT volumes, the best candidate for a cervical spine first.
    skipped : tuple of VolumeWarning
        What was left out, and why.
    """

    series: tuple[Series, ...]
    skipped: tuple[VolumeWarning, ...] = ()


def describe(info: SeriesInfo) -> str:
    """Return ``series 4 "C-SPINE BONE"``."""
    number = f" {info.series_number}" if info.series_number else ""
    name = f' "{info.series_description}"' if info.series_description else ""
    return f"{info.modality} series{number}{name}".strip()
