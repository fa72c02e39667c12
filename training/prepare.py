"""Filling a cache from a data set, so that no training run waits for a volume to be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol, TypeVar

from training.configs import Recipe
from training.crops import cut_later, save_crops
from training.cutting import Networks
from training.errors import NothingToLearnError, TrainingError
from training.filling import fill_together
from training.making import Phantoms, rsna_cut, rsna_pooled
from training.own_masks import KINDS, MaskNetworks, load_mask_networks, mask_weights
from training.phantom_filling import PhantomFiller, fill_phantoms
from training.phantoms.people import People, load_people, procedural_torsos
from training.phantoms.phantom import PhantomOptions
from training.pool import save_sample
from training.rsna.layout import BOXES_CSV, read_rsna
from training.rsna.samples import rsna_cases, rsna_samples
from training.rsna.stage1 import KIND, stage1
from training.seeds import Kind, seeds_of
from training.settings import Made, check_made
from training.sources import DataSource, Filled, Filling

T = TypeVar("T")

TORSOS = 6
NECKS_A_TORSO = 10
"""Lower spines among the pool: necks must not be seen in them."""

BROKEN_A_WHOLE = 4
"""With a third of the levels broken hardly a neck is whole: a patient's loss needs some."""


class Source(Protocol):
    """A data set that a cache can be filled from."""

    def check(self, recipe: Recipe) -> None:
        """Refuse what the recipe can't be trained from, before anything is made.

        Raises
        ------
        DensError
        """

    def fill(self, folder: Path, recipe: Recipe) -> Iterator[Filling]:
        """Put what ``folder`` lacks into it; yields what became of each study."""

    def cut_by(self, recipe: Recipe) -> tuple[str, ...]:
        """Kinds of the networks along whose answers the recipe's crops are cut."""

    def along(self, weights: Path, *, alone: bool) -> Source:
        """The same data set, cut along the masks of the networks in a folder.

        Parameters
        ----------
        weights : Path
        alone : bool
            Whether masks that any other network has drawn are left aside.
        """

    def folder(self, cache: Path, recipe: Recipe, networks: Networks) -> Path:
        """Where studies for a recipe are kept: crops by the networks that cut them, and no others.

        Parameters
        ----------
        cache : Path
            Folder of the recipe's studies where no network is told from another.
        recipe : Recipe
        networks : Networks

        Raises
        ------
        TrainingError
            If it can't be told, or a network is not there.
        """


