"""An analysis of the crude neck with crack maps, whose hottest places are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.evidence import CrackMap
from inference.findings import Analysis, Finding, Level, PlaneWeight
from inference.preprocessing.cropping import CropConfig, crop_grid

CONFIG = CropConfig(planes=30, size_px=96, pixel_mm=0.8, closing_mm=7.2)
CELLS = CONFIG.size_px // 2

SOUND, STRONG, HIGHER = -9.0, 9.0, 12.0
"""Logits: of sound bone, on the plane that decided, and of a cell elsewhere."""

HOT = (20, 30, 15)
"""Plane, row and column of the cell that decided; it is the 21st plane of 30."""

ELSEWHERE = (4, 12, 40)


def with_evidence(analysis: Analysis) -> Analysis:
    """Give every level that has a place its weighed planes and its crack map."""
    return replace(analysis, findings=tuple(_evident(f) for f in analysis.findings))


def without_maps(analysis: Analysis) -> Analysis:
    """Make of it an older analysis: planes were weighed, and no map was kept."""
    return replace(analysis, findings=tuple(replace(f, cracks=None) for f in analysis.findings))


def hot_mm(analysis: Analysis, level: Level, cell: tuple[int, int, int] = HOT) -> np.ndarray:
    """Where a cell of a level's map is, from the crop alone: between its two by two pixels."""
    plane, row, column = cell
    crop = crop_grid(*map(np.array, analysis.finding(level).box_lps_mm), CONFIG)
    return crop.index_to_lps((plane, 2 * row + 0.5, 2 * column + 0.5))


def _evident(finding: Finding) -> Finding:
    if finding.box_lps_mm is None:
        return finding
    crop = crop_grid(*map(np.array, finding.box_lps_mm), CONFIG)
    logits = np.full((CONFIG.planes, CELLS, CELLS), SOUND, np.float32)
    logits[HOT], logits[ELSEWHERE] = STRONG, HIGHER
    weights = np.full(CONFIG.planes, 0.01)
    weights[HOT[0]] += 1.0 - weights.sum()
    middle = (CONFIG.size_px - 1) / 2
    planes = tuple(
        PlaneWeight(tuple(crop.index_to_lps((n, middle, middle))), float(weight))
        for n, weight in enumerate(weights)
    )
    return replace(finding, planes=planes, cracks=CrackMap.over(logits, crop))
