"""Eight logits a study from a plain encoder: over a vertebra's planes, or over whole slices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import torch
from torch import Tensor, nn

from inference.networks.baselines.encoders import Encoder, EncoderConfig
from inference.networks.fracture_net import ABSENT_LOGIT, run_lstm

LEVEL_COUNT = 7


@dataclass(frozen=True, slots=True)
class PlaneNetConfig:
    """Shape of a network that reads a vertebra's planes in a row.

    Attributes
    ----------
    encoder : EncoderConfig
    units : int
        Of the LSTM, per direction; 0 for none, the planes' vectors being averaged.
    bidirectional : bool
    """

    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    units: int = 128
    bidirectional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class StudyLogits:
    """What a baseline says of a batch.

    Attributes
    ----------
    levels : Tensor, shape (studies, 7)
    patient : Tensor, shape (studies,)
    """

    levels: Tensor
    patient: Tensor


class PlaneNet(nn.Module):
    """An encoder on each plane, an LSTM over the planes of a vertebra; levels on their own.

    Input: planes (studies, 7, planes, channels, h, w) and present (studies, 7), 1 for a
    level that is there; the planes of an absent one are not looked at.
    """

    def __init__(self, config: PlaneNetConfig) -> None:
        super().__init__()
        features = config.encoder.features
        self.encoder = Encoder(config.encoder)
        self.over_planes = (
            nn.LSTM(features, config.units, batch_first=True, bidirectional=config.bidirectional)
            if config.units
            else None
        )
        width = config.units * (2 if config.bidirectional else 1) if config.units else features
        self.level_head = nn.Linear(width, 1)
        self.patient_head = nn.Linear(width, 1)

    def features(self, planes: Tensor, present: Tensor) -> Tensor:
        """One vector a level, (studies, 7, width); zeros for an absent one."""
        studies, levels, count = planes.shape[:3]
        there = present.reshape(-1) > 0.5
        seen = planes.flatten(0, 1)[there]
        vectors = self.encoder(seen.flatten(0, 1)).reshape(len(seen), count, -1)
        if self.over_planes is not None:
            vectors = run_lstm(self.over_planes, vectors)
        pooled = vectors.mean(dim=1)
        own = pooled.new_zeros(studies * levels, pooled.shape[-1])
        own[there] = pooled
        return cast("Tensor", own.reshape(studies, levels, -1))

    def forward(self, planes: Tensor, present: Tensor) -> StudyLogits:
        """Look at every level that is there; the patient is what is greatest in any."""
        own = self.features(planes, present)
        levels = self.level_head(own).squeeze(-1).masked_fill(present < 0.5, ABSENT_LOGIT)
        return StudyLogits(levels, self.patient_head(own.amax(dim=1)).squeeze(-1))


class SliceNet(nn.Module):
    """An encoder on whole slices, pooled over the study: no vertebra is cropped.

    Input: slices (studies, slices, channels, h, w).
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        self.head = nn.Linear(2 * config.features, LEVEL_COUNT + 1)

    def forward(self, slices: Tensor) -> StudyLogits:
        """Mean and maximum over the slices -> eight logits."""
        studies, count = slices.shape[:2]
        vectors = self.encoder(slices.flatten(0, 1)).reshape(studies, count, -1)
        pooled = torch.cat([vectors.mean(dim=1), vectors.amax(dim=1)], dim=-1)
        logits = self.head(pooled)
        return StudyLogits(logits[:, :LEVEL_COUNT], logits[:, LEVEL_COUNT])
