"""What the one training loop has to know of a network: its examples, its loss, its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Batch = Mapping[str, Tensor]
"""Named tensors; the loop moves them to its device and looks at none of them."""

SCORE = "score"
"""The figure by which the best weights are chosen and a run is stopped early."""

E = TypeVar("E")


class Task(Protocol[E]):
    """One network to train.

    An example depends on nothing but the generator that is handed in. The loop seeds
    one for each example from (seed, step, number in the batch), so that a run that was
    stopped goes on with the examples it would have seen, and several processes share a
    batch without drawing an example twice. A task is handed to processes that draw ahead,
    so it can be pickled, and holds files' paths rather than what is in them.
    """

    @property
    def config(self) -> DataclassInstance:
        """The frozen dataclass of the task's settings.

        The run folder keeps it for the export, and a checkpoint is only resumed with the
        same. Its field ``network`` is the network's architecture.
        """

    def build(self) -> nn.Module:
        """Make the network with fresh weights."""

    def example(self, rng: np.random.Generator) -> E:
        """Draw one augmented example."""

    def collate(self, examples: Sequence[E]) -> Batch:
        """Join examples to a batch."""

    def loss(self, network: nn.Module, batch: Batch, progress: float) -> Tensor:
        """Mean loss over the batch's examples; ``progress`` runs from 0 to 1 over the run.

        Calls ``network`` exactly once, and nothing of it but that: it may be wrapped for
        several processes.
        """

    def validate(self, network: nn.Module) -> Mapping[str, float]:
        """Measure the network on what it isn't trained on; ``score`` is best when greatest.

        The network is in evaluation mode, and no gradients are recorded.
        """


def device_of(network: nn.Module) -> torch.device:
    """Device that a network's parameters lie on."""
    return next(network.parameters()).device


def joined_studies(examples: Sequence[Batch]) -> Batch:
    """Join batches of one study each along their first axis."""
    return {name: torch.cat([one[name] for one in examples]) for name in examples[0]}
