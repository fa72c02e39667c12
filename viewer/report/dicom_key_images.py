"""Key images for a picture archive: the pictures themselves, and which source images they show.

Each picture is a Secondary Capture, as the PNG; one Key Object Selection names all of them
and, where the view is a slice of the source and no reformat, that source image too.
"""

from __future__ import annotations

from collections.abc import Sequence

import highdicom as hd
import numpy as np
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes as standard
from pydicom.uid import UID, ExplicitVRLittleEndian

from inference.findings import Analysis
from inference.imaging.volume import Volume
from viewer.report.dicom_common import (
    EQUIPMENT,
    MANUFACTURER,
    MODEL_NAME,
    DicomSource,
    SeriesNumber,
    Stamp,
    finish,
)
from viewer.report.dicom_places import slices_of
from viewer.report.key_images import key_pictures
from viewer.report.marks import caption_of
from viewer.review.review import KeyImage, Review
from viewer.state.planes import direction_letters

PICTURES = "Dens: key images"
SELECTION = "Dens: key image selection"

WORKSTATION = "WSD"
"""Conversion Type (0008,0064) of a picture that a workstation drew."""

SELECTION_NUMBER = SeriesNumber.KEY_IMAGES + 1
"""A series has one modality: the selection is KO, the pictures are OT."""


def key_captures(
    source: DicomSource, volume: Volume, analysis: Analysis, review: Review, stamp: Stamp
) -> tuple[Dataset, ...]:
    """Make one Secondary Capture of each key image, with its caption.

    Parameters
    ----------
    source : DicomSource
    volume : Volume
        In its own axis order.
    analysis : Analysis
    review : Review
    stamp : Stamp
    """
    series = stamp.uid()
    return tuple(
        _capture(source, image, np.asarray(picture), number, series, stamp)
        for number, (image, picture) in enumerate(key_pictures(volume, analysis, review), start=1)
    )


def _capture(
    source: DicomSource,
    image: KeyImage,
    pixels: np.ndarray,
    number: int,
    series: UID,
    stamp: Stamp,
) -> Dataset:
    first = next(k for k, there in enumerate(source.slices) if there is not None)
    made: Dataset = hd.sc.SCImage.from_ref_dataset(
        source.images([first])[0],
        pixel_array=pixels,
        photometric_interpretation="RGB",
        bits_allocated=8,
        coordinate_system="PATIENT",
        series_instance_uid=series,
        series_number=SeriesNumber.KEY_IMAGES,
        sop_instance_uid=stamp.uid(),
        instance_number=number,
        manufacturer=MANUFACTURER,
        patient_orientation=(
            direction_letters(image.plane.right_lps),
            direction_letters(image.plane.down_lps),
        ),
        transfer_syntax_uid=ExplicitVRLittleEndian,
    )
    made.ConversionType = WORKSTATION
    made.ManufacturerModelName = MODEL_NAME
    made.SoftwareVersions = EQUIPMENT["software_versions"]
    # The corners say who the patient is, as the header does.
    made.BurnedInAnnotation = "NO" if source.is_nameless else "YES"
    made.ImageComments = caption_of(image, number)
    return finish(made, source, PICTURES, stamp)


def key_selection(
    source: DicomSource, review: Review, captures: Sequence[Dataset], stamp: Stamp
) -> Dataset:
    """Make the Key Object Selection that names source images and pictures.

    Parameters
    ----------
    source : DicomSource
    review : Review
    captures : sequence of Dataset
        Of :func:`key_captures`, in the order of the key images.
    stamp : Stamp
    """
    shown = [
        k for image in review.key_images for k in slices_of(source, image.plane, image.slab_mm)
    ]
    objects = [*source.images(list(dict.fromkeys(shown))), *captures]
    captions = [caption_of(image, n) for n, image in enumerate(review.key_images, start=1)]
    content = hd.ko.KeyObjectSelection(
        document_title=standard.DCM.OfInterest,
        referenced_objects=objects,
        description="\r\n".join(captions),
    )
    _name_frames(content, source, shown)
    made: Dataset = hd.ko.KeyObjectSelectionDocument(
        evidence=objects,
        content=content,
        series_instance_uid=stamp.uid(),
        series_number=SELECTION_NUMBER,
        sop_instance_uid=stamp.uid(),
        instance_number=1,
        manufacturer=MANUFACTURER,
    )
    return finish(made, source, SELECTION, stamp)


def _name_frames(
    content: hd.ko.KeyObjectSelection, source: DicomSource, shown: Sequence[int]
) -> None:
    """Name the frames of multi-frame images; without them the whole image is meant."""
    frames: dict[str, list[int]] = {}
    for k in shown:
        there = source.slices[k]
        if there is not None and there.frame_number:
            frames.setdefault(there.sop_instance_uid, []).append(there.frame_number)
    for item in content[0].ContentSequence:
        for reference in item.get("ReferencedSOPSequence", ()):
            if named := frames.get(reference.ReferencedSOPInstanceUID):
                reference.ReferencedFrameNumber = sorted(set(named))
