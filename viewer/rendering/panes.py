"""From what a pane shows to its pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.preprocessing.windowing import to_gray
from viewer.rendering.compose import blend, extract
from viewer.rendering.heat import heat_of, lay_heat
from viewer.rendering.oblique import Cut, cut
from viewer.state.resolve import ImageSpec
from viewer.state.study import Study


def pane_pixels(study: Study, spec: ImageSpec, sampled: Cut | None = None) -> NDArray[np.uint8]:
    """Draw one plane: grey (rows, columns) where nothing lies over it, else RGB (..., 3).

    Parameters
    ----------
    study : Study
    spec : ImageSpec
    sampled : Cut or None
        What an oblique plane holds, where that is known already.
    """
    if sampled is None:
        sampled = _taken(study, spec) if spec.frame.oblique_deg is None else cut(study, spec)
    gray = to_gray(sampled.hu, spec.window)
    if spec.inverted:
        gray = np.invert(gray, out=gray)
    labels = sampled.labels
    if labels is not None and spec.stroke is not None:
        labels = spec.stroke.paint(labels, spec.frame)
    pixels = gray
    if labels is not None and labels.any():
        # Two colours over the same bone would be read as neither.
        filled = spec.cracks is None
        pixels = blend(gray, labels, opacity=spec.opacity, hidden=spec.hidden, filled=filled)
    return pixels if sampled.heat is None else lay_heat(pixels, sampled.heat)


def _taken(study: Study, spec: ImageSpec) -> Cut:
    """Take the voxels of one of the volume's own slices, or of a slab of them."""
    hu = study.shown.hu
    values = (
        extract(hu, spec.frame)
        if spec.slab is None
        else spec.frame.displayed(spec.slab.project(hu))
    )
    mask = spec.labels_of(study)
    labels = None if mask is None else extract(mask, spec.frame)
    return Cut(values, labels, heat_of(spec))
