"""What the window and the report say of marks: one place for names, numbers and units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inference.imaging.volume import Volume
from viewer.review.marks import (
    Angle,
    AnyMark,
    CobbAngle,
    Distance,
    EllipseRoi,
    FreehandRoi,
    HuProbe,
    RectangleRoi,
    Roi,
    TextNote,
)
from viewer.review.measure import (
    angle_deg,
    area_mm2,
    cobb_angle_deg,
    hu_at,
    length_mm,
    roi_statistics,
)
from viewer.texts import noop, tr

KIND_NAMES = {
    "distance": noop("Distance"),
    "angle": noop("Angle"),
    "cobb": noop("Cobb angle"),
    "ellipse": noop("Ellipse"),
    "rectangle": noop("Rectangle"),
    "freehand": noop("Freehand"),
    "arrow": noop("Arrow"),
    "text": noop("Text"),
    "probe": noop("HU probe"),
    "box": noop("Box"),
}

KEY_IMAGE = noop("Key image")

OUTSIDE = noop("outside the volume")


@dataclass(frozen=True, slots=True)
class Measured:
    """A mark and its numbers.

    Attributes
    ----------
    mark : AnyMark
    lines : tuple of str
        As they stand beside it on the image, with units; empty where it measures nothing.
    """

    mark: AnyMark
    lines: tuple[str, ...]

    @property
    def value(self) -> str:
        """All of it in one line."""
        return ", ".join(self.lines)


def kind_name(mark: AnyMark) -> str:
    """Name what a mark is."""
    return tr(KIND_NAMES[mark.kind])


def measure(mark: AnyMark, volume: Volume) -> Measured:
    """Write a mark's numbers; regions and probes read the volume, whatever its axis order."""
    return Measured(mark, _lines(mark, volume))


def measure_all(
    marks: Iterable[AnyMark], volume: Volume, known: Mapping[str, Measured]
) -> dict[str, Measured]:
    """Measure marks, but not again those that are ``known`` and the same; by id."""
    found = {}
    for mark in marks:
        before = known.get(mark.id)
        same = before is not None and before.mark == mark
        found[mark.id] = before if before is not None and same else measure(mark, volume)
    return found


def _lines(mark: AnyMark, volume: Volume) -> tuple[str, ...]:
    if isinstance(mark, Distance):
        return (f"{length_mm(mark):.1f} mm",)
    if isinstance(mark, Angle):
        return (f"{angle_deg(mark):.1f}°",)
    if isinstance(mark, CobbAngle):
        return (f"{cobb_angle_deg(mark):.1f}°",)
    if isinstance(mark, HuProbe):
        hu = hu_at(volume, mark.position_mm)
        return (tr(OUTSIDE) if hu is None else f"{hu} HU",)
    if isinstance(mark, EllipseRoi | RectangleRoi | FreehandRoi):
        return _roi_lines(mark, volume)
    return ()


def _roi_lines(roi: Roi, volume: Volume) -> tuple[str, ...]:
    found = roi_statistics(roi, volume)
    area = tr("area {area:.1f} mm²", area=area_mm2(roi))
    if found is None:
        return tr("no voxel inside"), area
    outside = (
        (tr("{voxels} of it outside the volume", voxels=found.outside),) if found.outside else ()
    )
    return (
        tr("mean {mean:.0f} HU, SD {sd:.0f} HU", mean=found.mean_hu, sd=found.sd_hu),
        tr("min {low:.0f} HU, max {high:.0f} HU", low=found.min_hu, high=found.max_hu),
        area,
        *outside,
    )


def image_lines(measured: Measured) -> tuple[str, ...]:
    """Write what stands beside a mark on the image: its name, then its numbers."""
    mark = measured.mark
    named = (mark.label,) if mark.label.strip() else ()
    cobb = tuple(tr("Cobb {angle}", angle=line) for line in measured.lines)
    return (*named, *(cobb if isinstance(mark, CobbAngle) else measured.lines))


def list_value(measured: Measured) -> str:
    """Write what the list says of a mark beside its kind: its first number, or its text."""
    mark = measured.mark
    if isinstance(mark, TextNote):
        return mark.label
    return measured.lines[0] if measured.lines else ""
