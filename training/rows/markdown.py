"""A table of results in Markdown, as one section of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inference.imaging.wording import count_of
from training.errors import TrainingError
from training.rows.catalogue import DeckFigures
from training.rows.results import Budget, Figure, RowResult
from training.rows.studies import Part
from training.rows.tables import Table

HEADER = """# Results

Each section is written by the command that it names; don't edit it by hand.
"""

TITLES: Mapping[Table, str] = {
    Table.STAGE1: "Stage 1: which level is where",
    Table.STAGE2: "Stage 2: fractures, crops cut along true masks",
    Table.COMBINED: "Stages 1 and 2: fractures, crops cut along stage 1's own masks",
}

LEVEL_COLUMNS: Mapping[str, str] = {
    "voxel_accuracy": "voxel accuracy",
    "dice": "Dice",
    "jaccard": "Jaccard",
    "accuracy": "slice accuracy",
    "auc": "slice AUC",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
}

FRACTURE_COLUMNS: Mapping[str, str] = {
    "accuracy": "accuracy",
    "auc": "AUC",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "patient_auc": "patient AUC",
    "competition_loss": "weighted loss",
    "competition_loss_pooled": "weighted loss, pooled",
    "log_loss": "log loss",
    "calibration_error": "calibration error",
}

_INTERVALS = (
    "Each figure stands with its 95 % interval (bootstrap over studies). The deck's figures were "
    "taken on other studies and are no target that ours could reach or miss."
)

LEVEL_NOTES = (
    _INTERVALS,
    (
        "Voxel accuracy proves nothing: nearly all voxels are background, and the first row, which "
        "paints nothing, has the accuracy that it shows. Read Dice and Jaccard, the means over "
        "the levels in view."
    ),
    (
        "Slice figures ask of every axial slice which of C1..C7 it shows: all methods answer that, "
        "with masks or without. Accuracy is at a probability of 0.5; sensitivity and specificity "
        "are at the working threshold, chosen on the calibration studies. Stage 1 tells no "
        "fractures, so the competition's loss has no column here."
    ),
)

FRACTURE_NOTES = (
    _INTERVALS,
    (
        'Accuracy alone proves nothing: on RSNA 2022 the constant answer "no fracture" is right '
        "for 89.8 % of C1..C7, and for 85.1 % of the eight labels. The first row answers every "
        "study with the calibration studies' shares of positives; a row that is no better has "
        "learned nothing. A level in view that a row did not read is answered with the same "
        "prior, and the column 'filled' counts those levels."
    ),
    (
        "Accuracy is at a probability of 0.5; sensitivity and specificity are at the working "
        "threshold, chosen on the calibration studies. These, AUC, log loss and calibration error "
        "are of C1..C7 in view. The weighted loss is the competition's over eight labels: the mean "
        "of the studies' losses, and, pooled, divided by the weights of all studies together."
    ),
)

COMBINED_NOTES = (
    (
        "Stage 1 of all rows is stage1-unet-efficientnet-b5 of the same run, or that of the "
        "weights named below; its time is in the seconds, its parameters are not in the "
        "parameters. A level that it doesn't find is answered with the prior. The deck's 0.792 "
        "equals a figure published on another data set (arXiv 2010.13336)."
    ),
)

NOTES: Mapping[Table, tuple[str, ...]] = {
    Table.STAGE1: LEVEL_NOTES,
    Table.STAGE2: (
        *FRACTURE_NOTES,
        (
            "CrackNet is a reconstruction: the published one's layers are not public. Its boxes "
            "with YOLOv5 are true ones, shifted and stretched as a detector's are."
        ),
    ),
    Table.COMBINED: (*FRACTURE_NOTES, *COMBINED_NOTES),
}

_LAST = ("filled", "steps", "parameters", "s a study")
"""Columns after the figures."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: what it is called, what the deck says, what was measured.

    Attributes
    ----------
    title : str
    deck : DeckFigures
    result : RowResult or None
        None for a row that this run has not measured.
    """

    title: str
    deck: DeckFigures
    result: RowResult | None


def columns_of(table: Table) -> Mapping[str, str]:
    """Measured figures of a table in order, by name, as they are headed."""
    return LEVEL_COLUMNS if table is Table.STAGE1 else FRACTURE_COLUMNS


def unfound(part: Part, names: Sequence[str]) -> str:
    """Say in which studies of a part stage 1 found no level; empty if in none."""
    if not names:
        return ""
    count = count_of(len(names), "study", "studies")
    return f"Stage 1 found no level in {count} of the {part} part: {', '.join(names)}."


def unread(rows: Sequence[TableRow]) -> list[str]:
    """Say which rows answered which test studies with the prior, having read nothing of them."""
    whose: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        if row.result is not None and row.result.unread:
            whose.setdefault(row.result.unread, []).append(row.title)
    return [
        f"{count_of(len(names), 'study', 'studies')} of the test part ({', '.join(names)}) "
        f"answered with the prior, no level having been read, by: {'; '.join(titles)}."
        for names, titles in whose.items()
    ]


def render(
    table: Table,
    rows: Sequence[TableRow],
    budget: Budget,
    command: str,
    notes: Sequence[str] = (),
) -> str:
    """One section: how to read it, the table, and what made it.

    ``notes`` are what is peculiar to this run: studies without levels, rows that failed.
    """
    second = "deck: Dice" if table is Table.STAGE1 else "deck: loss"
    columns = columns_of(table)
    head = ["row", "deck: accuracy", second, *columns.values(), *_LAST]
    devices = sorted({row.result.device for row in rows if row.result is not None})
    lines = [
        f"## {TITLES[table]}",
        "",
        *(part for note in (*NOTES[table], *notes, *unread(rows)) for part in (note, "")),
        f"Made by `{command}`: {budget}; seconds measured on {', '.join(devices)}.",
        "",
        _line(head),
        _line(["---", *["---:"] * (len(head) - 1)]),
        *(_line(_cells(table, row, columns)) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(table: Table, row: TableRow, columns: Mapping[str, str]) -> list[str]:
    second = row.deck.dice if table is Table.STAGE1 else row.deck.loss
    deck = ["–" if value is None else f"{value:g}" for value in (row.deck.accuracy, second)]
    result = row.result
    if result is None:
        return [row.title, *deck, *["not run"] * len(columns), *["–"] * len(_LAST)]
    figures = [show(result.figures[name]) for name in columns]
    counts = (result.filled, result.steps, result.parameters)
    return [row.title, *deck, *figures, *(f"{n:,}" for n in counts), f"{result.seconds:.2f}"]


def show(figure: Figure) -> str:
    """A figure with its interval: ``0.912 (0.880 to 0.940)``."""
    value, low, high = figure
    if value is None:
        return "–"
    if low is None or high is None:
        return f"{value:.3f}"
    return f"{value:.3f} ({low:.3f} to {high:.3f})"


def update_section(text: str, name: str, section: str) -> str:
    """Put a named section into a file's text: in place of its old one, or at the end."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    block = f"{begin}\n{section}{end}"
    before, found, rest = text.partition(begin)
    if not found:
        return f"{(text or HEADER).rstrip()}\n\n{block}\n"
    _, closed, after = rest.partition(end)
    if not closed:
        raise TrainingError(f"'{begin}' has no '{end}': put it back, or delete the section")
    return before + block + after
