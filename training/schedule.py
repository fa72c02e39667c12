"""The learning rate over a run, for every network."""

from __future__ import annotations

import numpy as np


def learning_rate(step: int, steps: int, warmup: int, peak: float, progress: float) -> float:
    """Linear warm-up, then half a cosine down to a hundredth.

    Parameters
    ----------
    step, steps : int
        Steps done, and of the whole run.
    warmup : int
        Steps over which the rate rises.
    peak : float
    progress : float
        Share of the run that is done: ``step / steps``, or more where its time is limited.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    start = min(warmup / steps, progress)
    part = (progress - start) / max(1.0 - start, 1e-9)
    return float(peak * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * part))))
