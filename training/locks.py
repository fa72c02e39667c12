"""A run folder belongs to one run at a time; the system lets go of it however the run ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from inference.imaging.errors import DensError
from inference.imaging.files import writing
from training.errors import TrainingError
from training.processes import Ranks

LOCK = "run.lock"
"""In the run folder. It may stay behind: what counts is whether a process holds it."""


@contextmanager
def held(run: Path, wait: bool = False) -> Iterator[None]:
    """Keep other processes out of a run folder, which is made if it is not there.

    Who holds it already may take it again, as a run of all stages does for each of them. With
    ``wait`` the folder is taken as soon as the other process is done there.

    Raises
    ------
    TrainingError
        If another process is at work there.
    OutputError
        If the folder can't be written.
    """
    with writing(run):
        run.mkdir(parents=True, exist_ok=True)
        # One object for all who ask in this process: that is what lets a holder take it again.
        lock = FileLock(run / LOCK, timeout=0, is_singleton=True)
        try:
            lock.acquire(timeout=-1 if wait else 0)
        except Timeout as error:
            raise TrainingError(
                f"{run}: another process is training here. Wait until it is done or stop it, or "
                "choose another --run folder."
            ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def held_by_first(run: Path, ranks: Ranks) -> Iterator[None]:
    """The same for the processes of one run: the first one holds the folder for all.

    Raises
    ------
    DensError
        In every process, if the first one can't have the folder.
    """
    with ExitStack() as stack:
        refusal: DensError | None = None
        if ranks.first:
            try:
                stack.enter_context(held(run))
            except DensError as error:
                refusal = error
        if ranks.from_first(float(refusal is not None)):
            raise refusal or TrainingError(f"{run}: the first process could not take it.")
        yield
