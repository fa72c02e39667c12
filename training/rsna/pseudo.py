"""Masks for the studies that no radiologist segmented: 87 of 2,019 have one.

Stage 1 segments the others; what it is sure of, and what makes a neck, becomes a training
mask of the next round (self-training). What is refused is listed with its figures.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, fields
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.errors import InputError
from inference.imaging.files import replace_file
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.wording import listed
from training.rsna.layout import MASKS, RsnaData, RsnaStudy, mask_path
from training.rsna.masks import write_mask
from training.rsna.samples import Predict
from training.rsna.stage1 import Prediction
from training.rsna.volumes import load_study
from training.settings import check_settings, read_settings, write_settings

MIN_CONFIDENCE = 0.85
"""Mean probability over all of the mask's levels from which on it is believed."""

MIN_LEVEL_CONFIDENCE = 0.7
"""The same for the least certain level: one bad level is one bad label.

Chosen on 24 phantoms with an earlier stage 1, which read at 1.5 mm: of its masks the two limits
refused four, whose worst levels had Dice 0.39 to 0.62; the worst levels of the 20 kept had 0.56
to 0.91. A stage 1 that reads at another spacing may be surer or less sure of as good a mask:
look at the figures in ``pseudo_labels.csv`` before its masks are trained on.
"""

MIN_LEVELS = 4
"""Fewer levels in a row could be any part of a spine."""

TABLE = "pseudo_labels.csv"
SETTINGS = "pseudo_labels.json"

KEPT, REFUSED, UNREADABLE = "kept", "refused", "unreadable"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a predicted mask has to reach.

    Attributes
    ----------
    confidence, level_confidence : float
        Mean probability over the whole mask, and over the least certain level.
    levels : int
        Levels found.
    """

    confidence: float = MIN_CONFIDENCE
    level_confidence: float = MIN_LEVEL_CONFIDENCE
    levels: int = MIN_LEVELS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one study: a row of ``pseudo_labels.csv``.

    Attributes
    ----------
    uid : str
        Study Instance UID.
    verdict : str
        ``kept``, ``refused`` or ``unreadable``.
    levels : str
        What was found, e.g. ``C1 C2 C3``.
    confidence, level_confidence : str
        The figures that :class:`Limits` limits; empty where nothing was found.
    reason : str
        Why it is not kept.
    """

    uid: str
    verdict: str
    levels: str = ""
    confidence: str = ""
    level_confidence: str = ""
    reason: str = ""


def judge(uid: str, found: Prediction, limits: Limits) -> Verdict:
    """Decide on a predicted mask."""
    labels = sorted(found.levels)
    if not labels:
        return Verdict(uid, REFUSED, reason="no level found")
    names = " ".join(LEVELS[label - 1].value for label in labels)
    of_level = np.array([found.confidence.get(label, 0.0) for label in labels])
    volumes = np.array([found.levels[label].volume_mm3 for label in labels])
    mean, least = float(np.average(of_level, weights=volumes)), float(of_level.min())
    reasons = _faults(found, labels, limits)
    if mean < limits.confidence:
        reasons.append(f"mean confidence {mean:.3f} below {limits.confidence:g}")
    if least < limits.level_confidence:
        worst = LEVELS[labels[int(of_level.argmin())] - 1]
        reasons.append(f"confidence of {worst} {least:.3f} below {limits.level_confidence:g}")
    verdict = REFUSED if reasons else KEPT
    return Verdict(uid, verdict, names, f"{mean:.4f}", f"{least:.4f}", "; ".join(reasons))


def _faults(found: Prediction, labels: list[int], limits: Limits) -> list[str]:
    """What about the levels is no neck."""
    faults = []
    if len(labels) < limits.levels:
        faults.append(f"{len(labels)} levels, fewer than {limits.levels}")
    missing = sorted(set(range(labels[0], labels[-1])) - set(labels))
    if missing:
        names = listed([LEVELS[label - 1].value for label in missing])
        faults.append(f"{names} missing between levels that were found")
    heights = [float(found.levels[label].centroid_lps_mm[2]) for label in labels]
    if any(lower >= upper for upper, lower in pairwise(heights)):
        faults.append("the levels are not in order from the head down")
    return faults


def pseudo_label(
    data: RsnaData,
    out: Path,
    predict: Predict,
    limits: Limits,
    weights_sha256: str,
) -> Iterator[Verdict]:
    """Segment every study without a mask, and write what can be believed.

    Masks go to ``out/segmentations/<StudyInstanceUID>.nii``, stored as the data set stores
    its own. Studies that ``out`` knows already are not done again, unreadable ones excepted.

    Parameters
    ----------
    data : RsnaData
        Listed without pseudo-labels: a study with a mask has a radiologist's, and is left
        alone.
    out : Path
        Made if it is not there; never the data set's own folder.
    predict : callable
        Stage 1.
    limits : Limits
    weights_sha256 : str
        Of stage 1's weights: masks of two networks or limits are never mixed.

    Yields
    ------
    Verdict
        One a study that is done now.

    Raises
    ------
    InputError
        If ``out`` is the data set's folder.
    TrainingError
        If it was made with other weights or limits.
    OutputError
        If it can't be written.
    """
    if (out / MASKS).resolve() == (data.folder / MASKS).resolve():
        raise InputError(
            f"{out}: holds the radiologists' masks, which are never mixed with a network's. "
            "Give another --out."
        )
    settings = {"limits": asdict(limits), "weights": weights_sha256}
    before = read_settings(out / SETTINGS)
    if before is None:
        write_settings(out / SETTINGS, settings)
    else:
        check_settings(out / SETTINGS, before, settings)
    rows = _read_rows(out / TABLE)
    for study in data.studies:
        known = rows.get(study.uid)
        if study.mask is not None or (known and _is_done(known, out)):
            continue
        path = mask_path(out, study.uid)
        verdict, mask = _label(study, path, predict, limits)
        rows[study.uid] = verdict
        _write_rows(out / TABLE, rows)
        if mask is not None:
            write_mask(path, *mask)
        yield verdict


def _label(
    study: RsnaStudy, path: Path, predict: Predict, limits: Limits
) -> tuple[Verdict, tuple[NDArray[np.uint8], VolumeGeometry] | None]:
    """Segment and judge one study; its mask and grid where it is to be kept."""
    if path.exists():
        # Rows are written before masks: a mask without a row is not of our making.
        return Verdict(study.uid, REFUSED, reason=f"{path} lies there already"), None
    try:
        volume = load_study(study).volume
    except InputError as error:
        return Verdict(study.uid, UNREADABLE, reason=str(error)), None
    found = predict(volume)
    verdict = judge(study.uid, found, limits)
    return verdict, (found.mask, volume.geometry) if verdict.verdict == KEPT else None


def _is_done(row: Verdict, out: Path) -> bool:
    if row.verdict == KEPT:
        return mask_path(out, row.uid).is_file()
    return row.verdict == REFUSED


def _read_rows(path: Path) -> dict[str, Verdict]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != _columns():
            raise InputError(f"{path}: not a table of pseudo-labels. Give another --out.")
        return {row["uid"]: Verdict(**row) for row in reader}


def _write_rows(path: Path, rows: Mapping[str, Verdict]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_columns())
    writer.writerows(astuple(row) for row in rows.values())
    replace_file(path, text.getvalue().encode())


def _columns() -> list[str]:
    return [f.name for f in fields(Verdict)]
