"""The real program with an analysis made by hand: the networks take minutes, this takes none.

Run as a program with the study that :func:`write_neck` wrote.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from functools import partial
from pathlib import Path

import nibabel
import numpy as np

from inference.findings import Analysis, Progress
from inference.imaging.volume import Volume
from tests.viewer.conftest import make_analysis, make_neck
from viewer import launch
from viewer.controllers.jobs import Report, Work
from viewer.report.masks import RAS_FROM_LPS

STEPS = 8
STEP_S = 0.2
"""Long enough to be seen under way."""


def write_neck(path: Path) -> Path:
    """Write the crude neck as NIfTI, and return the file."""
    volume, _ = make_neck()
    affine = RAS_FROM_LPS @ volume.geometry.matrix
    nibabel.save(nibabel.Nifti1Image(volume.hu.transpose(2, 1, 0), affine), path)
    return path


def made(volume: Volume) -> Work:
    """Analyse the crude neck by what is known of it."""
    _, known = make_neck()
    assert np.allclose(volume.geometry.matrix, known.geometry.matrix)

    def work(_report: Report) -> Generator[Progress, None, Analysis]:
        for step in range(STEPS):
            yield Progress("masks", step / STEPS, "Finding the vertebrae")
            time.sleep(STEP_S)
        return make_analysis(volume.geometry, known.mask)

    return work


if __name__ == "__main__":
    launch.DensApp = partial(launch.DensApp, made)
    sys.exit(launch.run([Path(sys.argv[1])]))
