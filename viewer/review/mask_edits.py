"""What a reader changed in the masks: the voxels that differ, not another volume.

One value holds the net difference to the model's mask, whatever order the strokes came in:
painting over a voxel twice is one change, painting it back is none.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.findings import LEVELS, Level

_INDEX_TYPE = np.dtype("<u4")
_BYTES_A_VOXEL = _INDEX_TYPE.itemsize + 2
_MOST_VOXELS = np.iinfo(_INDEX_TYPE).max


@dataclass(frozen=True, slots=True, eq=False)
class VoxelChanges:
    """Changed voxels.

    Attributes
    ----------
    index : ndarray of int64, shape (n,)
        Flat, C order over (k, j, i), ascending.
    old, new : ndarray of uint8, shape (n,)
        Labels (0 background, 1..7 = C1..C7) in the model's mask and now.
    """

    index: NDArray[np.int64]
    old: NDArray[np.uint8]
    new: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class MaskEdits:
    """The difference between the model's mask and the reader's.

    Attributes
    ----------
    shape_kji : tuple of int
        Of the mask, on the analysed volume's own grid.
    packed : bytes
        The changes: steps from index to index, old labels, new labels, compressed. Voxels
        that were painted together follow each other, so a stroke takes some hundred bytes.

    Raises
    ------
    ValueError
        If the bytes hold no changes of such a mask.
    """

    shape_kji: tuple[int, int, int]
    packed: bytes

    def __post_init__(self) -> None:
        if min(self.shape_kji) < 1 or prod(self.shape_kji) > _MOST_VOXELS:
            raise ValueError(f"no mask has shape {self.shape_kji}")
        changes = self.changes()
        if len(changes.index) and changes.index[-1] >= prod(self.shape_kji):
            raise ValueError(f"the mask's edits reach beyond its shape {self.shape_kji}")
        if (changes.old == changes.new).any() or (np.diff(changes.index) <= 0).any():
            raise ValueError("the mask's edits are not in order")
        if max(changes.old.max(initial=0), changes.new.max(initial=0)) > len(LEVELS):
            raise ValueError("the mask's edits hold a label beyond C7")

    @classmethod
    def none(cls, shape_kji: tuple[int, int, int]) -> MaskEdits:
        """Make the edits of a mask that nobody has changed."""
        empty = np.zeros(0, np.uint8)
        return cls._pack(shape_kji, VoxelChanges(np.zeros(0, np.int64), empty, empty))

    @classmethod
    def _pack(cls, shape_kji: tuple[int, int, int], changes: VoxelChanges) -> MaskEdits:
        steps = np.diff(changes.index, prepend=0).astype(_INDEX_TYPE)
        raw = steps.tobytes() + changes.old.tobytes() + changes.new.tobytes()
        return cls(shape_kji, zlib.compress(raw))

    def changes(self) -> VoxelChanges:
        """Unpack the changed voxels."""
        try:
            raw = zlib.decompress(self.packed)
        except zlib.error as error:
            raise ValueError(f"the mask's edits can't be unpacked ({error})") from error
        count, rest = divmod(len(raw), _BYTES_A_VOXEL)
        if rest:
            raise ValueError("the mask's edits end in the middle of a voxel")
        steps = np.frombuffer(raw, _INDEX_TYPE, count)
        labels = np.frombuffer(raw, np.uint8, 2 * count, steps.nbytes).reshape(2, count)
        return VoxelChanges(np.cumsum(steps, dtype=np.int64), labels[0], labels[1])

    def of_level(self, level: Level) -> VoxelChanges:
        """Return the voxels that a level gained or lost."""
        all_ = self.changes()
        here = (all_.old == level.label) | (all_.new == level.label)
        return VoxelChanges(all_.index[here], all_.old[here], all_.new[here])

    @property
    def levels(self) -> frozenset[Level]:
        """The levels that gained or lost voxels."""
        return _levels(self)

    def without(self, level: Level) -> MaskEdits:
        """Give every voxel that a level gained or lost back to the model's mask."""
        all_ = self.changes()
        rest = (all_.old != level.label) & (all_.new != level.label)
        return self._pack(
            self.shape_kji, VoxelChanges(all_.index[rest], all_.old[rest], all_.new[rest])
        )

    def onto(self, model_mask: NDArray[np.uint8]) -> MaskEdits:
        """Lay the edits over another mask of the same grid: the same voxels end as before.

        The model's mask of a later analysis may differ in some voxels. What the reader painted
        stays painted; these edits themselves come back where they were made on this mask.

        Raises
        ------
        ValueError
            If the mask has another shape.
        """
        if model_mask.shape != self.shape_kji:
            raise ValueError(
                f"The masks were corrected on a grid of {self.shape_kji} voxels, this one has "
                f"{model_mask.shape}. Reset the corrected levels to correct them anew."
            )
        changes = self.changes()
        old = model_mask.reshape(-1)[changes.index]
        if np.array_equal(old, changes.old):
            return self
        left = old != changes.new
        return self._pack(
            self.shape_kji, VoxelChanges(changes.index[left], old[left], changes.new[left])
        )

    def painted(self, model_mask: NDArray[np.uint8], index: ArrayLike, label: int) -> MaskEdits:
        """Add a stroke.

        Parameters
        ----------
        model_mask : ndarray of uint8, shape (k, j, i)
            As the model left it.
        index : array_like of int, shape (n,)
            Flat indices of the painted voxels, in any order.
        label : int
            What they become; 0 erases.

        Raises
        ------
        ValueError
            If the mask is another than was painted before, or the stroke leaves it.
        """
        before = self._changes_of(model_mask)
        stroke = np.unique(np.asarray(index, dtype=np.int64))
        if len(stroke) and not 0 <= stroke[0] <= stroke[-1] < model_mask.size:
            raise ValueError("the stroke leaves the mask")
        kept = ~np.isin(before.index, stroke, assume_unique=True)
        merged = np.concatenate([before.index[kept], stroke])
        new = np.concatenate([before.new[kept], np.full(len(stroke), label, np.uint8)])
        old = model_mask.reshape(-1)[merged]
        order = np.argsort(merged)
        order = order[old[order] != new[order]]
        return self._pack(self.shape_kji, VoxelChanges(merged[order], old[order], new[order]))

    def apply(self, model_mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the reader's mask (k, j, i), a new array.

        Raises
        ------
        ValueError
            If the edits were made on another mask.
        """
        changes = self._changes_of(model_mask)
        edited = np.array(model_mask, dtype=np.uint8, order="C")
        edited.reshape(-1)[changes.index] = changes.new
        return edited

    def _changes_of(self, model_mask: NDArray[np.uint8]) -> VoxelChanges:
        """Unpack the changes, and see that they were made on this mask."""
        if model_mask.shape != self.shape_kji:
            raise ValueError(f"the mask has shape {model_mask.shape}, the edits {self.shape_kji}")
        changes = self.changes()
        if not np.array_equal(model_mask.reshape(-1)[changes.index], changes.old):
            raise ValueError("the edits were made on another mask than this one")
        return changes


@lru_cache(maxsize=8)
def _levels(edits: MaskEdits) -> frozenset[Level]:
    """Kept, since it is asked for with every word that is shown of a level."""
    changes = edits.changes()
    labels = np.union1d(changes.old, changes.new)
    return frozenset(level for level in LEVELS if level.label in labels)
