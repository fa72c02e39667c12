"""What the window knows of a reading session: the reader's word, and what can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from inference.findings import LEVELS, Analysis, Level, LevelState
from viewer.review.key import SessionKey
from viewer.review.review import Impression, Review

_HELD = {Impression.SUSPECTED: True, Impression.NOT_SUSPECTED: False}


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading session of a study, as far as it is shown.

    Attributes
    ----------
    key : SessionKey
        Whose session it is.
    review : Review
        Everything that the reader has said.
    undo_name, redo_name : str or None
        What would be undone and redone.
    unsaved : str
        Why the latest change is not on disk; empty where everything is.
    """

    key: SessionKey
    review: Review
    undo_name: str | None = None
    redo_name: str | None = None
    unsaved: str = ""

    @property
    def read_count(self) -> int:
        """Of how many levels the reader has said what they hold."""
        return sum(self.review.is_read(level) for level in LEVELS)

    @property
    def own_count(self) -> int:
        """Of how many levels the own read holds something."""
        return sum(held is not Impression.NONE for held in self.review.blind.impressions)


def differences(review: Review, analysis: Analysis) -> tuple[Level, ...]:
    """Return the levels at which the sealed own read and the model hold the opposite.

    Where either holds nothing for certain, there is no difference.
    """
    if review.blind.committed_at is None:
        return ()
    return tuple(
        finding.level
        for finding in analysis.findings
        if finding.state is not LevelState.NOT_ANALYSED
        and _HELD.get(review.blind.impression(finding.level), finding.suspected)
        != finding.suspected
    )
