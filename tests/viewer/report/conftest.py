"""An analysis with weighed planes, as the pipeline gives it, and a folder without room."""

from __future__ import annotations

import errno
import os
from dataclasses import replace

import numpy as np
import pytest

from inference.findings import Analysis, Finding, PlaneWeight


def _weighed(finding: Finding) -> Finding:
    if finding.centroid_lps_mm is None:
        return finding
    x, y, z = finding.centroid_lps_mm
    heights = np.linspace(8, -8, 30)
    weights = np.exp(-((heights - 2) ** 2) / 8)
    weights /= weights.sum()
    planes = tuple(
        PlaneWeight((x, y, z + float(height)), float(weight))
        for height, weight in zip(heights, weights, strict=True)
    )
    return replace(finding, planes=planes)


@pytest.fixture(scope="session")
def weighed(analysis) -> Analysis:
    """The crude neck's analysis with 30 planes a level."""
    return replace(analysis, findings=tuple(_weighed(f) for f in analysis.findings))


@pytest.fixture
def full_disk(monkeypatch):
    """A device on which nothing can be flushed for want of room."""

    def fsync(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("viewer.report.files.os.fsync", fsync)
