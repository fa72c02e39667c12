"""Figures over all real scans that were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from training.evaluation.readings import ScanReading
from training.metrics import Tally, auc, tally, tally_by_name
from training.phantoms.fracture_kinds import MAKERS


@dataclass(frozen=True, slots=True)
class RealFigures:
    """What the readings come to.

    There are too few scans for an interval over them.

    Attributes
    ----------
    identified : Tally
        Levels with a centre and enough of them in view, and those found where they are.
    median_mm : float
        Distance from the centres that were placed; NaN without centres.
    invented : Tally
        Levels out of view, and those found nevertheless.
    alarms : Tally
        Untouched levels that were analysed, and those suspected.
    planted : Tally
        Planted fractures, and those suspected.
    unplantable : Tally
        Fractures asked for, and those of which the scan would have shown none that was drawn.
    planted_by_kind : mapping of str to Tally
    auc : float
        Of the planted levels' probabilities against those of the same levels before; NaN
        without any.
    """

    identified: Tally
    median_mm: float
    invented: Tally
    alarms: Tally
    planted: Tally
    unplantable: Tally
    planted_by_kind: Mapping[str, Tally]
    auc: float


def real_figures(scans: Sequence[ScanReading]) -> RealFigures:
    """Pool the levels of all scans."""
    levels = [level for scan in scans for level in scan.levels]
    planted = [one for scan in scans for one in scan.planted]
    unplantable = sum(len(scan.unplantable) for scan in scans)
    away = [level.distance_mm for level in levels if level.distance_mm is not None]
    # A level is untouched once, however many fractures are planted into it.
    before = {(scan.name, one.level): one.before for scan in scans for one in scan.planted}
    # What is not analysed any more is not suspected either.
    scores = [one.after or 0.0 for one in planted] + list(before.values())
    return RealFigures(
        tally(level.identified for level in levels if level.identified is not None),
        float(np.median(away)) if away else float("nan"),
        tally(level.invented for level in levels if level.invented is not None),
        tally(level.alarm for level in levels if level.probability is not None),
        tally(one.found for one in planted),
        tally([False] * len(planted) + [True] * unplantable),
        tally_by_name(((one.kind, one.found) for one in planted), MAKERS),
        auc(np.array(scores), np.arange(len(scores)) < len(planted)),
    )
