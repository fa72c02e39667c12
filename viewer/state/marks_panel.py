"""What the side says of the marks and key images: one entry each."""

from __future__ import annotations

from dataclasses import dataclass

from inference.findings import Level
from viewer.state.app import AppState
from viewer.state.mark_wording import KEY_IMAGE, kind_name, list_value
from viewer.texts import tr


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """A mark or a key image in the list.

    Attributes
    ----------
    id : str
    kind : str
        What it is, for people.
    value : str
        Its first number, or its text.
    level : Level or None
        The vertebra it belongs to.
    label : str
        What the reader calls it; a key image's caption.
    details : str
        All its numbers.
    selected : bool
    is_image : bool
        Whether it is a key image, which belongs to no level.
    """

    id: str
    kind: str
    value: str
    level: Level | None
    label: str
    details: str
    selected: bool
    is_image: bool = False

    @property
    def words(self) -> str:
        """All of it in one line: "Distance 23.4 mm, C5, gap"."""
        label = "" if self.label == self.value else self.label
        level = "" if self.level is None else self.level.value
        first = f"{self.kind} {self.value}".strip()
        return ", ".join(part for part in (first, level, label) if part)


def mark_entries(state: AppState) -> tuple[MarkEntry, ...]:
    """Return what there is, in the order of drawing; key images last."""
    if state.reading is None:
        return ()
    review, drawing = state.reading.review, state.drawing
    entries = []
    for mark in review.marks:
        measured = drawing.measured.get(mark.id)
        value = "" if measured is None else list_value(measured)
        details = "" if measured is None else measured.value
        entries.append(
            MarkEntry(
                mark.id,
                kind_name(mark),
                value,
                mark.level,
                mark.label,
                details,
                mark.id == drawing.selected,
            )
        )
    for image in review.key_images:
        selected = image.id == drawing.selected
        entries.append(
            MarkEntry(image.id, tr(KEY_IMAGE), "", None, image.caption, "", selected, is_image=True)
        )
    return tuple(entries)


def entry_of(state: AppState, entry_id: str | None) -> MarkEntry | None:
    """Return the entry with an id; None where there is none."""
    return next((entry for entry in mark_entries(state) if entry.id == entry_id), None)
