"""Few, coarse studies that all tests of the rows share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.small_rows import COARSE, COUNTS, SIZES
from training.rows.studies import make_studies
from training.rows.workspace import Workspace


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two studies of each part."""
    folder = tmp_path_factory.mktemp("rows") / "studies"
    list(make_studies(folder, COUNTS, None, COARSE, people=1))
    return folder


@pytest.fixture(scope="session")
def space(studies: Path) -> Workspace:
    """The studies with their true masks."""
    return Workspace(studies, studies.parent / "cut", SIZES)
