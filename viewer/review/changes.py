"""How a review changes. All functions are pure: a review and an intent in, a new review out.

What can't be done raises ``ValueError`` with one sentence for the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.findings import LEVELS, Level
from viewer.review.marks import AnyMark
from viewer.review.mask_edits import MaskEdits
from viewer.review.review import (
    CraniocervicalMeasurement,
    FalsePositiveReason,
    Impression,
    KeyImage,
    LevelReview,
    MeasurementState,
    OwnFinding,
    Review,
    Verdict,
)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Named)


def set_verdict(
    review: Review,
    level: Level,
    verdict: Verdict,
    reasons: tuple[FalsePositiveReason, ...] = (),
) -> Review:
    """Give a verdict on a level, with the reasons for it; the note stays."""
    return _with_level(review, replace(review.level(level), verdict=verdict, reasons=reasons))


def set_note(review: Review, level: Level, text: str) -> Review:
    """Write the note on a level."""
    return _with_level(review, replace(review.level(level), text=text))


def _with_level(review: Review, said: LevelReview) -> Review:
    levels = tuple(said if old.level is said.level else old for old in review.levels)
    return replace(review, levels=levels)


def set_impression(review: Review, level: Level, impression: Impression) -> Review:
    """Say what the own read holds of a level.

    Raises
    ------
    ValueError
        If the own read is sealed.
    """
    _need_open(review)
    impressions = tuple(
        impression if other is level else old
        for other, old in zip(LEVELS, review.blind.impressions, strict=True)
    )
    return replace(review, blind=replace(review.blind, impressions=impressions))


def set_own_text(review: Review, text: str) -> Review:
    """Write the text of the own read.

    Raises
    ------
    ValueError
        If the own read is sealed.
    """
    _need_open(review)
    return replace(review, blind=replace(review.blind, text=text))


def ask_blind(review: Review, wanted: bool) -> Review:
    """Withhold the model's word until the own read is committed, or no longer.

    Raises
    ------
    ValueError
        If the own read is sealed or the model's word was shown.
    """
    _need_open(review)
    return replace(review, blind=replace(review.blind, asked=wanted))


def commit_own_read(review: Review, moment: datetime) -> Review:
    """Seal the own read, before the model's word is shown.

    Raises
    ------
    ValueError
        If it is sealed already or the model's word was shown.
    """
    _need_open(review)
    return replace(review, blind=replace(review.blind, committed_at=moment))


def reveal(review: Review, moment: datetime) -> Review:
    """Note that the model's word was shown; the first time counts."""
    if review.blind.revealed_at is not None:
        return review
    return replace(review, blind=replace(review.blind, revealed_at=moment))


def _need_open(review: Review) -> None:
    if review.blind.committed_at is not None:
        raise ValueError("The own read is committed and can't be changed any more.")
    if review.blind.revealed_at is not None:
        raise ValueError("The model's result has been shown; a blind read is no longer possible.")


def put_finding(review: Review, finding: OwnFinding) -> Review:
    """Add a finding of the reader's own, or change the one with its id."""
    return replace(review, findings=_put(review.findings, finding))


def remove_finding(review: Review, finding_id: str) -> Review:
    """Take a finding of the reader's own away; its mark stays."""
    return replace(review, findings=_without(review.findings, finding_id))


def put_mark(review: Review, mark: AnyMark) -> Review:
    """Add a mark, or change the one with its id."""
    return replace(review, marks=_put(review.marks, mark))


def remove_mark(review: Review, mark_id: str) -> Review:
    """Take a mark away; what pointed to it points nowhere."""
    return replace(
        review,
        marks=_without(review.marks, mark_id),
        findings=tuple(
            replace(f, mark_id=None) if f.mark_id == mark_id else f for f in review.findings
        ),
        measurements=tuple(
            replace(m, mark_id=None) if m.mark_id == mark_id else m for m in review.measurements
        ),
    )


