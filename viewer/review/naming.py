"""The names of steps, as undo and redo show them: one place for all of them."""

from __future__ import annotations

from inference.findings import Level
from viewer.review.marks import AnyMark
from viewer.review.review import Impression, MeasurementState, Verdict
from viewer.texts import noop, tr

OWN_TEXT = noop("Text of the own read")

_VERDICTS = {
    Verdict.NONE: noop("Take back the verdict on"),
    Verdict.ACCEPT: noop("Accept"),
    Verdict.REJECT: noop("Reject"),
    Verdict.UNCERTAIN: noop("Uncertain about"),
}

_DECISIONS = {
    MeasurementState.PROPOSED: noop("Reopen"),
    MeasurementState.CONFIRMED: noop("Confirm"),
    MeasurementState.REJECTED: noop("Reject"),
}

_MARKS = {
    "distance": "distance",
    "angle": "angle",
    "cobb": noop("Cobb angle"),
    "ellipse": "ellipse",
    "rectangle": "rectangle",
    "freehand": "outline",
    "arrow": "arrow",
    "text": "text",
    "probe": noop("HU probe"),
    "box": "box",
}


def verdict_step(level: Level, verdict: Verdict) -> str:
    """Name a verdict: "Reject C4"."""
    return f"{_VERDICTS[verdict]} {level}"


def note_step(level: Level) -> str:
    """Name the writing of a note."""
    return tr("Note on {level}", level=level)


def impression_step(level: Level, impression: Impression) -> str:
    """Name a word of the own read."""
    return tr(
        "Own read of {level}: {replace}", level=level, replace=impression.value.replace("_", " ")
    )


def mark_step(verb: str, mark: AnyMark) -> str:
    """Name what was done to a mark: "Draw distance"."""
    return f"{verb} {_MARKS[mark.kind]}"


def finding_step(verb: str, level: Level) -> str:
    """Name what was done to a finding of the reader's own: "Add finding at C6"."""
    return tr("{verb} finding at {level}", verb=verb, level=level)


def paint_step(level: Level | None) -> str:
    """Name a stroke over the masks."""
    return tr("Erase from the masks") if level is None else tr("Paint {level}", level=level)


def erase_step(level: Level) -> str:
    """Name a stroke of the eraser over one level's mask."""
    return tr("Erase from {level}", level=level)


def reset_mask_step(level: Level) -> str:
    """Name the return to the model's own mask of a level."""
    return tr("Reset the mask of {level}", level=level)


def decision_step(name: str, state: MeasurementState) -> str:
    """Name a decision on a measurement."""
    return f"{_DECISIONS[state]} {name}"


def key_image_step(verb: str) -> str:
    """Name what was done to a key image: "Add key image"."""
    return tr("{verb} key image", verb=verb)
