"""The masks as a DICOM segmentation: one binary segment a level, on the CT's own frames."""

from __future__ import annotations

import highdicom as hd
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from inference.findings import LEVELS, Analysis, Level
from inference.imaging.errors import OutputError
from viewer.rendering.compose import level_colours
from viewer.report import codes
from viewer.report.dicom_common import (
    EQUIPMENT,
    LONG_STRING,
    DicomSource,
    SeriesNumber,
    Stamp,
    decimals,
    finish,
)
from viewer.review.review import UNREAD, Review
from viewer.state.corrected import level_extents
from viewer.state.reading_wording import is_mask_corrected
from viewer.texts import noop, tr

CONTENT_LABEL = "VERTEBRAE"
DESCRIPTION = "Dens: vertebrae C1 to C7"
CORRECTED = "Network's masks, corrected by the reader. Research use only."
AUTOMATIC = "Network's masks. Research use only."

NOTHING_SEGMENTED = noop("No vertebra was segmented, so there is no DICOM SEG.")


class NothingSegmentedError(OutputError):
    """No level has a single voxel: a segmentation without segments is none."""


def segmented_levels(analysis: Analysis) -> tuple[Level, ...]:
    """Return the levels that have a mask; their order is that of the segments, counted from 1."""
    extents = zip(LEVELS, level_extents(analysis.mask), strict=True)
    return tuple(level for level, extent in extents if extent is not None)


def segmentation(
    source: DicomSource,
    analysis: Analysis,
    stamp: Stamp,
    review: Review = UNREAD,
) -> Dataset:
    """Make the segmentation.

    Parameters
    ----------
    source : DicomSource
        Of the analysed volume.
    analysis : Analysis
        With the reader's corrections laid over the masks, as the window shows them.
    stamp : Stamp
    review : Review
        Tells which masks the reader corrected.

    Returns
    -------
    Dataset
        Segments are numbered as :func:`segmented_levels` lists them.

    Raises
    ------
    NothingSegmentedError
        If no level has a mask.
    ValueError
        If the analysis is of another grid.
    """
    if analysis.geometry != source.geometry:
        raise ValueError("the analysis lies on another grid than the series")
    levels = segmented_levels(analysis)
    if not levels:
        raise NothingSegmentedError(tr(NOTHING_SEGMENTED))
    primary, further = _sources(source)
    corrected = any(is_mask_corrected(review, level) for level in levels)
    made = hd.seg.Segmentation(
        source_images=primary,
        further_source_images=further or None,
        pixel_array=_numbered(analysis.mask, levels),
        plane_positions=_positions(source),
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[
            _segment(number, level, analysis, review, source.tracking_uid(level))
            for number, level in enumerate(levels, start=1)
        ],
        series_instance_uid=stamp.uid(),
        series_number=int(SeriesNumber.SEGMENTATION),
        sop_instance_uid=stamp.uid(),
        instance_number=1,
        content_label=CONTENT_LABEL,
        content_description=CORRECTED if corrected else AUTOMATIC,
        transfer_syntax_uid=ExplicitVRLittleEndian,
        content_date=stamp.moment.date(),
        content_time=stamp.moment.time(),
        series_date=stamp.moment.date(),
        series_time=stamp.moment.time(),
        **EQUIPMENT,
    )
    return finish(made, source, DESCRIPTION, stamp)


def _sources(source: DicomSource) -> tuple[list[Dataset], list[Dataset]]:
    """Return the images that tell the grid, and those that highdicom takes beside them."""
    images = source.images()
    # highdicom takes one multi-frame image alone as the main source.
    return (images[:1], images[1:]) if "NumberOfFrames" in images[0] else (images, [])


def _positions(source: DicomSource) -> list[hd.PlanePositionSequence]:
    return [
        hd.PlanePositionSequence(
            hd.CoordinateSystemNames.PATIENT, [float(v) for v in decimals(place)]
        )
        for place in source.places_mm
    ]


def _numbered(mask: NDArray[np.uint8], levels: tuple[Level, ...]) -> NDArray[np.uint8]:
    """Turn the masks' labels into segment numbers, which have no gaps."""
    numbers = np.zeros(len(LEVELS) + 1, np.uint8)
    for number, level in enumerate(levels, start=1):
        numbers[level.label] = number
    return numbers[mask]


def _segment(
    number: int, level: Level, analysis: Analysis, review: Review, tracking_uid: UID
) -> hd.seg.SegmentDescription:
    # The networks stand in the order of use: the first one segments.
    model = analysis.models[0]
    corrected = is_mask_corrected(review, level)
    kinds = hd.seg.SegmentAlgorithmTypeValues
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=level.value,
        segmented_property_category=codes.ANATOMICAL_STRUCTURE,
        segmented_property_type=codes.VERTEBRAE[level],
        algorithm_type=kinds.SEMIAUTOMATIC if corrected else kinds.AUTOMATIC,
        algorithm_identification=hd.AlgorithmIdentificationSequence(
            name=model.name[:LONG_STRING],
            version=model.version[:LONG_STRING],
            family=codes.ARTIFICIAL_INTELLIGENCE,
            source="Dens",
            parameters={"SHA-256": model.sha256},
        ),
        tracking_uid=tracking_uid,
        tracking_id=f"Dens {level.value}",
        anatomic_regions=[codes.CERVICAL_SPINE],
        display_color=hd.color.CIELabColor.from_rgb(*level_colours()[level]),
    )