def put_key_image(review: Review, image: KeyImage) -> Review:
    """Add a key image, or change the one with its id."""
    return replace(review, key_images=_put(review.key_images, image))


def remove_key_image(review: Review, image_id: str) -> Review:
    """Take a key image away."""
    return replace(review, key_images=_without(review.key_images, image_id))


def paint_mask(
    review: Review, model_mask: NDArray[np.uint8], index: ArrayLike, level: Level | None
) -> Review:
    """Paint voxels.

    Parameters
    ----------
    review : Review
    model_mask : ndarray of uint8, shape (k, j, i)
        As the model left it.
    index : array_like of int, shape (n,)
        Flat indices, C order.
    level : Level or None
        What they become; None erases.

    Raises
    ------
    ValueError
        If the mask has another shape than the one painted before, or the stroke leaves it.
    """
    k, j, i = model_mask.shape
    edits = (review.mask_edits or MaskEdits.none((k, j, i))).onto(model_mask)
    return _with_edits(
        review, edits.painted(model_mask, index, 0 if level is None else level.label)
    )


def reset_mask(review: Review, level: Level) -> Review:
    """Take back every correction of a level's mask: the model's own counts again."""
    edits = review.mask_edits
    return review if edits is None else _with_edits(review, edits.without(level))


def _with_edits(review: Review, edits: MaskEdits) -> Review:
    return replace(review, mask_edits=edits if len(edits.changes().index) else None)


def propose(
    review: Review,
    measurements: Iterable[CraniocervicalMeasurement],
    marks: Iterable[AnyMark] = (),
) -> Review:
    """Take over proposals with their marks; what the reader has decided on stays as decided."""
    decided = {m.name for m in review.measurements if m.state is not MeasurementState.PROPOSED}
    taken = {m.name: m for m in measurements if m.name not in decided}
    shown = {m.mark_id for m in taken.values()}
    for mark in marks:
        if mark.id in shown:
            review = put_mark(review, mark)
    merged = {m.name: m for m in review.measurements} | taken
    return replace(review, measurements=tuple(merged.values()))


def decide(
    review: Review, name: str, state: MeasurementState, value_mm: float | None = None
) -> Review:
    """Confirm or reject a measurement, with another value where the reader corrected it.

    Raises
    ------
    ValueError
        If there is no such measurement.
    """
    if name not in {m.name for m in review.measurements}:
        raise ValueError(f"There is no measurement {name!r}.")
    measurements = tuple(
        replace(m, state=state, value_mm=m.value_mm if value_mm is None else value_mm)
        if m.name == name
        else m
        for m in review.measurements
    )
    return replace(review, measurements=measurements)


def settle(
    review: Review, measurement: CraniocervicalMeasurement, mark: AnyMark | None = None
) -> Review:
    """Take a decision on a proposed measurement.

    A confirmed one comes with the mark that shows it; a mark of an earlier decision goes. What
    is reopened is left out: it is a proposal again, and the reader has said nothing of it.
    """
    known = {m.name: m for m in review.measurements}
    before = known.pop(measurement.name, None)
    review = replace(review, measurements=tuple(known.values()))
    if before is not None and before.mark_id not in {None, measurement.mark_id}:
        review = remove_mark(review, str(before.mark_id))
    if mark is not None:
        review = put_mark(review, mark)
    if measurement.state is MeasurementState.PROPOSED:
        return review
    return replace(review, measurements=(*review.measurements, measurement))


def _put(items: tuple[_Item, ...], item: _Item) -> tuple[_Item, ...]:
    if all(other.id != item.id for other in items):
        return (*items, item)
    return tuple(item if other.id == item.id else other for other in items)


def _without(items: tuple[_Item, ...], item_id: str) -> tuple[_Item, ...]:
    kept = tuple(item for item in items if item.id != item_id)
    if len(kept) == len(items):
        raise ValueError(f"There is nothing with the id {item_id!r} to take away.")
    return kept
