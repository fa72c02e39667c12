"""Whose masks crops are cut along: the networks that come with Dens, a folder's, or a run's own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inference.networks.models import bundled_weights
from training.checkpoint import checkpoints
from training.errors import TrainingError
from training.export import STAGES, export
from training.own_masks import KINDS, mask_weights
from training.processes import Ranks

FOLDER = "networks"
"""In a run folder: the weights of another run, or of the stages before, that cut its crops."""

VERSION = "unreleased"
"""On the cards of these weights."""

KEY_LENGTH = 12
"""Characters of a SHA-256 that tell one run's networks from another's."""

SEGMENTATION = "segmentation"


@dataclass(frozen=True, slots=True)
class Networks:
    """Trained networks along whose masks crops can be cut.

    Attributes
    ----------
    folder : Path
        Of their weights and cards.
    said : str
        What they are called before a person.
    kinds : tuple of str
        Those that are there, of :data:`~training.own_masks.KINDS`.
    sums : mapping
        SHA-256 of a run's weights by kind; empty for weights that are not a run's.
    """

    folder: Path
    said: str
    kinds: tuple[str, ...]
    sums: Mapping[str, str] = field(default_factory=dict)

    def check(self, kinds: Sequence[str]) -> None:
        """Refuse to cut along networks that are not there.

        Raises
        ------
        TrainingError
        """
        for kind in kinds:
            if kind not in self.kinds:
                raise TrainingError(
                    f"{self.said}: no {kind} network here, along whose answer crops are to be cut. "
                    f"Give --weights the run folder of 'fit all', with {STAGES[kind]} in it, or a "
                    "folder of exported weights."
                )

    def key(self, kinds: Sequence[str]) -> str:
        """Part of the name of a cache that is cut along those of some kinds, whatever others are.

        Empty for weights that are not a run's: their caches keep the plain name, and refuse to be
        filled by others. Empty, too, where nothing cuts.

        Raises
        ------
        TrainingError
            If one of them is not there.
        """
        self.check(kinds)
        if not (kinds and self.sums):
            return ""
        sums = ",".join(self.sums[kind] for kind in kinds)
        return hashlib.sha256(sums.encode()).hexdigest()[:KEY_LENGTH]


def named_networks(weights: Path | None, run: Path, ranks: Ranks) -> Networks:
    """The networks that ``--weights`` names; those that come with Dens without.

    Parameters
    ----------
    weights : Path or None
        Folder of exported weights, or a run folder: of all stages, or of stage 1.
    run : Path
        The run that they are wanted for.
    ranks : Ranks

    Raises
    ------
    TrainingError
        If it is neither, or a run of something else.
    """
    if weights is None:
        return Networks(bundled_weights(), "the stage 1 that comes with Dens", KINDS)
    kinds = tuple(kind for kind in KINDS if (weights / f"{kind}.json").is_file())
    if SEGMENTATION in kinds:
        return Networks(weights, f"the stage 1 of {weights}", kinds)
    return trained_networks(weights, run, ranks)


def trained_networks(source: Path, run: Path, ranks: Ranks) -> Networks:
    """The networks of a run as they stand, exported into the run that they are wanted for.

    They are int8 as everybody's weights are: crops are cut by what will cut them in use.

    Parameters
    ----------
    source : Path
        Run folder of all stages, or of stage 1.
    run : Path
        Run folder of the stage whose crops are to be cut; may be the same.
    ranks : Ranks
        The first process writes for all.

    Raises
    ------
    TrainingError
        If the run is not one of stage 1, or its checkpoint is damaged.
    """
    runs, folder = _runs(source), run / FOLDER
    if not runs:
        raise TrainingError(
            f"{source}: neither a run folder of stage 1 or of all stages, with checkpoints, nor a "
            f"folder of weights ({SEGMENTATION}.json). Name one with --weights."
        )
    if ranks.first:
        for kind, trained in runs.items():
            export(kind, trained, folder, VERSION)
    ranks.wait()
    kinds = tuple(runs)
    said = f"the stage 1 trained in {runs[SEGMENTATION]}"
    return Networks(folder, said, kinds, mask_weights(folder, kinds))


def _runs(folder: Path) -> Mapping[str, Path]:
    """Run folders of the networks in a folder of all stages, or of stage 1 alone, by kind."""
    stages = {kind: folder / STAGES[kind] for kind in KINDS}
    if checkpoints(stages[SEGMENTATION]):
        return {kind: run for kind, run in stages.items() if checkpoints(run)}
    return {SEGMENTATION: folder} if checkpoints(folder) else {}
