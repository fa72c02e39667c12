"""What the command line does with RSNA 2022."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from inference.imaging.errors import InputError
from training.rsna.layout import RsnaData, read_rsna
from training.sources import DataSource, Filled


def fill_pool_from(data: Path, out: Path, pseudo_labels: Path | None) -> Iterator[str]:
    """Fill a pool with every study that has a mask.

    Yields
    ------
    str
        What was left out and why, then what was done.
    """
    from training.making import rsna_pooled
    from training.pool import STAGE1_MM, fill_pool
    from training.rsna.samples import rsna_samples
    from training.settings import check_made

    listed = read_rsna(data, pseudo_labels)
    yield from left_out(listed.skipped)
    check_made(out, rsna_pooled(STAGE1_MM, pseudo_labels))
    filled = fill_pool(out, rsna_samples(listed, STAGE1_MM))
    yield from report(filled)


def fill_crops_from(
    data: Path, out: Path, pseudo_labels: Path | None, weights: Path | None, device: str
) -> Iterator[str]:
    """Cut every study, along its own mask or else along stage 1's.

    Yields
    ------
    str
        What was left out and why, then what was done.
    """
    from training.crops import CROP, fill_crops
    from training.making import rsna_cut
    from training.rsna.samples import rsna_cases
    from training.rsna.stage1 import stage1
    from training.settings import check_made

    listed = read_rsna(data, pseudo_labels)
    yield from left_out(listed.skipped)
    predict, sha256 = stage1(weights, device)
    check_made(out, rsna_cut(CROP, pseudo_labels, sha256))
    yield from report(fill_crops(out, rsna_cases(listed, predict), CROP))


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


def report(filled: Filled) -> Iterator[str]:
    """What a filled folder lacks, then the counts."""
    yield from left_out(filled.skipped)
    yield str(filled)
