"""Filling a folder with made studies: by one process, or by several that share people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.preprocessing.cropping import CropConfig
from training.crops import fill_crops, phantom_cases
from training.filling import spread_over
from training.own_masks import MaskNetworks
from training.phantoms.people import People
from training.phantoms.phantom import PhantomOptions
from training.pool import fill_pool, phantom_key, phantom_samples
from training.sources import Filled


@dataclass(frozen=True, slots=True, eq=False)
class PhantomFiller:
    """Makes the phantom of a seed, in whatever process it is.

    Attributes
    ----------
    folder : Path
        Where it is kept.
    people : sequence of mapping of str to Bone
    options : PhantomOptions
    crop : CropConfig or None
        How its vertebrae are cut; None to keep the volume with its masks.
    networks : MaskNetworks or None
        Along whose masks; None for the true ones.
    """

    folder: Path
    people: People
    options: PhantomOptions
    crop: CropConfig | None = None
    networks: MaskNetworks | None = None

    def __call__(self, seed: int) -> Filled:
        """Make it, unless the folder holds it."""
        if self.crop is None:
            return fill_pool(self.folder, phantom_samples(self.people, [seed], self.options))
        cases = phantom_cases(self.people, [seed], self.options, self.networks)
        return fill_crops(self.folder, cases, self.crop)


def fill_phantoms(
    folder: Path, seeds: Sequence[int], filler: Callable[[], PhantomFiller], processes: int = 1
) -> Iterator[Filled]:
    """Make the phantoms that ``folder`` lacks; yields what became of each.

    ``filler`` is not asked for before one is lacking: people take long to build.
    """
    lacking = []
    for seed in seeds:
        if (folder / f"{phantom_key(seed)}.npz").exists():
            yield Filled(0, 1, {})
        else:
            lacking.append(seed)
    if lacking:
        yield from spread_over(filler(), lacking, processes)
