"""What is recorded of how studies were made: all that changes them but their seeds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from inference.preprocessing.cropping import CropConfig
from training.crops import StudyCrops
from training.own_masks import mask_weights
from training.phantoms.meshes import mesh_sizes
from training.phantoms.phantom import PhantomOptions
from training.rsna.pseudo import SETTINGS as PSEUDO_SETTINGS
from training.seeds import Kind
from training.settings import Made, read_settings

VERSION = 2
"""To be raised when the same seed or the same scan gives another study than before."""

RSNA = "rsna"


@dataclass(frozen=True, slots=True)
class Phantoms:
    """From whom phantoms are made, and how.

    Attributes
    ----------
    options : PhantomOptions
    people : int
        Procedural people.
    meshes : Path or None
        Folder of mesh sets.
    """

    options: PhantomOptions
    people: int
    meshes: Path | None = None

    def pooled(self, kind: Kind) -> Made:
        """Studies for a pool."""
        return Made(kind, self._fields())

    def cut(self, kind: Kind, crop: CropConfig, own_masks: bool, weights: Path | None) -> Made:
        """Crops of them, along their true masks or along those of the networks in a folder.

        Raises
        ------
        WeightsError
            If a card of the networks can't be read.
        """
        masks = {"masks": mask_weights(weights) if own_masks else "true"}
        return Made(kind, {**self._fields(), **_cut(crop), **masks})

    def _fields(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "phantoms": asdict(self.options),
            "people": self.people,
            "meshes": mesh_sizes(self.meshes),
        }


def rsna_pooled(spacing_mm: float, pseudo_labels: Path | None) -> Made:
    """Studies of RSNA 2022 for a pool."""
    return Made(RSNA, {**_scans(pseudo_labels), "spacing_mm": spacing_mm})


def rsna_cut(crop: CropConfig, pseudo_labels: Path | None, stage1: str) -> Made:
    """Crops of RSNA 2022; ``stage1`` is the SHA-256 of the weights that draw missing masks."""
    return Made(RSNA, {**_scans(pseudo_labels), **_cut(crop), "masks": stage1})


def _scans(pseudo_labels: Path | None) -> dict[str, Any]:
    drawn = None if pseudo_labels is None else read_settings(pseudo_labels / PSEUDO_SETTINGS) or {}
    return {"version": VERSION, "pseudo_labels": drawn}


def _cut(crop: CropConfig) -> dict[str, Any]:
    # A file lacks what a later version of the crops holds besides.
    return {"crop": asdict(crop), "holds": [f.name for f in fields(StudyCrops)]}
