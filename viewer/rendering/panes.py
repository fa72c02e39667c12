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
    gray = to_gray(extract(study.shown.hu, spec.frame), spec.window)
    if spec.inverted:
        gray = np.invert(gray, out=gray)
    if not spec.masked or study.labels is None:
        return gray
    labels = extract(study.labels, spec.frame)
    if not labels.any():
        return gray
    return blend(gray, labels, opacity=spec.opacity, hidden=spec.hidden)
