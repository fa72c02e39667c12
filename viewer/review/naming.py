"""The names of steps, as undo and redo show them: one place for all of them."""

from __future__ import annotations

from inference.findings import Level
from viewer.review.marks import AnyMark
from viewer.review.review import Impression, MeasurementState, Verdict
from viewer.texts import noop, tr

OWN_TEXT = noop("Text of the own read")

_VERDICTS = {
    Verdict.NONE: noop("Take back the verdict on {level}"),
    Verdict.ACCEPT: noop("Accept {level}"),
    Verdict.REJECT: noop("Reject {level}"),
    Verdict.UNCERTAIN: noop("Uncertain about {level}"),
}

_DECISIONS = {
    MeasurementState.PROPOSED: noop("Reopen {name}"),
    MeasurementState.CONFIRMED: noop("Confirm {name}"),
    MeasurementState.REJECTED: noop("Reject {name}"),
}

_IMPRESSIONS = {
    Impression.NONE: noop("none"),
    Impression.SUSPECTED: noop("suspected"),
    Impression.NOT_SUSPECTED: noop("not suspected"),
    Impression.UNCERTAIN: noop("uncertain"),
}

_VERBS = {
    "Add": noop("Add {what}"),
    "Change": noop("Change {what}"),
    "Delete": noop("Delete {what}"),
    "Draw": noop("Draw {what}"),
    "Move": noop("Move {what}"),
}

_MARKS = {
    "distance": noop("distance"),
    "angle": noop("angle"),
    "cobb": noop("Cobb angle"),
    "ellipse": noop("ellipse"),
    "rectangle": noop("rectangle"),
    "freehand": noop("outline"),
    "arrow": noop("arrow"),
    "text": noop("text"),
    "probe": noop("HU probe"),
    "box": noop("box"),
}


def verdict_step(level: Level, verdict: Verdict) -> str:
    """Name a verdict: "Reject C4"."""
    return tr(_VERDICTS[verdict], level=level)


def note_step(level: Level) -> str:
    """Name the writing of a note."""
    return tr("Note on {level}", level=level)


def impression_step(level: Level, impression: Impression) -> str:
    """Name a word of the own read."""
    return tr(
        "Own read of {level}: {impression}", level=level, impression=tr(_IMPRESSIONS[impression])
    )


def mark_step(verb: str, mark: AnyMark) -> str:
    """Name what was done to a mark: "Draw distance"."""
    return tr(_VERBS[verb], what=tr(_MARKS[mark.kind]))


def finding_step(verb: str, level: Level) -> str:
    """Name what was done to a finding of the reader's own: "Add finding at C6"."""
    return tr(_VERBS[verb], what=tr("finding at {level}", level=level))


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
    return tr(_DECISIONS[state], name=name)


def key_image_step(verb: str) -> str:
    """Name what was done to a key image: "Add key image"."""
    return tr(_VERBS[verb], what=tr("key image"))
