"""Undo and redo over everything: the reviews before and after the one that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from viewer.review.review import Review

MAX_STEPS = 200
"""Steps that can be undone: an evening's reading of one study."""

MAX_MASK_BYTES = 32 * 1024 * 1024
"""What the steps' masks may take; everything else of a review is small."""

Change = Callable[[Review], Review]


@dataclass(frozen=True, slots=True)
class Step:
    """A change by its name, and the review on its other side.

    Attributes
    ----------
    name : str
        As "Reject C4".
    review : Review
        Before the change where it can be undone, after it where it can be redone.
    """

    name: str
    review: Review


@dataclass(frozen=True, slots=True)
class History:
    """The review now, and the way to and from it.

    Attributes
    ----------
    review : Review
        The one that counts.
    past : tuple of Step
        The latest change last.
    future : tuple of Step
        Undone changes, the one to redo first last.
    """

    review: Review
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    @property
    def undo_name(self) -> str | None:
        """What would be undone."""
        return self.past[-1].name if self.past else None

    @property
    def redo_name(self) -> str | None:
        """What would be redone."""
        return self.future[-1].name if self.future else None

    def changed(self, name: str, review: Review, *, merge: bool = False) -> History:
        """Take a step; what was undone before can't be redone any more.

        Parameters
        ----------
        name : str
        review : Review
        merge : bool
            Whether it goes on with the step before, if that has the same name: a note
            that is being written is one step, not one a letter.
        """
        if review == self.review:
            return self
        if merge and self.undo_name == name and not self.future:
            return replace(self, review=review)
        return History(review, _bounded((*self.past, Step(name, self.review))))

    def undone(self) -> History:
        """Go one step back; stay where there is none."""
        if not self.past:
            return self
        step = self.past[-1]
        return History(
            step.review, self.past[:-1], (*self.future, replace(step, review=self.review))
        )

    def redone(self) -> History:
        """Go one step on again; stay where there is none."""
        if not self.future:
            return self
        step = self.future[-1]
        return History(
            step.review, (*self.past, replace(step, review=self.review)), self.future[:-1]
        )

    def throughout(self, change: Change) -> History:
        """Change every review, so that no undo takes it back: for what has happened for good.

        A step that makes no difference any more is dropped: its undo would do nothing.
        """
        now = change(self.review)
        return History(now, _each(self.past, change, now), _each(self.future, change, now))


def _each(steps: Iterable[Step], change: Change, now: Review) -> tuple[Step, ...]:
    kept: list[Step] = []
    beside = now
    # From the step next to the review that counts, outward.
    for step in reversed(tuple(steps)):
        review = change(step.review)
        if review != beside:
            kept.append(replace(step, review=review))
        beside = review
    return tuple(reversed(kept))


def _bounded(past: tuple[Step, ...]) -> tuple[Step, ...]:
    """Drop the oldest steps where they are too many or their masks too large."""
    kept = past[-MAX_STEPS:]
    seen: set[int] = set()
    size = 0
    for n in range(len(kept) - 1, -1, -1):
        edits = kept[n].review.mask_edits
        # Neighbouring steps mostly share one mask.
        if edits is not None and id(edits) not in seen:
            seen.add(id(edits))
            size += len(edits.packed)
        if size > MAX_MASK_BYTES:
            return kept[n + 1 :]
    return kept
