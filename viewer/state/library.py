"""Everything that has been opened: patients, their studies, the series of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from inference.imaging.study import RefusedSeries, ResultFile, Series, StudyListing
from inference.imaging.volume import SeriesInfo

Thumbnail = NDArray[np.uint8]
"""Grey, shape (rows, columns), square pixels."""

StudyKey = tuple[str, str, str]
"""Study Instance UID (or the source where there is none), Patient ID and name."""


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Tells a series from every other one that is open."""

    study: StudyKey
    series_id: str


@dataclass(frozen=True, slots=True)
class ListedStudy:
    """One examination.

    Attributes
    ----------
    key : StudyKey
    info : SeriesInfo
        Of its first series: what is the same for all of them.
    series : tuple of Series
        The best one to read first.
    refused : tuple of RefusedSeries
    """

    key: StudyKey
    info: SeriesInfo
    series: tuple[Series, ...] = ()
    refused: tuple[RefusedSeries, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All studies, in the order in which they were opened.

    Attributes
    ----------
    studies : tuple of ListedStudy
    thumbnails : mapping of SeriesKey to Thumbnail
        As far as they are drawn; None for a series whose middle slice can't be read.
    results : tuple of ResultFile
        Segmentations and reports that were found with them or opened by themselves.
    """

    studies: tuple[ListedStudy, ...] = ()
    thumbnails: Mapping[SeriesKey, Thumbnail | None] = field(
        default_factory=lambda: MappingProxyType({})
    )
    results: tuple[ResultFile, ...] = ()

    @property
    def offers_choice(self) -> bool:
        """Whether more than one series could be shown."""
        return sum(len(study.series) for study in self.studies) > 1

    def all_series(self) -> tuple[Series, ...]:
        """Return every series that can be shown, in the order of the browser."""
        return tuple(series for study in self.studies for series in study.series)

    def find(self, key: SeriesKey) -> Series | None:
        """Return the series with that key."""
        return next((series for series in self.all_series() if key_of(series) == key), None)

    def with_listing(self, listing: StudyListing) -> Library:
        """Add what a path holds; what was known of the same series already is replaced."""
        studies = {study.key: study for study in self.studies}
        news: dict[StudyKey, ListedStudy] = {}
        for series in listing.series:
            key = study_key(series.info)
            study = news.get(key, ListedStudy(key, series.info))
            news[key] = replace(study, series=(*study.series, series))
        for refused in listing.refused:
            key = study_key(refused.info)
            study = news.get(key, ListedStudy(key, refused.info))
            news[key] = replace(study, refused=(*study.refused, refused))
        for key, study in news.items():
            studies[key] = _merged(studies.get(key), study)
        return replace(self, studies=tuple(studies.values())).with_results(listing.results)

    def with_results(self, results: Iterable[ResultFile]) -> Library:
        """Add results; what was known of the same file already is replaced."""
        by_file = {one.source: one for one in (*self.results, *results)}
        return replace(self, results=tuple(by_file.values()))

    def results_of(self, series: Series) -> tuple[ResultFile, ...]:
        """Return the results that were made from a series."""
        return tuple(one for one in self.results if one.belongs_to(series))

    def with_thumbnail(self, key: SeriesKey, thumbnail: Thumbnail | None) -> Library:
        """Add a thumbnail."""
        thumbnails = MappingProxyType({**self.thumbnails, key: thumbnail})
        return replace(self, thumbnails=thumbnails)


def _merged(old: ListedStudy | None, new: ListedStudy) -> ListedStudy:
    if old is None:
        return new
    known = {series.id for series in new.series}
    said = {refused.info.series_instance_uid for refused in new.refused}
    return replace(
        new,
        series=(*new.series, *(one for one in old.series if one.id not in known)),
        refused=(
            *new.refused,
            *(one for one in old.refused if one.info.series_instance_uid not in said),
        ),
    )


def study_key(info: SeriesInfo) -> StudyKey:
    """Return what tells an examination from others; patients never share one."""
    return info.study_instance_uid or info.source, info.patient_id, info.patient_name


def key_of(series: Series) -> SeriesKey:
    """Return what tells a series from all others that are open."""
    return SeriesKey(study_key(series.info), series.id)


def same_patient(one: SeriesInfo, other: SeriesInfo) -> bool:
    """Tell whether two studies are certainly of one person.

    The Patient ID must be the same, and name or birth date too: hospitals give out the same
    numbers. Names change and birth dates are left out, but two that differ are two people.
    """
    if not one.patient_id or one.patient_id != other.patient_id:
        return False
    if one.patient_birth_date and other.patient_birth_date:
        return one.patient_birth_date == other.patient_birth_date
    name = one.patient_name.casefold()
    return bool(name) and name == other.patient_name.casefold()
