"""From what a pane shows to its pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.preprocessing.windowing import to_gray
from viewer.rendering.compose import blend, extract
from viewer.state.app import Study
from viewer.state.resolve import ImageSpec


def pane_pixels(study: Study, spec: ImageSpec) -> NDArray[np.uint8]:
    """Draw one plane: grey (rows, columns) where nothing lies over it, else RGB (..., 3)."""
    gray = to_gray(_values(study, spec), spec.window)
    if spec.inverted:
        gray = np.invert(gray, out=gray)
    if not spec.masked or study.labels is None:
        return gray
    labels = extract(study.labels, spec.frame)
    if spec.stroke is not None:
        labels = spec.stroke.paint(labels, spec.frame)
    if not labels.any():
        return gray
    return blend(gray, labels, opacity=spec.opacity, hidden=spec.hidden)


def _values(study: Study, spec: ImageSpec) -> NDArray[np.int16]:
    """Return the HU (rows, columns) that are shown: of one slice, or of a slab."""
    if spec.slab is None:
        return extract(study.shown.hu, spec.frame)
    return spec.frame.displayed(spec.slab.project(study.shown.hu))