@dataclass(frozen=True, slots=True)
class AsItIs:
    """No data set: the cache is taken as somebody has filled it."""

    def cut_by(self, recipe: Recipe) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing is cut any more."""
        return ()

    def along(self, weights: Path, *, alone: bool) -> AsItIs:  # noqa: ARG002
        """The same cache."""
        return self

    def folder(self, cache: Path, recipe: Recipe, networks: Networks) -> Path:
        """The crops of these networks if there are some, else what lies in the cache.

        Raises
        ------
        TrainingError
            If scans and phantoms were cut, each along other ones of these networks.
        """
        if recipe.cache != "crops":
            return cache
        # Scans are cut along masks alone, phantoms along boxes, too.
        keys = {networks.key(networks.kinds[:count]) for count in (1, len(KINDS))} - {""}
        found = [own for own in (keyed(cache, key) for key in sorted(keys)) if own.is_dir()]
        if len(found) > 1:
            named = " and ".join(map(str, found))
            raise TrainingError(
                f"{named}: crops of scans and of phantoms, and --count 0 doesn't say which ones "
                "are meant. Move the others away, or name the data set and its count."
            )
        return found[0] if found else cache

    def check(self, recipe: Recipe) -> None:
        """What is in the folder is looked at when it is read."""

    def fill(self, folder: Path, recipe: Recipe) -> Iterator[Filling]:  # noqa: ARG002
        """Leave the folder alone."""
        yield from ()


@dataclass(frozen=True)
class PhantomSource:
    """Made necks.

    Attributes
    ----------
    count : int
        Necks; some lower spines or unbroken necks are made besides.
    people : int
        How many different procedural people.
    meshes : Path or None
        Folder of mesh sets; procedural people only without.
    weights : Path or None
        Folder of the networks that cut crops along their own masks, where the recipe asks for
        that; None for the weights that come with Dens.
    device : str
        What those networks run on.
    processes : int
        That make phantoms at the same time.
    """

    count: int
    people: int
    meshes: Path | None = None
    weights: Path | None = None
    device: str = "cpu"
    processes: int = 1

    @cached_property
    def _people(self) -> People:
        return load_people(self.meshes, self.people, processes=self.processes)

    @cached_property
    def _torsos(self) -> People:
        return procedural_torsos(TORSOS)

    @cached_property
    def _networks(self) -> MaskNetworks:
        return load_mask_networks(self.weights, self.device)

    def check(self, recipe: Recipe) -> None:
        """Refuse more phantoms than there are seeds for, or networks whose cards can't be read."""
        if recipe.cache == "pool":
            seeds_of(Kind.NECKS, self.count)
            return
        seeds_of(Kind.CUT_NECKS, self.count)
        if recipe.own_masks:
            mask_weights(self.weights)

    def cut_by(self, recipe: Recipe) -> tuple[str, ...]:
        """Both networks, where the recipe asks for that: else masks are the true ones."""
        return KINDS if recipe.cache == "crops" and recipe.own_masks else ()

    def along(self, weights: Path, *, alone: bool) -> PhantomSource:  # noqa: ARG002
        """The same phantoms; no other network draws masks of them."""
        return replace(self, weights=weights)

    def folder(self, cache: Path, recipe: Recipe, networks: Networks) -> Path:
        """Of the networks' own, where their answers are cut along."""
        return keyed(cache, networks.key(self.cut_by(recipe)))

    def fill(self, folder: Path, recipe: Recipe) -> Iterator[Filling]:
        """Make the phantoms that ``folder`` lacks."""
        kinds = self._pooled() if recipe.cache == "pool" else self._cut()
        for kind in kinds:
            check_made(folder, self._made(kind, recipe))
        total = sum(len(seeds) for seeds in kinds.values())
        for kind, seeds in kinds.items():
            filler = partial(self._filler, folder, kind, recipe)
            for news in fill_phantoms(folder, seeds, filler, self.processes):
                yield Filling(news, total)

    def _pooled(self) -> Mapping[Kind, range]:
        return {
            Kind.NECKS: seeds_of(Kind.NECKS, self.count),
            Kind.TORSOS: seeds_of(Kind.TORSOS, self.count // NECKS_A_TORSO),
        }

    def _cut(self) -> Mapping[Kind, range]:
        return {
            Kind.CUT_NECKS: seeds_of(Kind.CUT_NECKS, self.count),
            Kind.UNBROKEN: seeds_of(Kind.UNBROKEN, self.count // BROKEN_A_WHOLE),
        }

    def _made(self, kind: Kind, recipe: Recipe) -> Made:
        """What is recorded of a kind's phantoms."""
        if kind is Kind.TORSOS:
            return Phantoms(recipe.phantoms, TORSOS).pooled(kind)
        made = Phantoms(_options(kind, recipe), self.people, self.meshes)
        if recipe.cache == "pool":
            return made.pooled(kind)
        return made.cut(kind, recipe.crop, recipe.own_masks, self.weights)

    def _filler(self, folder: Path, kind: Kind, recipe: Recipe) -> PhantomFiller:
        """Who makes a kind's phantoms."""
        people = self._torsos if kind is Kind.TORSOS else self._people
        options = _options(kind, recipe)
        if recipe.cache == "pool":
            return PhantomFiller(folder, people, options)
        networks = self._networks if recipe.own_masks else None
        return PhantomFiller(folder, people, options, recipe.crop, networks)


def _options(kind: Kind, recipe: Recipe) -> PhantomOptions:
    """How the phantoms of a kind are made."""
    return recipe.phantoms.unbroken() if kind is Kind.UNBROKEN else recipe.phantoms


def keyed(cache: Path, key: str) -> Path:
    """A folder of its own for the crops of a key's networks."""
    return cache.with_name(f"{cache.name}-{key}") if key else cache


@dataclass(frozen=True, slots=True)
class RsnaSource:
    """RSNA 2022.

    Attributes
    ----------
    data : Path
        Folder that holds ``train.csv``.
    pseudo_labels : Path or None
        Folder of masks that ``pseudo-label`` made, for studies without one.
    weights : Path or None
        Folder of stage 1, along whose masks crops of the other studies are cut; None for the
        weights that come with Dens.
    device : str
        What stage 1 runs on.
    processes : int
        That read studies at the same time, each with a stage 1 of its own.
    """

    data: Path
    pseudo_labels: Path | None = None
    weights: Path | None = None
    device: str = "cpu"
    processes: int = 1

    def check(self, recipe: Recipe) -> None:
        """Refuse a data set that doesn't show where anything is broken, if that is to be learned.

        Raises
        ------
        NothingToLearnError, InputError
        """
        listed = read_rsna(self.data, self.pseudo_labels)
        if recipe.needs_cracks and not any(study.boxes for study in listed.studies):
            raise NothingToLearnError(
                f"{self.data / BOXES_CSV}: no box of a study that can be used: where levels are "
                "broken is learned from these boxes. Download the file and its studies, or train "
                "this stage with --data phantom."
            )

    def cut_by(self, recipe: Recipe) -> tuple[str, ...]:
        """Stage 1, of which the masks are that the data set lacks."""
        return (KIND,) if recipe.cache == "crops" else ()

    def along(self, weights: Path, *, alone: bool) -> RsnaSource:
        """The same studies; ``alone`` also without the pseudo-labels, which a teacher drew."""
        return replace(self, weights=weights, pseudo_labels=None if alone else self.pseudo_labels)

    def folder(self, cache: Path, recipe: Recipe, networks: Networks) -> Path:
        """Of the networks' own, where they are cut along."""
        return keyed(cache, networks.key(self.cut_by(recipe)))

    def fill(self, folder: Path, recipe: Recipe) -> Iterator[Filling]:
        """Read the studies that ``folder`` lacks.

        The first step names what the data set itself leaves out. A pool holds the studies
        with a mask, crops are cut of all. What turns out to be of no use is noted in the
        folder's ``skipped.csv`` and not read again.
        """
        listed = read_rsna(self.data, self.pseudo_labels)
        left_out = Filled(0, 0, listed.skipped)
        if recipe.cache == "pool":
            samples = list(rsna_samples(listed, recipe.spacing_mm))
            check_made(folder, rsna_pooled(recipe.spacing_mm, self.pseudo_labels))
            filling = fill_together(folder, samples, save_sample, self.processes)
            total = len(samples) + left_out.count
        else:
            predict, sha256 = stage1(self.weights, self.device)
            crops = list(cut_later(rsna_cases(listed, predict), recipe.crop))
            check_made(folder, rsna_cut(recipe.crop, self.pseudo_labels, sha256))
            filling = fill_together(folder, crops, save_crops, self.processes)
            total = len(crops) + left_out.count
        if left_out.count:
            yield Filling(left_out, total)
        for news in filling:
            yield Filling(news, total)


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What the command line says of a data set; see the sources for what each means."""

    count: int
    people: int
    meshes: Path | None = None
    pseudo_labels: Path | None = None
    device: str = "cpu"
    processes: int = 1


def open_source(data: DataSource, options: SourceOptions) -> Source:
    """Turn ``--data`` and its options into a data set; with a count of 0 the cache is enough."""
    if options.count == 0:
        return AsItIs()
    if data.rsna is not None:
        return RsnaSource(
            data.rsna,
            options.pseudo_labels,
            device=options.device,
            processes=options.processes,
        )
    return PhantomSource(
        options.count, options.people, options.meshes,
        device=options.device, processes=options.processes,
    )  # fmt: skip
