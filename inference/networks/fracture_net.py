"""Stage 2's network: CrackNet on each plane, a BiLSTM over planes, another over levels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import torch
from torch import Tensor, nn

from inference.networks.cracknet import CrackNet, CrackNetConfig

ABSENT_LOGIT = -20.0
"""What stands for a level that was not looked at."""


@dataclass(frozen=True, slots=True)
class FractureNetConfig:
    """Shape of stage 2's network.

    Attributes
    ----------
    cracknet : CrackNetConfig
    plane_units, level_units : int
        Units per direction of the two BiLSTMs.
    dropout : float
    """

    cracknet: CrackNetConfig = field(default_factory=CrackNetConfig)
    plane_units: int = 128
    level_units: int = 64
    dropout: float = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class FractureLogits:
    """What the network says.

    Attributes
    ----------
    levels : Tensor, shape (studies, 7)
    patient : Tensor, shape (studies,)
        As :func:`worst_level` has it.
    planes : Tensor, shape (studies, 7, planes)
        Logit of a crack on the plane.
    attention : Tensor, shape (studies, 7, planes)
        Weight of each plane; sums to 1 over planes.
    cracks : Tensor, shape (studies, 7, planes, cells, cells)
        Logit of a crack in each cell of a plane.
    """

    levels: Tensor
    patient: Tensor
    planes: Tensor
    attention: Tensor
    cracks: Tensor


def worst_level(levels: Tensor, present: Tensor) -> Tensor:
    """Logit of a patient: a neck is as suspicious as its worst level.

    A head that learned from all levels what to add to that showed no clear gain on phantoms: better
    on some, worse on others. How far the chances of seven levels add up is calibration's to say.

    Parameters
    ----------
    levels, present : Tensor, shape (studies, 7)
        Logits, and 1 for a level that was looked at.

    Returns
    -------
    Tensor, shape (studies,)
        ``ABSENT_LOGIT`` where no level was looked at.
    """
    return levels.masked_fill(present < 0.5, ABSENT_LOGIT).amax(dim=1)


def run_lstm(lstm: nn.LSTM, sequence: Tensor) -> Tensor:
    """Run an LSTM in 32 bits, in mixed precision too: not every CPU can in 16.

    Parameters
    ----------
    lstm : nn.LSTM
        Batch first.
    sequence : Tensor, shape (batch, steps, features)

    Returns
    -------
    Tensor of float32, shape (batch, steps, units of all directions)
    """
    with torch.autocast(sequence.device.type, enabled=False):
        outputs, _ = lstm(sequence.float())
    return cast("Tensor", outputs)


class FractureNet(nn.Module):
    """Eight logits from a study's crops.

    Input: planes (studies, 7, planes, channels, h, w) and present (studies, 7), 1 for a
    level that is there; the planes of an absent one are not looked at.
    """

    def __init__(self, config: FractureNetConfig) -> None:
        super().__init__()
        # Channels last is twice as fast on a CPU.
        self.cracknet = CrackNet(config.cracknet).to(memory_format=torch.channels_last)
        self.drop = nn.Dropout(config.dropout)
        self.over_planes = nn.LSTM(
            config.cracknet.vector, config.plane_units, batch_first=True, bidirectional=True
        )
        plane_features = 2 * config.plane_units
        level_own = plane_features + 1
        self.plane_head = nn.Sequential(nn.Linear(plane_features, 64), nn.ReLU(), nn.Linear(64, 1))
        # A level is its own vector and whether it is there at all.
        self.over_levels = nn.LSTM(
            level_own + 1, config.level_units, batch_first=True, bidirectional=True
        )
        level_features = level_own + 2 * config.level_units
        self.level_head = nn.Linear(level_features, 1)

    def forward(self, planes: Tensor, present: Tensor) -> FractureLogits:
        """Look at every level that is there, then at all levels together."""
        studies, levels, count = planes.shape[:3]
        there = present.reshape(-1) > 0.5
        seen = planes.flatten(0, 1)[there]
        images = seen.flatten(0, 1).contiguous(memory_format=torch.channels_last)
        found = self.cracknet(images)
        vectors = found.vectors.reshape(len(seen), count, -1)
        sequence = run_lstm(self.over_planes, self.drop(vectors))
        # The planes beside it may confirm a crack or explain it away.
        # In 32 bits, as a softmax is in mixed precision: what follows is joined with its result.
        cracked = (self.plane_head(sequence).squeeze(-1) + vectors[..., -1]).float()
        # The planes on which a crack is seen are those that decide.
        weights = cracked.softmax(dim=-1)
        pooled = torch.cat(
            [(sequence * weights[..., None]).sum(dim=1), cracked.amax(dim=1, keepdim=True)], dim=-1
        )
        own = pooled.new_zeros(studies * levels, pooled.shape[-1])
        own[there] = pooled
        attention = pooled.new_zeros(studies * levels, count)
        attention[there] = weights
        plane_logits = pooled.new_full((studies * levels, count), ABSENT_LOGIT)
        plane_logits[there] = cracked
        cells = found.cracks.shape[-2:]
        cracks = pooled.new_full((studies * levels, count, *cells), ABSENT_LOGIT)
        cracks[there] = found.cracks.reshape(-1, count, *cells).to(pooled.dtype)
        own = own.reshape(studies, levels, -1)
        flagged = torch.cat([own, present[..., None].to(own.dtype)], dim=-1)
        neighbours = run_lstm(self.over_levels, flagged)
        joint = self.drop(torch.cat([own, neighbours], dim=-1))
        logits = self.level_head(joint).squeeze(-1)
        return FractureLogits(
            logits,
            worst_level(logits, present),
            plane_logits.reshape(studies, levels, count),
            attention.reshape(studies, levels, count),
            cracks.reshape(studies, levels, count, *cells),
        )
