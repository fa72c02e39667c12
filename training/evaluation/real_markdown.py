"""Readings of real scans in Markdown, as one section of the file of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from training.evaluation.readings import LevelReading, PlantedReading, ScanReading, Unplantable
from training.evaluation.real_figures import RealFigures, real_figures
from training.metrics import FOUND_MM, Tally
from training.phantoms.plant import DRAWS, LEAST_MM3

NOTES = (
    (
        "Nobody has read these scans for fractures: an untouched level is taken for unbroken, and "
        "each suspicion at the working threshold for a false alarm."
    ),
    (
        "Distances are from the middle of the body of the network's mask to a centre that was "
        "placed by hand in the vertebral body; of C1 from the whole mask's centroid to the middle "
        "of its ring. A level is identified within "
        f"{FOUND_MM:g} mm, if no other level's centre is nearer; it is invented if nothing of it "
        "is in view."
    ),
    (
        "Fractures are planted into wholly visible levels, one at a time, along the network's own "
        f"masks, where these hold {LEAST_MM3:g} mm3 or more; kind and severity are drawn as often "
        "as published, and the scan is analysed anew. They are made, not real. What a reader could "
        "not see in the scan is drawn anew, by the rule that phantoms' truth is held to: the gap's "
        "volume and how it stands out from noise and trabeculae, or displacement. Where none of "
        f"{DRAWS} would be seen nothing is planted, as the last table says. A level that was "
        "suspected before counts as found all the same: read the sensitivity beside the false "
        "alarms. AUC is of the planted levels against the same levels untouched."
    ),
)

LEVEL_COLUMNS = (
    "scan", "level", "state", "distance, mm", "identified", "probability", "false alarm"
)  # fmt: skip
KIND_COLUMNS = ("kind", "planted", "found", "sensitivity")
PLANTED_COLUMNS = ("scan", "level", "planted", "before", "after", "found")

NOTHING = "–"
NOT_PLANTED = f"not planted: none of {DRAWS} fractures would be seen"


def render(scans: Sequence[ScanReading], origin: str) -> str:
    """The section: how to read it, the figures, every level and every planted fracture.

    Parameters
    ----------
    scans : sequence of ScanReading
    origin : str
        What made it: the command, the weights and the device.
    """
    figures = real_figures(scans)
    parts = ["## Real scans", *NOTES, origin, _table(("figure", "value"), _summary(figures))]
    levels = [_level(scan.name, one) for scan in scans for one in scan.levels]
    parts.append(_table(LEVEL_COLUMNS, levels))
    if figures.planted.count:
        kinds = [_kind(*each) for each in figures.planted_by_kind.items()]
        parts.append(_table(KIND_COLUMNS, kinds))
    if figures.unplantable.count:
        rows = [row for scan in scans for row in _tried(scan)]
        parts.append(_table(PLANTED_COLUMNS, rows))
    return "\n\n".join(parts) + "\n"


def summary_lines(scans: Sequence[ScanReading]) -> list[str]:
    """The figures over all scans for the terminal."""
    return [f"{name}: {value}" for name, value in _summary(real_figures(scans))]


def level_line(name: str, one: LevelReading) -> str:
    """One untouched level for the terminal."""
    away = "" if one.distance_mm is None else f", {one.distance_mm:.1f} mm off"
    invented = ", invented" if one.invented else ""
    alarm = ", false alarm" if one.alarm else ""
    return (
        f"{name} {one.level}: {_words(one.state)}{away}{invented}, "
        f"probability {_number(one.probability)}{alarm}"
    )


def planted_line(name: str, one: PlantedReading) -> str:
    """One planted fracture for the terminal."""
    return (
        f"{name} {one.level}: {one.kind} planted, probability {one.before:.3f} to "
        f"{_number(one.after)}, {'found' if one.found else 'missed'}"
    )


def unplantable_line(name: str, one: Unplantable) -> str:
    """One level into which no fracture could be planted, for the terminal."""
    return f"{name} {one.level}: {NOT_PLANTED}"


def _summary(figures: RealFigures) -> list[tuple[str, str]]:
    return [
        (f"levels identified within {FOUND_MM:g} mm", _share(figures.identified)),
        ("median distance, mm", _number(figures.median_mm, 1)),
        ("levels invented, of those out of view", _share(figures.invented)),
        ("false alarms, of the levels analysed", _share(figures.alarms)),
        ("planted fractures found", _share(figures.planted)),
        ("could not be planted, of the fractures asked for", _share(figures.unplantable)),
        ("AUC, planted against untouched", _number(figures.auc)),
    ]


def _level(scan: str, one: LevelReading) -> tuple[str, ...]:
    where = "invented" if one.invented else _yes_no(one.identified)
    return (
        scan, one.level, _words(one.state), _number(one.distance_mm, 1), where,
        _number(one.probability), NOTHING if one.probability is None else _yes_no(one.alarm),
    )  # fmt: skip


def _kind(name: str, found: Tally) -> tuple[str, ...]:
    return name, str(found.count), str(found.hits), _number(found.share, 2)


def _tried(scan: ScanReading) -> list[tuple[str, ...]]:
    """Rows of a scan's planted fractures, then of those that could not be planted."""
    none = [
        (scan.name, one.level, NOT_PLANTED, _number(one.before), NOTHING, NOTHING)
        for one in scan.unplantable
    ]
    return [*(_planted(scan.name, one) for one in scan.planted), *none]


def _planted(scan: str, one: PlantedReading) -> tuple[str, ...]:
    return (
        scan, one.level, one.kind, _number(one.before), _number(one.after), _yes_no(one.found)
    )  # fmt: skip


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _share(made: Tally) -> str:
    return f"{made.hits} of {made.count}" if made.count else NOTHING


def _number(value: float | None, digits: int = 3) -> str:
    return NOTHING if value is None or np.isnan(value) else f"{value:.{digits}f}"


def _yes_no(value: bool | None) -> str:
    return NOTHING if value is None else "yes" if value else "no"


def _words(name: str) -> str:
    return name.replace("_", " ")
