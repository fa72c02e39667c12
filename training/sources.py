"""Where studies come from: made up by the phantom generator, or read from RSNA 2022.

A source is an iterable of :class:`Item`. What fills a folder asks each item that the folder
lacks for its study, one at a time, so that a run can be stopped and goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Generic, TypeVar

import typer

from inference.imaging.errors import InputError
from inference.imaging.files import replacing, writing
from inference.imaging.wording import count_of
from training.errors import TrainingError

T = TypeVar("T")

PHANTOM = "phantom"
RSNA_PREFIX = "rsna:"


def drain(running: Generator[object, None, T]) -> T:
    """Run one of the analysis' generators to its end; return its result."""
    while True:
        try:
            next(running)
        except StopIteration as end:
            result: T = end.value
            return result


@dataclass(frozen=True, slots=True, eq=False)
class Item(Generic[T]):
    """One study that can be had.

    Attributes
    ----------
    key : str
        Names it among all others, and its file.
    make : callable
        Makes or reads it; raises InputError if this one study is of no use.
    """

    key: str
    make: Callable[[], T]


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a source's items.

    Attributes
    ----------
    made, kept : int
        Written now; there already.
    skipped : mapping of str to str
        Why there is none, by key.
    """

    made: int
    kept: int
    skipped: Mapping[str, str]

    @property
    def count(self) -> int:
        """All items, whatever became of them."""
        return self.made + self.kept + len(self.skipped)

    def __add__(self, other: Filled) -> Filled:
        return Filled(
            self.made + other.made, self.kept + other.kept, {**self.skipped, **other.skipped}
        )

    def __str__(self) -> str:
        there = f"{count_of(self.made, 'study', 'studies')} made, {self.kept} there already"
        return f"{there}, {len(self.skipped)} skipped"


NOTHING = Filled(0, 0, {})
"""Before the first item."""


@dataclass(frozen=True, slots=True)
class Filling:
    """One step of filling a folder.

    Attributes
    ----------
    news : Filled
        What became of the items that this step dealt with.
    total : int
        Items of the whole source.
    """

    news: Filled
    total: int


def fill(folder: Path, items: Iterable[Item[T]], save: Callable[[BinaryIO, T], None]) -> Filled:
    """Write the items that ``folder`` lacks, one ``.npz`` each.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    items : iterable of Item
    save : callable
        Writes what an item makes into a binary stream.

    Raises
    ------
    OutputError
        If there is no room, or no permission; what was written before is whole.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    made = kept = 0
    skipped = {}
    for item in items:
        path = folder / f"{item.key}.npz"
        if path.exists():
            kept += 1
            continue
        try:
            study = item.make()
        except InputError as error:
            skipped[item.key] = str(error)
            continue
        with replacing(path) as stream:
            save(stream, study)
        made += 1
    return Filled(made, kept, skipped)


def fill_all(folder: Path, items: Iterable[Item[T]], save: Callable[[BinaryIO, T], None]) -> Filled:
    """Write the items that ``folder`` lacks; none of them can be done without.

    Raises
    ------
    TrainingError
        If one is of no use; the others are written.
    """
    filled = fill(folder, items, save)
    for key, why in filled.skipped.items():
        raise TrainingError(f"{folder / key}.npz: can't be made: {why}")
    return filled


@dataclass(frozen=True, slots=True)
class DataSource:
    """What ``--data`` names.

    Attributes
    ----------
    rsna : Path or None
        Folder of the RSNA 2022 data set; None for phantoms.
    """

    rsna: Path | None = None

    def __str__(self) -> str:
        return PHANTOM if self.rsna is None else f"{RSNA_PREFIX}{self.rsna}"


def parse_data(text: str | DataSource) -> DataSource:
    """Read ``phantom`` or ``rsna:DIR``.

    Raises
    ------
    typer.BadParameter
        If it is neither, or there is no such folder.
    """
    if isinstance(text, DataSource):
        return text
    if text == PHANTOM:
        return DataSource()
    if not text.startswith(RSNA_PREFIX) or text == RSNA_PREFIX:
        raise typer.BadParameter(f"'{text}' is neither 'phantom' nor 'rsna:DIR'.")
    folder = Path(text.removeprefix(RSNA_PREFIX)).expanduser()
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder. Give the one that holds train.csv.")
    return DataSource(folder)


Data = Annotated[
    DataSource,
    typer.Option(
        parser=parse_data,
        metavar="phantom|rsna:DIR",
        help="Made studies, or those of RSNA 2022: DIR holds train.csv and train_images.",
    ),
]
"""The command line's ``--data``."""
