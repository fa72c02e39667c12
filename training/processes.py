"""Several processes that train one network, started by ``torchrun``."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from training.errors import TrainingError

PATIENCE = timedelta(hours=12)
"""The others wait as long for the first, which fills the cache and validates alone."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """One process among those that share the work.

    Attributes
    ----------
    device : torch.device
        This process's own.
    rank, count : int
        ``rank`` of ``count``; rank 0 writes and tells.
    """

    device: torch.device
    rank: int = 0
    count: int = 1

    @property
    def first(self) -> bool:
        """Whether this process writes checkpoints and logs."""
        return self.rank == 0

    def share(self, batch: int) -> range:
        """Numbers of a batch that are this process's.

        Raises
        ------
        TrainingError
            If the batch can't be shared equally: the mean over processes would then not be
            the mean over examples.
        """
        if batch % self.count:
            raise TrainingError(
                f"batch = {batch} can't be shared equally by {self.count} processes: "
                "give --batch a multiple of their number."
            )
        return range(self.rank, batch, self.count)

    def mean(self, value: Tensor) -> Tensor:
        """Mean of a scalar over all processes."""
        if self.count == 1:
            return value
        total = value.detach().clone()
        distributed.all_reduce(total)
        return total / self.count

    def from_first(self, value: float) -> float:
        """The first process's value, in every process."""
        if self.count == 1:
            return value
        shared = torch.tensor(value, dtype=torch.float64, device=self.device)
        distributed.broadcast(shared, 0)
        return float(shared)

    def wait(self) -> None:
        """Until all processes are here."""
        if self.count > 1:
            distributed.barrier()

    def wrap(self, network: nn.Module) -> nn.Module:
        """Make the processes average their gradients."""
        if self.count == 1:
            return network
        own = [self.device] if self.device.type == "cuda" else None
        with warnings.catch_warnings():
            # The argument's new name is unknown to torch before 2.14.
            warnings.filterwarnings("ignore", "`broadcast_buffers` is deprecated", FutureWarning)
            return DistributedDataParallel(
                network,
                device_ids=own,
                # Some encoders hold layers that their decoder doesn't use.
                find_unused_parameters=True,
                # Only the first process, which validates and saves, reads running statistics.
                broadcast_buffers=False,
            )


@contextmanager
def joined(device: torch.device) -> Iterator[Ranks]:
    """Join the processes that ``torchrun`` started, or be alone where it did not.

    Inside another ``joined`` the group is that one's.
    """
    if "WORLD_SIZE" not in os.environ:
        yield Ranks(device)
        return
    own = device
    if device.type == "cuda":
        own = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(own)
    outermost = not distributed.is_initialized()
    if outermost:
        backend = "nccl" if own.type == "cuda" else "gloo"
        distributed.init_process_group(backend, timeout=PATIENCE)
    ranks = Ranks(own, distributed.get_rank(), distributed.get_world_size())
    try:
        yield ranks
        # Who leaves while another still works takes the connection with it.
        ranks.wait()
    finally:
        if outermost:
            distributed.destroy_process_group()
