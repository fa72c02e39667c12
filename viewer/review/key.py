"""Which series a reading session belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from inference.imaging.study import NiftiImage, Series
from inference.imaging.volume import Volume
from viewer.review.codec import to_json

MM_DIGITS = 3
"""Decimals of the grid that count: other libraries may round the last ones differently."""


@dataclass(frozen=True, slots=True)
class SessionKey:
    """What makes two volumes the same to a reader, wherever the files lie.

    Attributes
    ----------
    study_instance_uid, series_instance_uid : str
        Empty where the headers are silent.
    acquisition : str
        Acquisition Number: one series may hold several acquisitions on the same grid.
    shape_kji : tuple of int
    affine_lps : tuple of tuple of float
        The volume's own grid, rounded to a micrometre.
    voxels_sha256 : str
        Of the Hounsfield units where no UID tells two volumes apart, else empty: a lossy
        image's may differ from decoder to decoder.
    """

    study_instance_uid: str
    series_instance_uid: str
    acquisition: str
    shape_kji: tuple[int, int, int]
    affine_lps: tuple[tuple[float, ...], ...]
    voxels_sha256: str

    @property
    def sha256(self) -> str:
        """A name for it that tells nothing of the patient."""
        return hashlib.sha256(to_json(self).encode("utf-8")).hexdigest()


def session_key(volume: Volume, series: Series | None = None) -> SessionKey:
    """Find the key of a volume in its own axis order.

    Parameters
    ----------
    volume : Volume
        Without a Series Instance UID all of it is read, so ask off the main thread.
    series : Series, optional
        What it was loaded from.
    """
    info, geometry = volume.info, volume.geometry
    acquisition = ""
    if series is not None and not isinstance(series.content, NiftiImage):
        acquisition = series.content[0].acquisition
    uid = info.series_instance_uid
    return SessionKey(
        study_instance_uid=info.study_instance_uid,
        series_instance_uid=uid,
        acquisition=acquisition,
        shape_kji=geometry.shape_kji,
        # Adding 0.0 turns -0.0 into 0.0.
        affine_lps=tuple(tuple(round(v, MM_DIGITS) + 0.0 for v in r) for r in geometry.affine_lps),
        voxels_sha256="" if uid else _voxels_sha256(volume),
    )


def _voxels_sha256(volume: Volume) -> str:
    digest = hashlib.sha256()
    # Slice by slice: a large volume that lies in another order is never copied whole.
    for section in volume.hu:
        digest.update(section.astype("<i2").tobytes())
    return digest.hexdigest()
