"""A plane's slices played like a film."""

from __future__ import annotations

import math

RATES_HZ = (5.0, 10.0, 15.0, 20.0, 30.0)
"""Slices a second that can be chosen."""

FIRST_RATE_HZ = 10.0


def slice_due(start: int, count: int, elapsed_s: float, rate_hz: float) -> int:
    """Return the number (1-based) of the slice that is due, from the last one to the first.

    It follows the clock alone: a slow machine leaves slices out and keeps the time.
    """
    # A clock's own rounding must not hold back a slice that is due just now.
    return (start - 1 + math.floor(elapsed_s * rate_hz + 1e-6)) % count + 1
