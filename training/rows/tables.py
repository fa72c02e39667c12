"""The names of the method deck's tables; no torch, for the command line reads them."""

from __future__ import annotations

from enum import StrEnum


class Table(StrEnum):
    """A table of the deck."""

    STAGE1 = "stage1"
    STAGE2 = "stage2"
    COMBINED = "combined"
