"""What Dens can and cannot do: a page whose figures are those of the model cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from inference.networks.card import Card
from viewer.state.section import Section
from viewer.state.wording import RESEARCH_NOTICE, percent
from viewer.texts import noop, tr

CAN = (
    noop(
        "Opens a CT of the cervical spine, finds the vertebrae C1 to C7, and names the levels "
        "at which it suspects a fracture, each with a probability beside its threshold."
    ),
    noop("Keeps your own word on every level beside the model's, and writes both into the report."),
)

MADE_DATA = (
    RESEARCH_NOTICE,
    noop(
        "The figures below were measured on synthetic necks, too. How the networks do on scans of "
        "patients is not known: expect less. Harder synthetic necks than those give lower figures."
    ),
)

CANNOT = (
    noop(
        "It does not rule a fracture out. A level below its threshold may be broken all the same."
    ),
    noop(
        "It looks at bone alone: not at ligaments, discs, cord, vessels or soft tissue, and at no "
        "level but C1 to C7."
    ),
    noop(
        "It is no medical device, and was tested on no patient. Every image has to be read by a "
        "radiologist."
    ),
)

NOT_ANALYSED = (
    noop(
        "“Not analysed” is a state of its own: nothing was decided of that level, neither that "
        "it is broken nor that it is whole. The reason stands beside it, such as that the level "
        "lies outside the field of view, or was not found in the masks."
    ),
    noop(
        "“In part” means that a piece of the level was missing: what was seen was judged, the rest "
        "was not."
    ),
    noop("Such levels are yours alone to read."),
)

STAGE_2 = ("classification", "reformats")
"""Kinds of the networks that tell broken levels from whole ones."""

STUDIES = "studies"
"""How many were measured, in a card."""

Figure = tuple[str, str, Callable[[float], str]]
"""Its name in a card, what it is, and how it is written."""

_OF_SEGMENTATION: tuple[Figure, ...] = (
    ("level_identification", noop("Levels found and named right"), percent),
    ("dice", noop("Overlap of the masks with the truth (Dice)"), "{:.2f}".format),
    ("studies_with_invented_levels", noop("Necks with a level named that is not in view"), percent),
)

_OF_CLASSIFICATION: tuple[Figure, ...] = (
    ("level_sensitivity", noop("Broken levels that are suspected (sensitivity)"), percent),
    ("level_specificity", noop("Whole levels that are not suspected (specificity)"), percent),
    ("level_auc", noop("Telling broken from whole levels apart (AUC)"), "{:.2f}".format),
    ("patient_sensitivity", noop("Necks with a fracture that are suspected"), percent),
    ("patient_specificity", noop("Necks without one that are not suspected"), percent),
)


def limits_page(cards: Sequence[Card]) -> tuple[Section, ...]:
    """Write the page from the cards of the networks."""
    return (
        Section(tr("Made data"), _said(MADE_DATA)),
        Section(tr("What it does"), _said(CAN)),
        Section(tr("What it does not"), _said(CANNOT)),
        Section(tr("What “not analysed” means"), _said(NOT_ANALYSED)),
        *_measured(cards),
        Section(tr("Trained on"), tuple(dict.fromkeys(card.trained_on for card in cards))),
    )


def _said(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(tr(line) for line in lines)


def _measured(cards: Sequence[Card]) -> Iterator[Section]:
    """List what was measured of each network; of those that work together, once."""
    for (figures, evaluations), together in groupby(cards, _evaluations):
        named = list(together)
        names = tr(" and ").join(f"{card.name} {card.version}" for card in named)
        lines = [line for measured in evaluations for line in _lines(measured, figures)]
        lines += [
            tr("Working threshold of a {name}: {value}", name=name, value=percent(value))
            for card in named
            for name, value in _thresholds(card).items()
        ]
        yield Section(
            tr("Measured: {names}", names=names), tuple(lines) or (tr("Nothing was measured."),)
        )


def _evaluations(card: Card) -> tuple[Sequence[Figure], list[Mapping[str, Any]]]:
    """Figures that tell of a network, and what was measured of them on studies.

    A card also tells of other things, as of its weights or of how often levels are broken.
    """
    figures = _OF_CLASSIFICATION if card.kind in STAGE_2 else _OF_SEGMENTATION
    names = {name for name, _, _ in figures}
    return figures, [
        measured
        for measured in card.metrics.values()
        if STUDIES in measured and names & {*measured}
    ]


def _lines(measured: Mapping[str, Any], figures: Sequence[Figure]) -> Iterator[str]:
    for name, words, write in figures:
        if name in measured:
            yield f"{tr(words)}: {_with_interval(measured[name], write)}"
    yield tr("On {studies} synthetic necks; 95 % intervals in brackets.", studies=measured[STUDIES])


def _thresholds(card: Card) -> Mapping[str, float]:
    if card.kind != "classification":
        return {}
    names = {"level": tr("level"), "patient": tr("whole neck")}
    return {names[name]: value for name, value in card.thresholds.items() if name in names}


def _with_interval(figure: Sequence[float], write: Callable[[float], str]) -> str:
    """Write a figure and its interval: mean, low, high."""
    mean, low, high = figure
    return f"{write(mean)} [{write(low)}, {write(high)}]"
