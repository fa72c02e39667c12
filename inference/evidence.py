"""Where on a vertebra the classifier sees a crack: its map, with the place of every cell."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.imaging.geometry import FloatArray, VolumeGeometry


@dataclass(frozen=True, slots=True, eq=False)
class CrackMap:
    """The classifier's map of cracks over one vertebra's planes.

    Attributes
    ----------
    logits : ndarray of float16, shape (planes, rows, columns)
        Of a crack in each cell, as the network gives them; not writeable. Plane 0 is the
        uppermost. They rank cells and give no probability: in training a cell with a crack
        counts for many without one. Not squeezed into 0..1 either, because in 16 bits what
        is next to 1 could not be told apart.
    geometry : VolumeGeometry
        Where the cells' centres lie.

    Raises
    ------
    ValueError
        If map and grid differ in shape.
    """

    logits: NDArray[np.float16] = field(repr=False)
    geometry: VolumeGeometry

    def __post_init__(self) -> None:
        if self.logits.shape != self.geometry.shape_kji:
            raise ValueError(
                f"crack map has shape {self.logits.shape}, its grid {self.geometry.shape_kji}"
            )

    @classmethod
    def over(cls, logits: NDArray[np.floating], crop: VolumeGeometry) -> CrackMap:
        """Lay the network's cells over the crop that it looked at: they fill the same space.

        Parameters
        ----------
        logits : ndarray of float, shape (planes, rows, columns)
        crop : VolumeGeometry
            Grid of the crop's pixels.
        """
        kept = logits.astype(np.float16)
        kept.flags.writeable = False
        return cls(kept, crop.with_shape(kept.shape))

    def peak_lps_mm(self, plane: int) -> FloatArray:
        """Return the centre (3,) in LPS mm of a plane's highest cell; of equal ones the first."""
        layer = self.logits[plane]
        row, column = divmod(int(np.argmax(layer)), layer.shape[1])
        return self.geometry.index_to_lps((plane, row, column))

    def peak_logit(self, plane: int) -> float:
        """Return the logit of a plane's highest cell."""
        return float(self.logits[plane].max())
