"""The learning rate over a run, for every network."""

from __future__ import annotations

import numpy as np


def learning_rate(step: int, steps: int, warmup: int, peak: float) -> float:
    """Linear warm-up, then half a cosine down to a hundredth."""
    if step < warmup:
        return peak * (step + 1) / warmup
    part = (step - warmup) / max(steps - warmup, 1)
    return float(peak * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * min(part, 1.0)))))
