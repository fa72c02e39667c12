"""The reading as a DICOM structured report: a measurement report after TID 1500.

Its numbers and words are those of the report on paper and of ``findings.json``. It stays
unverified until a reader who is known by name has read every level.
"""

from __future__ import annotations

from collections.abc import Iterable

import highdicom as hd
from highdicom.coding_schemes import CodingSchemeIdentificationItem
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes as standard
from pydicom.sr.coding import Code

from inference.findings import LEVELS, Analysis
from inference.imaging.volume import Volume
from viewer.report import VERSION, codes
from viewer.report.dicom_common import (
    EQUIPMENT,
    MANUFACTURER,
    MODEL_NAME,
    SERIAL_NUMBER,
    DicomSource,
    SeriesNumber,
    Stamp,
    finish,
    stable_uid,
)
from viewer.report.dicom_seg import segmented_levels
from viewer.report.sections import CAVEAT, SUSPECTED_MARK, patient_sentence, result_sentence
from viewer.report.sr_groups import groups_of, segment_image, text_item
from viewer.review.review import UNREAD, Review
from viewer.state import wording
from viewer.state.person import Reader

DESCRIPTION = "Dens: findings and measurements"

PROCEDURE: Code = standard.LN.CTUnspecifiedBodyRegion

QUALITATIVE = Code("C0034375", "UMLS", "Qualitative Evaluations")
"""TID 1500 row 12."""

_TEXT_LIMIT = 1024
"""Characters of Unlimited Text that every reader of reports shows."""


def is_verified(review: Review, reader: Reader | None) -> bool:
    """Tell whether a person answers for the report.

    That takes a known reader, every level read, and no own read that is still open while the
    networks' word is withheld.
    """
    read = all(review.is_read(level) for level in LEVELS)
    return reader is not None and read and not review.blind.withholds


def structured_report(
    source: DicomSource,
    volume: Volume,
    analysis: Analysis,
    stamp: Stamp,
    review: Review = UNREAD,
    *,
    segmentation: Dataset | None = None,
    reader: Reader | None = None,
) -> Dataset:
    """Make the report.

    Parameters
    ----------
    source : DicomSource
        Of the volume.
    volume : Volume
        In its own axis order.
    analysis : Analysis
    stamp : Stamp
    review : Review
    segmentation : Dataset, optional
        Of the same analysis; the levels refer to its segments.
    reader : Reader, optional
        Where it is known who read.

    Returns
    -------
    Dataset
        A Comprehensive 3D SR, since oblique marks lie on no image.
    """
    segments = {}
    if segmentation is not None:
        for number, level in enumerate(segmented_levels(analysis), start=1):
            segments[level] = segment_image(segmentation, number)
    content = hd.sr.MeasurementReport(
        observation_context=_observers(analysis, reader),
        procedure_reported=PROCEDURE,
        imaging_measurements=groups_of(source, volume, analysis, review, segments),
        title=standard.DCM.ImagingMeasurementReport,
    )
    content[0].ContentSequence.append(_texts(volume, analysis))
    verified = is_verified(review, reader)
    made = hd.sr.Comprehensive3DSR(
        evidence=[*source.images(), *([] if segmentation is None else [segmentation])],
        content=content,
        series_instance_uid=stamp.uid(),
        series_number=int(SeriesNumber.REPORT),
        sop_instance_uid=stamp.uid(),
        instance_number=1,
        # Only a complete report may be verified: the reader's word closes what is open.
        is_complete=verified or analysis.complete,
        is_final=verified,
        is_verified=verified,
        verifying_observer_name=reader.dicom_name if verified and reader else None,
        verifying_organization=reader.organisation if verified and reader else None,
        coding_schemes=[_scheme()],
        content_date=stamp.moment.date(),
        content_time=stamp.moment.time(),
        series_date=stamp.moment.date(),
        series_time=stamp.moment.time(),
        **EQUIPMENT,
    )
    return finish(made, source, DESCRIPTION, stamp)


def _observers(analysis: Analysis, reader: Reader | None) -> hd.sr.ObservationContext:
    """Say who observed: Dens with its networks, and the reader where they are known."""
    weights = [model.sha256 for model in analysis.models]
    device = hd.sr.DeviceObserverIdentifyingAttributes(
        uid=stable_uid("device", VERSION, *weights),
        name=f"Dens {VERSION}",
        manufacturer_name=MANUFACTURER,
        model_name="; ".join((MODEL_NAME, *(f"{m.name} {m.version}" for m in analysis.models))),
        serial_number=SERIAL_NUMBER,
    )
    person = None
    if reader is not None:
        person = hd.sr.ObserverContext(
            standard.DCM.Person,
            hd.sr.PersonObserverIdentifyingAttributes(
                name=reader.dicom_name, organization_name=reader.organisation
            ),
        )
    return hd.sr.ObservationContext(
        observer_person_context=person,
        observer_device_context=hd.sr.ObserverContext(standard.DCM.Device, device),
    )


def _texts(volume: Volume, analysis: Analysis) -> hd.sr.ContainerContentItem:
    """Say in words what every page of the printed report says too."""
    said: Iterable[tuple[Code, str]] = (
        (codes.NOTICE, wording.RESEARCH_NOTICE),
        (codes.RESULT, result_sentence(analysis).removeprefix(f"{SUSPECTED_MARK} ")),
        (codes.RESULT, patient_sentence(analysis.patient)),
        (codes.CAVEAT, CAVEAT),
        *((codes.PROVENANCE, line) for line in wording.provenance(analysis).splitlines()),
        (codes.PROVENANCE, f"Analysed on {analysis.made:%Y-%m-%d %H:%M:%S} UTC"),
        *((codes.VOLUME_WARNING, warning.text) for warning in volume.warnings),
    )
    container = hd.sr.ContainerContentItem(
        QUALITATIVE, relationship_type=hd.sr.RelationshipTypeValues.CONTAINS
    )
    container.ContentSequence = hd.sr.ContentSequence(
        [text_item(concept, text[:_TEXT_LIMIT]) for concept, text in said]
    )
    return container


def _scheme() -> CodingSchemeIdentificationItem:
    """Name the scheme of Dens's own codes, as an object has to (PS3.3 C.12.1.1.8)."""
    return CodingSchemeIdentificationItem(
        designator=codes.SCHEME,
        name=codes.SCHEME_NAME,
        responsible_organization=MANUFACTURER,
    )
