"""What the engine says, in the reader's language.

The engine knows no window and speaks English: its sentences are recognised here, and said anew.
One that is not known stays as it is, which is better than none.
"""

from __future__ import annotations

import re
from functools import cache

from viewer.texts import noop, tr

ANALYSIS = (
    noop("Loading the networks"),
    noop("Finding the vertebrae"),
    noop("Boxing the vertebrae"),
    noop("Cutting the planes"),
    noop("Looking for fractures"),
    noop("Not enough memory on the accelerator: going on on the CPU"),
)
"""Steps of the analysis."""

REASONS = (
    noop("outside the field of view"),
    noop("not recognised, although it may lie in the field of view"),
    noop("no cervical vertebra was recognised"),
    noop("less than a third of it lies in the field of view"),
    noop("cut by the edge of the field of view"),
    noop("the vertebrae in view are too large for cervical ones"),
    noop("the vertebrae can't be counted reliably"),
    noop("not in the masks"),
)
"""Why a level was not analysed, or not whole."""

WARNINGS = (
    noop("gantry tilt of {angle} degrees; positions stay true in mm"),
    noop("slices of {thickness} mm; small fractures may not be seen"),
    noop("slices lie {low} to {high} mm apart; resampled along their normal to {spacing} mm"),
    noop("{count} slice is missing at {place} mm; interpolated"),
    noop("{count} slices are missing at {place} mm; interpolated"),
    noop("{count} slice is missing at {place} mm; left black"),
    noop("{count} slices are missing at {place} mm; left black"),
    noop("{count} slice at a place already taken, left out: {names}"),
    noop("{count} slices at a place already taken, left out: {names}"),
    noop("lossy compression, about {ratio} to 1; fine lines may be lost"),
    noop("lossy compression, by an unstated ratio; fine lines may be lost"),
    noop("NIfTI: no patient, no modality; the numbers are taken as Hounsfield units"),
    noop("qform_code and sform_code are 0: left and right, head and feet are a guess"),
    noop("the least value is {least}: these are hardly Hounsfield units, and maybe no CT"),
)
"""What is to be known of a volume."""

MEASURANDS = (
    noop("Basion-dens interval"),
    noop("Atlanto-dens interval"),
    noop("Prevertebral soft tissue {level}"),
    noop("Translation {upper}/{lower}"),
)

NOT_MEASURABLE = (
    noop("the anterior arch of C1 is not in the masks"),
    noop("no dens lies behind the anterior arch of C1 in the masks"),
    noop("the masks of C1 and C2 touch between arch and dens"),
    noop("the skull base is outside the field of view; place basion and dens tip yourself"),
    noop("no bone was found above the dens; place basion and dens tip yourself"),
    noop(
        "the bone nearest to the dens is not clearly the clivus; place basion and dens tip yourself"
    ),
    noop("the dens is not in the masks"),
    noop("the posterior wall of {level} is not to be seen in the masks"),
    noop("the endplate of {level} is not to be seen in the masks"),
    noop("the anterior surface of {level} is not in the masks"),
    noop("the field of view ends before the airway"),
    noop("no air within {reach} mm: the airway is closed or displaced"),
)

REMARKS = (
    noop("The masks hold no skull: the basion was looked for as bone. Check both ends."),
    noop("{upper} stands behind {lower}"),
    noop("{upper} stands in front of {lower}"),
)
"""What is to be known of a measurement."""

SENTENCES = (*ANALYSIS, *REASONS, *WARNINGS, *MEASURANDS, *NOT_MEASURABLE, *REMARKS)

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_OF_LEVEL = re.compile(r"(?P<level>C[1-7]) (?P<reason>.+)")


def engine_words(text: str) -> str:
    """Say what the engine said in the reader's language."""
    for sentence, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return tr(sentence, **found.groupdict())
    of_level = _OF_LEVEL.fullmatch(text)
    if of_level is not None and of_level["reason"] in REASONS:
        return tr("{level} {reason}", level=of_level["level"], reason=tr(of_level["reason"]))
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (sentence, re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(sentence))))
        for sentence in SENTENCES
    )
