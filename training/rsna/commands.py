"""What the command line does with RSNA 2022."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from inference.imaging.errors import InputError
from training.rsna.layout import RsnaData, read_rsna
from training.sources import NOTHING, DataSource

if TYPE_CHECKING:
    from training.prepare import RsnaSource


def fill_from(source: RsnaSource, out: Path, stage: str) -> Iterator[str]:
    """Fill a folder as ``fit`` fills its cache for a stage.

    Yields
    ------
    str
        What was left out and why, then what was done.
    """
    from training.configs import find_recipe

    done = NOTHING
    for filling in source.fill(out, find_recipe(stage, "default")):
        yield from left_out(filling.news.skipped)
        done += filling.news
    yield str(done)


def pseudo_label_from(
    data: DataSource,
    out: Path,
    weights: Path | None,
    device: str,
    confidence: float | None,
) -> Iterator[str]:
    """Segment the studies without a mask, and keep what can be believed.

    Yields
    ------
    str
        A line a study, then the count.

    Raises
    ------
    InputError
        If the data are phantoms: they have masks.
    """
    from training.rsna.pseudo import KEPT, MIN_CONFIDENCE, Limits, pseudo_label
    from training.rsna.stage1 import stage1

    if data.rsna is None:
        raise InputError("phantoms have masks already: give --data rsna:DIR")
    listed: RsnaData = read_rsna(data.rsna)
    yield from left_out(listed.skipped)
    predict, sha256 = stage1(weights, device)
    done = kept = 0
    limits = Limits(MIN_CONFIDENCE if confidence is None else confidence)
    for verdict in pseudo_label(listed, out, predict, limits, sha256):
        done += 1
        kept += verdict.verdict == KEPT
        yield f"{verdict.uid}: {verdict.verdict} {verdict.levels} {verdict.reason}".rstrip()
    yield f"{out}: {kept} of {done} masks kept"


def left_out(skipped: Mapping[str, str]) -> Iterator[str]:
    """One line a thing that is not used."""
    for key, why in skipped.items():
        yield f"skipped {key}: {why}"
