"""Which of a level's planes are broken, from boxes drawn on slices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inference.imaging.geometry import FloatArray, VolumeGeometry
from inference.preprocessing.cropping import CropConfig, crop_grid
from training.crops import PlaneTruth
from training.labels import Box
from training.rsna.tables import FractureBox, Fractured


@dataclass(frozen=True, slots=True, eq=False)
class BoxedSlices:
    """What the boxes of one study say.

    A plane of a fractured level is broken when it lies within a slice that has a box
    overlapping the level's own. Where a level is fractured and no box overlaps it, nobody
    has said which planes show it: they are not seen. A box is no outline: only of whole levels
    it is known which pixels a crack runs through, none.

    Attributes
    ----------
    fractured : tuple of bool
        C1..C7: a box beside a whole level is a neighbour's.
    boxes : tuple of FractureBox
    slices : mapping of int to int
        File number to k.
    geometry : VolumeGeometry
        Of the CT.
    """

    fractured: Fractured
    boxes: tuple[FractureBox, ...]
    slices: Mapping[int, int]
    geometry: VolumeGeometry

    def __call__(self, label: int, box_lps_mm: Box, config: CropConfig) -> PlaneTruth:
        """Tell which planes are broken, and whether that is known."""
        planes = crop_grid(*box_lps_mm, config)
        if not self.fractured[label - 1]:
            shape = (config.planes, config.size_px, config.size_px)
            nowhere = np.zeros(shape, dtype=bool)
            return PlaneTruth(nowhere[:, 0, 0], seen=True, crack=nowhere)
        middle = (config.size_px - 1) / 2
        centers = planes.index_to_lps([(n, middle, middle) for n in range(config.planes)])
        slice_of_plane = np.rint(self.geometry.lps_to_index(centers)[:, 0]).astype(int)
        boxed = [
            self.slices[box.file_number]
            for box in self.boxes
            if box.file_number in self.slices and self._overlaps(box, box_lps_mm)
        ]
        broken = np.isin(slice_of_plane, boxed)
        return PlaneTruth(broken, seen=bool(broken.any()))

    def _overlaps(self, box: FractureBox, level_box: Box) -> bool:
        """Whether a slice's box shares an area with a level's box, seen from the head."""
        low, high = self._corners(box)
        level_low, level_high = level_box
        return bool(((low < level_high) & (high > level_low))[:2].all())

    def _corners(self, box: FractureBox) -> tuple[FloatArray, FloatArray]:
        """Least and greatest corner of a box in LPS mm, each (3,)."""
        k = self.slices[box.file_number]
        # A pixel's centre has the whole index, its outer corner half a pixel less.
        left, top = box.x - 0.5, box.y - 0.5
        corners = self.geometry.index_to_lps(
            [(k, j, i) for j in (top, top + box.height) for i in (left, left + box.width)]
        )
        return corners.min(axis=0), corners.max(axis=0)
