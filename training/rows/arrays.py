"""Examples as named arrays, and batches of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from training.task import Batch

Arrays = Mapping[str, NDArray[np.generic]]


def collate(examples: Sequence[Arrays]) -> Batch:
    """Stack examples of the same names along a new first axis."""
    return {
        name: torch.from_numpy(np.stack([one[name] for one in examples])) for name in examples[0]
    }
